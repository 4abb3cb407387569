//! What the tests of records share: the small pack, the corpus, and complaints as text.

use std::fs;
use std::sync::OnceLock;

use caroline::diagnostic::Diagnostic;
use caroline::record::json::from_json;
use caroline::record::model::{Content, Record};
use caroline::record::{build, content};
use caroline::rulebook::model::Rulebook;
use caroline::source::{SourceMap, Span, Spanned, Text};
use caroline::syntax::tree::{self, CaseFile, Words};
use caroline::syntax::{Limits, parse_case, parse_content, parse_law};

/// The corpus.
pub const CASES: &str = "tests/cases/record";

/// The beginning of most records here.
pub const HEAD: &str = "incident strike \"The strike\"
  on 2025-09-02
  uses small

source cnn report \"CNN, 11 November 2025\"

state USA \"the United States\"
vessel Boat \"the boat\"
person Crew \"the eleven persons aboard\" plural
attack Strike \"the missile strike\"

";

/// The rulebook of the small pack.
pub fn rulebook() -> &'static Rulebook {
    static RULEBOOK: OnceLock<Rulebook> = OnceLock::new();
    RULEBOOK.get_or_init(load)
}

/// A record, read and built.
pub struct Case {
    pub map: SourceMap,
    pub record: Record,
    pub diagnostics: Vec<Diagnostic>,
}

impl Case {
    pub fn read(text: &str) -> Case {
        let mut map = SourceMap::default();
        let file = map.add("test.case", text);
        let parsed = parse_case(&map, file, &Limits::default());
        Case::built(map, parsed.diagnostics, &parsed.value)
    }

    pub fn read_json(text: &str) -> Case {
        let mut map = SourceMap::default();
        let parsed = from_json(&mut map, "test.json", text);
        Case::built(map, parsed.diagnostics, &parsed.value)
    }

    fn built(map: SourceMap, mut diagnostics: Vec<Diagnostic>, file: &CaseFile) -> Case {
        let mut built = build(rulebook(), file);
        if diagnostics.is_empty() {
            diagnostics.append(&mut built.diagnostics);
        }
        Case { map, record: built.record, diagnostics }
    }

    /// A sentence as somebody types it.
    pub fn content(&mut self, words: &str) -> Result<Content, Vec<Diagnostic>> {
        let file = self.map.add("sentence", words);
        let parsed = parse_content(&self.map, file, &Limits::default());
        match parsed.value {
            Some(tree) if parsed.diagnostics.is_empty() => content(rulebook(), &mut self.record, &tree),
            _ => Err(parsed.diagnostics),
        }
    }
}

/// The tree of a record that is well formed.
pub fn parse(text: &str) -> (SourceMap, CaseFile) {
    let mut map = SourceMap::default();
    let file = map.add("test.case", text);
    let parsed = parse_case(&map, file, &Limits { max_bytes: usize::MAX, ..Limits::default() });
    assert_eq!(show(&map, &parsed.diagnostics), "");
    (map, parsed.value)
}

/// Words without a place.
pub fn words(text: &str) -> tree::Content {
    let words = text.split(' ').map(|w| Spanned::new(Text::new(w), Span::default())).collect();
    tree::Content::Words { negated: None, words: Words { words, span: Span::default() } }
}

/// The files of a folder of the corpus, by name.
pub fn corpus(folder: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = fs::read_dir(format!("{CASES}/{folder}"))
        .expect("the corpus")
        .map(|f| f.expect("a file").path())
        .map(|p| (p.file_stem().expect("a name").to_string_lossy().into_owned(), fs::read_to_string(p).expect("text")))
        .collect();
    files.sort();
    files
}

/// Where the snapshots are.
pub fn snapshots() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/record/snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings
}

/// Complaints with the words that they point at.
pub fn show(map: &SourceMap, diagnostics: &[Diagnostic]) -> String {
    let mut out = String::new();
    for d in diagnostics {
        let severity = if d.is_error() { "error" } else { "warning" };
        out.push_str(&format!("{severity}[{}]: {}\n", d.code, d.message));
        for label in &d.labels {
            let (line, column) = map.position(label.span);
            out.push_str(&format!("  {line}:{column} `{}` {}\n", map.slice(label.span), label.text));
        }
        if let Some(help) = &d.help {
            out.push_str(&format!("  help: {help}\n"));
        }
    }
    out
}

fn load() -> Rulebook {
    let mut map = SourceMap::default();
    let file = map.add("pack.law", fs::read_to_string(format!("{CASES}/pack.law")).expect("the pack"));
    let parsed = parse_law(&map, file, &Limits::default());
    assert_eq!(show(&map, &parsed.diagnostics), "");
    let built = caroline::rulebook::build(&[(file, parsed.value)]);
    assert!(built.is_usable(), "{}", show(&map, &built.diagnostics));
    built.rulebook
}
