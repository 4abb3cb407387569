//! Verdicts that are alike: which are told together, which by what differs from another one, and which names tell them
//! apart. Knows nothing of formats.

use super::Detail;
use super::document::{Block, Line, Role, Words};
use super::table::{is_aside, ranges};
use super::verdict::{self, Writer};
use crate::opinion::model::{Alike, Difference, Opinion, Renamed, Verdict};

/// How a verdict is told.
#[derive(Debug, Clone, Copy)]
pub(super) enum Telling<'o> {
    /// It is not: it stands in the table, or is told with another one.
    Not,
    /// With all its reasons.
    Whole,
    /// By what differs from the verdict with this place.
    As(usize, &'o Alike),
}

/// The verdicts that are the same as this one, names and evidence apart.
pub(super) fn same(opinion: &Opinion, place: usize) -> &[Alike] {
    opinion.groups.iter().find(|g| g.told == place).map_or(&[], |g| &g.same)
}

/// The verdict with which this one is told, if it is the same but for the names.
pub(super) fn told_with(opinion: &Opinion, place: usize) -> Option<usize> {
    opinion.groups.iter().find(|g| g.same.iter().any(|a| a.verdict == place)).map(|g| g.told)
}

/// A verdict and those that are told with it.
pub(super) fn together(opinion: &Opinion, place: usize) -> Vec<usize> {
    std::iter::once(place).chain(same(opinion, place).iter().map(|a| a.verdict)).collect()
}

/// How a verdict is told.
pub(super) fn telling(opinion: &Opinion, place: usize, detail: Detail) -> Telling<'_> {
    if detail == Detail::Long {
        return Telling::Whole;
    }
    if told_with(opinion, place).is_some() || !is_told(opinion, place) {
        return Telling::Not;
    }
    let as_another = opinion.groups.iter().find_map(|g| {
        let alike = g.similar.iter().find(|a| a.verdict == place)?;
        is_told(opinion, g.told).then_some(Telling::As(g.told, alike))
    });
    as_another.unwrap_or(Telling::Whole)
}

/// Whether more is said of a verdict than the table says: it is no aside, or somebody makes a claim about it.
fn is_told(opinion: &Opinion, place: usize) -> bool {
    let claimed = |place: &usize| opinion.claims.iter().any(|c| c.verdicts.contains(place));
    let Some(verdict) = opinion.verdicts.get(place) else { return false };
    !is_aside(verdict, &opinion.verdicts) || together(opinion, place).iter().any(claimed)
}

/// What tells some verdicts apart from others on the same norm for the same addressee: `FirstCrew, FirstStrike;
/// LaterCrew, LaterStrike`. Empty if they are all there are.
pub(super) fn labels(all: &[Verdict], places: &[usize]) -> String {
    let Some(first) = places.first().and_then(|p| all.get(*p)) else { return String::new() };
    let rivals: Vec<&Verdict> =
        all.iter().filter(|v| v.title == first.title && v.addressee == first.addressee).collect();
    let differs = |i: usize, name: &String| rivals.iter().any(|v| v.arguments.get(i) != Some(name));
    let label = |verdict: &Verdict| {
        let names: Vec<&str> = (verdict.arguments.iter().enumerate().skip(1))
            .filter(|(i, name)| differs(*i, name))
            .map(|(_, name)| name.as_str())
            .collect();
        names.join(", ")
    };
    let labels: Vec<String> = places.iter().filter_map(|p| all.get(*p)).map(label).collect();
    labels.join("; ")
}

impl Writer<'_, '_, '_> {
    /// For whom or what else a verdict holds, and on what other evidence.
    pub(super) fn same_for(&mut self, all: &[Verdict], alikes: &[Alike]) {
        let lines: Vec<Line> = alikes
            .iter()
            .filter_map(|alike| {
                let verdict = all.get(alike.verdict)?;
                let words = Words::plain(format!("{}. ", alike.verdict + 1)).and(Role::Emphasis, &verdict.sentence);
                let below = alike.differences.iter().map(|d| self.difference(d)).collect();
                Some(Line { words, below, ..Line::default() })
            })
            .collect();
        if !lines.is_empty() {
            self.document.heading(3, "The same, for the same reasons");
            self.document.tree(lines);
        }
    }

    /// A verdict by what differs from another one.
    pub(super) fn similar(&mut self, place: usize, verdict: &Verdict, label: &str, told: usize, alike: &Alike) {
        let words = Words::plain(format!("{}. ", ranges(&[place]))).then(verdict::name(verdict, label));
        self.document.blocks.push(Block::Heading { level: 2, words, aside: verdict::outcome(verdict.outcome) });
        self.document.paragraph(Words::of(Role::Emphasis, &verdict.sentence));
        self.result(verdict);
        let names: Vec<String> = alike.names.iter().map(|Renamed { there, here }| format!("{here} for {there}")).collect();
        let names = if names.is_empty() { String::new() } else { format!(", with {}", names.join(" and ")) };
        let but = if alike.differences.is_empty() { "." } else { ". What differs:" };
        self.document.paragraph(Words::plain(format!("The reasons are those of verdict {}{names}{but}", told + 1)));
        let lines: Vec<Line> = alike.differences.iter().map(|d| self.difference(d)).collect();
        self.document.tree(lines);
        self.missing(&verdict.missing);
        if alike.same_changes {
            self.changes_as_in(verdict, told);
        } else {
            self.changes(verdict);
        }
    }

    /// One point that differs.
    fn difference(&mut self, difference: &Difference) -> Line {
        let reason = difference.reason.and_then(|r| self.tree.get(r).map(|reason| (r, reason)));
        let mut line = match reason {
            Some((_, reason)) if difference.evidence_only => self.tree.evidence_of(reason),
            Some((node, _)) => {
                let mut lines = self.tree.lines(node);
                if lines.len() == 1 { lines.remove(0) } else { Line { below: lines, ..self.stated(difference) } }
            }
            None => self.stated(difference),
        };
        if let Some(note) = difference.note.as_ref().filter(|_| reason.is_none()) {
            line.asides.push(Words::of(Role::Muted, note));
        }
        line
    }

    fn stated(&self, difference: &Difference) -> Line {
        Line::marked(difference.mark, Words::plain(&difference.text))
    }
}
