//! Values of sentences, conditions and instances (semantics §§ 2–9). Works stratum by stratum: reach first, then values;
//! a recursive stratum is repeated until nothing changes, for-sides from nothing up, against-sides from everything down.

use rustc_hash::FxHashMap;

use super::demand::{Order, Stratum, Unit};
use super::diagram::{Diagram, Value};
use super::effects::{self, Level};
use super::error::{EngineError, Limits};
use super::facts::{Facts, Side};
use super::graph::{AtomId, BindingStatus, Bound, Graph, GroundTest, InstanceId, Mode, NodeId};
use super::standpoint::Space;
use super::values::{InstanceValue, Place, Values};
use crate::rulebook::model::{Comparison, Provision, ProvisionKind, Rulebook, Standard};

/// Computes values over a finished part of the graph.
pub struct Evaluator<'e, 'a> {
    /// The rules.
    pub rulebook: &'a Rulebook,
    /// The graph.
    pub graph: &'e Graph<'a>,
    /// The record.
    pub facts: &'e Facts<'a>,
    /// The diagrams.
    pub space: &'e mut Space,
    /// What has been computed.
    pub values: &'e mut Values,
    /// Limits.
    pub limits: Limits,
    /// The standard for rebuttals where no provision says otherwise.
    pub rebuttal: Standard,
}

