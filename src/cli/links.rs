//! What a provision rests on and what rests on it. Knows nothing of how that is shown.

use crate::rulebook::model::{
    Condition, Literal, Measure, Operand, PositionId, Provision, ProvisionId, Rulebook, SentenceId, SourceId, Term,
    Test,
};

/// What conditions speak of.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// Sentences.
    pub(super) sentences: Vec<SentenceId>,
    /// Norms whose breach they test.
    pub(super) norms: Vec<ProvisionId>,
    /// Positions.
    pub(super) positions: Vec<PositionId>,
    /// Sources.
    pub(super) sources: Vec<SourceId>,
}

impl Links {
    /// Of a provision.
    pub(super) fn of(provision: &Provision) -> Links {
        let mut links = Links::default();
        links.sources.extend(provision.under.iter().map(|c| c.source));
        for condition in [&provision.applies, &provision.when].into_iter().chain(&provision.unless) {
            links.condition(condition);
        }
        links
    }

    fn condition(&mut self, top: &Condition) {
        let mut open = vec![top];
        while let Some(condition) = open.pop() {
            self.sources.extend(condition.cites.iter().map(|c| c.source));
            match &condition.test {
                Test::Sentence(literal) => self.literal(literal),
                Test::Position { position, .. } => self.positions.push(*position),
                Test::Same { .. } | Test::IsKind { .. } | Test::WouldBeWrongful { .. } => {}
                Test::BoundBy { source, .. } => self.sources.push(*source),
                Test::Breaches { norm, .. } => self.norms.push(*norm),
                Test::Compare { measure, with, .. } => {
                    self.measure(measure);
                    if let Operand::Measure(other) = with {
                        self.measure(other);
                    }
                }
                Test::All(list) | Test::Any(list) | Test::None(list) | Test::AtLeast(_, list) => {
                    open.extend(list.iter().rev());
                }
                Test::Some(_, inside) | Test::No(_, inside) => open.push(inside),
                Test::Every(_, inside, then) => open.extend([then.as_ref(), inside.as_ref()]),
            }
        }
    }

    fn literal(&mut self, literal: &Literal) {
        let mut open = vec![literal];
        while let Some(literal) = open.pop() {
            self.sentences.push(literal.sentence);
            open.extend(literal.args.iter().filter_map(|a| match a {
                Term::Sentence(inner) => Some(inner.as_ref()),
                Term::Var(_) => None,
            }));
        }
    }

    fn measure(&mut self, measure: &Measure) {
        if let Measure::Declared { sentence, .. } = measure {
            self.sentences.push(*sentence);
        }
    }
}

/// The provisions whose conditions fit.
pub(super) fn where_used(rulebook: &Rulebook, fits: impl Fn(&Links) -> bool) -> Vec<&Provision> {
    rulebook.provisions.iter().filter(|p| fits(&Links::of(p))).collect()
}
