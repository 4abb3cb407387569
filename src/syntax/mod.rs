//! Rule files and case files as trees. Knows nothing of what the words mean.
//!
//! 1. [`decode`] takes bytes into the source map: UTF-8, size, byte order mark.
//! 2. For a `.law.md` file the blocks of rules are found in the Markdown (`literate`).
//! 3. The text becomes a tree of lines by indentation, and each line becomes tokens (`layout`, `token`).
//! 4. Block parsers walk over the lines, and nom parsers read each line (`parse`).
//!
//! Parsing never fails as a whole: what could be read comes back as a tree, with diagnostics for the rest.

mod error;
mod input;
mod layout;
mod literate;
mod parse;
pub mod spelling;
mod token;
pub mod tree;

use std::ops::Range;

use self::error::{Errors, SyntaxError};
use self::layout::{Layout, layout};
use self::parse::Parser;
use self::tree::{CaseFile, Content, LawFile};
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, SourceMap, Span};

pub use self::error::CODES;

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
    let (value, diagnostics) = read(map, file, limits, "a declaration", |parser| parser.law());
    Parsed { value: value.unwrap_or_default(), diagnostics }
}

/// Reads a case file.
pub fn parse_case(map: &SourceMap, file: FileId, limits: &Limits) -> Parsed<CaseFile> {
    let (value, diagnostics) = read(map, file, limits, "an incident", |parser| parser.case());
    Parsed { value: value.unwrap_or_default(), diagnostics }
}

/// Reads one sentence or claim, as somebody types it on the command line.
pub fn parse_content(map: &SourceMap, file: FileId, limits: &Limits) -> Parsed<Option<Content>> {
    let (value, diagnostics) = read(map, file, limits, "a sentence", |parser| parser.single());
    Parsed { value: value.flatten(), diagnostics }
}

/// The blocks of lines of a file.
fn blocks(name: &str, text: &str, file: FileId, errors: &mut Errors) -> Vec<Vec<Range<usize>>> {
    if literate::is_literate(name) { literate::blocks(text, file, errors) } else { vec![vec![0..text.len()]] }
}

fn read<T>(
    map: &SourceMap,
    file: FileId,
    limits: &Limits,
    wanted: &'static str,
    parse: impl FnOnce(&mut Parser<'_, '_>) -> T,
) -> (Option<T>, Vec<Diagnostic>) {
    let Some(source) = map.get(file) else { return (None, Vec::new()) };
    let text = source.text.as_str();
    let mut errors = Errors::new(limits.max_diagnostics);
    if text.len() > limits.max_bytes {
        let span = Span::new(file, 0..0);
        errors.push(SyntaxError::FileTooLarge { span, bytes: text.len(), limit: limits.max_bytes });
        return (None, errors.finish(file, text.len()));
    }
    let blocks = blocks(&source.name, text, file, &mut errors);
    let lines: Layout<'_> = layout(text, file, &blocks, limits.max_depth, &mut errors);
    if lines.lines.is_empty() {
        if errors.is_empty() {
            let end = text.len();
            errors.push(SyntaxError::EmptyFile { span: Span::new(file, end..end), wanted });
        }
        return (None, errors.finish(file, text.len()));
    }
    let value = parse(&mut Parser::new(&lines, limits.max_depth, &mut errors));
    (Some(value), errors.finish(file, text.len()))
}
