//! Step 6: bodies and blocks. Knows nothing of how words are read.

use super::Builder;
use super::provisions::nothing;
use super::scopes::Scope;
use crate::rulebook::error::ConditionError;
use crate::rulebook::model::{Condition, Test, VarId};
use crate::syntax::tree::{self, Binder, Body};

impl Builder<'_> {
    /// A body: its condition, or all of them. What cannot be read is left out; then there is an error.
    pub(super) fn body(&mut self, body: &Body, scope: &mut Scope) -> Condition {
        let mut conditions = self.conditions(body, scope);
        match conditions.pop() {
            Some(only) if conditions.is_empty() => only,
            Some(last) => {
                conditions.push(last);
                Condition { test: Test::All(conditions), ..nothing(body.span) }
            }
            None => nothing(body.span),
        }
    }

    fn conditions(&mut self, body: &Body, scope: &mut Scope) -> Vec<Condition> {
        body.conditions.iter().filter_map(|c| self.condition(c, scope)).collect()
    }

    fn condition(&mut self, condition: &tree::Condition, scope: &mut Scope) -> Option<Condition> {
        let mut last = scope.last;
        let cites = self.cites(&condition.cites, scope.pack, &mut last);
        scope.last = last;
        let test = self.test(&condition.test, scope)?;
        let label = condition.label.as_ref().map(|l| l.value.clone());
        Some(Condition { test, label, cites, span: condition.span })
    }

    fn test(&mut self, test: &tree::Test, scope: &mut Scope) -> Option<Test> {
        let test = match test {
            tree::Test::Words { negated, words } => return self.words(words, negated.is_some(), scope),
            tree::Test::Position { negated, id } => {
                let position = self.position(id, scope.pack)?;
                Test::Position { position, negated: negated.is_some() }
            }
            tree::Test::All(body) => Test::All(self.conditions(body, scope)),
            tree::Test::Any(body) => Test::Any(self.conditions(body, scope)),
            tree::Test::None(body) => Test::None(self.conditions(body, scope)),
            tree::Test::AtLeast(least, body) => {
                let of = body.conditions.len();
                if usize::try_from(least.value).is_ok_and(|l| l > of) {
                    self.report(ConditionError::OutOfReach { least: least.value, of, span: least.span });
                }
                Test::AtLeast(least.value, self.conditions(body, scope))
            }
            tree::Test::Some(binders, body) => {
                let (vars, mut inside) = self.quantified(binders, &[body], scope);
                Test::Some(vars, Box::new(inside.pop()?))
            }
            tree::Test::No(binders, body) => {
                let (vars, mut inside) = self.quantified(binders, &[body], scope);
                Test::No(vars, Box::new(inside.pop()?))
            }
            tree::Test::Every(binders, body, then) => {
                let (vars, mut inside) = self.quantified(binders, &[body, then], scope);
                let then = inside.pop()?;
                Test::Every(vars, Box::new(inside.pop()?), Box::new(then))
            }
        };
        Some(test)
    }

    /// The bodies under a quantifier, read with its variables.
    fn quantified(&mut self, binders: &[Binder], bodies: &[&Body], scope: &mut Scope) -> (Vec<VarId>, Vec<Condition>) {
        let vars = self.bind(binders, scope);
        let inside = bodies.iter().map(|b| self.body(b, scope)).collect();
        if let (Some(first), Some(last)) = (vars.first(), vars.last()) {
            self.warn_unused(first.index()..last.index() + 1, scope);
        }
        scope.close(&vars);
        (vars, inside)
    }
}
