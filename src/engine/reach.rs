//! What sentences, conditions and norms rest on in the record: whether silence alone makes them false, and whether the
//! record says anything of what a breach consists in (semantics § 9, *idle*). Knows nothing of values.

use super::demand::Unit;
use super::evaluate::Evaluator;
use super::facts::Side;
use super::graph::{AtomId, GroundTest, InstanceId, Mode, NodeId};
use super::values::Reach;

impl Evaluator<'_, '_> {
    /// What the units of a group rest on; norm instances that are idle are marked.
    pub(super) fn reach_of(&mut self, units: &[(Unit, Mode)], recursive: bool) {
        loop {
            let mut changed = false;
            for (unit, _) in units {
                changed |= match unit {
                    Unit::Atom(id) => self.reach_atom(*id),
                    Unit::Instance(id) => self.reach_instance(*id).1,
                };
            }
            if !changed || !recursive {
                break;
            }
        }
    }

    fn reach_atom(&mut self, id: AtomId) -> bool {
        let graph = self.graph;
        let Some(atom) = graph.atom(id) else { return false };
        let mentioned = !self.facts.mentions(&atom.ground).is_empty();
        let mut reach = Reach {
            possible: mentioned || (atom.base && !atom.closed),
            open: atom.open && !atom.closed,
            touched: atom.open && mentioned,
        };
        for (presumption, _) in &atom.presumptions {
            reach.possible |= self.reach_instance(*presumption).0.possible;
        }
        for rule in &atom.rules {
            let (rule, _) = self.reach_instance(*rule);
            if rule.possible {
                reach.possible = true;
                reach.take(rule);
            }
        }
        for norm in atom.norms.iter().chain(&atom.norms_against) {
            let norm_reach = self.values.instances.get(norm.index()).map(|i| i.reach).unwrap_or_default();
            if norm_reach.possible {
                reach.possible |= atom.norms.contains(norm);
                reach.take(norm_reach);
            }
        }
        for rule in &atom.against {
            let (rule, _) = self.reach_instance(*rule);
            if rule.possible {
                reach.take(rule);
            }
        }
        let Some(state) = self.values.atoms.get_mut(id.index()) else { return false };
        std::mem::replace(&mut state.reach, reach) != reach
    }

    /// What an instance rests on: its conditions and, for rules, their exceptions; for norms, the parts of the breach that
    /// do not merely say who acted.
    fn reach_instance(&mut self, id: InstanceId) -> (Reach, bool) {
        let graph = self.graph;
        let Some(instance) = graph.instance(id) else { return (Reach::default(), false) };
        let applies = instance.applies.map_or(Reach::NEUTRAL, |n| self.reach_node(n));
        let when = instance.when.map_or(Reach::NEUTRAL, |n| self.reach_node(n));
        let mut reach = Reach { possible: applies.possible && when.possible, ..Reach::default() };
        let norm = self.is_norm(id);
        let mut exceptions = Reach::default();
        for node in &instance.unless {
            let one = self.reach_node(*node);
            if one.possible {
                exceptions.take(one);
            }
        }
        for exception in &instance.exceptions {
            let (one, _) = self.reach_instance(*exception);
            if one.possible {
                exceptions.take(one);
            }
        }
        if when.possible && norm {
            let parts = instance.when.map_or_else(Vec::new, |n| self.parts(n));
            let addressee = instance.args.first().copied();
            let only_who = parts.iter().all(|p| self.says_who(*p, addressee));
            let parts: Vec<NodeId> = parts.into_iter().filter(|p| only_who || !self.says_who(*p, addressee)).collect();
            for part in &parts {
                reach.take(self.values.nodes.get(part.index()).map(|n| n.reach).unwrap_or_default());
            }
            // Of a breach of which the record says nothing, and a part of which it alone could establish, nothing can come.
            if !reach.touched && parts.iter().any(|p| self.is_unsaid(*p)) {
                reach.possible = false;
            }
        } else if when.possible {
            reach.take(when);
            reach.take(exceptions);
        }
        let Some(state) = self.values.instances.get_mut(id.index()) else { return (reach, false) };
        state.untouched = norm && reach.open && !reach.touched;
        let changed = std::mem::replace(&mut state.reach, reach) != reach;
        (reach, changed)
    }

    /// The parts of an `all of`, at any depth; otherwise the condition itself.
    fn parts(&self, id: NodeId) -> Vec<NodeId> {
        let (mut parts, mut stack) = (Vec::new(), vec![id]);
        while let Some(node) = stack.pop() {
            match self.graph.node(node).map(|n| &n.test) {
                Some(GroundTest::All(inner)) => stack.extend(inner.iter().rev()),
                _ => parts.push(node),
            }
        }
        parts
    }

