//! From the JSON form of a record to a text in the language, remembering for every byte where in the JSON it comes
//! from. Knows nothing of how the text is read.

use std::ops::Range;

use super::places::{Inside, Node, offsets};
use super::shape::{Case, Entity, Evidence, Expect, HEADINGS, Holding, Incident, Outcome, Source, Statement};
use crate::diagnostic::Diagnostic;
use crate::record::error;
use crate::source::{FileId, Span};
use crate::syntax::spelling::Spelled;
use crate::syntax::tree::{ExpectedOutcome, SourceKind, Standard};

/// A text in the language, made from JSON.
pub(super) struct Draft<'a> {
    /// The text.
    pub(super) text: String,
    /// What cannot be said in the language.
    pub(super) problems: Vec<Diagnostic>,
    json: &'a str,
    file: FileId,
    /// For each byte of the text its place in the JSON, if it has one.
    origins: Vec<Option<(u32, u32)>>,
}

/// Writes the record as a text.
pub(super) fn draft<'a>(json: &'a str, file: FileId, case: &Case, root: &Node) -> Draft<'a> {
    let mut draft = Draft { text: String::new(), problems: Vec::new(), json, file, origins: Vec::new() };
    draft.object(&At::root(root));
    match &case.incident {
        Some(incident) => draft.incident(incident, &At::root(root).field("incident")),
        None if !draft.problems.is_empty() => {}
        None => draft.problems.push(error::json_missing_field(draft.span(At::root(root).opening()), "incident")),
    }
    let all = |name: &'static str| At::root(root).field(name);
    for (i, source) in case.sources.iter().enumerate() {
        draft.source(source, &all("sources").item(i));
    }
    for (i, entity) in case.entities.iter().enumerate() {
        draft.entity(entity, &all("entities").item(i));
    }
    for (i, evidence) in case.evidence.iter().enumerate() {
        draft.evidence(evidence, &all("evidence").item(i));
    }
    for (i, expect) in case.expectations.iter().enumerate() {
        draft.expect(expect, &all("expectations").item(i));
    }
    draft
}

/// A place in the JSON: a value and the name of the field it stands in.
struct At<'n> {
    node: Option<&'n Node>,
    key: Option<Range<usize>>,
    /// Where to point if there is no such value.
    around: Range<usize>,
}

impl<'n> At<'n> {
    fn root(node: &'n Node) -> At<'n> {
        At { node: Some(node), key: None, around: node.range.clone() }
    }

    fn field(&self, name: &str) -> At<'n> {
        let entry = self.node.and_then(|n| n.entry(name));
        At { node: entry.map(|(_, n)| n), key: entry.map(|(k, _)| k.clone()), around: self.range() }
    }

    fn item(&self, number: usize) -> At<'n> {
        At { node: self.node.and_then(|n| n.item(number)), key: None, around: self.range() }
    }

    fn range(&self) -> Range<usize> {
        self.node.map_or(self.around.clone(), |n| n.range.clone())
    }

    /// The place of what introduces the value: the name of its field, else the bracket it begins with.
    fn opening(&self) -> Range<usize> {
        let range = self.range();
        self.key.clone().unwrap_or(range.start..(range.start + 1).min(range.end))
    }
}

