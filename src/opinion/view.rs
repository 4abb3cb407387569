//! From where a case is looked at: the headline standpoint, and how values stand there. Knows nothing of words.

use rustc_hash::FxHashMap;

use super::model::{Mark, Word};
use crate::engine::diagram::{Assignment, Diagram, Diagrams, Value, Var};
use crate::engine::standpoint::{Dimension, Space};
use crate::engine::{Evaluation, Outcome, Outcomes};
use crate::record::model::Expectation;
use crate::rulebook::model::{DefaultStance, Position, PositionId, Rulebook, Standard};
use crate::source::Text;

/// A choice of standpoint; what is not chosen is the record's, the profile's or the positions' default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct View {
    /// The standard of proof.
    pub standard: Option<Standard>,
    /// Whose account is taken.
    pub account: Option<Text>,
    /// A profile.
    pub profile: Option<Text>,
    /// Positions chosen one by one; later ones count.
    pub stances: Vec<(PositionId, DefaultStance)>,
}

impl View {
    /// From where an expectation looks.
    pub fn of(expectation: &Expectation) -> Self {
        View {
            standard: expectation.standard,
            account: expectation.account.clone(),
            profile: expectation.profile.clone(),
            stances: Vec::new(),
        }
    }

    /// Adds the positions that somebody is recorded as holding or rejecting; whether there are any.
    pub fn as_seen_by(&mut self, rulebook: &Rulebook, name: &str) -> bool {
        let mut any = false;
        for (i, position) in rulebook.positions.iter().enumerate() {
            let Ok(i) = u32::try_from(i) else { continue };
            let named = |list: &[(Text, Vec<crate::rulebook::model::Citation>)]| list.iter().any(|(n, _)| n == name);
            if named(&position.held_by) {
                self.stances.push((PositionId(i), DefaultStance::Accepted));
                any = true;
            } else if named(&position.rejected_by) {
                self.stances.push((PositionId(i), DefaultStance::Rejected));
                any = true;
            }
        }
        any
    }

    /// The stance on a position. A default gives way: while a position is accepted by choice, those that it excludes are
    /// rejected.
    pub fn stance(&self, rulebook: &Rulebook, record_profile: Option<&str>, position: PositionId) -> DefaultStance {
        if let Some(chosen) = self.chosen(rulebook, record_profile, position) {
            return chosen;
        }
        let Some(declared) = rulebook.positions.get(position.index()) else { return DefaultStance::Contested };
        let accepted = |p: &PositionId| self.chosen(rulebook, record_profile, *p) == Some(DefaultStance::Accepted);
        if declared.excludes.iter().any(accepted) { DefaultStance::Rejected } else { declared.default }
    }

    /// The stance that is chosen on a position, one by one or with the profile; none if only the default is left.
    pub fn chosen(
        &self,
        rulebook: &Rulebook,
        record_profile: Option<&str>,
        position: PositionId,
    ) -> Option<DefaultStance> {
        if let Some((_, chosen)) = self.stances.iter().rev().find(|(p, _)| *p == position) {
            return Some(*chosen);
        }
        let profile = self.profile.as_deref().or(record_profile).and_then(|p| rulebook.profiles.get(p))?;
        profile.stances.iter().rev().find(|(p, _)| *p == position).map(|(_, stance)| *stance)
    }

    /// Two positions that exclude each other and are both chosen: nobody can stand there.
    pub fn conflict<'r>(
        &self,
        rulebook: &'r Rulebook,
        record_profile: Option<&str>,
    ) -> Option<(&'r Position, &'r Position)> {
        rulebook.exclusive(&|p| self.chosen(rulebook, record_profile, p) == Some(DefaultStance::Accepted))
    }
}

/// Yes, no, or open between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Yes on everything that is left open.
    Yes,
    /// No on everything that is left open.
    No,
    /// It differs.
    Open,
}

/// An evaluation seen from one headline.
#[derive(Debug)]
pub struct Seen<'v, 'a> {
    /// The evaluation.
    pub evaluation: &'v mut Evaluation<'a>,
    /// The view.
    pub view: &'v View,
    /// The standard of the headline.
    pub standard: Standard,
    /// The choices of the headline; contested positions and crossroads are missing.
    pub assignment: Assignment,
    answers: FxHashMap<Diagram, Answer>,
    /// Where no two positions are accepted that exclude each other.
    together: Diagram,
    /// The pairs of such positions.
    rivals: Vec<(Var, Var)>,
}

impl<'v, 'a> Seen<'v, 'a> {
    /// Looks at an evaluation from a view.
    pub fn new(evaluation: &'v mut Evaluation<'a>, view: &'v View) -> Self {
        let record = evaluation.record();
        let standard = view.standard.or(record.standard).unwrap_or(Standard::ReasonableGrounds);
        let mut seen = Seen {
            evaluation,
            view,
            standard,
            assignment: Assignment::default(),
            answers: FxHashMap::default(),
            together: Diagram::YES,
            rivals: Vec::new(),
        };
        seen.refresh();
        seen
    }

    /// Takes in positions and crossroads that were met since.
    pub fn refresh(&mut self) {
        let rulebook = self.evaluation.rulebook();
        let profile = self.evaluation.record().profile.clone();
        let view = self.view;
        self.assignment = self
            .evaluation
            .space
            .headline(self.standard, view.account.as_deref(), &|p| view.stance(rulebook, profile.as_deref(), p));
        let var = |p: PositionId| {
            let found = self.evaluation.space.dimensions().find(|(_, d)| **d == Dimension::Position(p));
            found.map(|(var, _)| var)
        };
        let pairs: Vec<(Var, Var)> =
            rulebook.rivals().filter_map(|(one, other)| Some((var(one)?, var(other)?))).collect();
        self.together = without_both(&mut self.evaluation.space.diagrams, &pairs);
        self.rivals = pairs;
        self.answers.clear();
    }

