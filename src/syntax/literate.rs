//! Finds the blocks of rules in a Markdown file. Knows nothing of what stands in them.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use super::error::{Errors, SyntaxError};
use crate::source::{FileId, Span};

/// Whether a file of this name is Markdown with rules in it.
pub(crate) fn is_literate(name: &str) -> bool {
    name.ends_with(".law.md")
}

/// The byte ranges of the lines of each `law` block, without the indentation of a list or quotation around them.
#[expect(clippy::wildcard_enum_match_arm, reason = "the rest of Markdown is no business of rules")]
pub(crate) fn blocks(text: &str, file: FileId, errors: &mut Errors) -> Vec<Vec<Range<usize>>> {
    let mut blocks = Vec::new();
    let mut open: Option<Vec<Range<usize>>> = None;
    for (event, range) in Parser::new(text).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info)))
                if info.split_ascii_whitespace().next() == Some("law") =>
            {
                open = Some(Vec::new());
                if !is_closed(text.get(range.clone()).unwrap_or("")) {
                    let first = text.get(range.clone()).and_then(|t| t.lines().next()).map_or(0, str::len);
                    errors.push(SyntaxError::FenceUnclosed { span: Span::new(file, range.start..range.start + first) });
                }
            }
            Event::End(TagEnd::CodeBlock) => blocks.extend(open.take()),
            Event::Text(_) => {
                if let Some(block) = &mut open {
                    push(block, range, text);
                }
            }
            _ => {}
        }
    }
    if blocks.is_empty() {
        errors.push(SyntaxError::NoLawBlock { span: Span::new(file, 0..text.lines().next().map_or(0, str::len)) });
    }
    blocks
}

/// Adds a range, joined to the one before it if nothing but a carriage return stands between them.
fn push(block: &mut Vec<Range<usize>>, range: Range<usize>, text: &str) {
    match block.last_mut() {
        Some(last) if text.get(last.end..range.start).is_some_and(|gap| gap.bytes().all(|b| b == b'\r')) => {
            last.end = range.end;
        }
        _ => block.push(range),
    }
}

/// Whether the last line of a fenced block closes it.
fn is_closed(block: &str) -> bool {
    let mark = if block.starts_with('~') { '~' } else { '`' };
    let opening = block.chars().take_while(|c| *c == mark).count();
    let mut lines = block.trim_end().lines();
    let Some(last) = lines.next_back() else { return false };
    let last = last.trim_start_matches([' ', '>']).trim_end();
    lines.next().is_some() && last.chars().all(|c| c == mark) && last.chars().count() >= opening
}
