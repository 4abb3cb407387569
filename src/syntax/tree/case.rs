//! The tree of case files. Knows nothing of the law.

use super::{Cite, DateAt, Ident, Quoted, SourceDecl, Standard, Words};
use crate::source::{Span, Spanned};

/// A parsed `.case` file.
#[derive(Debug, Clone, Default)]
pub struct CaseFile {
    /// The `incident` line and what stands under it.
    pub incident: Option<IncidentDecl>,
    /// Everything else, in order.
    pub items: Vec<CaseItem>,
}

/// `incident id "title"` with its lines.
#[derive(Debug, Clone)]
pub struct IncidentDecl {
    /// The id.
    pub id: Ident,
    /// The title.
    pub title: Option<Quoted>,
    /// The date of the incident.
    pub on: Option<DateAt>,
    /// The packs that are applied.
    pub uses: Vec<Ident>,
    /// The standard of proof.
    pub standard: Option<Spanned<Standard>>,
    /// What the forum calls that standard.
    pub standard_called: Option<Quoted>,
    /// The standard for exceptions and rebuttals.
    pub rebuttal: Option<Spanned<Standard>>,
    /// Place of `judged as a court`.
    pub as_a_court: Option<Span>,
    /// The profile taken for the headline.
    pub profile: Option<Ident>,
    /// Notes.
    pub notes: Vec<Quoted>,
    /// The whole declaration.
    pub span: Span,
}

/// One item of a case file.
#[derive(Debug, Clone)]
#[expect(clippy::large_enum_variant, reason = "a file has few sources, and they are walked once")]
pub enum CaseItem {
    /// A source of evidence.
    Source(SourceDecl),
    /// An entity.
    Entity(EntityDecl),
    /// A heading with statements.
    Evidence(EvidenceBlock),
    /// `expect` with expectations.
    Expect(ExpectBlock),
}

/// `attack Strike "the missile strike" plural on 2025-09-02`
#[derive(Debug, Clone)]
pub struct EntityDecl {
    /// The kind.
    pub kind: Ident,
    /// The name used in statements.
    pub name: Ident,
    /// How it is shown.
    pub display: Option<Quoted>,
    /// Place of `plural`: shown with "are" and "have".
    pub plural: Option<Span>,
    /// When an act took place.
    pub on: Option<DateAt>,
    /// The line.
    pub span: Span,
}

/// The heading under which statements stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heading {
    /// Beyond reasonable doubt.
    Established,
    /// Clear and convincing.
    Corroborated,
    /// Balance of probabilities.
    Likely,
    /// Reasonable grounds to believe.
    Reported,
    /// A gap stated on purpose.
    Unknown,
    /// Heard and not shown.
    NotProven,
    /// Holds on the account of that actor.
    ClaimedBy(Ident),
    /// Does not hold on the account of that actor.
    DeniedBy(Ident),
    /// Taken from a finding, not derived.
    FoundBy(Ident),
    /// A conclusion somebody drew, to be checked.
    AssertedBy(Ident),
}

/// A heading with statements.
#[derive(Debug, Clone)]
pub struct EvidenceBlock {
    /// The heading.
    pub heading: Spanned<Heading>,
    /// Its sources, shared by all statements below that have none of their own.
    pub cites: Vec<Cite>,
    /// The statements.
    pub statements: Vec<Statement>,
    /// Heading and statements.
    pub span: Span,
}

/// One recorded statement.
#[derive(Debug, Clone)]
pub struct Statement {
    /// What is stated.
    pub content: Content,
    /// The reasons of a judgment.
    pub because: Option<Quoted>,
    /// Sources.
    pub cites: Vec<Cite>,
    /// The whole statement.
    pub span: Span,
}

/// What a statement or expectation speaks of.
#[derive(Debug, Clone)]
pub enum Content {
    /// A sentence, or a measure with its value, still as words.
    Words {
        /// Place of a leading `not`.
        negated: Option<Span>,
        /// The words.
        words: Words,
    },
    /// `breach of norm by S by A in respect of P`
    Claim(NormClaim),
}

/// `[no] breach of norm by S [by A] [in respect of P and Q]`
#[derive(Debug, Clone)]
pub struct NormClaim {
    /// Place of `no`.
    pub negated: Option<Span>,
    /// The norm.
    pub norm: Ident,
    /// The addressee.
    pub by: Ident,
    /// The act.
    pub act: Option<Ident>,
    /// Who or what else is concerned.
    pub respect: Vec<Ident>,
    /// The whole claim.
    pub span: Span,
}

/// `expect as profile on the account of X to standard` with expectations and holdings.
#[derive(Debug, Clone)]
pub struct ExpectBlock {
    /// The profile.
    pub profile: Option<Ident>,
    /// Whose account is taken.
    pub account: Option<Ident>,
    /// The standard.
    pub standard: Option<Spanned<Standard>>,
    /// The expectations that belong to no holding.
    pub expectations: Vec<Expectation>,
    /// The holdings.
    pub holdings: Vec<HoldingBlock>,
    /// The whole block.
    pub span: Span,
}

/// `holding Q4 "words"` with what is expected of it, in one section; it may go on in other sections.
#[derive(Debug, Clone)]
pub struct HoldingBlock {
    /// Its id.
    pub id: Ident,
    /// What the tribunal held, or was asked, in a few words; given in one of the sections.
    pub words: Option<Quoted>,
    /// Why what is expected is not what the tribunal held.
    pub differs: Option<Quoted>,
    /// Why nothing can be expected.
    pub not_expressible: Option<Quoted>,
    /// Notes.
    pub notes: Vec<Quoted>,
    /// The expectations.
    pub expectations: Vec<Expectation>,
    /// The whole block.
    pub span: Span,
}

/// One expectation.
#[derive(Debug, Clone)]
pub struct Expectation {
    /// What is expected of what.
    pub content: Content,
    /// The outcome; none means `breach` (or `no breach`) of a claim and that a sentence is established (or refuted).
    pub outcome: Option<Spanned<ExpectedOutcome>>,
    /// The rule, norm or exception on which it turns.
    pub because: Option<Ident>,
    /// Notes.
    pub notes: Vec<Quoted>,
    /// The whole expectation.
    pub span: Span,
}

/// The words an expectation may end in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are the words of the language")]
pub enum ExpectedOutcome {
    Breach,
    NoBreach,
    NotApplicable,
    Permitted,
    NotPermitted,
    Established,
    Refuted,
    Undetermined,
    NotShown,
    Contested,
    Depends,
}
