//! The record of one incident: who and what there is, and what is stated about it on what evidence. Names are resolved
//! and words matched to the rulebook's sentences. Knows nothing of what rules mean.

use indexmap::IndexMap;
use jiff::civil::Date;
use smallvec::SmallVec;

use crate::rulebook::kinds::KindId;
use crate::rulebook::model::{PositionId, ProvisionId, Quantity, SentenceId, SourceId, SourceKind, Standard};
use crate::source::{Span, Text};
pub use crate::syntax::tree::ExpectedOutcome;

/// What fills a slot of a recorded sentence: an entity (numbers below the number of entities) or a whole sentence
/// (numbers above, see [`Record::term`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermId(pub u32);

impl TermId {
    /// The number as an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The arguments of a ground sentence.
pub type Args = SmallVec<[TermId; 4]>;

/// A sentence with every slot filled.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Ground {
    /// The sentence.
    pub sentence: SentenceId,
    /// What fills its slots.
    pub args: Args,
}

/// A sentence inside a sentence (`knew that …`), possibly negated.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Quoted {
    /// The sentence.
    pub ground: Ground,
    /// Whether its negation is meant.
    pub negated: bool,
}

/// What a term stands for.
#[derive(Debug, Clone, Copy)]
pub enum TermRef<'a> {
    /// An entity.
    Entity(&'a Entity),
    /// A whole sentence.
    Sentence(&'a Quoted),
}

/// The record of an incident.
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// Its id.
    pub id: Text,
    /// Its title.
    pub title: Option<String>,
    /// The date of the incident; acts without a date of their own take it.
    pub on: Option<Date>,
    /// The packs it is judged by.
    pub uses: Vec<Text>,
    /// The standard of proof; reasonable grounds if not said.
    pub standard: Option<Standard>,
    /// What the forum calls it.
    pub standard_called: Option<String>,
    /// The standard for exceptions and rebuttals; balance of probabilities if not said.
    pub rebuttal: Option<Standard>,
    /// Whether what is not proved is dismissed.
    pub as_a_court: bool,
    /// The profile of the headline.
    pub profile: Option<Text>,
    /// Notes.
    pub notes: Vec<String>,
    /// Sources of evidence.
    pub sources: IndexMap<Text, EvidenceSource>,
    /// Who and what there is.
    pub entities: Vec<Entity>,
    /// Whole sentences that stand in slots of recorded sentences; their terms follow those of the entities.
    pub quoted: Vec<Quoted>,
    /// What is stated.
    pub statements: Vec<Statement>,
    /// What is expected.
    pub expectations: Vec<Expectation>,
    /// What a tribunal held, by ids, in the order of the file.
    pub holdings: IndexMap<Text, Holding>,
    /// The `incident` line.
    pub span: Span,
}

impl Record {
    /// What a term stands for.
    pub fn term(&self, term: TermId) -> Option<TermRef<'_>> {
        match self.entities.get(term.index()) {
            Some(e) => Some(TermRef::Entity(e)),
            None => self.quoted.get(term.index() - self.entities.len()).map(TermRef::Sentence),
        }
    }

    /// The entity with this name.
    pub fn entity(&self, name: &str) -> Option<TermId> {
        self.entities.iter().position(|e| e.name == name).and_then(|i| u32::try_from(i).ok()).map(TermId)
    }

    /// The names of those whose accounts differ from what is established: whoever claims or denies something, in order.
    pub fn accounts(&self) -> Vec<Text> {
        let mut names: Vec<Text> = Vec::new();
        for s in &self.statements {
            if let Heading::ClaimedBy(n) | Heading::DeniedBy(n) = &s.heading
                && !names.contains(n)
            {
                names.push(n.clone());
            }
        }
        names
    }
}

/// A source of evidence.
#[derive(Debug, Clone)]
pub struct EvidenceSource {
    /// What sort.
    pub kind: SourceKind,
    /// The full title.
    pub title: String,
    /// Its date.
    pub dated: Option<Date>,
    /// Short citation form.
    pub cited_as: Option<String>,
    /// Where it was published.
    pub published: Option<String>,
    /// Author.
    pub by: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Notes.
    pub notes: Vec<String>,
    /// The declaration.
    pub span: Span,
}

