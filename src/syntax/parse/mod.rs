//! From the tree of lines to the syntax tree. This file has what all blocks share: walking over lines, joining
//! continuation lines, and turning what went wrong into errors. Knows nothing of any particular block.

#![expect(clippy::wildcard_enum_match_arm, reason = "a block only meets the keywords that it lists")]

mod case;
mod cites;
mod condition;
mod law;
mod parts;
mod provision;
mod sentence;
mod source;

use smallvec::SmallVec;

use super::error::{Errors, SyntaxError};
use super::input::{Fault, Tokens};
use super::layout::{Layout, Line};
use super::spelling::{Keyword, Spelled};
use super::token::{Token, TokenKind};
use super::tree::Content;
use crate::source::{Span, Text};

/// Keywords that may begin more than one line of a block.
const REPEATED: &[Keyword] = &[
    Keyword::Note,
    Keyword::Unless,
    Keyword::Scope,
    Keyword::Binds,
    Keyword::ReservationBy,
    Keyword::PrevailsOver,
    Keyword::Negated,
    Keyword::Under,
    Keyword::To,
    Keyword::Uses,
    Keyword::Accepts,
    Keyword::Rejects,
    Keyword::LeavesOpen,
    Keyword::HeldBy,
    Keyword::RejectedBy,
    Keyword::Excludes,
];

/// Keywords that begin a line somewhere and mean nothing else there.
const ELSEWHERE: &[Keyword] = &[
    Keyword::Pack,
    Keyword::PartOf,
    Keyword::Source,
    Keyword::Parties,
    Keyword::Profile,
    Keyword::Crossroads,
    Keyword::Rule,
    Keyword::Presume,
    Keyword::Exception,
    Keyword::Prohibition,
    Keyword::Obligation,
    Keyword::Permission,
    Keyword::Kind,
    Keyword::Fact,
    Keyword::Relation,
    Keyword::Judgment,
    Keyword::Measure,
    Keyword::Conclusion,
    Keyword::Raised,
    Keyword::Position,
    Keyword::Uses,
    Keyword::WithoutPresumptions,
    Keyword::RebuttalStandard,
    Keyword::Note,
    Keyword::Adopted,
    Keyword::InForce,
    Keyword::CitedAs,
    Keyword::HeldBy,
    Keyword::RejectedBy,
    Keyword::Negated,
    Keyword::Weighing,
    Keyword::JudgedFrom,
    Keyword::Under,
    Keyword::When,
    Keyword::Unless,
    Keyword::PrevailsOver,
    Keyword::Peremptory,
    Keyword::AppliesWhen,
    Keyword::BreachedWhen,
    Keyword::GrantedWhen,
    Keyword::Concludes,
    Keyword::To,
    Keyword::Then,
    Keyword::Incident,
    Keyword::Established,
    Keyword::Corroborated,
    Keyword::Likely,
    Keyword::Reported,
    Keyword::Unknown,
    Keyword::NotProven,
    Keyword::ClaimedBy,
    Keyword::DeniedBy,
    Keyword::FoundBy,
    Keyword::AssertedBy,
    Keyword::Expect,
    Keyword::Holding,
    Keyword::Differs,
    Keyword::NotExpressible,
];

/// The keywords with which a line can begin at the left edge.
const TOP: &[Keyword] = &[
    Keyword::Pack,
    Keyword::PartOf,
    Keyword::Kind,
    Keyword::Source,
    Keyword::Parties,
    Keyword::Position,
    Keyword::Profile,
    Keyword::Crossroads,
    Keyword::Raised,
    Keyword::Relation,
    Keyword::Fact,
    Keyword::Judgment,
    Keyword::Measure,
    Keyword::Conclusion,
    Keyword::Rule,
    Keyword::Presume,
    Keyword::Exception,
    Keyword::Prohibition,
    Keyword::Obligation,
    Keyword::Permission,
];

