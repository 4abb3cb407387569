//! The value of a provision's instance at a standpoint, as it is and as it would be if one part were otherwise (semantics
//! §§ 5–7, 9). Knows nothing of what is counted.

use rustc_hash::FxHashMap;

use super::parts::{Root, Spot};
use crate::engine::diagram::{Diagram, Value};
use crate::engine::effects::{self, Level};
use crate::engine::graph::{AtomId, GroundTest, InstanceId, Mode, NodeId};
use crate::engine::values::Place;
use crate::opinion::model::Mark;
use crate::opinion::view::Seen;
use crate::rulebook::model::{Provision, ProvisionId, ProvisionKind, Standard};

/// An instance, and how it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Asked {
    pub(super) id: InstanceId,
    pub(super) place: Place,
    /// On whose side the burden lies.
    pub(super) level: Level,
    /// The rebuttal standard that an exception takes from what it excepts.
    pub(super) standard: Option<Standard>,
    /// The standard at which all of it is taken, if not that of the standpoint.
    pub(super) fixed: Option<Standard>,
}

impl Asked {
    /// A rule or norm, asked for by itself.
    pub(super) fn plainly(id: InstanceId, place: Place) -> Self {
        Asked { id, place, level: Level::Standpoint, standard: None, fixed: None }
    }

    /// A presumption.
    pub(super) fn presumption(id: InstanceId, place: Place, standard: Standard) -> Self {
        Asked { id, place, level: Level::Rebuttal, standard: Some(standard), fixed: Some(standard) }
    }
}

/// One part taken otherwise than it is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Change<'s> {
    /// A condition with this value.
    Condition(&'s Spot, Value),
    /// Whether some source binds.
    Binding(Value),
    /// Without this named exception.
    Without(InstanceId),
    /// Without the priority of this provision.
    Equal(ProvisionId),
}

/// How conditions are read: at which place, and at which standard instead of that of the standpoint.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading {
    place: Place,
    first: Option<Standard>,
    then: Option<Standard>,
}

/// Values at one standpoint.
#[derive(Debug)]
pub(super) struct Trial<'s, 'v, 'a> {
    pub(super) seen: &'s mut Seen<'v, 'a>,
    here: FxHashMap<Diagram, Diagram>,
}

/// What an instance takes from how it is asked for: the readings of its conditions and of its exceptions.
struct Terms<'a> {
    provision: &'a Provision,
    inner: Place,
    standard: Standard,
    fixed: Option<Standard>,
    own: Reading,
    other: Level,
    /// Whether exceptions must be refuted.
    strict: bool,
    exceptions: Reading,
}

impl<'s, 'v, 'a> Trial<'s, 'v, 'a> {
    pub(super) fn new(seen: &'s mut Seen<'v, 'a>) -> Self {
        Trial { seen, here: FxHashMap::default() }
    }

    /// A function once everything that the standpoint fixes is fixed.
    fn restricted(&mut self, diagram: Diagram) -> Diagram {
        if diagram.is_constant() {
            return diagram;
        }
        if let Some(known) = self.here.get(&diagram) {
            return *known;
        }
        let found = self.seen.evaluation.space.diagrams.restrict_all(diagram, &self.seen.assignment);
        self.here.insert(diagram, found);
        found
    }

    /// A value at the standpoint, or at other standards than its own: the first that is given counts.
    fn at(&mut self, value: Value, reading: Reading) -> Value {
        let value = match reading.first.or(reading.then) {
            Some(standard) => self.seen.evaluation.space.at_standard(value, standard),
            None => value,
        };
        Value { holds: self.restricted(value.holds), fails: self.restricted(value.fails) }
    }

    /// How a value stands.
    pub(super) fn mark(&mut self, value: Value) -> Mark {
        self.seen.mark(value, None)
    }

