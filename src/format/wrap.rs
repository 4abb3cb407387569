//! The words of a line with single blanks, and long sentences over several lines. Knows nothing of blocks.

use std::sync::LazyLock;

use unicode_width::UnicodeWidthStr;

use crate::syntax::spelling::all;
use crate::syntax::token::{Token, TokenKind};

/// The last column that a line should reach.
const WIDTH: usize = 110;

/// The first words of all phrases: a continuation line must not begin with one of them.
static OPENERS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let mut words: Vec<&str> = all().filter_map(|text| text.split(' ').next()).collect();
    words.sort_unstable();
    words.dedup();
    words
});

/// The tokens on one line.
pub(super) fn plain(tokens: &[Token<'_>]) -> String {
    let mut line = String::new();
    for (before, token) in pairs(tokens) {
        if before.is_some_and(|before| before.is_apart(token)) {
            line.push(' ');
        }
        push(&mut line, token);
    }
    line
}

/// The tokens on lines of at most [`WIDTH`] columns where that can be done.
pub(super) fn wrap(tokens: &[Token<'_>], indent: usize) -> Vec<String> {
    if tokens.last().is_some_and(|last| last.text == "where") {
        return vec![format!("{:indent$}{}", "", plain(tokens))]; // would look like the opener of a block
    }
    let mut lines = Vec::new();
    let mut line = format!("{:indent$}", "");
    let mut width = indent;
    let mut rest = tokens;
    let mut before: Option<&Token<'_>> = None;
    let mut cites = false;
    while let Some(token) = rest.first() {
        let (piece, after) = rest.split_at_checked(piece(rest, before.is_none())).unwrap_or((rest, &[]));
        let text = plain(piece);
        let long = text.width();
        let blank = usize::from(before.is_some_and(|before| before.is_apart(token)));
        if width + blank + long > WIDTH && before.is_some_and(|before| may_break(before, token, cites)) {
            lines.push(std::mem::replace(&mut line, format!("{:indent$}", "", indent = indent + 2)));
            width = indent + 2;
        } else if blank > 0 {
            line.push(' ');
            width += 1;
        }
        line.push_str(&text);
        width += long;
        for token in piece {
            cites = token.kind == TokenKind::OpenCites || (cites && token.kind != TokenKind::CloseCites);
        }
        before = piece.last();
        rest = after;
    }
    lines.push(line);
    lines
}

/// How many tokens stand together at the start: a slot, the label of a condition, or a word with its comma.
fn piece(tokens: &[Token<'_>], first: bool) -> usize {
    let label = first && tokens.first().is_some_and(|t| t.kind == TokenKind::Word && t.text.starts_with('('));
    let mut length = match tokens.first().map(|t| t.kind) {
        Some(TokenKind::Word) if label => tokens.iter().position(|t| t.text.ends_with(')')).map_or(1, |end| end + 1),
        Some(TokenKind::OpenSlot) => {
            tokens.iter().position(|t| t.kind == TokenKind::CloseSlot).map_or(tokens.len(), |close| close + 1)
        }
        _ => 1,
    };
    while let (Some(before), Some(next)) = (length.checked_sub(1).and_then(|n| tokens.get(n)), tokens.get(length)) {
        if before.is_apart(next) {
            break;
        }
        length += 1;
    }
    length
}

/// Whether a line may end between two tokens: not before a phrase of the language, which would begin a line of its own,
/// and not between a source and its pinpoint.
fn may_break(before: &Token<'_>, token: &Token<'_>, cites: bool) -> bool {
    let comma = before.kind == TokenKind::Comma;
    let tied = match token.kind {
        TokenKind::Word => token.text.starts_with(|c: char| c.is_ascii_digit()),
        TokenKind::Quote => true,
        TokenKind::Comma
        | TokenKind::Colon
        | TokenKind::OpenSlot
        | TokenKind::CloseSlot
        | TokenKind::OpenCites
        | TokenKind::CloseCites => false,
    };
    before.is_apart(token) && (comma || !(tied || cites)) && !opener(token) && before.text != "where"
}

fn opener(token: &Token<'_>) -> bool {
    token.kind == TokenKind::Word && OPENERS.binary_search(&token.text).is_ok()
}

fn pairs<'t, 'a>(tokens: &'t [Token<'a>]) -> impl Iterator<Item = (Option<&'t Token<'a>>, &'t Token<'a>)> {
    std::iter::once(None).chain(tokens.iter().map(Some)).zip(tokens)
}

fn push(line: &mut String, token: &Token<'_>) {
    if token.kind != TokenKind::Quote {
        return line.push_str(token.text);
    }
    // A text in curly marks may hold straight ones.
    let mut slash = false;
    line.push('"');
    for c in token.text.chars() {
        if c == '"' && !slash {
            line.push('\\');
        }
        slash = c == '\\';
        line.push(c);
    }
    line.push_str(if slash { " \"" } else { "\"" });
}
