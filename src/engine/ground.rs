//! Fills the slots: makes the ground graph of the sentences and provisions that are asked for. Knows nothing of values.

use std::rc::Rc;

use jiff::civil::Date;
use smallvec::SmallVec;

use super::binding::{date_of, in_force, share};
use super::error::EngineError;
use super::facts::Side;
use super::graph::{Atom, AtomId, Bound, Graph, GroundTest, Instance, InstanceId, Node, NodeId};
use super::join::{Env, Join, Row, first_vars, get};
use crate::record::model::{Ground, TermId};
use crate::rulebook::model::{
    Citation, Condition, Literal, Measure, Operand, Provision, ProvisionId, SentenceKind, SourceId, Test, VarId,
    Variable,
};

/// Makes the ground graph.
#[derive(Debug)]
pub struct Grounder<'a> {
    /// Finds values of variables.
    pub join: Join<'a>,
    /// What has been made.
    pub graph: Graph<'a>,
}

impl<'a> Grounder<'a> {
    /// Finds the candidate instances of all norms, so that conditions can refer to them. Nothing is expanded yet.
    pub fn enumerate_norms(&mut self) -> Result<(), EngineError> {
        let plan = self.join.plan;
        for norm in &plan.norms {
            self.join.applying(*norm);
            let Some(rows) = self.join.norm(*norm)? else { continue };
            for row in rows.iter() {
                self.norm_instance(*norm, row.clone());
            }
        }
        Ok(())
    }

