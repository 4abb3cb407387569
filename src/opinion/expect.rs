//! Compares what a record expects with what comes out. Knows nothing of how it is reported.

use super::model::Word;
use super::reasons::Reasons;
use super::verdict;
use super::view::{Seen, View};
use crate::engine::values::Place;
use crate::engine::{EngineError, Evaluation};
use crate::record::model::{Content, Expectation, ExpectedOutcome};

/// What came of an expectation.
#[derive(Debug, Clone)]
pub struct Expected {
    /// Its place in the record's list.
    pub index: usize,
    /// Whether it is met.
    pub met: bool,
    /// What was found; several words if several instances of the norm differ.
    pub found: Vec<Word>,
    /// The provisions that carry the outcome.
    pub turns_on: Vec<String>,
    /// Whether the outcome is right but does not turn on the provision that was named.
    pub wrong_reason: bool,
    /// How the outcome stands and what would change it.
    pub robustness: String,
}

/// Compares every expectation of the record, each from its own standpoint.
pub fn check(evaluation: &mut Evaluation<'_>) -> Result<Vec<Expected>, EngineError> {
    let record = evaluation.record();
    let mut list = Vec::with_capacity(record.expectations.len());
    for (index, expectation) in record.expectations.iter().enumerate() {
        list.push(one(evaluation, index, expectation)?);
    }
    Ok(list)
}

fn one(evaluation: &mut Evaluation<'_>, index: usize, expectation: &Expectation) -> Result<Expected, EngineError> {
    let view = View::of(expectation);
    let mut seen = Seen::new(evaluation, &view);
    let mut expected = Expected {
        index,
        met: false,
        found: Vec::new(),
        turns_on: Vec::new(),
        wrong_reason: false,
        robustness: String::new(),
    };
    match &expectation.content {
        Content::Sentence { ground, negated } => {
            let atom = seen.evaluation.sentence(ground)?;
            seen.refresh();
            let outcomes = seen.evaluation.sentence_outcomes(atom);
            let (word, _) = seen.outcome(&outcomes);
            expected.found.push(if *negated { word.opposite() } else { word });
            expected.robustness = super::robustness::describe(&mut seen, &outcomes).sentence;
            let mut reasons = Reasons::new(&mut seen);
            let root = reasons.root(atom, false);
            expected.turns_on = ids(&reasons, root);
        }
        Content::Norm(claim) => {
            let mut instances = seen.evaluation.norm(claim.norm, &claim.args)?;
            seen.refresh();
            if instances.iter().any(|i| !seen.evaluation.is_idle(*i)) {
                instances.retain(|i| !seen.evaluation.is_idle(*i));
            }
            let mut reasons = Reasons::new(&mut seen);
            for id in instances {
                let Some(verdict) = verdict::verdict(&mut reasons, id) else { continue };
                if !expected.found.contains(&verdict.outcome) {
                    expected.found.push(verdict.outcome);
                }
                expected.turns_on.extend(verdict.turns_on);
                expected.robustness = verdict.robustness;
                reasons.instance(id, Place::ORDINARY);
            }
            if expected.found.is_empty() {
                expected.found.push(Word::NoBreach);
            }
        }
        Content::Measure { .. } | Content::Position(_) => {}
    }
    judge(evaluation, expectation, &mut expected);
    Ok(expected)
}

/// Decides whether the expectation is met. A breach is met if any instance is breached; every other outcome must be that
/// of all instances.
fn judge(evaluation: &Evaluation<'_>, expectation: &Expectation, expected: &mut Expected) {
    let fits = |w: &Word| matches(expectation.outcome, *w);
    let any = matches!(expectation.outcome, ExpectedOutcome::Breach | ExpectedOutcome::Permitted);
    let outcome = if any {
        expected.found.iter().any(fits)
    } else {
        !expected.found.is_empty() && expected.found.iter().all(fits)
    };
    let named = expectation.because.and_then(|p| evaluation.rulebook().provisions.get(p.index()));
    let reason = named.is_none_or(|p| expected.turns_on.iter().any(|id| *id == p.id));
    expected.met = outcome && reason;
    expected.wrong_reason = outcome && !reason;
}

fn matches(expected: ExpectedOutcome, found: Word) -> bool {
    match expected {
        ExpectedOutcome::Breach => found == Word::Breach,
        ExpectedOutcome::NoBreach => matches!(found, Word::NoBreach | Word::NotProved),
        ExpectedOutcome::NotApplicable => found == Word::NotApplicable,
        ExpectedOutcome::Permitted => found == Word::Permitted,
        ExpectedOutcome::NotPermitted => found == Word::NotPermitted,
        ExpectedOutcome::Established => found == Word::Established,
        ExpectedOutcome::Refuted => found == Word::Refuted,
        ExpectedOutcome::Undetermined => matches!(found, Word::Undetermined | Word::NotShown),
        ExpectedOutcome::NotShown => matches!(found, Word::NotShown | Word::NotProved),
        ExpectedOutcome::Contested => found == Word::Contested,
        ExpectedOutcome::Depends => found == Word::Depends,
    }
}

fn ids(reasons: &Reasons<'_, '_, '_>, root: usize) -> Vec<String> {
    let mut ids = Vec::new();
    let mut seen = rustc_hash::FxHashSet::default();
    let mut stack = vec![root];
    while let Some(node) = stack.pop() {
        let Some(reason) = reasons.nodes.get(node).filter(|_| seen.insert(node)) else { continue };
        if let Some(id) = &reason.id
            && !ids.contains(id)
        {
            ids.push(id.clone());
        }
        stack.extend(&reason.decisive);
    }
    ids
}