    /// Whether a condition is an open sentence that nothing concludes or presumes and the record does not mention, or
    /// its negation.
    fn is_unsaid(&self, id: NodeId) -> bool {
        let Some(GroundTest::Atom(atom, _)) = self.graph.node(id).map(|n| &n.test) else { return false };
        let Some(atom) = self.graph.atom(*atom) else { return false };
        let plain = self
            .rulebook
            .sentences
            .get(atom.ground.sentence.index())
            .is_some_and(|s| !s.is_concluded() && s.presumed_by.is_empty() && !s.crossroads);
        plain && atom.open && !atom.closed && self.facts.mentions(&atom.ground).is_empty()
    }

    /// Whether a condition is a concluded sentence about the addressee: `A is attributable to S`.
    fn says_who(&self, id: NodeId, addressee: Option<crate::record::model::TermId>) -> bool {
        let Some(GroundTest::Atom(atom, false)) = self.graph.node(id).map(|n| &n.test) else { return false };
        let Some(atom) = self.graph.atom(*atom) else { return false };
        let concluded = self.rulebook.sentences.get(atom.ground.sentence.index()).is_some_and(|s| s.is_concluded());
        concluded && addressee.is_some_and(|a| atom.ground.args.contains(&a))
    }

    fn reach_node(&mut self, id: NodeId) -> Reach {
        let graph = self.graph;
        let Some(node) = graph.node(id) else { return Reach::default() };
        let always = |r: Reach| Reach { possible: true, ..r };
        let reach = match &node.test {
            GroundTest::Atom(atom, negated) => {
                let reach = self.values.atoms.get(atom.index()).map(|a| a.reach).unwrap_or_default();
                if *negated {
                    always(reach)
                } else if reach.possible {
                    reach
                } else {
                    Reach::default()
                }
            }
            GroundTest::IllTyped(_, negated) => Reach { possible: *negated, ..Reach::default() },
            GroundTest::Known(yes) => Reach { possible: *yes, ..Reach::default() },
            GroundTest::Position(..) | GroundTest::BoundBy(..) => Reach::NEUTRAL,
            GroundTest::Compare { left, right, .. } => {
                let measures =
                    [left, right].into_iter().filter_map(|s| if let Side::Measure(g) = s { Some(g) } else { None });
                let touched = |g: &crate::record::model::Ground| !self.facts.mentions(g).is_empty();
                let (open, touched) = measures.fold((false, false), |(_, t), g| (true, t || touched(g)));
                Reach { possible: true, open, touched }
            }
            GroundTest::Breaches(_, instances, negated) => {
                let reach = self.reach_of_instances(instances.iter().copied());
                if *negated { always(reach) } else { reach }
            }
            GroundTest::WouldBeWrongful(list, _) => always(self.reach_of_instances(list.iter().map(|(i, _)| *i))),
            GroundTest::All(parts) => self.reach_some(parts.iter().copied(), parts.len()),
            GroundTest::Any(parts) => self.reach_some(parts.iter().copied(), 1),
            GroundTest::None(parts) => always(self.reach_some(parts.iter().copied(), 0)),
            GroundTest::AtLeast(n, parts) => self.reach_some(parts.iter().copied(), *n as usize),
            GroundTest::Some(rows) => self.reach_some(rows.iter().map(|(_, n)| *n), 1),
            GroundTest::No(rows) => always(self.reach_some(rows.iter().map(|(_, n)| *n), 0)),
            GroundTest::Every(rows) => {
                let mut reach = Reach::NEUTRAL;
                for (first, then) in rows.iter().map(|(_, w, t)| (*w, *t)) {
                    let (first, then) = (self.reach_node(first), self.reach_node(then));
                    if first.possible {
                        reach.take(first);
                        reach.take(then);
                    }
                }
                reach
            }
        };
        if let Some(state) = self.values.nodes.get_mut(id.index()) {
            state.reach = reach;
        }
        reach
    }

    fn reach_of_instances(&self, instances: impl Iterator<Item = InstanceId>) -> Reach {
        let mut reach = Reach::default();
        for instance in instances {
            let one = self.values.instances.get(instance.index()).map(|i| i.reach).unwrap_or_default();
            if one.possible {
                reach.possible = true;
                reach.take(one);
            }
        }
        reach
    }

    /// What a block rests on, if at least `needed` of its parts are possible.
    fn reach_some(&mut self, parts: impl Iterator<Item = NodeId>, needed: usize) -> Reach {
        let (mut reach, mut possible) = (Reach::default(), 0);
        for part in parts {
            let one = self.reach_node(part);
            if one.possible {
                possible += 1;
                reach.take(one);
            }
        }
        if possible >= needed { Reach { possible: true, ..reach } } else { Reach::default() }
    }
}