    /// Where no two positions are accepted that exclude each other, of those on which something turns and their rivals.
    pub fn able(&mut self, turns_on: &[Var]) -> Diagram {
        let pairs: Vec<(Var, Var)> =
            self.rivals.iter().filter(|(a, b)| turns_on.contains(a) || turns_on.contains(b)).copied().collect();
        without_both(&mut self.evaluation.space.diagrams, &pairs)
    }

    /// Whether a function is yes at the headline.
    pub fn answer(&mut self, diagram: Diagram) -> Answer {
        if diagram.is_constant() {
            return if diagram == Diagram::YES { Answer::Yes } else { Answer::No };
        }
        if let Some(answer) = self.answers.get(&diagram) {
            return *answer;
        }
        let diagrams = &mut self.evaluation.space.diagrams;
        let mut together = diagrams.restrict_all(self.together, &self.assignment);
        if together == Diagram::NO {
            together = Diagram::YES;
        }
        let here = diagrams.restrict_all(diagram, &self.assignment);
        let answer = if diagrams.and(here, together) == Diagram::NO {
            Answer::No
        } else if diagrams.and_not(together, here) == Diagram::NO {
            Answer::Yes
        } else {
            Answer::Open
        };
        self.answers.insert(diagram, answer);
        answer
    }

    /// How a value stands at the headline; `dismissed` is the value with what was not shown taken as refuted.
    pub fn mark(&mut self, value: Value, dismissed: Option<Value>) -> Mark {
        match (self.answer(value.holds), self.answer(value.fails)) {
            (Answer::Yes, Answer::No) => Mark::Holds,
            (Answer::No, Answer::Yes) => Mark::Fails,
            (Answer::Yes, Answer::Yes) => Mark::Contested,
            (Answer::No, Answer::No) => match dismissed {
                Some(d) if self.answer(d.fails) == Answer::Yes && self.answer(d.holds) == Answer::No => Mark::NotShown,
                _ => Mark::Undetermined,
            },
            (Answer::Open, _) | (_, Answer::Open) => Mark::Depends,
        }
    }

    /// The outcome at the headline, and what it may be where it depends.
    pub fn outcome(&mut self, outcomes: &Outcomes) -> (Word, Vec<Word>) {
        let assignment = self.assignment.clone();
        self.outcome_under(outcomes, &assignment)
    }

    /// The outcome under some choices, and what it may be where it depends.
    pub fn outcome_under(&mut self, outcomes: &Outcomes, assignment: &Assignment) -> (Word, Vec<Word>) {
        let diagrams = &mut self.evaluation.space.diagrams;
        let together = diagrams.restrict_all(self.together, assignment);
        let able = if together == Diagram::NO { outcomes.clone() } else { within(diagrams, outcomes, self.together) };
        let possible: Vec<Word> = self.evaluation.possible(&able, assignment).into_iter().map(word).collect();
        match possible.as_slice() {
            [one] => (*one, Vec::new()),
            _ => (Word::Depends, possible),
        }
    }

    /// The outcome at each standard of proof, all else as in the headline.
    pub fn by_standard(&mut self, outcomes: &Outcomes) -> Vec<(Standard, Word)> {
        let mut list = Vec::new();
        for (rank, standard) in crate::engine::standpoint::STANDARDS.iter().enumerate() {
            let mut assignment = self.assignment.clone();
            assignment.insert(Space::STANDARD, u16::try_from(rank).unwrap_or(0));
            list.push((*standard, self.outcome_under(outcomes, &assignment).0));
        }
        list
    }
}

/// Where of no pair both are accepted.
fn without_both(diagrams: &mut Diagrams, pairs: &[(Var, Var)]) -> Diagram {
    pairs.iter().fold(Diagram::YES, |together, (one, other)| {
        let (one, other) = (diagrams.test(*one, |c| c == 1), diagrams.test(*other, |c| c == 1));
        let both = diagrams.and(one, other);
        diagrams.and_not(together, both)
    })
}

/// Where each outcome holds within some standpoints.
fn within(diagrams: &mut Diagrams, outcomes: &Outcomes, standpoints: Diagram) -> Outcomes {
    Outcomes(outcomes.0.iter().map(|(o, d)| (*o, diagrams.and(*d, standpoints))).collect())
}

/// The word for an outcome.
pub fn word(outcome: Outcome) -> Word {
    match outcome {
        Outcome::Breach => Word::Breach,
        Outcome::NoBreach => Word::NoBreach,
        Outcome::NotApplicable => Word::NotApplicable,
        Outcome::Permitted => Word::Permitted,
        Outcome::NotPermitted => Word::NotPermitted,
        Outcome::Established => Word::Established,
        Outcome::Refuted => Word::Refuted,
        Outcome::Undetermined => Word::Undetermined,
        Outcome::NotShown => Word::NotShown,
        Outcome::NotProved => Word::NotProved,
        Outcome::Contested => Word::Contested,
    }
}

/// The name of a standard of proof.
pub fn standard_name(standard: Standard) -> &'static str {
    match standard {
        Standard::ReasonableGrounds => "reasonable grounds to believe",
        Standard::BalanceOfProbabilities => "balance of probabilities",
        Standard::ClearAndConvincing => "clear and convincing evidence",
        Standard::BeyondReasonableDoubt => "beyond reasonable doubt",
    }
}