impl<'a> Evaluator<'_, 'a> {
    /// Values everything in the order, once as recorded or once with what was not shown dismissed.
    pub fn run(&mut self, order: &Order, dismissed: bool) -> Result<(), EngineError> {
        for Stratum { recursive, units, .. } in &order.strata {
            if !dismissed {
                self.reach_of(units, *recursive);
            }
            let units: Vec<(Unit, Place)> =
                units.iter().map(|(u, mode)| (*u, Place { mode: *mode, dismissed })).collect();
            if *recursive {
                self.recursive(&units)?;
            } else {
                for (unit, place) in &units {
                    self.value(*unit, *place);
                }
            }
            if !dismissed {
                self.mark_idle(&units);
            }
            self.check_limit()?;
        }
        Ok(())
    }

    fn check_limit(&self) -> Result<(), EngineError> {
        if self.space.diagrams.size() > self.limits.diagram_nodes {
            return Err(EngineError::TooManyStandpoints {
                span: self.facts.record.span,
                limit: self.limits.diagram_nodes,
            });
        }
        Ok(())
    }

    fn recursive(&mut self, units: &[(Unit, Place)]) -> Result<(), EngineError> {
        let start = Value { holds: Diagram::NO, fails: Diagram::YES };
        for (unit, place) in units {
            match unit {
                Unit::Atom(id) => self.set_atom(*id, *place, start),
                Unit::Instance(id) => {
                    let nothing = InstanceValue { applicable: start, bound: start, conditions: start, result: start };
                    self.set_instance(*id, *place, nothing);
                }
            }
        }
        let users = self.users(units);
        let mut queue: std::collections::VecDeque<usize> = (0..units.len()).collect();
        let mut queued = vec![true; units.len()];
        while let Some(i) = queue.pop_front() {
            if let Some(q) = queued.get_mut(i) {
                *q = false;
            }
            let Some((unit, place)) = units.get(i).copied() else { continue };
            if self.value(unit, place) {
                for user in users.get(i).into_iter().flatten() {
                    if let Some(q) = queued.get_mut(*user)
                        && !std::mem::replace(q, true)
                    {
                        queue.push_back(*user);
                    }
                }
            }
            self.check_limit()?;
        }
        Ok(())
    }

    /// For each unit, the units of the same group that rest on it.
    fn users(&self, units: &[(Unit, Place)]) -> Vec<Vec<usize>> {
        let mut places: FxHashMap<Unit, Vec<usize>> = FxHashMap::default();
        for (i, (unit, _)) in units.iter().enumerate() {
            places.entry(*unit).or_default().push(i);
        }
        let mut users = vec![Vec::new(); units.len()];
        for (i, (unit, _)) in units.iter().enumerate() {
            for below in self.below(*unit) {
                for j in places.get(&below).into_iter().flatten() {
                    if let Some(list) = users.get_mut(*j) {
                        list.push(i);
                    }
                }
            }
        }
        users
    }

    /// The units that a unit rests on directly.
    fn below(&self, unit: Unit) -> Vec<Unit> {
        let mut found = Vec::new();
        let mut instances: Vec<InstanceId> = match unit {
            Unit::Instance(id) => vec![id],
            Unit::Atom(id) => {
                let Some(atom) = self.graph.atom(id) else { return found };
                found.extend(atom.norms.iter().chain(&atom.norms_against).map(|i| Unit::Instance(*i)));
                atom.rules
                    .iter()
                    .chain(&atom.against)
                    .copied()
                    .chain(atom.presumptions.iter().map(|(i, _)| *i))
                    .collect()
            }
        };
        while let Some(id) = instances.pop() {
            let Some(instance) = self.graph.instance(id) else { continue };
            instances.extend(&instance.exceptions);
            found.extend(instance.defeated_by.iter().map(|i| Unit::Instance(*i)));
            instances.extend(instance.defeated_by.iter().filter(|i| !self.is_norm(**i)));
            let mut nodes: Vec<NodeId> =
                instance.when.into_iter().chain(instance.applies).chain(instance.unless.iter().copied()).collect();
            nodes.extend(instance.bound.iter().flat_map(Bound::nodes));
            while let Some(node) = nodes.pop() {
                match self.graph.node(node).map(|n| &n.test) {
                    Some(GroundTest::Atom(atom, _)) => found.push(Unit::Atom(*atom)),
                    Some(GroundTest::Breaches(_, list, _)) => found.extend(list.iter().map(|i| Unit::Instance(*i))),
                    Some(GroundTest::WouldBeWrongful(list, _)) => {
                        found.extend(list.iter().map(|(i, _)| Unit::Instance(*i)));
                        nodes.extend(self.graph.children(node));
                    }
                    _ => nodes.extend(self.graph.children(node)),
                }
            }
        }
        found
    }

    pub(super) fn is_norm(&self, id: InstanceId) -> bool {
        self.graph
            .instance(id)
            .and_then(|i| self.rulebook.provisions.get(i.provision.index()))
            .is_some_and(Provision::is_norm)
    }

    /// Values one unit; whether its value changed.
    fn value(&mut self, unit: Unit, place: Place) -> bool {
        match unit {
            Unit::Atom(id) => {
                let before = self.values.atom(id, place);
                let value = self.atom(id, place);
                self.set_atom(id, place, value);
                before != value
            }
            Unit::Instance(id) => {
                let before = self.values.instance(id, place);
                let value = self.instance(id, place, Level::Standpoint, None);
                before != Some(value)
            }
        }
    }

    fn set_atom(&mut self, id: AtomId, place: Place, value: Value) {
        if let Some(slot) = self.values.atoms.get_mut(id.index()).and_then(|a| a.values.get_mut(place.index())) {
            *slot = Some(value);
        }
    }

    fn set_instance(&mut self, id: InstanceId, place: Place, value: InstanceValue) {
        if let Some(slot) = self.values.instances.get_mut(id.index()).and_then(|i| i.values.get_mut(place.index())) {
            *slot = Some(value);
        }
    }

    /// A sentence: evidence, rules, norms, negative rules, presumptions, crossroads (semantics §§ 5, 7, 8).
    fn atom(&mut self, id: AtomId, place: Place) -> Value {
        let Some(atom) = self.graph.atom(id) else { return Value::UNDETERMINED };
        let derived = if self.facts.is_found(&atom.ground) {
            self.facts.base(self.space, &atom.ground, atom.closed, place.dismissed)
        } else {
            self.derived(id, place)
        };
        if let Some(slot) = self.values.atoms.get_mut(id.index()).and_then(|a| a.unpresumed.get_mut(place.index())) {
            *slot = Some(derived);
        }
        let mut value = derived;
        if place.mode == Mode::Ordinary {
            for (instance, negated) in &atom.presumptions {
                value = self.presumed(value, *instance, *negated, place);
            }
        }
        let crossroads = self.rulebook.sentences.get(atom.ground.sentence.index()).is_some_and(|s| s.crossroads);
        if crossroads { self.parted(value, id) } else { value }
    }

    fn derived(&mut self, id: AtomId, place: Place) -> Value {
        let graph = self.graph;
        let Some(atom) = graph.atom(id) else { return Value::UNDETERMINED };
        let mut value = if atom.base {
            self.facts.base(self.space, &atom.ground, atom.closed, place.dismissed)
        } else {
            Value::REFUTED
        };
        for rule in &atom.rules {
            let rule = self.instance(*rule, place, Level::Standpoint, None).result;
            value = self.space.diagrams.either(value, rule);
        }
        for norm in &atom.norms {
            let norm = self.contribution(*norm, place);
            value = self.space.diagrams.either(value, norm);
        }
        for rule in &atom.against {
            let rule = self.instance(*rule, place, Level::Standpoint, None).result;
            value.fails = self.space.diagrams.or(value.fails, rule.holds);
        }
        for norm in &atom.norms_against {
            let norm = self.contribution(*norm, place);
            value.fails = self.space.diagrams.or(value.fails, norm.holds);
        }
        value
    }

    /// What a norm instance contributes to what rests on it: nothing if it is not possible; if the record says nothing of
    /// what a breach consists in, only what is established at some standard (semantics § 9).
    fn contribution(&mut self, id: InstanceId, place: Place) -> Value {
        let Some(state) = self.values.instances.get(id.index()) else { return Value::REFUTED };
        if !state.reach.possible {
            return Value::REFUTED;
        }
        let untouched = state.untouched;
        let result = self.values.instance(id, place).map_or(Value::UNDETERMINED, |v| v.result);
        if untouched { effects::only_established(self.space, result) } else { result }
    }

    /// Marks the norm instances that are idle, once their values are known.
    fn mark_idle(&mut self, units: &[(Unit, Place)]) {
        for (unit, place) in units {
            let Unit::Instance(id) = unit else { continue };
            if place.mode == Mode::Strict {
                continue;
            }
            let holds = self.values.instance(*id, *place).map_or(Diagram::NO, |v| v.result.holds);
            if let Some(state) = self.values.instances.get_mut(id.index()) {
                state.idle = !state.reach.possible || (state.untouched && holds == Diagram::NO);
            }
        }
    }

    /// Fills in what is still undetermined (semantics § 7).
    fn presumed(&mut self, value: Value, id: InstanceId, negated: bool, place: Place) -> Value {
        let Some(instance) = self.graph.instance(id) else { return value };
        let Some(provision) = self.rulebook.provisions.get(instance.provision.index()) else { return value };
        let standard = provision.rebuttal.unwrap_or(self.rebuttal);
        let basis = self.instance(id, place, Level::Rebuttal, Some(standard)).result;
        effects::presumed(self.space, value, basis, negated, standard)
    }

    /// Takes both branches of a crossroads, each unless the record speaks against it at any standard (semantics § 8).
    fn parted(&mut self, value: Value, id: AtomId) -> Value {
        let graph = self.graph;
        graph.atom(id).map_or(value, |atom| effects::parted(self.space, value, &atom.ground))
    }

    /// An instance: its conditions followed by its exceptions (semantics §§ 5, 6, 9). `level` is the side that bears the
    /// burden of the conditions; `standard` the rebuttal standard that an exception takes from what it excepts.
    fn instance(&mut self, id: InstanceId, place: Place, level: Level, standard: Option<Standard>) -> InstanceValue {
        let graph = self.graph;
        let none = InstanceValue {
            applicable: Value::REFUTED,
            bound: Value::REFUTED,
            conditions: Value::REFUTED,
            result: Value::REFUTED,
        };
        let Some(instance) = graph.instance(id) else { return none };
        let Some(provision) = self.rulebook.provisions.get(instance.provision.index()) else { return none };
        let inner = place.strict_if(provision.without_presumptions);
        let rebuttal = provision.rebuttal.or(standard).unwrap_or(self.rebuttal);
        let when = instance.when.map_or(Value::ESTABLISHED, |n| self.node(n, inner));
        let value = if provision.is_norm() {
            let bound = self.bound(&instance.bound, inner);
            let applies = instance.applies.map_or(Value::ESTABLISHED, |n| self.node(n, inner));
            let applicable = self.space.diagrams.both(bound, applies);
            let conditions = self.space.diagrams.both(applicable, when);
            InstanceValue { applicable, bound, conditions, result: conditions }
        } else {
            let conditions = if instance.in_force { when } else { Value::REFUTED };
            InstanceValue { applicable: Value::ESTABLISHED, bound: Value::ESTABLISHED, conditions, result: conditions }
        };
        let before = self.at_level(value.conditions, level, place.mode == Mode::Strict, rebuttal);
        let after = self.with_exceptions(id, before, inner, level, rebuttal);
        // The exceptions of a provision that is not in force are valued for the explanation only.
        let counts = instance.in_force || provision.is_norm();
        let result = if counts { after } else { Value::REFUTED };
        // One that does without presumptions, within one that does not, is taken as a whole at the standard it is asked for.
        let whole = inner.mode == Mode::Strict && place.mode != Mode::Strict;
        let result = if whole { self.at_level(result, level, false, rebuttal) } else { result };
        let value = InstanceValue { result, ..value };
        self.set_instance(id, place, value);
        value
    }

    /// A value followed by each exception in turn.
    fn with_exceptions(
        &mut self,
        id: InstanceId,
        mut value: Value,
        place: Place,
        level: Level,
        standard: Standard,
    ) -> Value {
        let graph = self.graph;
        let Some(instance) = graph.instance(id) else { return value };
        let strict = place.mode == Mode::Strict;
        let (is_presumption, other) = self.other_level(id, level);
        for node in &instance.unless {
            let exception = self.node(*node, place);
            let exception = self.at_level(exception, other, strict, standard);
            value = self.unless(value, exception, strict);
        }
        for exception in &instance.exceptions {
            let inner = if is_presumption { Level::Rebuttal } else { other };
            let own = self.graph.instance(*exception).and_then(|i| self.rulebook.provisions.get(i.provision.index()));
            let standard = own.and_then(|p| p.rebuttal).unwrap_or(standard);
            let exception = self.instance(*exception, place, inner, Some(standard)).result;
            // Against the provision it counts as far as all of it, its own exceptions too, stands at the rebuttal standard.
            let against = self.at_level(exception, other, strict, standard).holds;
            let before = value.fails;
            value = self.unless(value, exception, strict);
            value.fails = self.space.diagrams.or(before, against);
        }
        // The instances of one norm that prevails are one exception: some of them.
        let provision = |id: &InstanceId| graph.instance(*id).map(|i| i.provision);
        for defeating in instance.defeated_by.chunk_by(|a, b| provision(a) == provision(b)) {
            let mut result = Value::REFUTED;
            for id in defeating {
                let one = if self.is_norm(*id) {
                    self.contribution(*id, place)
                } else {
                    self.instance(*id, place, Level::Standpoint, None).result
                };
                result = self.space.diagrams.either(result, one);
            }
            let result = self.at_level(result, other, strict, standard);
            value = self.unless(value, result, strict);
        }
        value
    }

    /// Whether this is a presumption, and the level of the exceptions to it.
    fn other_level(&self, id: InstanceId, level: Level) -> (bool, Level) {
        let kind =
            self.graph.instance(id).and_then(|i| self.rulebook.provisions.get(i.provision.index())).map(|p| p.kind);
        let is_presumption = kind == Some(ProvisionKind::Presumption);
        (is_presumption, level.of_exceptions(is_presumption))
    }

    fn at_level(&mut self, value: Value, level: Level, strict: bool, standard: Standard) -> Value {
        if level == Level::Rebuttal && !strict { self.space.at_standard(value, standard) } else { value }
    }

    fn unless(&mut self, value: Value, exception: Value, strict: bool) -> Value {
        effects::unless(&mut self.space.diagrams, value, exception, strict)
    }

    /// Whether any source binds the addressee (semantics § 9).
    fn bound(&mut self, bounds: &[Bound<'a>], place: Place) -> Value {
        let mut value = Value::REFUTED;
        for bound in bounds {
            let one = self.bound_by(bound, place);
            value = self.space.diagrams.either(value, one);
        }
        value
    }

    fn bound_by(&mut self, bound: &Bound<'a>, place: Place) -> Value {
        let mut value = match &bound.status {
            BindingStatus::Party { .. } | BindingStatus::Custom | BindingStatus::Member { .. } => Value::ESTABLISHED,
            BindingStatus::NoDate => Value::UNDETERMINED,
            BindingStatus::NotParty
            | BindingStatus::NotYetParty { .. }
            | BindingStatus::NoLongerParty { .. }
            | BindingStatus::NotInForce { .. }
            | BindingStatus::Reserved
            | BindingStatus::Persuasive => Value::REFUTED,
        };
        for through in &bound.through {
            let mut one = self.node(through.node, place);
            if !through.certain {
                one = self.space.diagrams.both(one, Value::UNDETERMINED);
            }
            value = self.space.diagrams.either(value, one);
        }
        for scope in &bound.scopes {
            let scope = self.node(*scope, place);
            value = self.space.diagrams.both(value, scope);
        }
        value
    }

    /// A condition.
    fn node(&mut self, id: NodeId, place: Place) -> Value {
        let graph = self.graph;
        let Some(node) = graph.node(id) else { return Value::UNDETERMINED };
        let value = match &node.test {
            GroundTest::Atom(atom, negated) => self.values.atom(*atom, place).negated_if(*negated),
            GroundTest::IllTyped(_, negated) => Value::certain(*negated),
            GroundTest::Position(position, negated) => {
                let holds = self.space.position(*position);
                let fails = self.space.diagrams.not(holds);
                Value { holds, fails }.negated_if(*negated)
            }
            GroundTest::Known(yes) => Value::certain(*yes),
            GroundTest::BoundBy(bound, negated) => self.bound_by(bound, place).negated_if(*negated),
            GroundTest::Compare { left, comparison, right, negated } => {
                self.compare(left, *comparison, right).negated_if(*negated)
            }
            GroundTest::Breaches(_, instances, negated) => self.breaches(instances, place).negated_if(*negated),
            GroundTest::WouldBeWrongful(list, negated) => self.wrongful(list, place).negated_if(*negated),
            GroundTest::All(parts) => self.all(parts, place),
            GroundTest::Any(parts) => self.any(parts.iter().copied(), place),
            GroundTest::None(parts) => self.any(parts.iter().copied(), place).negated(),
            GroundTest::AtLeast(n, parts) => {
                let values: Vec<Value> = parts.iter().map(|p| self.node(*p, place)).collect();
                self.space.diagrams.at_least(*n as usize, &values)
            }
            GroundTest::Some(rows) => self.any(rows.iter().map(|(_, n)| *n), place),
            GroundTest::No(rows) => self.any(rows.iter().map(|(_, n)| *n), place).negated(),
            GroundTest::Every(rows) => {
                let mut value = Value::ESTABLISHED;
                for (_, first, then) in rows {
                    let (first, then) = (self.node(*first, place), self.node(*then, place));
                    let one = self.space.diagrams.either(first.negated(), then);
                    value = self.space.diagrams.both(value, one);
                }
                value
            }
        };
        if let Some(slot) = self.values.nodes.get_mut(id.index()).and_then(|n| n.values.get_mut(place.index())) {
            *slot = Some(value);
        }
        value
    }

    fn all(&mut self, parts: &[NodeId], place: Place) -> Value {
        let mut value = Value::ESTABLISHED;
        for part in parts {
            let part = self.node(*part, place);
            value = self.space.diagrams.both(value, part);
        }
        value
    }

    fn any(&mut self, parts: impl Iterator<Item = NodeId>, place: Place) -> Value {
        let mut value = Value::REFUTED;
        for part in parts {
            let part = self.node(part, place);
            value = self.space.diagrams.either(value, part);
        }
        value
    }

    fn breaches(&mut self, instances: &[InstanceId], place: Place) -> Value {
        let mut value = Value::REFUTED;
        for id in instances {
            let one = self.contribution(*id, place);
            value = self.space.diagrams.either(value, one);
        }
        value
    }

    fn wrongful(&mut self, list: &[(InstanceId, Vec<Bound<'a>>)], place: Place) -> Value {
        let mut value = Value::REFUTED;
        for (id, bounds) in list {
            let breached = self.contribution(*id, place);
            let bound = self.bound(bounds, place);
            let one = self.space.diagrams.both(breached, bound);
            value = self.space.diagrams.either(value, one);
        }
        value
    }

    fn compare(&mut self, left: &Side, comparison: Comparison, right: &Side) -> Value {
        match (left, right) {
            (Side::Measure(measure), Side::Fixed(Some(with))) => {
                self.facts.compare(self.space, measure, comparison, *with)
            }
            (Side::Fixed(Some(a)), Side::Fixed(Some(b))) => Value::certain(match comparison {
                Comparison::Exactly => a == b,
                Comparison::AtLeast => a >= b,
                Comparison::AtMost => a <= b,
                Comparison::LessThan => a < b,
                Comparison::MoreThan => a > b,
            }),
            (Side::Fixed(None), _) | (_, Side::Fixed(None)) => Value::UNDETERMINED,
            (Side::Fixed(Some(value)), Side::Measure(measure)) => {
                self.facts.compare(self.space, measure, comparison.reversed(), *value)
            }
            (Side::Measure(left), Side::Measure(right)) => {
                self.facts.compare_measures(self.space, left, comparison, right)
            }
        }
    }
}
