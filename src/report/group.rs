//! Verdicts that are alike: which are told together, which by what differs from another one, and which names tell them
//! apart. Knows nothing of formats.

use super::Detail;
use super::document::{Block, Line, Role, Words};
use super::reasons::heading;
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

/// The verdicts that are told with this one: those that are the same, names and evidence apart, then those that are the
/// same to the standard of proof of the headline.
pub(super) fn same(opinion: &Opinion, place: usize) -> (Vec<&Alike>, Vec<&Alike>) {
    let Some(group) = opinion.groups.iter().find(|g| g.told == place) else { return (Vec::new(), Vec::new()) };
    (group.same.iter().collect(), group.similar.iter().filter(|a| is_same_here(a)).collect())
}

fn is_same_here(alike: &Alike) -> bool {
    alike.same_reasons && alike.same_changes
}

/// A verdict and those that are told with it.
pub(super) fn together(opinion: &Opinion, place: usize) -> Vec<usize> {
    let (everywhere, here) = same(opinion, place);
    let others = everywhere.into_iter().chain(here).map(|a| a.verdict);
    let mut places: Vec<usize> = std::iter::once(place).chain(others).collect();
    places.sort_unstable();
    places
}

/// How a verdict is told.
pub(super) fn telling(opinion: &Opinion, place: usize, detail: Detail) -> Telling<'_> {
    if detail == Detail::Long {
        return Telling::Whole;
    }
    let likes = |a: &&Alike| a.verdict == place;
    let with = opinion
        .groups
        .iter()
        .find(|g| g.same.iter().any(|a| likes(&a)) || g.similar.iter().any(|a| likes(&a) && is_same_here(a)));
    if with.is_some() || !is_told(opinion, place) {
        return Telling::Not;
    }
    let as_another = opinion.groups.iter().find_map(|g| {
        let alike = g.similar.iter().find(likes)?;
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
    pub(super) fn same_for(&mut self, all: &[Verdict], (everywhere, here): (Vec<&Alike>, Vec<&Alike>)) {
        for (heading, alikes) in
            [("The same, for the same reasons", everywhere), ("The same to this standard of proof", here)]
        {
            let mut lines = Vec::new();
            for alike in alikes {
                let Some(verdict) = all.get(alike.verdict) else { continue };
                let words =
                    Words::plain(format!("verdict {}: ", alike.verdict + 1)).and(Role::Emphasis, &verdict.sentence);
                lines.push(Line { words, below: self.differences(alike), ..Line::default() });
            }
            if !lines.is_empty() {
                self.document.heading(3, heading);
                self.document.tree(lines);
            }
        }
    }

    /// A verdict by what differs from another one.
    pub(super) fn similar(&mut self, place: usize, verdict: &Verdict, label: &str, told: usize, alike: &Alike) {
        let words = Words::plain(format!("{}. ", ranges(&[place]))).then(verdict::name(verdict, label));
        self.document.blocks.push(Block::Heading { level: 2, words, aside: verdict::outcome(verdict.outcome) });
        self.document.paragraph(Words::of(Role::Emphasis, &verdict.sentence));
        let short = self.detail == Detail::Short;
        let told = told + 1;
        let result = if short && alike.same_changes {
            let outcome = format!("{}.", verdict::capital(verdict.outcome.text()));
            let text = format!(" The same would change it as verdict {told}.");
            Words::of(Role::Strong, outcome).and(Role::Plain, text)
        } else {
            self.result_words(Some(&ranges(&[place])), verdict)
        };
        let names: Vec<String> =
            alike.names.iter().map(|Renamed { there, here }| format!("{here} for {there}")).collect();
        let names = if names.is_empty() || short { String::new() } else { format!(", with {}", names.join(" and ")) };
        let but = if alike.differences.is_empty() { "" } else { " What differs:" };
        let reasons = format!(" The reasons are those of verdict {told}{names}.{but}");
        self.document.paragraph(result.and(Role::Plain, reasons));
        let lines = self.differences(alike);
        self.document.tree(lines);
        self.missing(&verdict.missing);
        if alike.same_changes {
            self.changes_as_in(verdict, told);
        } else {
            self.changes(verdict);
        }
    }

    /// What differs, point by point; unless more is asked for, the evidence in one line.
    fn differences(&mut self, alike: &Alike) -> Vec<Line> {
        let (evidence, others): (Vec<&Difference>, Vec<&Difference>) =
            alike.differences.iter().partition(|d| d.evidence_only);
        let mut lines: Vec<Line> = others.into_iter().map(|d| self.difference(d)).collect();
        if self.detail != Detail::Short || evidence.len() < 2 {
            lines.extend(evidence.into_iter().map(|d| self.difference(d)));
            return lines;
        }
        let mut said: Vec<(String, Vec<String>)> = Vec::new();
        let reasons = evidence.iter().filter_map(|d| d.reason.and_then(|r| self.tree.get(r)));
        for evidence in reasons.flat_map(|r| &r.evidence) {
            let heading = heading(evidence);
            let at = said.iter().position(|(h, _)| *h == heading).unwrap_or_else(|| {
                said.push((heading, Vec::new()));
                said.len() - 1
            });
            if let Some((_, sources)) = said.get_mut(at) {
                sources.extend(evidence.sources.iter().filter(|s| !sources.contains(s)).cloned().collect::<Vec<_>>());
            }
        }
        let many = format!("the evidence on {} points (", evidence.len());
        let mut words = Words::plain(many).and(Role::Id, format!("why {}", alike.verdict + 1));
        words.push(Role::Plain, "): ");
        let said = said.into_iter().map(|(heading, sources)| {
            let words = Words::of(Role::Emphasis, heading);
            if sources.is_empty() { words } else { words.and(Role::Plain, ": ").then(self.cites.list(&sources)) }
        });
        lines.push(Line { words: words.then(Words::join(said, "; ")), ..Line::default() });
        lines
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
