//! Rule files and case files in canonical form: indentation, blanks and long lines. The order of the lines, their words
//! and all comments stay. Knows nothing of what the words mean.
//!
//! Every result is read again, and given out only if it means the same.

mod case;
mod condition;
mod lines;
mod wrap;

use self::lines::print_block;
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, SourceMap};
use crate::syntax::error::Errors;
use crate::syntax::tree::CaseFile;
use crate::syntax::{CASE, LAW, Limits, Parser, Reading, blocks, format_changed, read};

/// A rule file in canonical form; of a `.law.md` file only the blocks of rules are changed.
///
/// # Errors
///
/// The diagnostics of a file that cannot be read, or `syntax/format-changed`.
pub fn format_law(map: &SourceMap, file: FileId, limits: &Limits) -> Result<String, Vec<Diagnostic>> {
    format(map, file, limits, LAW, |parser| parser.law())
}

/// A case file in canonical form.
///
/// # Errors
///
/// The diagnostics of a file that cannot be read, or `syntax/format-changed`.
pub fn format_case(map: &SourceMap, file: FileId, limits: &Limits) -> Result<String, Vec<Diagnostic>> {
    format(map, file, limits, CASE, |parser| parser.case())
}

/// The canonical text of a case that was made elsewhere.
pub fn print_case(case: &CaseFile) -> String {
    let text = case::print(case);
    let mut map = SourceMap::default();
    let file = map.add("case", text.as_str());
    format_case(&map, file, &Limits { max_bytes: usize::MAX, ..Limits::default() }).unwrap_or(text)
}

fn format<T: std::fmt::Debug>(
    map: &SourceMap,
    file: FileId,
    limits: &Limits,
    wanted: &'static str,
    parse: impl Fn(&mut Parser<'_, '_>) -> T,
) -> Result<String, Vec<Diagnostic>> {
    let Some(source) = map.get(file) else { return Ok(String::new()) };
    let reading = read(&source.name, &source.text, file, limits, wanted, &parse)?;
    // Where joining lines would make other words of them, the lines stay as they are.
    for join in [true, false] {
        let text = print(&source.name, &source.text, file, &reading, join);
        let again = read(&source.name, &text, file, limits, wanted, &parse);
        if again.is_ok_and(|again| again.meaning == reading.meaning) {
            return Ok(text);
        }
    }
    Err(vec![format_changed(file)])
}

/// The text with each block of lines replaced by its canonical form.
fn print(name: &str, text: &str, file: FileId, reading: &Reading<'_>, join: bool) -> String {
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut done = 0;
    let mut starts = reading.layout.starts.iter().copied();
    let end = (reading.layout.lines.len(), reading.layout.trivia.len());
    let mut next = starts.next();
    for block in blocks(name, text, file, &mut Errors::new(1)) {
        let Some(start) = next else { break };
        next = starts.next();
        let (Some(first), Some(last)) = (block.first(), block.last()) else { continue };
        out.push_str(text.get(done..first.start).unwrap_or(""));
        let margin = text.get(..first.start).and_then(|before| before.rsplit('\n').next()).unwrap_or("");
        let mut indent = "";
        for line in print_block(reading, start, next.unwrap_or(end), join) {
            if !line.is_empty() || margin.contains('>') {
                out.push_str(indent);
            }
            out.push_str(&line);
            out.push_str(newline);
            indent = margin;
        }
        done = last.end;
    }
    out.push_str(text.get(done..).unwrap_or(""));
    out
}
