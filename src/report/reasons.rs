//! Reasons as a tree of lines: how much is shown at each level of detail, and each shared reason once. Knows nothing of
//! verdicts and nothing of formats.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Detail;
use super::cite::Cites;
use super::document::{Block, Document, Line, Role, Words};
use crate::opinion::model::{Evidence, Mark, NodeRef, PositionNote, Reason, ReasonKind, Weighing};

/// How many levels of reasons are drawn under each other.
const DEEPEST: usize = 40;

/// Draws reasons; remembers which ones were given already.
#[derive(Debug)]
pub(super) struct Tree<'o> {
    nodes: &'o [Reason],
    cites: &'o Cites,
    detail: Detail,
    given: FxHashSet<NodeRef>,
    /// For each reason the first one that says the same, with the same below it.
    first: Vec<NodeRef>,
    /// The positions whose proposition was given.
    positions: FxHashSet<&'o str>,
    /// Whether the record says anything on what a reason turns on.
    touched: FxHashMap<NodeRef, bool>,
}

impl<'o> Tree<'o> {
    pub(super) fn new(nodes: &'o [Reason], cites: &'o Cites, detail: Detail) -> Self {
        let mut known: FxHashMap<(&str, &[NodeRef], Option<&str>), NodeRef> = FxHashMap::default();
        let first = nodes
            .iter()
            .enumerate()
            .map(|(i, r)| *known.entry((&r.text, &r.children, r.label.as_deref())).or_insert(i))
            .collect();
        Tree {
            nodes,
            cites,
            detail,
            given: FxHashSet::default(),
            first,
            positions: FxHashSet::default(),
            touched: FxHashMap::default(),
        }
    }

    /// Takes it that a list gives what these positions say.
    pub(super) fn listed(&mut self, positions: &'o [PositionNote]) {
        self.positions.extend(positions.iter().map(|p| p.id.as_str()));
    }

