//! Words, quotations and marks of one line. Knows nothing of what they mean or of how lines belong together.

use super::error::{Errors, SyntaxError};
use crate::source::{FileId, Span};

/// What sort of token it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// Anything without a blank; a comma or colon at its end is a token of its own.
    Word,
    /// A text in quotation marks.
    Quote,
    /// `,`
    Comma,
    /// `:`
    Colon,
    /// `<`
    OpenSlot,
    /// `>`
    CloseSlot,
    /// `[`
    OpenCites,
    /// `]`
    CloseCites,
}

/// One token with its place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token<'a> {
    /// What sort.
    pub(crate) kind: TokenKind,
    /// Whether it is the first of its line.
    pub(crate) first: bool,
    /// The text; of a quotation what stands between the marks, as written.
    pub(crate) text: &'a str,
    /// The place, quotation marks included.
    pub(crate) span: Span,
}

impl Token<'_> {
    /// Whether a blank stands between this token and the next where a line is written out.
    pub(crate) fn is_apart(&self, next: &Token<'_>) -> bool {
        !matches!(self.kind, TokenKind::OpenSlot | TokenKind::OpenCites)
            && !matches!(next.kind, TokenKind::Comma | TokenKind::Colon | TokenKind::CloseSlot | TokenKind::CloseCites)
    }
}

/// Appends the tokens of one line and returns where its comment begins, if it has one.
pub(crate) fn lex<'a>(
    line: &'a str,
    base: usize,
    file: FileId,
    tokens: &mut Vec<Token<'a>>,
    errors: &mut Errors,
) -> Option<usize> {
    let mut lexer = Lexer { line, base, file, tokens, errors, first: true };
    let mut at = 0;
    while let Some(byte) = line.as_bytes().get(at).copied() {
        match byte {
            b'#' => return Some(at),
            b'"' => at = lexer.quote(at, 1, "\""),
            b'<' => at = lexer.mark(at, TokenKind::OpenSlot),
            b'>' => at = lexer.mark(at, TokenKind::CloseSlot),
            b'[' => at = lexer.mark(at, TokenKind::OpenCites),
            b']' => at = lexer.mark(at, TokenKind::CloseCites),
            b' ' | b'\t' => {
                at += 1;
                continue;
            }
            _ => match special(line, at, byte) {
                Special::Blank(width) => {
                    at += width;
                    continue;
                }
                Special::Control(character) => {
                    let width = character.len_utf8();
                    lexer.errors.push(SyntaxError::ControlCharacter { span: lexer.span(at, at + width), character });
                    at += width;
                    continue;
                }
                Special::Curly(width) => at = lexer.quote(at, width, "”"),
                Special::None => at = lexer.word(at),
            },
        }
    }
    None
}

/// A character that does not belong to a word.
enum Special {
    /// A blank of so many bytes.
    Blank(usize),
    /// A character that has no business in a text.
    Control(char),
    /// A curly quotation mark of so many bytes.
    Curly(usize),
    /// An ordinary character.
    None,
}

fn special(line: &str, at: usize, byte: u8) -> Special {
    if byte.is_ascii() {
        return if byte.is_ascii_control() { Special::Control(char::from(byte)) } else { Special::None };
    }
    match line.get(at..).and_then(|rest| rest.chars().next()) {
        Some(c @ ('“' | '”' | '„')) => Special::Curly(c.len_utf8()),
        Some(c) if invisible(c) => Special::Control(c),
        Some(c) if c.is_whitespace() => Special::Blank(c.len_utf8()),
        Some(_) | None => Special::None,
    }
}

/// Controls, marks that turn the direction of writing, and blanks without width: they make a text look other than it is.
fn invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

struct Lexer<'a, 'v> {
    line: &'a str,
    base: usize,
    file: FileId,
    tokens: &'v mut Vec<Token<'a>>,
    errors: &'v mut Errors,
    first: bool,
}

