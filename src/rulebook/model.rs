//! The resolved rulebook: kinds, sentences, sources, provisions and positions, joined by number. Every id here has been
//! checked; nothing refers to something that does not exist. Knows nothing of incidents.

use indexmap::IndexMap;
use jiff::civil::Date;

use super::kinds::{KindSet, Kinds};
use super::matching::SentenceIndex;
use crate::source::{Span, Text};
pub use crate::syntax::tree::{DefaultStance, Dimension, Priority, ProvisionKind, SentenceKind, SourceKind, Standard};

macro_rules! ids {
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

ids! {
    /// A pack in [`Rulebook::packs`].
    PackId,
    /// A sentence in [`Rulebook::sentences`].
    SentenceId,
    /// A source in [`Rulebook::sources`].
    SourceId,
    /// A position in [`Rulebook::positions`].
    PositionId,
    /// A provision (rule, presumption, exception, norm) in [`Rulebook::provisions`].
    ProvisionId,
    /// A variable of one provision, in [`Provision::vars`].
    VarId,
}

/// All rules that a case is judged by, resolved and checked.
#[derive(Debug, Clone, Default)]
pub struct Rulebook {
    /// Packs, those used before those that use them.
    pub packs: Vec<Pack>,
    /// The kinds of entities.
    pub kinds: Kinds,
    /// Declared and concluded sentences.
    pub sentences: Vec<Sentence>,
    /// Sources of law.
    pub sources: Vec<Source>,
    /// Contested positions.
    pub positions: Vec<Position>,
    /// Ready-made choices of positions.
    pub profiles: IndexMap<Text, Profile>,
    /// Rules, presumptions, exceptions and norms.
    pub provisions: Vec<Provision>,
    /// Source ids.
    pub source_ids: IndexMap<Text, SourceId>,
    /// Position ids.
    pub position_ids: IndexMap<Text, PositionId>,
    /// Provision ids.
    pub provision_ids: IndexMap<Text, ProvisionId>,
    /// Finds the sentence that a run of words says.
    pub index: SentenceIndex,
    /// Groups of sentences and norms that depend on each other, lowest first; see [`Strata`].
    pub strata: Strata,
}

/// One pack: a folder of rule files.
#[derive(Debug, Clone)]
pub struct Pack {
    /// Its id.
    pub id: Text,
    /// Its title.
    pub title: Option<String>,
    /// The packs it builds on, directly.
    pub uses: Vec<PackId>,
    /// Whether its provisions do without presumptions (criminal law).
    pub without_presumptions: bool,
    /// Its rebuttal standard.
    pub rebuttal: Option<Standard>,
    /// Notes.
    pub notes: Vec<String>,
    /// The topics of its further files.
    pub parts: Vec<String>,
    /// The declaration.
    pub span: Span,
}

/// A declared sentence with its slots.
#[derive(Debug, Clone)]
pub struct Sentence {
    /// What sort. A sentence that rules conclude and that is declared nowhere is a [`SentenceKind::Conclusion`].
    pub kind: SentenceKind,
    /// Counts only if somebody raises it.
    pub raised: bool,
    /// Its words and slots.
    pub template: Vec<TemplatePart>,
    /// Which kinds fit each slot, in the order of the slots.
    pub slots: Vec<KindSet>,
    /// The variable of each slot in the declaration, if it has one; factors of a judgment refer to it.
    pub slot_names: Vec<Option<Text>>,
    /// Other wordings of the negation; the slot numbers refer to `slots`.
    pub negated: Vec<Vec<TemplatePart>>,
    /// Sources of the declaration.
    pub cites: Vec<Citation>,
    /// What a judgment weighs.
    pub weighing: Vec<Factor>,
    /// The point of view of a judgment.
    pub judged_from: Option<(String, Vec<Citation>)>,
    /// Notes.
    pub notes: Vec<String>,
    /// Whether a crossroads: while undetermined, both branches are taken.
    pub crossroads: bool,
    /// The rules that conclude it (positive and negative) and the norms that conclude it.
    pub concluded_by: Vec<ProvisionId>,
    /// The presumptions that fill it in (positive and negative).
    pub presumed_by: Vec<ProvisionId>,
    /// The pack that declares it.
    pub pack: PackId,
    /// The declaration.
    pub span: Span,
}

impl Sentence {
    /// Whether rules or norms conclude it.
    pub fn is_concluded(&self) -> bool {
        !self.concluded_by.is_empty()
    }

    /// Whether silence of the record refutes it: a relation, or a raised fact or judgment.
    pub fn is_closed(&self) -> bool {
        self.kind == SentenceKind::Relation || self.raised
    }
}

/// A word or slot of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TemplatePart {
    /// A word, or `,`.
    Word(Text),
    /// The slot with this number.
    Slot(usize),
}

