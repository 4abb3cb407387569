//! Step 6: what a line of words says: a built-in, a declared sentence or a comparison; and if nothing, why not. Knows
//! nothing of blocks.

use super::Builder;
use super::kinds::ANY;
use super::scopes::Scope;
use crate::rulebook::comparison::{Relation, comparisons};
use crate::rulebook::error::{ConditionError, Hints};
use crate::rulebook::joined::joining;
use crate::rulebook::kinds::KindSet;
use crate::rulebook::matching::{Arg, Match};
use crate::rulebook::model::{Dimension, Literal, SentenceId, SentenceKind, Term, Test, VarId};
use crate::rulebook::units::is_value;
use crate::rulebook::wording::{looks_like_name, text_of, with_kinds};
use crate::syntax::tree::{Ident, Words};

impl Builder<'_> {
    /// The test that a line of words makes.
    pub(super) fn words(&mut self, words: &Words, negated: bool, scope: &mut Scope) -> Option<Test> {
        if let Some(built_in) = self.builtin(&words.words, negated, scope) {
            return built_in;
        }
        if let Some(found) = self.only_reading(words, scope) {
            let mut literal = self.sentence(&found?, words, scope)?;
            literal.negated ^= negated;
            return Some(Test::Sentence(literal));
        }
        if let Some(comparison) = self.compare(words, negated, scope) {
            return comparison;
        }
        self.explain(words, scope);
        None
    }

    /// The sentence that a norm concludes.
    pub(super) fn conclusion(&mut self, words: &Words, scope: &mut Scope) -> Option<Literal> {
        let (negated, rest) = match words.words.split_first() {
            Some((first, rest)) if first.value == "not" && !rest.is_empty() => (true, rest.to_vec()),
            _ => (false, words.words.clone()),
        };
        let words = Words { words: rest, span: words.span };
        match self.only_reading(&words, scope) {
            Some(found) => {
                let mut literal = self.sentence(&found?, &words, scope)?;
                literal.negated ^= negated;
                Some(literal)
            }
            None => {
                self.explain(&words, scope);
                None
            }
        }
    }

    /// The reading of the words as a sentence. `Some(None)`: there are several, and that was reported.
    fn only_reading(&mut self, words: &Words, scope: &Scope) -> Option<Option<Match>> {
        let mut found = self.book.index.find(&words.words, &|w| scope.kinds_of(w));
        if found.len() > 1 {
            let readings: Vec<String> = found.iter().map(|m| self.reading(m)).collect();
            self.report(ConditionError::Ambiguous { text: text_of(&words.words), readings, span: words.span });
            return Some(None);
        }
        found.pop().map(Some)
    }

    /// A reading with its whole sentences in brackets, so that two readings of the same words look different.
    fn reading(&self, found: &Match) -> String {
        let Some(sentence) = self.book.sentences.get(found.sentence.index()) else { return String::new() };
        let mut text = with_kinds(sentence, &self.book.kinds);
        if found.negated {
            text = format!("not {text}");
        }
        let inner: Vec<String> = found
            .args
            .iter()
            .filter_map(|a| if let Arg::Sentence(m) = a { Some(self.reading(m)) } else { None })
            .collect();
        if inner.is_empty() { text } else { format!("{text} ({})", inner.join("; ")) }
    }

    /// A match as a sentence with variables in its slots.
    fn sentence(&mut self, found: &Match, words: &Words, scope: &mut Scope) -> Option<Literal> {
        let sentence = self.book.sentences.get(found.sentence.index())?;
        if let SentenceKind::Measure(dimension) = sentence.kind {
            let (text, declared) = (text_of(&words.words), sentence.span);
            let example = example(dimension);
            self.report(ConditionError::MeasureAsCondition { text, example, span: words.span, declared });
            return None;
        }
        self.see_sentence(found.sentence, scope.pack, words.span);
        let args = self.terms(found, &words.words, scope)?;
        Some(Literal { sentence: found.sentence, args, negated: found.negated })
    }

    /// What fills the slots of a match.
    pub(super) fn terms(&mut self, found: &Match, words: &[Ident], scope: &mut Scope) -> Option<Vec<Term>> {
        let slots = self.book.sentences.get(found.sentence.index())?.slots.clone();
        let mut terms = Vec::with_capacity(found.args.len());
        for (arg, kinds) in found.args.iter().zip(slots) {
            terms.push(match arg {
                Arg::Word(at) => {
                    let name = words.get(*at)?;
                    let var = scope.get(&name.value).or_else(|| scope.bind_itself(name, kinds))?;
                    scope.use_up(var);
                    Term::Var(var)
                }
                Arg::Sentence(inner) => {
                    let args = self.terms(inner, words, scope)?;
                    let literal = Literal { sentence: inner.sentence, args, negated: inner.negated };
                    Term::Sentence(Box::new(literal))
                }
            });
        }
        Some(terms)
    }

    /// The variable that a word of a built-in names; reports names that stand for nothing or do not fit.
    pub(super) fn variable(
        &mut self,
        name: &Ident,
        kinds: KindSet,
        sentence: &str,
        scope: &mut Scope,
    ) -> Option<VarId> {
        let Some(var) = scope.get(&name.value).or_else(|| scope.bind_itself(name, kinds)) else {
            self.unknown_variable(name, kinds, sentence, scope);
            return None;
        };
        scope.use_up(var);
        if !scope.kinds(var).overlaps(kinds) {
            self.wrong_kind(name, var, kinds, sentence, scope);
            return None;
        }
        Some(var)
    }

    fn unknown_variable(&mut self, name: &Ident, kinds: KindSet, sentence: &str, scope: &mut Scope) {
        if scope.is_news(&name.value) {
            let kind = if kinds == ANY { "KIND".to_owned() } else { self.book.kinds.describe(kinds) };
            let (name, span) = (name.value.clone(), name.span);
            let sentence = sentence.to_owned();
            let unshared = scope.unshared.iter().find(|(n, _)| *n == name).map(|(_, u)| u.clone());
            self.report(ConditionError::UnknownVariable { name, sentence, scope: scope.names(), kind, unshared, span });
        }
    }

    fn wrong_kind(&mut self, name: &Ident, var: VarId, kinds: KindSet, sentence: &str, scope: &Scope) {
        let error = ConditionError::WrongKind {
            name: name.value.clone(),
            is: self.book.kinds.describe(scope.kinds(var)),
            expected: self.book.kinds.describe(kinds),
            sentence: sentence.to_owned(),
            span: name.span,
            bound: scope.place(var),
        };
        self.report(error);
    }

    /// Says why words that nothing matches do not match.
    fn explain(&mut self, words: &Words, scope: &mut Scope) {
        let any_name = |w: &str| scope.kinds_of(w).or_else(|| looks_like_name(w).then_some(ANY));
        let found = self.book.index.find_ignoring_kinds(&words.words, &any_name);
        let measure = |m: &Match| self.is_measure(m.sentence);
        let Some(found) = found.iter().find(|m| !measure(m)).or(found.first()).cloned() else {
            self.unknown_sentence(words, scope);
            return;
        };
        if !self.explain_names(&found, words, scope) {
            self.unknown_sentence(words, scope);
        }
    }

    /// Reports the names of a match that stand for nothing or do not fit; says whether there were any.
    pub(super) fn explain_names(&mut self, found: &Match, words: &Words, scope: &mut Scope) -> bool {
        let Some(sentence) = self.book.sentences.get(found.sentence.index()) else { return false };
        let (text, slots) = (with_kinds(sentence, &self.book.kinds), sentence.slots.clone());
        let mut any = false;
        for (arg, kinds) in found.args.iter().zip(slots) {
            match arg {
                Arg::Sentence(inner) => any |= self.explain_names(inner, words, scope),
                Arg::Word(at) => {
                    let Some(name) = words.words.get(*at) else { continue };
                    match scope.get(&name.value) {
                        None => {
                            any = true;
                            self.unknown_variable(name, kinds, &text, scope);
                        }
                        Some(var) if !scope.kinds(var).overlaps(kinds) => {
                            any = true;
                            self.wrong_kind(name, var, kinds, &text, scope);
                        }
                        Some(_) => {}
                    }
                }
            }
        }
        any
    }

    fn unknown_sentence(&mut self, words: &Words, scope: &mut Scope) {
        if let Some(error) = self.everyday(words) {
            // What is said in another form speaks of its variables all the same.
            let named: Vec<VarId> = words.words.iter().filter_map(|w| scope.get(&w.value)).collect();
            named.into_iter().for_each(|v| scope.use_up(v));
            self.report(error);
            return;
        }
        let mut hints = Hints { positive: self.positive(&words.words, scope), ..Hints::default() };
        if self.may_suggest() {
            hints.near = self.book.index.nearest(&self.book.sentences, &self.book.kinds, &words.words);
        }
        hints.compares = comparisons(&words.words).iter().any(|split| match split.relation {
            Relation::With(_, operand) | Relation::Between(operand, _) => is_value(operand),
        });
        let letters = words.words.iter().filter(|w| w.value.chars().count() == 1 && looks_like_name(&w.value));
        hints.stray = letters.filter(|w| scope.get(&w.value).is_none()).map(|w| w.value.clone()).collect();
        let (text, span) = (text_of(&words.words), words.span);
        self.report(ConditionError::UnknownSentence { text, span, hints: Box::new(hints) });
    }

    /// What is wrong with words that say it as everyday language, or a record, would.
    fn everyday(&self, words: &Words) -> Option<ConditionError> {
        let any_name = |w: &str| looks_like_name(w).then_some(ANY);
        let says = |words: &[Ident]| {
            let said = self.book.index.find_ignoring_kinds(words, &any_name);
            !said.is_empty() || comparisons(words).iter().any(|c| !self.measures(c.measure).is_empty())
        };
        if let Some(right) = claim_as_condition(&words.words) {
            return Some(ConditionError::ClaimAsCondition { text: text_of(&words.words), right, span: words.span });
        }
        let word = words.words.get(joining(&words.words, &says)?)?;
        Some(ConditionError::Joined { word: word.value.clone(), span: word.span })
    }

    /// The measures that words could say.
    fn measures(&self, words: &[Ident]) -> Vec<Match> {
        let any_name = |w: &str| looks_like_name(w).then_some(ANY);
        let mut found = self.book.index.find_ignoring_kinds(words, &any_name);
        found.retain(|m| self.is_measure(m.sentence));
        found
    }

    /// The words without their `not`, if they say something then.
    fn positive(&self, words: &[Ident], scope: &Scope) -> Option<String> {
        let at = words.iter().position(|w| w.value == "not")?;
        let rest: Vec<Ident> = words.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, w)| w.clone()).collect();
        let found = self.book.index.find(&rest, &|w| scope.kinds_of(w));
        (!found.is_empty()).then(|| text_of(&rest))
    }

    pub(super) fn is_measure(&self, sentence: SentenceId) -> bool {
        let sentence = self.book.sentences.get(sentence.index());
        sentence.is_some_and(|s| matches!(s.kind, SentenceKind::Measure(_)))
    }
}

/// `breach of n by S by A` as a condition says it: `S breaches n by A`.
fn claim_as_condition(words: &[Ident]) -> Option<String> {
    let (not, rest) = match words.split_first()? {
        (no, rest) if no.value == "no" => ("not ", rest),
        _ => ("", words),
    };
    let [breach, of, norm, rest @ ..] = rest else { return None };
    if breach.value != "breach" || of.value != "of" {
        return None;
    }
    let (who, others) = match rest {
        [by, who, others @ ..] if by.value == "by" => (who.value.as_str(), others),
        others => ("S", others),
    };
    let others = if others.is_empty() { String::new() } else { format!(" {}", text_of(others)) };
    Some(format!("{not}{who} breaches {}{others}", norm.value))
}

/// How a comparison of this dimension goes on.
fn example(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Number => "… is at least 10",
        Dimension::Date => "… is on or after 2002-07-01",
        Dimension::Duration => "… is less than 15 years",
        Dimension::Length => "… is at most 12 nautical miles",
        Dimension::Mass => "… is more than 4 kilograms",
    }
}
