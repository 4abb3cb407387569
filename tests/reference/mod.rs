//! A naive evaluator written from `docs/semantics.md` alone. It shares no code with the engine: it has its own tree of a
//! rule book and a record, grounds everything, and iterates at one standpoint at a time.
//!
//! 1. [`model`]: the tree.
//! 2. [`print`]: the tree as `.law` and `.case` text.
//! 3. [`ground`]: every sentence and norm instance with its formula, its level, and whether it is idle.
//! 4. [`eval`]: values and outcomes at one standpoint.
//! 5. [`generate`]: random rule books and records.
//! 6. [`engine`] and [`hold`]: the engine, and what it must agree on.
//! 7. [`transform`] and [`verdicts`]: worlds that must be judged alike.

#![allow(dead_code)]

pub mod engine;
pub mod eval;
pub mod generate;
pub mod ground;
pub mod hold;
pub mod model;
pub mod print;
pub mod selftest;
pub mod transform;
pub mod verdicts;
