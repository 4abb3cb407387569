//! The ground graph: sentences with their slots filled, instances of provisions, and conditions. Everything is shared:
//! a sentence that a hundred conditions test is one atom. The explanation of a verdict is a walk over this graph.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::facts::Side;
use super::join::{Env, Row};
use crate::record::model::{Ground, TermId};
use crate::rulebook::model::{Citation, Comparison, Condition, PositionId, ProvisionId, SourceId};

macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);
        impl $name {
            /// The number as an index.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

numbers! {
    /// A ground sentence in [`Graph::atoms`].
    AtomId,
    /// A ground condition in [`Graph::nodes`].
    NodeId,
    /// An instance of a provision in [`Graph::instances`].
    InstanceId,
}

/// How conditions are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mode {
    /// With presumptions, exceptions counting once established.
    Ordinary,
    /// Without presumptions: exceptions must be refuted.
    Strict,
}

/// A ground sentence.
#[derive(Debug)]
pub struct Atom {
    /// The sentence.
    pub ground: Ground,
    /// The rule instances that conclude it.
    pub rules: Vec<InstanceId>,
    /// The rule instances that conclude its negation.
    pub against: Vec<InstanceId>,
    /// The norm instances that conclude it; those that are idle contribute nothing.
    pub norms: Vec<InstanceId>,
    /// The norm instances that conclude its negation.
    pub norms_against: Vec<InstanceId>,
    /// The presumptions of it, and of its negation, in the order of the files.
    pub presumptions: Vec<(InstanceId, bool)>,
    /// Whether its own evidence counts: a declared relation, fact or judgment, or nothing concludes it.
    pub base: bool,
    /// Whether silence refutes it.
    pub closed: bool,
    /// Whether it is a fact or judgment, or a conclusion that nothing concludes: not a relation.
    pub open: bool,
    /// Whether its parts have been made.
    pub expanded: bool,
}

/// An instance of a rule, presumption, exception or norm.
#[derive(Debug)]
pub struct Instance<'a> {
    /// The provision.
    pub provision: ProvisionId,
    /// The values of its instance variables.
    pub args: Row,
    /// `applies when` (norms).
    pub applies: Option<NodeId>,
    /// `when`, `breached when` or `granted when`.
    pub when: Option<NodeId>,
    /// Each `unless`.
    pub unless: Vec<NodeId>,
    /// The named exceptions.
    pub exceptions: Vec<InstanceId>,
    /// The instances of provisions that prevail over it.
    pub defeated_by: Vec<InstanceId>,
    /// Whether one of its sources is in force at its date (rules; norms see `bound`).
    pub in_force: bool,
    /// What binds the addressee (norms).
    pub bound: Vec<Bound<'a>>,
    /// Whether its parts have been made.
    pub expanded: bool,
}

/// How a source reaches an addressee.
#[derive(Debug, Clone)]
pub struct Bound<'a> {
    /// The citation by which the norm rests on it.
    pub citation: &'a Citation,
    /// Whether it reaches the addressee.
    pub status: BindingStatus,
    /// Scope clauses that concern the citation.
    pub scopes: Vec<NodeId>,
    /// Parties through which it may reach one whom it does not bind otherwise.
    pub through: Vec<Through>,
}

/// A party through which a source may reach somebody.
#[derive(Debug, Clone)]
pub struct Through {
    /// The party.
    pub party: TermId,
    /// Whether it is a party at the date; otherwise no date is known.
    pub certain: bool,
    /// The condition under which it reaches.
    pub node: NodeId,
}

impl BindingStatus {
    /// Whether it binds by itself.
    pub fn binds(&self) -> bool {
        matches!(self, BindingStatus::Party { .. } | BindingStatus::Custom | BindingStatus::Member { .. })
    }
}

/// Whether and why a source binds somebody at a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BindingStatus {
    /// A treaty to which it is a party.
    Party {
        /// Bound from this day.
        since: jiff::civil::Date,
    },
    /// Custom, or a code that restates it.
    Custom,
    /// Bound by another source whose members this one binds.
    Member {
        /// That source.
        of: SourceId,
        /// Member from this day, if known.
        since: Option<jiff::civil::Date>,
    },
    /// It is a party at some time, but no date is known.
    NoDate,
    /// Not a party.
    NotParty,
    /// A party only from a later day.
    NotYetParty {
        /// From this day.
        from: jiff::civil::Date,
    },
    /// No longer a party.
    NoLongerParty {
        /// Until this day.
        until: jiff::civil::Date,
    },
    /// Not in force at the date.
    NotInForce {
        /// From this day, if later.
        from: Option<jiff::civil::Date>,
        /// Until this day, if earlier.
        until: Option<jiff::civil::Date>,
    },
    /// A reservation of the addressee excludes the pinpoints.
    Reserved,
    /// A judgment, report or the like: evidence of the law, binding nobody.
    Persuasive,
}

/// A ground condition.
#[derive(Debug)]
pub struct Node<'a> {
    /// What is tested.
    pub test: GroundTest<'a>,
    /// The condition it is an instance of: words, label, pinpoint.
    pub condition: &'a Condition,
    /// The variables that were known when it was made.
    pub env: Rc<Env>,
}