/// Someone or something in the incident.
#[derive(Debug, Clone)]
pub struct Entity {
    /// The name used in statements.
    pub name: Text,
    /// Its kind.
    pub kind: KindId,
    /// How it is shown; the name if not said.
    pub display: Option<String>,
    /// Shown with "are" and "have".
    pub plural: bool,
    /// When an act took place.
    pub on: Option<Date>,
    /// The declaration.
    pub span: Span,
}

/// Under which heading a statement stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Heading {
    /// Evidence that reaches this standard.
    Evidence(Standard),
    /// A gap stated on purpose.
    Unknown,
    /// Heard and not shown.
    NotProven,
    /// Holds on that actor's account.
    ClaimedBy(Text),
    /// Does not hold on that actor's account.
    DeniedBy(Text),
    /// Taken from a finding.
    FoundBy(Text),
    /// A conclusion somebody drew.
    AssertedBy(Text),
}

/// One statement of the record.
#[derive(Debug, Clone)]
pub struct Statement {
    /// Its heading.
    pub heading: Heading,
    /// What is stated.
    pub content: Content,
    /// The reasons of a judgment.
    pub because: Option<String>,
    /// Its sources (its own, else those of its heading).
    pub cites: Vec<Citation>,
    /// Where it stands.
    pub span: Span,
}

/// What a statement or expectation speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Content {
    /// A sentence or its negation.
    Sentence {
        /// The sentence.
        ground: Ground,
        /// Whether it is the negation.
        negated: bool,
    },
    /// The value of a measure: somewhere from `least` to `most` (equal if exact; open where none).
    Measure {
        /// The measure.
        ground: Ground,
        /// At least this.
        least: Option<Quantity>,
        /// At most this.
        most: Option<Quantity>,
    },
    /// The outcome of a norm.
    Norm(NormClaim),
    /// Which position is taken (only on the command line).
    Position(PositionId),
}

/// `[no] breach of norm by S [by A] [in respect of …]`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NormClaim {
    /// The norm.
    pub norm: ProvisionId,
    /// For each instance variable of the norm, the term that fills it; none is "some".
    pub args: Vec<Option<TermId>>,
    /// `no breach of`.
    pub negated: bool,
}

/// A citation in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// The source.
    pub source: SourceRef,
    /// Pinpoints.
    pub pins: Vec<Text>,
}

/// Where a source is declared.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum SourceRef {
    /// In the record.
    Evidence(Text),
    /// In the rulebook.
    Law(SourceId),
}

/// What is expected of an outcome, from a standpoint.
#[derive(Debug, Clone)]
pub struct Expectation {
    /// The profile; none is the headline's.
    pub profile: Option<Text>,
    /// Whose account; none is the neutral one.
    pub account: Option<Text>,
    /// The standard; none is the record's.
    pub standard: Option<Standard>,
    /// Of what, never negated: `not X` is expected as X with the outcome turned round.
    pub content: Content,
    /// What is expected.
    pub outcome: ExpectedOutcome,
    /// The provision on which it turns.
    pub because: Option<ProvisionId>,
    /// The id of the holding it belongs to.
    pub holding: Option<Text>,
    /// Notes.
    pub notes: Vec<String>,
    /// Where it stands.
    pub span: Span,
}

/// What a tribunal held on one question. What is expected of it stands in the expectations that have its id.
#[derive(Debug, Clone)]
pub struct Holding {
    /// What it is about, in a few words.
    pub words: String,
    /// Why what is expected is not what the tribunal held; none where it is.
    pub differs: Vec<String>,
    /// Why nothing is expected; none where something is.
    pub not_expressible: Vec<String>,
    /// Notes.
    pub notes: Vec<String>,
    /// Where it stands first.
    pub span: Span,
}
