//! The syntax tree of rule files and case files: what was written, with the place of every part. Nothing is resolved:
//! words are not yet matched to sentences, names not yet to declarations. Knows nothing of the law.

use crate::source::{Span, Spanned, Text};

mod case;
pub use case::{
    CaseFile, CaseItem, Content, EntityDecl, EvidenceBlock, ExpectBlock, Expectation, ExpectedOutcome, Heading,
    HoldingBlock, IncidentDecl, NormClaim, Statement,
};

/// A name, id or word with its place.
pub type Ident = Spanned<Text>;
/// A quoted text, without its quotes, with its place.
pub type Quoted = Spanned<String>;
/// A calendar date with its place.
pub type DateAt = Spanned<jiff::civil::Date>;

/// A parsed `.law` file (or the `law` blocks of a `.law.md` file).
#[derive(Debug, Clone, Default)]
pub struct LawFile {
    /// The declarations in the order of the file.
    pub items: Vec<Item>,
}

/// One declaration of a rule file.
#[derive(Debug, Clone)]
#[expect(clippy::large_enum_variant, reason = "a file has few sources, and they are walked once")]
pub enum Item {
    /// `pack id "title"`
    Pack(PackDecl),
    /// `part of id "title"`
    Part(PartDecl),
    /// `kind id is a id`
    Kind(KindDecl),
    /// `source id treaty "title"`
    Source(SourceDecl),
    /// `parties ids`
    Parties(PartiesDecl),
    /// `position id`
    Position(PositionDecl),
    /// `profile id`
    Profile(ProfileDecl),
    /// `crossroads pattern`
    Crossroads(CrossroadsDecl),
    /// `relation`, `fact`, `judgment`, `measure`, `conclusion`
    Sentence(SentenceDecl),
    /// `rule`, `exception`, `presume`, `prohibition`, `obligation`, `permission`
    Provision(Box<ProvisionDecl>),
}

/// `pack id "title"` with its lines.
#[derive(Debug, Clone)]
pub struct PackDecl {
    /// The pack's id.
    pub id: Ident,
    /// Its title.
    pub title: Option<Quoted>,
    /// The packs it builds on.
    pub uses: Vec<Ident>,
    /// Place of `without presumptions`, if there.
    pub without_presumptions: Option<Span>,
    /// The pack's rebuttal standard.
    pub rebuttal: Option<Spanned<Standard>>,
    /// Notes.
    pub notes: Vec<Quoted>,
    /// The whole declaration.
    pub span: Span,
}

/// `part of id "title"`: another file of a pack.
#[derive(Debug, Clone)]
pub struct PartDecl {
    /// The pack.
    pub pack: Ident,
    /// What this file covers.
    pub title: Option<Quoted>,
    /// The line.
    pub span: Span,
}

/// `kind id is a parent "description"`
#[derive(Debug, Clone)]
pub struct KindDecl {
    /// The kind.
    pub id: Ident,
    /// The kind it is a case of.
    pub parent: Option<Ident>,
    /// A description.
    pub description: Option<Quoted>,
    /// The line.
    pub span: Span,
}

/// What sort of source it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are the words of the language")]
pub enum SourceKind {
    Treaty,
    Custom,
    Code,
    Resolution,
    Declaration,
    Judgment,
    Award,
    AdvisoryOpinion,
    Decision,
    SoftLaw,
    DomesticLaw,
    Report,
    Commentary,
    Manual,
    Statement,
    Practice,
    Writings,
}

