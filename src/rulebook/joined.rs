//! Words that join two sentences on one line, as in everyday language: `A does harm or A is loud`. Knows nothing of what
//! is said about it.

use crate::syntax::tree::Ident;

/// The words that join.
const JOINING: [&str; 4] = ["or", "and", "unless", "if"];

/// The place of the word that joins two sentences, where the words before it or after it say something by themselves;
/// also a joining word at the very start.
pub(crate) fn joining(words: &[Ident], says: &dyn Fn(&[Ident]) -> bool) -> Option<usize> {
    let joins = |at: &usize| words.get(*at).is_some_and(|w| JOINING.contains(&w.value.as_str()));
    (0..words.len()).filter(joins).find(|at| {
        let (before, after) = (words.get(..*at).unwrap_or_default(), words.get(at + 1..).unwrap_or_default());
        before.is_empty() || says(before) || (!after.is_empty() && says(after))
    })
}
