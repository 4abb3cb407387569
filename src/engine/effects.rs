//! What exceptions, presumptions and crossroads make of a value (semantics §§ 6–9). Knows nothing of where values come
//! from.

use super::diagram::{Diagrams, Value};
use super::standpoint::Space;
use crate::record::model::Ground;
use crate::rulebook::model::Standard;

/// On whose side the burden lies while exceptions are followed down: theirs is judged at the rebuttal standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Level {
    /// At the standard of the standpoint.
    Standpoint,
    /// At the rebuttal standard.
    Rebuttal,
}

impl Level {
    /// The level of the exceptions to something at this level; everything about a presumption is at the rebuttal standard.
    #[must_use]
    pub fn of_exceptions(self, to_a_presumption: bool) -> Level {
        if to_a_presumption || self == Level::Standpoint { Level::Rebuttal } else { Level::Standpoint }
    }
}

/// `value` unless `exception` (semantics § 6; § 7 for the strict form).
pub fn unless(d: &mut Diagrams, value: Value, exception: Value, strict: bool) -> Value {
    let stands = if strict {
        exception.fails
    } else {
        let not = d.not(exception.holds);
        d.or(not, exception.fails)
    };
    Value { holds: d.and(value.holds, stands), fails: d.or(value.fails, exception.holds) }
}

/// Fills in what is still undetermined, where the presumption's conditions hold at its standard and nothing against it
/// does (semantics § 7). `negated`: the negation is presumed.
pub fn presumed(space: &mut Space, value: Value, basis: Value, negated: bool, standard: Standard) -> Value {
    let basis = space.at_standard(basis, standard).holds;
    let value = value.negated_if(negated);
    let against = space.at_standard(value, standard).fails;
    let applies = space.diagrams.and_not(basis, against);
    let presumed =
        Value { holds: space.diagrams.or(value.holds, applies), fails: space.diagrams.and_not(value.fails, applies) };
    presumed.negated_if(negated)
}

/// Takes both branches of a crossroads, each unless the record speaks against it at any standard (semantics § 8).
pub fn parted(space: &mut Space, value: Value, sentence: &Ground) -> Value {
    let best = space.at_standard(value, Standard::ReasonableGrounds);
    let d = &mut space.diagrams;
    let open_yes = d.not(best.fails);
    let open_no = d.not(best.holds);
    if d.or(value.holds, open_yes) == value.holds && d.or(value.fails, open_no) == value.fails {
        return value;
    }
    let yes = space.crossroads(sentence);
    let d = &mut space.diagrams;
    let taken_yes = d.and(yes, open_yes);
    let taken_no = d.and_not(open_no, yes);
    Value { holds: d.or(value.holds, taken_yes), fails: d.or(value.fails, taken_no) }
}

/// What a norm of which the record says nothing contributes: only what is established at some standard (semantics § 9).
pub fn only_established(space: &mut Space, result: Value) -> Value {
    let best = space.at_standard(result, Standard::ReasonableGrounds).holds;
    let never = space.diagrams.not(best);
    Value { holds: result.holds, fails: space.diagrams.or(result.fails, never) }
}