/// What a judgment weighs: the words, and the sentence (with the judgment's own slots as variables) if they say one.
#[derive(Debug, Clone)]
pub struct Factor {
    /// The words; slot variables of the judgment stand in them as written.
    pub text: String,
    /// The declared sentence that the words say, its variables being slots of the judgment.
    pub sentence: Option<FactorSentence>,
    /// Sources.
    pub cites: Vec<Citation>,
}

/// A factor that is a declared sentence or a measure.
#[derive(Debug, Clone)]
pub struct FactorSentence {
    /// The sentence.
    pub sentence: SentenceId,
    /// For each of its slots, the slot of the judgment that fills it; none ranges over everything.
    pub slots: Vec<Option<usize>>,
    /// Whether the factor is the negation.
    pub negated: bool,
}

/// A source of law or of evidence.
#[derive(Debug, Clone)]
pub struct Source {
    /// The id that citations use.
    pub id: Text,
    /// What sort of source.
    pub kind: SourceKind,
    /// The full title.
    pub title: String,
    /// Date of adoption.
    pub adopted: Option<Date>,
    /// General entry into force.
    pub in_force: Option<Date>,
    /// Date of a judgment, report or statement.
    pub dated: Option<Date>,
    /// The date from which custom is claimed.
    pub since: Option<Date>,
    /// The date on which it ceased to bind anyone.
    pub until: Option<Date>,
    /// Short citation form.
    pub cited_as: Option<String>,
    /// Where it was published.
    pub published: Option<String>,
    /// Author or court.
    pub by: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// `None`: does not restate custom. An empty list: all of it does.
    pub restates_custom: Option<Vec<Text>>,
    /// Whoever is bound by that source is bound by this one.
    pub binds_members_of: Option<SourceId>,
    /// How it reaches those who cannot become parties.
    pub binds_through: Vec<BindsThrough>,
    /// Clauses outside which it does not apply.
    pub scopes: Vec<Scope>,
    /// Reservations.
    pub reservations: Vec<Reservation>,
    /// Parties by State id; a State may have several periods.
    pub parties: IndexMap<Text, Vec<Period>>,
    /// Notes.
    pub notes: Vec<String>,
    /// The pack that declares it.
    pub pack: PackId,
    /// The declaration.
    pub span: Span,
}

/// A period during which a State is bound: from the first day up to, not including, the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// Bound from this day.
    pub from: Date,
    /// No longer bound from this day.
    pub until: Option<Date>,
}

/// `binds <group G> through <state T> when …`
#[derive(Debug, Clone)]
pub struct BindsThrough {
    /// Variables of the clause: the bound actor is number 0, the party number 1.
    pub vars: Vec<Variable>,
    /// When.
    pub when: Condition,
}

/// `scope [of pins] when …`. Variables of the clause that a norm also has (same letter, fitting kind) mean the same;
/// others are "some".
#[derive(Debug, Clone)]
pub struct Scope {
    /// The pinpoints that the clause limits; empty means the whole source.
    pub pins: Vec<Text>,
    /// Variables of the clause.
    pub vars: Vec<Variable>,
    /// The condition.
    pub when: Condition,
    /// The clause.
    pub span: Span,
}

