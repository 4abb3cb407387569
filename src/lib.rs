//! Caroline: a rules engine for international law. Rule files and the record of an incident go in, explained verdicts
//! come out. The library touches no file, clock or terminal; the order of the modules is the order of dependency.

pub mod source;
pub mod diagnostic;
pub mod syntax;
pub mod format;
pub mod bundled;
pub mod rulebook;
pub mod record;
pub mod engine;
pub mod opinion;
pub mod report;
pub mod pipeline;
pub mod casebook;
pub mod codes;
#[cfg(feature = "cli")]
pub mod cli;
