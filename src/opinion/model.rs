//! The opinion as plain data: verdicts and reasons, in words, ready for any renderer and for JSON. Knows nothing of
//! output formats.
//!
//! Reasons are one shared graph: [`Opinion::nodes`] holds each reason once, and verdicts and reasons refer to reasons by
//! number. Every text is finished English; renderers add layout only.

use schemars::JsonSchema;
use serde::Serialize;

/// The number of a reason in [`Opinion::nodes`].
pub type NodeRef = usize;

/// Everything there is to say about a case.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Opinion {
    /// The id of the incident.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its date, written out (`2 September 2025`).
    pub date: Option<String>,
    /// From where it is judged.
    pub headline: Headline,
    /// What the record holds.
    pub counts: Counts,
    /// One verdict for each norm instance that is not idle or that somebody makes a claim about, breaches
    /// first, what binds nobody last, otherwise in the order of the rules.
    pub verdicts: Vec<Verdict>,
    /// Verdicts on the same norm for the same addressee that can be told together.
    pub groups: Vec<Group>,
    /// The conclusions that others draw, checked.
    pub claims: Vec<ClaimCheck>,
    /// The reasons, each once.
    pub nodes: Vec<Reason>,
    /// The contested positions on which some verdict turns, in the order of the rules.
    pub positions: Vec<PositionNote>,
    /// The sources that the opinion cites, in full.
    pub sources: Vec<SourceNote>,
    /// What the reader should know: positions that exclude each other, entities without date and the like.
    pub remarks: Vec<String>,
}

impl Opinion {
    /// Leaves out the verdicts on other norms, and what is only about them.
    pub fn narrow(&mut self, wanted: impl Fn(&str) -> bool) {
        let mut kept: Vec<Option<usize>> = Vec::new();
        let mut count = 0;
        for verdict in &self.verdicts {
            let wanted = wanted(&verdict.norm);
            kept.push(wanted.then_some(count));
            count += usize::from(wanted);
        }
        let moved = |place: usize| kept.get(place).copied().flatten();
        let move_all = |list: &mut Vec<usize>| *list = list.iter().filter_map(|i| moved(*i)).collect();
        self.verdicts.retain(|v| wanted(&v.norm));
        self.groups.retain_mut(|group| {
            group.told = moved(group.told).unwrap_or(usize::MAX);
            for alike in group.same.iter_mut().chain(&mut group.similar) {
                alike.verdict = moved(alike.verdict).unwrap_or(usize::MAX);
            }
            group.told != usize::MAX
        });
        self.claims.iter_mut().for_each(|c| move_all(&mut c.verdicts));
        self.claims.retain(|c| !c.verdicts.is_empty());
        self.positions.iter_mut().for_each(|p| move_all(&mut p.turns));
        self.positions.retain(|p| !p.turns.is_empty());
    }
}

/// The standpoint of the headline.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Headline {
    /// The standard of proof, as the forum calls it.
    pub standard: String,
    /// The standard for exceptions and rebuttals.
    pub rebuttal: String,
    /// Whose account is taken; none is the neutral one.
    pub account: Option<String>,
    /// The profile, if one is taken.
    pub profile: Option<String>,
    /// Positions chosen by hand, such as `designation-creates-conflict accepted`.
    pub choices: Vec<String>,
    /// Whether what is not proved is dismissed.
    pub as_a_court: bool,
}

/// How many statements stand under each heading.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the headings")]
pub struct Counts {
    pub established: usize,
    pub corroborated: usize,
    pub likely: usize,
    pub reported: usize,
    /// Claimed or denied, by whom.
    pub claimed: Vec<(String, usize)>,
    pub unknown: usize,
    pub not_proven: usize,
    pub found: usize,
    pub asserted: usize,
}

