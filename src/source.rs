//! Source texts and the spans that point into them. Knows nothing of what the texts say.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

/// A short text, kept inline when it fits.
pub type Text = compact_str::CompactString;

/// The number of a source text in its [`SourceMap`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FileId(pub u32);

/// A range of bytes in one source text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The text that the range lies in.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span of `range` in `file`; positions beyond `u32::MAX` are cut.
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        let cut = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Span { file, start: cut(range.start), end: cut(range.end) }
    }

    /// The smallest span that covers both; both must lie in the same text.
    pub fn to(self, other: Span) -> Span {
        Span { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The byte range.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// An empty span at the first byte of this one.
    pub fn start(self) -> Span {
        Span { end: self.start, ..self }
    }
}

/// A value and the place it was read from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// A value with its place.
    pub fn new(value: T, span: Span) -> Self {
        Spanned { value, span }
    }
}

/// One source text and the name it is shown under.
#[derive(Debug, Clone)]
pub struct SourceText {
    /// The name, usually a path relative to where the user stands.
    pub name: String,
    /// The whole text.
    pub text: Cow<'static, str>,
    /// Byte offset at which each line begins; the first is 0. Worked out when first asked for.
    line_starts: OnceLock<Vec<u32>>,
}

impl SourceText {
    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let ends = self.text.bytes().enumerate().filter(|(_, b)| *b == b'\n');
            std::iter::once(0).chain(ends.map(|(i, _)| u32::try_from(i + 1).unwrap_or(u32::MAX))).collect()
        })
    }
}

/// All texts of a run; a [`FileId`] is an index into it.
#[derive(Debug, Clone, Default)]
pub struct SourceMap {
    files: Vec<SourceText>,
}

impl SourceMap {
    /// Adds a text and returns its number.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        self.add_shared(name, Cow::Owned(text.into()))
    }

    /// Adds a text that may be part of the program itself, without copying it.
    pub fn add_shared(&mut self, name: impl Into<String>, text: Cow<'static, str>) -> FileId {
        self.files.push(SourceText { name: name.into(), text, line_starts: OnceLock::new() });
        FileId(u32::try_from(self.files.len() - 1).unwrap_or(u32::MAX))
    }

    /// The text with this number.
    pub fn get(&self, file: FileId) -> Option<&SourceText> {
        self.files.get(file.0 as usize)
    }

    /// The words that a span covers; empty where the span fits no text.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.file).and_then(|f| f.text.get(span.range())).unwrap_or("")
    }

    /// Line and column (in characters), both from 1, of the first byte of a span.
    pub fn position(&self, span: Span) -> (usize, usize) {
        let Some(file) = self.get(span.file) else { return (1, 1) };
        let line = file.line_starts().partition_point(|s| *s <= span.start).max(1);
        let start = file.line_starts().get(line - 1).copied().unwrap_or(0) as usize;
        let column = file.text.get(start..span.start as usize).map_or(1, |s| s.chars().count() + 1);
        (line, column)
    }

    /// All texts in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceText)> {
        self.files.iter().enumerate().map(|(i, f)| (FileId(u32::try_from(i).unwrap_or(u32::MAX)), f))
    }
}
