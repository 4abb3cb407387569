//! Reasons: walks the ground graph and puts each step into words, once. Knows nothing of verdicts.

use rustc_hash::FxHashMap;

use super::cite;
use super::model::{Mark, NodeRef, Reason, ReasonKind};
use super::record_notes;
use super::view::Seen;
use super::words::{self, EngineTerms};
use crate::engine::graph::{Atom, AtomId, GroundTest, InstanceId, Mode, NodeId};
use crate::engine::join::Row;
use crate::engine::values::Place;
use crate::record::wording;
use crate::rulebook::model::{Provision, ProvisionKind, Standard, Variable};

/// How many sentences deep reasons are spelled out; deeper ones can be asked for.
const DEEPEST: usize = 48;
/// How many values of "some" and "no" are spelled out.
const MOST_ROWS: usize = 12;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    Node(NodeId, Place),
    Instance(InstanceId, Place),
}

/// What makes a block hold: all of its parts, any, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Block {
    All,
    Any,
    None,
}

/// Where a condition is read: its place, the variables of its provision, and how it stands.
type At<'v> = (Place, &'v [Variable], Mark);

/// The part of a reason that belongs to a sentence, whatever condition tests it.
#[derive(Debug, Clone, Default)]
struct Part {
    id: Option<String>,
    citations: Vec<String>,
    remarks: Vec<String>,
    children: Vec<NodeRef>,
    decisive: Vec<NodeRef>,
}

/// Builds the shared graph of reasons.
pub struct Reasons<'s, 'v, 'a> {
    /// The evaluation at its headline.
    pub seen: &'s mut Seen<'v, 'a>,
    /// The reasons so far.
    pub nodes: Vec<Reason>,
    memo: FxHashMap<Key, NodeRef>,
    parts: FxHashMap<(AtomId, Place), Part>,
    depth: usize,
}

impl<'s, 'v, 'a> Reasons<'s, 'v, 'a> {
    /// No reasons yet.
    pub fn new(seen: &'s mut Seen<'v, 'a>) -> Self {
        Reasons { seen, nodes: Vec::new(), memo: FxHashMap::default(), parts: FxHashMap::default(), depth: 0 }
    }

    fn reserve(&mut self, key: Option<Key>) -> NodeRef {
        let at = self.nodes.len();
        self.nodes.push(blank());
        if let Some(key) = key {
            self.memo.insert(key, at);
        }
        at
    }

    fn fill(&mut self, at: NodeRef, reason: Reason) -> NodeRef {
        if let Some(slot) = self.nodes.get_mut(at) {
            *slot = reason;
        }
        at
    }

    /// How a reason stands.
    pub fn mark_of(&self, node: NodeRef) -> Mark {
        self.nodes.get(node).map_or(Mark::Undetermined, |n| n.mark)
    }

    /// The reasons for a condition.
    pub fn node(&mut self, id: NodeId, place: Place, vars: &[Variable]) -> NodeRef {
        let key = Key::Node(id, place);
        if let Some(at) = self.memo.get(&key) {
            return *at;
        }
        let at = self.reserve(Some(key));
        let mark = self.node_mark(id, place);
        let mut reason = self.test(id, place, vars, mark);
        reason.mark = mark;
        let reach = self.seen.evaluation.values().nodes.get(id.index()).map(|n| n.reach).unwrap_or_default();
        reason.silent = mark == Mark::Fails && !reach.possible;
        if let Some(node) = self.seen.evaluation.graph().node(id) {
            reason.label = node.condition.label.as_ref().map(|l| format!("({l})"));
            let mut citations = cite::laws(self.seen.evaluation.rulebook(), &node.condition.cites);
            citations.append(&mut reason.citations);
            citations.dedup();
            reason.citations = citations;
        }
        self.fill(at, reason)
    }