/// An outcome as the opinion states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the words of the opinion")]
pub enum Word {
    Breach,
    NoBreach,
    /// `no breach: not proved`
    NotProved,
    NotApplicable,
    Permitted,
    NotPermitted,
    Established,
    Refuted,
    Undetermined,
    NotShown,
    Contested,
    /// It differs on the positions or branches that the headline leaves open.
    Depends,
}

impl Word {
    /// The outcome for the negation of a sentence.
    #[must_use]
    pub fn opposite(self) -> Word {
        match self {
            Word::Established => Word::Refuted,
            Word::Refuted => Word::Established,
            Word::Breach
            | Word::NoBreach
            | Word::NotProved
            | Word::NotApplicable
            | Word::Permitted
            | Word::NotPermitted
            | Word::Undetermined
            | Word::NotShown
            | Word::Contested
            | Word::Depends => self,
        }
    }

    /// The word in plain English, lower case.
    pub fn text(self) -> &'static str {
        match self {
            Word::Breach => "breach",
            Word::NoBreach => "no breach",
            Word::NotProved => "no breach: not proved",
            Word::NotApplicable => "not applicable",
            Word::Permitted => "permitted",
            Word::NotPermitted => "not permitted",
            Word::Established => "established",
            Word::Refuted => "refuted",
            Word::Undetermined => "undetermined",
            Word::NotShown => "not shown",
            Word::Contested => "contested",
            Word::Depends => "depends",
        }
    }
}

/// The verdict on one norm, for one addressee and act.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Verdict {
    /// The id of the norm.
    pub norm: String,
    /// Its title, else made from its id.
    pub title: String,
    /// The addressee's name for display (`the United States`).
    pub addressee: String,
    /// The names, as in the record, of what fills the norm's variables, in order: `USA`, `Crew`, `Strike`.
    pub arguments: Vec<String>,
    /// The norm in words: `The United States must not arbitrarily deprive … of life by the missile strike.`
    pub sentence: String,
    /// The claim that names this verdict on the command line: `breach of x by USA by Strike in respect of Crew`.
    pub claim: String,
    /// The outcome at the headline.
    pub outcome: Word,
    /// Under `depends`: what it may be.
    pub possible: Vec<Word>,
    /// How robust it is, in one or two sentences.
    pub robustness: String,
    /// A few words for the table: `from every standpoint`, `unless X is accepted`, or the layer that makes it not applicable.
    pub brief: String,
    /// The smallest changes of standpoint that change the outcome.
    pub flips: Vec<Flip>,
    /// The outcome at each standard of proof, all else as in the headline: standard, outcome.
    pub by_standard: Vec<(String, Word)>,
    /// What binds the addressee, or why it does not.
    pub binding: Vec<Binding>,
    /// Why it is not applicable, in a sentence, if it is not.
    pub not_applicable_because: Option<String>,
    /// The reasons: the condition that the norm applies, if it has one.
    pub applies: Option<NodeRef>,
    /// The reasons: the conditions of the breach (or permission).
    pub conditions: Option<NodeRef>,
    /// Exceptions considered, and provisions that prevail over it.
    pub exceptions: Vec<ExceptionNote>,
    /// The facts, judgments and measures that are missing; most decisive first.
    pub missing: Vec<Missing>,
    /// What follows: the conclusions, in words.
    pub concludes: Vec<String>,
    /// Presumptions, findings and judgments on which it rests, each a sentence.
    pub rests_on: Vec<String>,
    /// Ids of the provisions that carry the outcome (for `because`).
    pub turns_on: Vec<String>,
    /// Notes of the norm.
    pub notes: Vec<String>,
    /// The ids of the sources that its reasons cite ([`Opinion::sources`]).
    pub sources: Vec<String>,
    /// Whether it is reported only because somebody makes a claim about it: nothing else in the record bears on it.
    pub idle: bool,
}