    /// The reason with this number.
    pub(super) fn get(&self, node: NodeRef) -> Option<&'o Reason> {
        self.nodes.get(node)
    }

    /// The lines for a reason; those of its parts if it is no more than "all of these".
    pub(super) fn lines(&mut self, root: NodeRef) -> Vec<Line> {
        match self.get(root) {
            Some(reason) if is_bare(reason) => self.below(reason, 0),
            Some(_) => vec![self.line(root, 0)],
            None => Vec::new(),
        }
    }

    /// One reason with what is below it.
    fn line(&mut self, node: NodeRef, depth: usize) -> Line {
        let Some(reason) = self.get(node) else { return Line::default() };
        let mut line = self.alone(reason);
        if reason.children.is_empty() {
            return line;
        }
        let node = self.first.get(node).copied().unwrap_or(node);
        if !self.given.insert(node) {
            line.see = Some(node);
            if self.detail == Detail::Short {
                line.asides.clear();
            }
            return line;
        }
        line.anchor = Some(node);
        if depth >= DEEPEST {
            line.below.push(Line::remark("further reasons are left out here; ask `why` about this sentence"));
            return line;
        }
        let below = self.below(reason, depth + 1);
        line.below.extend(below);
        line
    }

    /// What stands below a reason.
    fn below(&mut self, reason: &'o Reason, depth: usize) -> Vec<Line> {
        let mut lines = Vec::new();
        let (mut left_out, mut unheard) = (0, 0);
        let alternatives = reason.mark == Mark::Fails
            && reason.decisive.len() > 1
            && (depth > 1 || reason.decisive.iter().any(|d| self.is_touched(*d)));
        for child in &reason.children {
            let decisive = reason.decisive.contains(child) || reason.decisive.is_empty();
            let silent = alternatives && self.detail != Detail::Long && !self.is_touched(*child);
            // What would speak against this and is nowhere in the record.
            let against = reason.mark == Mark::Holds && self.get(*child).is_some_and(|c| c.mark == Mark::Fails);
            if against && decisive && self.detail == Detail::Short && depth > 1 && !self.is_touched(*child) {
                unheard += 1;
                continue;
            }
            match self.shown(reason.mark, decisive) {
                Shown::Whole if !silent => self.add(&mut lines, *child, depth),
                Shown::Whole => lines.extend(self.silent(*child)),
                Shown::Alone => lines.extend(self.speaking(*child).into_iter().map(|r| self.alone(r))),
                Shown::Not => left_out += 1,
            }
        }
        if unheard > 0 {
            lines.push(Line::remark("nothing in the record says otherwise"));
        }
        if left_out > 0 && self.detail == Detail::Medium {
            lines.extend(left_out_remark(reason, left_out));
        }
        lines
    }

    /// An alternative that fails because the record is silent: it is named, and that is said.
    fn silent(&mut self, node: NodeRef) -> Option<Line> {
        let mut reason = self.get(node)?;
        for _ in 0..DEEPEST {
            match reason.decisive.first().and_then(|d| self.get(*d)).filter(|_| is_generic(reason)) {
                Some(below) => reason = below,
                None => break,
            }
        }
        let mut line = self.alone(reason);
        if !reason.children.is_empty() {
            line.asides.push(Words::of(Role::Muted, "nothing in the record bears on it"));
        }
        Some(line)
    }

    /// What a reason says in words of its own: the reason, or what decides it if it is no more than "any of these".
    fn speaking(&self, node: NodeRef) -> Vec<&'o Reason> {
        match self.get(node) {
            Some(reason) if is_generic(reason) && reason.label.is_none() => {
                let below = reason.decisive.iter().take(3).filter_map(|d| self.get(*d)).filter(|r| !is_generic(r));
                let below: Vec<&Reason> = below.collect();
                if below.is_empty() { vec![reason] } else { below }
            }
            Some(reason) => vec![reason],
            None => Vec::new(),
        }
    }

    /// Whether the record, or a position, has a say in what a reason turns on.
    fn is_touched(&mut self, node: NodeRef) -> bool {
        if let Some(known) = self.touched.get(&node) {
            return *known;
        }
        self.touched.insert(node, false);
        let Some(reason) = self.get(node) else { return false };
        let touched = !reason.evidence.is_empty()
            || reason.kind == ReasonKind::Position
            || reason.children.iter().any(|d| self.is_touched(*d));
        self.touched.insert(node, touched);
        touched
    }

    /// Adds a reason. A block that says nothing of its own gives way to what decides it.
    fn add(&mut self, lines: &mut Vec<Line>, child: NodeRef, depth: usize) {
        let Some(reason) = self.get(child) else { return };
        let bare = reason.kind == ReasonKind::Block && reason.label.is_none() && reason.citations.is_empty();
        let decides = match (reason.mark, reason.decisive.as_slice()) {
            (Mark::Fails, [one]) if bare && reason.text.starts_with("all of") => Some(*one),
            (Mark::Holds, [one]) if bare && ["any of", "some "].iter().any(|s| reason.text.starts_with(s)) => {
                Some(*one)
            }
            (_, _) => None,
        };
        match decides.filter(|_| self.detail != Detail::Long && depth < DEEPEST) {
            Some(one) => self.add(lines, one, depth + 1),
            None if is_bare(reason) && reason.children.len() == 1 => lines.extend(self.below(reason, depth)),
            None => lines.push(self.line(child, depth)),
        }
    }

    fn shown(&self, mark: Mark, decisive: bool) -> Shown {
        match (self.detail, decisive) {
            (Detail::Long, _) | (_, true) => Shown::Whole,
            (Detail::Short, false) => Shown::Not,
            (Detail::Medium, false) => match mark {
                Mark::Holds | Mark::Fails => Shown::Not,
                Mark::Undetermined | Mark::NotShown | Mark::Contested | Mark::Depends => Shown::Alone,
            },
        }
    }

    /// A reason without what is below it, but for what a judgment weighs.
    fn alone(&mut self, reason: &'o Reason) -> Line {
        let mut words = Words::plain(&reason.text);
        if reason.text.is_empty() {
            words = Words::of(Role::Id, reason.id.as_deref().unwrap_or("unnamed"));
        }
        let mut asides = Vec::new();
        let named = match reason.kind {
            ReasonKind::Rule | ReasonKind::Norm | ReasonKind::Exception | ReasonKind::Presumption => true,
            ReasonKind::Sentence => self.detail == Detail::Long,
            ReasonKind::Block | ReasonKind::Position | ReasonKind::Comparison | ReasonKind::BuiltIn => false,
        };
        // The shortest account names a rule by its title and its sources.
        let named = named && (self.detail != Detail::Short || reason.citations.is_empty());
        if let Some(id) = reason.id.as_deref().filter(|id| named && !reason.text.contains(id)) {
            let kind = match reason.kind {
                ReasonKind::Exception => "exception ",
                ReasonKind::Presumption => "presumption ",
                ReasonKind::Norm => "norm ",
                ReasonKind::Rule
                | ReasonKind::Sentence
                | ReasonKind::Block
                | ReasonKind::Position
                | ReasonKind::Comparison
                | ReasonKind::BuiltIn => "rule ",
            };
            asides.push(Words::of(Role::Muted, kind).and(Role::Id, id));
        }
        if !reason.citations.is_empty() {
            asides.push(self.cites.list(&reason.citations));
        }
        asides.extend(reason.evidence.iter().map(|e| self.evidence(e)));
        // What a position says is said once, here or in the list of positions.
        let known = reason.kind == ReasonKind::Position
            && self.detail != Detail::Long
            && reason.id.as_deref().is_some_and(|id| !self.positions.insert(id));
        if !known {
            asides.extend(reason.remarks.iter().map(|r| Words::of(Role::Muted, r)));
        }
        let below = if self.detail == Detail::Short { Vec::new() } else { self.weighing(reason.weighing.as_ref()) };
        Line { mark: Some(reason.mark), label: reason.label.clone(), words, asides, below, ..Line::default() }
    }

    /// What a judgment weighs, with what the record says of it, and from whose point of view.
    pub(super) fn weighing(&self, weighing: Option<&Weighing>) -> Vec<Line> {
        let Some(weighing) = weighing else { return Vec::new() };
        let mut lines = Vec::new();
        if let Some(from) = &weighing.judged_from {
            let asides: Vec<Words> = [self.cites.list(&from.citations)].into_iter().filter(|c| !c.is_empty()).collect();
            lines.push(Line { asides, ..Line::remark(format!("judged from {}", from.view)) });
        }
        if !weighing.factors.is_empty() {
            let factors = weighing.factors.iter().map(|f| {
                let mut asides = vec![self.cites.list(&f.citations)];
                asides.extend(f.record.as_ref().map(|r| Words::of(Role::Muted, r)));
                asides.retain(|a| !a.is_empty());
                Line { words: Words::plain(&f.text), asides, ..Line::default() }
            });
            lines.push(Line { below: factors.collect(), ..Line::remark("weighing:") });
        }
        lines
    }

    /// What the record says of a reason, and nothing else of it.
    pub(super) fn evidence_of(&self, reason: &Reason) -> Line {
        let mut asides: Vec<Words> = reason.evidence.iter().map(|e| self.evidence(e)).collect();
        if asides.is_empty() {
            asides.push(Words::of(Role::Muted, "the record says nothing of it"));
        }
        Line {
            mark: Some(reason.mark),
            label: reason.label.clone(),
            words: Words::plain(&reason.text),
            asides,
            ..Line::default()
        }
    }

    /// One statement of the record: `established: CNN, 11 November 2025, para 4`.
    fn evidence(&self, evidence: &Evidence) -> Words {
        let mut words = Words::of(Role::Emphasis, heading(evidence));
        if !evidence.sources.is_empty() {
            words.push(Role::Muted, ": ");
            words = words.then(self.cites.list(&evidence.sources));
        }
        if let Some(because) = &evidence.because {
            words.push(Role::Plain, format!(", because {because}"));
        }
        words
    }
}

