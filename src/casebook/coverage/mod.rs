//! Coverage: which elements, exceptions, presumptions and positions some cases exercise, and which of them decide. Looks at
//! each case from its headline and from the standpoints of its expectations. Knows nothing of files and terminals.
//!
//! Steps, in order:
//! 1. [`parts`]: the parts of each provision, in the order of its text;
//! 2. [`exercised`]: the instances on which the verdicts and expectations rest and on which the record bears;
//! 3. [`trial`]: their values, as they are and with one part changed;
//! 4. [`count`]: how they and their parts come out; [`model`]: what is kept of it, case by case.

mod count;
mod exercised;
pub mod model;
mod parts;
mod trial;

use count::{Count, Exercise, Flags};
pub use model::Coverage;
use model::{PackCoverage, PartCoverage, PositionCoverage, ProvisionCoverage, Tally};
use parts::Part;

use crate::engine::diagram::{Assignment, Var};
use crate::engine::graph::{AtomId, InstanceId};
use crate::engine::standpoint::Dimension;
use crate::engine::{EngineError, Evaluation, Outcomes};
use crate::opinion::view::{Seen, View};
use crate::pipeline::Session;
use crate::record::model::Content;
use crate::record::wording;
use crate::rulebook::model::{Condition, PackId, Position, PositionId, Provision, Rulebook, Test};
use crate::source::{SourceMap, Text};

/// The case whose outcomes are noted, and what its rules and words are.
struct Case<'c> {
    id: &'c Text,
    map: &'c SourceMap,
    rulebook: &'c Rulebook,
}

impl Coverage {
    /// Adds what an evaluated case exercises.
    ///
    /// # Errors
    ///
    /// When a limit of the engine is reached.
    pub fn add(&mut self, map: &SourceMap, evaluation: &mut Evaluation<'_>) -> Result<(), EngineError> {
        let (rulebook, record) = (evaluation.rulebook(), evaluation.record());
        let parts: Vec<Vec<Part<'_>>> = rulebook.provisions.iter().map(|p| parts::of(rulebook, p)).collect();
        let mut exercises: Vec<Exercise> =
            parts.iter().map(|p| Exercise { parts: vec![Flags::default(); p.len()], ..Exercise::default() }).collect();
        let mut stances = vec![Stances::default(); rulebook.positions.len()];
        let (sentences, norms) = expected(evaluation)?;
        for view in views(evaluation) {
            let mut seen = Seen::new(evaluation, &view);
            let visits = exercised::find(&mut seen, &sentences, &norms);
            positions(&mut seen, &sentences, &norms, &mut stances);
            let mut count = Count::new(&mut seen, &parts, &mut exercises);
            for visit in &visits {
                // What has no value is not exercised.
                let _counted = count.visit(visit);
            }
        }
        let case = Case { id: &record.id, map, rulebook };
        self.cases.push(record.id.clone());
        for ((provision, parts), exercise) in rulebook.provisions.iter().zip(&parts).zip(&exercises) {
            self.provision_entry(&case, provision, parts, exercise);
        }
        for (position, stances) in rulebook.positions.iter().zip(&stances) {
            self.position_entry(&case, position, stances);
        }
        Ok(())
    }

    /// Notes how a provision comes out in a case.
    fn provision_entry(&mut self, case: &Case<'_>, provision: &Provision, parts: &[Part<'_>], exercise: &Exercise) {
        let at = self.pack_at(case.rulebook, provision.pack);
        let Some(pack) = self.packs.get_mut(at) else { return };
        let place = parts::place(case.map, provision.span);
        let known = pack.provisions.iter().position(|p| p.place == place);
        let at = known.unwrap_or(pack.provisions.len());
        if known.is_none() {
            pack.provisions.push(blank(case.rulebook, provision, place));
        }
        let Some(entry) = pack.provisions.get_mut(at) else { return };
        note(&mut entry.reached, exercise.reached, case);
        note(&mut entry.not_applicable, exercise.not_applicable, case);
        tally(&mut entry.tally, exercise.own, case);
        for (part, flags) in parts.iter().zip(&exercise.parts) {
            let place = case.place(part);
            let known = entry.parts.iter().position(|p| p.section == part.section && p.place == place);
            let at = known.unwrap_or_else(|| {
                // An exception from a pack that other cases do not use comes to stand with the others.
                let before = |p: &PartCoverage| p.section <= part.section;
                let at = entry.parts.iter().rposition(before).map_or(0, |i| i + 1);
                entry.parts.insert(at, case.part(part, place));
                at
            });
            if let Some(part) = entry.parts.get_mut(at) {
                tally(&mut part.tally, *flags, case);
            }
        }
    }

    /// Where a pack stands in the list; it is added if it is not there yet.
    fn pack_at(&mut self, rulebook: &Rulebook, id: PackId) -> usize {
        let pack = rulebook.packs.get(id.index());
        let name = pack.map(|p| p.id.clone()).unwrap_or_default();
        self.packs.iter().position(|p| p.id == name).unwrap_or_else(|| {
            let title = pack.and_then(|p| p.title.clone());
            self.packs.push(PackCoverage { id: name, title, provisions: Vec::new() });
            self.packs.len() - 1
        })
    }

    /// Notes how a position is taken in a case.
    fn position_entry(&mut self, case: &Case<'_>, position: &Position, stances: &Stances) {
        let known = self.positions.iter().position(|p| p.id == position.id);
        let at = known.unwrap_or(self.positions.len());
        if known.is_none() {
            let pack = case.rulebook.packs.get(position.pack.index());
            self.positions.push(PositionCoverage {
                id: position.id.clone(),
                pack: pack.map(|p| p.id.clone()).unwrap_or_default(),
                proposition: position.proposition.clone(),
                accepted: Vec::new(),
                rejected: Vec::new(),
                left_open: Vec::new(),
                decisive: Vec::new(),
            });
        }
        let Some(entry) = self.positions.get_mut(at) else { return };
        note(&mut entry.accepted, stances.accepted, case);
        note(&mut entry.rejected, stances.rejected, case);
        note(&mut entry.left_open, stances.left_open, case);
        note(&mut entry.decisive, stances.decisive, case);
    }
}

