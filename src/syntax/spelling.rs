//! How every word of the language is spelt: the only place that knows. The parser, the formatter and the test of the
//! grammar page use this table. Knows nothing of where a word may stand.

use super::tree::{DefaultStance, Dimension, ExpectedOutcome, Priority, SourceKind, Standard};

/// A closed set of words or phrases.
pub trait Spelled: Copy + PartialEq + 'static {
    /// Every value with its spelling.
    const ALL: &'static [(Self, &'static str)];

    /// How this value is spelt.
    fn text(self) -> &'static str {
        Self::ALL.iter().find(|(value, _)| *value == self).map_or("", |(_, text)| text)
    }
}

macro_rules! spelled {
    ($type:ty { $($variant:ident = $text:literal),* $(,)? }) => {
        impl Spelled for $type {
            const ALL: &'static [(Self, &'static str)] = &[$((<$type>::$variant, $text)),*];

            fn text(self) -> &'static str {
                match self { $(<$type>::$variant => $text),* }
            }
        }
    };
}

macro_rules! keywords {
    ($($variant:ident = $text:literal),* $(,)?) => {
        /// A fixed word or phrase of the language.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[expect(missing_docs, reason = "the names are the words of the language")]
        pub enum Keyword { $($variant),* }

        spelled!(Keyword { $($variant = $text),* });
    };
}

keywords! {
    // Declarations of rule files.
    Pack = "pack", PartOf = "part of", Kind = "kind", Source = "source", Parties = "parties", Position = "position",
    Profile = "profile", Crossroads = "crossroads", Raised = "raised", Relation = "relation", Fact = "fact",
    Judgment = "judgment", Measure = "measure", Conclusion = "conclusion", Rule = "rule", Presume = "presume",
    Exception = "exception", Prohibition = "prohibition", Obligation = "obligation", Permission = "permission",
    // Lines of packs and parts.
    Uses = "uses", WithoutPresumptions = "without presumptions", RebuttalStandard = "rebuttal standard", Note = "note",
    IsA = "is a", IsAn = "is an",
    // Lines of sources.
    Adopted = "adopted", InForce = "in force", Dated = "dated", Since = "since", Until = "until",
    CitedAs = "cited as", Published = "published", By = "by", Url = "url", RestatesCustom = "restates custom",
    BindsMembersOf = "binds members of", Binds = "binds", Through = "through", Scope = "scope", Of = "of",
    ReservationBy = "reservation by", To = "to",
    // Lines of positions and profiles.
    HeldBy = "held by", RejectedBy = "rejected by", Default = "default", Excludes = "excludes", Accepts = "accepts",
    Rejects = "rejects", LeavesOpen = "leaves open",
    // Lines of sentences.
    Negated = "negated", Weighing = "weighing", JudgedFrom = "judged from", Or = "or",
    // Lines of rules and norms.
    Under = "under", When = "when", Unless = "unless", PrevailsOver = "prevails over", As = "as",
    Peremptory = "peremptory", AppliesWhen = "applies when", BreachedWhen = "breached when",
    GrantedWhen = "granted when", Concludes = "concludes",
    // Conditions.
    Not = "not", AllOf = "all of", AnyOf = "any of", NoneOf = "none of", AtLeast = "at least", Some = "some",
    AndSome = "and some", No = "no", AndNo = "and no", Every = "every", AndEvery = "and every", Where = "where",
    Then = "then", OnThePosition = "on the position",
    // Comparisons.
    Is = "is", AtMost = "at most", LessThan = "less than", MoreThan = "more than", Exactly = "exactly",
    Before = "before", After = "after", OnOrBefore = "on or before", OnOrAfter = "on or after",
    IsBetween = "is between", And = "and",
    // Case files.
    Incident = "incident", On = "on", StandardLine = "standard", Called = "called",
    JudgedAsACourt = "judged as a court", Plural = "plural", Established = "established",
    Corroborated = "corroborated", Likely = "likely", Reported = "reported", Unknown = "unknown",
    NotProven = "not proven", ClaimedBy = "claimed by", DeniedBy = "denied by", FoundBy = "found by",
    AssertedBy = "asserted by", Because = "because", BreachOf = "breach of", InRespectOf = "in respect of",
    Expect = "expect", OnTheAccountOf = "on the account of", Holding = "holding", Differs = "differs",
    NotExpressible = "not expressible",
}

spelled!(SourceKind {
    Treaty = "treaty", Custom = "custom", Code = "code", Resolution = "resolution", Declaration = "declaration",
    Judgment = "judgment", Award = "award", AdvisoryOpinion = "advisory opinion", Decision = "decision",
    SoftLaw = "soft law", DomesticLaw = "domestic law", Report = "report", Commentary = "commentary",
    Manual = "manual", Statement = "statement", Practice = "practice", Writings = "writings",
});

spelled!(DefaultStance { Accepted = "accepted", Rejected = "rejected", Contested = "contested" });

spelled!(Dimension { Number = "number", Date = "date", Duration = "duration", Length = "length", Mass = "mass" });

spelled!(Priority {
    LexSpecialis = "lex specialis", LexSuperior = "lex superior", LexPosterior = "lex posterior",
});

spelled!(Standard {
    BeyondReasonableDoubt = "beyond reasonable doubt", ClearAndConvincing = "clear and convincing",
    BalanceOfProbabilities = "balance of probabilities", ReasonableGrounds = "reasonable grounds",
});

spelled!(ExpectedOutcome {
    Breach = "breach", NoBreach = "no breach", NotApplicable = "not applicable", Permitted = "permitted",
    NotPermitted = "not permitted", Established = "established", Refuted = "refuted", Undetermined = "undetermined",
    NotShown = "not shown", Contested = "contested", Depends = "depends",
});

/// The marks that the language uses besides words and quotation marks.
pub const MARKS: &[&str] = &[",", ":", "<", ">", "[", "]", "(", ")"];

/// Every spelling of the language: what the grammar page quotes must be exactly this.
pub fn all() -> impl Iterator<Item = &'static str> {
    fn texts<T: Spelled>() -> impl Iterator<Item = &'static str> {
        T::ALL.iter().map(|(_, text)| *text)
    }
    texts::<Keyword>()
        .chain(texts::<SourceKind>())
        .chain(texts::<DefaultStance>())
        .chain(texts::<Dimension>())
        .chain(texts::<Priority>())
        .chain(texts::<Standard>())
        .chain(texts::<ExpectedOutcome>())
        .chain(MARKS.iter().copied())
}