    fn node_mark(&mut self, id: NodeId, place: Place) -> Mark {
        let values = self.seen.evaluation.values();
        let value = values.node(id, place);
        let dismissed = self.dismissed(place).map(|p| values.node(id, p));
        self.seen.mark(value, dismissed)
    }

    fn dismissed(&self, place: Place) -> Option<Place> {
        self.seen.evaluation.facts().has_not_proven.then_some(Place { dismissed: true, ..place })
    }

    fn test(&mut self, id: NodeId, place: Place, vars: &[Variable], mark: Mark) -> Reason {
        let evaluation = &*self.seen.evaluation;
        let Some(node) = evaluation.graph().node(id) else { return blank() };
        let worded = node.test.is_worded();
        let text = if worded { words::test(evaluation, node, vars) } else { String::new() };
        match &node.test {
            GroundTest::Atom(atom, negated) => {
                let (atom, negated) = (*atom, *negated);
                self.sentence(atom, negated, place, text)
            }
            GroundTest::IllTyped(..) => Reason {
                kind: ReasonKind::BuiltIn,
                remarks: vec!["it cannot be said of this kind of person or thing".to_owned()],
                text,
                ..blank()
            },
            GroundTest::Position(position, _) => self.position(*position, text),
            GroundTest::Known(_) => Reason { kind: ReasonKind::BuiltIn, text, ..blank() },
            GroundTest::BoundBy(bound, _) => {
                let how = super::binding::describe(evaluation, bound);
                let nodes: Vec<NodeId> = bound.nodes().collect();
                let children: Vec<NodeRef> = nodes.into_iter().map(|n| self.node(n, place, &[])).collect();
                Reason {
                    kind: ReasonKind::BuiltIn,
                    remarks: vec![how],
                    decisive: children.clone(),
                    children,
                    text,
                    ..blank()
                }
            }
            GroundTest::Compare { left, right, .. } => {
                let (evidence, remarks) = record_notes::comparison(evaluation, left, right);
                Reason { kind: ReasonKind::Comparison, evidence, remarks, text, ..blank() }
            }
            GroundTest::Breaches(_, instances, _) => {
                let instances: Vec<InstanceId> =
                    instances.iter().copied().filter(|i| !evaluation.is_idle(*i)).collect();
                let remarks = if instances.is_empty() {
                    vec!["the record says nothing that bears on that norm".to_owned()]
                } else {
                    Vec::new()
                };
                let children: Vec<NodeRef> = instances.into_iter().map(|i| self.instance(i, place)).collect();
                let decisive = self.decisive_any(&children, mark);
                Reason { kind: ReasonKind::Norm, remarks, children, decisive, text, ..blank() }
            }
            GroundTest::WouldBeWrongful(list, _) => {
                let list: Vec<(InstanceId, Vec<NodeId>)> = list
                    .iter()
                    .filter(|(i, _)| !evaluation.is_idle(*i))
                    .map(|(i, bounds)| (*i, bounds.iter().flat_map(|b| b.nodes()).collect()))
                    .collect();
                let children: Vec<NodeRef> = list.iter().map(|(i, _)| self.instance(*i, place)).collect();
                let decisive = self.decisive_any(&children, mark);
                Reason { kind: ReasonKind::BuiltIn, children, decisive, text, ..blank() }
            }
            GroundTest::All(parts) => {
                self.block(Block::All, "all of these".to_owned(), parts.clone(), (place, vars, mark))
            }
            GroundTest::Any(parts) => {
                self.block(Block::Any, "any of these".to_owned(), parts.clone(), (place, vars, mark))
            }
            GroundTest::None(parts) => {
                self.block(Block::None, "none of these".to_owned(), parts.clone(), (place, vars, mark))
            }
            GroundTest::AtLeast(n, parts) => {
                self.block(Block::Any, format!("at least {n} of these"), parts.clone(), (place, vars, mark))
            }
            GroundTest::Some(rows) => {
                let rows = rows.iter().map(|(r, n)| (r.clone(), vec![*n])).collect();
                self.quantified(Block::Any, id, rows, text, (place, vars, mark))
            }
            GroundTest::No(rows) => {
                let rows = rows.iter().map(|(r, n)| (r.clone(), vec![*n])).collect();
                self.quantified(Block::None, id, rows, text, (place, vars, mark))
            }
            GroundTest::Every(rows) => {
                let rows = rows.iter().map(|(r, w, t)| (r.clone(), vec![*w, *t])).collect();
                self.quantified(Block::All, id, rows, text, (place, vars, mark))
            }
        }
    }