/// Verdicts on one norm for one addressee whose reasons are the same but for the names: told once, with what differs.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Group {
    /// The verdict that is told in full, by its place in [`Opinion::verdicts`].
    pub told: usize,
    /// Those with the same outcome from every standpoint, for the same reasons; only the names and the evidence differ.
    pub same: Vec<Alike>,
    /// Those with the same outcome here, for reasons that differ in a few points; elsewhere the outcome may differ.
    pub similar: Vec<Alike>,
}

/// A verdict that is like another one.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Alike {
    /// The verdict, by its place in [`Opinion::verdicts`].
    pub verdict: usize,
    /// The names, for display, that stand here in the place of others.
    pub names: Vec<Renamed>,
    /// What differs in the reasons.
    pub differences: Vec<Difference>,
    /// Whether the reasons are the same, but for the names and the evidence.
    pub same_reasons: bool,
    /// Whether the same changes of standpoint change both in the same way, the standard of proof being what it is here.
    pub same_changes: bool,
}

/// A name in the place of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Renamed {
    /// The name in the verdict that is told.
    pub there: String,
    /// The name here.
    pub here: String,
}

/// A point in which the reasons for one verdict differ from those for another.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Difference {
    /// The point, in the words of this verdict.
    pub text: String,
    /// How it stands here.
    pub mark: Mark,
    /// What is said of it: `not raised here`, `does not arise here`.
    pub note: Option<String>,
    /// The reason here.
    pub reason: Option<NodeRef>,
    /// Whether only what the record says of it differs, and not how it stands.
    pub evidence_only: bool,
}

/// A change of standpoint, and the outcome it brings.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Flip {
    /// The changes, all together: `designation-creates-conflict is accepted`, `the account of the United States is taken`.
    pub changes: Vec<String>,
    /// The outcome.
    pub outcome: Word,
}

/// A source and whether it binds the addressee.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Binding {
    /// The citation: `ICCPR art 6(1)`.
    pub citation: String,
    /// `party since 8 June 1992`, `custom`, `not a party`, `outside the scope …`.
    pub how: String,
    /// Whether it binds.
    pub binds: bool,
    /// The reasons, if it turns on a scope clause or on somebody through whom it binds.
    pub reasons: Vec<NodeRef>,
}

/// An exception considered.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct ExceptionNote {
    /// Its id, or none for an `unless` of the provision itself.
    pub id: Option<String>,
    /// In words: its title, or what it consists of.
    pub text: String,
    /// Whether it defeats the provision at the headline.
    pub mark: Mark,
    /// `established: it defeats the norm`, `not established: the burden is on the United States`.
    pub status: String,
    /// Its reasons.
    pub reason: Option<NodeRef>,
}

/// A fact, judgment or measure that is missing.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Missing {
    /// In words.
    pub sentence: String,
    /// `fact`, `judgment`, `measure` or `relation`.
    pub kind: String,
    /// What the record says of it: `not mentioned`, `unknown`, `claimed by the United States only`, `reported, below the standard`.
    pub record: String,
    /// For a judgment: what is weighed, and from whose point of view.
    pub weighing: Option<Weighing>,
    /// Whether the outcome cannot be reached without it (else it is one of several ways).
    pub needed: bool,
}

/// What a judgment weighs, and from whose point of view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Weighing {
    /// What is weighed.
    pub factors: Vec<Factor>,
    /// From whose point of view it is judged.
    pub judged_from: Option<PointOfView>,
}

/// One thing that a judgment weighs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Factor {
    /// In words.
    pub text: String,
    /// Citations, in short form.
    pub citations: Vec<String>,
    /// What the record says of it, if the record can: `established`, `reported that it is not so`, `the record is silent`.
    pub record: Option<String>,
}

/// From where something is judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct PointOfView {
    /// In words: `the position of a reasonably well-informed commander at the time`.
    pub view: String,
    /// Citations, in short form.
    pub citations: Vec<String>,
}

/// How a reason stands at the headline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Mark {
    Holds,
    Fails,
    Undetermined,
    NotShown,
    Contested,
    /// It differs on what the headline leaves open.
    Depends,
}

