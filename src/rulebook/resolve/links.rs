//! Step 7: links both ways between provisions, and between provisions and sentences. Knows nothing of conditions.

use rustc_hash::FxHashSet;

use super::{Builder, number};
use crate::rulebook::error::OrderError;
use crate::rulebook::graph::circles;
use crate::rulebook::model::{Provision, ProvisionId, ProvisionKind, SentenceId};
use crate::source::Span;
use crate::source::Text;

impl Builder<'_> {
    pub(super) fn link(&mut self) {
        for at in 0..self.decls.len() {
            self.link_priorities(at);
        }
        self.refuse_priority_circles();
        for at in 0..self.book.provisions.len() {
            self.link_back(ProvisionId(number(at)));
        }
    }

    fn link_priorities(&mut self, at: usize) {
        let Some((_, decl)) = self.decls.get(at).copied() else { return };
        let mut prevails = Vec::new();
        let mut seen = FxHashSet::default();
        for line in &decl.prevails {
            for id in &line.over {
                let Some(other) = self.provision_called(id, at) else { continue };
                if self.check_priority(ProvisionId(number(at)), other, id.span) && seen.insert(other) {
                    prevails.push((other, line.priority.as_ref().map(|p| p.value)));
                }
            }
        }
        if let Some(provision) = self.book.provisions.get_mut(at) {
            provision.prevails = prevails;
        }
    }

    /// Whether one provision can prevail over the other.
    fn check_priority(&mut self, this: ProvisionId, other: ProvisionId, span: Span) -> bool {
        let (Some(one), Some(two)) = (self.book.provisions.get(this.index()), self.book.provisions.get(other.index()))
        else {
            return false;
        };
        let error = match (class(one), class(two)) {
            _ if this == other => Some(OrderError::PriorityCycle { path: vec![(one.id.clone(), span)] }),
            (Class::Norm, Class::Norm) => self.unlike(one, two, span),
            (Class::Rule, Class::Rule) | (Class::Presumption, Class::Presumption) => match (&one.head, &two.head) {
                (Some(a), Some(b)) if a.sentence != b.sentence => {
                    Some(strangers(one, two, "it concludes another sentence", span))
                }
                (Some(a), Some(b)) if a.negated == b.negated => {
                    let (id, other) = (one.id.clone(), two.id.clone());
                    let warning = OrderError::PriorityWithoutClash { id, other, span, declared: two.span };
                    self.report(warning);
                    return true;
                }
                _ => None,
            },
            _ => Some(strangers(one, two, "they are not of the same sort", span)),
        };
        let fine = error.is_none();
        error.into_iter().for_each(|e| self.report(e));
        fine
    }

    /// A name that two norms share and that does not mean the same.
    fn unlike(&self, one: &Provision, two: &Provision, span: Span) -> Option<OrderError> {
        let instance = |p: &Provision| p.vars.iter().take(p.instance_vars).cloned().collect::<Vec<_>>();
        let theirs = instance(two);
        instance(one).into_iter().find_map(|mine| {
            let same = theirs.iter().find(|t| t.name == mine.name && !t.kinds.overlaps(mine.kinds))?;
            Some(OrderError::UnlikeTargets {
                name: mine.name,
                one: one.id.clone(),
                other: two.id.clone(),
                kinds: (self.book.kinds.describe(mine.kinds), self.book.kinds.describe(same.kinds)),
                span,
            })
        })
    }

    fn refuse_priority_circles(&mut self) {
        let edges: Vec<Vec<usize>> =
            self.book.provisions.iter().map(|p| p.prevails.iter().map(|(o, _)| o.index()).collect()).collect();
        for circle in circles(&edges) {
            let path: Vec<(Text, Span)> =
                circle.iter().filter_map(|at| self.book.provisions.get(*at)).map(|p| (p.id.clone(), p.span)).collect();
            self.report(OrderError::PriorityCycle { path });
            for at in circle {
                if let Some(p) = self.book.provisions.get_mut(at) {
                    p.prevails.clear();
                }
            }
        }
    }

    /// Tells those that a provision refers to.
    fn link_back(&mut self, id: ProvisionId) {
        let Some(provision) = self.book.provisions.get(id.index()) else { return };
        let (to, prevails) = (provision.to.clone(), provision.prevails.clone());
        let presumption = provision.kind == ProvisionKind::Presumption;
        let sentences: Vec<SentenceId> =
            provision.head.iter().chain(&provision.concludes).map(|literal| literal.sentence).collect();
        for target in to {
            if let Some(target) = self.book.provisions.get_mut(target.index()) {
                target.exceptions.push(id);
            }
        }
        for (loser, priority) in prevails {
            if let Some(loser) = self.book.provisions.get_mut(loser.index()) {
                loser.defeated_by.push((id, priority));
            }
        }
        for sentence in sentences {
            let Some(sentence) = self.book.sentences.get_mut(sentence.index()) else { continue };
            let list = if presumption { &mut sentence.presumed_by } else { &mut sentence.concluded_by };
            if list.last() != Some(&id) {
                list.push(id);
            }
        }
    }
}

#[derive(Clone, Copy)]
enum Class {
    Rule,
    Presumption,
    Exception,
    Norm,
}

fn class(provision: &Provision) -> Class {
    match provision.kind {
        ProvisionKind::Rule => Class::Rule,
        ProvisionKind::Presumption => Class::Presumption,
        ProvisionKind::Exception => Class::Exception,
        ProvisionKind::Prohibition | ProvisionKind::Obligation | ProvisionKind::Permission => Class::Norm,
    }
}

fn strangers(one: &Provision, two: &Provision, why: &str, span: Span) -> OrderError {
    OrderError::PriorityBetweenStrangers {
        id: one.id.clone(),
        other: two.id.clone(),
        why: why.to_owned(),
        span,
        declared: two.span,
    }
}
