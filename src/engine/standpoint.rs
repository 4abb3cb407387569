//! The space of standpoints of one case: which variable of the diagrams is the standard, the account, each position and
//! each crossroads. Knows nothing of rules.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::diagram::{Assignment, Diagram, Diagrams, Value, Var};
use crate::record::model::{Ground, Record};
use crate::rulebook::model::{DefaultStance, PositionId, Standard};
use crate::source::Text;

/// The standards of proof, from the lowest to the highest; the number of a standard is its place here.
pub const STANDARDS: [Standard; 4] = [
    Standard::ReasonableGrounds,
    Standard::BalanceOfProbabilities,
    Standard::ClearAndConvincing,
    Standard::BeyondReasonableDoubt,
];

/// The place of a standard in [`STANDARDS`].
pub fn rank(standard: Standard) -> u16 {
    match standard {
        Standard::ReasonableGrounds => 0,
        Standard::BalanceOfProbabilities => 1,
        Standard::ClearAndConvincing => 2,
        Standard::BeyondReasonableDoubt => 3,
    }
}

/// One complete choice.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standpoint {
    /// The standard of proof; reasonable grounds if none.
    pub standard: Option<Standard>,
    /// Whose account is taken; the neutral one if none.
    pub account: Option<Text>,
    /// The positions that are accepted; all others are rejected.
    pub accepted: BTreeSet<PositionId>,
    /// The branch taken at each crossroads; those missing take "no".
    pub branches: BTreeMap<(u32, Vec<u32>), bool>,
}

/// What one variable of the diagrams stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dimension {
    /// The standard of proof, by rank.
    Standard,
    /// The account: 0 is the neutral one, then [`Space::accounts`].
    Account,
    /// Whether a position is accepted: 0 no, 1 yes.
    Position(PositionId),
    /// Which branch is taken while this sentence is undetermined: 0 it does not hold, 1 it holds.
    Crossroads(Ground),
}

/// The dimensions of a case's standpoints.
#[derive(Debug)]
pub struct Space {
    /// All diagrams over this space.
    pub diagrams: Diagrams,
    /// Those whose account differs from what is established, in the order of the record.
    pub accounts: Vec<Text>,
    dimensions: Vec<Dimension>,
    positions: FxHashMap<PositionId, Var>,
    crossroads: FxHashMap<Ground, Var>,
}

impl Space {
    /// The variable of the standard.
    pub const STANDARD: Var = Var(0);
    /// The variable of the account.
    pub const ACCOUNT: Var = Var(1);

    /// The space of a record: standards and accounts; positions and crossroads come as they are met.
    pub fn new(record: &Record) -> Self {
        let accounts = record.accounts();
        let mut diagrams = Diagrams::default();
        diagrams.variable(4);
        diagrams.variable(u16::try_from(accounts.len() + 1).unwrap_or(u16::MAX));
        Space {
            diagrams,
            accounts,
            dimensions: vec![Dimension::Standard, Dimension::Account],
            positions: FxHashMap::default(),
            crossroads: FxHashMap::default(),
        }
    }

    /// What a variable stands for.
    pub fn dimension(&self, var: Var) -> Option<&Dimension> {
        self.dimensions.get(var.0 as usize)
    }

    /// All variables with what they stand for.
    pub fn dimensions(&self) -> impl Iterator<Item = (Var, &Dimension)> {
        self.dimensions.iter().enumerate().map(|(i, d)| (Var(u32::try_from(i).unwrap_or(u32::MAX)), d))
    }

    /// Where a position is accepted.
    pub fn position(&mut self, position: PositionId) -> Diagram {
        let var = match self.positions.get(&position) {
            Some(v) => *v,
            None => {
                let var = self.diagrams.variable(2);
                self.dimensions.push(Dimension::Position(position));
                self.positions.insert(position, var);
                var
            }
        };
        self.diagrams.test(var, |c| c == 1)
    }

    /// Where the branch is taken on which this sentence holds.
    pub fn crossroads(&mut self, sentence: &Ground) -> Diagram {
        let var = match self.crossroads.get(sentence) {
            Some(v) => *v,
            None => {
                let var = self.diagrams.variable(2);
                self.dimensions.push(Dimension::Crossroads(sentence.clone()));
                self.crossroads.insert(sentence.clone(), var);
                var
            }
        };
        self.diagrams.test(var, |c| c == 1)
    }

    /// The number of an account; 0 is the neutral one.
    pub fn account(&self, name: Option<&str>) -> Option<u16> {
        match name {
            None => Some(0),
            Some(n) => self.accounts.iter().position(|a| a == n).and_then(|i| u16::try_from(i + 1).ok()),
        }
    }

    /// Where the standard is at most this rank.
    pub fn up_to(&mut self, rank: u16) -> Diagram {
        self.diagrams.test(Space::STANDARD, |c| c <= rank)
    }

    /// The value with the standard fixed.
    pub fn at_standard(&mut self, v: Value, standard: Standard) -> Value {
        self.diagrams.restrict_value(v, Space::STANDARD, rank(standard))
    }

    /// The choices of a complete standpoint.
    pub fn assignment(&self, standpoint: &Standpoint) -> Assignment {
        let mut assignment = Assignment::default();
        for (var, dimension) in self.dimensions() {
            let choice = match dimension {
                Dimension::Standard => standpoint.standard.map_or(0, rank),
                Dimension::Account => self.account(standpoint.account.as_deref()).unwrap_or(0),
                Dimension::Position(p) => u16::from(standpoint.accepted.contains(p)),
                Dimension::Crossroads(g) => u16::from(standpoint.branches.get(&key(g)).copied().unwrap_or(false)),
            };
            assignment.insert(var, choice);
        }
        assignment
    }

    /// The choices of a headline: a standard, an account, and the stance taken on each position; contested positions and
    /// crossroads stay open.
    pub fn headline(
        &self,
        standard: Standard,
        account: Option<&str>,
        stance: &dyn Fn(PositionId) -> DefaultStance,
    ) -> Assignment {
        let mut assignment = Assignment::default();
        assignment.insert(Space::STANDARD, rank(standard));
        assignment.insert(Space::ACCOUNT, self.account(account).unwrap_or(0));
        for (var, dimension) in self.dimensions() {
            if let Dimension::Position(p) = dimension {
                match stance(*p) {
                    DefaultStance::Accepted => {
                        assignment.insert(var, 1);
                    }
                    DefaultStance::Rejected => {
                        assignment.insert(var, 0);
                    }
                    DefaultStance::Contested => {}
                }
            }
        }
        assignment
    }
}

/// The key of a crossroads instance in [`Standpoint::branches`].
pub fn key(ground: &Ground) -> (u32, Vec<u32>) {
    (ground.sentence.0, ground.args.iter().map(|t| t.0).collect())
}