/// A reservation.
#[derive(Debug, Clone)]
pub struct Reservation {
    /// Who made it.
    pub by: Text,
    /// The pinpoints it excludes.
    pub pins: Vec<Text>,
    /// What it says.
    pub text: Option<String>,
    /// The line.
    pub span: Span,
}

/// A contested position.
#[derive(Debug, Clone)]
pub struct Position {
    /// The id.
    pub id: Text,
    /// What it says.
    pub proposition: String,
    /// Who holds it.
    pub held_by: Vec<(Text, Vec<Citation>)>,
    /// Who rejects it.
    pub rejected_by: Vec<(Text, Vec<Citation>)>,
    /// Where it stands when nobody chooses.
    pub default: DefaultStance,
    /// Positions that cannot be held together with it.
    pub excludes: Vec<PositionId>,
    /// Notes.
    pub notes: Vec<String>,
    /// The pack that declares it.
    pub pack: PackId,
    /// The declaration.
    pub span: Span,
}

impl Rulebook {
    /// Two positions that exclude each other among those that are accepted, the first such pair.
    pub fn exclusive(&self, accepted: &dyn Fn(PositionId) -> bool) -> Option<(&Position, &Position)> {
        self.rivals()
            .find(|(one, other)| accepted(*one) && accepted(*other))
            .and_then(|(one, other)| self.positions.get(one.index()).zip(self.positions.get(other.index())))
    }

    /// All pairs of positions that exclude each other, each once, in order.
    pub fn rivals(&self) -> impl Iterator<Item = (PositionId, PositionId)> {
        let all = self.positions.iter().enumerate();
        all.filter_map(|(i, p)| u32::try_from(i).ok().map(|i| (PositionId(i), p)))
            .flat_map(|(one, p)| p.excludes.iter().map(move |other| (one, *other)))
            .filter(|(one, other)| one.index() < other.index())
    }
}

/// A ready-made choice of positions.
#[derive(Debug, Clone, Default)]
pub struct Profile {
    /// Its title.
    pub title: Option<String>,
    /// What it says of each position; positions not named keep their default.
    pub stances: Vec<(PositionId, DefaultStance)>,
    /// Notes.
    pub notes: Vec<String>,
}

/// A citation with its pinpoints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// The source.
    pub source: SourceId,
    /// Pinpoints as written, without quotes.
    pub pins: Vec<Text>,
}

/// A variable with the kinds it may stand for.
#[derive(Debug, Clone)]
pub struct Variable {
    /// Its letter or name.
    pub name: Text,
    /// The kinds.
    pub kinds: KindSet,
}

