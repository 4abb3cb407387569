//! Step 4: refuses sentences whose words could also say something else. Knows nothing of rules.

use super::{Builder, number};
use crate::rulebook::error::SentenceError;
use crate::rulebook::matching::{Arg, Match};
use crate::rulebook::model::{Sentence, SentenceId, TemplatePart};
use crate::rulebook::wording::with_kinds;
use crate::source::{Spanned, Text};
use crate::syntax::tree::Ident;

/// A name that no text can hold, for the slot with this number.
fn stand_in(slot: usize) -> Text {
    Text::from(format!("\u{1}{slot}"))
}

/// The template as words, a stand-in in each slot.
fn as_words(sentence: &Sentence, template: &[TemplatePart]) -> Vec<Ident> {
    template
        .iter()
        .map(|part| match part {
            TemplatePart::Word(word) => Spanned::new(word.clone(), sentence.span),
            TemplatePart::Slot(slot) => Spanned::new(stand_in(*slot), sentence.span),
        })
        .collect()
}

impl Builder<'_> {
    pub(super) fn refuse_overlaps(&mut self) {
        let mut errors = Vec::new();
        let mut refused = rustc_hash::FxHashSet::default();
        for (at, sentence) in self.book.sentences.iter().enumerate() {
            let id = SentenceId(number(at));
            if let Some(other) = self.built_in(sentence) {
                errors.push(SentenceError::Overlap {
                    text: with_kinds(sentence, &self.book.kinds),
                    span: sentence.span,
                    other: other.to_owned(),
                    first: None,
                    negation: false,
                });
            }
            for template in std::iter::once(&sentence.template).chain(&sentence.negated) {
                let Some(found) = self.other_reading(id, sentence, template) else { continue };
                let pair = (id.min(found.sentence), id.max(found.sentence));
                let Some(other) = self.book.sentences.get(found.sentence.index()) else { continue };
                if !refused.insert(pair) {
                    continue;
                }
                let negation = found.negated && std::ptr::eq(template, &sentence.template);
                let (this, other) =
                    if negation || sentence.span > other.span { (sentence, other) } else { (other, sentence) };
                errors.push(SentenceError::Overlap {
                    text: with_kinds(this, &self.book.kinds),
                    span: this.span,
                    other: with_kinds(other, &self.book.kinds),
                    first: Some(other.span),
                    negation,
                });
            }
        }
        errors.into_iter().for_each(|e| self.report(e));
    }

    /// What else the words of a template say, besides the sentence itself.
    fn other_reading(&self, id: SentenceId, sentence: &Sentence, template: &[TemplatePart]) -> Option<Match> {
        let words = as_words(sentence, template);
        let kinds_of = |word: &str| {
            let slot: usize = word.strip_prefix('\u{1}')?.parse().ok()?;
            sentence.slots.get(slot).copied()
        };
        let itself = |m: &Match| m.sentence == id && m.args.iter().all(|a| matches!(a, Arg::Word(_)));
        self.book.index.find_every(&words, &kinds_of).into_iter().find(|m| !itself(m))
    }

    /// The built-in sentence that a declared one looks like.
    fn built_in(&self, sentence: &Sentence) -> Option<&'static str> {
        let parts: Vec<&str> = sentence
            .template
            .iter()
            .map(|p| match p {
                TemplatePart::Word(word) => word.as_str(),
                TemplatePart::Slot(_) => "\u{1}",
            })
            .collect();
        let slot = "\u{1}";
        match parts.as_slice() {
            [a, "is", "the", "same", _, "as", b] if *a == slot && *b == slot => Some("X is the same State as Y"),
            [a, "is", "a" | "an", kind] if *a == slot && self.kind_said(kind).is_some() => Some("X is a KIND"),
            [a, "is", "bound", "by", source] if *a == slot && (*source == slot || self.is_source(source)) => {
                Some("S is bound by SOURCE")
            }
            [a, "is", "bound", "by", source, "at" | "on", "the", "date", "of", b]
                if *a == slot && *b == slot && (*source == slot || self.is_source(source)) =>
            {
                Some("S is bound by SOURCE at the date of A")
            }
            [a, "would", "be", "wrongful", "if", "committed", "by", b] if *a == slot && *b == slot => {
                Some("A would be wrongful if committed by S")
            }
            ["the", "date", "of", a] if *a == slot => Some("the date of A"),
            [a, "breaches", "a", "peremptory", "norm", ..] if *a == slot => Some("S breaches a peremptory norm by A"),
            [a, "breaches", norm, ..] if *a == slot && self.is_norm(norm) => Some("S breaches NORM by A"),
            _ => None,
        }
    }

    fn is_source(&self, word: &str) -> bool {
        self.book.source_ids.contains_key(word)
    }

    fn is_norm(&self, word: &str) -> bool {
        let id = self.book.provision_ids.get(word);
        id.and_then(|p| self.book.provisions.get(p.index())).is_some_and(|p| p.is_norm())
    }
}
