//! What can be wrong with a rulebook. The enums say what happened; the prose stands in the files below, one for each
//! enum, and nowhere else.

mod conditions;
mod law;
mod lints;
mod names;
mod order;
mod packs;
mod sentences;
mod values;

use crate::source::{Span, Text};

/// All codes of this stage, in the order of the alphabet; `docs/codes/` has a page on each.
pub const CODES: [&str; 66] = [
    "rulebook/ambiguous-sentence",
    "rulebook/bare-variable",
    "rulebook/binds-itself",
    "rulebook/breach-without-place",
    "rulebook/chain-too-long",
    "rulebook/cite-without-source",
    "rulebook/claim-as-condition",
    "rulebook/concluded-measure",
    "rulebook/conflicting-stances",
    "rulebook/crossroads-not-leaf",
    "rulebook/cycle-through-negation",
    "rulebook/dates-out-of-order",
    "rulebook/duplicate-id",
    "rulebook/duplicate-sentence",
    "rulebook/duplicate-variable",
    "rulebook/early-party",
    "rulebook/exception-cycle",
    "rulebook/excludes-itself",
    "rulebook/exclusive-positions",
    "rulebook/joined-conditions",
    "rulebook/kind-cycle",
    "rulebook/malformed-value",
    "rulebook/measure-as-condition",
    "rulebook/missing-consensus",
    "rulebook/negated-slots",
    "rulebook/never-concluded",
    "rulebook/no-pack",
    "rulebook/no-source",
    "rulebook/norm-without-addressee",
    "rulebook/not-a-measure",
    "rulebook/not-a-norm",
    "rulebook/number-too-large",
    "rulebook/other-folder",
    "rulebook/out-of-reach",
    "rulebook/no-peremptory-norm",
    "rulebook/overlapping-periods",
    "rulebook/overlapping-sentences",
    "rulebook/pack-cycle",
    "rulebook/pack-not-used",
    "rulebook/parties-of-non-treaty",
    "rulebook/priority-between-strangers",
    "rulebook/priority-cycle",
    "rulebook/priority-without-clash",
    "rulebook/reserved-kind",
    "rulebook/second-header",
    "rulebook/sentence-too-long",
    "rulebook/sentence-without-words",
    "rulebook/slot-without-variable",
    "rulebook/too-many-kinds",
    "rulebook/too-many-sources",
    "rulebook/too-many-variables",
    "rulebook/unknown-kind",
    "rulebook/unknown-norm",
    "rulebook/unknown-pack",
    "rulebook/unknown-position",
    "rulebook/unknown-provision",
    "rulebook/unknown-sentence",
    "rulebook/unknown-source",
    "rulebook/unknown-unit",
    "rulebook/unknown-variable",
    "rulebook/unlike-dimensions",
    "rulebook/unlike-targets",
    "rulebook/untested-position",
    "rulebook/unused-variable",
    "rulebook/variable-rebound",
    "rulebook/wrong-kind",
];

/// What is wrong with the way files make up packs.
#[derive(Debug, Clone)]
pub(super) enum PackError {
    NoHeader { span: Span },
    SecondHeader { span: Span, first: Span },
    Unknown { id: Text, span: Span, near: Option<String> },
    Cycle { path: Vec<(Text, Span)> },
    NotUsed { what: String, owner: Text, user: Text, span: Span, declared: Span },
    OtherFolder { id: Text, folder: Text, span: Span },
}

/// What sort of thing an id names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Named {
    Kind,
    Source,
    Position,
    Provision,
    Norm,
}

