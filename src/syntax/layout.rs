//! From a text to a tree of lines by indentation; comments and blank lines go into a side table. Knows nothing of what
//! a line says.
//!
//! The tree is flat: a line's children are the lines after it up to `Line::end`, and its tokens stand next to those of
//! its children, so that a sentence with its continuation lines is one slice.

use std::ops::Range;

use super::error::{Errors, SyntaxError};
use super::token::{Token, lex};
use crate::source::{FileId, Span};

/// One line that is neither blank nor a comment.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// How many lines it stands under.
    pub(crate) depth: usize,
    /// Its own tokens.
    pub(crate) tokens: Range<usize>,
    /// One past the last line below it.
    pub(crate) end: usize,
}

/// A comment or blank line, for the formatter.
#[derive(Debug, Clone)]
pub(crate) struct Trivia<'a> {
    /// The number of lines that stand before it (a trailing comment belongs to the last of them).
    pub(crate) after: usize,
    /// What it is.
    pub(crate) kind: TriviaKind<'a>,
}

/// What stands between lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TriviaKind<'a> {
    /// One or more blank lines.
    Blank,
    /// A comment on a line of its own, and how deep it stands.
    Comment(usize, &'a str),
    /// A comment at the end of a line.
    Trailing(&'a str),
}

/// The lines of a text.
#[derive(Debug, Default)]
pub(crate) struct Layout<'a> {
    /// All tokens in order.
    pub(crate) tokens: Vec<Token<'a>>,
    /// All lines in order.
    pub(crate) lines: Vec<Line>,
    /// Comments and blank lines in order.
    pub(crate) trivia: Vec<Trivia<'a>>,
    /// For each block of text the first line and the first trivia that belong to it.
    pub(crate) starts: Vec<(usize, usize)>,
}

/// Reads the lines of each block; a block is a list of byte ranges that hold whole lines.
pub(crate) fn layout<'a>(
    text: &'a str,
    file: FileId,
    blocks: &[Vec<Range<usize>>],
    max_depth: usize,
    errors: &mut Errors,
) -> Layout<'a> {
    let mut reader = Reader {
        file,
        max_depth,
        errors,
        out: Layout {
            tokens: Vec::with_capacity(text.len() / 6),
            lines: Vec::with_capacity(text.len() / 40),
            ..Layout::default()
        },
        stack: Vec::new(),
        skip: None,
        tabs: None,
    };
    for block in blocks {
        reader.close(0);
        reader.out.starts.push((reader.out.lines.len(), reader.out.trivia.len()));
        for range in block {
            let mut at = range.start;
            for line in text.get(range.clone()).unwrap_or("").split_inclusive('\n') {
                reader.line(line.trim_end_matches(['\n', '\r']), at);
                at += line.len();
            }
        }
    }
    reader.close(0);
    if let Some((span, lines)) = reader.tabs {
        reader.errors.push(SyntaxError::TabIndentation { span, lines });
    }
    reader.out
}

/// An open line: its indentation (as repaired), the same as written, and its number.
struct Open {
    indent: usize,
    written: usize,
    line: usize,
}

struct Reader<'a, 'e> {
    file: FileId,
    max_depth: usize,
    errors: &'e mut Errors,
    out: Layout<'a>,
    stack: Vec<Open>,
    skip: Option<usize>,
    tabs: Option<(Span, usize)>,
}

impl<'a> Reader<'a, '_> {
    /// Closes open lines until `keep` are left.
    fn close(&mut self, keep: usize) {
        let end = self.out.lines.len();
        for open in self.stack.drain(keep..) {
            if let Some(line) = self.out.lines.get_mut(open.line) {
                line.end = end;
            }
        }
    }

    fn trivia(&mut self, kind: TriviaKind<'a>) {
        let after = self.out.lines.len();
        let again = kind == TriviaKind::Blank
            && self.out.trivia.last().is_some_and(|t| t.after == after && t.kind == TriviaKind::Blank);
        if !again {
            self.out.trivia.push(Trivia { after, kind });
        }
    }

    fn line(&mut self, line: &'a str, at: usize) {
        let spaces = line.bytes().take_while(|b| *b == b' ').count();
        let rest = line.get(spaces..).unwrap_or("");
        let body = rest.trim_start();
        if body.is_empty() {
            return self.trivia(TriviaKind::Blank);
        }
        let blank = rest.len() - body.len();
        let written =
            if blank == 0 { spaces } else { spaces + rest.chars().take_while(|c| c.is_whitespace()).count() * 4 };
        if body.starts_with('#') {
            let depth = self.stack.iter().filter(|open| open.written < written).count();
            return self.trivia(TriviaKind::Comment(depth, body.trim_end()));
        }
        if blank > 0 {
            let span = Span::new(self.file, at + spaces..at + spaces + blank);
            self.tabs = Some(self.tabs.map_or((span, 1), |(first, lines)| (first, lines + 1)));
        }
        let start = spaces + blank;
        if !self.open(written, Span::new(self.file, at + start..at + line.trim_end().len())) {
            return;
        }
        let first = self.out.tokens.len();
        let comment = lex(body, at + start, self.file, &mut self.out.tokens, self.errors);
        let tokens = first..self.out.tokens.len();
        if tokens.is_empty() {
            return; // only characters that were reported
        }
        let depth = self.stack.len().saturating_sub(1);
        let number = self.out.lines.len();
        self.out.lines.push(Line { depth, tokens, end: number + 1 });
        if let Some(text) = comment.and_then(|c| body.get(c..)) {
            self.trivia(TriviaKind::Trailing(text.trim_end()));
        }
    }

    /// Finds the place of a line in the tree; false if it is too deep to be read.
    fn open(&mut self, written: usize, span: Span) -> bool {
        let indent = self.stack.iter().rev().find(|o| o.written <= written);
        let indent = indent.filter(|o| o.written == written).map_or(written, |o| o.indent);
        if self.skip.is_some_and(|limit| indent > limit) {
            return false;
        }
        self.skip = None;
        let keep = self.stack.iter().rposition(|open| open.indent < indent).map_or(0, |last| last + 1);
        let level = self.stack.get(keep).map(|open| open.indent);
        let mut repaired = indent;
        if level.map_or(keep == 0 && indent > 0, |level| level != indent && indent > 0) {
            let parent = keep.checked_sub(1).and_then(|p| self.stack.get(p)).map(|open| open.line);
            let parent = parent.and_then(|line| self.out.lines.get(line));
            let parent = parent.and_then(|line| self.out.tokens.get(line.tokens.start)).map(|token| token.span);
            self.errors.push(SyntaxError::UnevenIndentation { span, found: written, level, parent });
            repaired = level.unwrap_or(indent);
        }
        self.close(keep);
        if keep >= self.max_depth {
            self.errors.push(SyntaxError::NestedTooDeep { span, limit: self.max_depth });
            self.skip = self.stack.last().map(|open| open.indent);
            return false;
        }
        self.stack.push(Open { indent: repaired, written, line: self.out.lines.len() });
        true
    }
}
