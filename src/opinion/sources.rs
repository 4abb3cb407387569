//! The sources that an opinion cites, in full: each once, those of law first. Knows nothing of what is cited for what.

use super::cite;
use super::model::{Missing, NodeRef, Opinion, PositionNote, Reason, SourceNote, Verdict, Weighing};
use crate::engine::Evaluation;

/// Adds the sources to an opinion, and to each verdict the ids of its own. The sources of the record are all listed.
pub fn add(evaluation: &Evaluation<'_>, opinion: &mut Opinion) {
    let known = known(evaluation);
    let mut used = vec![false; known.len()];
    for verdict in &mut opinion.verdicts {
        let own = of_verdict(&known, &opinion.nodes, verdict);
        verdict.sources = ids(&known, &own);
        used.iter_mut().zip(own).for_each(|(used, own)| *used |= own);
    }
    let mut cited: Vec<&str> = opinion.nodes.iter().flat_map(of_reason).collect();
    cited.extend(opinion.claims.iter().flat_map(|c| &c.sources).map(String::as_str));
    cited.extend(opinion.positions.iter().flat_map(of_position));
    mark(&known, cited, &mut used);
    used.iter_mut().zip(&known).for_each(|(used, source)| *used |= source.evidence);
    opinion.sources = taken(known, &used);
}

/// The sources of the reasons for one answer.
pub fn of_answer(
    evaluation: &Evaluation<'_>,
    nodes: &[Reason],
    verdicts: &[Verdict],
    missing: &[Missing],
) -> Vec<SourceNote> {
    let known = known(evaluation);
    let mut used = vec![false; known.len()];
    for verdict in verdicts {
        let own = of_verdict(&known, nodes, verdict);
        used.iter_mut().zip(own).for_each(|(used, own)| *used |= own);
    }
    mark(&known, nodes.iter().flat_map(of_reason), &mut used);
    mark(&known, missing.iter().flat_map(|m| &m.weighing).flat_map(of_weighing), &mut used);
    taken(known, &used)
}

/// All sources there are: those of the rules, then those of the record.
fn known(evaluation: &Evaluation<'_>) -> Vec<SourceNote> {
    let law = evaluation.rulebook().sources.iter().map(|s| SourceNote {
        id: s.id.to_string(),
        full: cite::full(s),
        short: cite::short(s).to_owned(),
        evidence: false,
    });
    let evidence = evaluation.record().sources.iter().map(|(id, s)| SourceNote {
        id: id.to_string(),
        full: cite::full_evidence(s),
        short: s.cited_as.clone().unwrap_or_else(|| s.title.clone()),
        evidence: true,
    });
    law.chain(evidence).collect()
}

/// The source that a citation names: that with the longest short form with which it begins.
pub fn cited<'s>(sources: &'s [SourceNote], citation: &str) -> Option<(usize, &'s SourceNote)> {
    let names = |short: &str| {
        !short.is_empty() && citation.strip_prefix(short).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    // Of equally long ones the first counts, so that two runs find the same.
    sources.iter().enumerate().filter(|(_, s)| names(&s.short)).rev().max_by_key(|(_, s)| s.short.len())
}

fn mark<'c>(known: &[SourceNote], citations: impl IntoIterator<Item = &'c str>, used: &mut [bool]) {
    for citation in citations {
        if let Some(slot) = cited(known, citation).and_then(|(i, _)| used.get_mut(i)) {
            *slot = true;
        }
    }
}

fn taken(known: Vec<SourceNote>, used: &[bool]) -> Vec<SourceNote> {
    known.into_iter().zip(used).filter(|(_, used)| **used).map(|(s, _)| s).collect()
}

fn ids(known: &[SourceNote], used: &[bool]) -> Vec<String> {
    known.iter().zip(used).filter(|(_, used)| **used).map(|(s, _)| s.id.clone()).collect()
}

/// Which sources the reasons for a verdict cite.
fn of_verdict(known: &[SourceNote], nodes: &[Reason], verdict: &Verdict) -> Vec<bool> {
    let mut used = vec![false; known.len()];
    mark(known, verdict.binding.iter().map(|b| b.citation.as_str()), &mut used);
    mark(known, verdict.missing.iter().flat_map(|m| &m.weighing).flat_map(of_weighing), &mut used);
    let mut seen = rustc_hash::FxHashSet::default();
    let mut open: Vec<NodeRef> = verdict.applies.into_iter().chain(verdict.conditions).collect();
    open.extend(verdict.binding.iter().flat_map(|b| &b.reasons));
    open.extend(verdict.exceptions.iter().filter_map(|e| e.reason));
    while let Some(node) = open.pop() {
        let Some(reason) = nodes.get(node).filter(|_| seen.insert(node)) else { continue };
        mark(known, of_reason(reason), &mut used);
        open.extend(&reason.children);
    }
    used
}

fn of_reason(reason: &Reason) -> impl Iterator<Item = &str> {
    let evidence = reason.evidence.iter().flat_map(|e| &e.sources);
    let own = reason.citations.iter().chain(evidence).map(String::as_str);
    own.chain(reason.weighing.iter().flat_map(of_weighing))
}

fn of_weighing(weighing: &Weighing) -> impl Iterator<Item = &str> {
    let from = weighing.judged_from.iter().flat_map(|j| &j.citations);
    weighing.factors.iter().flat_map(|f| &f.citations).chain(from).map(String::as_str)
}

fn of_position(position: &PositionNote) -> impl Iterator<Item = &str> {
    position.held_by.iter().chain(&position.rejected_by).flat_map(|h| &h.citations).map(String::as_str)
}
