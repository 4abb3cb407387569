//! Caroline: a rules engine for international law. Rule files and the record of an incident go in, explained verdicts
//! come out. The library touches no file, clock or terminal; the order of the modules is the order of dependency.

pub mod bundled;
pub mod diagnostic;
pub mod format;
pub mod record;
pub mod rulebook;
pub mod source;
pub mod syntax;