/// `source id kind "title"` with its lines; also used in case files.
#[derive(Debug, Clone)]
pub struct SourceDecl {
    /// The id that citations use.
    pub id: Ident,
    /// What sort of source.
    pub kind: Spanned<SourceKind>,
    /// The full title.
    pub title: Quoted,
    /// Date of adoption.
    pub adopted: Option<DateAt>,
    /// General entry into force.
    pub in_force: Option<DateAt>,
    /// Date of a judgment, report or statement.
    pub dated: Option<DateAt>,
    /// The date from which custom is claimed.
    pub since: Option<DateAt>,
    /// The date on which it ceased to bind anyone.
    pub until: Option<DateAt>,
    /// Short citation form.
    pub cited_as: Option<Quoted>,
    /// Where it was published (`"999 UNTS 171"`, `"[1986] ICJ Rep 14"`).
    pub published: Option<Quoted>,
    /// Author or court.
    pub by: Option<Quoted>,
    /// Address.
    pub url: Option<Quoted>,
    /// `restates custom`: the pinpoints it restates; an empty list means all of it.
    pub restates_custom: Option<Vec<Pin>>,
    /// `binds members of x`: whoever is bound by `x` is bound by this.
    pub binds_members_of: Option<Ident>,
    /// `binds <group G> through <state T> when …`
    pub binds_through: Vec<BindsThrough>,
    /// `scope [of pins] when …`
    pub scopes: Vec<ScopeClause>,
    /// `reservation by S to pins`
    pub reservations: Vec<Reservation>,
    /// Notes.
    pub notes: Vec<Quoted>,
    /// The whole declaration.
    pub span: Span,
}

/// `binds <group G> through <state T> when …`: how a source reaches those who cannot become parties to it.
#[derive(Debug, Clone)]
pub struct BindsThrough {
    /// Who is bound.
    pub bound: Slot,
    /// The party through which it is bound.
    pub through: Slot,
    /// When.
    pub when: Body,
    /// The clause.
    pub span: Span,
}

/// `scope [of pins] when …`: outside it the source does not apply.
#[derive(Debug, Clone)]
pub struct ScopeClause {
    /// The pinpoints that the clause limits; empty means the whole source.
    pub pins: Vec<Pin>,
    /// The condition.
    pub when: Body,
    /// The clause.
    pub span: Span,
}

/// `reservation by S to pins "text"`
#[derive(Debug, Clone)]
pub struct Reservation {
    /// Who made it.
    pub by: Ident,
    /// The pinpoints it excludes.
    pub pins: Vec<Pin>,
    /// What it says.
    pub text: Option<Quoted>,
    /// The line.
    pub span: Span,
}

/// `parties ids` with one line a party.
#[derive(Debug, Clone)]
pub struct PartiesDecl {
    /// The sources they are parties to.
    pub sources: Vec<Ident>,
    /// The parties.
    pub parties: Vec<PartyLine>,
    /// The whole declaration.
    pub span: Span,
}

/// `Albania 1994-01-16 until 2001-01-01`
#[derive(Debug, Clone)]
pub struct PartyLine {
    /// The State.
    pub party: Ident,
    /// Bound from this day.
    pub from: DateAt,
    /// No longer bound from this day.
    pub until: Option<DateAt>,
}

/// Where a position stands when nobody chooses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are the words of the language")]
pub enum DefaultStance {
    Accepted,
    Rejected,
    Contested,
}

/// `position id` with its lines.
#[derive(Debug, Clone)]
pub struct PositionDecl {
    /// The id.
    pub id: Ident,
    /// What it says.
    pub proposition: Quoted,
    /// Who holds it.
    pub held_by: Vec<Holder>,
    /// Who rejects it.
    pub rejected_by: Vec<Holder>,
    /// Where it stands when nobody chooses; contested if not said.
    pub default: Option<Spanned<DefaultStance>>,
    /// Positions that cannot be held together with it.
    pub excludes: Vec<Ident>,
    /// Notes.
    pub notes: Vec<Quoted>,
    /// The whole declaration.
    pub span: Span,
}

/// A holder of a position, with the sources that show it.
#[derive(Debug, Clone)]
pub struct Holder {
    /// The holder; several words are allowed (`European States`).
    pub name: Ident,
    /// Sources.
    pub cites: Vec<Cite>,
}

