//! Values of measures as a record states them: exactly, at least, at most, between.

use super::error;
use crate::diagnostic::Diagnostic;
use crate::rulebook::comparison::{Relation, Split, comparisons};
use crate::rulebook::model::{Comparison, Dimension, Quantity};
use crate::rulebook::units;
use crate::source::Span;
use crate::syntax::tree::Ident;

/// From at least to at most.
pub(super) type Bounds = (Option<Quantity>, Option<Quantity>);

/// The way to read the words as a measure and its value: the first whose measure is `known`, else the last `is` that a
/// value follows, so that the error is about the measure and not about the value.
pub(super) fn split<'a>(words: &'a [Ident], known: impl Fn(&[Ident]) -> bool) -> Option<Split<'a>> {
    let splits = comparisons(words);
    let found = splits.iter().find(|s| known(s.measure));
    found.or_else(|| splits.iter().find(|s| units::is_value(operand(&s.relation)))).copied()
}

/// The words of the (first) value.
fn operand<'a>(relation: &Relation<'a>) -> &'a [Ident] {
    match relation {
        Relation::With(_, value) | Relation::Between(value, _) => value,
    }
}

/// Reads the value or values.
pub(super) fn read(relation: &Relation<'_>, dimension: Dimension, at: Span) -> Result<Bounds, Diagnostic> {
    match relation {
        Relation::Between(low, high) => {
            let (least, most) = (value(low, dimension)?, value(high, dimension)?);
            if least.value > most.value {
                return Err(error::contradictory_bounds(at, &least.text, &most.text));
            }
            Ok((Some(least), Some(most)))
        }
        Relation::With(comparison, words) => {
            let value = value(words, dimension)?;
            match comparison {
                Comparison::Exactly => Ok((Some(value.clone()), Some(value))),
                Comparison::AtLeast => Ok((Some(value), None)),
                Comparison::AtMost => Ok((None, Some(value))),
                Comparison::LessThan => Err(error::open_bound(at, false, &value.text)),
                Comparison::MoreThan => Err(error::open_bound(at, true, &value.text)),
            }
        }
    }
}

/// Reads one value of this dimension.
fn value(words: &[Ident], dimension: Dimension) -> Result<Quantity, Diagnostic> {
    let found = units::quantity(words).map_err(Diagnostic::from)?;
    if found.dimension == dimension {
        return Ok(found);
    }
    let at = match (words.first(), words.last()) {
        (Some(first), Some(last)) => first.span.to(last.span),
        _ => Span::default(),
    };
    Err(error::wrong_unit(at, &found.text, units::dimension_name(found.dimension), dimension))
}
