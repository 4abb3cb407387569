//! Words of a record as sentences of the rulebook: which sentence they say, of whom, or why they say none.

use super::model::{Args, Content, Ground, Quoted};
use super::resolve::Resolver;
use super::{bounds, claims, error, wording};
use crate::diagnostic::Diagnostic;
use crate::rulebook::comparison::Split;
use crate::rulebook::joined::joining;
use crate::rulebook::kinds::KindSet;
use crate::rulebook::matching::{Arg, Match};
use crate::rulebook::model::{SentenceId, SentenceKind};
use crate::rulebook::wording::text_of;
use crate::source::{Span, Text};
use crate::syntax::tree::{self, Ident, Words};

/// Resolves a sentence, a measure with its value or a claim. A measure may come `bare`, without a value, where nothing
/// is said about how much it is.
pub(super) fn content(resolver: &mut Resolver<'_>, content: &tree::Content, bare: bool) -> Option<Content> {
    match content {
        tree::Content::Words { negated, words } => self::words(resolver, *negated, words, bare),
        tree::Content::Claim(claim) => claims::claim(resolver, claim).map(Content::Norm),
    }
}

/// `on the position id`: none if the words do not say that, else the position if there is one.
pub(super) fn position(resolver: &mut Resolver<'_>, content: &tree::Content) -> Option<Option<Content>> {
    let tree::Content::Words { negated: None, words } = content else { return None };
    let [on, the, position, id] = words.words.as_slice() else { return None };
    if [on, the, position].map(|w| w.value.as_str()) != ["on", "the", "position"] {
        return None;
    }
    let ids = &resolver.rulebook.position_ids;
    match ids.get(&id.value) {
        Some(found) => Some(Some(Content::Position(*found))),
        None => {
            let problem = error::unknown_position(id, ids.keys().map(Text::as_str));
            resolver.report(problem);
            Some(None)
        }
    }
}

/// The place of a content, for what is said about it.
pub(super) fn span(content: &tree::Content) -> Span {
    match content {
        tree::Content::Words { negated, words } => negated.map_or(words.span, |n| n.to(words.span)),
        tree::Content::Claim(claim) => claim.span,
    }
}

/// From the first word to the last.
fn place(words: &[Ident], otherwise: Span) -> Span {
    match (words.first(), words.last()) {
        (Some(first), Some(last)) => first.span.to(last.span),
        _ => otherwise,
    }
}

fn words(resolver: &mut Resolver<'_>, not: Option<Span>, words: &Words, bare: bool) -> Option<Content> {
    let mut found = find(resolver, &words.words);
    if found.is_empty() {
        let known = |head: &[Ident]| find(resolver, head).iter().any(|m| is_measure(resolver, m.sentence));
        if let Some(split) = bounds::split(&words.words, known) {
            return with_value(resolver, not, &split, words.span);
        }
    }
    if found.len() > 1 {
        ambiguous(resolver, &words.words, &found, words.span);
        return None;
    }
    let Some(found) = found.pop() else {
        let problem = diagnose(resolver, &words.words, words.span);
        resolver.diagnostics.extend(problem);
        return None;
    };
    let ground = ground(resolver, &words.words, &found)?;
    if !is_measure(resolver, found.sentence) {
        return Some(Content::Sentence { ground, negated: found.negated ^ not.is_some() });
    }
    if !bare {
        let pattern = wording::pattern(resolver.rulebook, found.sentence);
        resolver.report(error::measure_without_value(words.span, &pattern));
        return None;
    }
    Some(Content::Measure { ground, least: None, most: None })
}

fn is_measure(resolver: &Resolver<'_>, sentence: SentenceId) -> bool {
    resolver.rulebook.sentences.get(sentence.index()).is_some_and(|s| matches!(s.kind, SentenceKind::Measure(_)))
}

/// The sentences that the words say, each once.
fn find(resolver: &Resolver<'_>, words: &[Ident]) -> Vec<Match> {
    let mut found = resolver.rulebook.index.find(words, &|w| resolver.kinds_of(w));
    found.dedup();
    found
}

/// The sentence with its slots filled; what stands inside it becomes a term.
fn ground(resolver: &mut Resolver<'_>, words: &[Ident], found: &Match) -> Option<Ground> {
    let mut args = Args::new();
    for arg in &found.args {
        args.push(match arg {
            Arg::Word(i) => words.get(*i).and_then(|w| resolver.name(&w.value))?,
            Arg::Sentence(inner) => {
                let ground = ground(resolver, words, inner)?;
                resolver.intern(Quoted { ground, negated: inner.negated })
            }
        });
    }
    Some(Ground { sentence: found.sentence, args })
}

/// A measure with its value.
fn with_value(resolver: &mut Resolver<'_>, not: Option<Span>, split: &Split<'_>, at: Span) -> Option<Content> {
    let head = split.measure;
    let mut found = find(resolver, head);
    found.retain(|m| is_measure(resolver, m.sentence));
    if found.len() > 1 {
        ambiguous(resolver, head, &found, place(head, at));
        return None;
    }
    let Some(found) = found.pop() else {
        let problem = match is_date_of(head) {
            true => Some(error::date_of_act(at)),
            false => diagnose(resolver, head, place(head, at)),
        };
        resolver.diagnostics.extend(problem);
        return None;
    };
    if not.is_some() || split.negated {
        resolver.report(error::negated_measure(not.unwrap_or(at)));
        return None;
    }
    let ground = ground(resolver, head, &found)?;
    let sentence = resolver.rulebook.sentences.get(found.sentence.index())?;
    let SentenceKind::Measure(dimension) = sentence.kind else { return None };
    match bounds::read(&split.relation, dimension, at) {
        Ok((least, most)) => Some(Content::Measure { ground, least, most }),
        Err(problem) => {
            resolver.report(problem);
            None
        }
    }
}

