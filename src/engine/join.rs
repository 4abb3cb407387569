//! Joins: which values of a condition's variables can make it hold. The answer is a superset; what is left out is false
//! from every standpoint, because a relation that the record does not mention fails. Costs follow the mentioned tuples.

use std::cell::RefCell;
use std::rc::Rc;

use indexmap::IndexSet;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::error::{EngineError, Limits};
use super::facts::Facts;
use super::plan::{Plan, literal_vars};
use crate::record::model::{Args, Ground, Quoted, TermId};
use crate::rulebook::model::{
    Condition, Literal, Provision, ProvisionId, ProvisionKind, Rulebook, SentenceId, SentenceKind, Term, Test, VarId,
    Variable,
};

/// The values of a provision's variables; none is not yet known.
pub type Env = SmallVec<[Option<TermId>; 8]>;
/// Values of the variables that were asked for.
pub type Row = SmallVec<[TermId; 4]>;
type Pattern = SmallVec<[Option<TermId>; 4]>;
type Found = IndexSet<Row, FxBuildHasher>;

/// How deep derived sentences are expanded to enumerate values; deeper ones are tried for every entity of their kind.
const DEEPEST: usize = 40;

/// Enumerates values; remembers what it has enumerated.
#[derive(Debug)]
pub struct Join<'a> {
    /// The rules.
    pub rulebook: &'a Rulebook,
    /// What is known of the rules.
    pub plan: &'a Plan,
    /// The record.
    pub facts: Facts<'a>,
    steps: usize,
    limits: Limits,
    extents: FxHashMap<(SentenceId, Pattern), Rc<Vec<Args>>>,
    norm_rows: FxHashMap<ProvisionId, Rc<Vec<Row>>>,
    open_extents: FxHashSet<(SentenceId, Pattern)>,
    open_norms: FxHashSet<ProvisionId>,
    by_kind: FxHashMap<u128, Rc<Vec<TermId>>>,
    never: RefCell<FxHashMap<(SentenceId, Pattern), bool>>,
    /// Whether what silence refutes is enumerated as well: somebody asks for the norm, if only to hear why it fails.
    all_told: bool,
    applying: Option<ProvisionId>,
}

/// How many sentences down silence is followed.
const DEEPEST_SILENCE: usize = 6;

