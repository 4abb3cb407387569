//! Step 9: what can be used but is probably not meant. Knows nothing of how files are read.

use std::fmt::Write as _;

use rustc_hash::FxHashSet;

use super::error::Lint;
use super::model::{
    Condition, Literal, PositionId, Provision, ProvisionId, Rulebook, SentenceId, SentenceKind, Term, Test,
};
use super::walk;
use super::wording::with_kinds;
use crate::source::Span;

/// How many alternatives are compared with each other.
const MOST_ALTERNATIVES: usize = 32;

/// The codes of lints that only make sense when all packs that could use a thing are at hand.
pub(super) const OF_WHOLE_LIBRARIES: [&str; 2] = ["rulebook/never-concluded", "rulebook/untested-position"];

/// Everything there is to say about a rulebook without errors; `crossroads` are the places of those declarations.
pub(super) fn lints(book: &Rulebook, crossroads: &[(SentenceId, Span)]) -> Vec<Lint> {
    let mut found = Vec::new();
    let mut tested: FxHashSet<PositionId> = FxHashSet::default();
    for provision in &book.provisions {
        if provision.under.is_empty() {
            found.push(Lint::NoSource { id: provision.id.clone(), norm: provision.is_norm(), span: provision.span });
        }
        for condition in bodies(provision) {
            walk::each(condition, false, &mut |c, _| {
                if let Test::Position { position, .. } = &c.test {
                    tested.insert(*position);
                } else if let Test::Any(alternatives) = &c.test {
                    found.extend(missing_consensus(book, c, alternatives));
                }
            });
        }
    }
    for (at, position) in book.positions.iter().enumerate() {
        if !tested.contains(&PositionId(u32::try_from(at).unwrap_or(u32::MAX))) {
            found.push(Lint::UntestedPosition { id: position.id.clone(), span: position.span });
        }
    }
    for sentence in &book.sentences {
        let open = sentence.concluded_by.is_empty() && sentence.presumed_by.is_empty();
        if sentence.kind == SentenceKind::Conclusion && open {
            found.push(Lint::NeverConcluded { text: with_kinds(sentence, &book.kinds), span: sentence.span });
        }
    }
    found.extend(crossroads.iter().filter_map(|(id, span)| not_a_leaf(book, *id, *span)));
    found
}

fn bodies(provision: &Provision) -> impl Iterator<Item = &Condition> {
    [&provision.applies, &provision.when].into_iter().chain(&provision.unless)
}

/// A crossroads that is concluded by a rule that tests another.
fn not_a_leaf(book: &Rulebook, id: SentenceId, span: Span) -> Option<Lint> {
    let sentence = book.sentences.get(id.index())?;
    let rule = |p: &ProvisionId| book.provisions.get(p.index());
    let mut below = None;
    for condition in sentence.concluded_by.iter().filter_map(rule).flat_map(bodies) {
        walk::each(condition, false, &mut |c, _| {
            if let Test::Sentence(literal) = &c.test
                && literal.sentence != id
                && let Some(other) = book.sentences.get(literal.sentence.index()).filter(|s| s.crossroads)
            {
                below.get_or_insert((other, c.span));
            }
        });
    }
    let (other, declared) = below?;
    let (text, below) = (with_kinds(sentence, &book.kinds), with_kinds(other, &book.kinds));
    Some(Lint::CrossroadsNotLeaf { text, below, span, declared })
}

/// One of the alternatives of an `any of`: a set of conditions that must all hold.
struct Alternative<'a> {
    span: Span,
    keys: FxHashSet<String>,
    literals: Vec<&'a Literal>,
}

fn alternative(condition: &Condition) -> Alternative<'_> {
    let parts = if let Test::All(list) = &condition.test { list.as_slice() } else { std::slice::from_ref(condition) };
    let literals = parts.iter().filter_map(|c| if let Test::Sentence(l) = &c.test { Some(l) } else { None }).collect();
    Alternative { span: condition.span, keys: parts.iter().map(|c| key(&c.test)).collect(), literals }
}

/// Two alternatives that part over an open sentence, where no third asks for the rest of both.
fn missing_consensus(book: &Rulebook, any: &Condition, alternatives: &[Condition]) -> Option<Lint> {
    let list: Vec<Alternative<'_>> = alternatives.iter().take(MOST_ALTERNATIVES).map(alternative).collect();
    for (at, one) in list.iter().enumerate() {
        for other in list.iter().skip(at + 1) {
            let Some(parting) = parting(book, one, other) else { continue };
            let sides = [literal_key(parting, parting.negated), literal_key(parting, !parting.negated)];
            let rest: FxHashSet<&String> = one.keys.union(&other.keys).filter(|k| !sides.contains(k)).collect();
            let covered = |third: &Alternative<'_>| third.keys.iter().all(|k| rest.contains(k));
            if rest.is_empty() || list.iter().any(covered) {
                continue;
            }
            let sentence = book.sentences.get(parting.sentence.index())?;
            return Some(Lint::MissingConsensus {
                sentence: with_kinds(sentence, &book.kinds),
                span: any.span,
                one: one.span,
                other: other.span,
            });
        }
    }
    None
}

/// The sentence that stands in one alternative and negated in the other, if silence leaves it open.
fn parting<'a>(book: &Rulebook, one: &Alternative<'a>, other: &Alternative<'_>) -> Option<&'a Literal> {
    one.literals.iter().copied().find(|l| {
        let open = book.sentences.get(l.sentence.index()).is_some_and(|s| !s.is_closed());
        open && other.keys.contains(&literal_key(l, !l.negated))
    })
}

fn literal_key(literal: &Literal, negated: bool) -> String {
    let mut text = format!("{}{}", if negated { "not " } else { "" }, literal.sentence.0);
    for arg in &literal.args {
        let _ = match arg {
            Term::Var(var) => write!(text, " {}", var.0),
            Term::Sentence(inner) => write!(text, " ({})", literal_key(inner, inner.negated)),
        };
    }
    text
}

/// The same text for the same test, wherever it stands.
fn key(test: &Test) -> String {
    let all = |word: &str, list: &[Condition]| {
        let mut keys: Vec<String> = list.iter().map(|c| key(&c.test)).collect();
        keys.sort_unstable();
        format!("{word}[{}]", keys.join(";"))
    };
    match test {
        Test::Sentence(literal) => literal_key(literal, literal.negated),
        Test::All(list) => all("all", list),
        Test::Any(list) => all("any", list),
        Test::None(list) => all("none", list),
        Test::AtLeast(n, list) => all(&n.to_string(), list),
        Test::Some(vars, c) => format!("some{vars:?}{}", key(&c.test)),
        Test::No(vars, c) => format!("no{vars:?}{}", key(&c.test)),
        Test::Every(vars, c, then) => format!("every{vars:?}{}then{}", key(&c.test), key(&then.test)),
        Test::Position { .. }
        | Test::Same { .. }
        | Test::IsKind { .. }
        | Test::BoundBy { .. }
        | Test::Breaches { .. }
        | Test::WouldBeWrongful { .. }
        | Test::Compare { .. } => format!("{test:?}"),
    }
}