/// What sort of reason it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum ReasonKind {
    /// A sentence, with its evidence or the rules that conclude it.
    Sentence,
    /// A rule applied.
    Rule,
    /// The outcome of another norm.
    Norm,
    /// `all of`, `any of`, `some …`.
    Block,
    Position,
    Comparison,
    /// Identity, kind, binding.
    BuiltIn,
    Exception,
    Presumption,
}

/// One reason.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Reason {
    /// What sort.
    pub kind: ReasonKind,
    /// In words, positive or negated as the rule tests it.
    pub text: String,
    /// For one value of `some`, `no` or `every`: who or what is taken, by the names for display.
    pub of: Vec<String>,
    /// The label of the condition: `(a)`, `(belligerent nexus)`.
    pub label: Option<String>,
    /// How it stands.
    pub mark: Mark,
    /// Whether it fails only because the record is silent: nothing speaks for it.
    pub silent: bool,
    /// The id of the rule, norm or position.
    pub id: Option<String>,
    /// Citations, in short form: `ARSIWA art 4`.
    pub citations: Vec<String>,
    /// What the record says.
    pub evidence: Vec<Evidence>,
    /// For a judgment: what is weighed, and from whose point of view.
    pub weighing: Option<Weighing>,
    /// Remarks: `presumed, nobody rebutted it`, `the record is silent, and taken as complete`, `burden on the United States`.
    pub remarks: Vec<String>,
    /// The reasons below.
    pub children: Vec<NodeRef>,
    /// Those among `children` that carry the mark: the branch that holds, the element that fails first.
    pub decisive: Vec<NodeRef>,
}

/// One statement of the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Evidence {
    /// `established`, `claimed by the United States`, `found by …`.
    pub heading: String,
    /// Whether it speaks for the sentence (else against); none for `unknown`.
    pub speaks_for: Option<bool>,
    /// Its sources: `CNN, 11 November 2025, para 4`.
    pub sources: Vec<String>,
    /// The reasons given for a judgment.
    pub because: Option<String>,
}

/// A claim checked.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct ClaimCheck {
    /// Who makes it.
    pub by: String,
    /// The claim in words.
    pub claim: String,
    /// Where it is made.
    pub sources: Vec<String>,
    /// Whether it follows at the headline.
    pub follows: Mark,
    /// `The claim follows.` / `The claim does not follow: the opposite does.`
    pub finding: String,
    /// How robust that is, in one or two sentences.
    pub robustness: String,
    /// The smallest changes of standpoint that change whether it follows: `established` where it follows, `refuted` where
    /// the opposite does.
    pub flips: Vec<Flip>,
    /// What it would take, or which elements fail: sentences.
    pub because: Vec<String>,
    /// The reasons.
    pub reason: Option<NodeRef>,
    /// The verdicts it is about, by their place in [`Opinion::verdicts`].
    pub verdicts: Vec<usize>,
}

/// A contested position on which something turns.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct PositionNote {
    /// Its id.
    pub id: String,
    /// What it says.
    pub proposition: String,
    /// Its stance at the headline: `accepted`, `rejected`, `contested`.
    pub stance: String,
    /// Who holds it.
    pub held_by: Vec<Holder>,
    /// Who rejects it.
    pub rejected_by: Vec<Holder>,
    /// The verdicts that turn on it, by their place in [`Opinion::verdicts`].
    pub turns: Vec<usize>,
}

/// Somebody who holds or rejects a position.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct Holder {
    /// The name for display.
    pub name: String,
    /// Where that is said, in short form.
    pub citations: Vec<String>,
}

/// A source in full.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct SourceNote {
    /// Its id.
    pub id: String,
    /// OSCOLA-style full citation.
    pub full: String,
    /// Its short form.
    pub short: String,
    /// Whether it is a source of evidence (else of law).
    pub evidence: bool,
}
