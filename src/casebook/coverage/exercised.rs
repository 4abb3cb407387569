//! What a case exercises: the instances on which its verdicts and expectations rest and on which the record bears. Knows
//! nothing of how they come out.

use rustc_hash::FxHashSet;

use super::trial::{Asked, Trial};
use crate::engine::Evaluation;
use crate::engine::graph::{AtomId, GroundTest, InstanceId, Mode, NodeId};
use crate::engine::values::{Place, Reach};
use crate::opinion::view::Seen;

/// An instance that a case exercises.
#[derive(Debug, Clone, Copy)]
pub(super) struct Visit {
    /// The instance, as it is asked for.
    pub(super) asked: Asked,
    /// Of a presumption: the sentence it fills in, and whether its negation is presumed.
    pub(super) of: Option<(AtomId, bool)>,
}

/// What the walk goes on from.
enum Next {
    Instance(Visit),
    Node(NodeId, Place),
    Atom(AtomId, Place),
}

/// Everything that is exercised: what the norm instances that are not idle, and these sentences and norms, rest on.
pub(super) fn find(seen: &mut Seen<'_, '_>, sentences: &[AtomId], norms: &[InstanceId]) -> Vec<Visit> {
    let live = seen.evaluation.norm_instances().into_iter().chain(norms.iter().copied());
    let roots = live.map(|i| Next::Instance(Visit { asked: Asked::plainly(i, Place::ORDINARY), of: None }));
    let mut stack: Vec<Next> = roots.collect();
    stack.extend(sentences.iter().map(|a| Next::Atom(*a, Place::ORDINARY)));
    stack.reverse();
    let trial = Trial::new(seen);
    let mut walk = Walk { trial, stack, found: Vec::new(), met: Met::default() };
    while let Some(next) = walk.stack.pop() {
        match next {
            Next::Instance(visit) => walk.instance(visit),
            Next::Node(node, place) => walk.node(node, place),
            Next::Atom(atom, place) => walk.atom(atom, place),
        }
    }
    walk.found
}

#[derive(Default)]
struct Met {
    instances: FxHashSet<Asked>,
    nodes: FxHashSet<(NodeId, Place)>,
    atoms: FxHashSet<(AtomId, Place)>,
}

struct Walk<'s, 'v, 'a> {
    trial: Trial<'s, 'v, 'a>,
    stack: Vec<Next>,
    found: Vec<Visit>,
    met: Met,
}

/// Whether the record bears on something.
pub(super) fn raised(reach: Reach) -> bool {
    reach.possible && (reach.touched || !reach.open)
}

/// Whether the record bears on an instance; of norms, whether it is not idle.
pub(super) fn exercised(evaluation: &Evaluation<'_>, id: InstanceId, place: Place) -> bool {
    let Some(provision) = evaluation.provision(id) else { return false };
    let Some(state) = evaluation.values().instances.get(id.index()) else { return false };
    let in_force = evaluation.graph().instance(id).is_some_and(|i| i.in_force);
    let bears = if provision.is_norm() { !state.idle } else { in_force && raised(state.reach) };
    bears && evaluation.values().instance(id, place).is_some()
}

impl Walk<'_, '_, '_> {
    fn evaluation(&self) -> &Evaluation<'_> {
        self.trial.seen.evaluation
    }

    fn instance(&mut self, visit: Visit) {
        let Asked { id, place, .. } = visit.asked;
        if !exercised(self.evaluation(), id, place) || !self.met.instances.insert(visit.asked) {
            return;
        }
        let evaluation = &*self.trial.seen.evaluation;
        let (Some(provision), Some(instance)) = (evaluation.provision(id), evaluation.graph().instance(id)) else {
            return;
        };
        let inner = place.strict_if(provision.without_presumptions);
        self.found.push(visit);
        let reach = |n: &NodeId| evaluation.values().nodes.get(n.index()).map(|s| s.reach).unwrap_or_default();
        let mut nodes: Vec<NodeId> = instance.applies.into_iter().chain(instance.when).collect();
        nodes.extend(instance.unless.iter().filter(|n| raised(reach(n))));
        nodes.extend(instance.bound.iter().flat_map(|b| b.nodes()));
        let mut next: Vec<Next> = nodes.into_iter().map(|n| Next::Node(n, inner)).collect();
        for exception in &instance.exceptions {
            let asked = self.trial.exception(&visit.asked, *exception);
            next.extend(asked.map(|asked| Next::Instance(Visit { asked, of: None })));
        }
        for stronger in &instance.defeated_by {
            next.push(Next::Instance(Visit { asked: Asked::plainly(*stronger, inner), of: None }));
        }
        self.stack.extend(next.into_iter().rev());
    }

    fn node(&mut self, id: NodeId, place: Place) {
        let evaluation = &*self.trial.seen.evaluation;
        let possible = evaluation.values().nodes.get(id.index()).is_some_and(|n| n.reach.possible);
        let Some(node) = evaluation.graph().node(id).filter(|_| possible) else { return };
        if !self.met.nodes.insert((id, place)) {
            return;
        }
        let plainly = |i: &InstanceId| Next::Instance(Visit { asked: Asked::plainly(*i, place), of: None });
        let mut next: Vec<Next> = match &node.test {
            GroundTest::Atom(atom, _) => vec![Next::Atom(*atom, place)],
            GroundTest::Breaches(_, instances, _) => instances.iter().map(plainly).collect(),
            GroundTest::WouldBeWrongful(list, _) => list.iter().map(|(i, _)| plainly(i)).collect(),
            GroundTest::IllTyped(..)
            | GroundTest::Position(..)
            | GroundTest::Known(_)
            | GroundTest::BoundBy(..)
            | GroundTest::Compare { .. }
            | GroundTest::All(_)
            | GroundTest::Any(_)
            | GroundTest::None(_)
            | GroundTest::AtLeast(..)
            | GroundTest::Some(_)
            | GroundTest::No(_)
            | GroundTest::Every(_) => Vec::new(),
        };
        next.extend(evaluation.graph().children(id).into_iter().map(|n| Next::Node(n, place)));
        self.stack.extend(next.into_iter().rev());
    }

    fn atom(&mut self, id: AtomId, place: Place) {
        if !self.met.atoms.insert((id, place)) {
            return;
        }
        let evaluation = &*self.trial.seen.evaluation;
        let Some(atom) = evaluation.graph().atom(id) else { return };
        let found = evaluation.facts().is_found(&atom.ground);
        let mut next: Vec<Next> = Vec::new();
        if !found {
            let lists = [&atom.rules, &atom.norms, &atom.against, &atom.norms_against];
            let rules = lists.into_iter().flatten();
            next.extend(rules.map(|i| Next::Instance(Visit { asked: Asked::plainly(*i, place), of: None })));
        }
        if place.mode == Mode::Ordinary {
            for (presumption, negated) in &atom.presumptions {
                let Some(provision) = evaluation.provision(*presumption) else { continue };
                let standard = provision.rebuttal.unwrap_or(evaluation.rebuttal());
                let asked = Asked::presumption(*presumption, place, standard);
                next.push(Next::Instance(Visit { asked, of: Some((id, *negated)) }));
            }
        }
        self.stack.extend(next.into_iter().rev());
    }
}