/// What a ground condition tests.
#[derive(Debug)]
pub enum GroundTest<'a> {
    /// A sentence or its negation.
    Atom(AtomId, bool),
    /// A sentence whose arguments do not fit its slots: refuted.
    IllTyped(Ground, bool),
    /// A position or its rejection.
    Position(PositionId, bool),
    /// Identity or kind: known from the names alone.
    Known(bool),
    /// Whether a source binds somebody.
    BoundBy(Box<Bound<'a>>, bool),
    /// A comparison.
    Compare {
        /// What is compared.
        left: Side,
        /// How.
        comparison: Comparison,
        /// With what.
        right: Side,
        /// Whether negated.
        negated: bool,
    },
    /// The outcome of a norm: its instances that fit.
    Breaches(ProvisionId, Vec<InstanceId>, bool),
    /// Norms that somebody breaches by the act, with what binds the actor put in its place.
    WouldBeWrongful(Vec<(InstanceId, Vec<Bound<'a>>)>, bool),
    /// All of. If one part is false by silence alone, it stands alone here: the others need not be decided.
    All(Vec<NodeId>),
    /// Any of.
    Any(Vec<NodeId>),
    /// None of.
    None(Vec<NodeId>),
    /// At least so many of.
    AtLeast(u32, Vec<NodeId>),
    /// Some: one node for each row of values that could satisfy it.
    Some(Vec<(Row, NodeId)>),
    /// No: likewise.
    No(Vec<(Row, NodeId)>),
    /// Every: the `where` and the `then` for each row.
    Every(Vec<(Row, NodeId, NodeId)>),
}

impl GroundTest<'_> {
    /// Whether it is said in words of its own, rather than by its parts.
    pub fn is_worded(&self) -> bool {
        match self {
            GroundTest::All(_) | GroundTest::Any(_) | GroundTest::None(_) | GroundTest::AtLeast(..) => false,
            GroundTest::Some(rows) => rows.is_empty(),
            GroundTest::Atom(..)
            | GroundTest::IllTyped(..)
            | GroundTest::Position(..)
            | GroundTest::Known(_)
            | GroundTest::BoundBy(..)
            | GroundTest::Compare { .. }
            | GroundTest::Breaches(..)
            | GroundTest::WouldBeWrongful(..)
            | GroundTest::No(_)
            | GroundTest::Every(_) => true,
        }
    }
}

/// The whole ground graph.
#[derive(Debug, Default)]
pub struct Graph<'a> {
    /// Ground sentences.
    pub atoms: Vec<Atom>,
    /// Ground conditions.
    pub nodes: Vec<Node<'a>>,
    /// Instances of provisions.
    pub instances: Vec<Instance<'a>>,
    /// The atom of each ground sentence.
    pub atom_ids: FxHashMap<Ground, AtomId>,
    /// The instance of each provision with these arguments.
    pub instance_ids: FxHashMap<(ProvisionId, Row), InstanceId>,
    /// The norm instances that conclude a sentence, and whether they conclude its negation.
    pub concluded: FxHashMap<Ground, Vec<(InstanceId, bool)>>,
    /// The instances of a norm with this term in this place.
    pub by_argument: FxHashMap<(ProvisionId, u16, TermId), Vec<InstanceId>>,
    /// The instances of each norm.
    pub of_norm: FxHashMap<ProvisionId, Vec<InstanceId>>,
    /// The instances of prohibitions and obligations about an act.
    pub by_act: FxHashMap<TermId, Vec<InstanceId>>,
}

impl<'a> Graph<'a> {
    /// The atom with this number.
    pub fn atom(&self, id: AtomId) -> Option<&Atom> {
        self.atoms.get(id.index())
    }

    /// The condition with this number.
    pub fn node(&self, id: NodeId) -> Option<&Node<'a>> {
        self.nodes.get(id.index())
    }

    /// The instance with this number.
    pub fn instance(&self, id: InstanceId) -> Option<&Instance<'a>> {
        self.instances.get(id.index())
    }

    /// The conditions directly below a condition.
    pub fn children(&self, id: NodeId) -> Vec<NodeId> {
        match self.node(id).map(|n| &n.test) {
            Some(GroundTest::All(c) | GroundTest::Any(c) | GroundTest::None(c) | GroundTest::AtLeast(_, c)) => {
                c.clone()
            }
            Some(GroundTest::Some(rows) | GroundTest::No(rows)) => rows.iter().map(|(_, n)| *n).collect(),
            Some(GroundTest::Every(rows)) => rows.iter().flat_map(|(_, w, t)| [*w, *t]).collect(),
            Some(GroundTest::BoundBy(bound, _)) => bound.nodes().collect(),
            Some(GroundTest::WouldBeWrongful(list, _)) => {
                list.iter().flat_map(|(_, bounds)| bounds.iter().flat_map(Bound::nodes)).collect()
            }
            Some(
                GroundTest::Atom(..)
                | GroundTest::IllTyped(..)
                | GroundTest::Position(..)
                | GroundTest::Known(_)
                | GroundTest::Compare { .. }
                | GroundTest::Breaches(..),
            )
            | None => Vec::new(),
        }
    }
}

impl Bound<'_> {
    /// The conditions it rests on.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> {
        self.scopes.iter().copied().chain(self.through.iter().map(|t| t.node))
    }
}