    fn position(&mut self, id: crate::rulebook::model::PositionId, text: String) -> Reason {
        let Some(position) = self.seen.evaluation.rulebook().positions.get(id.index()) else { return blank() };
        Reason {
            kind: ReasonKind::Position,
            text,
            id: Some(position.id.to_string()),
            remarks: vec![position.proposition.clone()],
            ..blank()
        }
    }

    fn block(&mut self, kind: Block, text: String, parts: Vec<NodeId>, (place, vars, mark): At<'_>) -> Reason {
        let children: Vec<NodeRef> = parts.into_iter().map(|p| self.node(p, place, vars)).collect();
        let decisive = self.decisive(kind, &children, mark);
        Reason { kind: ReasonKind::Block, text, children, decisive, ..blank() }
    }

    /// `some`, `no` and `every`: one reason for each value, those that decide first, at most [`MOST_ROWS`].
    fn quantified(
        &mut self,
        kind: Block,
        id: NodeId,
        rows: Vec<(Row, Vec<NodeId>)>,
        text: String,
        (place, vars, mark): At<'_>,
    ) -> Reason {
        let of = self.kinds_of(id, vars);
        if rows.is_empty() {
            let remarks = vec![format!("the record names no {of} of whom or which this could be so")];
            let text = if kind == Block::Any { format!("for some {of}: {text}") } else { text };
            return Reason { kind: ReasonKind::Block, text, remarks, ..blank() };
        }
        let total = rows.len();
        let mut marked: Vec<(Mark, Row, Vec<NodeId>)> =
            rows.into_iter().map(|(row, parts)| (self.row_mark(&parts, place), row, parts)).collect();
        if total > MOST_ROWS {
            let wanted = if kind == Block::None { negate(mark) } else { mark };
            marked.sort_by_key(|(m, _, _)| *m != wanted);
            marked.truncate(MOST_ROWS);
        }
        let mut children = Vec::new();
        for (row_mark, row, parts) in marked {
            let parts: Vec<NodeRef> = parts.iter().flat_map(|p| self.flat(*p, place, vars)).collect();
            let decisive = self.decisive_all(&parts, row_mark);
            let names = self.names(&row);
            let text = format!("with {} as the {of}", names.join(" and "));
            let at = self.reserve(None);
            let reason = Reason {
                kind: ReasonKind::Block,
                text,
                of: names,
                mark: row_mark,
                children: parts,
                decisive,
                ..blank()
            };
            children.push(self.fill(at, reason));
        }
        if kind == Block::Any && total == 1 {
            return children.first().and_then(|c| self.nodes.get(*c)).cloned().unwrap_or_else(blank);
        }
        let remarks = if total > MOST_ROWS { vec![format!("and {} more", total - MOST_ROWS)] } else { Vec::new() };
        let decisive = self.decisive(kind, &children, mark);
        let text = if kind == Block::Any { format!("some {of}") } else { text };
        Reason { kind: ReasonKind::Block, text, remarks, children, decisive, ..blank() }
    }

    /// The kinds of the variables that a quantifier binds.
    fn kinds_of(&self, id: NodeId, vars: &[Variable]) -> String {
        let evaluation = &*self.seen.evaluation;
        let bound = evaluation.graph().node(id).and_then(|n| n.condition.test.bound_vars());
        bound.map_or_else(|| "one".to_owned(), |of| words::kinds(evaluation.rulebook(), vars, of))
    }

