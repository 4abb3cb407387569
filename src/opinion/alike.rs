//! Verdicts that are alike: the same norm and addressee, for reasons that are the same but for the names. Knows nothing
//! of how they are told.
//!
//! Two verdicts are *the same* if each outcome is reached from exactly the same standpoints, names apart, and the proofs
//! have the same steps, names and evidence apart. They are *similar* if the outcome is the same here and the proofs differ
//! in a few steps; then every step that differs is listed.

use rustc_hash::{FxHashMap, FxHashSet};

use super::model::{
    Alike, Difference, Evidence, ExceptionNote, Group, Mark, NodeRef, Reason, ReasonKind, Renamed, Verdict, Weighing,
    Word,
};
use super::reasons::Reasons;
use super::words::EngineTerms;
use crate::engine::diagram::{Diagram, Diagrams, Var};
use crate::engine::graph::InstanceId;
use crate::engine::standpoint::{Dimension, Space};
use crate::engine::{Outcome, Outcomes};
use crate::record::wording;

/// How many verdicts on one norm a further one is compared with.
const MOST_COMPARED: usize = 12;
/// How deep proofs are compared; what is deeper counts as different.
const DEEPEST: usize = 60;

/// Groups the verdicts that are alike. Every verdict is in at most one list of one group; one that is told stands in none.
pub fn groups(reasons: &mut Reasons<'_, '_, '_>, verdicts: &[(InstanceId, Verdict)]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    // Those that no earlier verdict is the same as, and whether they are told in full.
    let mut heads: Vec<(usize, bool)> = Vec::new();
    for (i, (_, verdict)) in verdicts.iter().enumerate() {
        let matching = |(j, _): &&(usize, bool)| verdicts.get(*j).is_some_and(|(_, v)| is_comparable(v, verdict));
        let earlier: Vec<(usize, bool)> = heads.iter().filter(matching).take(MOST_COMPARED).copied().collect();
        let found: Vec<(usize, bool, Alike, bool)> = earlier
            .into_iter()
            .filter_map(|(j, full)| compare(reasons, verdicts, j, i).map(|(alike, same)| (j, full, alike, same)))
            .collect();
        let same = found.iter().position(|(.., same)| *same);
        let similar = || found.iter().position(|(_, full, ..)| *full);
        let Some((j, _, alike, same)) = same.or_else(similar).and_then(|k| found.get(k)).cloned() else {
            heads.push((i, true));
            continue;
        };
        if !same {
            heads.push((i, false));
        }
        let at = groups.iter().position(|g| g.told == j).unwrap_or_else(|| {
            groups.push(Group { told: j, same: Vec::new(), similar: Vec::new() });
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(at) {
            if same { group.same.push(alike) } else { group.similar.push(alike) }
        }
    }
    groups
}

/// Whether two verdicts are worth a comparison.
fn is_comparable(one: &Verdict, other: &Verdict) -> bool {
    one.norm == other.norm
        && one.addressee == other.addressee
        && one.outcome == other.outcome
        && one.possible == other.possible
        && !one.idle
        && !other.idle
}

/// How a verdict is like an earlier one, and whether it is the same; none if it is neither the same nor similar.
fn compare(
    reasons: &mut Reasons<'_, '_, '_>,
    verdicts: &[(InstanceId, Verdict)],
    there: usize,
    here: usize,
) -> Option<(Alike, bool)> {
    let ((there_id, a), (here_id, b)) = (verdicts.get(there)?, verdicts.get(here)?);
    let mut names = Names::default();
    for (from, to) in shown_arguments(reasons, *there_id).into_iter().zip(shown_arguments(reasons, *here_id)) {
        if !names.add(&from, &to) {
            return None;
        }
    }
    let mut walk = Walk { nodes: &reasons.nodes, names, done: FxHashSet::default(), differences: Vec::new() };
    if !walk.verdicts(a, b) {
        return None;
    }
    let Walk { names, done, differences, .. } = walk;
    let standard = crate::engine::standpoint::rank(reasons.seen.standard);
    let same_changes =
        a.by_standard == b.by_standard && same_outcomes(reasons, &names, (*there_id, *here_id), Some(standard));
    let changed: usize = differences.iter().map(|d| weight(&reasons.nodes, d)).sum();
    let same_reasons = differences.iter().all(|d| d.evidence_only) && same_missing(a, b, &names);
    let same = same_reasons && same_outcomes(reasons, &names, (*there_id, *here_id), None);
    if !same && 2 * changed > done.len() {
        return None;
    }
    let names = names.0.into_iter().filter(|(f, t)| f != t).map(|(there, here)| Renamed { there, here }).collect();
    Some((Alike { verdict: here, names, differences, same_reasons, same_changes: same || same_changes }, same))
}

/// The names for display of what fills the variables of a norm.
fn shown_arguments(reasons: &Reasons<'_, '_, '_>, id: InstanceId) -> Vec<String> {
    let evaluation = &*reasons.seen.evaluation;
    let args = evaluation.graph().instance(id).map(|i| i.args.clone()).unwrap_or_default();
    args.iter().map(|t| super::words::term(evaluation, *t)).collect()
}

/// How many steps of the proof a difference takes to tell.
fn weight(nodes: &[Reason], difference: &Difference) -> usize {
    let Some(reason) = difference.reason.filter(|_| !difference.evidence_only) else { return 1 };
    let mut seen = FxHashSet::default();
    let mut open = vec![reason];
    while let Some(node) = open.pop() {
        if seen.insert(node) {
            open.extend(nodes.get(node).into_iter().flat_map(deciding));
        }
    }
    seen.len()
}

/// Whether each outcome is reached from the same standpoints (at one standard, or at all), with the crossroads of one
/// verdict in the place of those of the other.
fn same_outcomes(
    reasons: &mut Reasons<'_, '_, '_>,
    names: &Names,
    (there, here): (InstanceId, InstanceId),
    standard: Option<u16>,
) -> bool {
    let evaluation = &mut *reasons.seen.evaluation;
    let (mut a, mut b) = (evaluation.outcomes(there), evaluation.outcomes(here));
    if let Some(standard) = standard {
        for (_, diagram) in a.0.iter_mut().chain(&mut b.0) {
            *diagram = evaluation.space.diagrams.restrict(*diagram, Space::STANDARD, standard);
        }
    }
    let crossroads = |outcomes: &Outcomes| -> Vec<(Var, String)> {
        let mut list: Vec<(Var, String)> = Vec::new();
        for var in outcomes.0.iter().flat_map(|(_, d)| evaluation.space.diagrams.support(*d)) {
            if let Some(Dimension::Crossroads(ground)) = evaluation.space.dimension(var)
                && !list.iter().any(|(v, _)| *v == var)
            {
                let terms = EngineTerms(evaluation.facts());
                let text = wording::sentence(evaluation.rulebook(), &terms, ground.sentence, &ground.args, false);
                list.push((var, text));
            }
        }
        list
    };
    let (from, to) = (crossroads(&a), crossroads(&b));
    let mut renaming: FxHashMap<Var, Var> = FxHashMap::default();
    for (var, text) in &from {
        match to.iter().find(|(_, t)| *t == names.apply(text)) {
            Some((other, _)) => renaming.insert(*var, *other),
            None => return false,
        };
    }
    let diagrams = &mut evaluation.space.diagrams;
    let mut memo = FxHashMap::default();
    let mut outcomes: Vec<Outcome> = a.0.iter().chain(&b.0).map(|(o, _)| *o).collect();
    outcomes.sort_unstable();
    outcomes.dedup();
    outcomes.into_iter().all(|o| renamed(diagrams, a.of(o), &renaming, &mut memo) == b.of(o))
}

/// A function with some of its variables in the place of others.
fn renamed(
    diagrams: &mut Diagrams,
    of: Diagram,
    renaming: &FxHashMap<Var, Var>,
    memo: &mut FxHashMap<Diagram, Diagram>,
) -> Diagram {
    let Some(var) = diagrams.top(of).filter(|_| !renaming.is_empty()) else { return of };
    if let Some(known) = memo.get(&of) {
        return *known;
    }
    let target = renaming.get(&var).copied().unwrap_or(var);
    let mut whole = Diagram::NO;
    for choice in 0..diagrams.choices(var) {
        let child = diagrams.child(of, var, choice);
        let child = renamed(diagrams, child, renaming, memo);
        let chosen = diagrams.test(target, |c| c == choice);
        let part = diagrams.and(chosen, child);
        whole = diagrams.or(whole, part);
    }
    memo.insert(of, whole);
    whole
}

/// Whether the same is missing for both.
fn same_missing(a: &Verdict, b: &Verdict, names: &Names) -> bool {
    a.missing.len() == b.missing.len()
        && a.missing.iter().zip(&b.missing).all(|(a, b)| {
            names.apply(&a.sentence) == b.sentence
                && (&a.kind, a.needed) == (&b.kind, b.needed)
                && names.apply(&a.record) == b.record
                && same_weighing(a.weighing.as_ref(), b.weighing.as_ref(), names)
        })
}

/// Whether the same is weighed, with the same in the record.
fn same_weighing(a: Option<&Weighing>, b: Option<&Weighing>, names: &Names) -> bool {
    let factors = |w: Option<&Weighing>, names: &Names| -> Vec<(String, Option<String>)> {
        let factors = w.map_or(&[][..], |w| &w.factors);
        factors.iter().map(|f| (names.apply(&f.text), f.record.as_deref().map(|r| names.apply(r)))).collect()
    };
    factors(a, names) == factors(b, &Names::default())
}

/// Names that stand for each other: each once on either side.
#[derive(Debug, Clone, Default)]
struct Names(Vec<(String, String)>);

impl Names {
    /// Lets a name stand for another; whether that goes with those that are there.
    fn add(&mut self, from: &str, to: &str) -> bool {
        if let Some((_, known)) = self.0.iter().find(|(f, _)| f == from) {
            return known == to;
        }
        if self.0.iter().any(|(_, t)| t == to) {
            return false;
        }
        self.0.push((from.to_owned(), to.to_owned()));
        true
    }

    /// A text with its names replaced, the longest first, each occurrence once.
    fn apply(&self, text: &str) -> String {
        let mut longest: Vec<&(String, String)> =
            self.0.iter().filter(|(f, _)| !f.is_empty() && text.contains(f.as_str())).collect();
        if longest.is_empty() {
            return text.to_owned();
        }
        longest.sort_by_key(|(f, _)| std::cmp::Reverse(f.len()));
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while !rest.is_empty() {
            let at_word = !out.ends_with(char::is_alphanumeric);
            let whole = |f: &str| rest.strip_prefix(f).is_some_and(|r| !r.starts_with(char::is_alphanumeric));
            if let Some((from, to)) = longest.iter().find(|(f, _)| at_word && whole(f)) {
                out.push_str(to);
                rest = rest.get(from.len()..).unwrap_or("");
                continue;
            }
            let mut letters = rest.chars();
            out.extend(letters.next());
            rest = letters.as_str();
        }
        out
    }
}

/// A walk through two proofs at once.
struct Walk<'o> {
    nodes: &'o [Reason],
    names: Names,
    done: FxHashSet<(NodeRef, NodeRef)>,
    differences: Vec<Difference>,
}

impl Walk<'_> {
    /// Compares all parts of two verdicts; false if they are not alike in what is told once for both.
    fn verdicts(&mut self, a: &Verdict, b: &Verdict) -> bool {
        // What does not apply is not gone into.
        let outside = a.outcome == Word::NotApplicable;
        let parts = [(a.applies, b.applies), (a.conditions, b.conditions)];
        for (x, y) in parts.into_iter().take(if outside { 1 } else { 2 }) {
            match (x, y) {
                (Some(x), Some(y)) => self.pair(x, y, 0),
                (None, None) => {}
                (Some(_), None) | (None, Some(_)) => return false,
            }
        }
        self.bindings(a, b)
            && (outside || self.exceptions(&a.exceptions, &b.exceptions))
            && self.texts(&a.concludes, &b.concludes)
            && self.texts(a.not_applicable_because.as_slice(), b.not_applicable_because.as_slice())
            && a.notes == b.notes
    }

    fn texts(&self, a: &[String], b: &[String]) -> bool {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.names.apply(a) == *b)
    }

    fn bindings(&mut self, a: &Verdict, b: &Verdict) -> bool {
        if a.binding.len() != b.binding.len() {
            return false;
        }
        for (x, y) in a.binding.iter().zip(&b.binding) {
            let alike = x.citation == y.citation && x.binds == y.binds && self.names.apply(&x.how) == y.how;
            if !alike || x.reasons.len() != y.reasons.len() {
                return false;
            }
            for (x, y) in x.reasons.iter().zip(&y.reasons) {
                self.pair(*x, *y, 0);
            }
        }
        true
    }

    fn exceptions(&mut self, a: &[ExceptionNote], b: &[ExceptionNote]) -> bool {
        if a.len() != b.len() {
            return false;
        }
        for (x, y) in a.iter().zip(b) {
            if x.id != y.id || self.names.apply(&x.text) != y.text {
                return false;
            }
            match (x.reason, y.reason) {
                (Some(x), Some(y)) => self.pair(x, y, 0),
                (None, None) if x.status == y.status => {}
                _ => self.differences.push(Difference {
                    text: y.text.clone(),
                    mark: y.mark,
                    note: Some(y.status.clone()),
                    reason: y.reason,
                    evidence_only: false,
                }),
            }
        }
        true
    }

    /// A step of the proof, without blocks that only pass on what decides them.
    fn settled(&self, mut node: NodeRef) -> NodeRef {
        for _ in 0..DEEPEST {
            match self.nodes.get(node) {
                Some(r) if r.kind == ReasonKind::Block && passes_on(r) => match r.decisive.as_slice() {
                    [one] => node = *one,
                    _ => return node,
                },
                _ => return node,
            }
        }
        node
    }

    fn pair(&mut self, there: NodeRef, here: NodeRef, depth: usize) {
        let (there, here) = (self.settled(there), self.settled(here));
        if !self.done.insert((there, here)) {
            return;
        }
        let (Some(a), Some(b)) = (self.nodes.get(there), self.nodes.get(here)) else { return };
        if depth > DEEPEST || !self.step(a, b) {
            self.differ(b, here, None, false);
            return;
        }
        for (from, to) in a.of.iter().zip(&b.of) {
            self.names.add(from, to);
        }
        if !self.same_evidence(&a.evidence, &b.evidence)
            || !same_weighing(a.weighing.as_ref(), b.weighing.as_ref(), &self.names)
        {
            self.differ(b, here, None, true);
        }
        self.below(a, b, depth + 1);
    }

    /// Compares what decides two steps, part by part.
    fn below(&mut self, a: &Reason, b: &Reason, depth: usize) {
        let mut there: Vec<NodeRef> = deciding(a).iter().map(|n| self.settled(*n)).collect();
        let mut alone = Vec::new();
        for here in deciding(b).iter().map(|n| self.settled(*n)).collect::<Vec<_>>() {
            let fits = |x: &NodeRef| match (self.nodes.get(*x), self.nodes.get(here)) {
                (Some(x), Some(y)) => self.step(x, y),
                _ => false,
            };
            match there.iter().position(fits) {
                Some(at) => {
                    let other = there.remove(at);
                    self.pair(other, here, depth);
                }
                None => alone.push(here),
            }
        }
        for here in alone {
            if let Some(reason) = self.nodes.get(here) {
                let stands = there.iter().position(|x| self.nodes.get(*x).is_some_and(|x| self.says(x, reason)));
                if let Some(at) = stands {
                    there.remove(at);
                }
                self.differ(reason, here, None, false);
            }
        }
        for node in there {
            if let Some(reason) = self.nodes.get(node) {
                let text = self.names.apply(&reason.text);
                let note = Some("does not arise here".to_owned());
                self.differences.push(Difference {
                    text,
                    mark: Mark::Undetermined,
                    note,
                    reason: None,
                    evidence_only: false,
                });
            }
        }
    }

    /// Whether two steps are about the same, names apart.
    fn says(&self, a: &Reason, b: &Reason) -> bool {
        a.kind == b.kind && a.id == b.id && self.names.apply(&a.text) == b.text
    }

    /// Whether two steps are the same, names, evidence and what is below apart.
    fn step(&self, a: &Reason, b: &Reason) -> bool {
        let mut names = self.names.clone();
        let bound = a.of.len() == b.of.len() && a.of.iter().zip(&b.of).all(|(from, to)| names.add(from, to));
        bound
            && (a.kind, a.mark, a.silent, &a.label, &a.id) == (b.kind, b.mark, b.silent, &b.label, &b.id)
            && a.citations == b.citations
            && names.apply(&a.text) == b.text
            && a.remarks.len() == b.remarks.len()
            && a.remarks.iter().zip(&b.remarks).all(|(x, y)| names.apply(x) == *y)
    }

    fn same_evidence(&self, a: &[Evidence], b: &[Evidence]) -> bool {
        let same = |x: &Evidence, y: &Evidence| {
            let because = x.because.as_deref().map(|t| self.names.apply(t));
            x.heading == y.heading && x.speaks_for == y.speaks_for && x.sources == y.sources && because == y.because
        };
        // What others conclude is no evidence.
        let counts = |list: &'_ [Evidence]| -> Vec<Evidence> {
            list.iter().filter(|e| !e.heading.starts_with("asserted by")).cloned().collect()
        };
        let (a, b) = (counts(a), counts(b));
        a.len() == b.len() && a.iter().zip(&b).all(|(x, y)| same(x, y))
    }

    fn differ(&mut self, reason: &Reason, node: NodeRef, note: Option<String>, evidence_only: bool) {
        let text = reason.text.clone();
        if self.differences.iter().any(|d| d.text == text && d.evidence_only == evidence_only) {
            return;
        }
        self.differences.push(Difference { text, mark: reason.mark, note, reason: Some(node), evidence_only });
    }
}

/// The reasons below that decide; all of them if none is singled out.
fn deciding(reason: &Reason) -> &[NodeRef] {
    if reason.decisive.is_empty() { &reason.children } else { &reason.decisive }
}

/// Whether a block says nothing of its own.
fn passes_on(block: &Reason) -> bool {
    block.of.is_empty() && block.label.is_none() && block.citations.is_empty() && block.remarks.is_empty()
}
