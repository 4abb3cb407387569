//! Ground sentences and norms as English, with the names under which entities are shown. Knows nothing of why.

use super::model::{Content, NormClaim, Quoted, Record, TermId, TermRef};
use crate::rulebook::model::{ProvisionId, Rulebook, SentenceId, TemplatePart, VarId};
use crate::rulebook::wording::{free_negations, with_kinds};

/// How deep sentences inside sentences are spelled out.
const DEEPEST: usize = 24;

/// Whatever knows what the terms of sentences stand for: a record, or an engine that has terms of its own beyond it.
pub trait Terms {
    /// What a term stands for.
    fn term(&self, term: TermId) -> Option<TermRef<'_>>;
}

impl Terms for Record {
    fn term(&self, term: TermId) -> Option<TermRef<'_>> {
        Record::term(self, term)
    }
}

/// A sentence or its negation: `the missile strike is not directed against the eleven persons aboard`.
pub fn sentence(
    rulebook: &Rulebook,
    terms: &dyn Terms,
    sentence: SentenceId,
    args: &[TermId],
    negated: bool,
) -> String {
    Writer { rulebook, terms, depth: 0 }.sentence(sentence, args, negated)
}

/// What a norm says of these persons and things: `The United States must not make …`. Where an argument is missing, the
/// kind of the variable stands: `some person`.
pub fn norm(rulebook: &Rulebook, terms: &dyn Terms, norm: ProvisionId, args: &[TermId]) -> String {
    let args: Vec<Option<TermId>> = args.iter().copied().map(Some).collect();
    norm_of_some(rulebook, terms, norm, &args)
}

/// Like [`norm`], with arguments that may be left open.
pub fn norm_of_some(rulebook: &Rulebook, terms: &dyn Terms, norm: ProvisionId, args: &[Option<TermId>]) -> String {
    let Some(provision) = rulebook.provisions.get(norm.index()) else { return String::new() };
    let writer = Writer { rulebook, terms, depth: 0 };
    let text = writer.template(&provision.norm_text, &|slot| match args.get(slot).copied().flatten() {
        Some(term) => writer.term(term),
        None => match provision.vars.get(slot) {
            Some(var) => Shown::one(format!("some {}", rulebook.kinds.describe(var.kinds))),
            None => Shown::one("somebody".to_owned()),
        },
    });
    capital(&text)
}

/// A term as it is shown: an entity's display name, or a whole sentence.
pub fn name(rulebook: &Rulebook, terms: &dyn Terms, term: TermId) -> String {
    Writer { rulebook, terms, depth: 0 }.term(term).text
}

/// What a statement says: a sentence, a measure with its value, or the claim of a breach.
pub fn content(rulebook: &Rulebook, terms: &dyn Terms, content: &Content) -> String {
    match content {
        Content::Sentence { ground, negated } => sentence(rulebook, terms, ground.sentence, &ground.args, *negated),
        Content::Measure { ground, least, most } => {
            let measure = sentence(rulebook, terms, ground.sentence, &ground.args, false);
            match (least, most) {
                (Some(l), Some(m)) if l.value == m.value => format!("{measure} is {}", l.text),
                (Some(l), Some(m)) => format!("{measure} is between {} and {}", l.text, m.text),
                (Some(l), None) => format!("{measure} is at least {}", l.text),
                (None, Some(m)) => format!("{measure} is at most {}", m.text),
                (None, None) => measure,
            }
        }
        Content::Norm(claim) => self::claim(rulebook, terms, claim),
        Content::Position(id) => {
            rulebook.positions.get(id.index()).map_or(String::new(), |p| format!("on the position {}", p.id))
        }
    }
}

/// `breach of some-norm by somebody by some act in respect of somebody`
fn claim(rulebook: &Rulebook, terms: &dyn Terms, claim: &NormClaim) -> String {
    let Some(norm) = rulebook.provisions.get(claim.norm.index()) else { return String::new() };
    let named = |at: usize| claim.args.get(at).copied().flatten().map(|term| name(rulebook, terms, term));
    let act = norm.act.map_or(0, VarId::index);
    let mut text = format!("{}breach of {}", if claim.negated { "no " } else { "" }, norm.id);
    for by in [named(0), if act == 0 { None } else { named(act) }].into_iter().flatten() {
        text.push_str(" by ");
        text.push_str(&by);
    }
    let others: Vec<String> = (1..claim.args.len()).filter(|at| *at != act).filter_map(named).collect();
    if !others.is_empty() {
        text.push_str(" in respect of ");
        text.push_str(&others.join(" and "));
    }
    text
}

