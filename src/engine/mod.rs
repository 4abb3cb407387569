//! The engine: from a rulebook and a record to a value, from every standpoint at once, for every sentence and norm.
//! Knows nothing of how anything is explained or shown.
//!
//! Steps, in order:
//! 1. [`plan`]: what can be known of the rules before any record;
//! 2. [`facts`]: the record indexed for joins, and the values of base sentences;
//! 3. [`join`]: the values of variables that can satisfy a condition, found from the mentioned tuples;
//! 4. [`ground`] and [`binding`]: the ground graph of what is asked for, and which sources bind whom;
//! 5. [`demand`]: everything the question rests on, lowest stratum first;
//! 6. `reach`: what each thing rests on in the record, so that norms of which it says nothing stay idle;
//! 7. [`evaluate`]: values as pairs of [`diagram`]s over the [`standpoint`]s; [`effects`]: what exceptions, presumptions
//!    and crossroads make of them.

pub mod binding;
pub mod demand;
pub mod diagram;
pub mod effects;
pub mod error;
pub mod evaluate;
pub mod facts;
pub mod graph;
pub mod ground;
pub mod join;
pub mod plan;
mod reach;
pub mod standpoint;
pub mod touch;
pub mod values;

use demand::{Unit, demand};
use diagram::{Assignment, Diagram, Value};
pub use error::{EngineError, Limits};
use evaluate::Evaluator;
use facts::Facts;
use graph::{AtomId, Graph, InstanceId, Mode};
use ground::Grounder;
use join::{Join, Row};
pub use plan::Plan;
use standpoint::{Space, Standpoint};
use values::{InstanceValue, Place, Values};

use crate::record::model::{Ground, Record, TermId};
use crate::rulebook::model::{Provision, ProvisionId, ProvisionKind, Rulebook, Standard};

/// What can come out of a norm or a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// The norm is breached.
    Breach,
    /// What a permission permits is permitted.
    Permitted,
    /// The sentence is established.
    Established,
    /// There is ground both for and against.
    Contested,
    /// Neither.
    Undetermined,
    /// Neither, because a point was heard and not shown.
    NotShown,
    /// A forum that dismisses what is not proved finds no breach.
    NotProved,
    /// The norm is not breached.
    NoBreach,
    /// What a permission permits is not permitted by it.
    NotPermitted,
    /// The sentence is refuted.
    Refuted,
    /// The norm does not bind or does not apply.
    NotApplicable,
}

/// Where each outcome holds; the diagrams are disjoint and together cover every standpoint. Outcomes that hold nowhere
/// are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcomes(pub Vec<(Outcome, Diagram)>);

impl Outcomes {
    /// Where this outcome holds.
    pub fn of(&self, outcome: Outcome) -> Diagram {
        self.0.iter().find(|(o, _)| *o == outcome).map_or(Diagram::NO, |(_, d)| *d)
    }
}

/// An evaluated case.
#[derive(Debug)]
pub struct Evaluation<'a> {
    grounder: Grounder<'a>,
    /// The standpoints.
    pub space: Space,
    values: Values,
    limits: Limits,
    rebuttal: Standard,
}

impl<'a> Evaluation<'a> {
    /// Evaluates all norms of a rulebook on a record, from every standpoint.
    pub fn new(
        rulebook: &'a Rulebook,
        plan: &'a Plan,
        record: &'a Record,
        limits: Limits,
    ) -> Result<Self, EngineError> {
        let join = Join::new(rulebook, plan, Facts::new(record, rulebook.sentences.len()), limits);
        let mut evaluation = Evaluation {
            grounder: Grounder { join, graph: Graph::default() },
            space: Space::new(record),
            values: Values::default(),
            limits,
            rebuttal: record.rebuttal.unwrap_or(Standard::BalanceOfProbabilities),
        };
        evaluation.grounder.enumerate_norms()?;
        let count = u32::try_from(evaluation.graph().instances.len()).unwrap_or(u32::MAX);
        evaluation.ask((0..count).map(|i| (Unit::Instance(InstanceId(i)), Mode::Ordinary)))?;
        Ok(evaluation)
    }