    fn names(&self, row: &[crate::record::model::TermId]) -> Vec<String> {
        row.iter().map(|t| words::term(self.seen.evaluation, *t)).collect()
    }

    /// How the body of a quantifier stands for one value; of `every`, the first part counts negated.
    fn row_mark(&mut self, parts: &[NodeId], place: Place) -> Mark {
        match parts {
            [first, then] => {
                let (first, then) = (negate(self.node_mark(*first, place)), self.node_mark(*then, place));
                match (first, then) {
                    (Mark::Holds, _) | (_, Mark::Holds) => Mark::Holds,
                    (Mark::Fails, other) | (other, _) => other,
                }
            }
            parts => parts.first().map_or(Mark::Undetermined, |n| self.node_mark(*n, place)),
        }
    }

    fn decisive(&self, kind: Block, children: &[NodeRef], mark: Mark) -> Vec<NodeRef> {
        match kind {
            Block::All => self.decisive_all(children, mark),
            Block::Any => self.decisive_any(children, mark),
            Block::None => self.decisive_any(children, negate(mark)),
        }
    }

    /// The parts of an `all of`, or the condition itself.
    pub fn flat(&mut self, id: NodeId, place: Place, vars: &[Variable]) -> Vec<NodeRef> {
        match self.seen.evaluation.graph().node(id).map(|n| &n.test) {
            Some(GroundTest::All(parts)) => parts.clone().into_iter().map(|p| self.node(p, place, vars)).collect(),
            _ => vec![self.node(id, place, vars)],
        }
    }

    fn sentence(&mut self, atom: AtomId, negated: bool, place: Place, text: String) -> Reason {
        let part = self.part(atom, place);
        let evaluation = &*self.seen.evaluation;
        let (evidence, weighing) = match evaluation.graph().atom(atom) {
            Some(a) => {
                (record_notes::evidence(evaluation, &a.ground, negated), super::weighing::of(evaluation, &a.ground))
            }
            None => (Vec::new(), None),
        };
        Reason {
            kind: ReasonKind::Sentence,
            text,
            id: part.id,
            citations: part.citations,
            evidence,
            weighing,
            remarks: part.remarks.into_iter().map(|r| record_notes::read_for(negated, r)).collect(),
            children: part.children,
            decisive: part.decisive,
            ..blank()
        }
    }

    /// A sentence asked for by itself.
    pub fn root(&mut self, atom: AtomId, negated: bool) -> NodeRef {
        let evaluation = &*self.seen.evaluation;
        let text = match evaluation.graph().atom(atom) {
            Some(a) => {
                let terms = EngineTerms(evaluation.facts());
                wording::sentence(evaluation.rulebook(), &terms, a.ground.sentence, &a.ground.args, negated)
            }
            None => String::new(),
        };
        let at = self.reserve(None);
        let mark = self.atom_mark(atom, Place::ORDINARY);
        let mut reason = self.sentence(atom, negated, Place::ORDINARY, text);
        reason.mark = if negated { negate(mark) } else { mark };
        self.fill(at, reason)
    }

    fn atom_mark(&mut self, atom: AtomId, place: Place) -> Mark {
        let values = self.seen.evaluation.values();
        let value = values.atom(atom, place);
        let dismissed = self.dismissed(place).map(|p| values.atom(atom, p));
        self.seen.mark(value, dismissed)
    }

    fn part(&mut self, id: AtomId, place: Place) -> Part {
        if let Some(part) = self.parts.get(&(id, place)) {
            return part.clone();
        }
        if self.depth >= DEEPEST {
            return Part {
                remarks: vec!["ask `why` about this sentence for the reasons".to_owned()],
                ..Part::default()
            };
        }
        self.parts.insert((id, place), Part { remarks: vec!["see above".to_owned()], ..Part::default() });
        self.depth += 1;
        let part = self.make_part(id, place);
        self.depth -= 1;
        self.parts.insert((id, place), part.clone());
        part
    }