/// A rule, presumption, exception or norm.
#[derive(Debug, Clone)]
pub struct Provision {
    /// Its id; a presumption without one is named after its sentence (`presume-1`, …).
    pub id: Text,
    /// What sort.
    pub kind: ProvisionKind,
    /// Its title.
    pub title: Option<String>,
    /// Its variables: those of the head first, in order; then those that a heading `some` of a norm binds; then those of
    /// inner quantifiers. A norm's first variable is its addressee.
    pub vars: Vec<Variable>,
    /// How many of `vars` the head has.
    pub head_vars: usize,
    /// How many of `vars` identify an instance: the head's and, for norms, those of a heading `some`.
    pub instance_vars: usize,
    /// The conclusion of a rule or presumption; none for norms and exceptions.
    pub head: Option<Literal>,
    /// The words of a norm, slots being variables (`TemplatePart::Slot(i)` is `VarId(i)`).
    pub norm_text: Vec<TemplatePart>,
    /// The act a norm or rule is about: its first variable of kind `act` (in a norm the one after `by` or `in`, if there
    /// are several). Dates are taken from it.
    pub act: Option<VarId>,
    /// Norms: whether the act is that by which it is breached: it stands after `by` or `in` in the norm's sentence.
    pub breached_by_act: bool,
    /// What an exception defeats.
    pub to: Vec<ProvisionId>,
    /// Its sources.
    pub under: Vec<Citation>,
    /// `when` of rules, presumptions and exceptions; `breached when` or `granted when` of norms. `All([])` if missing.
    pub when: Condition,
    /// `applies when` of norms; `All([])` if missing.
    pub applies: Condition,
    /// Each `unless`.
    pub unless: Vec<Condition>,
    /// What follows from a breach (or from a permission that is granted).
    pub concludes: Vec<Literal>,
    /// The provisions that give way to this one.
    pub prevails: Vec<(ProvisionId, Option<Priority>)>,
    /// The named exceptions to this provision, in the order of the files.
    pub exceptions: Vec<ProvisionId>,
    /// The provisions that prevail over this one.
    pub defeated_by: Vec<(ProvisionId, Option<Priority>)>,
    /// Whether the norm is peremptory.
    pub peremptory: bool,
    /// Whether it does without presumptions (its own word or its pack's).
    pub without_presumptions: bool,
    /// Its rebuttal standard (its own or its pack's).
    pub rebuttal: Option<Standard>,
    /// Notes.
    pub notes: Vec<String>,
    /// The pack that declares it.
    pub pack: PackId,
    /// The declaration.
    pub span: Span,
}

impl Provision {
    /// Whether it concludes this sentence, rather than its negation.
    pub fn concludes_positively(&self, sentence: SentenceId) -> bool {
        match &self.head {
            Some(head) => head.sentence == sentence && !head.negated,
            None => self.concludes.iter().any(|l| l.sentence == sentence && !l.negated),
        }
    }

    /// Whether it is a prohibition, obligation or permission.
    pub fn is_norm(&self) -> bool {
        self.is_duty() || self.kind == ProvisionKind::Permission
    }

    /// Whether it is a norm that can be breached.
    pub fn is_duty(&self) -> bool {
        matches!(self.kind, ProvisionKind::Prohibition | ProvisionKind::Obligation)
    }
}

/// What fills a slot.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Term {
    /// A variable of the provision.
    Var(VarId),
    /// A whole sentence.
    Sentence(Box<Literal>),
}

/// A sentence with its slots filled, or its negation.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Literal {
    /// The sentence.
    pub sentence: SentenceId,
    /// What fills its slots.
    pub args: Vec<Term>,
    /// Whether it is the negation.
    pub negated: bool,
}

/// A condition with its label, pinpoint and place.
#[derive(Debug, Clone)]
pub struct Condition {
    /// What is tested.
    pub test: Test,
    /// The label, without brackets.
    pub label: Option<Text>,
    /// The pinpoint.
    pub cites: Vec<Citation>,
    /// The condition with everything below it.
    pub span: Span,
}