/// The keywords with which a line of a case file can begin at the left edge.
const CASE: &[Keyword] = &[
    Keyword::Incident,
    Keyword::Source,
    Keyword::Established,
    Keyword::Corroborated,
    Keyword::Likely,
    Keyword::Reported,
    Keyword::Unknown,
    Keyword::NotProven,
    Keyword::ClaimedBy,
    Keyword::DeniedBy,
    Keyword::FoundBy,
    Keyword::AssertedBy,
    Keyword::Expect,
];

/// How a line belongs to the one above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// It stands for itself and cannot be continued.
    Alone,
    /// Deeper lines may continue it.
    Open,
    /// It continues the line above it.
    Continues,
}

/// A walk over lines that stand under the same line.
#[derive(Debug, Clone)]
struct Siblings {
    next: usize,
    end: usize,
    seen: SmallVec<[(Keyword, Span); 8]>,
}

/// Reads the blocks of one file.
pub(crate) struct Parser<'a, 'e> {
    tokens: &'a [Token<'a>],
    lines: &'a [Line],
    max_depth: usize,
    errors: &'e mut Errors,
    /// How each line belongs to the one above it.
    pub(crate) roles: Vec<Role>,
}

impl<'a, 'e> Parser<'a, 'e> {
    /// A parser for a file that was split into lines.
    pub(crate) fn new(layout: &'a Layout<'a>, max_depth: usize, errors: &'e mut Errors) -> Self {
        let roles = vec![Role::Alone; layout.lines.len()];
        Parser { tokens: &layout.tokens, lines: &layout.lines, max_depth, errors, roles }
    }

    /// A file that holds one sentence or claim.
    pub(crate) fn single(&mut self) -> Option<Content> {
        let tokens = Tokens::new(self.tokens, Span::default());
        self.run(tokens, sentence::content)
    }

    fn top(&self) -> Siblings {
        Siblings { next: 0, end: self.lines.len(), seen: SmallVec::new() }
    }

    fn children(&self, line: usize) -> Siblings {
        let end = self.lines.get(line).map_or(line + 1, |l| l.end);
        Siblings { next: line + 1, end, seen: SmallVec::new() }
    }

    fn has_children(&self, line: usize) -> bool {
        self.lines.get(line).is_some_and(|l| l.end > line + 1)
    }

    /// The next line, without stepping over it.
    fn peek(&self, at: &Siblings) -> Option<usize> {
        (at.next < at.end).then_some(at.next)
    }

    fn step(&self, at: &mut Siblings) -> Option<usize> {
        let line = self.peek(at)?;
        at.next = self.lines.get(line).map_or(at.end, |l| l.end);
        Some(line)
    }

