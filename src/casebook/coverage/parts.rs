//! The parts of a provision in the order of its text, and where they stand in the ground graph. Knows nothing of values.

use super::model::{Kind, Role, Section};
use crate::engine::graph::{Graph, GroundTest, Instance, NodeId};
use crate::rulebook::model::{Condition, Provision, ProvisionId, ProvisionKind, Rulebook, Test};
use crate::source::{SourceMap, Span};

/// A part of a provision.
#[derive(Debug, Clone)]
pub(super) struct Part<'a> {
    pub(super) section: Section,
    pub(super) role: Role,
    pub(super) depth: usize,
    /// The condition that it is.
    pub(super) condition: Option<&'a Condition>,
    /// The provision that it is.
    pub(super) provision: Option<ProvisionId>,
}

/// The sort of a provision.
pub(super) fn kind(provision: &Provision) -> Kind {
    match provision.kind {
        ProvisionKind::Rule => Kind::Rule,
        ProvisionKind::Prohibition => Kind::Prohibition,
        ProvisionKind::Obligation => Kind::Obligation,
        ProvisionKind::Permission => Kind::Permission,
        ProvisionKind::Presumption => Kind::Presumption,
        ProvisionKind::Exception => Kind::Exception,
    }
}

/// Where a provision or condition stands: the same from one loading of its pack to the next.
pub(super) fn place(map: &SourceMap, span: Span) -> String {
    format!("{}:{}", map.get(span.file).map_or("", |f| &f.name), span.start)
}

/// The words of a condition as written; of a block, its first line.
pub(super) fn words(map: &SourceMap, condition: &Condition) -> String {
    let text = map.slice(condition.span);
    let text = if below(condition).is_empty() { text } else { text.lines().next().unwrap_or("") };
    let lines = text.lines().map(|l| l.split_once(" #").map_or(l, |(before, _)| before));
    lines.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

/// All parts of a provision.
pub(super) fn of<'a>(rulebook: &'a Rulebook, provision: &'a Provision) -> Vec<Part<'a>> {
    let mut parts = Parts(Vec::new());
    if provision.is_norm() {
        parts.push(Section::Binding, Role::Element, 0, None, None);
        parts.section(&provision.applies, Section::AppliesWhen, 0);
    }
    parts.section(&provision.when, Section::When, 0);
    for unless in &provision.unless {
        for alternative in alternatives(unless) {
            parts.push(Section::Unless, Role::Defeats, 0, Some(alternative), None);
            for condition in below(alternative) {
                parts.condition(condition, Section::Unless, 1);
            }
        }
    }
    for exception in &provision.exceptions {
        parts.push(Section::Exception, Role::Defeats, 0, None, Some(*exception));
    }
    for (stronger, _) in &provision.defeated_by {
        parts.push(Section::Priority, Role::Defeats, 0, None, Some(*stronger));
    }
    if !provision.without_presumptions {
        parts.presumptions(rulebook);
    }
    parts.0
}

struct Parts<'a>(Vec<Part<'a>>);

impl<'a> Parts<'a> {
    fn push(
        &mut self,
        section: Section,
        role: Role,
        depth: usize,
        condition: Option<&'a Condition>,
        provision: Option<ProvisionId>,
    ) {
        self.0.push(Part { section, role, depth, condition, provision });
    }

    /// What stands under a heading: the lines of an `all of` each by itself.
    fn section(&mut self, condition: &'a Condition, section: Section, depth: usize) {
        if let Test::All(parts) = &condition.test {
            parts.iter().for_each(|p| self.condition(p, section, depth));
        } else {
            self.condition(condition, section, depth);
        }
    }

    fn condition(&mut self, condition: &'a Condition, section: Section, depth: usize) {
        let inside = below(condition);
        let role = if inside.is_empty() { Role::Element } else { Role::Block };
        self.push(section, role, depth, Some(condition), None);
        for part in inside {
            self.condition(part, section, depth + 1);
        }
    }

