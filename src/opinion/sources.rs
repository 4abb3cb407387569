//! The sources that an opinion cites, in full: each once, those of law first. Knows nothing of what is cited for what.

use super::cite;
use super::model::{Missing, NodeRef, Opinion, PositionNote, Reason, SourceNote, Verdict, Weighing};
use crate::engine::Evaluation;
use crate::source::Text;
use rustc_hash::{FxHashMap, FxHashSet};

/// Adds the sources to an opinion, and to each verdict the ids of its own. The sources of the record are all listed.
pub fn add(evaluation: &Evaluation<'_>, opinion: &mut Opinion) {
    let mut known = Known::new(evaluation);
    let mut used = known.none();
    for verdict in &mut opinion.verdicts {
        let own = known.of_verdict(&opinion.nodes, verdict);
        verdict.sources = known.sources.iter().zip(&own).filter(|(_, own)| **own).map(|(s, _)| s.id.clone()).collect();
        used.iter_mut().zip(own).for_each(|(used, own)| *used |= own);
    }
    let mut cited: Vec<&str> = opinion.nodes.iter().flat_map(of_reason).collect();
    cited.extend(opinion.claims.iter().flat_map(|c| &c.sources).map(String::as_str));
    cited.extend(opinion.positions.iter().flat_map(of_position));
    known.mark(cited, &mut used);
    used.iter_mut().zip(&known.sources).for_each(|(used, source)| *used |= source.evidence);
    opinion.sources = known.taken(evaluation, &used);
}

/// The sources of the reasons for one answer.
pub fn of_answer(
    evaluation: &Evaluation<'_>,
    nodes: &[Reason],
    verdicts: &[Verdict],
    missing: &[Missing],
) -> Vec<SourceNote> {
    let mut known = Known::new(evaluation);
    let mut used = known.none();
    for verdict in verdicts {
        let own = known.of_verdict(nodes, verdict);
        used.iter_mut().zip(own).for_each(|(used, own)| *used |= own);
    }
    known.mark(nodes.iter().flat_map(of_reason), &mut used);
    known.mark(missing.iter().flat_map(|m| &m.weighing).flat_map(of_weighing), &mut used);
    known.taken(evaluation, &used)
}

/// The source that a citation names: that with the longest short form with which it begins.
pub fn cited<'s>(sources: &'s [SourceNote], citation: &str) -> Option<(usize, &'s SourceNote)> {
    let names = |short: &str| {
        !short.is_empty() && citation.strip_prefix(short).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    // Of equally long ones the first counts, so that two runs find the same.
    sources.iter().enumerate().filter(|(_, s)| names(&s.short)).rev().max_by_key(|(_, s)| s.short.len())
}

/// All sources there are: those of the rules, then those of the record; what each citation names is looked up once.
struct Known {
    /// Without their full forms, which few are asked for.
    sources: Vec<SourceNote>,
    named: FxHashMap<String, Option<usize>>,
}

impl Known {
    fn new(evaluation: &Evaluation<'_>) -> Self {
        let note = |id: &Text, short: String, evidence| SourceNote {
            id: id.to_string(),
            full: String::new(),
            short,
            evidence,
        };
        let law = evaluation.rulebook().sources.iter().map(|s| note(&s.id, cite::short(s).to_owned(), false));
        let evidence = evaluation.record().sources.iter();
        let evidence = evidence.map(|(id, s)| note(id, s.cited_as.clone().unwrap_or_else(|| s.title.clone()), true));
        Known { sources: law.chain(evidence).collect(), named: FxHashMap::default() }
    }

    fn none(&self) -> Vec<bool> {
        vec![false; self.sources.len()]
    }

    fn mark<'c>(&mut self, citations: impl IntoIterator<Item = &'c str>, used: &mut [bool]) {
        for citation in citations {
            let named = match self.named.get(citation) {
                Some(known) => *known,
                None => {
                    let found = cited(&self.sources, citation).map(|(i, _)| i);
                    self.named.insert(citation.to_owned(), found);
                    found
                }
            };
            if let Some(slot) = named.and_then(|i| used.get_mut(i)) {
                *slot = true;
            }
        }
    }

    /// Which sources the reasons for a verdict cite.
    fn of_verdict(&mut self, nodes: &[Reason], verdict: &Verdict) -> Vec<bool> {
        let mut used = self.none();
        self.mark(verdict.binding.iter().map(|b| b.citation.as_str()), &mut used);
        self.mark(verdict.missing.iter().flat_map(|m| &m.weighing).flat_map(of_weighing), &mut used);
        let mut seen = FxHashSet::default();
        let mut open: Vec<NodeRef> = verdict.applies.into_iter().chain(verdict.conditions).collect();
        open.extend(verdict.binding.iter().flat_map(|b| &b.reasons));
        open.extend(verdict.exceptions.iter().filter_map(|e| e.reason));
        while let Some(node) = open.pop() {
            let Some(reason) = nodes.get(node).filter(|_| seen.insert(node)) else { continue };
            self.mark(of_reason(reason), &mut used);
            open.extend(&reason.children);
        }
        used
    }

    /// Those that are used, in full.
    fn taken(self, evaluation: &Evaluation<'_>, used: &[bool]) -> Vec<SourceNote> {
        let law = evaluation.rulebook().sources.len();
        let full = |i: usize| match evaluation.rulebook().sources.get(i) {
            Some(source) => cite::full(source),
            None => evaluation.record().sources.values().nth(i - law).map(cite::full_evidence).unwrap_or_default(),
        };
        let all = self.sources.into_iter().enumerate().zip(used);
        all.filter(|(_, used)| **used).map(|((i, s), _)| SourceNote { full: full(i), ..s }).collect()
    }
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
