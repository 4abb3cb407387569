//! How what a case exercises comes out at one standpoint, and what decides it. Knows nothing of other cases.

use super::exercised::{Visit, exercised, raised};
use super::model::{Role, Section};
use super::parts::{Part, Root, Spot, spots};
use super::trial::{Asked, Change, Trial};
use crate::engine::diagram::Value;
use crate::engine::graph::{AtomId, GroundTest, InstanceId, Mode};
use crate::engine::values::Place;
use crate::opinion::model::Mark;
use crate::opinion::view::Seen;
use crate::rulebook::model::ProvisionId;

/// How a provision or a part of one comes out in a case.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Flags {
    pub(super) met: bool,
    pub(super) not_met: bool,
    pub(super) open: bool,
    pub(super) decisive_met: bool,
    pub(super) decisive_not_met: bool,
}

impl Flags {
    fn note(&mut self, mark: Mark) {
        match mark {
            Mark::Holds => self.met = true,
            Mark::Fails => self.not_met = true,
            Mark::Contested | Mark::Undetermined | Mark::NotShown | Mark::Depends => self.open = true,
        }
    }
}

/// How the instances of a provision come out in a case.
#[derive(Debug, Clone, Default)]
pub(super) struct Exercise {
    pub(super) reached: bool,
    pub(super) not_applicable: bool,
    pub(super) own: Flags,
    pub(super) parts: Vec<Flags>,
}

/// The provisions of a rulebook with their parts, and how they come out.
pub(super) struct Count<'s, 'v, 'a> {
    trial: Trial<'s, 'v, 'a>,
    parts: &'s [Vec<Part<'a>>],
    exercises: &'s mut [Exercise],
}