/// `profile id "title"` with its lines.
#[derive(Debug, Clone)]
pub struct ProfileDecl {
    /// The id.
    pub id: Ident,
    /// Its title.
    pub title: Option<Quoted>,
    /// Positions accepted.
    pub accepts: Vec<Ident>,
    /// Positions rejected.
    pub rejects: Vec<Ident>,
    /// Positions left open.
    pub leaves_open: Vec<Ident>,
    /// Notes.
    pub notes: Vec<Quoted>,
    /// The whole declaration.
    pub span: Span,
}

/// `crossroads pattern`
#[derive(Debug, Clone)]
pub struct CrossroadsDecl {
    /// The sentence.
    pub pattern: Pattern,
    /// The line.
    pub span: Span,
}

/// What sort of sentence is declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SentenceKind {
    /// Who did what to whom; the record is taken as complete.
    Relation,
    /// Open: not stated means undetermined.
    Fact,
    /// Open-textured: a person's assessment.
    Judgment,
    /// A number, date, duration, length or mass.
    Measure(Dimension),
    /// Concluded by rules.
    Conclusion,
}

/// What a measure measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are the words of the language")]
pub enum Dimension {
    Number,
    Date,
    Duration,
    Length,
    Mass,
}

/// A declaration of a sentence.
#[derive(Debug, Clone)]
pub struct SentenceDecl {
    /// What sort.
    pub kind: SentenceKind,
    /// Place of `raised`, if there: counts only if somebody raises it.
    pub raised: Option<Span>,
    /// The words and slots.
    pub pattern: Pattern,
    /// Sources.
    pub cites: Vec<Cite>,
    /// Other wordings of the negation.
    pub negated: Vec<Pattern>,
    /// What a judgment weighs.
    pub weighing: Vec<Factor>,
    /// The point of view from which a judgment is made.
    pub judged_from: Option<(Quoted, Vec<Cite>)>,
    /// Notes.
    pub notes: Vec<Quoted>,
    /// The whole declaration.
    pub span: Span,
}

/// One factor of a judgment: free words, or a declared sentence whose record is then shown beside it.
#[derive(Debug, Clone)]
pub struct Factor {
    /// The words.
    pub words: Words,
    /// Sources.
    pub cites: Vec<Cite>,
}

/// Words and slots of a declared sentence.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// Its parts, in order.
    pub parts: Vec<PatternPart>,
    /// The whole pattern.
    pub span: Span,
}

/// A word, comma or slot.
#[derive(Debug, Clone)]
pub enum PatternPart {
    /// A word of the sentence, or `,`.
    Word(Ident),
    /// `<person or object T>`
    Slot(Slot),
}

/// `<person or object T>`
#[derive(Debug, Clone)]
pub struct Slot {
    /// The kinds that fit.
    pub kinds: Vec<Ident>,
    /// The variable; may be missing in declarations of sentences.
    pub variable: Option<Ident>,
    /// The slot with its brackets.
    pub span: Span,
}

/// A run of words to be matched against the declared sentences; a comma is a word of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The words.
    pub words: Vec<Ident>,
    /// From the first to the last.
    pub span: Span,
}

/// What sort of provision it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProvisionKind {
    /// `rule`: concludes a sentence.
    Rule,
    /// `presume`: fills in what is still undetermined.
    Presumption,
    /// `exception`: defeats the provisions named under `to`.
    Exception,
    /// A norm: must not.
    Prohibition,
    /// A norm: must.
    Obligation,
    /// A norm: may.
    Permission,
}