/// A declared sentence with its slots: `<attack> is directed against <person or object>`.
pub fn pattern(rulebook: &Rulebook, sentence: SentenceId) -> String {
    rulebook.sentences.get(sentence.index()).map_or(String::new(), |s| with_kinds(s, &rulebook.kinds))
}

/// With a capital first letter.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// What stands in a slot, and whether "are" follows it.
struct Shown {
    text: String,
    plural: bool,
}

impl Shown {
    fn one(text: String) -> Shown {
        Shown { text, plural: false }
    }
}

/// Words joined by blanks, commas close to the word before.
#[derive(Default)]
struct Words {
    text: String,
}

impl Words {
    fn word(&mut self, word: &str) {
        if !self.text.is_empty() && word != "," {
            self.text.push(' ');
        }
        self.text.push_str(word);
    }
}

struct Writer<'a> {
    rulebook: &'a Rulebook,
    terms: &'a dyn Terms,
    depth: usize,
}

impl Writer<'_> {
    fn sentence(&self, id: SentenceId, args: &[TermId], negated: bool) -> String {
        let Some(sentence) = self.rulebook.sentences.get(id.index()) else { return String::new() };
        let fill = |slot: usize| match args.get(slot) {
            Some(term) => self.term(*term),
            None => Shown::one("…".to_owned()),
        };
        if !negated {
            return self.template(&sentence.template, &fill);
        }
        let free = free_negations(&sentence.template);
        match sentence.negated.first().or(free.last()) {
            Some(wording) => self.template(wording, &fill),
            None => format!("it is not so that {}", self.template(&sentence.template, &fill)),
        }
    }

    fn term(&self, term: TermId) -> Shown {
        match self.terms.term(term) {
            Some(TermRef::Entity(e)) => {
                Shown { text: e.display.clone().unwrap_or_else(|| e.name.to_string()), plural: e.plural }
            }
            Some(TermRef::Sentence(_)) if self.depth >= DEEPEST => Shown::one("…".to_owned()),
            Some(TermRef::Sentence(Quoted { ground, negated })) => {
                let inner = Writer { depth: self.depth + 1, ..*self };
                Shown::one(inner.sentence(ground.sentence, &ground.args, *negated))
            }
            None => Shown::one("…".to_owned()),
        }
    }

    /// The words with the slots filled.
    fn template(&self, parts: &[TemplatePart], fill: &dyn Fn(usize) -> Shown) -> String {
        let mut words = Words::default();
        let mut plural = false;
        let mut before: Option<&TemplatePart> = None;
        for part in parts {
            match part {
                TemplatePart::Word(w) => {
                    words.word(if plural { many(w) } else { w });
                    plural = plural && matches!(w.as_str(), "," | "who" | "which" | "that");
                }
                TemplatePart::Slot(slot) => {
                    let shown = fill(*slot);
                    words.word(&shown.text);
                    plural = shown.plural && !before.is_some_and(is_preposition);
                }
            }
            before = Some(part);
        }
        words.text
    }
}

/// Whether what follows is not the subject of the verb after it: `force against the crew was necessary`.
fn is_preposition(part: &TemplatePart) -> bool {
    const PREPOSITIONS: [&str; 18] = [
        "of", "against", "by", "to", "in", "for", "with", "on", "from", "over", "under", "aboard", "at", "into", "as",
        "between", "within", "towards",
    ];
    matches!(part, TemplatePart::Word(w) if PREPOSITIONS.contains(&w.as_str()))
}

/// The form of a verb after a plural.
fn many(verb: &str) -> &str {
    match verb {
        "is" => "are",
        "was" => "were",
        "has" => "have",
        "does" => "do",
        other => other,
    }
}
