//! The rulebook: what the files of a law say, resolved and checked. Knows nothing of incidents.
//!
//! [`build`] goes through these steps:
//!
//! 1. files are sorted into packs, and packs by what they use (`resolve::packs`);
//! 2. kinds, sources, positions and provisions get their numbers (`resolve::kinds`, `resolve::sources`,
//!    `resolve::positions`, `resolve::provisions`);
//! 3. sentences are gathered from declarations and from the heads of rules (`resolve::sentences`);
//! 4. the index of sentences is made, and wordings that say two things are refused ([`matching`], `resolve::overlaps`);
//! 5. the variables of norms and exceptions are found, so that each can be referred to (`resolve::variables`);
//! 6. words become conditions: sentences, comparisons, built-ins (`resolve::conditions`, `resolve::words`,
//!    `resolve::builtins`, `resolve::compare`);
//! 7. exceptions, priorities and conclusions are linked both ways (`resolve::links`);
//! 8. sentences and norms are put in order, and circles through negation refused (`strata`);
//! 9. what is probably not meant is pointed out (`lints`).
//!
//! [`load::Library`] finds the files of the packs that are wanted.

pub mod comparison;
pub mod error;
mod graph;
pub(crate) mod joined;
pub mod kinds;
mod lints;
pub mod load;
pub mod matching;
pub mod model;
pub mod pins;
mod nearest;
mod resolve;
mod strata;
pub mod units;
mod walk;
pub mod wording;

pub use self::error::CODES;
use self::model::Rulebook;
pub use self::resolve::norm_args::{Filler, Misfit, norm_args};
pub use self::strata::LONGEST_CHAIN;
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Text};
use crate::syntax::tree::LawFile;

/// A rulebook with what was found wrong. If there are errors, parts of the rulebook are missing.
#[derive(Debug, Clone, Default)]
pub struct Built {
    /// The rulebook.
    pub rulebook: Rulebook,
    /// Errors and warnings, by place.
    pub diagnostics: Vec<Diagnostic>,
}

impl Built {
    /// Whether the rulebook can be used.
    pub fn is_usable(&self) -> bool {
        !self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

/// Resolves and checks the files of one or more packs.
pub fn build(files: &[(FileId, LawFile)]) -> Built {
    build_among(files, &[])
}

/// The same; `packs` are the names of packs that exist, for "did you mean".
fn build_among(files: &[(FileId, LawFile)], packs: &[Text]) -> Built {
    let mut builder = resolve::Builder::new(packs);
    builder.resolve(files);
    let resolve::Builder { book: mut rulebook, mut diagnostics, crossroads, .. } = builder;
    let (strata, errors) = strata::strata(&rulebook);
    rulebook.strata = strata;
    diagnostics.extend(errors.into_iter().map(Diagnostic::from));
    if !diagnostics.iter().any(Diagnostic::is_error) {
        diagnostics.extend(lints::lints(&rulebook, &crossroads).into_iter().map(Diagnostic::from));
    }
    crate::diagnostic::sort(&mut diagnostics);
    Built { rulebook, diagnostics }
}
