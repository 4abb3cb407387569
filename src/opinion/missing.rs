//! What is missing for an outcome that is undetermined. Knows nothing of how it is shown.

use super::model::{Mark, Missing, Weighing};
use super::record_notes;
use super::view::Seen;
use super::weighing;
use super::words::{self, EngineTerms};
use crate::engine::graph::{AtomId, GroundTest, InstanceId, NodeId};
use crate::engine::values::Place;
use crate::record::model::Ground;
use crate::record::wording;
use crate::rulebook::model::SentenceKind;

/// How many missing points are listed.
const MOST: usize = 12;

/// Walks what is undetermined below an instance and lists the base sentences on which it turns: those that are needed
/// first, then those that are one of several ways.
pub fn of_instance(seen: &mut Seen<'_, '_>, id: InstanceId) -> Vec<Missing> {
    let mut walk = Walk { seen, found: Vec::new(), visited: rustc_hash::FxHashSet::default() };
    walk.instance(id, Place::ORDINARY, true, 0);
    let mut found = walk.found;
    found.sort_by_key(|m| !m.needed);
    found.truncate(MOST);
    found
}

/// The same for a sentence.
pub fn of_sentence(seen: &mut Seen<'_, '_>, id: AtomId) -> Vec<Missing> {
    let mut walk = Walk { seen, found: Vec::new(), visited: rustc_hash::FxHashSet::default() };
    walk.atom(id, Place::ORDINARY, true, 0);
    let mut found = walk.found;
    found.sort_by_key(|m| !m.needed);
    found.truncate(MOST);
    found
}

struct Walk<'s, 'v, 'a> {
    seen: &'s mut Seen<'v, 'a>,
    found: Vec<Missing>,
    visited: rustc_hash::FxHashSet<(AtomId, Place)>,
}

impl Walk<'_, '_, '_> {
    fn instance(&mut self, id: InstanceId, place: Place, needed: bool, depth: usize) {
        let Some(provision) = self.seen.evaluation.provision(id) else { return };
        let Some(instance) = self.seen.evaluation.graph().instance(id) else { return };
        let inner = place.strict_if(provision.without_presumptions);
        let nodes: Vec<NodeId> = instance.applies.into_iter().chain(instance.when).collect();
        for node in nodes {
            self.node(node, inner, needed, depth);
        }
    }

    fn open(&mut self, node: NodeId, place: Place) -> bool {
        let value = self.seen.evaluation.values().node(node, place);
        matches!(self.seen.mark(value, None), Mark::Undetermined | Mark::Depends)
    }

    fn node(&mut self, id: NodeId, place: Place, needed: bool, depth: usize) {
        if depth > 60 || !self.open(id, place) {
            return;
        }
        let Some(node) = self.seen.evaluation.graph().node(id) else { return };
        match &node.test {
            GroundTest::Atom(atom, _) => {
                let atom = *atom;
                self.atom(atom, place, needed, depth + 1);
            }
            GroundTest::Compare { left, right, .. } => {
                let (evidence, _) = record_notes::comparison(self.seen.evaluation, left, right);
                let record = if evidence.is_empty() { "no figure" } else { "the figures given do not decide it" };
                let sentence = words::test(self.seen.evaluation, node, &[]);
                self.add(sentence, "measure", record.to_owned(), None, needed);
            }
            GroundTest::Breaches(_, list, _) => {
                let list = list.clone();
                let many = list.len() > 1;
                for instance in list {
                    self.instance(instance, place, needed && !many, depth + 1);
                }
            }
            GroundTest::All(parts) => {
                for part in parts.clone() {
                    self.node(part, place, needed, depth);
                }
            }
            GroundTest::Any(_)
            | GroundTest::None(_)
            | GroundTest::AtLeast(..)
            | GroundTest::Some(_)
            | GroundTest::No(_)
            | GroundTest::Every(_)
            | GroundTest::WouldBeWrongful(..)
            | GroundTest::BoundBy(..) => {
                let children = self.seen.evaluation.graph().children(id);
                let open: Vec<NodeId> = children.into_iter().filter(|c| self.open(*c, place)).collect();
                let single = open.len() == 1;
                for child in open {
                    self.node(child, place, needed && single, depth);
                }
            }
            GroundTest::IllTyped(..) | GroundTest::Position(..) | GroundTest::Known(_) => {}
        }
    }

    fn atom(&mut self, id: AtomId, place: Place, needed: bool, depth: usize) {
        if depth > 60 || !self.visited.insert((id, place)) {
            return;
        }
        let value = self.seen.evaluation.values().atom(id, place);
        if !matches!(self.seen.mark(value, None), Mark::Undetermined | Mark::Depends) {
            return;
        }
        let Some(atom) = self.seen.evaluation.graph().atom(id) else { return };
        if atom.base && atom.rules.is_empty() && atom.norms.is_empty() {
            let ground = atom.ground.clone();
            self.base(&ground, needed);
            return;
        }
        let parts: Vec<InstanceId> = atom.rules.iter().chain(&atom.norms).copied().collect();
        let possible: Vec<InstanceId> = parts
            .into_iter()
            .filter(|i| {
                let state = self.seen.evaluation.values().instances.get(i.index()).copied().unwrap_or_default();
                state.reach.possible && !state.idle
            })
            .collect();
        let single = possible.len() == 1;
        for instance in possible {
            self.instance(instance, place, needed && single, depth + 1);
        }
    }

    fn base(&mut self, ground: &Ground, needed: bool) {
        let evaluation = &*self.seen.evaluation;
        let Some(sentence) = evaluation.rulebook().sentences.get(ground.sentence.index()) else { return };
        let kind = match sentence.kind {
            SentenceKind::Relation => "relation",
            SentenceKind::Fact | SentenceKind::Conclusion => "fact",
            SentenceKind::Judgment => "judgment",
            SentenceKind::Measure(_) => "measure",
        };
        let text = wording::sentence(
            evaluation.rulebook(),
            &EngineTerms(evaluation.facts()),
            ground.sentence,
            &ground.args,
            false,
        );
        let evidence = record_notes::evidence(evaluation, ground, false);
        let record = match evidence.as_slice() {
            [] => "not mentioned".to_owned(),
            list => {
                let said: Vec<String> = list
                    .iter()
                    .map(|e| match e.speaks_for {
                        Some(false) => format!("{} that it is not so", e.heading),
                        Some(true) | None => e.heading.clone(),
                    })
                    .collect();
                said.join(", ")
            }
        };
        let weighing = weighing::of(evaluation, ground);
        self.add(text, kind, record, weighing, needed);
    }

    fn add(&mut self, sentence: String, kind: &str, record: String, weighing: Option<Weighing>, needed: bool) {
        if !self.found.iter().any(|m| m.sentence == sentence) {
            self.found.push(Missing { sentence, kind: kind.to_owned(), record, weighing, needed });
        }
    }
}
