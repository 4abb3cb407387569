//! Variables and where they stand for something; also the clauses of sources, which bring their own. Knows nothing of
//! how words are read.

use std::ops::Range;

use super::cites::{Continued, pins};
use super::kinds::{ANY, SENTENCE};
use super::{Builder, number};
use crate::rulebook::error::{ConditionError, NameError, SentenceError, Unshared};
use crate::rulebook::kinds::KindSet;
use crate::rulebook::model::{self, BindsThrough, PackId, SourceId, VarId, Variable};
use crate::source::{Span, Text};
use crate::syntax::tree::{self, Binder, Ident, Slot};

/// How many variables a provision may have.
pub(super) const MOST_VARIABLES: usize = 64;

/// The variables of one provision or clause while it is read.
#[derive(Debug)]
pub(super) struct Scope {
    pub(super) pack: PackId,
    pub(super) vars: Vec<Variable>,
    places: Vec<Span>,
    used: Vec<bool>,
    in_scope: Vec<VarId>,
    /// The variables bound by the headings of a norm's sections.
    pub(super) heading_vars: Range<usize>,
    opened: usize,
    /// In clauses of sources a letter that nothing binds is bound by the slot it stands in.
    implicit: bool,
    /// The source that a pinpoint without an id continues.
    pub(super) last: Continued,
    /// Variables of some of an exception's targets, but not of all.
    pub(super) unshared: Vec<(Text, Unshared)>,
    /// Names of which it was said already that they stand for nothing.
    unknown: Vec<Text>,
}

impl Scope {
    /// A scope in which the first `open` variables stand.
    pub(super) fn new(pack: PackId, vars: Vec<Variable>, places: Vec<Span>, open: usize) -> Self {
        let used = vec![false; vars.len()];
        let in_scope = (0..open.min(vars.len())).map(|v| VarId(number(v))).collect();
        Scope {
            pack,
            vars,
            places,
            used,
            in_scope,
            heading_vars: 0..0,
            opened: 0,
            implicit: false,
            last: None,
            unshared: Vec::new(),
            unknown: Vec::new(),
        }
    }

    /// Lets the next `count` heading variables stand.
    pub(super) fn open_headings(&mut self, count: usize) {
        let next = self.heading_vars.start + self.opened;
        let end = (next + count).min(self.heading_vars.end);
        self.in_scope.extend((next..end).map(|v| VarId(number(v))));
        self.opened += count;
    }

    /// The variable with this name that stands here.
    pub(super) fn get(&self, name: &str) -> Option<VarId> {
        self.in_scope.iter().rev().copied().find(|v| self.vars.get(v.index()).is_some_and(|v| v.name == name))
    }

    pub(super) fn kinds(&self, var: VarId) -> KindSet {
        self.vars.get(var.index()).map(|v| v.kinds).unwrap_or_default()
    }

    /// The kinds of the variable with this name, for matching.
    pub(super) fn kinds_of(&self, name: &str) -> Option<KindSet> {
        match self.get(name) {
            Some(var) => Some(self.kinds(var)),
            None => self.binds_itself(name).then_some(ANY),
        }
    }

    fn binds_itself(&self, name: &str) -> bool {
        let mut letters = name.chars();
        self.implicit
            && letters.next().is_some_and(char::is_uppercase)
            && letters.all(|c| c.is_ascii_digit() || c == '\'')
    }

    pub(super) fn place(&self, var: VarId) -> Option<Span> {
        self.places.get(var.index()).copied()
    }

    /// The names that stand here, in order.
    pub(super) fn names(&self) -> Vec<Text> {
        self.in_scope.iter().filter_map(|v| self.vars.get(v.index())).map(|v| v.name.clone()).collect()
    }

    pub(super) fn use_up(&mut self, var: VarId) {
        if let Some(used) = self.used.get_mut(var.index()) {
            *used = true;
        }
    }

    /// Whether it is news that this name stands for nothing.
    pub(super) fn is_news(&mut self, name: &Text) -> bool {
        let news = !self.unknown.contains(name);
        if news {
            self.unknown.push(name.clone());
        }
        news
    }

