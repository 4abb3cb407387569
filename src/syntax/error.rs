//! What can be wrong with the form of a file, and all the prose about it. Knows nothing of how files are read.

#![expect(clippy::wildcard_enum_match_arm, reason = "few keywords have words of their own")]

use super::spelling::{Keyword, Spelled};
use super::tree::{DefaultStance, Dimension, ExpectedOutcome, Priority, SourceKind, Standard};
use crate::diagnostic::{Diagnostic, sort, suggestion};
use crate::source::{FileId, Span, Text};

/// The codes of this stage; each has a page under `docs/codes/syntax`.
pub const CODES: &[&str] = &[
    "syntax/bad-cite",
    "syntax/bad-date",
    "syntax/bad-default",
    "syntax/bad-dimension",
    "syntax/bad-id",
    "syntax/bad-name",
    "syntax/bad-number",
    "syntax/bad-outcome",
    "syntax/bad-priority",
    "syntax/bad-source-kind",
    "syntax/bad-standard",
    "syntax/control-character",
    "syntax/duplicate-line",
    "syntax/empty-file",
    "syntax/empty-list",
    "syntax/empty-slot",
    "syntax/fence-unclosed",
    "syntax/file-too-large",
    "syntax/format-changed",
    "syntax/impossible-date",
    "syntax/label-without-condition",
    "syntax/misplaced-line",
    "syntax/missing-body",
    "syntax/missing-head",
    "syntax/missing-incident",
    "syntax/missing-sentence",
    "syntax/missing-some",
    "syntax/missing-then",
    "syntax/missing-title",
    "syntax/missing-variable",
    "syntax/missing-where",
    "syntax/nested-too-deep",
    "syntax/no-law-block",
    "syntax/not-utf8",
    "syntax/second-incident",
    "syntax/stray-bracket",
    "syntax/stray-punctuation",
    "syntax/stray-quote",
    "syntax/stray-slot",
    "syntax/tab-indentation",
    "syntax/then-without-every",
    "syntax/too-many-errors",
    "syntax/unclosed-bracket",
    "syntax/unclosed-quote",
    "syntax/unclosed-slot",
    "syntax/uneven-indentation",
    "syntax/unexpected-words",
    "syntax/unfinished-line",
    "syntax/unknown-keyword",
];

/// A set of words of which one must stand in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choice {
    SourceKind,
    Standard,
    Outcome,
    Dimension,
    Stance,
    Priority,
}

impl Choice {
    fn code(self) -> &'static str {
        match self {
            Choice::SourceKind => "syntax/bad-source-kind",
            Choice::Standard => "syntax/bad-standard",
            Choice::Outcome => "syntax/bad-outcome",
            Choice::Dimension => "syntax/bad-dimension",
            Choice::Stance => "syntax/bad-default",
            Choice::Priority => "syntax/bad-priority",
        }
    }

    /// What one of the words is called.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Choice::SourceKind => "a kind of source",
            Choice::Standard => "a standard of proof",
            Choice::Outcome => "an outcome",
            Choice::Dimension => "a kind of measure",
            Choice::Stance => "a default of a position",
            Choice::Priority => "a ground of priority",
        }
    }

    fn words(self) -> Vec<&'static str> {
        fn texts<T: Spelled>() -> Vec<&'static str> {
            T::ALL.iter().map(|(_, text)| *text).collect()
        }
        match self {
            Choice::SourceKind => texts::<SourceKind>(),
            Choice::Standard => texts::<Standard>(),
            Choice::Outcome => texts::<ExpectedOutcome>(),
            Choice::Dimension => texts::<Dimension>(),
            Choice::Stance => texts::<DefaultStance>(),
            Choice::Priority => texts::<Priority>(),
        }
    }
}