    /// The provision with this number.
    pub fn provision(&self, id: ProvisionId) -> Option<&'a Provision> {
        self.join.rulebook.provisions.get(id.index())
    }

    /// The instance of a norm with these values, new if it is not there yet.
    pub fn norm_instance(&mut self, id: ProvisionId, row: Row) -> InstanceId {
        if let Some(known) = self.graph.instance_ids.get(&(id, row.clone())) {
            return *known;
        }
        let instance = self.instance(id, row.clone());
        let Some(norm) = self.provision(id) else { return instance };
        self.graph.of_norm.entry(id).or_default().push(instance);
        for (i, term) in row.iter().enumerate() {
            if let Ok(i) = u16::try_from(i) {
                self.graph.by_argument.entry((id, i, *term)).or_default().push(instance);
            }
        }
        let env = full_env(norm, &row);
        for literal in &norm.concludes {
            if let Some(ground) = self.join.instantiate(literal, &env) {
                self.graph.concluded.entry(ground).or_default().push((instance, literal.negated));
            }
        }
        if norm.is_duty()
            && norm.breached_by_act
            && let Some(act) = norm.act.and_then(|a| get(&env, a))
        {
            self.graph.by_act.entry(act).or_default().push(instance);
        }
        instance
    }

    /// The instance of a provision with these values, new if it is not there yet.
    pub fn instance(&mut self, provision: ProvisionId, args: Row) -> InstanceId {
        let key = (provision, args);
        if let Some(id) = self.graph.instance_ids.get(&key) {
            return *id;
        }
        let id = InstanceId(u32::try_from(self.graph.instances.len()).unwrap_or(u32::MAX));
        self.graph.instances.push(Instance {
            provision,
            args: key.1.clone(),
            applies: None,
            when: None,
            unless: Vec::new(),
            exceptions: Vec::new(),
            defeated_by: Vec::new(),
            in_force: true,
            bound: Vec::new(),
            expanded: false,
        });
        self.graph.instance_ids.insert(key, id);
        id
    }

    /// The atom of a ground sentence, new if it is not there yet.
    pub fn atom(&mut self, ground: Ground) -> AtomId {
        if let Some(id) = self.graph.atom_ids.get(&ground) {
            return *id;
        }
        let id = AtomId(u32::try_from(self.graph.atoms.len()).unwrap_or(u32::MAX));
        self.graph.atom_ids.insert(ground.clone(), id);
        self.graph.atoms.push(Atom {
            ground,
            rules: Vec::new(),
            against: Vec::new(),
            norms: Vec::new(),
            norms_against: Vec::new(),
            presumptions: Vec::new(),
            base: true,
            closed: false,
            open: false,
            expanded: false,
        });
        id
    }

    /// Makes the rule instances, norm instances and presumptions of an atom.
    pub fn expand_atom(&mut self, id: AtomId) -> Result<(), EngineError> {
        let Some(atom) = self.graph.atom(id) else { return Ok(()) };
        if atom.expanded {
            return Ok(());
        }
        self.join.step()?;
        let ground = atom.ground.clone();
        let rulebook = self.join.rulebook;
        let Some(sentence) = rulebook.sentences.get(ground.sentence.index()) else { return Ok(()) };
        let (mut rules, mut against, mut presumptions) = (Vec::new(), Vec::new(), Vec::new());
        for provision_id in &sentence.concluded_by {
            if let Some((instance, negated)) = self.match_head(*provision_id, &ground) {
                if negated { against.push(instance) } else { rules.push(instance) }
            }
        }
        for provision_id in &sentence.presumed_by {
            presumptions.extend(self.match_head(*provision_id, &ground));
        }
        let concluded = self.graph.concluded.get(&ground).cloned().unwrap_or_default();
        let positive_rule = sentence
            .concluded_by
            .iter()
            .filter_map(|p| rulebook.provisions.get(p.index()))
            .any(|p| p.concludes_positively(ground.sentence));
        let declared = sentence.kind != SentenceKind::Conclusion;
        if let Some(atom) = self.graph.atoms.get_mut(id.index()) {
            atom.rules = rules;
            atom.against = against;
            atom.presumptions = presumptions;
            atom.norms = concluded.iter().filter(|(_, n)| !n).map(|(i, _)| *i).collect();
            atom.norms_against = concluded.iter().filter(|(_, n)| *n).map(|(i, _)| *i).collect();
            atom.base = declared || !positive_rule;
            atom.closed = sentence.is_closed();
            atom.open = atom.base && sentence.kind != SentenceKind::Relation;
            atom.expanded = true;
        }
        Ok(())
    }

    /// The instance of a rule or presumption that concludes this sentence, and whether it concludes its negation.
    fn match_head(&mut self, provision_id: ProvisionId, ground: &Ground) -> Option<(InstanceId, bool)> {
        let provision = self.provision(provision_id)?;
        let head = provision.head.as_ref()?;
        let env = self.unify_head(provision, head, ground)?;
        let args: Row = first_vars(provision.head_vars).iter().filter_map(|v| get(&env, *v)).collect();
        (args.len() == provision.head_vars).then(|| (self.instance(provision_id, args), head.negated))
    }

    fn unify_head(&self, provision: &Provision, head: &Literal, ground: &Ground) -> Option<Env> {
        if head.sentence != ground.sentence {
            return None;
        }
        let mut env: Env = smallvec::smallvec![None; provision.vars.len()];
        let fits = head.args.iter().zip(&ground.args).all(|(t, v)| self.join.unify(&provision.vars, t, *v, &mut env));
        fits.then_some(env)
    }

    /// Makes the conditions and exceptions of an instance.
    pub fn expand_instance(&mut self, id: InstanceId) -> Result<(), EngineError> {
        let Some(instance) = self.graph.instance(id) else { return Ok(()) };
        if instance.expanded {
            return Ok(());
        }
        let (provision_id, args) = (instance.provision, instance.args.clone());
        let Some(provision) = self.provision(provision_id) else { return Ok(()) };
        self.join.applying(provision_id);
        let env = Rc::new(full_env(provision, &args));
        let date = date_of(self.join.facts.record, provision.act.and_then(|a| get(&env, a)));
        let when = self.ground(&provision.vars, &provision.when, &env)?;
        let applies =
            if provision.is_norm() { Some(self.ground(&provision.vars, &provision.applies, &env)?) } else { None };
        let (mut unless, mut exceptions, mut defeated_by) = (Vec::new(), Vec::new(), Vec::new());
        if !self.join.fails_by_silence(&provision.when, &env) {
            for condition in &provision.unless {
                unless.push(self.ground(&provision.vars, condition, &env)?);
            }
            exceptions = self.named_exceptions(provision, &env);
            defeated_by = self.prevailing(provision, &env);
        }
        let bound = match args.first() {
            Some(addressee) if provision.is_norm() => self.bound(provision, *addressee, &env, date)?,
            _ => Vec::new(),
        };
        let in_force = provision.is_norm() || self.any_in_force(provision, date);
        if let Some(instance) = self.graph.instances.get_mut(id.index()) {
            instance.when = Some(when);
            instance.applies = applies;
            instance.unless = unless;
            instance.exceptions = exceptions;
            instance.defeated_by = defeated_by;
            instance.bound = bound;
            instance.in_force = in_force;
            instance.expanded = true;
        }
        Ok(())
    }

    fn any_in_force(&self, provision: &Provision, date: Option<Date>) -> bool {
        provision.under.is_empty()
            || provision
                .under
                .iter()
                .filter_map(|c| self.join.rulebook.sources.get(c.source.index()))
                .any(|s| in_force(s, date))
    }

    fn named_exceptions(&mut self, provision: &'a Provision, env: &Env) -> Vec<InstanceId> {
        let mut instances = Vec::with_capacity(provision.exceptions.len());
        for id in &provision.exceptions {
            let Some(exception) = self.provision(*id) else { continue };
            let shared = share(&exception.vars, &provision.vars, env);
            let args: Row = first_vars(exception.instance_vars).iter().filter_map(|v| get(&shared, *v)).collect();
            if args.len() == exception.instance_vars {
                instances.push(self.instance(*id, args));
            }
        }
        instances
    }

    /// The instances of the provisions that prevail over this one.
    fn prevailing(&mut self, provision: &'a Provision, env: &Env) -> Vec<InstanceId> {
        let mut instances = Vec::new();
        for (id, _) in &provision.defeated_by {
            let Some(other) = self.provision(*id) else { continue };
            if other.is_norm() {
                let shared = share(&other.vars, &provision.vars, env);
                let args: Vec<Option<TermId>> = shared.into_iter().take(other.instance_vars).collect();
                instances.extend(self.matching(*id, &args));
            } else if let Some(head) = &provision.head
                && let Some(ground) = self.join.instantiate(head, env)
            {
                instances.extend(self.match_head(*id, &ground).map(|(i, _)| i));
            }
        }
        instances
    }

    /// The instances of a norm that have these values where they are given.
    pub fn matching(&self, norm: ProvisionId, args: &[Option<TermId>]) -> Vec<InstanceId> {
        let mut best: Option<&Vec<InstanceId>> = None;
        for (i, term) in args.iter().enumerate() {
            let (Some(term), Ok(i)) = (term, u16::try_from(i)) else { continue };
            match self.graph.by_argument.get(&(norm, i, *term)) {
                None => return Vec::new(),
                Some(list) if best.is_none_or(|b| list.len() < b.len()) => best = Some(list),
                Some(_) => {}
            }
        }
        let list = best.or_else(|| self.graph.of_norm.get(&norm));
        let fits = |id: &&InstanceId| {
            self.graph
                .instance(**id)
                .is_some_and(|i| i.args.iter().zip(args).all(|(have, want)| want.is_none_or(|w| w == *have)))
        };
        list.into_iter().flatten().filter(fits).copied().collect()
    }

    /// Makes a condition whose open variables are "some".
    pub fn ground_some(
        &mut self,
        vars: &'a [Variable],
        condition: &'a Condition,
        env: Env,
    ) -> Result<NodeId, EngineError> {
        let used = used_vars(condition, vars.len());
        let open: Vec<usize> =
            (0..vars.len()).filter(|i| used.contains(i) && env.get(*i).is_some_and(Option::is_none)).collect();
        let bound_inside = bound_vars(condition);
        let open: Vec<usize> = open.into_iter().filter(|i| !bound_inside.contains(i)).collect();
        if open.is_empty() {
            return self.ground(vars, condition, &Rc::new(env));
        }
        let most = open.iter().max().map_or(0, |m| m + 1);
        let rows = self.join.candidates(vars, first_vars(most), &[condition], &env)?;
        let mut children = Vec::with_capacity(rows.len());
        for row in rows {
            let mut inner = env.clone();
            let mut kept = Row::new();
            for i in &open {
                if let (Some(slot), Some(term)) = (inner.get_mut(*i), row.get(*i)) {
                    *slot = Some(*term);
                    kept.push(*term);
                }
            }
            children.push((kept, self.ground(vars, condition, &Rc::new(inner))?));
        }
        Ok(self.node(GroundTest::Some(children), condition, Rc::new(env)))
    }

    fn node(&mut self, test: GroundTest<'a>, condition: &'a Condition, env: Rc<Env>) -> NodeId {
        let id = NodeId(u32::try_from(self.graph.nodes.len()).unwrap_or(u32::MAX));
        self.graph.nodes.push(Node { test, condition, env });
        id
    }

    /// Makes a condition with these values of its variables.
    pub fn ground(
        &mut self,
        vars: &'a [Variable],
        condition: &'a Condition,
        env: &Rc<Env>,
    ) -> Result<NodeId, EngineError> {
        self.join.step()?;
        let test = match &condition.test {
            Test::Sentence(literal) => self.ground_literal(literal, env),
            Test::Position { position, negated } => GroundTest::Position(*position, *negated),
            Test::Same { left, right, negated } => GroundTest::Known((get(env, *left) == get(env, *right)) != *negated),
            Test::IsKind { var, kinds, negated, .. } => {
                GroundTest::Known(get(env, *var).is_some_and(|t| self.join.facts.fits(t, *kinds)) != *negated)
            }
            Test::BoundBy { actor, source, act, negated } => {
                let date = date_of(self.join.facts.record, act.and_then(|a| get(env, a)));
                match (get(env, *actor), self.citation(*source)) {
                    (Some(actor), Some(citation)) => {
                        let bound = self.bound_by(citation, None, actor, env, date)?;
                        GroundTest::BoundBy(Box::new(bound), *negated)
                    }
                    _ => GroundTest::Known(*negated),
                }
            }
            Test::Breaches { norm, args, negated } => {
                let args: Vec<Option<TermId>> = args.iter().map(|a| a.and_then(|v| get(env, v))).collect();
                GroundTest::Breaches(*norm, self.matching(*norm, &args), *negated)
            }
            Test::WouldBeWrongful { act, actor, negated } => {
                GroundTest::WouldBeWrongful(self.in_place_of(get(env, *act), get(env, *actor))?, *negated)
            }
            Test::Compare { measure, comparison, with, negated } => GroundTest::Compare {
                left: self.side(measure, env),
                comparison: *comparison,
                right: match with {
                    Operand::Value(quantity) => Side::Fixed(Some(quantity.value)),
                    Operand::Measure(measure) => self.side(measure, env),
                },
                negated: *negated,
            },
            Test::All(parts) => GroundTest::All(self.ground_all(vars, parts, env)?),
            Test::Any(parts) => GroundTest::Any(self.ground_parts(vars, parts, env)?),
            Test::None(parts) => GroundTest::None(self.ground_parts(vars, parts, env)?),
            Test::AtLeast(n, parts) => GroundTest::AtLeast(*n, self.ground_parts(vars, parts, env)?),
            Test::Some(bound, body) => GroundTest::Some(self.ground_rows(vars, bound, body, env)?),
            Test::No(bound, body) => GroundTest::No(self.ground_rows(vars, bound, body, env)?),
            Test::Every(bound, body, then) => {
                let mut rows = Vec::new();
                for (row, inner) in self.rows(vars, bound, body, env)? {
                    let first = self.ground(vars, body, &inner)?;
                    rows.push((row, first, self.ground(vars, then, &inner)?));
                }
                GroundTest::Every(rows)
            }
        };
        Ok(self.node(test, condition, Rc::clone(env)))
    }

    fn ground_literal(&mut self, literal: &'a Literal, env: &Env) -> GroundTest<'a> {
        match self.join.instantiate(literal, env) {
            Some(ground) if self.join.well_typed(&ground) => GroundTest::Atom(self.atom(ground), literal.negated),
            Some(ground) => GroundTest::IllTyped(ground, literal.negated),
            None => GroundTest::Known(literal.negated),
        }
    }

    /// The parts of an `all of`; if one of them is false by silence alone, just that one.
    fn ground_all(
        &mut self,
        vars: &'a [Variable],
        parts: &'a [Condition],
        env: &Rc<Env>,
    ) -> Result<Vec<NodeId>, EngineError> {
        for part in parts {
            if self.join.fails_by_silence(part, env) {
                return Ok(vec![self.ground(vars, part, env)?]);
            }
        }
        self.ground_parts(vars, parts, env)
    }

    fn ground_parts(
        &mut self,
        vars: &'a [Variable],
        parts: &'a [Condition],
        env: &Rc<Env>,
    ) -> Result<Vec<NodeId>, EngineError> {
        parts.iter().map(|p| self.ground(vars, p, env)).collect()
    }

    fn ground_rows(
        &mut self,
        vars: &'a [Variable],
        bound: &'a [VarId],
        body: &'a Condition,
        env: &Rc<Env>,
    ) -> Result<Vec<(Row, NodeId)>, EngineError> {
        let rows = self.rows(vars, bound, body, env)?;
        rows.into_iter().map(|(row, inner)| Ok((row, self.ground(vars, body, &inner)?))).collect()
    }

    /// The values of bound variables that could satisfy a body, with the whole environment of each.
    fn rows(
        &mut self,
        vars: &'a [Variable],
        bound: &'a [VarId],
        body: &'a Condition,
        env: &Env,
    ) -> Result<Vec<(Row, Rc<Env>)>, EngineError> {
        let mut open = env.clone();
        for var in bound {
            if let Some(slot) = open.get_mut(var.index()) {
                *slot = None;
            }
        }
        let rows = self.join.candidates(vars, bound, &[body], &open)?;
        Ok(rows
            .into_iter()
            .map(|row| {
                let mut inner = open.clone();
                for (var, term) in bound.iter().zip(&row) {
                    if let Some(slot) = inner.get_mut(var.index()) {
                        *slot = Some(*term);
                    }
                }
                (row, Rc::new(inner))
            })
            .collect())
    }

    /// One side of a comparison.
    fn side(&mut self, measure: &Measure, env: &Env) -> Side {
        match measure {
            Measure::Declared { sentence, args } => {
                let literal = Literal { sentence: *sentence, args: args.clone(), negated: false };
                self.join.instantiate(&literal, env).map_or(Side::Fixed(None), Side::Measure)
            }
            Measure::DateOf(act) => Side::Fixed(date_of(self.join.facts.record, get(env, *act)).map(days)),
        }
    }

    /// The norms that somebody else may breach by an act, with what binds the actor put in the other's place.
    fn in_place_of(
        &mut self,
        act: Option<TermId>,
        actor: Option<TermId>,
    ) -> Result<Vec<(InstanceId, Vec<Bound<'a>>)>, EngineError> {
        let (Some(act), Some(actor)) = (act, actor) else { return Ok(Vec::new()) };
        let instances = self.graph.by_act.get(&act).cloned().unwrap_or_default();
        let mut list = Vec::new();
        for id in instances {
            let Some(instance) = self.graph.instance(id) else { continue };
            let (provision_id, args) = (instance.provision, instance.args.clone());
            let Some(norm) = self.provision(provision_id) else { continue };
            let fits = norm.vars.first().is_some_and(|v| self.join.facts.fits(actor, v.kinds));
            if args.first() == Some(&actor) || !fits {
                continue;
            }
            let mut env = full_env(norm, &args);
            if let Some(slot) = env.first_mut() {
                *slot = Some(actor);
            }
            let date = date_of(self.join.facts.record, Some(act));
            list.push((id, self.bound(norm, actor, &env, date)?));
        }
        Ok(list)
    }

    fn citation(&self, source: SourceId) -> Option<&'a Citation> {
        self.join.plan.citations.get(source.index())
    }
}