    fn ask(&mut self, roots: impl IntoIterator<Item = (Unit, Mode)>) -> Result<(), EngineError> {
        let order = demand(&mut self.grounder, &mut self.values, roots)?;
        let dismiss = self.grounder.join.facts.has_not_proven;
        let mut evaluator = Evaluator {
            rulebook: self.grounder.join.rulebook,
            graph: &self.grounder.graph,
            facts: &self.grounder.join.facts,
            space: &mut self.space,
            values: &mut self.values,
            limits: self.limits,
            rebuttal: self.rebuttal,
        };
        evaluator.run(&order, false)?;
        if dismiss {
            evaluator.run(&order, true)?;
        }
        Ok(())
    }

    /// The rules.
    pub fn rulebook(&self) -> &'a Rulebook {
        self.grounder.join.rulebook
    }

    /// The record.
    pub fn record(&self) -> &'a Record {
        self.grounder.join.facts.record
    }

    /// The indexed record.
    pub fn facts(&self) -> &Facts<'a> {
        &self.grounder.join.facts
    }

    /// The ground graph.
    pub fn graph(&self) -> &Graph<'a> {
        &self.grounder.graph
    }

    /// The values.
    pub fn values(&self) -> &Values {
        &self.values
    }

    /// The standard at which exceptions and rebuttals are judged where no provision says otherwise.
    pub fn rebuttal(&self) -> Standard {
        self.rebuttal
    }

    /// The provision of an instance.
    pub fn provision(&self, id: InstanceId) -> Option<&'a Provision> {
        self.graph().instance(id).and_then(|i| self.rulebook().provisions.get(i.provision.index()))
    }

    /// All norm instances that were found, norm by norm in the order of the rulebook.
    pub fn norm_instances(&self) -> Vec<InstanceId> {
        let plan = self.grounder.join.plan;
        plan.norms.iter().flat_map(|n| self.graph().of_norm.get(n).into_iter().flatten().copied()).collect()
    }

    /// Whether a norm instance is idle: nothing in the record bears on it.
    pub fn is_idle(&self, id: InstanceId) -> bool {
        self.values.is_idle(id)
    }

    /// The atom of a sentence, valued.
    pub fn sentence(&mut self, ground: &Ground) -> Result<AtomId, EngineError> {
        let id = self.grounder.atom(ground.clone());
        self.ask([(Unit::Atom(id), Mode::Ordinary)])?;
        Ok(id)
    }

    /// The instances of a norm that have these values; if all are given and there is none, it is made and valued.
    pub fn norm(&mut self, norm: ProvisionId, args: &[Option<TermId>]) -> Result<Vec<InstanceId>, EngineError> {
        let found = self.grounder.matching(norm, args);
        let row: Option<Row> = args.iter().copied().collect();
        let Some(row) = row.filter(|_| found.is_empty()) else { return Ok(found) };
        let id = self.grounder.instance(norm, row);
        self.ask([(Unit::Instance(id), Mode::Ordinary)])?;
        Ok(vec![id])
    }

    /// The values of a norm instance.
    pub fn instance_value(&self, id: InstanceId) -> Option<InstanceValue> {
        self.values.instance(id, Place::ORDINARY)
    }

    /// The value of a sentence.
    pub fn atom_value(&self, id: AtomId) -> Value {
        self.values.atom(id, Place::ORDINARY)
    }

    /// Where each outcome of a norm instance holds.
    pub fn outcomes(&mut self, id: InstanceId) -> Outcomes {
        let Some(value) = self.instance_value(id) else { return Outcomes(vec![(Outcome::Undetermined, Diagram::YES)]) };
        let permission = self.provision(id).is_some_and(|p| p.kind == ProvisionKind::Permission);
        let d = &mut self.space.diagrams;
        let not_applicable = d.and_not(value.applicable.fails, value.applicable.holds);
        let refuted = d.and_not(value.result.fails, value.result.holds);
        let negative = d.and_not(refuted, not_applicable);
        let names =
            if permission { (Outcome::Permitted, Outcome::NotPermitted) } else { (Outcome::Breach, Outcome::NoBreach) };
        let mut parts = self.four(value.result, names.0);
        let dismissed = self.values.instance(id, Place { dismissed: true, ..Place::ORDINARY });
        if let Some(dismissed) = dismissed {
            let d = &mut self.space.diagrams;
            let no = d.and_not(dismissed.result.fails, dismissed.result.holds);
            let outside = d.and_not(dismissed.applicable.fails, dismissed.applicable.holds);
            let not_shown = d.or(no, outside);
            self.part_not_shown(&mut parts, not_shown, !permission);
        }
        parts.push((names.1, negative));
        parts.push((Outcome::NotApplicable, not_applicable));
        parts.retain(|(_, d)| *d != Diagram::NO);
        Outcomes(parts)
    }

    /// Where each outcome of a sentence holds.
    pub fn sentence_outcomes(&mut self, id: AtomId) -> Outcomes {
        let value = self.atom_value(id);
        let mut parts = self.four(value, Outcome::Established);
        let refuted = self.space.diagrams.and_not(value.fails, value.holds);
        if self.grounder.join.facts.has_not_proven {
            let dismissed = self.values.atom(id, Place { dismissed: true, ..Place::ORDINARY });
            let not_shown = self.space.diagrams.and_not(dismissed.fails, dismissed.holds);
            self.part_not_shown(&mut parts, not_shown, false);
        }
        parts.push((Outcome::Refuted, refuted));
        parts.retain(|(_, d)| *d != Diagram::NO);
        Outcomes(parts)
    }

    fn four(&mut self, value: Value, positive: Outcome) -> Vec<(Outcome, Diagram)> {
        let d = &mut self.space.diagrams;
        let yes = d.and_not(value.holds, value.fails);
        let contested = d.and(value.holds, value.fails);
        let known = d.or(value.holds, value.fails);
        let undetermined = d.not(known);
        vec![(positive, yes), (Outcome::Contested, contested), (Outcome::Undetermined, undetermined)]
    }

    /// Splits what is undetermined by whether it is so because a point was heard and not shown.
    fn part_not_shown(&mut self, parts: &mut Vec<(Outcome, Diagram)>, not_shown: Diagram, norm: bool) {
        let outcome = if norm && self.record().as_a_court { Outcome::NotProved } else { Outcome::NotShown };
        let d = &mut self.space.diagrams;
        let Some(undetermined) = parts.iter_mut().find(|(o, _)| *o == Outcome::Undetermined) else { return };
        let shown = d.and(undetermined.1, not_shown);
        undetermined.1 = d.and_not(undetermined.1, not_shown);
        parts.push((outcome, shown));
    }

    /// The outcome at one complete standpoint.
    pub fn outcome_at(&self, outcomes: &Outcomes, standpoint: &Standpoint) -> Outcome {
        self.outcome_under(outcomes, &self.space.assignment(standpoint))
    }

    /// The outcome under a complete assignment.
    pub fn outcome_under(&self, outcomes: &Outcomes, assignment: &Assignment) -> Outcome {
        let here = outcomes.0.iter().find(|(_, d)| self.space.diagrams.at(*d, assignment));
        here.map_or(Outcome::Undetermined, |(o, _)| *o)
    }

    /// The outcomes that are possible under a partial assignment, in the order of [`Outcome`].
    pub fn possible(&mut self, outcomes: &Outcomes, assignment: &Assignment) -> Vec<Outcome> {
        let mut possible = Vec::new();
        for (outcome, diagram) in &outcomes.0 {
            if self.space.diagrams.restrict_all(*diagram, assignment) != Diagram::NO {
                possible.push(*outcome);
            }
        }
        possible.sort_unstable();
        possible
    }

    /// The value of a sentence at one complete standpoint: for and against.
    pub fn value_at(&self, value: Value, standpoint: &Standpoint) -> (bool, bool) {
        let assignment = self.space.assignment(standpoint);
        (self.space.diagrams.at(value.holds, &assignment), self.space.diagrams.at(value.fails, &assignment))
    }
}