    /// The tokens of one line alone, after the first `skip`.
    fn own(&self, line: usize, skip: usize) -> Tokens<'a> {
        self.slice(line, skip, line + 1)
    }

    /// The tokens from a line up to another line, after the first `skip`.
    fn slice(&self, line: usize, skip: usize, until: usize) -> Tokens<'a> {
        let start = self.lines.get(line).map_or(0, |l| l.tokens.start);
        let end = until.checked_sub(1).and_then(|last| self.lines.get(last)).map_or(start, |l| l.tokens.end);
        let before = self.tokens.get((start + skip).saturating_sub(1)).map(|t| t.span).unwrap_or_default();
        Tokens::new(self.tokens.get(start + skip..end).unwrap_or_default(), before)
    }

    /// The tokens of a line and of all lines that continue it, after the first `skip`.
    fn joined(&mut self, line: usize, skip: usize) -> Tokens<'a> {
        self.joined_until(line, skip, &[]).0
    }

    /// The same up to the first child that begins with one of the keywords, and the children from there on.
    fn joined_until(&mut self, line: usize, skip: usize, keywords: &[Keyword]) -> (Tokens<'a>, Siblings) {
        let mut rest = self.children(line);
        while let Some(child) = self.peek(&rest) {
            if !keywords.is_empty() && parts::leading(self.own(child, 0).rest, keywords).is_some() {
                break;
            }
            self.step(&mut rest);
        }
        let until = rest.next;
        if let Some([first, more @ ..]) = self.roles.get_mut(line..until) {
            *first = Role::Open;
            more.fill(Role::Continues);
        }
        (self.slice(line, skip, until), rest)
    }

    /// From the first token of a line to the last below it.
    fn span(&self, line: usize) -> Span {
        let end = self.lines.get(line).map_or(line + 1, |l| l.end);
        self.slice(line, 0, end).span()
    }

    /// Reads all of `tokens`; what cannot be read is reported.
    fn run<T>(
        &mut self,
        tokens: Tokens<'a>,
        mut parser: impl nom::Parser<Tokens<'a>, Output = T, Error = Fault>,
    ) -> Option<T> {
        match parser.parse(tokens) {
            Ok((rest, value)) => {
                if !rest.rest.is_empty() {
                    self.left_over(rest, Vec::new());
                }
                Some(value)
            }
            Err(nom::Err::Error(fault) | nom::Err::Failure(fault)) => {
                self.fault(tokens, fault);
                None
            }
            Err(nom::Err::Incomplete(_)) => None,
        }
    }

    /// Reads the beginning of `tokens` and gives the rest back.
    fn begin<T>(
        &mut self,
        tokens: Tokens<'a>,
        mut parser: impl nom::Parser<Tokens<'a>, Output = T, Error = Fault>,
    ) -> Option<(Tokens<'a>, T)> {
        match parser.parse(tokens) {
            Ok(read) => Some(read),
            Err(nom::Err::Error(fault) | nom::Err::Failure(fault)) => {
                self.fault(tokens, fault);
                None
            }
            Err(nom::Err::Incomplete(_)) => None,
        }
    }

    fn fault(&mut self, tokens: Tokens<'a>, fault: Fault) {
        if let Some(cause) = fault.cause {
            return self.errors.push(*cause);
        }
        let start = tokens.rest.len().saturating_sub(fault.left());
        let rest = Tokens { rest: tokens.rest.get(start..).unwrap_or_default(), ..tokens };
        if rest.rest.is_empty() {
            let expected = fault.expected.to_vec();
            return self.errors.push(SyntaxError::UnfinishedLine { span: tokens.end, expected });
        }
        self.left_over(rest, fault.expected.to_vec());
    }

    /// Reports tokens that do not fit.
    fn left_over(&mut self, rest: Tokens<'a>, expected: Vec<&'static str>) {
        let Some(first) = rest.rest.first().copied() else { return };
        if first.first
            && let Some((keyword, _)) = parts::leading(rest.rest, ELSEWHERE)
        {
            return self.misplaced(first.span, keyword.text(), "under this line", deeper_help(keyword));
        }
        let error = match first.kind {
            TokenKind::OpenCites | TokenKind::CloseCites if expected.is_empty() => parts::stray(first),
            _ => {
                let span = rest.span();
                SyntaxError::UnexpectedWords { span, words: parts::joined(rest.rest), expected }
            }
        };
        self.errors.push(error);
    }

    fn misplaced(&mut self, span: Span, line: &str, place: &str, help: impl Into<Text>) {
        let (line, place, help) = (line.into(), place.into(), help.into());
        self.errors.push(SyntaxError::MisplacedLine { span, line, place, help });
    }

    /// The next line that begins with an allowed keyword; the others are reported and skipped, with what is below them.
    fn keyword_line(
        &mut self,
        at: &mut Siblings,
        allowed: &'static [Keyword],
        place: &'static str,
    ) -> Option<(usize, Keyword, usize)> {
        while let Some(line) = self.step(at) {
            let tokens = self.own(line, 0);
            let Some((keyword, length)) = parts::leading(tokens.rest, allowed) else {
                self.foreign_line(tokens, allowed, place);
                continue;
            };
            if self.is_new(at, tokens, keyword, length) {
                return Some((line, keyword, length));
            }
        }
        None
    }

    /// Whether the line may stand here although others like it may stand before it; reports it if not.
    fn is_new(&mut self, at: &mut Siblings, tokens: Tokens<'a>, keyword: Keyword, length: usize) -> bool {
        let span = Tokens::new(tokens.rest.get(..length).unwrap_or_default(), tokens.place()).span();
        let Some((_, first)) = at.seen.iter().find(|(k, _)| *k == keyword) else {
            at.seen.push((keyword, span));
            return true;
        };
        let new = REPEATED.contains(&keyword);
        if !new {
            self.errors.push(SyntaxError::DuplicateLine { span, keyword, first: *first });
        }
        new
    }

    /// Reports a line that begins with no allowed keyword.
    fn foreign_line(&mut self, tokens: Tokens<'a>, allowed: &'static [Keyword], place: &'static str) {
        let Some(first) = tokens.rest.first().copied() else { return };
        if let Some((keyword, length)) = parts::leading(tokens.rest, ELSEWHERE) {
            let place = if in_a_rule(keyword) && allowed.contains(&Keyword::Pack) { "at the left edge" } else { place };
            let span = Tokens::new(tokens.rest.get(..length).unwrap_or_default(), first.span).span();
            let place = place.strip_prefix("of ").map_or_else(|| place.to_owned(), |file| format!("in {file}"));
            return self.misplaced(span, keyword.text(), &place, misplaced_help(keyword, allowed));
        }
        let words = parts::joined(tokens.rest.get(..tokens.rest.len().min(4)).unwrap_or_default());
        self.errors.push(SyntaxError::UnknownKeyword { span: first.span, words, place, allowed });
    }
}