/// The environment of an instance: its own variables known, inner ones open.
pub fn full_env(provision: &Provision, args: &[TermId]) -> Env {
    let mut env: Env = args.iter().copied().map(Some).collect();
    env.resize(provision.vars.len(), None);
    env
}

/// A date as a quantity: days since 1970-01-01.
pub fn days(date: Date) -> i128 {
    let epoch = jiff::civil::date(1970, 1, 1);
    i128::from(date.duration_since(epoch).as_hours() / 24)
}

fn used_vars(condition: &Condition, most: usize) -> SmallVec<[usize; 8]> {
    let mut vars = SmallVec::new();
    visit(condition, &mut |v| {
        if v.index() < most && !vars.contains(&v.index()) {
            vars.push(v.index());
        }
    });
    vars
}

fn bound_vars(condition: &Condition) -> SmallVec<[usize; 8]> {
    let mut vars = SmallVec::new();
    let mut stack = vec![condition];
    while let Some(c) = stack.pop() {
        match &c.test {
            Test::All(parts) | Test::Any(parts) | Test::None(parts) | Test::AtLeast(_, parts) => stack.extend(parts),
            Test::Some(bound, body) | Test::No(bound, body) => {
                vars.extend(bound.iter().map(|v| v.index()));
                stack.push(body);
            }
            Test::Every(bound, body, then) => {
                vars.extend(bound.iter().map(|v| v.index()));
                stack.extend([&**body, &**then]);
            }
            Test::Sentence(_)
            | Test::Position { .. }
            | Test::Same { .. }
            | Test::IsKind { .. }
            | Test::BoundBy { .. }
            | Test::Breaches { .. }
            | Test::WouldBeWrongful { .. }
            | Test::Compare { .. } => {}
        }
    }
    vars
}