impl Draft<'_> {
    /// Where in the JSON a part of the text comes from.
    pub(super) fn origin(&self, range: Range<usize>) -> Span {
        let inside = self.origins.get(range.clone()).unwrap_or(&[]).iter().flatten();
        let found = inside.fold(None, |all: Option<(u32, u32)>, (start, end)| {
            Some(all.map_or((*start, *end), |(s, e)| (s.min(*start), e.max(*end))))
        });
        let (start, end) = found.unwrap_or_else(|| {
            let before = self.origins.get(..range.start.min(self.origins.len())).unwrap_or(&[]);
            let (_, end) = before.iter().rev().flatten().next().copied().unwrap_or_default();
            (end, end)
        });
        Span { file: self.file, start, end }
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, range)
    }

    /// Refuses a list in the place of an object, which serde does not.
    fn object(&mut self, at: &At<'_>) {
        if matches!(at.node, Some(Node { inside: Inside::List(_), .. })) {
            self.problems.push(error::json_wrong_type(self.span(at.range()), "sequence", "struct"));
        }
    }

    /// Words that the JSON does not have.
    fn blank(&mut self, words: &str) {
        self.text.push_str(words);
        self.origins.resize(self.text.len(), None);
    }

    /// A keyword, in the place of what introduces the value.
    fn keyword(&mut self, word: &str, at: &At<'_>) {
        let opening = self.span(at.opening());
        self.text.push_str(word);
        self.origins.resize(self.text.len(), Some((opening.start, opening.end)));
    }

    /// A text as it is, but for controls, which become blanks, and `escape`, before which a backslash is put.
    fn copy(&mut self, text: &str, at: &At<'_>, escape: Option<char>) {
        self.copy_from(text, 0, at, escape);
    }

    /// The same from this byte on.
    fn copy_from(&mut self, text: &str, first: usize, at: &At<'_>, escape: Option<char>) {
        let range = at.range();
        let offsets = offsets(self.json.get(range.clone()).unwrap_or(""));
        let place = |byte: usize| match &offsets {
            Some(offsets) => offsets.get(byte).copied().unwrap_or(byte),
            None => byte + 1,
        };
        for (i, c) in text.char_indices().filter(|(i, _)| *i >= first) {
            let start = (range.start + place(i)).min(range.end);
            let end = (range.start + place(i + c.len_utf8())).min(range.end);
            if Some(c) == escape {
                self.text.push('\\');
            }
            self.text.push(if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c });
            let span = self.span(start..end);
            self.origins.resize(self.text.len(), Some((span.start, span.end)));
        }
    }

    /// A single word: an id, a name, a date. What it must look like is for the parser to say.
    fn word(&mut self, what: &'static str, text: &str, at: &At<'_>) {
        let whole = !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || "\"[]<>#,:“”„".contains(c));
        if !whole {
            self.problems.push(error::json_no_word(self.span(at.range()), text, what));
            return;
        }
        self.copy(text, at, None);
    }

    /// Words of a sentence or citation.
    fn words(&mut self, text: &str, at: &At<'_>, forbidden: &[char]) {
        let words = text.trim_start();
        if words.is_empty() || !is_plain(words, forbidden) {
            self.problems.push(error::json_no_sentence(self.span(at.range()), words.is_empty(), forbidden));
            return;
        }
        self.copy_from(text, text.len() - words.len(), at, None);
    }

    /// One of a closed set of phrases.
    fn choice<T: Spelled>(&mut self, text: &str, at: &At<'_>) {
        let known = T::ALL.iter().map(|(_, word)| *word);
        if !known.clone().any(|word| word == text) {
            self.problems.push(error::json_no_choice(self.span(at.range()), text, &known.collect::<Vec<_>>()));
            return;
        }
        self.copy(text, at, None);
    }

    /// A text in quotation marks.
    fn quoted(&mut self, text: &str, at: &At<'_>) {
        if text.ends_with('\\') {
            self.problems.push(error::json_backslash(self.span(at.range())));
            return;
        }
        let range = at.range();
        let (start, end) = (self.span(range.start..range.start + 1), self.span(range.end.saturating_sub(1)..range.end));
        self.text.push('"');
        self.origins.resize(self.text.len(), Some((start.start, start.end)));
        self.copy(text, at, Some('"'));
        self.text.push('"');
        self.origins.resize(self.text.len(), Some((end.start, end.end)));
    }

    /// A line of its own: `keyword "text"`.
    fn text_line(&mut self, keyword: &str, text: Option<&String>, at: &At<'_>) {
        if let Some(text) = text {
            self.blank("\n  ");
            self.keyword(keyword, at);
            self.blank(" ");
            self.quoted(text, at);
        }
    }

    /// A line of its own: `keyword word`.
    fn word_line(&mut self, keyword: &str, what: &'static str, text: Option<&String>, at: &At<'_>) {
        if let Some(text) = text {
            self.blank("\n  ");
            self.keyword(keyword, at);
            self.blank(" ");
            self.word(what, text, at);
        }
    }

    fn notes(&mut self, notes: &[String], at: &At<'_>) {
        for (i, note) in notes.iter().enumerate() {
            self.text_line("note", Some(note), &at.item(i));
        }
    }

    fn incident(&mut self, incident: &Incident, at: &At<'_>) {
        self.object(at);
        self.keyword("incident ", at);
        self.word("an id", &incident.id, &at.field("id"));
        if let Some(title) = &incident.title {
            self.blank(" ");
            self.quoted(title, &at.field("title"));
        }
        self.word_line("on", "a date", incident.on.as_ref(), &at.field("on"));
        if !incident.uses.is_empty() {
            let uses = at.field("uses");
            self.blank("\n  ");
            self.keyword("uses", &uses);
            for (i, pack) in incident.uses.iter().enumerate() {
                self.blank(if i == 0 { " " } else { ", " });
                self.word("an id", pack, &uses.item(i));
            }
        }
        if let Some(standard) = &incident.standard {
            self.blank("\n  ");
            self.keyword("standard ", &at.field("standard"));
            self.choice::<Standard>(standard, &at.field("standard"));
            if let Some(called) = &incident.standard_called {
                self.blank(" called ");
                self.quoted(called, &at.field("standard-called"));
            }
        } else if incident.standard_called.is_some() {
            let span = self.span(at.field("standard-called").range());
            self.problems.push(error::json_missing(span, "standard", "standard-called"));
        }
        if let Some(rebuttal) = &incident.rebuttal {
            self.blank("\n  ");
            self.keyword("rebuttal standard ", &at.field("rebuttal"));
            self.choice::<Standard>(rebuttal, &at.field("rebuttal"));
        }
        if incident.as_a_court {
            self.blank("\n  ");
            self.keyword("judged as a court", &at.field("as-a-court"));
        }
        self.word_line("profile", "an id", incident.profile.as_ref(), &at.field("profile"));
        self.notes(&incident.notes, &at.field("notes"));
        self.blank("\n");
    }

    fn source(&mut self, source: &Source, at: &At<'_>) {
        self.object(at);
        self.keyword("source ", at);
        self.word("an id", &source.id, &at.field("id"));
        self.blank(" ");
        self.choice::<SourceKind>(&source.kind, &at.field("kind"));
        self.blank(" ");
        self.quoted(&source.title, &at.field("title"));
        for (keyword, field, date) in [
            ("adopted", "adopted", &source.adopted),
            ("in force", "in-force", &source.in_force),
            ("dated", "dated", &source.dated),
            ("since", "since", &source.since),
            ("until", "until", &source.until),
        ] {
            self.word_line(keyword, "a date", date.as_ref(), &at.field(field));
        }
        for (keyword, field, text) in [
            ("cited as", "cited-as", &source.cited_as),
            ("published", "published", &source.published),
            ("by", "by", &source.by),
            ("url", "url", &source.url),
        ] {
            self.text_line(keyword, text.as_ref(), &at.field(field));
        }
        self.notes(&source.notes, &at.field("notes"));
        self.blank("\n");
    }

    fn entity(&mut self, entity: &Entity, at: &At<'_>) {
        self.object(at);
        self.word("a kind", &entity.kind, &at.field("kind"));
        self.blank(" ");
        self.word("a name", &entity.name, &at.field("name"));
        if let Some(display) = &entity.display {
            self.blank(" ");
            self.quoted(display, &at.field("display"));
        }
        if entity.plural {
            self.keyword(" plural", &at.field("plural"));
        }
        if let Some(on) = &entity.on {
            self.keyword(" on ", &at.field("on"));
            self.word("a date", on, &at.field("on"));
        }
        self.blank("\n");
    }

    /// ` [one 4, other]`
    fn cites(&mut self, cites: &[String], at: &At<'_>) {
        for (i, cite) in cites.iter().enumerate() {
            self.blank(if i == 0 { " [" } else { ", " });
            self.words(cite, &at.item(i), &['[', ']', '<', '>']);
        }
        if !cites.is_empty() {
            self.blank("]");
        }
    }

    fn evidence(&mut self, evidence: &Evidence, at: &At<'_>) {
        self.object(at);
        let heading = at.field("heading");
        match HEADINGS.iter().find(|(name, _)| *name == evidence.heading) {
            None => {
                let known = HEADINGS.map(|(name, _)| name);
                self.problems.push(error::json_no_choice(self.span(heading.range()), &evidence.heading, &known));
            }
            Some((name, true)) => match &evidence.by {
                Some(by) => {
                    self.copy(name, &heading, None);
                    self.blank(" ");
                    self.word("a name", by, &at.field("by"));
                }
                None => self.problems.push(error::json_missing(self.span(heading.range()), "by", name)),
            },
            Some((name, false)) => {
                self.copy(name, &heading, None);
                if evidence.by.is_some() {
                    self.problems.push(error::json_superfluous(self.span(at.field("by").range()), "by", name));
                }
            }
        }
        self.cites(&evidence.sources, &at.field("sources"));
        if evidence.statements.is_empty() {
            self.problems.push(error::json_empty(self.span(at.field("statements").range()), "statements"));
        }
        for (i, statement) in evidence.statements.iter().enumerate() {
            self.statement(statement, &at.field("statements").item(i));
        }
        self.blank("\n");
    }

    /// A sentence or a claim.
    fn content(&mut self, sentence: Option<&String>, claim: Option<&String>, not: bool, at: &At<'_>) {
        match (sentence, claim) {
            (Some(sentence), None) => {
                if not {
                    self.keyword("not ", &at.field("not"));
                }
                self.words(sentence, &at.field("sentence"), &['[', ']', '"', '<', '>', ':']);
            }
            (None, Some(claim)) => {
                if not {
                    self.keyword("no ", &at.field("not"));
                }
                let negated = claim.trim_start().strip_prefix("no ");
                let words = negated.unwrap_or(claim).trim_start();
                if !words.starts_with("breach of ") || (not && negated.is_some()) {
                    self.problems.push(error::json_no_claim(self.span(at.field("claim").range()), claim));
                }
                self.words(claim, &at.field("claim"), &['[', ']', '"', '<', '>', ':', ',']);
            }
            (Some(_), Some(_)) | (None, None) => {
                self.problems.push(error::json_sentence_or_claim(self.span(at.opening())));
            }
        }
    }

    fn statement(&mut self, statement: &Statement, at: &At<'_>) {
        self.object(at);
        let Statement { sentence, claim, not, because, sources } = statement;
        self.blank("\n  ");
        self.content(sentence.as_ref(), claim.as_ref(), *not, at);
        if let Some(because) = because {
            self.blank(" because ");
            self.quoted(because, &at.field("because"));
        }
        self.cites(sources, &at.field("sources"));
    }

    fn expect(&mut self, expect: &Expect, at: &At<'_>) {
        self.object(at);
        self.keyword("expect", at);
        if let Some(profile) = &expect.profile {
            self.keyword(" as ", &at.field("profile"));
            self.word("an id", profile, &at.field("profile"));
        }
        if let Some(account) = &expect.account {
            self.keyword(" on the account of ", &at.field("account"));
            self.word("a name", account, &at.field("account"));
        }
        if let Some(standard) = &expect.standard {
            self.keyword(" to ", &at.field("standard"));
            self.choice::<Standard>(standard, &at.field("standard"));
        }
        if expect.outcomes.is_empty() && expect.holdings.is_empty() {
            let outcomes = at.field("outcomes");
            self.problems.push(match outcomes.node {
                Some(_) => error::json_empty(self.span(outcomes.range()), "outcomes"),
                None => error::json_missing_field(self.span(at.opening()), "outcomes"),
            });
        }
        for (i, outcome) in expect.outcomes.iter().enumerate() {
            self.outcome(outcome, "\n  ", &at.field("outcomes").item(i));
        }
        for (i, holding) in expect.holdings.iter().enumerate() {
            self.holding(holding, &at.field("holdings").item(i));
        }
        self.blank("\n");
    }

    fn holding(&mut self, holding: &Holding, at: &At<'_>) {
        self.object(at);
        let Holding { id, words, differs, not_expressible, notes, outcomes } = holding;
        self.blank("\n  ");
        self.keyword("holding ", at);
        self.word("a name", id, &at.field("id"));
        if let Some(words) = words {
            self.blank(" ");
            self.quoted(words, &at.field("words"));
        }
        let texts = [("differs", "differs", differs), ("not expressible", "not-expressible", not_expressible)];
        for (keyword, field, text) in texts {
            if let Some(text) = text {
                self.blank("\n    ");
                self.keyword(keyword, &at.field(field));
                self.blank(" ");
                self.quoted(text, &at.field(field));
            }
        }
        for (i, note) in notes.iter().enumerate() {
            self.blank("\n    note ");
            self.quoted(note, &at.field("notes").item(i));
        }
        for (i, outcome) in outcomes.iter().enumerate() {
            self.outcome(outcome, "\n    ", &at.field("outcomes").item(i));
        }
    }

    /// What is expected, on a line of its own that begins with `margin`.
    fn outcome(&mut self, expected: &Outcome, margin: &str, at: &At<'_>) {
        self.object(at);
        let Outcome { sentence, claim, not, outcome, because, notes } = expected;
        self.blank(margin);
        self.content(sentence.as_ref(), claim.as_ref(), *not, at);
        if let Some(outcome) = outcome {
            self.blank(": ");
            self.choice::<ExpectedOutcome>(outcome, &at.field("outcome"));
        }
        if let Some(because) = because {
            self.blank(" because ");
            self.word("an id", because, &at.field("because"));
        }
        for (i, note) in notes.iter().enumerate() {
            self.blank(margin);
            self.blank("  note ");
            self.quoted(note, &at.field("notes").item(i));
        }
    }
}

/// Whether a text holds none of these marks and no comment, quotations aside.
fn is_plain(text: &str, forbidden: &[char]) -> bool {
    let (mut quoted, mut before) = (false, ' ');
    for c in text.chars() {
        if c == '"' && before != '\\' {
            quoted = !quoted;
        }
        let comment = c == '#' && before.is_whitespace();
        if !quoted && (comment || forbidden.contains(&c)) || c == '"' && forbidden.contains(&c) {
            return false;
        }
        before = c;
    }
    true
}