/// A rule, presumption, exception or norm. Parts that a kind does not have are empty; the parser refuses them.
#[derive(Debug, Clone)]
pub struct ProvisionDecl {
    /// What sort.
    pub kind: ProvisionKind,
    /// The id; presumptions may do without.
    pub id: Option<Ident>,
    /// The title.
    pub title: Option<Quoted>,
    /// The conclusion of a rule or presumption, or the sentence of a norm; none for exceptions.
    pub head: Option<Head>,
    /// `to`: what an exception is an exception to.
    pub to: Vec<Ident>,
    /// `under`: its sources.
    pub under: Vec<Cite>,
    /// `when` of rules, presumptions and exceptions.
    pub when: Option<Body>,
    /// `applies when` of norms.
    pub applies: Option<Body>,
    /// `breached when` or `granted when` of norms.
    pub breached: Option<Body>,
    /// Each `unless`.
    pub unless: Vec<Body>,
    /// `concludes` of norms.
    pub concludes: Vec<Words>,
    /// `prevails over`.
    pub prevails: Vec<Prevails>,
    /// Place of `peremptory`, if there.
    pub peremptory: Option<Span>,
    /// Place of `without presumptions`, if there.
    pub without_presumptions: Option<Span>,
    /// The provision's rebuttal standard.
    pub rebuttal: Option<Spanned<Standard>>,
    /// Notes.
    pub notes: Vec<Quoted>,
    /// The whole declaration.
    pub span: Span,
}

/// The head of a provision.
#[derive(Debug, Clone)]
pub struct Head {
    /// Place of a leading `not`: the rule concludes the negation.
    pub negated: Option<Span>,
    /// The words and slots.
    pub pattern: Pattern,
}

/// `prevails over ids as lex specialis`
#[derive(Debug, Clone)]
pub struct Prevails {
    /// The provisions that give way.
    pub over: Vec<Ident>,
    /// Why.
    pub priority: Option<Spanned<Priority>>,
    /// The line.
    pub span: Span,
}

/// The ground of a priority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are the words of the language")]
pub enum Priority {
    LexSpecialis,
    LexSuperior,
    LexPosterior,
}

/// A body of conditions: all of them must hold (a block word makes one condition out of several).
#[derive(Debug, Clone)]
pub struct Body {
    /// The conditions.
    pub conditions: Vec<Condition>,
    /// From the first to the last.
    pub span: Span,
}

/// A condition with its label and pinpoint.
#[derive(Debug, Clone)]
pub struct Condition {
    /// `(a)`, without the brackets.
    pub label: Option<Ident>,
    /// What is tested.
    pub test: Test,
    /// `[api 41(2)(a)]`
    pub cites: Vec<Cite>,
    /// The condition with everything below it.
    pub span: Span,
}

/// What a condition tests.
#[derive(Debug, Clone)]
pub enum Test {
    /// A sentence, a comparison or a built-in, still as words.
    Words {
        /// Place of a leading `not`.
        negated: Option<Span>,
        /// The words.
        words: Words,
    },
    /// `on the position id`
    Position {
        /// Place of a leading `not`.
        negated: Option<Span>,
        /// The position.
        id: Ident,
    },
    /// `all of`
    All(Body),
    /// `any of`
    Any(Body),
    /// `none of`
    None(Body),
    /// `at least N of`
    AtLeast(Spanned<u32>, Body),
    /// `some … where`
    Some(Vec<Binder>, Body),
    /// `no … where`
    No(Vec<Binder>, Body),
    /// `every … where … then …`
    Every(Vec<Binder>, Body, Body),
}

/// `person or group X` after `some`, `no`, `every`.
#[derive(Debug, Clone)]
pub struct Binder {
    /// The kinds.
    pub kinds: Vec<Ident>,
    /// The variable.
    pub variable: Ident,
}

/// A citation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cite {
    /// The source; none continues the source before it.
    pub source: Option<Ident>,
    /// The pinpoints.
    pub pins: Vec<Pin>,
    /// The whole citation.
    pub span: Span,
}

/// A pinpoint: an article, paragraph, page, a range of them, or in quotes anything else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin {
    /// The text, without quotes.
    pub text: Text,
    /// Whether it was quoted.
    pub quoted: bool,
    /// Its place.
    pub span: Span,
}

/// A standard of proof, from the lowest to the highest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standard {
    /// Reasonable grounds to believe.
    ReasonableGrounds,
    /// Balance of probabilities.
    BalanceOfProbabilities,
    /// Clear and convincing.
    ClearAndConvincing,
    /// Beyond reasonable doubt.
    BeyondReasonableDoubt,
}