/// One part of a conjunction that can restrict variables.
#[derive(Debug, Clone, Copy)]
enum Item<'a> {
    Literal(&'a Literal),
    Any(&'a [Condition]),
    Breaches(ProvisionId, &'a [Option<VarId>]),
    Same(VarId, VarId, bool),
    IsKind(VarId, crate::rulebook::kinds::KindSet, bool),
}

/// One search: what is asked for, of which variables.
struct Search<'a> {
    vars: &'a [Variable],
    targets: &'a [VarId],
}

impl<'a> Join<'a> {
    /// A join over a record.
    pub fn new(rulebook: &'a Rulebook, plan: &'a Plan, facts: Facts<'a>, limits: Limits) -> Self {
        Join {
            rulebook,
            plan,
            facts,
            steps: limits.steps,
            limits,
            extents: FxHashMap::default(),
            norm_rows: FxHashMap::default(),
            open_extents: FxHashSet::default(),
            open_norms: FxHashSet::default(),
            by_kind: FxHashMap::default(),
            never: RefCell::default(),
            all_told: false,
            applying: None,
        }
    }

    /// Says which provision is applied, for the message when a limit is reached.
    pub fn applying(&mut self, provision: ProvisionId) {
        self.applying = Some(provision);
    }

    /// Uses up one step.
    pub fn step(&mut self) -> Result<(), EngineError> {
        if self.steps == 0 {
            let provision = self.applying.and_then(|p| self.rulebook.provisions.get(p.index()));
            return Err(EngineError::TooManyInstances {
                provision: provision.map(|p| p.id.to_string()).unwrap_or_default(),
                span: provision.map(|p| p.span).unwrap_or(self.facts.record.span),
                limit: self.limits.steps,
            });
        }
        self.steps -= 1;
        Ok(())
    }

    /// The mentioned entities (or whole sentences) of these kinds.
    pub fn of_kind(&mut self, kinds: crate::rulebook::kinds::KindSet) -> Rc<Vec<TermId>> {
        if let Some(terms) = self.by_kind.get(&kinds.0) {
            return Rc::clone(terms);
        }
        let all = self.facts.domain().iter().chain(self.facts.sentence_domain());
        let terms: Rc<Vec<TermId>> = Rc::new(all.copied().filter(|t| self.facts.fits(*t, kinds)).collect());
        self.by_kind.insert(kinds.0, Rc::clone(&terms));
        terms
    }

    /// The values of `targets` for which the conjunction of `conditions` is not false by silence.
    pub fn candidates(
        &mut self,
        vars: &'a [Variable],
        targets: &'a [VarId],
        conditions: &[&'a Condition],
        env: &Env,
    ) -> Result<Vec<Row>, EngineError> {
        let mut items = Vec::new();
        for condition in conditions {
            collect(condition, &mut items);
        }
        let mut found = Found::default();
        let mut env = env.clone();
        self.search(&Search { vars, targets }, &items, &mut env, &mut found)?;
        Ok(found.into_iter().collect())
    }

    fn search(
        &mut self,
        search: &Search<'a>,
        items: &[Item<'a>],
        env: &mut Env,
        found: &mut Found,
    ) -> Result<(), EngineError> {
        self.step()?;
        if !self.compatible(items, env) {
            return Ok(());
        }
        let open = search.targets.iter().find(|v| get(env, **v).is_none());
        let Some(open) = open else {
            found.insert(search.targets.iter().filter_map(|v| get(env, *v)).collect());
            return Ok(());
        };
        let Some(best) = self.cheapest(items, env, search.targets) else {
            return self.each_of_kind(search, items, *open, env, found);
        };
        let rest: Vec<Item<'a>> = items.iter().enumerate().filter(|(i, _)| *i != best).map(|(_, item)| *item).collect();
        match items.get(best).copied() {
            Some(Item::Literal(literal)) => match self.tuples(literal, env)? {
                Some(tuples) => {
                    for tuple in tuples.iter() {
                        self.step()?;
                        let mut next = env.clone();
                        if self.unify_all(search.vars, &literal.args, tuple, &mut next) {
                            self.search(search, &rest, &mut next, found)?;
                        }
                    }
                    Ok(())
                }
                None => self.search(search, &rest, env, found),
            },
            Some(Item::Any(branches)) => {
                for branch in branches {
                    let mut with = rest.clone();
                    collect(branch, &mut with);
                    self.search(search, &with, &mut env.clone(), found)?;
                }
                Ok(())
            }
            Some(Item::Breaches(norm, args)) => match self.norm(norm)? {
                Some(rows) => {
                    for row in rows.iter() {
                        self.step()?;
                        let mut next = env.clone();
                        let fits = args.iter().zip(row).all(|(arg, term)| match arg {
                            Some(v) => self.unify(search.vars, &Term::Var(*v), *term, &mut next),
                            None => true,
                        });
                        if fits {
                            self.search(search, &rest, &mut next, found)?;
                        }
                    }
                    Ok(())
                }
                None => self.search(search, &rest, env, found),
            },
            Some(Item::Same(a, b, _)) => {
                let value = get(env, a).or_else(|| get(env, b));
                let mut next = env.clone();
                let one = value.is_some_and(|value| {
                    self.facts.occurs(value)
                        && [a, b].into_iter().all(|v| self.unify(search.vars, &Term::Var(v), value, &mut next))
                });
                if one { self.search(search, &rest, &mut next, found) } else { Ok(()) }
            }
            Some(Item::IsKind(..)) | None => Ok(()),
        }
    }

    /// Tries every entity of a variable's kind: nothing ties it to the record.
    fn each_of_kind(
        &mut self,
        search: &Search<'a>,
        items: &[Item<'a>],
        var: VarId,
        env: &mut Env,
        found: &mut Found,
    ) -> Result<(), EngineError> {
        let Some(variable) = search.vars.get(var.index()) else { return Ok(()) };
        for term in self.of_kind(variable.kinds).iter() {
            let mut next = env.clone();
            if let Some(slot) = next.get_mut(var.index()) {
                *slot = Some(*term);
            }
            self.search(search, items, &mut next, found)?;
        }
        Ok(())
    }

    /// Whether nothing that is already known contradicts the items.
    fn compatible(&self, items: &[Item<'a>], env: &Env) -> bool {
        items.iter().all(|item| match item {
            Item::Literal(l) if self.plan.is_pure(l.sentence) => match self.known(l, env) {
                Some(ground) => !self.facts.mentions(&ground).is_empty(),
                None => true,
            },
            Item::Same(a, b, negated) => match (get(env, *a), get(env, *b)) {
                (Some(a), Some(b)) => (a == b) != *negated,
                _ => true,
            },
            Item::IsKind(v, kinds, negated) => get(env, *v).is_none_or(|t| self.facts.fits(t, *kinds) != *negated),
            Item::Literal(l) => self.all_told || !self.never(l.sentence, pattern(l, env), DEEPEST_SILENCE),
            Item::Any(_) | Item::Breaches(..) => true,
        })
    }

    /// Whether silence alone refutes a sentence with these arguments, whatever the others are: the record does not mention
    /// it, and whatever concludes it fails by silence.
    fn never(&self, id: SentenceId, pattern: Pattern, depth: usize) -> bool {
        let Some(sentence) = self.rulebook.sentences.get(id.index()) else { return false };
        if depth == 0 || !sentence.presumed_by.is_empty() {
            return false;
        }
        let key = (id, pattern);
        if let Some(known) = self.never.borrow().get(&key) {
            return *known;
        }
        let pattern = &key.1;
        let rules = sentence.concluded_by.iter().filter_map(|p| self.rulebook.provisions.get(p.index()));
        let mut rules = rules.filter(|p| p.concludes_positively(id)).peekable();
        let concluded = sentence.kind == SentenceKind::Conclusion && rules.peek().is_some();
        let never = (sentence.is_closed() || concluded)
            && self.facts.table(id).is_none_or(|table| table.candidates(pattern).count() == 0)
            && rules.all(|rule| self.rule_fails_by_silence(rule, pattern, depth));
        self.never.borrow_mut().insert(key, never);
        never
    }

    fn rule_fails_by_silence(&self, rule: &Provision, known: &Pattern, depth: usize) -> bool {
        let Some(head) = &rule.head else { return false };
        let mut env: Env = smallvec::smallvec![None; rule.vars.len()];
        for (term, known) in head.args.iter().zip(known) {
            if let Term::Var(v) = term
                && let Some(slot) = env.get_mut(v.index())
            {
                *slot = *known;
            }
        }
        fails(&rule.when, &|l| !l.negated && self.never(l.sentence, pattern(l, &env), depth - 1))
    }

    /// The ground sentence, if every variable is known and every inner sentence has been said.
    fn known(&self, literal: &Literal, env: &Env) -> Option<Ground> {
        let mut args = Args::new();
        for term in &literal.args {
            match term {
                Term::Var(v) => args.push(get(env, *v)?),
                Term::Sentence(_) => return None,
            }
        }
        Some(Ground { sentence: literal.sentence, args })
    }

    /// The item that ties down variables at the least cost; none if no item ties down any.
    fn cheapest(&self, items: &[Item<'a>], env: &Env, targets: &[VarId]) -> Option<usize> {
        let cost = |item: &Item<'a>| -> Option<usize> {
            match item {
                Item::Literal(l) => {
                    if !self.plan.is_enumerable(l.sentence) || !has_open(l, env) {
                        return None;
                    }
                    let known = pattern(l, env);
                    let fixed = known.iter().flatten().count();
                    match self.facts.table(l.sentence) {
                        _ if !self.plan.is_pure(l.sentence) => Some(100_000 / (1 + fixed * 4)),
                        Some(table) => Some(table.candidates(&known).count()),
                        None => Some(0),
                    }
                }
                Item::Same(a, b, false) => (get(env, *a).is_some() != get(env, *b).is_some()).then_some(0),
                Item::Breaches(_, args) => args.iter().flatten().any(|v| get(env, *v).is_none()).then_some(60_000),
                Item::Any(branches) => {
                    let mut vars = Vec::new();
                    branches.iter().for_each(|b| condition_vars(b, &mut vars));
                    vars.iter().any(|v| targets.contains(v) && get(env, *v).is_none()).then_some(1_000_000)
                }
                Item::Same(..) | Item::IsKind(..) => None,
            }
        };
        items.iter().enumerate().filter_map(|(i, item)| cost(item).map(|c| (c, i))).min().map(|(_, i)| i)
    }

    /// The tuples of an enumerable sentence that fit what is known; none if they cannot be enumerated here.
    fn tuples(&mut self, literal: &Literal, env: &Env) -> Result<Option<Rc<Vec<Args>>>, EngineError> {
        let pattern = pattern(literal, env);
        if self.plan.is_pure(literal.sentence) {
            let Some(table) = self.facts.table(literal.sentence) else { return Ok(Some(Rc::new(Vec::new()))) };
            let rows = table.candidates(&pattern).to_vec();
            return Ok(Some(Rc::new(rows.iter().filter_map(|r| table.rows.get(*r as usize).cloned()).collect())));
        }
        self.extent(literal.sentence, pattern)
    }

    fn extent(&mut self, sentence: SentenceId, pattern: Pattern) -> Result<Option<Rc<Vec<Args>>>, EngineError> {
        let key = (sentence, pattern);
        if let Some(rows) = self.extents.get(&key) {
            return Ok(Some(Rc::clone(rows)));
        }
        if self.open_extents.len() + self.open_norms.len() > DEEPEST || !self.open_extents.insert(key.clone()) {
            return Ok(None);
        }
        let rows = self.derive(sentence, &key.1);
        self.open_extents.remove(&key);
        let Some(rows) = rows? else { return Ok(None) };
        let rows = Rc::new(rows);
        self.extents.insert(key, Rc::clone(&rows));
        Ok(Some(rows))
    }

    /// The tuples of a concluded sentence: those mentioned and those its rules and norms can conclude.
    fn derive(&mut self, id: SentenceId, pattern: &Pattern) -> Result<Option<Vec<Args>>, EngineError> {
        let rulebook = self.rulebook;
        let Some(sentence) = rulebook.sentences.get(id.index()) else { return Ok(None) };
        let mut rows: IndexSet<Args, FxBuildHasher> = IndexSet::default();
        if let Some(table) = self.facts.table(id) {
            let numbers = table.candidates(pattern).to_vec();
            rows.extend(
                numbers.iter().filter_map(|r| table.rows.get(*r as usize)).filter(|r| fits(r, pattern)).cloned(),
            );
        }
        for provision_id in &sentence.concluded_by {
            let Some(provision) = rulebook.provisions.get(provision_id.index()) else { continue };
            if provision.is_norm() {
                let Some(instances) = self.norm(*provision_id)? else { return Ok(None) };
                for literal in provision.concludes.iter().filter(|l| l.sentence == id && !l.negated) {
                    for row in instances.iter() {
                        let env: Env = row.iter().copied().map(Some).collect();
                        rows.extend(self.known(literal, &env).map(|g| g.args).filter(|args| fits(args, pattern)));
                    }
                }
            } else if provision.kind == ProvisionKind::Rule {
                self.derive_rule(provision, pattern, &mut rows)?;
            }
        }
        Ok(Some(rows.into_iter().collect()))
    }

    fn derive_rule(
        &mut self,
        provision: &'a Provision,
        pattern: &Pattern,
        rows: &mut IndexSet<Args, FxBuildHasher>,
    ) -> Result<(), EngineError> {
        let Some(head) = provision.head.as_ref().filter(|h| !h.negated) else { return Ok(()) };
        let mut env: Env = smallvec::smallvec![None; provision.vars.len()];
        for (term, known) in head.args.iter().zip(pattern) {
            if let Some(known) = known
                && !self.unify(&provision.vars, term, *known, &mut env)
            {
                return Ok(());
            }
        }
        let mut head_vars = Vec::new();
        literal_vars(head, &mut head_vars);
        let mut items = Vec::new();
        collect(&provision.when, &mut items);
        let mut found = Found::default();
        self.search_owned(&provision.vars, &head_vars, &items, &mut env.clone(), &mut found)?;
        for row in found {
            let mut env = env.clone();
            for (var, term) in head_vars.iter().zip(row) {
                if let Some(slot) = env.get_mut(var.index()) {
                    *slot = Some(term);
                }
            }
            rows.extend(self.known(head, &env).map(|g| g.args));
        }
        Ok(())
    }

    fn search_owned(
        &mut self,
        vars: &'a [Variable],
        targets: &[VarId],
        items: &[Item<'a>],
        env: &mut Env,
        found: &mut Found,
    ) -> Result<(), EngineError> {
        // The head's variables are the first of the provision, in order, so that the provision's own slice serves.
        let all: &'a [VarId] = ALL_VARS.get(..targets.len()).unwrap_or(&[]);
        let targets = if targets == all { all } else { return self.search_fallback(vars, targets, items, env, found) };
        self.search(&Search { vars, targets }, items, env, found)
    }

    fn search_fallback(
        &mut self,
        vars: &'a [Variable],
        targets: &[VarId],
        items: &[Item<'a>],
        env: &mut Env,
        found: &mut Found,
    ) -> Result<(), EngineError> {
        let most = targets.iter().map(|v| v.index() + 1).max().unwrap_or(0);
        let all: &'a [VarId] = ALL_VARS.get(..most).unwrap_or(&[]);
        let mut rows = Found::default();
        self.search(&Search { vars, targets: all }, items, env, &mut rows)?;
        for row in rows {
            found.insert(targets.iter().filter_map(|v| row.get(v.index()).copied()).collect());
        }
        Ok(())
    }

    /// The candidate instances of a norm, as values of its instance variables; none while they are being worked out.
    pub fn norm(&mut self, id: ProvisionId) -> Result<Option<Rc<Vec<Row>>>, EngineError> {
        if let Some(rows) = self.norm_rows.get(&id) {
            return Ok(Some(Rc::clone(rows)));
        }
        let rulebook = self.rulebook;
        let Some(norm) = rulebook.provisions.get(id.index()) else { return Ok(None) };
        let required = self.plan.required.get(id.index()).map_or(&[][..], |r| r.as_slice());
        if required.iter().any(|s| self.facts.table(*s).is_none()) || self.is_idle_throughout(id) {
            let rows = Rc::new(Vec::new());
            self.norm_rows.insert(id, Rc::clone(&rows));
            return Ok(Some(rows));
        }
        if self.open_norms.len() > DEEPEST || !self.open_norms.insert(id) {
            return Ok(None);
        }
        let before = self.applying.replace(id);
        let targets: &'a [VarId] = ALL_VARS.get(..norm.instance_vars).unwrap_or(&[]);
        let env: Env = smallvec::smallvec![None; norm.vars.len()];
        let all_told = std::mem::replace(&mut self.all_told, self.facts.asked.contains(&id));
        let rows = self.candidates(&norm.vars, targets, &[&norm.applies, &norm.when], &env);
        self.all_told = all_told;
        self.applying = before;
        self.open_norms.remove(&id);
        let rows = Rc::new(rows?);
        self.norm_rows.insert(id, Rc::clone(&rows));
        Ok(Some(rows))
    }

    /// Whether all instances of a norm are idle because the record says nothing of what a breach consists in.
    fn is_idle_throughout(&self, id: ProvisionId) -> bool {
        let Some(idle) = self.plan.idle_unless.get(id.index()) else { return false };
        !self.facts.asked.contains(&id)
            && idle.needs.iter().any(|s| self.facts.table(*s).is_none())
            && !idle.touches.meets(&self.facts.mentioned)
    }

    fn unify_all(&self, vars: &[Variable], terms: &[Term], values: &[TermId], env: &mut Env) -> bool {
        terms.len() == values.len() && terms.iter().zip(values).all(|(t, v)| self.unify(vars, t, *v, env))
    }

    /// Makes a term equal to a value, tying variables that are still open.
    pub fn unify(&self, vars: &[Variable], term: &Term, value: TermId, env: &mut Env) -> bool {
        match term {
            Term::Var(v) => match get(env, *v) {
                Some(known) => known == value,
                None => {
                    let fits = vars.get(v.index()).is_some_and(|var| self.facts.fits(value, var.kinds));
                    if fits && let Some(slot) = env.get_mut(v.index()) {
                        *slot = Some(value);
                    }
                    fits
                }
            },
            Term::Sentence(inner) => {
                let Some(quoted) = self.facts.quoted(value) else { return false };
                let same = quoted.ground.sentence == inner.sentence && quoted.negated == inner.negated;
                let args = quoted.ground.args.clone();
                same && self.unify_all(vars, &inner.args, &args, env)
            }
        }
    }

    /// The ground sentence of a literal; none if a variable is open.
    pub fn instantiate(&mut self, literal: &Literal, env: &Env) -> Option<Ground> {
        let mut args = Args::new();
        for term in &literal.args {
            match term {
                Term::Var(v) => args.push(get(env, *v)?),
                Term::Sentence(inner) => {
                    let ground = self.instantiate(inner, env)?;
                    args.push(self.facts.quote(Quoted { ground, negated: inner.negated }));
                }
            }
        }
        Some(Ground { sentence: literal.sentence, args })
    }

    /// Whether a condition is false by silence alone, as far as that can be told without its rules.
    pub fn fails_by_silence(&self, condition: &Condition, env: &Env) -> bool {
        fails(condition, &|literal| self.is_silent(literal, env))
    }

    /// Whether a positive literal is false by silence alone: nothing concludes or presumes it, silence refutes it, and
    /// the record does not mention it.
    pub fn is_silent(&self, literal: &Literal, env: &Env) -> bool {
        !literal.negated
            && self.plan.is_pure(literal.sentence)
            && match self.facts.table(literal.sentence) {
                None => true,
                Some(_) => self.known(literal, env).is_some_and(|g| self.facts.mentions(&g).is_empty()),
            }
    }

    /// Whether every argument fits its slot.
    pub fn well_typed(&self, ground: &Ground) -> bool {
        self.rulebook
            .sentences
            .get(ground.sentence.index())
            .is_some_and(|s| s.slots.iter().zip(&ground.args).all(|(kinds, term)| self.facts.fits(*term, *kinds)))
    }
}

/// The first variables of any provision, in order.
static ALL_VARS: [VarId; 64] = {
    let mut vars = [VarId(0); 64];
    let mut i = 0;
    while i < 64 {
        #[expect(clippy::cast_possible_truncation, reason = "less than 64")]
        #[expect(clippy::indexing_slicing, reason = "in a constant, checked by the compiler")]
        {
            vars[i] = VarId(i as u32);
        }
        i += 1;
    }
    vars
};

/// The first `n` variables of a provision, at most 64.
pub fn first_vars(n: usize) -> &'static [VarId] {
    ALL_VARS.get(..n).unwrap_or(&ALL_VARS)
}

/// The value of a variable, if known.
pub fn get(env: &Env, var: VarId) -> Option<TermId> {
    env.get(var.index()).copied().flatten()
}

fn collect<'a>(condition: &'a Condition, items: &mut Vec<Item<'a>>) {
    match &condition.test {
        Test::Sentence(l) if !l.negated => items.push(Item::Literal(l)),
        Test::All(parts) => parts.iter().for_each(|p| collect(p, items)),
        Test::Any(parts) => items.push(Item::Any(parts)),
        Test::Some(_, body) => collect(body, items),
        Test::Breaches { norm, args, negated: false } => items.push(Item::Breaches(*norm, args)),
        Test::Same { left, right, negated } => items.push(Item::Same(*left, *right, *negated)),
        Test::IsKind { var, kinds, negated, .. } => items.push(Item::IsKind(*var, *kinds, *negated)),
        Test::Sentence(_)
        | Test::Position { .. }
        | Test::BoundBy { .. }
        | Test::Breaches { .. }
        | Test::WouldBeWrongful { .. }
        | Test::Compare { .. }
        | Test::None(_)
        | Test::AtLeast(..)
        | Test::No(..)
        | Test::Every(..) => {}
    }
}

/// Whether a condition fails because sentences in it do.
fn fails(condition: &Condition, sentence: &dyn Fn(&Literal) -> bool) -> bool {
    match &condition.test {
        Test::Sentence(literal) => sentence(literal),
        Test::All(parts) => parts.iter().any(|p| fails(p, sentence)),
        Test::Any(parts) => parts.iter().all(|p| fails(p, sentence)),
        Test::Some(_, body) => fails(body, sentence),
        Test::Position { .. }
        | Test::Same { .. }
        | Test::IsKind { .. }
        | Test::BoundBy { .. }
        | Test::Breaches { .. }
        | Test::WouldBeWrongful { .. }
        | Test::Compare { .. }
        | Test::None(_)
        | Test::AtLeast(..)
        | Test::No(..)
        | Test::Every(..) => false,
    }
}

/// The variables of the literals that a condition could enumerate.
fn condition_vars(condition: &Condition, vars: &mut Vec<VarId>) {
    let mut items = Vec::new();
    collect(condition, &mut items);
    for item in items {
        match item {
            Item::Literal(l) => literal_vars(l, vars),
            Item::Any(parts) => parts.iter().for_each(|p| condition_vars(p, vars)),
            Item::Breaches(_, args) => vars.extend(args.iter().flatten()),
            Item::Same(a, b, _) => vars.extend([a, b]),
            Item::IsKind(..) => {}
        }
    }
}

fn has_open(literal: &Literal, env: &Env) -> bool {
    let mut vars = Vec::new();
    literal_vars(literal, &mut vars);
    vars.iter().any(|v| get(env, *v).is_none())
}

fn pattern(literal: &Literal, env: &Env) -> Pattern {
    literal
        .args
        .iter()
        .map(|term| match term {
            Term::Var(v) => get(env, *v),
            Term::Sentence(_) => None,
        })
        .collect()
}

fn fits(args: &Args, pattern: &Pattern) -> bool {
    args.iter().zip(pattern).all(|(a, p)| p.is_none_or(|p| p == *a))
}