    fn terms(&self, asked: &Asked) -> Option<Terms<'a>> {
        let provision = self.seen.evaluation.provision(asked.id)?;
        let inner = asked.place.strict_if(provision.without_presumptions);
        let standard = provision.rebuttal.or(asked.standard).unwrap_or(self.seen.evaluation.rebuttal());
        let other = asked.level.of_exceptions(provision.kind == ProvisionKind::Presumption);
        let rebuttal = |level: Level, strict: bool| (level == Level::Rebuttal && !strict).then_some(standard);
        // One that does without presumptions, within one that does not, is taken as a whole at the standard it is asked for.
        let whole = inner.mode == Mode::Strict && asked.place.mode != Mode::Strict;
        let fixed = whole.then(|| rebuttal(asked.level, false)).flatten().or(asked.fixed);
        let strict = inner.mode == Mode::Strict;
        Some(Terms {
            provision,
            inner,
            standard,
            fixed,
            own: Reading { place: inner, first: rebuttal(asked.level, asked.place.mode == Mode::Strict), then: fixed },
            other,
            strict,
            exceptions: Reading { place: inner, first: rebuttal(other, strict), then: fixed },
        })
    }

    /// How the condition at a spot is read: as a condition or as an `unless`.
    pub(super) fn reading(&self, asked: &Asked, root: Root) -> Option<Reading> {
        let terms = self.terms(asked)?;
        Some(if matches!(root, Root::Unless(_)) { terms.exceptions } else { terms.own })
    }

    /// The value of a condition.
    pub(super) fn node(&mut self, node: NodeId, reading: Reading) -> Value {
        let value = self.seen.evaluation.values().node(node, reading.place);
        self.at(value, reading)
    }

    /// Whether some source binds the addressee.
    pub(super) fn bound(&mut self, asked: &Asked) -> Option<Value> {
        let terms = self.terms(asked)?;
        let bound = self.seen.evaluation.values().instance(asked.id, asked.place)?.bound;
        Some(self.at(bound, terms.own))
    }

    /// Whether the norm binds and applies.
    pub(super) fn applicable(&mut self, asked: &Asked) -> Option<Value> {
        let terms = self.terms(asked)?;
        let applicable = self.seen.evaluation.values().instance(asked.id, asked.place)?.applicable;
        Some(self.at(applicable, terms.own))
    }

    /// The value of a sentence as a condition reads it: as it is without one of its presumptions.
    pub(super) fn without(&mut self, atom: AtomId, presumption: ProvisionId, reading: Reading) -> Option<Value> {
        let evaluation = &*self.seen.evaluation;
        let parts = evaluation.graph().atom(atom)?;
        let crossroads = evaluation.rulebook().sentences.get(parts.ground.sentence.index())?.crossroads;
        let (ground, presumptions) = (parts.ground.clone(), parts.presumptions.clone());
        let place = Place { mode: Mode::Ordinary, ..reading.place };
        let mut value =
            evaluation.values().atoms.get(atom.index())?.unpresumed.get(place.index()).copied().flatten()?;
        for (id, negated) in presumptions {
            let provision = self.seen.evaluation.provision(id)?;
            if self.seen.evaluation.graph().instance(id).is_none_or(|i| i.provision == presumption) {
                continue;
            }
            let standard = provision.rebuttal.unwrap_or(self.seen.evaluation.rebuttal());
            let basis = self.seen.evaluation.values().instance(id, place)?.result;
            value = effects::presumed(&mut self.seen.evaluation.space, value, basis, negated, standard);
        }
        if crossroads {
            value = effects::parted(&mut self.seen.evaluation.space, value, &ground);
        }
        Some(self.at(value, reading))
    }

    /// The value of a sentence as it is.
    pub(super) fn sentence(&mut self, atom: AtomId, reading: Reading) -> Value {
        let value = self.seen.evaluation.values().atom(atom, reading.place);
        self.at(value, reading)
    }

    /// The value of a sentence before its presumptions, at a presumption's standard.
    pub(super) fn unpresumed(&mut self, atom: AtomId, reading: Reading) -> Option<Value> {
        let state = self.seen.evaluation.values().atoms.get(atom.index())?;
        let value = state.unpresumed.get(reading.place.index()).copied().flatten()?;
        Some(self.at(value, reading))
    }

    /// A reading at the standard of the standpoint, or at this one.
    pub(super) fn plain_reading(place: Place, standard: Option<Standard>) -> Reading {
        Reading { place, first: standard, then: None }
    }

    /// What the engine found, read as it is asked for.
    #[cfg(test)]
    pub(super) fn at_asked(&mut self, value: Value, asked: &Asked) -> Value {
        self.at(value, Reading { place: asked.place, first: asked.fixed, then: None })
    }

    /// The value of an instance: its conditions followed by its exceptions, with at most one part changed.
    pub(super) fn result(&mut self, asked: &Asked, change: Option<Change<'_>>) -> Option<Value> {
        let terms = self.terms(asked)?;
        let instance = self.seen.evaluation.graph().instance(asked.id)?;
        let (applies, when, in_force) = (instance.applies, instance.when, instance.in_force);
        let mut value = match when {
            Some(node) => self.condition(node, Root::When, terms.own, change),
            None => Value::ESTABLISHED,
        };
        if terms.provision.is_norm() {
            let bound = match change {
                Some(Change::Binding(to)) => to,
                _ => self.bound(asked)?,
            };
            let applies = match applies {
                Some(node) => self.condition(node, Root::Applies, terms.own, change),
                None => Value::ESTABLISHED,
            };
            let d = &mut self.seen.evaluation.space.diagrams;
            let applicable = d.both(bound, applies);
            value = d.both(applicable, value);
        } else if !in_force {
            return Some(Value::REFUTED);
        }
        value = self.after_unless(asked, &terms, value, change)?;
        value = self.after_named(asked, &terms, value, change)?;
        self.after_priorities(asked, &terms, value, change)
    }

    fn unless(&mut self, value: Value, exception: Value, strict: bool) -> Value {
        effects::unless(&mut self.seen.evaluation.space.diagrams, value, exception, strict)
    }

    fn after_unless(
        &mut self,
        asked: &Asked,
        terms: &Terms<'a>,
        mut value: Value,
        change: Option<Change<'_>>,
    ) -> Option<Value> {
        let unless = self.seen.evaluation.graph().instance(asked.id)?.unless.clone();
        for (i, node) in unless.into_iter().enumerate() {
            let exception = self.condition(node, Root::Unless(i), terms.exceptions, change);
            value = self.unless(value, exception, terms.strict);
        }
        Some(value)
    }

    fn after_named(
        &mut self,
        asked: &Asked,
        terms: &Terms<'a>,
        mut value: Value,
        change: Option<Change<'_>>,
    ) -> Option<Value> {
        let named = self.seen.evaluation.graph().instance(asked.id)?.exceptions.clone();
        for id in named {
            if matches!(change, Some(Change::Without(without)) if without == id) {
                continue;
            }
            let exception = self.exception(asked, id)?;
            let result = self.result(&exception, None)?;
            // Against the provision it counts as far as all of it, its own exceptions too, stands at the rebuttal standard.
            let against = match self.terms(&exception) {
                Some(own) if terms.other == Level::Rebuttal && !terms.strict => {
                    let fixed = Some(own.standard);
                    self.result(&Asked { fixed, ..exception }, None)?.holds
                }
                Some(_) | None => result.holds,
            };
            let before = value.fails;
            value = self.unless(value, result, terms.strict);
            value.fails = self.seen.evaluation.space.diagrams.or(before, against);
        }
        Some(value)
    }

    /// A named exception, asked for by what it excepts.
    pub(super) fn exception(&self, asked: &Asked, id: InstanceId) -> Option<Asked> {
        let terms = self.terms(asked)?;
        let own = self.seen.evaluation.provision(id)?;
        let level = if terms.provision.kind == ProvisionKind::Presumption { Level::Rebuttal } else { terms.other };
        let standard = own.rebuttal.unwrap_or(terms.standard);
        Some(Asked { id, place: terms.inner, level, standard: Some(standard), fixed: terms.fixed })
    }

    fn after_priorities(
        &mut self,
        asked: &Asked,
        terms: &Terms<'a>,
        mut value: Value,
        change: Option<Change<'_>>,
    ) -> Option<Value> {
        let stronger: Vec<(ProvisionId, InstanceId)> = {
            let graph = self.seen.evaluation.graph();
            let list = &graph.instance(asked.id)?.defeated_by;
            list.iter().filter_map(|i| graph.instance(*i).map(|own| (own.provision, *i))).collect()
        };
        for group in stronger.chunk_by(|a, b| a.0 == b.0) {
            let mut result = Value::REFUTED;
            for (provision, id) in group {
                if matches!(change, Some(Change::Equal(equal)) if equal == *provision) {
                    continue;
                }
                let one = self.stronger(*id, terms)?;
                result = self.seen.evaluation.space.diagrams.either(result, one);
            }
            value = self.unless(value, result, terms.strict);
        }
        Some(value)
    }

    /// The value of an instance that prevails.
    pub(super) fn prevailing(&mut self, asked: &Asked, id: InstanceId) -> Option<Value> {
        let terms = self.terms(asked)?;
        self.stronger(id, &terms)
    }

    fn stronger(&mut self, id: InstanceId, terms: &Terms<'a>) -> Option<Value> {
        if !self.seen.evaluation.provision(id)?.is_norm() {
            let fixed = terms.exceptions.first.or(terms.exceptions.then);
            return self.result(&Asked { fixed, ..Asked::plainly(id, terms.inner) }, None);
        }
        let values = self.seen.evaluation.values();
        let state = values.instances.get(id.index())?;
        let result = values.instance(id, terms.inner).map_or(Value::UNDETERMINED, |v| v.result);
        let value = match (state.reach.possible, state.untouched) {
            (false, _) => Value::REFUTED,
            (true, true) => effects::only_established(&mut self.seen.evaluation.space, result),
            (true, false) => result,
        };
        Some(self.at(value, terms.exceptions))
    }

    /// A condition, with the change if it lies in it.
    fn condition(&mut self, node: NodeId, root: Root, reading: Reading, change: Option<Change<'_>>) -> Value {
        match change {
            Some(Change::Condition(spot, to)) if spot.root == root && spot.path.first() == Some(&node) => {
                self.changed(&spot.path, to, reading)
            }
            _ => self.node(node, reading),
        }
    }

    /// The condition at the head of a path, with the one at its end changed.
    fn changed(&mut self, path: &[NodeId], to: Value, reading: Reading) -> Value {
        let (Some(node), Some(next)) = (path.first(), path.get(1)) else { return to };
        let inside = self.changed(path.get(1..).unwrap_or_default(), to, reading);
        let children = self.seen.evaluation.graph().children(*node);
        let values: Vec<Value> =
            children.into_iter().map(|c| if c == *next { inside } else { self.node(c, reading) }).collect();
        let evaluation = &mut *self.seen.evaluation;
        let Some(test) = evaluation.graph().node(*node).map(|n| Combined::of(&n.test)) else { return inside };
        test.value(&mut evaluation.space.diagrams, &values)
    }
}