/// `established`, `the contrary reported`.
pub(super) fn heading(evidence: &Evidence) -> String {
    let against = if evidence.speaks_for == Some(false) { "the contrary " } else { "" };
    format!("{against}{}", evidence.heading)
}

/// How much of a reason is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Whole,
    Alone,
    Not,
}

/// Whether a reason says nothing of its own: an unlabelled "all of these".
fn is_bare(reason: &Reason) -> bool {
    reason.kind == ReasonKind::Block
        && reason.label.is_none()
        && reason.citations.is_empty()
        && reason.remarks.is_empty()
        && (reason.text.is_empty() || reason.text.starts_with("all of"))
        && !reason.children.is_empty()
}

/// Whether a reason is a block without words of its own: "all of these", "any of these".
fn is_generic(reason: &Reason) -> bool {
    reason.kind == ReasonKind::Block && (reason.text.is_empty() || reason.text.ends_with("of these"))
}

/// What is said in the place of reasons that are left out.
fn left_out_remark(reason: &Reason, left_out: usize) -> Option<Line> {
    let text = match (reason.mark, left_out) {
        (Mark::Fails, 1) => "the other element need not be decided",
        (Mark::Fails, _) => "the other elements need not be decided",
        (Mark::Holds, 1) => "the other ground need not be decided",
        (Mark::Holds, _) => "the other grounds need not be decided",
        (Mark::Undetermined | Mark::NotShown | Mark::Contested | Mark::Depends, _) => return None,
    };
    Some(Line::remark(text))
}

/// Numbers the lines that others refer to, from 1 in the order in which they stand; other anchors go.
pub(super) fn number(document: &mut Document) {
    let wanted: FxHashSet<usize> = document.lines().iter().filter_map(|l| l.see).collect();
    let mut numbers: FxHashMap<usize, (usize, usize)> = FxHashMap::default();
    let mut headings: Vec<String> = vec![String::new()];
    for block in &mut document.blocks {
        if let Block::Heading { level: 1 | 2, words, .. } = block {
            headings.push(place(&words.text()));
        }
        let here = headings.len() - 1;
        let Block::Tree(lines) = block else { continue };
        let mut open: Vec<&mut Line> = lines.iter_mut().rev().collect();
        while let Some(line) = open.pop() {
            if let Some(anchor) = line.anchor.filter(|a| wanted.contains(a)) {
                let next = numbers.len() + 1;
                numbers.insert(anchor, (next, here));
            }
            line.anchor = line.anchor.and_then(|a| numbers.get(&a)).map(|(n, _)| *n);
            let target = line.see.and_then(|s| numbers.get(&s));
            line.see = target.map(|(n, _)| *n);
            line.see_in = target.filter(|(_, at)| *at != here).and_then(|(_, at)| headings.get(*at).cloned());
            open.extend(line.below.iter_mut().rev());
        }
    }
}

/// How a heading is referred to: `verdict 3`, else its words.
fn place(heading: &str) -> String {
    match heading.split_once(". ") {
        Some((n, _)) if n.chars().all(|c| c.is_ascii_digit() || matches!(c, '–' | ',' | ' ')) => {
            format!("verdict {}", n.split(['–', ',']).next().unwrap_or(n))
        }
        Some(_) | None => format!("“{heading}”"),
    }
}
