//! Step 8: the order in which sentences and norms rest on each other. A sentence rests on the rules that conclude it, a
//! rule on its premises, a norm also on the clauses of its sources. Circles are fine as long as no step of them is a
//! negation, an exception, a priority or a presumption. Knows nothing of how anything is evaluated.

use super::error::{CycleStep, Lean, OrderError};
use super::graph::{components, way};
use super::model::{Condition, Provision, ProvisionKind, Rulebook, SentenceId, SourceId, Strata, Test};
use super::walk;
use super::wording::with_kinds;
use crate::source::Span;

/// How long a chain of sentences may be, each resting on the one before.
pub const LONGEST_CHAIN: u32 = 400;

/// One arrow: to what, how, and where that is written.
type Edge = (usize, Lean, Span);

/// Nodes are numbered: sentences, provisions, sources, and last the one that stands for "some breach by an act".
struct Graph<'a> {
    book: &'a Rulebook,
    edges: Vec<Vec<Edge>>,
}

/// The order, and what is wrong with it.
pub(super) fn strata(book: &Rulebook) -> (Strata, Vec<OrderError>) {
    let mut graph = Graph { book, edges: Vec::new() };
    graph.draw();
    let plain: Vec<Vec<usize>> = graph.edges.iter().map(|e| e.iter().map(|(to, ..)| *to).collect()).collect();
    let group = components(&plain);
    let mut errors = graph.negative_circles(&plain, &group);
    errors.extend(graph.long_chain(&group));
    let number = |at: usize| u32::try_from(group.get(at).copied().unwrap_or(0)).unwrap_or(u32::MAX);
    let mut sizes = vec![0_usize; group.iter().max().map_or(0, |m| m + 1)];
    for g in &group {
        if let Some(size) = sizes.get_mut(*g) {
            *size += 1;
        }
    }
    let mut recursive: Vec<bool> = sizes.iter().map(|s| *s > 1).collect();
    for (node, _) in plain.iter().enumerate().filter(|(node, edges)| edges.contains(node)) {
        if let Some(r) = group.get(node).and_then(|g| recursive.get_mut(*g)) {
            *r = true;
        }
    }
    let sentences = book.sentences.len();
    let strata = Strata {
        of_sentence: (0..sentences).map(number).collect(),
        of_provision: (0..book.provisions.len()).map(|p| number(sentences + p)).collect(),
        recursive,
    };
    (strata, errors)
}

