//! The prose of [`SentenceError`].

use super::{SentenceError, one_of};
use crate::diagnostic::Diagnostic;
use crate::source::Span;

impl From<SentenceError> for Diagnostic {
    fn from(error: SentenceError) -> Self {
        match error {
            SentenceError::Duplicate { text, span, first } => Diagnostic::error(
                "rulebook/duplicate-sentence",
                span,
                format!("the sentence `{text}` is declared twice"),
            )
            .at("the second")
            .also(first, "the first")
            .help("keep one of them; if it is to take more kinds, write them into one slot with `or`"),
            SentenceError::Overlap { text, span, other, first, negation } => {
                overlap(&text, span, &other, first, negation)
            }
            SentenceError::NoWords { span } => {
                Diagnostic::error("rulebook/sentence-without-words", span, "a sentence needs a word of its own")
                    .at("only slots")
                    .help("add the words that say what it is about its slots")
            }
            SentenceError::BareVariable { name, span } => Diagnostic::error(
                "rulebook/bare-variable",
                span,
                format!("`{name}` stands among the words of the sentence"),
            )
            .at(format!("`{name}` is no word here"))
            .help("a sentence says one thing; what must be so for it to hold stands below, under `when`"),
            SentenceError::TooLong { span, most } => {
                Diagnostic::error("rulebook/sentence-too-long", span, format!("a sentence has at most {most} words"))
                    .at("longer than that")
                    .help("say it in two sentences")
            }
            SentenceError::HeadKinds { slot, is, declared, first } => Diagnostic::error(
                "rulebook/wrong-kind",
                slot,
                format!("this slot takes `{is}`, but the sentence is declared for `{declared}`"),
            )
            .at(format!("not within `{declared}`"))
            .also(first, "the declaration")
            .help("use the declared kind or a subkind of it, or widen the declaration with `or`"),
            SentenceError::NegatedSlots { span, declared } => Diagnostic::error(
                "rulebook/negated-slots",
                span,
                "this wording of the negation does not have the slots of its sentence",
            )
            .at("each slot must stand here once")
            .also(declared, "the sentence")
            .help("repeat the slots by their letters, for example `negated <P> does not resist`"),
            SentenceError::DuplicateVariable { name, span, first } => {
                Diagnostic::error("rulebook/duplicate-variable", span, format!("`{name}` fills two slots"))
                    .at("the second")
                    .also(first, "the first")
                    .help("give each slot a letter of its own; `X is the same State as Y` says that two are one")
            }
            SentenceError::SlotWithoutVariable { kinds, letter, span } => {
                Diagnostic::error("rulebook/slot-without-variable", span, "the slots of a rule's sentence need letters")
                    .at("no letter")
                    .help(format!("write `<{kinds} {letter}>` and use `{letter}` in the conditions"))
            }
            SentenceError::ConcludesMeasure { text, span, declared } => Diagnostic::error(
                "rulebook/concluded-measure",
                span,
                format!("rules cannot conclude the measure `{text}`"),
            )
            .at("a measure")
            .also(declared, "declared here")
            .help("conclude a sentence that compares it, or state its value in the record"),
            SentenceError::NormWithoutAddressee { id, span } => {
                Diagnostic::error("rulebook/norm-without-addressee", span, format!("the norm `{id}` binds nobody"))
                    .at("no slot")
                    .help("begin the sentence with its addressee, for example `<state S> must not …`")
            }
            SentenceError::NoSuchSentence { text, span, near } => {
                let help = match near.is_empty() {
                    true => "declare it, or let a rule conclude it".to_owned(),
                    false => format!("did you mean {}?", one_of(&near)),
                };
                Diagnostic::error("rulebook/unknown-sentence", span, format!("no sentence says `{text}`"))
                    .at("not declared")
                    .help(help)
            }
        }
    }
}

fn overlap(text: &str, span: Span, other: &str, first: Option<Span>, negation: bool) -> Diagnostic {
    let message = match (first, negation) {
        (None, _) => format!("`{text}` says what is built in: `{other}`"),
        (Some(_), true) => format!("`{text}` is already the negation of `{other}`"),
        (Some(_), false) => format!("the same words could say `{text}` and `{other}`"),
    };
    let help = match (first, negation) {
        (None, _) => "drop this sentence and use the built-in one",
        (Some(_), true) => "say it with `not` before the sentence, or word the two differently",
        (Some(_), false) => "word one of them differently",
    };
    let d = Diagnostic::error("rulebook/overlapping-sentences", span, message).at("this one").help(help);
    match first {
        Some(first) => d.also(first, "the other one"),
        None => d,
    }
}