/// How a block makes one value of those of its parts.
#[derive(Debug, Clone, Copy)]
enum Combined {
    All,
    Any,
    None,
    AtLeast(usize),
    Every,
}

impl Combined {
    fn of(test: &GroundTest<'_>) -> Self {
        match test {
            GroundTest::Any(_) | GroundTest::Some(_) => Combined::Any,
            GroundTest::None(_) | GroundTest::No(_) => Combined::None,
            GroundTest::AtLeast(n, _) => Combined::AtLeast(*n as usize),
            GroundTest::Every(_) => Combined::Every,
            GroundTest::All(_)
            | GroundTest::Atom(..)
            | GroundTest::IllTyped(..)
            | GroundTest::Position(..)
            | GroundTest::Known(_)
            | GroundTest::BoundBy(..)
            | GroundTest::Compare { .. }
            | GroundTest::Breaches(..)
            | GroundTest::WouldBeWrongful(..) => Combined::All,
        }
    }

    fn value(self, d: &mut crate::engine::diagram::Diagrams, parts: &[Value]) -> Value {
        match self {
            Combined::All => parts.iter().fold(Value::ESTABLISHED, |all, p| d.both(all, *p)),
            Combined::Any => parts.iter().fold(Value::REFUTED, |any, p| d.either(any, *p)),
            Combined::None => parts.iter().fold(Value::REFUTED, |any, p| d.either(any, *p)).negated(),
            Combined::AtLeast(n) => d.at_least(n, parts),
            Combined::Every => parts.chunks(2).fold(Value::ESTABLISHED, |every, pair| match pair {
                [first, then] => {
                    let one = d.either(first.negated(), *then);
                    d.both(every, one)
                }
                _ => every,
            }),
        }
    }
}
