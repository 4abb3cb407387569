//! Comparisons: `the age of P is less than 15 years`. Splits the words; what they measure is for others to say.

use super::model::Comparison;
use crate::syntax::tree::Ident;

/// One way to read words as a comparison.
#[derive(Debug, Clone, Copy)]
pub struct Split<'a> {
    /// The words before the verb.
    pub measure: &'a [Ident],
    /// Whether `not` follows the verb.
    pub negated: bool,
    /// How and with what it is compared.
    pub relation: Relation<'a>,
}

/// How and with what a measure is compared.
#[derive(Debug, Clone, Copy)]
pub enum Relation<'a> {
    /// With a value or another measure.
    With(Comparison, &'a [Ident]),
    /// `between X and Y`, both included.
    Between(&'a [Ident], &'a [Ident]),
}

/// Longest first, so that `on or before` is not read as `on`.
const COMPARISONS: [(&[&str], Comparison); 10] = [
    (&["on", "or", "before"], Comparison::AtMost),
    (&["on", "or", "after"], Comparison::AtLeast),
    (&["at", "least"], Comparison::AtLeast),
    (&["at", "most"], Comparison::AtMost),
    (&["less", "than"], Comparison::LessThan),
    (&["more", "than"], Comparison::MoreThan),
    (&["exactly"], Comparison::Exactly),
    (&["before"], Comparison::LessThan),
    (&["after"], Comparison::MoreThan),
    (&["on"], Comparison::Exactly),
];

/// All ways to read the words as a comparison: one for each `is` that has words on both sides, the last `is` first.
pub fn comparisons(words: &[Ident]) -> Vec<Split<'_>> {
    let verb = |w: &Ident| matches!(w.value.as_str(), "is" | "are" | "was" | "were");
    words
        .iter()
        .enumerate()
        .rev()
        .filter(|(_, w)| verb(w))
        .take(8)
        .filter_map(|(i, _)| split(words.get(..i)?, words.get(i + 1..)?))
        .collect()
}

fn split<'a>(measure: &'a [Ident], rest: &'a [Ident]) -> Option<Split<'a>> {
    let (negated, rest) = match strip(rest, &["not"]) {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let relation = match strip(rest, &["between"]) {
        Some(rest) => {
            let and = rest.iter().position(|w| w.value == "and")?;
            let (low, high) = (rest.get(..and)?, rest.get(and + 1..)?);
            (!low.is_empty() && !high.is_empty()).then_some(Relation::Between(low, high))?
        }
        None => {
            let found = COMPARISONS.iter().find_map(|(words, c)| strip(rest, words).map(|rest| (*c, rest)));
            let (comparison, operand) = found.unwrap_or((Comparison::Exactly, rest));
            (!operand.is_empty()).then_some(Relation::With(comparison, operand))?
        }
    };
    (!measure.is_empty()).then_some(Split { measure, negated, relation })
}

/// What follows the words `start`, if the words begin so.
pub(super) fn strip<'a>(words: &'a [Ident], start: &[&str]) -> Option<&'a [Ident]> {
    let (head, tail) = words.split_at_checked(start.len())?;
    head.iter().zip(start).all(|(w, s)| w.value == *s).then_some(tail)
}
