//! Runs the expectations of a case and says in words which fail and why, and how its holdings stand; [`coverage`] says
//! what they exercise. Knows nothing of files and terminals.

pub mod coverage;

use std::fmt;

pub use coverage::Coverage;

use crate::engine::EngineError;
use crate::opinion::expect::{self, Expected};
use crate::opinion::model::Word;
use crate::pipeline::{Judged, Session};
use crate::record::model::{Expectation, Holding};
use crate::source::{Span, Text};
use crate::syntax::spelling::Spelled;

/// What came of the expectations of one case.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// How many are met.
    pub passed: usize,
    /// Those that are not.
    pub failures: Vec<Failure>,
    /// What a tribunal held, and how the engine stands to it, in the order of the record.
    pub holdings: Vec<Held>,
}

impl Outcome {
    /// How many holdings stand in which way.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        self.holdings.iter().for_each(|held| tally.count(held.standing));
        tally
    }
}

/// A holding, and how the engine stands to it.
#[derive(Debug, Clone)]
pub struct Held {
    /// Its id.
    pub id: String,
    /// What it is about.
    pub words: String,
    /// How the engine stands to it.
    pub standing: Standing,
    /// Why it differs or is not expressible.
    pub reasons: Vec<String>,
}

/// How the engine stands to a holding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// All that is expected of it comes out.
    Agrees,
    /// All that is expected comes out, and it is not what the tribunal held.
    Differs,
    /// No outcome can say it.
    NotExpressible,
    /// Something that is expected of it does not come out.
    Fails,
}

/// How many holdings stand in which way: `231 agree, 6 differ, 9 not expressible`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Those that agree.
    pub agree: usize,
    /// Those that differ.
    pub differ: usize,
    /// Those that cannot be expressed.
    pub not_expressible: usize,
    /// Those of which something expected does not come out.
    pub fail: usize,
}

impl Tally {
    /// Adds one holding.
    pub fn count(&mut self, standing: Standing) {
        match standing {
            Standing::Agrees => self.agree += 1,
            Standing::Differs => self.differ += 1,
            Standing::NotExpressible => self.not_expressible += 1,
            Standing::Fails => self.fail += 1,
        }
    }

    /// Adds those of another case.
    pub fn add(&mut self, other: Tally) {
        self.agree += other.agree;
        self.differ += other.differ;
        self.not_expressible += other.not_expressible;
        self.fail += other.fail;
    }

    /// How many there are.
    pub fn all(self) -> usize {
        self.expressed() + self.not_expressible
    }

    /// How many there are of which something is expected.
    pub fn expressed(self) -> usize {
        self.agree + self.differ + self.fail
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} agree, {} differ, {} not expressible", self.agree, self.differ, self.not_expressible)?;
        if self.fail == 0 { Ok(()) } else { write!(f, ", {} fail", self.fail) }
    }
}

/// An expectation that is not met.
#[derive(Debug, Clone)]
pub struct Failure {
    /// Where it stands.
    pub span: Span,
    /// The holding it belongs to: `Q4, derogation abroad`.
    pub holding: Option<String>,
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

/// Runs the expectations of a case.
///
/// # Errors
///
/// When a limit of the engine is reached.
pub fn run(session: &Session, judged: &Judged) -> Result<Outcome, EngineError> {
    run_covering(session, judged, None)
}

/// Runs the expectations of a case; what it exercises is added to the coverage, if one is given.
///
/// # Errors
///
/// When a limit of the engine is reached.
pub fn run_covering(
    session: &Session,
    judged: &Judged,
    coverage: Option<&mut Coverage>,
) -> Result<Outcome, EngineError> {
    let mut evaluation = judged.evaluate(session.engine_limits)?;
    let results = expect::check(&mut evaluation)?;
    if let Some(coverage) = coverage {
        coverage.add(&session.map, &mut evaluation)?;
    }
    let mut outcome = Outcome::default();
    for result in &results {
        match judged.record.expectations.get(result.index) {
            Some(expectation) if !result.met => outcome.failures.push(failure(session, judged, expectation, result)),
            Some(_) | None => outcome.passed += 1,
        }
    }
    outcome.holdings = judged.record.holdings.iter().map(|(id, holding)| held(judged, id, holding, &results)).collect();
    Ok(outcome)
}

fn held(judged: &Judged, id: &Text, holding: &Holding, results: &[Expected]) -> Held {
    let of_it = |r: &&Expected| {
        judged.record.expectations.get(r.index).is_some_and(|e| e.holding.as_ref().is_some_and(|h| h == id))
    };
    let met = results.iter().filter(of_it).all(|r| r.met);
    let (standing, reasons) = match (&holding.not_expressible[..], &holding.differs[..]) {
        _ if !met => (Standing::Fails, &holding.differs),
        ([_, ..], _) => (Standing::NotExpressible, &holding.not_expressible),
        ([], [_, ..]) => (Standing::Differs, &holding.differs),
        ([], []) => (Standing::Agrees, &holding.differs),
    };
    Held { id: id.to_string(), words: holding.words.clone(), standing, reasons: reasons.clone() }
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
    let holding = expectation.holding.as_ref();
    let of = holding.and_then(|id| judged.record.holdings.get(id).map(|h| format!("{id}, {}", h.words)));
    Failure {
        span: expectation.span,
        holding: of,
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
