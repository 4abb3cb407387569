//! The record of one incident, resolved against a rulebook: who and what there is, what is stated about it on what
//! evidence, what is expected. Knows what sentences are declared, nothing of what rules mean.
//!
//! 1. [`json`]: a record written as JSON becomes the same syntax tree as a `.case` file.
//! 2. [`resolve::build`]: sources, then entities, then statements, then expectations and holdings; names become numbers, words
//!    become sentences of the rulebook.
//! 3. [`wording`]: the way back, from numbers to English.

mod bounds;
mod cites;
mod claims;
mod error;
mod expect;
mod holdings;
pub mod json;
pub mod model;
pub mod resolve;
mod sentences;
mod statements;
pub mod wording;

pub use error::CODES;
pub use resolve::{Built, build, content, suppose};
