//! "Did you mean" for whole sentences. Knows nothing of variables: any capital word may stand in a slot.

use rustc_hash::FxHashSet;

use super::kinds::Kinds;
use super::model::{Sentence, TemplatePart};
use super::wording::{looks_like_name, with_kinds};
use crate::syntax::tree::Ident;

/// How many templates are looked at closely.
const CLOSE_LOOK: usize = 48;
/// Words beyond this are not compared.
const MOST_WORDS: usize = 60;

/// The declared sentences nearest to the words, as text, best first, at most three.
pub(super) fn nearest(sentences: &[Sentence], kinds: &Kinds, words: &[Ident]) -> Vec<String> {
    let words: Vec<&str> = words.iter().take(MOST_WORDS).map(|w| w.value.as_str()).collect();
    let bag: FxHashSet<String> = words.iter().map(|w| beginning(w)).collect();
    let mut shared: Vec<(i64, usize)> =
        sentences.iter().enumerate().map(|(i, s)| (in_common(&bag, &s.template, words.len()), i)).collect();
    shared.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    shared.truncate(CLOSE_LOOK);
    let mut scored: Vec<(f64, &Sentence)> = shared
        .iter()
        .filter_map(|(_, i)| sentences.get(*i))
        .map(|s| (likeness(&s.template, &words), s))
        .filter(|(score, _)| *score >= 0.6)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let best = scored.first().map_or(0.0, |(s, _)| *s);
    scored.into_iter().filter(|(s, _)| *s >= best - 0.15).take(3).map(|(_, s)| with_kinds(s, kinds)).collect()
}

/// The first letters of a word: what a misspelling mostly leaves as it was.
fn beginning(word: &str) -> String {
    word.chars().take(3).collect::<String>().to_lowercase()
}

/// How many words begin alike, long ones counting more, less the difference in length.
fn in_common(bag: &FxHashSet<String>, template: &[TemplatePart], words: usize) -> i64 {
    let alike = template.iter().map(|part| match part {
        TemplatePart::Word(w) if bag.contains(&beginning(w)) => {
            if w.len() > 3 {
                4
            } else {
                1
            }
        }
        TemplatePart::Word(_) | TemplatePart::Slot(_) => 0,
    });
    let longer = i64::try_from(template.len().abs_diff(words)).unwrap_or(i64::MAX);
    alike.sum::<i64>() - longer
}

/// 1 for the same words, 0 for none alike: an edit distance over words, in which similar words cost little.
fn likeness(template: &[TemplatePart], words: &[&str]) -> f64 {
    let template = template.get(..template.len().min(MOST_WORDS)).unwrap_or_default();
    let mut row: Vec<f64> = (0..=words.len()).map(|n| f64::from(u32::try_from(n).unwrap_or(u32::MAX))).collect();
    for part in template {
        let mut diagonal = row.first().copied().unwrap_or(0.0);
        let mut left = diagonal + 1.0;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, word) in row.iter_mut().skip(1).zip(words) {
            let change = (diagonal + cost(part, word)).min(left + 1.0).min(*cell + 1.0);
            diagonal = *cell;
            *cell = change;
            left = change;
        }
    }
    let longest = u32::try_from(template.len().max(words.len()).max(1)).unwrap_or(u32::MAX);
    1.0 - row.last().copied().unwrap_or(0.0) / f64::from(longest)
}

fn cost(part: &TemplatePart, word: &str) -> f64 {
    match part {
        TemplatePart::Slot(_) if looks_like_name(word) => 0.0,
        TemplatePart::Slot(_) => 1.2,
        TemplatePart::Word(w) if w == word => 0.0,
        TemplatePart::Word(w) => 1.2 * (1.0 - strsim::jaro_winkler(&w.to_lowercase(), &word.to_lowercase())) + 0.1,
    }
}