    fn add(&mut self, name: Text, kinds: KindSet, place: Span) -> VarId {
        let var = VarId(number(self.vars.len()));
        self.vars.push(Variable { name, kinds });
        self.places.push(place);
        self.used.push(false);
        self.in_scope.push(var);
        var
    }

    /// The letter of a clause, bound where it first stands.
    pub(super) fn bind_itself(&mut self, name: &Ident, kinds: KindSet) -> Option<VarId> {
        let fits = self.binds_itself(&name.value) && self.vars.len() < MOST_VARIABLES;
        fits.then(|| self.add(name.value.clone(), kinds, name.span))
    }

    /// Ends a quantifier.
    pub(super) fn close(&mut self, vars: &[VarId]) {
        self.in_scope.retain(|v| !vars.contains(v));
    }
}

impl Builder<'_> {
    /// Binds the variables of a quantifier.
    pub(super) fn bind(&mut self, binders: &[Binder], scope: &mut Scope) -> Vec<VarId> {
        let mut bound = Vec::with_capacity(binders.len().min(MOST_VARIABLES));
        for binder in binders {
            let (name, span) = (binder.variable.value.clone(), binder.variable.span);
            let kinds = self.binder_kinds(binder, scope.pack);
            if scope.vars.len() >= MOST_VARIABLES {
                self.report(ConditionError::TooManyVariables { most: MOST_VARIABLES, span });
                break;
            }
            if let Some(other) = scope.get(&name) {
                let heading = scope.heading_vars.contains(&other.index());
                let first = scope.place(other).unwrap_or(span);
                self.report(ConditionError::Rebound { name: name.clone(), span, first, heading });
            }
            bound.push(scope.add(name, kinds, span));
        }
        bound
    }

    /// The kinds of a bound variable: entities only.
    pub(super) fn binder_kinds(&mut self, binder: &Binder, pack: PackId) -> KindSet {
        if let Some(id) = binder.kinds.iter().find(|k| k.value == SENTENCE) {
            self.report(NameError::ReservedKind { id: id.value.clone(), span: id.span });
            return ANY;
        }
        self.kind_set(&binder.kinds, pack)
    }

    /// Warns of bound variables that no condition speaks of.
    pub(super) fn warn_unused(&mut self, vars: Range<usize>, scope: &Scope) {
        for at in vars {
            if scope.used.get(at) == Some(&false)
                && let (Some(var), Some(span)) = (scope.vars.get(at), scope.places.get(at).copied())
            {
                self.report(ConditionError::Unused { name: var.name.clone(), span });
            }
        }
    }

    /// `scope [of pins] when …`
    pub(super) fn scope(&mut self, clause: &tree::ScopeClause, pack: PackId, source: SourceId) -> model::Scope {
        let mut scope = Scope::new(pack, Vec::new(), Vec::new(), 0);
        scope.implicit = true;
        scope.last = Some(source);
        let when = self.body(&clause.when, &mut scope);
        model::Scope { pins: pins(&clause.pins), vars: scope.vars, when, span: clause.span }
    }

    /// `binds <group G> through <state T> when …`
    pub(super) fn binds_through(
        &mut self,
        clause: &tree::BindsThrough,
        pack: PackId,
        source: SourceId,
    ) -> BindsThrough {
        let mut vars = Vec::new();
        let mut places = Vec::new();
        for slot in [&clause.bound, &clause.through] {
            vars.push(self.clause_variable(slot, pack));
            places.push(slot.span);
        }
        let mut scope = Scope::new(pack, vars, places, 2);
        scope.last = Some(source);
        let when = self.body(&clause.when, &mut scope);
        BindsThrough { vars: scope.vars, when }
    }

    fn clause_variable(&mut self, slot: &Slot, pack: PackId) -> Variable {
        let kinds = self.slot_kinds(slot, pack);
        if slot.variable.is_none() {
            let text = slot.kinds.iter().map(|k| k.value.as_str()).collect::<Vec<_>>().join(" or ");
            let letter = Self::letter(&slot.kinds);
            self.report(SentenceError::SlotWithoutVariable { kinds: text, letter, span: slot.span });
        }
        Variable { name: slot.variable.as_ref().map(|v| v.value.clone()).unwrap_or_default(), kinds }
    }
}
