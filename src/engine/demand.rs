//! What has to be made before a sentence or norm can be valued: walks down from what is asked, without recursion, and
//! sorts what it finds so that everything comes after what it rests on. Knows nothing of values.

use super::error::EngineError;
use super::graph::{AtomId, GroundTest, InstanceId, Mode, NodeId};
use super::ground::Grounder;
use super::values::{AtomState, InstanceState, Values};

/// Something that is valued: a sentence, or an instance of a norm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// A ground sentence with its rules.
    Atom(AtomId),
    /// An instance; those of rules are valued with their sentence, exceptions with what they except.
    Instance(InstanceId),
}

/// What was newly asked for: units of one stratum, lowest stratum first.
#[derive(Debug, Default)]
pub struct Order {
    /// The strata that have units.
    pub strata: Vec<Stratum>,
}

/// The units of one stratum.
#[derive(Debug)]
pub struct Stratum {
    /// Its number in the rulebook.
    pub number: u32,
    /// Whether its units may rest on each other.
    pub recursive: bool,
    /// The units, each with a mode in which it is asked for.
    pub units: Vec<(Unit, Mode)>,
}

struct Walk<'g, 'a> {
    grounder: &'g mut Grounder<'a>,
    values: &'g mut Values,
    stack: Vec<(Unit, Mode)>,
    seen: Vec<(u32, Unit, Mode)>,
}

/// Makes everything that the roots rest on and has not been made before.
pub fn demand<'a>(
    grounder: &mut Grounder<'a>,
    values: &mut Values,
    roots: impl IntoIterator<Item = (Unit, Mode)>,
) -> Result<Order, EngineError> {
    let mut walk = Walk { grounder, values, stack: roots.into_iter().collect(), seen: Vec::new() };
    walk.stack.reverse();
    while let Some((unit, mode)) = walk.stack.pop() {
        if walk.ask(unit, mode) {
            walk.expand(unit, mode)?;
        }
    }
    let mut seen = walk.seen;
    seen.sort_by_key(|(stratum, _, _)| *stratum);
    let strata = &grounder.join.rulebook.strata;
    let mut order = Order::default();
    for (stratum, unit, mode) in seen {
        match order.strata.last_mut() {
            Some(last) if last.number == stratum => last.units.push((unit, mode)),
            _ => {
                let recursive = strata.recursive.get(stratum as usize).copied().unwrap_or(false);
                order.strata.push(Stratum { number: stratum, recursive, units: vec![(unit, mode)] });
            }
        }
    }
    let graph = &grounder.graph;
    values.atoms.resize_with(graph.atoms.len(), AtomState::default);
    values.nodes.resize_with(graph.nodes.len(), Default::default);
    values.instances.resize_with(graph.instances.len(), InstanceState::default);
    Ok(order)
}

impl Walk<'_, '_> {
    /// Marks a unit as asked for; whether it is new.
    fn ask(&mut self, unit: Unit, mode: Mode) -> bool {
        let asked = match unit {
            Unit::Atom(id) => {
                if self.values.atoms.len() <= id.index() {
                    self.values.atoms.resize_with(self.grounder.graph.atoms.len(), AtomState::default);
                }
                self.values.atoms.get_mut(id.index()).map(|a| &mut a.asked)
            }
            Unit::Instance(id) => {
                if self.values.instances.len() <= id.index() {
                    self.values.instances.resize_with(self.grounder.graph.instances.len(), InstanceState::default);
                }
                self.values.instances.get_mut(id.index()).map(|i| &mut i.asked)
            }
        };
        let Some(slot) = asked.and_then(|a| a.get_mut(usize::from(mode == Mode::Strict))) else { return false };
        !std::mem::replace(slot, true)
    }

    fn expand(&mut self, unit: Unit, mode: Mode) -> Result<(), EngineError> {
        match unit {
            Unit::Atom(id) => self.expand_atom(id, mode),
            Unit::Instance(id) => self.expand_instance(id, mode),
        }
    }

    fn expand_atom(&mut self, id: AtomId, mode: Mode) -> Result<(), EngineError> {
        self.grounder.expand_atom(id)?;
        let Some(atom) = self.grounder.graph.atom(id) else { return Ok(()) };
        let stratum = self.grounder.join.rulebook.strata.of_sentence.get(atom.ground.sentence.index()).copied();
        self.seen.push((stratum.unwrap_or(0), Unit::Atom(id), mode));
        let lists = [&atom.rules, &atom.against, &atom.norms, &atom.norms_against];
        self.stack.extend(lists.into_iter().flatten().map(|i| (Unit::Instance(*i), mode)));
        // In strict mode they are not applied, but whether they could be bears on what is reported.
        self.stack.extend(atom.presumptions.iter().map(|(i, _)| (Unit::Instance(*i), mode)));
        Ok(())
    }

    fn expand_instance(&mut self, id: InstanceId, mode: Mode) -> Result<(), EngineError> {
        self.grounder.expand_instance(id)?;
        let graph = &self.grounder.graph;
        let Some(instance) = graph.instance(id) else { return Ok(()) };
        let Some(provision) = self.grounder.provision(instance.provision) else { return Ok(()) };
        if provision.is_norm() {
            let stratum = self.grounder.join.rulebook.strata.of_provision.get(instance.provision.index()).copied();
            self.seen.push((stratum.unwrap_or(0), Unit::Instance(id), mode));
        }
        let mode = if provision.without_presumptions { Mode::Strict } else { mode };
        let below = instance.exceptions.iter().chain(&instance.defeated_by);
        self.stack.extend(below.map(|i| (Unit::Instance(*i), mode)));
        let mut nodes: Vec<NodeId> =
            instance.when.into_iter().chain(instance.applies).chain(instance.unless.iter().copied()).collect();
        nodes.extend(instance.bound.iter().flat_map(|b| b.nodes()));
        while let Some(node) = nodes.pop() {
            match graph.node(node).map(|n| &n.test) {
                Some(GroundTest::Atom(atom, _)) => self.stack.push((Unit::Atom(*atom), mode)),
                Some(GroundTest::Breaches(_, instances, _)) => {
                    self.stack.extend(instances.iter().map(|i| (Unit::Instance(*i), mode)));
                }
                Some(GroundTest::WouldBeWrongful(list, _)) => {
                    self.stack.extend(list.iter().map(|(i, _)| (Unit::Instance(*i), mode)));
                    nodes.extend(graph.children(node));
                }
                _ => nodes.extend(graph.children(node)),
            }
        }
        Ok(())
    }
}