impl Case<'_> {
    /// Where a part stands: the same from one loading of its pack to the next.
    fn place(&self, part: &Part<'_>) -> String {
        let provision = part.provision.and_then(|p| self.rulebook.provisions.get(p.index()));
        let span = part.condition.map(|c| c.span).or_else(|| provision.map(|p| p.span));
        span.map(|s| parts::place(self.map, s)).unwrap_or_default()
    }

    fn part(&self, part: &Part<'_>, place: String) -> PartCoverage {
        let provision = part.provision.and_then(|p| self.rulebook.provisions.get(p.index()));
        let text = match (part.condition, provision) {
            (Some(condition), _) => parts::words(self.map, condition),
            (None, Some(provision)) => called(self.rulebook, provision),
            (None, None) => "a source binds the addressee".to_owned(),
        };
        let (section, role, depth) = (part.section, part.role, part.depth);
        PartCoverage { section, role, depth, text, tally: Tally::default(), place }
    }
}

/// What these cases exercise. What is wrong with a case stays with the session; a case that cannot be used is left out.
///
/// # Errors
///
/// When a limit of the engine is reached.
pub fn coverage_of(
    session: &mut Session,
    cases: impl IntoIterator<Item = (String, Vec<u8>)>,
) -> Result<Coverage, EngineError> {
    let mut coverage = Coverage::default();
    for (name, bytes) in cases {
        let case = session.case(&name, &bytes);
        if let Some(judged) = case.and_then(|c| c.resolve(session)) {
            coverage.add(&session.map, &mut judged.evaluate(session.engine_limits)?)?;
        }
    }
    Ok(coverage)
}

/// A provision of which nothing is known yet.
fn blank(rulebook: &Rulebook, provision: &Provision, place: String) -> ProvisionCoverage {
    let unconditional = |c: &Condition| matches!(&c.test, Test::All(parts) if parts.is_empty());
    let can_fail = provision.is_norm()
        || !unconditional(&provision.when)
        || !(provision.unless.is_empty() && provision.exceptions.is_empty() && provision.defeated_by.is_empty());
    ProvisionCoverage {
        id: called(rulebook, provision),
        title: provision.title.clone(),
        kind: parts::kind(provision),
        can_fail,
        reached: Vec::new(),
        tally: Tally::default(),
        not_applicable: Vec::new(),
        parts: Vec::new(),
        place,
    }
}

/// The id of a provision; of a presumption without one, the sentence that it presumes.
fn called(rulebook: &Rulebook, provision: &Provision) -> String {
    match &provision.head {
        Some(head) if provision.id.starts_with("presume-") => {
            let not = if head.negated { "not " } else { "" };
            format!("{not}{}", wording::pattern(rulebook, head.sentence))
        }
        Some(_) | None => provision.id.to_string(),
    }
}

fn note(list: &mut Vec<Text>, so: bool, case: &Case<'_>) {
    if so && !list.contains(case.id) {
        list.push(case.id.clone());
    }
}

fn tally(tally: &mut Tally, flags: Flags, case: &Case<'_>) {
    note(&mut tally.met, flags.met, case);
    note(&mut tally.not_met, flags.not_met, case);
    note(&mut tally.open, flags.open, case);
    note(&mut tally.decisive_met, flags.decisive_met, case);
    note(&mut tally.decisive_not_met, flags.decisive_not_met, case);
}

