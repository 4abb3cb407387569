//! Step 6: comparisons of measures. Knows nothing of other conditions.

use super::Builder;
use super::kinds::ANY;
use super::scopes::Scope;
use crate::rulebook::comparison::{Relation, Split, comparisons, strip};
use crate::rulebook::error::ConditionError;
use crate::rulebook::model::{Comparison, Condition, Dimension, Measure, Operand, SentenceKind, Test};
use crate::rulebook::units::{dimension_name, is_value, quantity};
use crate::rulebook::wording::{looks_like_name, text_of};
use crate::source::Span;
use crate::syntax::tree::{Ident, Words};

/// A measure and what it measures.
type Measured = (Measure, Dimension);

impl Builder<'_> {
    /// The comparison that the words make, if they begin with a measure. `Some(None)`: they do, but the rest is wrong.
    pub(super) fn compare(&mut self, words: &Words, negated: bool, scope: &mut Scope) -> Option<Option<Test>> {
        for split in comparisons(&words.words) {
            match self.measure(split.measure, scope) {
                Some(Some(measure)) => return Some(self.comparison(measure, &split, negated, words.span, scope)),
                Some(None) => return Some(None),
                None => {}
            }
        }
        None
    }

    /// The measure that the words name. `Some(None)`: its names are wrong, and that was reported.
    fn measure(&mut self, words: &[Ident], scope: &mut Scope) -> Option<Option<Measured>> {
        if let Some([act]) = strip(words, &["the", "date", "of"])
            && (scope.kinds_of(&act.value).is_some() || looks_like_name(&act.value))
        {
            let act = self.act(act, "the date of A", scope);
            return Some(act.map(|a| (Measure::DateOf(a), Dimension::Date)));
        }
        let found = self.book.index.find(words, &|w| scope.kinds_of(w));
        if let Some(found) = found.into_iter().find(|m| self.is_measure(m.sentence)) {
            let sentence = self.book.sentences.get(found.sentence.index())?;
            let SentenceKind::Measure(dimension) = sentence.kind else { return None };
            self.see_sentence(found.sentence, scope.pack, span_of(words));
            let args = self.terms(&found, words, scope);
            return Some(args.map(|args| (Measure::Declared { sentence: found.sentence, args }, dimension)));
        }
        let any_name = |w: &str| scope.kinds_of(w).or_else(|| looks_like_name(w).then_some(ANY));
        let near = self.book.index.find_ignoring_kinds(words, &any_name);
        let near = near.into_iter().find(|m| self.is_measure(m.sentence))?;
        let words = Words { words: words.to_vec(), span: span_of(words) };
        self.explain_names(&near, &words, scope).then_some(None)
    }

    fn comparison(
        &mut self,
        (measure, dimension): Measured,
        split: &Split<'_>,
        negated: bool,
        span: Span,
        scope: &mut Scope,
    ) -> Option<Test> {
        let negated = negated != split.negated;
        let place = span_of(split.measure);
        match split.relation {
            Relation::With(comparison, words) => {
                let with = self.operand(words, dimension, place, scope)?;
                Some(Test::Compare { measure, comparison, with, negated })
            }
            Relation::Between(low, high) => {
                let low = self.operand(low, dimension, place, scope);
                let high = self.operand(high, dimension, place, scope)?;
                let compare = |comparison, with| Condition {
                    test: Test::Compare { measure: measure.clone(), comparison, with, negated: false },
                    label: None,
                    cites: Vec::new(),
                    span,
                };
                let both = vec![compare(Comparison::AtLeast, low?), compare(Comparison::AtMost, high)];
                let all = Test::All(both);
                match negated {
                    false => Some(all),
                    true => Some(Test::None(vec![Condition { test: all, label: None, cites: Vec::new(), span }])),
                }
            }
        }
    }

    fn operand(&mut self, words: &[Ident], left: Dimension, measure: Span, scope: &mut Scope) -> Option<Operand> {
        let span = span_of(words);
        let (operand, right) = if is_value(words) {
            match quantity(words) {
                Ok(value) => {
                    let dimension = value.dimension;
                    (Operand::Value(value), dimension)
                }
                Err(error) => {
                    self.report(error);
                    return None;
                }
            }
        } else {
            match self.measure(words, scope) {
                Some(found) => {
                    let (measure, dimension) = found?;
                    (Operand::Measure(measure), dimension)
                }
                None => {
                    let near = match self.may_suggest() {
                        true => self.book.index.nearest(&self.book.sentences, &self.book.kinds, words),
                        false => Vec::new(),
                    };
                    self.report(ConditionError::NotAMeasure { text: text_of(words), span, near });
                    return None;
                }
            }
        };
        if left != right {
            let (left, right) = (dimension_name(left), dimension_name(right));
            self.report(ConditionError::Unlike { left, right, measure, operand: span });
            return None;
        }
        Some(operand)
    }
}

fn span_of(words: &[Ident]) -> Span {
    words.iter().map(|w| w.span).reduce(Span::to).unwrap_or_default()
}
