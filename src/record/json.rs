//! Records as JSON: the same syntax tree as a `.case` file, both ways, without its comments. A JSON record is turned
//! into a text in the language and read like any other; every place in the tree and in the diagnostics points into the
//! JSON.
//!
//! 1. `places` finds where each value stands, and fields that stand twice.
//! 2. serde reads the text into the structs of `shape`; `shape` also gives the schema.
//! 3. `draft` writes them as a text in the language, and [`parse_case`] reads that.
//! 4. `respan` moves every place in the tree into the JSON.
//! 5. `print` is the way back: from the tree to `shape` and JSON.

mod draft;
mod places;
mod print;
mod respan;
mod shape;

use std::ops::Range;

use serde_path_to_error::{Path, Segment};

use self::places::Node;
use self::shape::Case;
use super::error;
use crate::diagnostic::{Diagnostic, sort};
use crate::source::{FileId, SourceMap, Span};
use crate::syntax::tree::CaseFile;
use crate::syntax::{Limits, Parsed, parse_case};

pub use self::print::to_json;

/// Adds a JSON text to the source map and reads it.
///
/// ```
/// use caroline::record::json::{from_json, to_json};
/// use caroline::source::SourceMap;
///
/// let mut map = SourceMap::default();
/// let text = r#"{
///   "incident": { "id": "strike", "on": "2025-09-02" },
///   "entities": [{ "kind": "vessel", "name": "Boat" }],
///   "evidence": [{ "heading": "reported", "statements": [{ "sentence": "Boat was stationary" }] }]
/// }"#;
/// let parsed = from_json(&mut map, "strike.json", text);
/// assert!(parsed.diagnostics.is_empty());
/// let incident = parsed.value.incident.as_ref().map(|i| i.id.span);
/// assert_eq!(map.slice(incident.unwrap()), "strike");
/// assert!(to_json(&parsed.value).contains("Boat was stationary"));
/// ```
pub fn from_json(map: &mut SourceMap, name: &str, text: &str) -> Parsed<CaseFile> {
    let file = map.add(name, text);
    parse_json(map, file, &Limits::default())
}

/// Reads a JSON file of the source map.
pub fn parse_json(map: &SourceMap, file: FileId, limits: &Limits) -> Parsed<CaseFile> {
    let text = map.get(file).map_or("", |f| &*f.text);
    match read(text, file, limits) {
        Ok(parsed) => parsed,
        Err(diagnostic) => Parsed { value: CaseFile::default(), diagnostics: vec![*diagnostic] },
    }
}

/// The JSON Schema (draft 2020-12) of a record.
pub fn schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(Case).to_value();
    if let Some(object) = schema.as_object_mut() {
        object.insert("title".to_owned(), "Record of an incident".into());
    }
    schema
}

fn read(text: &str, file: FileId, limits: &Limits) -> Result<Parsed<CaseFile>, Box<Diagnostic>> {
    if text.len() > limits.max_bytes {
        return Err(Box::new(error::json_too_large(Span::new(file, 0..0), text.len(), limits.max_bytes)));
    }
    let root = Node::read(text);
    let case = shape(text, file, &root)?;
    if let Some((key, first, second)) = root.twice() {
        let (second, first) = (Span::new(file, second), Span::new(file, first));
        return Err(Box::new(error::json_duplicate_key(second, first, key)));
    }
    let draft = draft::draft(text, file, &case, &root);
    let mut scratch = SourceMap::default();
    let id = scratch.add("record.case", draft.text.as_str());
    let Parsed { mut value, mut diagnostics } = parse_case(&scratch, id, limits);
    respan::file(&mut value, &|span: &mut Span| *span = draft.origin(span.range()));
    for label in diagnostics.iter_mut().flat_map(|d| &mut d.labels) {
        label.span = draft.origin(label.span.range());
    }
    if !draft.problems.is_empty() {
        diagnostics = draft.problems;
    }
    sort(&mut diagnostics);
    Ok(Parsed { value, diagnostics })
}

/// Reads the text into structs.
fn shape(text: &str, file: FileId, root: &Node) -> Result<Case, Box<Diagnostic>> {
    let mut json = serde_json::Deserializer::from_str(text);
    let at = |e: &serde_json::Error| Span::new(file, place(text, e));
    match serde_path_to_error::deserialize(&mut json) {
        Ok(case) => match json.end() {
            Ok(()) => Ok(case),
            Err(e) => Err(Box::new(error::json_syntax(at(&e), &message(&e)))),
        },
        Err(e) if !e.inner().is_data() => Err(Box::new(error::json_syntax(at(e.inner()), &message(e.inner())))),
        Err(e) => {
            let found = find(root, e.path().iter());
            let span = found.map_or_else(|| at(e.inner()), |range| Span::new(file, range));
            let duplicate = message(e.inner()).starts_with("duplicate field");
            Err(Box::new(match root.twice().filter(|_| duplicate) {
                Some((key, first, second)) => {
                    error::json_duplicate_key(Span::new(file, second), Span::new(file, first), key)
                }
                None => misshapen(root, e.path(), span, file, &message(e.inner())),
            }))
        }
    }
}

/// What serde says, without the place.
fn message(e: &serde_json::Error) -> String {
    let all = e.to_string();
    all.rsplit_once(" at line ").map_or(all.clone(), |(message, _)| message.to_owned())
}

/// The byte that serde points at.
fn place(text: &str, e: &serde_json::Error) -> Range<usize> {
    let before: usize = text.split_inclusive('\n').take(e.line().saturating_sub(1)).map(str::len).sum();
    let mut start = (before + e.column().saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let width = text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    start..start + width
}

/// The place of the value that a path leads to, as far as it leads.
fn find<'a>(root: &Node, path: impl Iterator<Item = &'a Segment>) -> Option<Range<usize>> {
    let mut node = root;
    let mut found = None;
    for segment in path {
        let next = match segment {
            Segment::Seq { index } => node.item(*index),
            Segment::Map { key } => node.field(key),
            Segment::Enum { .. } | Segment::Unknown => None,
        };
        let Some(next) = next else { break };
        node = next;
        found = Some(node.range.clone());
    }
    found
}

/// What is wrong with the form, in the words of the user rather than of serde.
fn misshapen(root: &Node, path: &Path, span: Span, file: FileId, message: &str) -> Diagnostic {
    let ticked: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    match (message.split_whitespace().next(), ticked.split_first()) {
        (Some("unknown"), Some((field, known))) => {
            let key = key(root, path.iter()).unwrap_or(span.range());
            error::json_unknown_field(Span::new(file, key), field, known)
        }
        (Some("missing"), Some((field, _))) => error::json_missing_field(span, field),
        (Some("invalid"), _) => match message.split_once(": ").and_then(|(_, m)| m.split_once(", expected ")) {
            Some((found, wanted)) => error::json_wrong_type(span, found, wanted),
            None => error::json_shape(span, message),
        },
        _ => error::json_shape(span, message),
    }
}

/// The place of the last field name on a path.
fn key<'a>(root: &Node, path: impl Iterator<Item = &'a Segment>) -> Option<Range<usize>> {
    let mut node = Some(root);
    let mut found = None;
    for segment in path {
        let Some(at) = node else { break };
        node = match segment {
            Segment::Seq { index } => at.item(*index),
            Segment::Map { key } => {
                let entry = at.entry(key);
                found = entry.map(|(k, _)| k.clone()).or(found);
                entry.map(|(_, n)| n)
            }
            Segment::Enum { .. } | Segment::Unknown => None,
        };
    }
    found
}
