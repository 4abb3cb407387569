//! Rule files and case files as trees.
pub mod tree;
