//! What can be known of a rulebook before any record: which sentences can be enumerated from relations, and which
//! relations a norm cannot do without. Knows nothing of incidents.

use super::touch::IdleUnless;
use crate::rulebook::model::{
    Citation, Condition, Literal, ProvisionId, Rulebook, SentenceId, SourceId, Term, Test, VarId,
};

/// Facts about a rulebook that every evaluation uses; worked out once.
#[derive(Debug, Default)]
pub struct Plan {
    /// By sentence: whether stating it ties down all its arguments (a relation, or concluded only from such sentences).
    pub enumerable: Vec<bool>,
    /// By sentence: closed, never concluded and never presumed; what is not mentioned of it is false.
    pub pure: Vec<bool>,
    /// By provision: the pure relations without which a norm has no instance.
    pub required: Vec<Vec<SentenceId>>,
    /// By provision: when a norm is idle whatever its arguments (norms; empty for others).
    pub idle_unless: Vec<IdleUnless>,
    /// The norms, in the order of the rulebook.
    pub norms: Vec<ProvisionId>,
    /// By source: a citation of the whole of it.
    pub citations: Vec<Citation>,
}

impl Plan {
    /// The plan of a rulebook.
    pub fn new(rulebook: &Rulebook) -> Plan {
        let pure: Vec<bool> = rulebook
            .sentences
            .iter()
            .map(|s| s.is_closed() && s.concluded_by.is_empty() && s.presumed_by.is_empty())
            .collect();
        let mut plan = Plan {
            enumerable: rulebook.sentences.iter().map(|s| s.presumed_by.is_empty()).collect(),
            pure,
            required: Vec::with_capacity(rulebook.provisions.len()),
            idle_unless: Vec::new(),
            norms: Vec::new(),
            citations: (0..rulebook.sources.len())
                .map(|i| Citation { source: SourceId(u32::try_from(i).unwrap_or(u32::MAX)), pins: Vec::new() })
                .collect(),
        };
        while plan.narrow(rulebook) {}
        plan.idle_unless = super::touch::idle_unless(rulebook);
        for (i, provision) in rulebook.provisions.iter().enumerate() {
            let mut required = Vec::new();
            if provision.is_norm() {
                plan.norms.extend(u32::try_from(i).ok().map(ProvisionId));
                plan.collect_required(&provision.applies, &mut required);
                plan.collect_required(&provision.when, &mut required);
            }
            plan.required.push(required);
        }
        plan
    }

    /// Whether a sentence can serve to enumerate.
    pub fn is_enumerable(&self, sentence: SentenceId) -> bool {
        self.enumerable.get(sentence.index()).copied().unwrap_or(false)
    }

    /// Whether what is not mentioned of a sentence is false.
    pub fn is_pure(&self, sentence: SentenceId) -> bool {
        self.pure.get(sentence.index()).copied().unwrap_or(false)
    }

    /// Takes the mark from sentences that some rule concludes without tying down its arguments; whether any lost it.
    fn narrow(&mut self, rulebook: &Rulebook) -> bool {
        let mut changed = false;
        for (i, sentence) in rulebook.sentences.iter().enumerate() {
            if self.enumerable.get(i) != Some(&true) {
                continue;
            }
            let id = SentenceId(u32::try_from(i).unwrap_or(u32::MAX));
            let positive: Vec<_> = sentence
                .concluded_by
                .iter()
                .filter_map(|p| rulebook.provisions.get(p.index()))
                .filter(|p| p.concludes_positively(id))
                .collect();
            let base = sentence.is_closed() || (positive.iter().any(|p| !p.is_norm()) && is_conclusion(sentence));
            let norms_only = is_conclusion(sentence) && positive.iter().all(|p| p.is_norm()) && !positive.is_empty();
            let tied = positive.iter().filter(|p| !p.is_norm()).all(|p| {
                let mut vars = Vec::new();
                self.ties(&p.when, &mut vars);
                (0..p.head_vars).all(|v| vars.iter().any(|w| w.index() == v))
            });
            if !((base || norms_only) && tied) {
                if let Some(mark) = self.enumerable.get_mut(i) {
                    *mark = false;
                }
                changed = true;
            }
        }
        changed
    }

    /// The variables that a condition ties to what the record states.
    fn ties(&self, condition: &Condition, vars: &mut Vec<VarId>) {
        match &condition.test {
            Test::Sentence(l) if !l.negated && self.is_enumerable(l.sentence) => literal_vars(l, vars),
            Test::All(parts) => parts.iter().for_each(|p| self.ties(p, vars)),
            Test::Some(_, body) => self.ties(body, vars),
            Test::Any(parts) => {
                let mut common: Option<Vec<VarId>> = None;
                for part in parts {
                    let mut here = Vec::new();
                    self.ties(part, &mut here);
                    common = Some(match common {
                        None => here,
                        Some(c) => c.into_iter().filter(|v| here.contains(v)).collect(),
                    });
                }
                vars.extend(common.unwrap_or_default());
            }
            Test::Breaches { args, negated: false, .. } => vars.extend(args.iter().flatten()),
            Test::Sentence(_)
            | Test::Position { .. }
            | Test::Same { .. }
            | Test::IsKind { .. }
            | Test::BoundBy { .. }
            | Test::Breaches { .. }
            | Test::WouldBeWrongful { .. }
            | Test::Compare { .. }
            | Test::None(_)
            | Test::AtLeast(..)
            | Test::No(..)
            | Test::Every(..) => {}
        }
    }

    fn collect_required(&self, condition: &Condition, required: &mut Vec<SentenceId>) {
        match &condition.test {
            Test::Sentence(l) if !l.negated && self.is_pure(l.sentence) => required.push(l.sentence),
            Test::All(parts) => parts.iter().for_each(|p| self.collect_required(p, required)),
            Test::Some(_, body) => self.collect_required(body, required),
            Test::Sentence(_)
            | Test::Position { .. }
            | Test::Same { .. }
            | Test::IsKind { .. }
            | Test::BoundBy { .. }
            | Test::Breaches { .. }
            | Test::WouldBeWrongful { .. }
            | Test::Compare { .. }
            | Test::Any(_)
            | Test::None(_)
            | Test::AtLeast(..)
            | Test::No(..)
            | Test::Every(..) => {}
        }
    }
}

fn is_conclusion(sentence: &crate::rulebook::model::Sentence) -> bool {
    sentence.kind == crate::rulebook::model::SentenceKind::Conclusion
}

/// The variables of a literal, also those inside sentences in its slots.
pub(super) fn literal_vars(literal: &Literal, vars: &mut Vec<VarId>) {
    for term in &literal.args {
        match term {
            Term::Var(v) => vars.push(*v),
            Term::Sentence(inner) => literal_vars(inner, vars),
        }
    }
}