    /// The presumptions of the sentences that the conditions test.
    fn presumptions(&mut self, rulebook: &'a Rulebook) {
        let mut found: Vec<ProvisionId> = Vec::new();
        for part in &self.0 {
            if let Some(Test::Sentence(literal)) = part.condition.map(|c| &c.test)
                && let Some(sentence) = rulebook.sentences.get(literal.sentence.index())
            {
                found.extend(&sentence.presumed_by);
            }
        }
        found.sort_unstable();
        found.dedup();
        for presumption in found {
            self.push(Section::Presumption, Role::FillsIn, 0, None, Some(presumption));
        }
    }
}

/// The conditions that stand below a block, one level down. An `all of` that only gathers the lines below a quantifier
/// is no level of its own.
fn below(condition: &Condition) -> Vec<&Condition> {
    fn lines(condition: &Condition) -> Vec<&Condition> {
        if let Test::All(parts) = &condition.test { parts.iter().collect() } else { vec![condition] }
    }
    match &condition.test {
        Test::All(parts) | Test::Any(parts) | Test::None(parts) | Test::AtLeast(_, parts) => parts.iter().collect(),
        Test::Some(_, body) | Test::No(_, body) => lines(body),
        Test::Every(_, body, then) => lines(body).into_iter().chain(lines(then)).collect(),
        Test::Sentence(_)
        | Test::Position { .. }
        | Test::Same { .. }
        | Test::IsKind { .. }
        | Test::BoundBy { .. }
        | Test::Breaches { .. }
        | Test::WouldBeWrongful { .. }
        | Test::Compare { .. } => Vec::new(),
    }
}

/// The alternatives of an `unless any of`, each an exception by itself; otherwise the whole.
fn alternatives(condition: &Condition) -> Vec<&Condition> {
    if let Test::Any(parts) = &condition.test {
        return parts.iter().collect();
    }
    if let Test::All(parts) = &condition.test
        && let [only] = parts.as_slice()
    {
        return alternatives(only);
    }
    vec![condition]
}

/// Under which heading of an instance a path through the conditions begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Root {
    Applies,
    When,
    Unless(usize),
}

/// A ground condition of an instance, with the way to it.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    /// The part that it is an instance of.
    pub(super) part: usize,
    pub(super) root: Root,
    /// From the condition at the top down to this one.
    pub(super) path: Vec<NodeId>,
}

impl Spot {
    /// The condition.
    pub(super) fn node(&self) -> Option<NodeId> {
        self.path.last().copied()
    }
}

/// The ground conditions of an instance that are parts of its provision.
pub(super) fn spots(graph: &Graph<'_>, instance: &Instance<'_>, parts: &[Part<'_>]) -> Vec<Spot> {
    let unless = instance.unless.iter().enumerate().map(|(i, n)| (Root::Unless(i), *n));
    let roots = instance.applies.map(|n| (Root::Applies, n)).into_iter();
    let roots = roots.chain(instance.when.map(|n| (Root::When, n))).chain(unless);
    let mut spots = Vec::new();
    for (root, top) in roots {
        let mut stack = vec![vec![top]];
        while let Some(path) = stack.pop() {
            let Some(node) = path.last().and_then(|n| graph.node(*n).map(|node| (*n, node))) else { continue };
            // What is asked of somebody's bonds or of other norms is one condition, however it is worked out.
            let whole = matches!(node.1.test, GroundTest::BoundBy(..) | GroundTest::WouldBeWrongful(..));
            let inside = if whole { Vec::new() } else { graph.children(node.0) };
            for child in inside.into_iter().rev() {
                let mut longer = path.clone();
                longer.push(child);
                stack.push(longer);
            }
            let is = |p: &Part<'_>| p.condition.is_some_and(|c| std::ptr::eq(c, node.1.condition));
            if let Some(part) = parts.iter().position(is) {
                spots.push(Spot { part, root, path });
            }
        }
    }
    spots
}