impl<'s, 'v, 'a> Count<'s, 'v, 'a> {
    /// Counts at one standpoint.
    pub(super) fn new(seen: &'s mut Seen<'v, 'a>, parts: &'s [Vec<Part<'a>>], exercises: &'s mut [Exercise]) -> Self {
        Count { trial: Trial::new(seen), parts, exercises }
    }

    /// Counts an instance. It has a value, so nothing is missing; what is missing all the same is passed over.
    pub(super) fn visit(&mut self, visit: &Visit) -> Option<()> {
        let id = self.trial.seen.evaluation.graph().instance(visit.asked.id)?.provision;
        let (asked, mark) = self.standing(visit.asked)?;
        let exercise = self.exercises.get_mut(id.index())?;
        exercise.reached = true;
        let provision = self.trial.seen.evaluation.provision(asked.id)?;
        match visit.of {
            Some((atom, negated)) => {
                let flags = self.presumption(&asked, mark, atom, negated, id)?;
                let own = &mut self.exercises.get_mut(id.index())?.own;
                own.note(flags.0);
                own.decisive_met |= flags.1;
            }
            None => exercise.own.note(mark),
        }
        if provision.is_norm() {
            let applicable = self.trial.applicable(&asked)?;
            let outside = self.trial.mark(applicable) == Mark::Fails;
            self.exercises.get_mut(id.index())?.not_applicable |= outside;
            self.binding(&asked, mark, id);
        }
        self.conditions(&asked, mark, id)?;
        self.named(&asked, mark, id)?;
        self.priorities(&asked, mark, id)
    }

    /// How an instance stands. Before a forum that dismisses what is not proved, what was heard and not shown counts as
    /// refuted where the outcome is otherwise open.
    fn standing(&mut self, asked: Asked) -> Option<(Asked, Mark)> {
        let value = self.trial.result(&asked, None)?;
        let mark = self.trial.mark(value);
        let evaluation = &*self.trial.seen.evaluation;
        let dismisses = evaluation.record().as_a_court && evaluation.facts().has_not_proven;
        if dismisses && mark == Mark::Undetermined {
            let dismissed = Asked { place: Place { dismissed: true, ..asked.place }, ..asked };
            if let Some(value) = self.trial.result(&dismissed, None)
                && self.trial.mark(value) == Mark::Fails
            {
                return Some((dismissed, Mark::Fails));
            }
        }
        Some((asked, mark))
    }

    fn part(&mut self, id: ProvisionId, part: usize) -> Option<&mut Flags> {
        self.exercises.get_mut(id.index())?.parts.get_mut(part)
    }

    /// The part that is this provision.
    fn part_of(&self, id: ProvisionId, section: Section, other: ProvisionId) -> Option<usize> {
        self.parts.get(id.index())?.iter().position(|p| p.section == section && p.provision == Some(other))
    }

    /// How the instance would stand with something changed.
    fn with(&mut self, asked: &Asked, change: Change<'_>) -> Option<Mark> {
        let value = self.trial.result(asked, Some(change))?;
        Some(self.trial.mark(value))
    }

    fn binding(&mut self, asked: &Asked, mark: Mark, id: ProvisionId) -> Option<()> {
        let part = self.parts.get(id.index())?.iter().position(|p| p.section == Section::Binding)?;
        let bound = self.trial.bound(asked)?;
        let own = self.trial.mark(bound);
        let decisive = match opposite(own) {
            Some(to) => self.with(asked, Change::Binding(to))? != mark,
            None => false,
        };
        let flags = self.part(id, part)?;
        flags.note(own);
        flags.decisive_met |= decisive && own == Mark::Holds;
        flags.decisive_not_met |= decisive && own == Mark::Fails;
        Some(())
    }

    fn conditions(&mut self, asked: &Asked, mark: Mark, id: ProvisionId) -> Option<()> {
        let parts = self.parts.get(id.index())?;
        let graph = self.trial.seen.evaluation.graph();
        let spots = spots(graph, graph.instance(asked.id)?, parts);
        for spot in &spots {
            self.spot(asked, mark, id, spot);
        }
        Some(())
    }

    fn spot(&mut self, asked: &Asked, mark: Mark, id: ProvisionId, spot: &Spot) -> Option<()> {
        let node = spot.node()?;
        let reach = self.trial.seen.evaluation.values().nodes.get(node.index())?.reach;
        let reading = self.trial.reading(asked, spot.root)?;
        let value = self.trial.node(node, reading);
        let own = self.trial.mark(value);
        // What fails by the record's silence, and an exception that nobody raises, are not exercised.
        let unless = matches!(spot.root, Root::Unless(_));
        let defeats = self.parts.get(id.index())?.get(spot.part)?.role == Role::Defeats;
        let silent = if unless { !raised(reach) && own != Mark::Holds } else { own == Mark::Fails && !reach.possible };
        if silent {
            return None;
        }
        let flags = self.part(id, spot.part)?;
        flags.note(own);
        let known = *flags;
        if defeats {
            if !known.decisive_met && own != Mark::Fails && mark != Mark::Holds {
                let stands = self.with(asked, Change::Condition(spot, Value::REFUTED))? == Mark::Holds;
                self.part(id, spot.part)?.decisive_met |= stands;
            }
        } else if let Some(to) = opposite(own) {
            let holds = own == Mark::Holds;
            if !(if holds { known.decisive_met } else { known.decisive_not_met }) {
                let decisive = self.with(asked, Change::Condition(spot, to))? != mark;
                let flags = self.part(id, spot.part)?;
                *(if holds { &mut flags.decisive_met } else { &mut flags.decisive_not_met }) |= decisive;
            }
        }
        self.fed(asked, mark, id, spot)
    }

    /// The presumptions that feed a condition.
    fn fed(&mut self, asked: &Asked, mark: Mark, id: ProvisionId, spot: &Spot) -> Option<()> {
        let reading = self.trial.reading(asked, spot.root)?;
        let evaluation = &*self.trial.seen.evaluation;
        let provision = evaluation.provision(asked.id)?;
        let place = asked.place.strict_if(provision.without_presumptions);
        let graph = evaluation.graph();
        let GroundTest::Atom(atom, tested_negated) = graph.node(spot.node()?)?.test else { return None };
        if place.mode == Mode::Strict {
            return None;
        }
        let presumptions = graph.atom(atom)?.presumptions.clone();
        for (presumption, negated) in presumptions {
            let evaluation = &*self.trial.seen.evaluation;
            if !exercised(evaluation, presumption, place) {
                continue;
            }
            let other = evaluation.graph().instance(presumption)?.provision;
            let standard = evaluation.provision(presumption)?.rebuttal.unwrap_or(evaluation.rebuttal());
            let Some(part) = self.part_of(id, Section::Presumption, other) else { continue };
            let (asked_for, basis) = self.standing(Asked::presumption(presumption, place, standard))?;
            let (applies, _) = self.presumption(&asked_for, basis, atom, negated, other)?;
            let without = self.trial.without(atom, other, reading)?.negated_if(tested_negated);
            let decisive = applies == Mark::Holds && self.with(asked, Change::Condition(spot, without))? != mark;
            let flags = self.part(id, part)?;
            flags.note(applies);
            flags.decisive_met |= decisive;
        }
        Some(())
    }

    /// Whether a presumption applies (its conditions hold and nothing rebuts it), and whether its sentence would stand
    /// otherwise without it.
    fn presumption(
        &mut self,
        asked: &Asked,
        basis: Mark,
        atom: AtomId,
        negated: bool,
        id: ProvisionId,
    ) -> Option<(Mark, bool)> {
        let place = Place { mode: Mode::Ordinary, ..asked.place };
        let at_rebuttal = Trial::plain_reading(place, asked.standard);
        let against = self.trial.unpresumed(atom, at_rebuttal)?.negated_if(negated).fails;
        let rebutted = self.trial.mark(Value { holds: against, fails: crate::engine::diagram::Diagram::NO });
        let applies = match (basis, rebutted) {
            (Mark::Holds, Mark::Holds) => Mark::Fails,
            (Mark::Holds, Mark::Depends) => Mark::Depends,
            (mark, _) => mark,
        };
        let here = Trial::plain_reading(place, None);
        let (with, without) = (self.trial.sentence(atom, here), self.trial.without(atom, id, here)?);
        let decisive = applies == Mark::Holds && self.trial.mark(with) != self.trial.mark(without);
        Some((applies, decisive))
    }

    /// The named exceptions.
    fn named(&mut self, asked: &Asked, mark: Mark, id: ProvisionId) -> Option<()> {
        let exceptions = self.trial.seen.evaluation.graph().instance(asked.id)?.exceptions.clone();
        for exception in exceptions {
            let evaluation = &*self.trial.seen.evaluation;
            let other = evaluation.graph().instance(exception)?.provision;
            let reach = evaluation.values().instances.get(exception.index())?.reach;
            let asked_for = self.trial.exception(asked, exception)?;
            let value = self.trial.result(&asked_for, None)?;
            let own = self.trial.mark(value);
            if !raised(reach) && own != Mark::Holds {
                continue;
            }
            let decisive = own != Mark::Fails
                && mark != Mark::Holds
                && self.with(asked, Change::Without(exception))? == Mark::Holds;
            let part = self.part_of(id, Section::Exception, other)?;
            let flags = self.part(id, part)?;
            flags.note(own);
            flags.decisive_met |= decisive;
            self.exercises.get_mut(other.index())?.own.decisive_met |= decisive;
        }
        Some(())
    }

    /// The provisions that prevail.
    fn priorities(&mut self, asked: &Asked, mark: Mark, id: ProvisionId) -> Option<()> {
        let stronger: Vec<InstanceId> = self.trial.seen.evaluation.graph().instance(asked.id)?.defeated_by.clone();
        for instance in stronger {
            let evaluation = &*self.trial.seen.evaluation;
            let other = evaluation.graph().instance(instance)?.provision;
            let inner = asked.place.strict_if(evaluation.provision(asked.id)?.without_presumptions);
            if !exercised(evaluation, instance, inner) {
                continue;
            }
            let value = self.trial.prevailing(asked, instance)?;
            let own = self.trial.mark(value);
            let decisive =
                own != Mark::Fails && mark != Mark::Holds && self.with(asked, Change::Equal(other))? == Mark::Holds;
            let part = self.part_of(id, Section::Priority, other)?;
            let flags = self.part(id, part)?;
            flags.note(own);
            flags.decisive_met |= decisive;
        }
        Some(())
    }

    /// Whether the value worked out here is that of the engine.
    #[cfg(test)]
    pub(super) fn agrees(&mut self, visit: &Visit) -> bool {
        if self
            .trial
            .seen
            .evaluation
            .provision(visit.asked.id)
            .is_none_or(|p| p.kind == crate::rulebook::model::ProvisionKind::Exception)
        {
            return true;
        }
        let values = self.trial.seen.evaluation.values();
        let Some(engine) = values.instance(visit.asked.id, visit.asked.place).map(|v| v.result) else { return false };
        let engine = self.trial.at_asked(engine, &visit.asked);
        self.trial.result(&visit.asked, None) == Some(engine)
    }
}

/// The value of what stands otherwise; none of what is open.
fn opposite(mark: Mark) -> Option<Value> {
    match mark {
        Mark::Holds => Some(Value::REFUTED),
        Mark::Fails => Some(Value::ESTABLISHED),
        Mark::Contested | Mark::Undetermined | Mark::NotShown | Mark::Depends => None,
    }
}