/// Visits every variable that a condition mentions.
fn visit(condition: &Condition, see: &mut impl FnMut(VarId)) {
    let mut stack = vec![condition];
    while let Some(c) = stack.pop() {
        match &c.test {
            Test::Sentence(l) => {
                let mut vars = Vec::new();
                super::plan::literal_vars(l, &mut vars);
                vars.into_iter().for_each(&mut *see);
            }
            Test::Same { left, right, .. } => [*left, *right].into_iter().for_each(&mut *see),
            Test::IsKind { var, .. } => see(*var),
            Test::BoundBy { actor, act, .. } => [Some(*actor), *act].into_iter().flatten().for_each(&mut *see),
            Test::Breaches { args, .. } => args.iter().flatten().copied().for_each(&mut *see),
            Test::WouldBeWrongful { act, actor, .. } => [*act, *actor].into_iter().for_each(&mut *see),
            Test::Compare { measure, with, .. } => {
                visit_measure(measure, see);
                if let Operand::Measure(m) = with {
                    visit_measure(m, see);
                }
            }
            Test::All(parts) | Test::Any(parts) | Test::None(parts) | Test::AtLeast(_, parts) => stack.extend(parts),
            Test::Some(_, body) | Test::No(_, body) => stack.push(body),
            Test::Every(_, body, then) => stack.extend([&**body, &**then]),
            Test::Position { .. } => {}
        }
    }
}

fn visit_measure(measure: &Measure, see: &mut impl FnMut(VarId)) {
    match measure {
        Measure::Declared { args, sentence } => {
            let literal = Literal { sentence: *sentence, args: args.clone(), negated: false };
            let mut vars = Vec::new();
            super::plan::literal_vars(&literal, &mut vars);
            vars.into_iter().for_each(see);
        }
        Measure::DateOf(v) => see(*v),
    }
}