impl<'a> Lexer<'a, '_> {
    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, self.base + start..self.base + end)
    }

    fn push(&mut self, kind: TokenKind, inner: (usize, usize), outer: (usize, usize)) {
        let token = Token {
            kind,
            first: self.first,
            text: self.line.get(inner.0..inner.1).unwrap_or(""),
            span: self.span(outer.0, outer.1),
        };
        self.first = false;
        self.tokens.push(token);
    }

    fn mark(&mut self, at: usize, kind: TokenKind) -> usize {
        self.push(kind, (at, at + 1), (at, at + 1));
        at + 1
    }

    /// A quotation from its opening mark of `width` bytes; returns where to go on.
    fn quote(&mut self, at: usize, width: usize, close: &str) -> usize {
        let start = at + width;
        let mut end = start;
        loop {
            let rest = self.line.get(end..).unwrap_or("");
            let Some(next) = rest.find(close) else {
                let stop = self.line.trim_end().len().max(start);
                self.errors.push(SyntaxError::UnclosedQuote { span: self.span(at, stop) });
                self.push(TokenKind::Quote, (start, stop), (at, stop));
                return self.line.len();
            };
            end += next;
            if close == "\"" && self.line.get(start..end).is_some_and(|text| text.ends_with('\\')) {
                end += 1;
                continue;
            }
            self.check(start, end);
            self.push(TokenKind::Quote, (start, end), (at, end + close.len()));
            return end + close.len();
        }
    }

    /// Reports characters in a quotation that cannot be seen.
    fn check(&mut self, start: usize, end: usize) {
        let text = self.line.get(start..end).unwrap_or("");
        if text.bytes().all(|b| (0x20..0x7f).contains(&b)) {
            return;
        }
        for (at, character) in text.char_indices().filter(|(_, c)| *c != '\t' && invisible(*c)) {
            let at = start + at;
            self.errors
                .push(SyntaxError::ControlCharacter { span: self.span(at, at + character.len_utf8()), character });
        }
    }

    fn word(&mut self, at: usize) -> usize {
        let end = self.word_end(at);
        let mut core = end;
        while core > at && matches!(self.line.as_bytes().get(core - 1), Some(b',' | b':')) {
            core -= 1;
        }
        if core > at {
            self.push(TokenKind::Word, (at, core), (at, core));
        }
        for mark in core..end {
            let comma = self.line.as_bytes().get(mark) == Some(&b',');
            self.push(if comma { TokenKind::Comma } else { TokenKind::Colon }, (mark, mark + 1), (mark, mark + 1));
        }
        end
    }

    fn word_end(&self, at: usize) -> usize {
        let mut end = at;
        loop {
            let rest = self.line.get(end..).unwrap_or("");
            end += rest.bytes().position(|b| !plain(b)).unwrap_or(rest.len());
            let Some(byte) = self.line.as_bytes().get(end).copied() else { return end };
            match special(self.line, end, byte) {
                Special::None if !byte.is_ascii() => {
                    end += self.line.get(end..).and_then(|r| r.chars().next()).map_or(1, char::len_utf8);
                }
                Special::None | Special::Blank(_) | Special::Control(_) | Special::Curly(_) => return end,
            }
        }
    }
}

/// Whether this is a visible ASCII character other than the marks.
fn plain(byte: u8) -> bool {
    matches!(byte, b'!' | b'#'..=b';' | b'=' | b'?'..=b'Z' | b'\\' | b'^'..=b'~')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Errors, FileId, Token, lex};

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// Between the tokens, in order and without overlap, stand only blanks and characters that were reported.
        #[test]
        fn no_token_is_lost(line in "[ -~“”é\u{a0}\t]{0,60}") {
            let (mut tokens, mut errors): (Vec<Token<'_>>, _) = (Vec::new(), Errors::new(100));
            let end = lex(&line, 0, FileId(0), &mut tokens, &mut errors).unwrap_or(line.len());
            let mut at = 0;
            for range in tokens.iter().map(|token| token.span.range()).chain(std::iter::once(end..end)) {
                prop_assert!(range.start >= at);
                prop_assert!(line.get(at..range.start).is_some_and(|gap| gap.trim().is_empty()));
                at = range.end;
            }
        }
    }
}
