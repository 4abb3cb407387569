//! Rule files and case files as trees. Knows nothing of what the words mean.
//!
//! 1. [`decode`] takes bytes into the source map: UTF-8, size, byte order mark.
//! 2. For a `.law.md` file the blocks of rules are found in the Markdown (`literate`).
//! 3. The text becomes a tree of lines by indentation, and each line becomes tokens (`layout`, `token`).
//! 4. Block parsers walk over the lines, and nom parsers read each line (`parse`).
//!
//! Parsing never fails as a whole: what could be read comes back as a tree, with diagnostics for the rest.

pub(crate) mod error;
mod input;
pub(crate) mod layout;
mod literate;
mod parse;
pub mod spelling;
pub(crate) mod token;
pub mod tree;

use std::ops::Range;

use self::error::{Errors, SyntaxError};
use self::layout::{Layout, layout};
use self::tree::{CaseFile, Content, LawFile};
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, SourceMap, Span};

pub use self::error::CODES;
pub(crate) use self::parse::{Parser, Role};

/// How much is read before the parser gives up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// The largest file, in bytes.
    pub max_bytes: usize,
    /// How deep blocks may stand in each other.
    pub max_depth: usize,
    /// How many diagnostics are given for one file.
    pub max_diagnostics: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { max_bytes: 4 * 1024 * 1024, max_depth: 60, max_diagnostics: 200 }
    }
}

/// What could be read, and what was wrong.
#[derive(Debug, Clone)]
pub struct Parsed<T> {
    /// What could be read.
    pub value: T,
    /// What was wrong, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Takes the bytes of a file into the source map, without a byte order mark.
///
/// A file that is too large is added without its text; where bytes are not UTF-8 the text has replacement characters.
/// A caller should not parse a file for which this gives a diagnostic.
///
/// ```
/// use caroline::source::SourceMap;
/// use caroline::syntax::{Limits, decode, parse_law};
///
/// let mut map = SourceMap::default();
/// let (file, diagnostics) = decode(&mut map, "a.law", b"kind person\n", &Limits::default());
/// assert!(diagnostics.is_empty());
/// assert_eq!(parse_law(&map, file, &Limits::default()).value.items.len(), 1);
/// ```
pub fn decode(map: &mut SourceMap, name: &str, bytes: &[u8], limits: &Limits) -> (FileId, Vec<Diagnostic>) {
    if bytes.len() > limits.max_bytes {
        let file = map.add(name, "");
        let span = Span::new(file, 0..0);
        let error = SyntaxError::FileTooLarge { span, bytes: bytes.len(), limit: limits.max_bytes };
        return (file, vec![error.into()]);
    }
    let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(text) {
        Ok(text) => (map.add(name, text), Vec::new()),
        Err(error) => {
            let byte = error.valid_up_to();
            let file = map.add(name, String::from_utf8_lossy(text));
            let span = Span::new(file, byte..byte + char::REPLACEMENT_CHARACTER.len_utf8());
            let byte = byte + (bytes.len() - text.len());
            (file, vec![SyntaxError::NotUtf8 { span, byte, utf16 }.into()])
        }
    }
}

/// Reads a rule file; by its name a Markdown file with rules in it (`NAME.law.md`).
pub fn parse_law(map: &SourceMap, file: FileId, limits: &Limits) -> Parsed<LawFile> {
    parsed(map, file, limits, LAW, |parser| parser.law())
}

/// Reads a case file.
pub fn parse_case(map: &SourceMap, file: FileId, limits: &Limits) -> Parsed<CaseFile> {
    parsed(map, file, limits, CASE, |parser| parser.case())
}

/// Reads one sentence or claim, as somebody types it on the command line.
pub fn parse_content(map: &SourceMap, file: FileId, limits: &Limits) -> Parsed<Option<Content>> {
    parsed(map, file, limits, "a sentence", |parser| parser.single())
}

/// What a rule file should hold.
pub(crate) const LAW: &str = "a declaration";
/// What a case file should hold.
pub(crate) const CASE: &str = "an incident";

fn parsed<T: Default>(
    map: &SourceMap,
    file: FileId,
    limits: &Limits,
    wanted: &'static str,
    parse: impl FnOnce(&mut Parser<'_, '_>) -> T,
) -> Parsed<T> {
    let Some(source) = map.get(file) else { return Parsed { value: T::default(), diagnostics: Vec::new() } };
    let mut errors = Errors::new(limits.max_diagnostics);
    let layout = lines(&source.name, &source.text, file, limits, wanted, &mut errors);
    let value = layout.map(|layout| parse(&mut Parser::new(&layout, limits.max_depth, &mut errors)));
    Parsed { value: value.unwrap_or_default(), diagnostics: errors.finish(file, source.text.len()) }
}

/// The byte ranges of the blocks of lines of a file.
pub(crate) fn blocks(name: &str, text: &str, file: FileId, errors: &mut Errors) -> Vec<Vec<Range<usize>>> {
    if literate::is_literate(name) { literate::blocks(text, file, errors) } else { vec![vec![0..text.len()]] }
}

/// The lines of a file; none if it is too large or has none.
fn lines<'a>(
    name: &str,
    text: &'a str,
    file: FileId,
    limits: &Limits,
    wanted: &'static str,
    errors: &mut Errors,
) -> Option<Layout<'a>> {
    if text.len() > limits.max_bytes {
        let span = Span::new(file, 0..0);
        errors.push(SyntaxError::FileTooLarge { span, bytes: text.len(), limit: limits.max_bytes });
        return None;
    }
    let blocks = blocks(name, text, file, errors);
    let layout = layout(text, file, &blocks, limits.max_depth, errors);
    if layout.lines.is_empty() {
        if errors.is_empty() {
            errors.push(SyntaxError::EmptyFile { span: Span::new(file, text.len()..text.len()), wanted });
        }
        return None;
    }
    Some(layout)
}

/// A text as the formatter needs it: its lines, how they belong together, and what they mean.
pub(crate) struct Reading<'a> {
    /// The lines with their tokens, comments and blank lines.
    pub(crate) layout: Layout<'a>,
    /// How each line belongs to the one above it.
    pub(crate) roles: Vec<Role>,
    /// The tree in words, with the numbers of tokens for places: equal for two texts that mean the same.
    pub(crate) meaning: String,
}

/// Reads a text for the formatter; a text with errors is refused.
pub(crate) fn read<'a, T: std::fmt::Debug>(
    name: &str,
    text: &'a str,
    file: FileId,
    limits: &Limits,
    wanted: &'static str,
    parse: impl Fn(&mut Parser<'_, '_>) -> T,
) -> Result<Reading<'a>, Vec<Diagnostic>> {
    let mut errors = Errors::new(limits.max_diagnostics);
    let Some(mut layout) = lines(name, text, file, limits, wanted, &mut errors) else {
        return Err(errors.finish(file, text.len()));
    };
    let mut parser = Parser::new(&layout, limits.max_depth, &mut errors);
    parse(&mut parser);
    let roles = parser.roles;
    if !errors.is_empty() {
        return Err(errors.finish(file, text.len()));
    }
    for (number, token) in layout.tokens.iter_mut().enumerate() {
        token.span = Span::new(file, number * 64..number * 64 + 1);
    }
    let value = parse(&mut Parser::new(&layout, limits.max_depth, &mut errors));
    let meaning = format!("{value:?}");
    Ok(Reading { layout, roles, meaning })
}

/// The error of a formatter that would change the meaning of a file.
pub(crate) fn format_changed(file: FileId) -> Diagnostic {
    SyntaxError::FormatChanged { span: Span::new(file, 0..0) }.into()
}