    fn make_part(&mut self, id: AtomId, place: Place) -> Part {
        let remarks = record_notes::remarks(self.seen, id, place);
        let Some(atom) = self.seen.evaluation.graph().atom(id) else { return Part::default() };
        let considered = self.considered(atom, place);
        let mark = self.atom_mark(id, place);
        if let [(only, false)] = considered.as_slice()
            && self.provision(*only).is_some_and(|p| p.kind == ProvisionKind::Rule)
        {
            return self.inlined(*only, place, remarks, mark);
        }
        let mut part = Part { remarks, ..Part::default() };
        for (instance, _) in &considered {
            part.children.push(self.instance(*instance, place));
        }
        part.decisive = self.decisive_any(&part.children, mark);
        part
    }

    /// The provisions that bear on a sentence, and whether they are against it: those that could apply, else all.
    fn considered(&self, atom: &Atom, place: Place) -> Vec<(InstanceId, bool)> {
        let evaluation = &*self.seen.evaluation;
        let values = evaluation.values();
        let possible = |i: &InstanceId| values.instances.get(i.index()).is_some_and(|s| s.reach.possible);
        let live = |i: &InstanceId| {
            possible(i) && !(evaluation.provision(*i).is_some_and(Provision::is_norm) && evaluation.is_idle(*i))
        };
        let mut list: Vec<(InstanceId, bool)> =
            atom.rules.iter().chain(&atom.norms).filter(|i| live(i)).map(|i| (*i, false)).collect();
        if list.is_empty() {
            list.extend(atom.rules.iter().take(3).map(|i| (*i, false)));
        }
        list.extend(atom.against.iter().chain(&atom.norms_against).filter(|i| live(i)).map(|i| (*i, true)));
        if place.mode == Mode::Ordinary {
            list.extend(atom.presumptions.iter().filter(|(i, _)| possible(i)).map(|(i, n)| (*i, *n)));
        }
        list
    }