impl Graph<'_> {
    fn provision(&self, at: usize) -> usize {
        self.book.sentences.len() + at
    }

    fn source(&self, id: SourceId) -> usize {
        self.provision(self.book.provisions.len()) + id.index()
    }

    fn some_breach(&self) -> usize {
        self.provision(self.book.provisions.len()) + self.book.sources.len()
    }

    fn draw(&mut self) {
        let book = self.book;
        let mut edges: Vec<Vec<Edge>> = Vec::with_capacity(self.some_breach() + 1);
        edges.extend((0..book.sentences.len()).map(|at| self.under_sentence(at)));
        edges.extend(book.provisions.iter().map(|p| self.under_provision(p)));
        for source in &book.sources {
            let mut from = Vec::new();
            let clauses = source.scopes.iter().map(|s| &s.when).chain(source.binds_through.iter().map(|b| &b.when));
            clauses.for_each(|c| self.lean_on(c, None, &mut from));
            from.extend(source.binds_members_of.map(|m| (self.source(m), Lean::On, source.span)));
            edges.push(from);
        }
        let norms = book.provisions.iter().enumerate().filter(|(_, p)| p.is_duty() && p.breached_by_act);
        edges.push(norms.map(|(at, p)| (self.provision(at), Lean::On, p.span)).collect());
        self.edges = edges;
    }

    fn under_sentence(&self, at: usize) -> Vec<Edge> {
        let Some(sentence) = self.book.sentences.get(at) else { return Vec::new() };
        let edge = |id: super::model::ProvisionId, presumed: bool| {
            let provision = self.book.provisions.get(id.index());
            let literal = |p: &Provision| {
                let mut all = p.head.iter().chain(&p.concludes);
                all.any(|l| l.sentence == SentenceId(u32::try_from(at).unwrap_or(u32::MAX)) && l.negated)
            };
            let lean = match (presumed, provision.is_some_and(literal)) {
                (true, _) => Lean::Presumed,
                (false, true) => Lean::Not,
                (false, false) => Lean::On,
            };
            (self.provision(id.index()), lean, provision.map(|p| p.span).unwrap_or_default())
        };
        let concluded = sentence.concluded_by.iter().map(|p| edge(*p, false));
        concluded.chain(sentence.presumed_by.iter().map(|p| edge(*p, true))).collect()
    }

    fn under_provision(&self, provision: &Provision) -> Vec<Edge> {
        let mut from = Vec::new();
        self.lean_on(&provision.applies, None, &mut from);
        self.lean_on(&provision.when, None, &mut from);
        provision.unless.iter().for_each(|c| self.lean_on(c, Some(Lean::Unless), &mut from));
        let others = provision.exceptions.iter().copied().chain(provision.defeated_by.iter().map(|(p, _)| *p));
        from.extend(others.map(|p| {
            let span = self.book.provisions.get(p.index()).map(|p| p.span).unwrap_or_default();
            (self.provision(p.index()), Lean::Unless, span)
        }));
        if provision.is_norm() {
            from.extend(provision.under.iter().map(|c| (self.source(c.source), Lean::On, provision.span)));
        }
        from
    }

    /// Adds what a condition rests on; `always` overrides how.
    fn lean_on(&self, condition: &Condition, always: Option<Lean>, from: &mut Vec<Edge>) {
        walk::each(condition, false, &mut |c, negative| {
            let (to, negated) = match &c.test {
                Test::Sentence(literal) => (literal.sentence.index(), literal.negated),
                Test::BoundBy { source, negated, .. } => (self.source(*source), *negated),
                Test::Breaches { norm, negated, .. } => (self.provision(norm.index()), *negated),
                Test::WouldBeWrongful { negated, .. } => (self.some_breach(), *negated),
                Test::Position { .. }
                | Test::Same { .. }
                | Test::IsKind { .. }
                | Test::Compare { .. }
                | Test::All(_)
                | Test::Any(_)
                | Test::None(_)
                | Test::AtLeast(..)
                | Test::Some(..)
                | Test::No(..)
                | Test::Every(..) => return,
            };
            let lean = if negative != negated { Lean::Not } else { Lean::On };
            from.push((to, always.unwrap_or(lean), c.span));
        });
    }

    /// One error for each group that rests on its own negation.
    fn negative_circles(&self, plain: &[Vec<usize>], group: &[usize]) -> Vec<OrderError> {
        let mut told = vec![false; group.len()];
        let mut errors = Vec::new();
        for (node, edges) in self.edges.iter().enumerate() {
            let Some(mine) = group.get(node).copied() else { continue };
            let bad = edges.iter().find(|(to, lean, _)| *lean != Lean::On && group.get(*to) == Some(&mine));
            let (Some((to, ..)), Some(told)) = (bad, told.get_mut(mine)) else { continue };
            if std::mem::replace(told, true) {
                continue;
            }
            let back = way(plain, *to, node, &|n| group.get(n) == Some(&mine)).unwrap_or_default();
            let mut circle = vec![node];
            circle.extend(back);
            errors.push(OrderError::CycleThroughNegation { steps: self.steps(&circle) });
        }
        errors
    }

    /// A circle in words; rules, presumptions and sources are passed over. The first node stands at both ends.
    fn steps(&self, circle: &[usize]) -> Vec<CycleStep> {
        let arrows: Vec<(usize, Lean, Span)> = circle
            .windows(2)
            .filter_map(|pair| {
                let [from, to] = pair else { return None };
                let of = self.edges.get(*from)?.iter().filter(|(t, ..)| t == to);
                let (_, lean, span) = of.max_by_key(|(_, lean, _)| *lean)?;
                Some((*from, *lean, *span))
            })
            .collect();
        let begin = arrows.iter().position(|(from, ..)| self.shown(*from).is_some()).unwrap_or(0);
        let (head, tail) = arrows.split_at_checked(begin).unwrap_or_default();
        let mut steps: Vec<CycleStep> = Vec::new();
        for (from, lean, span) in tail.iter().chain(head) {
            match (self.shown(*from), steps.last_mut()) {
                (Some(text), _) => steps.push(CycleStep { text, lean: *lean, span: *span }),
                (None, Some(step)) => {
                    step.span = *span;
                    step.lean = step.lean.max(*lean);
                }
                (None, None) => {}
            }
        }
        steps
    }

    /// The words for a node that is shown.
    fn shown(&self, node: usize) -> Option<String> {
        if let Some(sentence) = self.book.sentences.get(node) {
            return Some(with_kinds(sentence, &self.book.kinds));
        }
        let provision = self.book.provisions.get(node - self.book.sentences.len())?;
        match provision.kind {
            ProvisionKind::Rule | ProvisionKind::Presumption => None,
            ProvisionKind::Exception
            | ProvisionKind::Prohibition
            | ProvisionKind::Obligation
            | ProvisionKind::Permission => Some(provision.id.to_string()),
        }
    }

    /// Whether a node is a link of a chain by itself: a rule or presumption is part of its sentence.
    fn counts(&self, node: usize) -> bool {
        let provision = self.book.provisions.get(node.wrapping_sub(self.book.sentences.len()));
        provision.is_none_or(|p| !matches!(p.kind, ProvisionKind::Rule | ProvisionKind::Presumption))
    }

    /// The first sentence or norm at the end of a chain that is too long.
    fn long_chain(&self, group: &[usize]) -> Option<OrderError> {
        let mut order: Vec<usize> = (0..group.len()).collect();
        order.sort_by_key(|n| group.get(*n).copied().unwrap_or(0));
        let mut depth = vec![0_u32; group.iter().max().map_or(0, |m| m + 1)];
        let same = |a: &usize, b: &usize| group.get(*a) == group.get(*b);
        for members in order.chunk_by(same) {
            let Some(mine) = members.first().and_then(|n| group.get(*n)).copied() else { continue };
            let below = members
                .iter()
                .flat_map(|n| self.edges.get(*n).into_iter().flatten())
                .filter_map(|(to, ..)| group.get(*to).copied())
                .filter(|g| *g != mine)
                .filter_map(|g| depth.get(g).copied())
                .max()
                .unwrap_or(0);
            let counted = members.iter().copied().find(|n| self.counts(*n));
            let deep = below + u32::from(counted.is_some());
            if let Some(depth) = depth.get_mut(mine) {
                *depth = deep;
            }
            if let (Some(node), true) = (counted, deep > LONGEST_CHAIN) {
                let text = self.shown(node).unwrap_or_default();
                let span = match self.book.sentences.get(node) {
                    Some(sentence) => sentence.span,
                    None => self.book.provisions.get(node - self.book.sentences.len()).map(|p| p.span)?,
                };
                return Some(OrderError::ChainTooLong { text, most: LONGEST_CHAIN, span });
            }
        }
        None
    }
}