/// The standpoints from which a case is looked at: its headline and those of its expectations.
fn views(evaluation: &Evaluation<'_>) -> Vec<View> {
    let mut views = vec![View::default()];
    for expectation in &evaluation.record().expectations {
        let view = View::of(expectation);
        if !views.contains(&view) {
            views.push(view);
        }
    }
    views
}

/// The sentences and norm instances of which something is expected.
fn expected(evaluation: &mut Evaluation<'_>) -> Result<(Vec<AtomId>, Vec<InstanceId>), EngineError> {
    let record = evaluation.record();
    let (mut sentences, mut norms) = (Vec::new(), Vec::new());
    for expectation in &record.expectations {
        match &expectation.content {
            Content::Sentence { ground, .. } => sentences.push(evaluation.sentence(ground)?),
            Content::Norm(claim) => norms.extend(evaluation.norm(claim.norm, &claim.args)?),
            Content::Measure { .. } | Content::Position(_) => {}
        }
    }
    Ok((sentences, norms))
}

/// How a position is taken in a case.
#[derive(Debug, Clone, Copy, Default)]
struct Stances {
    accepted: bool,
    rejected: bool,
    left_open: bool,
    decisive: bool,
}

/// How the positions are taken at a standpoint, and on which of them some verdict or expectation turns.
fn positions(seen: &mut Seen<'_, '_>, sentences: &[AtomId], norms: &[InstanceId], stances: &mut [Stances]) {
    let met: Vec<(Var, PositionId)> = seen
        .evaluation
        .space
        .dimensions()
        .filter_map(|(var, d)| if let Dimension::Position(p) = d { Some((var, *p)) } else { None })
        .collect();
    for (var, position) in &met {
        let Some(stance) = stances.get_mut(position.index()) else { continue };
        match seen.assignment.get(var) {
            Some(0) => stance.rejected = true,
            Some(_) => stance.accepted = true,
            None => stance.left_open = true,
        }
    }
    for outcomes in outcomes(seen, sentences, norms) {
        let turns = |seen: &Seen<'_, '_>, var: &Var| {
            outcomes.0.iter().any(|(_, d)| seen.evaluation.space.diagrams.support(*d).contains(var))
        };
        for (var, position) in &met {
            let Some(stance) = stances.get_mut(position.index()).filter(|s| !s.decisive) else { continue };
            if turns(seen, var) {
                let with = |choice: u16| {
                    let mut assignment: Assignment = seen.assignment.clone();
                    assignment.insert(*var, choice);
                    assignment
                };
                let (without, with) = (with(0), with(1));
                let evaluation = &mut *seen.evaluation;
                stance.decisive = evaluation.possible(&outcomes, &without) != evaluation.possible(&outcomes, &with);
            }
        }
    }
}

/// Where each outcome of what is reported or expected holds.
fn outcomes(seen: &mut Seen<'_, '_>, sentences: &[AtomId], norms: &[InstanceId]) -> Vec<Outcomes> {
    let mut instances = seen.evaluation.norm_instances();
    instances.extend(norms);
    instances.sort_unstable();
    instances.dedup();
    instances.retain(|i| !seen.evaluation.is_idle(*i));
    let mut list: Vec<Outcomes> = instances.into_iter().map(|i| seen.evaluation.outcomes(i)).collect();
    list.extend(sentences.iter().map(|a| seen.evaluation.sentence_outcomes(*a)));
    list.retain(|o| o.0.len() > 1);
    list
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    const CASES: &[(&str, &str)] = &[
        ("caribbean", include_str!("../../../examples/caribbean-boat-strikes.case")),
        ("land", include_str!("../../../examples/force-on-land.case")),
        ("haradinaj", include_str!("../../../tests/casebook/haradinaj-2008.case")),
        ("nicaragua", include_str!("../../../tests/casebook/nicaragua-1986.case")),
        ("tadic", include_str!("../../../tests/casebook/tadic-1995-1999.case")),
    ];

    /// What is worked out here, to see what would be if a part were otherwise, is what the engine found.
    #[test]
    fn values_are_those_of_the_engine() {
        let mut session = Session::bundled();
        let mut compared = 0;
        for (name, text) in CASES {
            let case = session.case(&format!("{name}.case"), text.as_bytes()).unwrap();
            let judged = case.resolve(&mut session).unwrap();
            let mut evaluation = judged.evaluate(session.engine_limits).unwrap();
            let (sentences, norms) = expected(&mut evaluation).unwrap();
            for view in views(&evaluation) {
                let mut seen = Seen::new(&mut evaluation, &view);
                let visits = exercised::find(&mut seen, &sentences, &norms);
                let mut count = Count::new(&mut seen, &[], &mut []);
                for visit in &visits {
                    assert!(count.agrees(visit), "{name}, {view:?}: {visit:?}");
                    compared += 1;
                }
            }
        }
        assert!(compared > 1000, "{compared} values compared");
    }
}