/// Something wrong with the form of a file. `span` is always the main place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SyntaxError {
    NotUtf8 { span: Span, byte: usize, utf16: bool },
    FileTooLarge { span: Span, bytes: usize, limit: usize },
    EmptyFile { span: Span, wanted: &'static str },
    ControlCharacter { span: Span, character: char },
    TabIndentation { span: Span, lines: usize },
    UnevenIndentation { span: Span, found: usize, level: Option<usize>, parent: Option<Span> },
    NestedTooDeep { span: Span, limit: usize },
    TooManyErrors { span: Span, dropped: usize },
    FenceUnclosed { span: Span },
    NoLawBlock { span: Span },
    UnclosedQuote { span: Span },
    UnclosedBracket { span: Span, bracket: char },
    StrayBracket { span: Span, closing: bool },
    UnclosedSlot { span: Span },
    EmptySlot { span: Span },
    StraySlot { span: Span },
    StrayQuote { span: Span },
    StrayPunctuation { span: Span, mark: char, whole: &'static str },
    UnknownKeyword { span: Span, words: Text, place: &'static str, allowed: &'static [Keyword] },
    UnknownBlock { span: Span, words: Text, allowed: &'static [Keyword] },
    MisplacedLine { span: Span, line: Text, place: Text, help: Text },
    DuplicateLine { span: Span, keyword: Keyword, first: Span },
    UnexpectedWords { span: Span, words: Text, expected: Vec<&'static str> },
    UnfinishedLine { span: Span, expected: Vec<&'static str> },
    BadId { span: Span, word: Text, suggested: Option<Text> },
    BadName { span: Span, word: Text },
    BadDate { span: Span, word: Text },
    ImpossibleDate { span: Span, word: Text },
    BadNumber { span: Span, word: Text },
    BadCite { span: Span, word: Text, fault: CiteFault },
    BadChoice { span: Span, word: Text, choice: Choice },
    MissingTitle { span: Span, what: &'static str, help: &'static str },
    MissingHead { span: Span, keyword: Keyword },
    MissingBody { span: Span, keyword: Keyword },
    MissingSentence { span: Span },
    MissingThen { span: Span },
    MissingVariable { span: Span, kind: Text },
    MissingWhere { span: Span },
    MissingSome { span: Span, keyword: Keyword, right: Text },
    ThenWithoutEvery { span: Span, inside: Option<Span> },
    LabelWithoutCondition { span: Span, label: Text },
    EmptyList { span: Span, keyword: Keyword, items: &'static str },
    MissingIncident { span: Span },
    SecondIncident { span: Span, first: Span },
    FormatChanged { span: Span },
}

/// What is wrong with a citation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CiteFault {
    /// A pinpoint has no source before it.
    NoSource,
    /// Two ids stand next to each other.
    TwoIds,
    /// Neither id nor pinpoint.
    Unreadable,
}

/// Collects errors up to a limit, and counts the rest.
#[derive(Debug, Default)]
pub(crate) struct Errors {
    list: Vec<SyntaxError>,
    limit: usize,
    dropped: usize,
}

impl Errors {
    /// Keeps at most `limit` errors.
    pub(crate) fn new(limit: usize) -> Self {
        Errors { list: Vec::new(), limit: limit.max(1), dropped: 0 }
    }

    /// Adds an error unless there are too many.
    pub(crate) fn push(&mut self, error: SyntaxError) {
        if self.list.len() < self.limit {
            self.list.push(error);
        } else {
            self.dropped += 1;
        }
    }

    /// Whether nothing was wrong.
    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The errors as diagnostics: sorted, one for each place.
    pub(crate) fn finish(self, file: FileId, length: usize) -> Vec<Diagnostic> {
        let mut diagnostics: Vec<Diagnostic> = self.list.into_iter().map(Diagnostic::from).collect();
        if self.dropped > 0 {
            let span = Span::new(file, length..length);
            diagnostics.push(SyntaxError::TooManyErrors { span, dropped: self.dropped }.into());
        }
        sort(&mut diagnostics);
        diagnostics.dedup_by(|later, earlier| later.span().start == earlier.span().start);
        diagnostics
    }
}

/// `a`, `b` or `c` in backticks.
fn or_list<'a>(items: impl IntoIterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = items.into_iter().map(|item| format!("`{item}`")).collect();
    join_or(&quoted)
}

fn join_or(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [init @ .., last] => format!("{} or {last}", init.join(", ")),
    }
}

/// `expected` as words, without repetitions.
fn wanted(expected: &[&'static str]) -> String {
    let mut items: Vec<String> = Vec::new();
    for item in expected {
        if !items.iter().any(|known| known == item) {
            items.push((*item).to_owned());
        }
    }
    join_or(&items)
}

fn error(name: &'static str, span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(name, span, message)
}

/// One arm for each error: its code, what happened, where, and what to do.
impl From<SyntaxError> for Diagnostic {
    fn from(fault: SyntaxError) -> Diagnostic {
        use SyntaxError as E;
        match fault {
            E::NotUtf8 { span, byte, utf16: true } => {
                error("syntax/not-utf8", span, format!("the file is not UTF-8 text (byte {byte})"))
                    .at("this looks like UTF-16")
                    .help("save the file with the encoding UTF-8")
            }
            E::NotUtf8 { span, byte, utf16: false } => {
                error("syntax/not-utf8", span, format!("the file is not UTF-8 text (byte {byte})"))
                    .at("this character cannot be read")
                    .help("save the file as plain text with the encoding UTF-8")
            }
            E::FileTooLarge { span, bytes, limit } => {
                error("syntax/file-too-large", span, format!("the file has {bytes} bytes; the limit is {limit}"))
                    .help("split the rules over several files: the others begin with `part of` and the id of the pack")
            }
            E::EmptyFile { span, wanted } => {
                error("syntax/empty-file", span, format!("there is nothing here, where {wanted} was expected"))
                    .help("comments and blank lines do not count")
            }
            E::ControlCharacter { span, character } => {
                let code = u32::from(character);
                error("syntax/control-character", span, format!("there is an invisible character here (U+{code:04X})"))
                    .help("delete it; it may have come with text copied from another program")
            }
            E::TabIndentation { span, lines } => {
                let more = if lines > 1 { format!(", and {} more lines are", lines - 1) } else { String::new() };
                error("syntax/tab-indentation", span, format!("this line is indented with something else than spaces{more}"))
                    .at("not a space")
                    .help("indent with spaces: two for each step")
            }
            E::UnevenIndentation { span, found, level, parent } => uneven(span, found, level, parent),
            E::NestedTooDeep { span, limit } => {
                error("syntax/nested-too-deep", span, format!("this is nested more than {limit} levels deep"))
                    .help("move the inner test into a rule of its own and use its sentence here")
            }
            E::TooManyErrors { span, dropped } => {
                error("syntax/too-many-errors", span, format!("there are {dropped} more errors in this file"))
                    .help("mend the first ones and run the command again")
            }
            E::FenceUnclosed { span } => {
                error("syntax/fence-unclosed", span, "this block of rules has no end")
                    .at("opened here")
                    .help("close it with a line of three backticks")
            }
            E::NoLawBlock { span } => {
                error("syntax/no-law-block", span, "this Markdown file has no block of rules")
                    .help("put the rules between a line of three backticks followed by `law` and a line of three backticks")
            }
            E::FormatChanged { span } => {
                error("syntax/format-changed", span, "formatting would have changed the meaning of this file, so it was left alone")
                    .help("this is a fault of the formatter; please report it with the file")
            }
            E::UnclosedQuote { span } => error("syntax/unclosed-quote", span, "this quotation has no end on its line")
                .help("close it with a quotation mark on the same line; inside a quotation write \\\" for the mark itself"),
            E::UnclosedBracket { span, bracket } => {
                let close = if bracket == '(' { ')' } else { ']' };
                error("syntax/unclosed-bracket", span, format!("the bracket `{bracket}` is not closed"))
                    .help(format!("close it with `{close}` on the same line"))
            }
            E::StrayBracket { span, closing: true } => {
                error("syntax/stray-bracket", span, "there is a `]` without a `[` before it")
                    .help("square brackets hold citations: `[api 41(2)]`")
            }
            E::StrayBracket { span, closing: false } => {
                error("syntax/stray-bracket", span, "square brackets cannot stand here")
                    .help("square brackets hold citations, such as `[api 41(2)]`, and stand at the end of a sentence")
            }
            E::UnclosedSlot { span } => error("syntax/unclosed-slot", span, "the slot that begins here is not closed")
                .help("a slot holds kinds and a letter: `<person or object T>`"),
            E::EmptySlot { span } => error("syntax/empty-slot", span, "this slot is empty")
                .help("name the kind that fits, and a letter to speak of it: `<person P>`"),
            E::StraySlot { span } => error("syntax/stray-slot", span, "a slot cannot stand here")
                .help("slots stand where a sentence is declared or concluded; elsewhere write the letter or name alone: `P`"),
            E::StrayQuote { span } => error("syntax/stray-quote", span, "a quotation cannot stand in a sentence")
                .help("write the words without quotation marks; a remark goes into a `note \"…\"` line"),
            E::StrayPunctuation { span, mark, whole } => {
                error("syntax/stray-punctuation", span, format!("there is a `{mark}` that does not belong to {whole}"))
                    .help(punctuation_help(mark))
            }
            E::UnknownKeyword { span, words, place, allowed } => unknown(span, &words, place, allowed),
            E::UnknownBlock { span, words, allowed } => {
                let help = suggestion(&words, allowed.iter().map(|k| k.text()));
                let error = error("syntax/unknown-keyword", span, format!("`{words}` does not join the conditions below it"));
                error.help(help.unwrap_or_else(|| format!("write {}", or_list(allowed.iter().map(|k| k.text())))))
            }
            E::MisplacedLine { span, line, place, help } => {
                error("syntax/misplaced-line", span, format!("`{line}` cannot stand {place}")).help(help)
            }
            E::DuplicateLine { span, keyword, first } => {
                error("syntax/duplicate-line", span, format!("`{}` stands here a second time", keyword.text()))
                    .also(first, "first here")
                    .help(duplicate_help(keyword))
            }
            E::UnexpectedWords { span, words, expected } if expected.is_empty() => {
                error("syntax/unexpected-words", span, format!("`{words}` does not belong on this line"))
                    .at("the line is complete before this")
                    .help("remove it, or write it on a line of its own if it belongs elsewhere")
            }
            E::UnexpectedWords { span, words, expected } => {
                error("syntax/unexpected-words", span, format!("`{words}` was not expected here"))
                    .help(format!("expected {}", wanted(&expected)))
            }
            E::UnfinishedLine { span, expected } => error("syntax/unfinished-line", span, "this line is not finished")
                .at(format!("expected {}", wanted(&expected)))
                .help(format!("add {}", wanted(&expected))),
            E::BadId { span, word, suggested } => {
                let example = suggested.map_or_else(|| "`attack-on-civilians`".to_owned(), |s| format!("`{s}`"));
                error("syntax/bad-id", span, format!("`{word}` is not an id"))
                    .help(format!("ids are written in small letters, digits and hyphens: {example}"))
            }
            E::BadName { span, word } => error("syntax/bad-name", span, format!("`{word}` is not a name"))
                .help("names and variables are one word that begins with a capital letter: `Crew`, `P`"),
            E::BadDate { span, word } => error("syntax/bad-date", span, format!("`{word}` is not a date"))
                .help("write dates as year-month-day: `1977-06-08`"),
            E::ImpossibleDate { span, word } => {
                error("syntax/impossible-date", span, format!("there is no day `{word}`"))
                    .help("check the month (01 to 12) and the number of days in it")
            }
            E::BadNumber { span, word } => error("syntax/bad-number", span, format!("`{word}` is not a number"))
                .help("write a whole number in digits: `at least 2 of`"),
            E::BadCite { span, word, fault } => cite(span, &word, fault),
            E::BadChoice { span, word, choice } => {
                let words = choice.words();
                let help = suggestion(&word, words.iter().copied());
                error(choice.code(), span, format!("`{word}` is not {}", choice.noun()))
                    .help(help.unwrap_or_else(|| format!("use {}", or_list(words))))
            }
            E::MissingTitle { span, what, help } => {
                error("syntax/missing-title", span, format!("{what} in quotation marks is missing")).help(help)
            }
            E::MissingHead { span, keyword } => head(span, keyword),
            E::MissingBody { span, keyword } => {
                error("syntax/missing-body", span, format!("nothing stands under `{}`", keyword.text()))
                    .help(body_help(keyword))
            }
            E::MissingSentence { span } => error("syntax/missing-sentence", span, "a sentence is missing here")
                .help("write the sentence before its citations, on the same line"),
            E::MissingThen { span } => error("syntax/missing-then", span, "this `every` has no `then`")
                .help("below its lines, as far to the left as `every`, write `then` and what must hold for each"),
            E::MissingVariable { span, kind } => {
                error("syntax/missing-variable", span, format!("`{kind}` has no letter to speak of it"))
                    .help(format!("add a capital letter or name: `{kind} X`"))
            }
            E::MissingWhere { span } => error("syntax/missing-where", span, "`where` is missing at the end of this line")
                .help("write `some person P where`, and the conditions below it"),
            E::MissingSome { span, keyword, right } => {
                error("syntax/missing-some", span, format!("the second variable needs its own `{}`", keyword.text()))
                    .help(format!("write `{right}`"))
            }
            E::ThenWithoutEvery { span, inside: Some(every) } => {
                error("syntax/then-without-every", span, "this `then` stands too far to the right")
                    .also(every, "it belongs to this `every`")
                    .help("`then` begins where the line with `every` begins")
            }
            E::ThenWithoutEvery { span, inside: None } => {
                error("syntax/then-without-every", span, "this `then` has no `every` before it")
                    .help("`then` follows the lines of `every … where` and begins where that line begins")
            }
            E::LabelWithoutCondition { span, label } => {
                error("syntax/label-without-condition", span, format!("nothing follows the label `({label})`"))
                    .help("write the condition on the same line as its label")
            }
            E::EmptyList { span, keyword, items } => {
                error("syntax/empty-list", span, format!("`{}` names nothing", keyword.text()))
                    .help(format!("list {items} after it, separated by commas"))
            }
            E::MissingIncident { span } => error("syntax/missing-incident", span, "this case file has no `incident`")
                .help("begin the file with a line such as `incident boat-strike \"Strike on a boat\"`"),
            E::SecondIncident { span, first } => {
                error("syntax/second-incident", span, "this is a second incident in the same file")
                    .also(first, "the first one")
                    .help("write each incident in a file of its own")
            }
        }
    }
}

fn uneven(span: Span, found: usize, level: Option<usize>, parent: Option<Span>) -> Diagnostic {
    let message = "this line is indented like none of the lines before it";
    let diagnostic = error("syntax/uneven-indentation", span, message).at(format!("indented by {found}"));
    let diagnostic = match parent {
        Some(parent) => diagnostic.also(parent, "it seems to stand under this"),
        None => diagnostic,
    };
    diagnostic.help(match (level, parent) {
        (Some(level), Some(_)) => format!("indent it by {level} like the lines next to it"),
        (_, None) | (None, _) => "a declaration begins at the left edge".to_owned(),
    })
}

/// `words` are the first words of the line, from which the nearest keyword of as many words is looked for.
fn unknown(span: Span, words: &str, place: &str, allowed: &[Keyword]) -> Diagnostic {
    let first = words.split(' ').next().unwrap_or(words);
    let near = |length: usize| {
        let start: Vec<&str> = words.split(' ').take(length).collect();
        let candidates = allowed.iter().map(|k| k.text()).filter(|text| text.split(' ').count() == length);
        suggestion(&start.join(" "), candidates)
    };
    let help = everyday(words, allowed).map(str::to_owned).or_else(|| (1..=4).rev().find_map(near));
    error("syntax/unknown-keyword", span, format!("`{first}` begins no line {place}"))
        .help(help.unwrap_or_else(|| format!("a line begins with {} here", or_list(allowed.iter().map(|k| k.text())))))
}

/// What to write for a word of everyday language at the start of a line of a rule or norm.
fn everyday(words: &str, allowed: &[Keyword]) -> Option<&'static str> {
    let norm = allowed.contains(&Keyword::AppliesWhen);
    if !norm && !allowed.contains(&Keyword::When) {
        return None;
    }
    let mut words = words.split(' ');
    match words.next()? {
        "if" | "provided" | "where" if norm && allowed.contains(&Keyword::GrantedWhen) => {
            Some("write `applies when` or `granted when`, and the conditions below it, indented")
        }
        "if" | "provided" | "where" if norm => {
            Some("write `applies when` or `breached when`, and the conditions below it, indented")
        }
        "if" | "provided" | "where" => Some("write `when`, and the conditions below it, indented"),
        "except" | "save" | "but" => Some("write `unless`, and what takes the case out below it, indented"),
        "or" => Some("indent it below `when`, with the other alternatives, each on a line of its own under `any of`"),
        "and" => Some("leave out `and`: the conditions stand below `when`, indented, each on a line of its own"),
        _ => None,
    }
}

fn cite(span: Span, word: &str, fault: CiteFault) -> Diagnostic {
    match fault {
        CiteFault::NoSource => error("syntax/bad-cite", span, format!("the pinpoint `{word}` has no source before it"))
            .help("write the id of a source first: `api 41(2)`"),
        CiteFault::TwoIds => error("syntax/bad-cite", span, format!("`{word}` follows a source like a pinpoint")).help(
            "put a comma between two sources; write pinpoints as numbers (`api 41`) or in quotes (`api \"part IV\"`)",
        ),
        CiteFault::Unreadable => error("syntax/bad-cite", span, format!("`{word}` is not a citation"))
            .help("a citation is the id of a source and pinpoints: `api 41(2), cihl 47, galic \"58\"`"),
    }
}

fn head(span: Span, keyword: Keyword) -> Diagnostic {
    if keyword == Keyword::Exception {
        return error("syntax/missing-head", span, "this exception does not say what it is an exception to")
            .help("add a line with `to` and the ids of rules or norms");
    }
    let help = match keyword {
        Keyword::Rule | Keyword::Presume => "write the sentence that it concludes first: `<person P> is a civilian`",
        _ => "write its sentence first: `<state S> must not attack <person P> by <act A>`",
    };
    error("syntax/missing-head", span, format!("this {} has no sentence", noun(keyword))).help(help)
}

fn noun(keyword: Keyword) -> &'static str {
    match keyword {
        Keyword::Presume => "presumption",
        _ => keyword.text(),
    }
}

fn body_help(keyword: Keyword) -> &'static str {
    match keyword {
        Keyword::Expect => "write what is expected on the lines below it, indented",
        Keyword::Holding => "write what is expected below it, indented; or `not expressible` and why",
        Keyword::Weighing => "write what is weighed on the lines below it, indented",
        Keyword::Parties => "write one party a line below it, indented: `Albania 1994-01-16`",
        Keyword::Concludes => "write the sentences that follow from a breach below it, indented",
        Keyword::Established => "write statements on the lines below it, indented",
        _ => "write the conditions on the lines below it, indented, or one condition on the same line",
    }
}

fn duplicate_help(keyword: Keyword) -> &'static str {
    match keyword {
        Keyword::When | Keyword::AppliesWhen | Keyword::BreachedWhen | Keyword::GrantedWhen => {
            "put all conditions under the first one; alternatives stand under `any of`"
        }
        _ => "keep one of the two lines",
    }
}

fn punctuation_help(mark: char) -> &'static str {
    match mark {
        ',' => "remove it, or write what should follow it",
        ':' => "a colon stands only before the outcome of an expectation and the kind of a measure",
        _ => "sentences end without a mark",
    }
}
