//! Runs the expectations of a case and says in words which fail and why; [`coverage`] says what they exercise. Knows
//! nothing of files and terminals.

pub mod coverage;

pub use coverage::Coverage;

use crate::engine::EngineError;
use crate::opinion::expect::{self, Expected};
use crate::opinion::model::Word;
use crate::pipeline::{Judged, Session};
use crate::record::model::Expectation;
use crate::source::Span;
use crate::syntax::spelling::Spelled;

/// What came of the expectations of one case.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// How many are met.
    pub passed: usize,
    /// Those that are not.
    pub failures: Vec<Failure>,
}

/// An expectation that is not met.
#[derive(Debug, Clone)]
pub struct Failure {
    /// Where it stands.
    pub span: Span,
    /// Its first line, as written.
    pub line: String,
    /// From where it looks, if not from the headline: `as usa-2025, on the account of USA`.
    pub standpoint: Option<String>,
    /// What is expected.
    pub expected: String,
    /// What was found.
    pub found: String,
    /// Why: a sentence each.
    pub why: Vec<String>,
}

/// Runs the expectations of a case; what it exercises is added to the coverage, if one is given.
///
/// # Errors
///
/// When a limit of the engine is reached.
pub fn run(session: &Session, judged: &Judged, coverage: Option<&mut Coverage>) -> Result<Outcome, EngineError> {
    let mut evaluation = judged.evaluate(session.engine_limits)?;
    let results = expect::check(&mut evaluation)?;
    if let Some(coverage) = coverage {
        coverage.add(&session.map, &mut evaluation)?;
    }
    let mut outcome = Outcome::default();
    for result in results {
        match judged.record.expectations.get(result.index) {
            Some(expectation) if !result.met => outcome.failures.push(failure(session, judged, expectation, &result)),
            Some(_) | None => outcome.passed += 1,
        }
    }
    Ok(outcome)
}

fn failure(session: &Session, judged: &Judged, expectation: &Expectation, result: &Expected) -> Failure {
    let because = expectation.because.and_then(|p| judged.law.rulebook.provisions.get(p.index()));
    let because = because.map(|p| format!(" because {}", p.id)).unwrap_or_default();
    let found: Vec<&str> = result.found.iter().map(|w: &Word| w.text()).collect();
    let found = if found.is_empty() { "nothing that the rules know".to_owned() } else { found.join(" and ") };
    let turns_on = if result.turns_on.is_empty() {
        String::new()
    } else {
        format!(" because {}", result.turns_on.iter().take(6).map(String::as_str).collect::<Vec<_>>().join(", "))
    };
    let mut why = Vec::new();
    if result.wrong_reason {
        why.push("the outcome is right, but it does not turn on that provision".to_owned());
    }
    if !result.robustness.is_empty() {
        why.push(result.robustness.clone());
    }
    Failure {
        span: expectation.span,
        line: session.map.slice(expectation.span).lines().next().unwrap_or("").trim().to_owned(),
        standpoint: standpoint(expectation),
        expected: format!("{}{because}", expectation.outcome.text()),
        found: format!("{found}{}", if result.wrong_reason { turns_on } else { String::new() }),
        why,
    }
}

fn standpoint(expectation: &Expectation) -> Option<String> {
    let mut parts = Vec::new();
    parts.extend(expectation.profile.as_ref().map(|p| format!("as {p}")));
    parts.extend(expectation.account.as_ref().map(|a| format!("on the account of {a}")));
    parts.extend(expectation.standard.map(|s| format!("to {}", s.text())));
    (!parts.is_empty()).then(|| parts.join(", "))
}
