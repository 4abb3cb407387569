//! Walks over conditions. Knows nothing of what is looked for.

use super::model::{Condition, Test};

/// Calls `visit` for the condition and everything below it, from the top; the flag says whether it stands under an odd
/// number of `none of`, `no … where` and first parts of `every`.
pub(super) fn each(condition: &Condition, negative: bool, visit: &mut dyn FnMut(&Condition, bool)) {
    visit(condition, negative);
    match &condition.test {
        Test::All(list) | Test::Any(list) | Test::AtLeast(_, list) => {
            list.iter().for_each(|c| each(c, negative, visit));
        }
        Test::None(list) => list.iter().for_each(|c| each(c, !negative, visit)),
        Test::Some(_, inside) => each(inside, negative, visit),
        Test::No(_, inside) => each(inside, !negative, visit),
        Test::Every(_, inside, then) => {
            each(inside, !negative, visit);
            each(then, negative, visit);
        }
        Test::Sentence(_)
        | Test::Position { .. }
        | Test::Same { .. }
        | Test::IsKind { .. }
        | Test::BoundBy { .. }
        | Test::Breaches { .. }
        | Test::WouldBeWrongful { .. }
        | Test::Compare { .. } => {}
    }
}
