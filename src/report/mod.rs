//! What the reader sees: the opinion as a document, and one renderer for each format. Knows nothing of where the
//! opinion came from.
//!
//! 1. [`compose`] makes a [`document`] out of the opinion, as detailed as is asked for;
//! 2. [`terminal`], [`plain`] and [`markdown`] draw any document; [`json`] writes the opinion itself.

mod cite;
pub mod compose;
pub mod document;
mod group;
pub mod json;
pub mod markdown;
pub mod page;
pub mod plain;
mod reasons;
mod table;
pub mod terminal;
mod verdict;
mod wrap;

/// How much of the reasons is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Detail {
    /// The decisive path only.
    Short,
    /// Conditions with the reasons that decide them; what need not be decided is left out.
    #[default]
    Medium,
    /// Everything.
    Long,
}