/// What is wrong with an id.
#[derive(Debug, Clone)]
pub(super) enum NameError {
    Duplicate { what: &'static str, id: Text, span: Span, first: Span },
    Unknown { what: Named, id: Text, span: Span, near: Option<String> },
    NotANorm { id: Text, span: Span, declared: Span },
    CiteWithoutSource { span: Span },
    KindCycle { ids: Vec<Text>, span: Span },
    TooManyKinds { span: Span, most: usize },
    ReservedKind { id: Text, span: Span },
}

/// What is wrong with the pattern of a sentence.
#[derive(Debug, Clone)]
pub(super) enum SentenceError {
    Duplicate { text: String, span: Span, first: Span },
    Overlap { text: String, span: Span, other: String, first: Option<Span>, negation: bool },
    NoWords { span: Span },
    BareVariable { name: Text, span: Span },
    TooLong { span: Span, most: usize },
    HeadKinds { slot: Span, is: String, declared: String, first: Span },
    NegatedSlots { span: Span, declared: Span },
    DuplicateVariable { name: Text, span: Span, first: Span },
    SlotWithoutVariable { kinds: String, letter: char, span: Span },
    ConcludesMeasure { text: String, span: Span, declared: Span },
    NormWithoutAddressee { id: Text, span: Span },
    NoSuchSentence { text: String, span: Span, near: Vec<String> },
}

/// What is wrong with a condition.
#[derive(Debug, Clone)]
pub(super) enum ConditionError {
    UnknownSentence {
        text: String,
        span: Span,
        hints: Box<Hints>,
    },
    /// Two conditions on one line, joined by a word.
    Joined {
        word: Text,
        span: Span,
    },
    /// `breach of …`, as a record claims it; `right` is how a condition says it.
    ClaimAsCondition {
        text: String,
        right: String,
        span: Span,
    },
    WrongKind {
        name: Text,
        is: String,
        expected: String,
        sentence: String,
        span: Span,
        bound: Option<Span>,
    },
    Ambiguous {
        text: String,
        readings: Vec<String>,
        span: Span,
    },
    UnknownVariable {
        name: Text,
        sentence: String,
        scope: Vec<Text>,
        kind: String,
        unshared: Option<Unshared>,
        span: Span,
    },
    Rebound {
        name: Text,
        span: Span,
        first: Span,
        heading: bool,
    },
    Unused {
        name: Text,
        span: Span,
    },
    TooManyVariables {
        most: usize,
        span: Span,
    },
    MeasureAsCondition {
        text: String,
        example: &'static str,
        span: Span,
        declared: Span,
    },
    NotAMeasure {
        text: String,
        span: Span,
        near: Vec<String>,
    },
    Unlike {
        left: &'static str,
        right: &'static str,
        measure: Span,
        operand: Span,
    },
    BreachWithoutPlace {
        name: Text,
        is: String,
        norm: Text,
        open: Vec<String>,
        span: Span,
        declared: Span,
    },
    OutOfReach {
        least: u32,
        of: usize,
        span: Span,
    },
    NoPeremptoryNorm {
        span: Span,
    },
}

/// What helps with a sentence that nobody declares.
#[derive(Debug, Clone, Default)]
pub(super) struct Hints {
    /// Sentences that are nearly the same.
    pub(super) near: Vec<String>,
    /// The words without their `not`, if they say something then.
    pub(super) positive: Option<String>,
    /// Whether the words compare something with a value.
    pub(super) compares: bool,
    /// Single capital letters that are no variables.
    pub(super) stray: Vec<Text>,
}

/// An exception's target that has a variable, and one that does not.
#[derive(Debug, Clone)]
pub(super) struct Unshared {
    pub(super) has: Text,
    pub(super) lacks: Text,
}

/// What is wrong with a value; also used for the values of a record.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names say it; the prose stands with the messages")]
pub enum ValueError {
    Missing { span: Span },
    NoNumber { word: Text, span: Span },
    NoSuchDate { word: Text, span: Span },
    Grouped { word: Text, span: Span },
    TooPrecise { span: Span },
    TooLarge { span: Span },
    UnknownUnit { word: Text, span: Span },
    Extra { word: Text, span: Span },
}

/// What is wrong with sources, parties, positions and profiles.
#[derive(Debug, Clone)]
pub(super) enum LawError {
    PartiesOfNonTreaty { id: Text, kind: &'static str, span: Span, declared: Span },
    OverlappingPeriods { party: Text, source: Text, span: Span, first: Span },
    DatesOutOfOrder { earlier: &'static str, later: &'static str, span: Span, first: Span },
    EarlyParty { party: Text, source: Text, from: Text, in_force: Text, span: Span },
    TooManySources { most: usize, span: Span },
    BindsItself { path: Vec<Text>, span: Span },
    ConflictingStances { profile: Text, position: Text, span: Span, first: Span },
    ExclusivePositions { profile: Text, one: Text, other: Text, span: Span, first: Span },
    ExcludesItself { id: Text, span: Span },
}

/// What is wrong with the order in which provisions and sentences rest on each other.
#[derive(Debug, Clone)]
pub(super) enum OrderError {
    ExceptionCycle { path: Vec<(Text, Span)> },
    UnlikeTargets { name: Text, one: Text, other: Text, kinds: (String, String), span: Span },
    PriorityCycle { path: Vec<(Text, Span)> },
    PriorityBetweenStrangers { id: Text, other: Text, why: String, span: Span, declared: Span },
    PriorityWithoutClash { id: Text, other: Text, span: Span, declared: Span },
    CycleThroughNegation { steps: Vec<CycleStep> },
    ChainTooLong { text: String, most: u32, span: Span },
}

/// One step of a cycle: what rests on the step after it, through which place, and whether through a negation.
#[derive(Debug, Clone)]
pub(super) struct CycleStep {
    /// The sentence or norm.
    pub(super) text: String,
    /// How it leans on the next.
    pub(super) lean: Lean,
    /// Where.
    pub(super) span: Span,
}

/// How one thing rests on another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Lean {
    /// Needs it.
    On,
    /// Needs its absence.
    Not,
    /// Gives way to it.
    Unless,
    /// Presumes on it.
    Presumed,
}

/// What is probably not meant.
#[derive(Debug, Clone)]
pub(super) enum Lint {
    NoSource { id: Text, norm: bool, span: Span },
    MissingConsensus { sentence: String, span: Span, one: Span, other: Span },
    NeverConcluded { text: String, span: Span },
    UntestedPosition { id: Text, span: Span },
    CrossroadsNotLeaf { text: String, below: String, span: Span, declared: Span },
}

/// "`a`, `b` or `c`", each in backticks.
fn one_of<T: AsRef<str>>(names: &[T]) -> String {
    list(names, "or")
}

/// "`a`, `b` and `c`", each in backticks.
fn all_of<T: AsRef<str>>(names: &[T]) -> String {
    list(names, "and")
}

fn list<T: AsRef<str>>(names: &[T], word: &str) -> String {
    let quoted: Vec<String> = names.iter().map(|n| format!("`{}`", n.as_ref())).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} {word} {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}

/// "a person", "an act".
fn with_article(noun: &str) -> String {
    let an = noun.chars().next().is_some_and(|c| "aeiou".contains(c));
    format!("{} {noun}", if an { "an" } else { "a" })
}
