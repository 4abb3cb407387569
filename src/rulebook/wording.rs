//! The few things the language knows of English: auxiliaries, their plurals, and how a sentence is negated.

use super::kinds::Kinds;
use super::model::{Sentence, TemplatePart};
use crate::source::Text;
use crate::syntax::tree::Ident;

/// Words after which `not` negates a sentence.
const AUXILIARIES: [&str; 19] = [
    "is", "are", "was", "were", "has", "have", "had", "can", "could", "may", "might", "will", "would", "should",
    "must", "does", "do", "did", "shall",
];

/// Words that begin a subordinate clause; a `not` in such a clause does not negate the sentence.
const SUBORDINATORS: [&str; 15] = [
    "who", "whom", "whose", "which", "that", "where", "when", "while", "if", "whether", "because", "although",
    "unless", "what", "how",
];

/// Whether `not` after this word negates.
pub(super) fn is_auxiliary(word: &str) -> bool {
    AUXILIARIES.contains(&word)
}

/// The singular of a plural verb: `is` for `are`.
pub(super) fn singular(word: &str) -> Option<&'static str> {
    match word {
        "are" => Some("is"),
        "were" => Some("was"),
        "have" => Some("has"),
        "do" => Some("does"),
        _ => None,
    }
}

/// The wordings of the negation that need no declaration: `not` after the auxiliary of the main clause, and `cannot`.
pub(crate) fn free_negations(template: &[TemplatePart]) -> Vec<Vec<TemplatePart>> {
    let Some(at) = main_auxiliary(template) else { return Vec::new() };
    let (Some(before), Some(after)) = (template.get(..=at), template.get(at + 1..)) else { return Vec::new() };
    let with = |words: &[&'static str], keep: usize| {
        let mut parts = template.get(..keep).unwrap_or(before).to_vec();
        parts.extend(words.iter().map(|w| TemplatePart::Word(Text::const_new(w))));
        parts.extend_from_slice(after);
        parts
    };
    let mut wordings = vec![with(&["not"], at + 1)];
    if template.get(at) == Some(&TemplatePart::Word(Text::const_new("can"))) {
        wordings.push(with(&["cannot"], at));
    }
    wordings
}

/// The first auxiliary outside subordinate clauses (a comma ends one); none if `not` follows it already.
fn main_auxiliary(template: &[TemplatePart]) -> Option<usize> {
    let mut subordinate = false;
    for (i, part) in template.iter().enumerate() {
        let TemplatePart::Word(word) = part else { continue };
        match word.as_str() {
            "," => subordinate = false,
            w if SUBORDINATORS.contains(&w) => subordinate = true,
            w if !subordinate && is_auxiliary(w) => {
                let negated = matches!(template.get(i + 1), Some(TemplatePart::Word(n)) if n == "not");
                return (!negated).then_some(i);
            }
            _ => {}
        }
    }
    None
}

/// The sentence with the kinds of its slots: `<person> is hors de combat`.
pub fn with_kinds(sentence: &Sentence, kinds: &Kinds) -> String {
    join(sentence.template.iter().map(|part| match part {
        TemplatePart::Word(word) => word.to_string(),
        TemplatePart::Slot(slot) => {
            let set = sentence.slots.get(*slot).copied().unwrap_or_default();
            format!("<{}>", kinds.describe(set))
        }
    }))
}

/// The words as one text, commas close to the word before.
pub fn text_of(words: &[Ident]) -> String {
    join(words.iter().map(|w| w.value.to_string()))
}

fn join(words: impl Iterator<Item = String>) -> String {
    let mut text = String::new();
    for word in words {
        if !text.is_empty() && word != "," {
            text.push(' ');
        }
        text.push_str(&word);
    }
    text
}

/// Whether a word looks like a name: it begins with a capital letter.
pub(super) fn looks_like_name(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}