fn deeper_help(keyword: Keyword) -> String {
    if TOP.contains(&keyword) {
        return "a declaration begins at the left edge".to_owned();
    }
    format!("indent `{}` as little as the line above it", keyword.text())
}

/// Whether a line that begins so belongs to a rule or norm.
fn in_a_rule(keyword: Keyword) -> bool {
    matches!(
        keyword,
        Keyword::Under
            | Keyword::When
            | Keyword::Unless
            | Keyword::AppliesWhen
            | Keyword::BreachedWhen
            | Keyword::GrantedWhen
            | Keyword::Concludes
            | Keyword::PrevailsOver
            | Keyword::Peremptory
    )
}

fn misplaced_help(keyword: Keyword, allowed: &[Keyword]) -> String {
    if allowed.contains(&Keyword::Incident) && TOP.contains(&keyword) {
        return "rules and their words stand in files of their own, with names that end in `.law`".to_owned();
    }
    if allowed.contains(&Keyword::Pack) && CASE.contains(&keyword) {
        return "an incident and its evidence stand in a file of their own, with a name that ends in `.case`"
            .to_owned();
    }
    if in_a_rule(keyword) && allowed.contains(&Keyword::Pack) {
        return format!(
            "indent `{}` with all below it, so that it stands under its rule, like `under`",
            keyword.text()
        );
    }
    if TOP.contains(&keyword) && !TOP.iter().any(|top| allowed.contains(top)) {
        return "a declaration begins at the left edge".to_owned();
    }
    let norm = allowed.contains(&Keyword::AppliesWhen);
    match keyword {
        Keyword::GrantedWhen if norm => "a prohibition or obligation has `breached when`",
        Keyword::BreachedWhen if norm => "a permission has `granted when`",
        Keyword::When if norm => "a norm has `applies when`, and `breached when` or `granted when`",
        Keyword::AppliesWhen | Keyword::BreachedWhen | Keyword::GrantedWhen if allowed.contains(&Keyword::When) => {
            "write `when`; the others belong to prohibitions, obligations and permissions"
        }
        Keyword::To if allowed.contains(&Keyword::When) => "only an exception has `to`",
        Keyword::Holding => "a holding stands below an `expect` line, indented",
        Keyword::Differs | Keyword::NotExpressible => {
            "write `holding Q4 \"a few words on what was held\"` above it, and indent it below that line"
        }
        _ => {
            let words: Vec<String> = allowed.iter().map(|k| format!("`{}`", k.text())).collect();
            return format!("a line begins here with {}", words.join(", "));
        }
    }
    .to_owned()
}
