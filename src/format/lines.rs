//! One block of lines in canonical form, with its comments and blank lines. Knows nothing of how words are spaced.

use std::ops::Range;

use super::wrap::{plain, wrap};
use crate::syntax::layout::{Line, Trivia, TriviaKind};
use crate::syntax::token::Token;
use crate::syntax::{Reading, Role};

/// The lines of the block from one start (line and trivia) to another.
pub(super) fn print_block(
    reading: &Reading<'_>,
    start: (usize, usize),
    end: (usize, usize),
    join: bool,
) -> Vec<String> {
    let trivia = reading.layout.trivia.get(start.1..end.1).unwrap_or_default();
    let mut printer = Printer { reading, trivia, first: start.0, join, out: Vec::new() };
    let mut at = start.0;
    while at < end.0 {
        let next = (at + 1..end.0).find(|n| printer.role(*n) != Role::Continues).unwrap_or(end.0);
        printer.between(at);
        printer.group(at..next);
        at = next;
    }
    printer.between(end.0);
    while printer.out.last().is_some_and(String::is_empty) {
        printer.out.pop();
    }
    printer.out
}

struct Printer<'a, 'r> {
    reading: &'r Reading<'a>,
    trivia: &'r [Trivia<'a>],
    first: usize,
    /// Whether sentences are put together and broken anew.
    join: bool,
    out: Vec<String>,
}

impl<'a, 'r> Printer<'a, 'r> {
    fn role(&self, line: usize) -> Role {
        self.reading.roles.get(line).copied().unwrap_or(Role::Alone)
    }

    fn line(&self, line: usize) -> Option<&'r Line> {
        self.reading.layout.lines.get(line)
    }

    fn depth(&self, line: usize) -> usize {
        self.line(line).map_or(0, |l| l.depth)
    }

    fn tokens(&self, lines: Range<usize>) -> &'r [Token<'a>] {
        let start = self.line(lines.start).map_or(0, |l| l.tokens.start);
        let end = lines.end.checked_sub(1).and_then(|last| self.line(last)).map_or(start, |l| l.tokens.end);
        self.reading.layout.tokens.get(start..end).unwrap_or_default()
    }

    /// What stands after so many lines: the comment at the end of the last of them is left out.
    fn trivia(&self, after: usize) -> impl Iterator<Item = &'r TriviaKind<'a>> + use<'a, 'r> {
        let start = self.trivia.partition_point(|t| t.after < after);
        let same = self.trivia.get(start..).unwrap_or_default().iter().take_while(move |t| t.after == after);
        same.map(|t| &t.kind).filter(|kind| !matches!(kind, TriviaKind::Trailing(_)))
    }

    /// The comment at the end of a line.
    fn trailing(&self, line: usize) -> Option<&'a str> {
        let start = self.trivia.partition_point(|t| t.after <= line);
        match self.trivia.get(start) {
            Some(Trivia { after, kind: TriviaKind::Trailing(text) }) if *after == line + 1 => Some(text),
            _ => None,
        }
    }

    /// Whether a line has lines below it that are not its continuation.
    fn is_block(&self, line: usize) -> bool {
        let end = self.line(line).map_or(line, |l| l.end);
        (line + 1..end).any(|child| self.role(child) != Role::Continues)
    }

    /// Comments and blank lines before a line.
    fn between(&mut self, line: usize) {
        let last = self.reading.layout.lines.len();
        let declaration = line > self.first && line < last && self.depth(line) == 0;
        let before = |line: usize| (self.first..line).rev().find(|l| self.depth(*l) == 0).unwrap_or(self.first);
        let apart = declaration && (self.is_block(line) || self.is_block(before(line)));
        // Continuation lines may be gone, so a comment stands at most one step deeper than the line before it.
        let deepest =
            (self.first..line).rev().find(|l| self.role(*l) != Role::Continues).map_or(0, |l| self.depth(l) + 1);
        let mut blank = !apart || self.trivia(line).any(|kind| *kind == TriviaKind::Blank);
        for kind in self.trivia(line) {
            match kind {
                TriviaKind::Blank => {
                    let opens = line > self.first && line < last && self.depth(line) >= deepest;
                    if !(opens && self.role(line) != Role::Continues && self.is_opening()) {
                        self.blank();
                    }
                }
                TriviaKind::Comment(depth, text) => {
                    if !blank && *depth == 0 {
                        self.blank();
                        blank = true;
                    }
                    self.out.push(format!("{:indent$}{text}", "", indent = (*depth).min(deepest) * 2));
                }
                TriviaKind::Trailing(_) => {}
            }
        }
        if !blank {
            self.blank();
        }
    }

    /// Whether the last line written is a line of the text and not a comment.
    fn is_opening(&self) -> bool {
        self.out.last().is_none_or(|line| !line.trim_start().starts_with('#'))
    }

    fn blank(&mut self) {
        if self.out.last().is_some_and(|line| !line.is_empty()) {
            self.out.push(String::new());
        }
    }

    /// A line with the lines that continue it.
    fn group(&mut self, lines: Range<usize>) {
        let noted = |line: usize| {
            self.trailing(line).is_some() || self.trivia(line + 1).any(|kind| matches!(kind, TriviaKind::Comment(..)))
        };
        if !self.join || (lines.start..lines.end.saturating_sub(1)).any(noted) {
            return self.as_written(lines);
        }
        let indent = self.depth(lines.start) * 2;
        let tokens = self.tokens(lines.clone());
        let comment = lines.end.checked_sub(1).and_then(|last| self.trailing(last));
        if self.role(lines.start) == Role::Open {
            self.out.extend(wrap(tokens, indent));
        } else {
            self.out.push(format!("{:indent$}{}", "", plain(tokens)));
        }
        self.comment(comment);
    }

    /// The lines as they are, because comments stand among them.
    fn as_written(&mut self, lines: Range<usize>) {
        for line in lines.clone() {
            if line > lines.start {
                let comments = self.trivia(line).filter_map(|kind| match kind {
                    TriviaKind::Comment(depth, text) => Some(format!("{:indent$}{text}", "", indent = depth * 2)),
                    TriviaKind::Blank | TriviaKind::Trailing(_) => None,
                });
                self.out.extend(comments);
            }
            let indent = self.depth(line) * 2;
            self.out.push(format!("{:indent$}{}", "", plain(self.tokens(line..line + 1))));
            self.comment(self.trailing(line));
        }
    }

    fn comment(&mut self, comment: Option<&str>) {
        if let (Some(text), Some(last)) = (comment, self.out.last_mut()) {
            last.push_str("  ");
            last.push_str(text);
        }
    }
}