    fn provision(&self, id: InstanceId) -> Option<&'a Provision> {
        self.seen.evaluation.provision(id)
    }

    /// A sentence with one rule: the rule's conditions stand directly under the sentence.
    fn inlined(&mut self, id: InstanceId, place: Place, mut remarks: Vec<String>, mark: Mark) -> Part {
        let Some(provision) = self.provision(id) else { return Part::default() };
        let body = self.body(id, place);
        remarks.extend(body.remarks);
        let decisive = self.decisive_body(&body.conditions, &body.exceptions, mark);
        Part {
            id: Some(provision.id.to_string()),
            citations: cite::laws(self.seen.evaluation.rulebook(), &provision.under),
            remarks,
            children: body.conditions.into_iter().chain(body.exceptions).collect(),
            decisive,
        }
    }

    /// The reasons for the result of a provision.
    pub fn instance(&mut self, id: InstanceId, place: Place) -> NodeRef {
        let key = Key::Instance(id, place);
        if let Some(at) = self.memo.get(&key) {
            return *at;
        }
        let at = self.reserve(Some(key));
        let Some(provision) = self.provision(id) else { return at };
        let values = self.seen.evaluation.values();
        let value = values.instance(id, place).map(|v| v.result);
        let dismissed = self.dismissed(place).and_then(|p| values.instance(id, p)).map(|v| v.result);
        let mark = value.map_or(Mark::Undetermined, |v| self.seen.mark(v, dismissed));
        if self.depth >= DEEPEST {
            let remarks = vec!["ask `why` about this for the reasons".to_owned()];
            return self.fill(at, Reason { text: words::title(provision), mark, remarks, ..blank() });
        }
        self.depth += 1;
        let body = self.body(id, place);
        self.depth -= 1;
        let decisive = self.decisive_body(&body.conditions, &body.exceptions, mark);
        let evaluation = &*self.seen.evaluation;
        let possible = evaluation.values().instances.get(id.index()).is_some_and(|i| i.reach.possible);
        let text = match (provision.is_norm(), evaluation.graph().instance(id)) {
            (true, Some(i)) => {
                wording::norm(evaluation.rulebook(), &EngineTerms(evaluation.facts()), i.provision, &i.args)
            }
            _ => words::title(provision),
        };
        let reason = Reason {
            kind: match provision.kind {
                ProvisionKind::Rule => ReasonKind::Rule,
                ProvisionKind::Presumption => ReasonKind::Presumption,
                ProvisionKind::Exception => ReasonKind::Exception,
                ProvisionKind::Prohibition | ProvisionKind::Obligation | ProvisionKind::Permission => ReasonKind::Norm,
            },
            text,
            mark,
            silent: mark == Mark::Fails && !possible,
            id: Some(provision.id.to_string()),
            citations: cite::laws(evaluation.rulebook(), &provision.under),
            remarks: body.remarks,
            children: body.conditions.into_iter().chain(body.exceptions).collect(),
            decisive,
            ..blank()
        };
        self.fill(at, reason)
    }

    /// The conditions and exceptions of an instance.
    pub fn body(&mut self, id: InstanceId, place: Place) -> Body {
        let mut body = Body::default();
        let Some(provision) = self.provision(id) else { return body };
        let Some(instance) = self.seen.evaluation.graph().instance(id) else { return body };
        let inner = place.strict_if(provision.without_presumptions);
        if inner.mode == Mode::Strict && place.mode == Mode::Ordinary {
            body.remarks.push("read without presumptions: doubts count against it".to_owned());
        }
        if !provision.is_norm() && !instance.in_force {
            body.remarks.push("none of its sources was in force at the date: it contributes nothing".to_owned());
        }
        let (applies, when) = (instance.applies, instance.when);
        for node in applies.into_iter().chain(when) {
            let flat = self.flat(node, inner, &provision.vars);
            body.conditions.extend(flat);
        }
        let standard = provision.rebuttal.unwrap_or(self.seen.evaluation.rebuttal());
        body.exceptions = self.exceptions(id, inner, standard);
        body
    }

    /// The exceptions of an instance that the record bears on.
    fn exceptions(&mut self, id: InstanceId, place: Place, standard: Standard) -> Vec<NodeRef> {
        let Some(instance) = self.seen.evaluation.graph().instance(id) else { return Vec::new() };
        let (unless, named): (Vec<NodeId>, Vec<InstanceId>) =
            (instance.unless.clone(), instance.exceptions.iter().chain(&instance.defeated_by).copied().collect());
        let Some(provision) = self.provision(id) else { return Vec::new() };
        let mut list = Vec::new();
        for node in unless {
            let touched = self
                .seen
                .evaluation
                .values()
                .nodes
                .get(node.index())
                .is_some_and(|n| n.reach.possible && n.reach.touched);
            let mark = self.unless_mark(node, place, standard);
            if touched || matches!(mark, Mark::Holds | Mark::Contested | Mark::Depends) {
                list.push(self.unless(node, place, &provision.vars, mark));
            }
        }
        for exception in named {
            let reach =
                self.seen.evaluation.values().instances.get(exception.index()).map(|i| i.reach).unwrap_or_default();
            let at = self.instance(exception, place);
            if (reach.possible && reach.touched)
                || matches!(self.mark_of(at), Mark::Holds | Mark::Contested | Mark::Depends)
            {
                list.push(at);
            }
        }
        list
    }

    /// How an `unless` stands, at the rebuttal standard.
    pub fn unless_mark(&mut self, node: NodeId, place: Place, standard: Standard) -> Mark {
        let value = self.seen.evaluation.values().node(node, place);
        let value =
            if place.mode == Mode::Strict { value } else { self.seen.evaluation.space.at_standard(value, standard) };
        self.seen.mark(value, None)
    }

    /// The reasons for an `unless`.
    pub fn unless(&mut self, node: NodeId, place: Place, vars: &[Variable], mark: Mark) -> NodeRef {
        let inner = self.node(node, place, vars);
        let at = self.reserve(None);
        let status = super::verdict::exception_status(mark, place.mode == Mode::Strict);
        let Some(reason) = self.nodes.get(inner) else { return at };
        let block = reason.kind == ReasonKind::Block;
        let text = if block { "unless".to_owned() } else { format!("unless {}", reason.text) };
        let children = if block { reason.children.clone() } else { vec![inner] };
        let decisive = if block { reason.decisive.clone() } else { vec![inner] };
        self.fill(
            at,
            Reason { kind: ReasonKind::Exception, text, mark, remarks: vec![status], children, decisive, ..blank() },
        )
    }

    fn decisive_all(&self, children: &[NodeRef], mark: Mark) -> Vec<NodeRef> {
        match mark {
            Mark::Holds => children.to_vec(),
            Mark::Fails => children.iter().copied().find(|c| self.mark_of(*c) == Mark::Fails).into_iter().collect(),
            Mark::Undetermined | Mark::NotShown | Mark::Contested | Mark::Depends => {
                children.iter().copied().filter(|c| self.mark_of(*c) != Mark::Holds).collect()
            }
        }
    }

    fn decisive_any(&self, children: &[NodeRef], mark: Mark) -> Vec<NodeRef> {
        match mark {
            Mark::Holds => children.iter().copied().find(|c| self.mark_of(*c) == Mark::Holds).into_iter().collect(),
            Mark::Fails => children.to_vec(),
            Mark::Undetermined | Mark::NotShown | Mark::Contested | Mark::Depends => {
                children.iter().copied().filter(|c| self.mark_of(*c) != Mark::Fails).collect()
            }
        }
    }

    /// Which conditions and exceptions carry the result of a provision.
    fn decisive_body(&self, conditions: &[NodeRef], exceptions: &[NodeRef], mark: Mark) -> Vec<NodeRef> {
        let defeating = exceptions.iter().copied().find(|e| self.mark_of(*e) == Mark::Holds);
        match (mark, defeating) {
            (Mark::Fails, Some(defeating)) if !conditions.iter().any(|c| self.mark_of(*c) == Mark::Fails) => {
                vec![defeating]
            }
            (Mark::Contested | Mark::Depends, _) => {
                let mut list = self.decisive_all(conditions, mark);
                list.extend(
                    exceptions
                        .iter()
                        .filter(|e| matches!(self.mark_of(**e), Mark::Contested | Mark::Depends | Mark::Holds)),
                );
                list
            }
            _ => self.decisive_all(conditions, mark),
        }
    }
}

/// The conditions and exceptions of a provision as reasons.
#[derive(Debug, Clone, Default)]
pub struct Body {
    /// The conditions.
    pub conditions: Vec<NodeRef>,
    /// The exceptions that the record bears on.
    pub exceptions: Vec<NodeRef>,
    /// Remarks on the provision.
    pub remarks: Vec<String>,
}

/// How the negation stands.
pub fn negate(mark: Mark) -> Mark {
    match mark {
        Mark::Holds => Mark::Fails,
        Mark::Fails => Mark::Holds,
        Mark::Undetermined | Mark::NotShown | Mark::Contested | Mark::Depends => mark,
    }
}

/// A reason with nothing in it.
pub fn blank() -> Reason {
    Reason {
        kind: ReasonKind::Block,
        text: String::new(),
        of: Vec::new(),
        label: None,
        mark: Mark::Undetermined,
        silent: false,
        id: None,
        citations: Vec::new(),
        evidence: Vec::new(),
        weighing: None,
        remarks: Vec::new(),
        children: Vec::new(),
        decisive: Vec::new(),
    }
}
