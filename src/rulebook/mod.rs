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
pub mod kinds;
mod lints;
pub mod load;
pub mod matching;
pub mod model;
mod nearest;
mod resolve;
mod strata;
pub mod units;
pub mod wording;

use self::model::Rulebook;
pub use self::resolve::norm_args::{Filler, Misfit, norm_args};
use crate::diagnostic::Diagnostic;
use crate::source::FileId;
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
    let mut builder = resolve::Builder::default();
    builder.resolve(files);
    let usable = !builder.diagnostics.iter().any(Diagnostic::is_error);
    builder.order();
    if usable {
        builder.lint();
    }
    let resolve::Builder { book: rulebook, mut diagnostics, .. } = builder;
    crate::diagnostic::sort(&mut diagnostics);
    Built { rulebook, diagnostics }
}