fn ambiguous(resolver: &mut Resolver<'_>, words: &[Ident], found: &[Match], at: Span) {
    let readings = found.iter().map(|m| wording::pattern(resolver.rulebook, m.sentence)).collect::<Vec<_>>();
    resolver.report(error::ambiguous_sentence(at, &text_of(words), &readings));
}

/// `the date of A`, which is written on the line of the act.
fn is_date_of(words: &[Ident]) -> bool {
    let [the, date, of, _] = words else { return false };
    [the, date, of].map(|w| w.value.as_str()) == ["the", "date", "of"]
}

/// Why the words say no sentence; none if a name in them has been complained of already.
fn diagnose(resolver: &mut Resolver<'_>, words: &[Ident], at: Span) -> Option<Diagnostic> {
    if words.iter().any(|w| resolver.is_broken(&w.value)) {
        return None;
    }
    let rulebook = resolver.rulebook;
    let typed = rulebook.index.find_ignoring_kinds(words, &|w| resolver.kinds_of(w));
    if let Some(problem) = typed.iter().find_map(|m| misfit(resolver, words, m)) {
        return Some(problem);
    }
    let guess = |w: &str| resolver.kinds_of(w).or_else(|| looks_like_name(resolver, w).then_some(KindSet(u128::MAX)));
    let guessed = rulebook.index.find_ignoring_kinds(words, &guess);
    if let Some((word, slot)) = guessed.iter().find_map(|m| stranger(resolver, words, m)) {
        let small = resolver.small(&word.value).map(|e| e.name.clone());
        let near = small.map_or_else(|| resolver.names_near(&word.value), |name| vec![name]);
        return Some(error::unknown_entity(&word, &near, &first_kind(resolver, slot)));
    }
    if let Some(right) = condition_as_claim(resolver, words) {
        return Some(error::condition_as_claim(at, &text_of(words), &right));
    }
    let says = |words: &[Ident]| !rulebook.index.find_ignoring_kinds(words, &guess).is_empty();
    if let Some(word) = joining(words, &says).and_then(|i| words.get(i)) {
        return Some(error::joined_statements(word));
    }
    let nearest = match resolver.may_suggest() {
        true => rulebook.index.nearest(&rulebook.sentences, &rulebook.kinds, words),
        false => Vec::new(),
    };
    Some(error::unknown_sentence(at, &text_of(words), &nearest))
}

/// `S breaches n by A` and `S does not breach n` as claims: `breach of n by S by A`.
fn condition_as_claim(resolver: &Resolver<'_>, words: &[Ident]) -> Option<String> {
    let text: Vec<&str> = words.iter().map(|w| w.value.as_str()).collect();
    let (no, who, norm, rest) = match text.as_slice() {
        [who, "breaches", norm, rest @ ..] => ("", who, norm, rest),
        [who, "does", "not", "breach", norm, rest @ ..] => ("no ", who, norm, rest),
        _ => return None,
    };
    let known = resolver.rulebook.provision_ids.get(*norm).and_then(|p| resolver.rulebook.provisions.get(p.index()));
    known.filter(|p| p.is_norm())?;
    let rest = if rest.is_empty() { String::new() } else { format!(" {}", rest.join(" ")) };
    Some(format!("{no}breach of {norm} by {who}{rest}"))
}

/// Whether a word that is no entity was probably meant to be one.
fn looks_like_name(resolver: &Resolver<'_>, word: &str) -> bool {
    word.starts_with(char::is_uppercase) || resolver.small(word).is_some()
}

/// The first word in a slot that is no entity, and what the slot takes.
fn stranger(resolver: &Resolver<'_>, words: &[Ident], found: &Match) -> Option<(Ident, KindSet)> {
    let sentence = resolver.rulebook.sentences.get(found.sentence.index())?;
    found.args.iter().zip(&sentence.slots).find_map(|(arg, slot)| match arg {
        Arg::Word(i) => {
            let word = words.get(*i).filter(|w| resolver.name(&w.value).is_none())?;
            Some((word.clone(), *slot))
        }
        Arg::Sentence(inner) => stranger(resolver, words, inner),
    })
}

/// A kind that a slot takes, for an example.
pub(super) fn first_kind(resolver: &Resolver<'_>, slot: KindSet) -> String {
    let all = resolver.rulebook.kinds.describe(slot);
    all.split(" or ").next().unwrap_or_default().to_owned()
}

/// The first entity whose kind does not fit its slot.
fn misfit(resolver: &Resolver<'_>, words: &[Ident], found: &Match) -> Option<Diagnostic> {
    let sentence = resolver.rulebook.sentences.get(found.sentence.index())?;
    found.args.iter().zip(&sentence.slots).find_map(|(arg, slot)| match arg {
        Arg::Word(i) => {
            let word = words.get(*i)?;
            let entity = resolver.name(&word.value).and_then(|t| resolver.entity(t))?;
            let kinds = &resolver.rulebook.kinds;
            let pattern = wording::pattern(resolver.rulebook, found.sentence);
            (!slot.accepts(entity.kind))
                .then(|| error::wrong_kind(word, kinds.name(entity.kind), &kinds.describe(*slot), &pattern))
        }
        Arg::Sentence(inner) => misfit(resolver, words, inner),
    })
}