/// What a condition tests.
#[derive(Debug, Clone)]
pub enum Test {
    /// A sentence or its negation.
    Sentence(Literal),
    /// `[not] on the position id`
    Position {
        /// The position.
        position: PositionId,
        /// Whether its rejection is tested.
        negated: bool,
    },
    /// `[not] X is the same State as Y` (any kind of entity).
    Same {
        /// The two terms.
        left: VarId,
        /// The other.
        right: VarId,
        /// Whether difference is tested.
        negated: bool,
    },
    /// `[not] X is a state`
    IsKind {
        /// The variable.
        var: VarId,
        /// The kinds.
        kinds: KindSet,
        /// The kinds' names as written.
        name: Text,
        /// Whether tested negatively.
        negated: bool,
    },
    /// `[not] S is bound by api [at the date of A]`
    BoundBy {
        /// The actor.
        actor: VarId,
        /// The source.
        source: SourceId,
        /// The act whose date counts; else the incident's.
        act: Option<VarId>,
        /// Whether tested negatively.
        negated: bool,
    },
    /// `[not] S breaches norm [by A] [in respect of P and Q]`: the outcome of another norm. Variables of the norm that
    /// are not given are "some".
    Breaches {
        /// The norm.
        norm: ProvisionId,
        /// For each instance variable of that norm, the variable of this provision that fills it.
        args: Vec<Option<VarId>>,
        /// Whether tested negatively.
        negated: bool,
    },
    /// `[not] A would be wrongful if committed by S`: some norm that another actor breaches by A binds S too.
    WouldBeWrongful {
        /// The act.
        act: VarId,
        /// The actor put in the other's place.
        actor: VarId,
        /// Whether tested negatively.
        negated: bool,
    },
    /// A comparison of a measure.
    Compare {
        /// The measure.
        measure: Measure,
        /// How they are compared.
        comparison: Comparison,
        /// The other side.
        with: Operand,
        /// Whether tested negatively.
        negated: bool,
    },
    /// `all of`
    All(Vec<Condition>),
    /// `any of`
    Any(Vec<Condition>),
    /// `none of`
    None(Vec<Condition>),
    /// `at least N of`
    AtLeast(u32, Vec<Condition>),
    /// `some … where`
    Some(Vec<VarId>, Box<Condition>),
    /// `no … where`
    No(Vec<VarId>, Box<Condition>),
    /// `every … where … then …`
    Every(Vec<VarId>, Box<Condition>, Box<Condition>),
}

impl Test {
    /// The variables that a quantifier binds.
    pub fn bound_vars(&self) -> Option<&[VarId]> {
        if let Test::Some(vars, _) | Test::No(vars, _) | Test::Every(vars, _, _) = self { Some(vars) } else { None }
    }
}

/// A measure with its slots filled.
#[derive(Debug, Clone)]
pub enum Measure {
    /// A declared measure.
    Declared {
        /// The sentence, of kind [`SentenceKind::Measure`].
        sentence: SentenceId,
        /// What fills its slots.
        args: Vec<Term>,
    },
    /// `the date of A`: built in, taken from `on DATE`.
    DateOf(VarId),
}

/// How two values are compared. For dates `at least` is "on or after" and `less than` is "before".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are the words of the language")]
pub enum Comparison {
    Exactly,
    AtLeast,
    AtMost,
    LessThan,
    MoreThan,
}

impl Comparison {
    /// The comparison that says the same with the sides exchanged.
    #[must_use]
    pub fn reversed(self) -> Self {
        match self {
            Comparison::Exactly => Comparison::Exactly,
            Comparison::AtLeast => Comparison::AtMost,
            Comparison::AtMost => Comparison::AtLeast,
            Comparison::LessThan => Comparison::MoreThan,
            Comparison::MoreThan => Comparison::LessThan,
        }
    }
}

/// The other side of a comparison.
#[derive(Debug, Clone)]
pub enum Operand {
    /// A fixed value.
    Value(Quantity),
    /// Another measure of the same dimension.
    Measure(Measure),
}

/// A value with its dimension. Base units: number 1; date: days since 1970-01-01; duration: seconds; length: metres;
/// mass: grams; all but dates in millionths, so that decimals are exact. A year is 365.2425 days, a month a twelfth of
/// it, a nautical mile 1852 metres.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Quantity {
    /// What it measures.
    pub dimension: Dimension,
    /// The value in millionths of the base unit (dates: in days).
    pub value: i128,
    /// As written, for explanations.
    pub text: Text,
}

/// The order of evaluation: what a sentence or norm rests on is evaluated before it, except inside a group whose
/// members rest on each other.
#[derive(Debug, Clone, Default)]
pub struct Strata {
    /// The group of each sentence, by [`SentenceId`].
    pub of_sentence: Vec<u32>,
    /// The group of each provision, by [`ProvisionId`] (meaningful for norms).
    pub of_provision: Vec<u32>,
    /// Whether the group is recursive, by group.
    pub recursive: Vec<bool>,
}
