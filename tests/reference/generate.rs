//! Random strategies follow.
