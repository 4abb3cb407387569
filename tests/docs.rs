//! Runs every example of the documents.
//!
//! A block of rules, a case or a record as JSON is read, resolved and judged, and must draw no diagnostics and meet its
//! expectations. Blocks of one document build on each other: a block that begins with `pack` or `part of` opens a new
//! rule file, one that begins with `incident` a new case, and any other block goes on with the latest. In Markdown
//! blocks rules stand as in a `.law.md` file. A comment before a block says what else is the matter with it:
//!
//! - `<!-- expect: CODE … -->`: it draws these diagnostics, and what follows goes on without it;
//! - `<!-- message -->` before a `text` block: the first diagnostic of the block before reads so.
//!
//! A `text` block that begins with `$` is a session: the command is run where the files of the document lie, and prints
//! the lines below it. A line `…` stands for any number of lines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use caroline::diagnostic::Diagnostic;
use caroline::engine::{Evaluation, Limits, Plan};
use caroline::opinion::expect;
use caroline::record::{self, json};
use caroline::rulebook::load::Library;
use caroline::source::SourceMap;
use caroline::syntax::spelling::{Keyword, Spelled, all};
use caroline::syntax::{self, parse_case};

const DOCUMENTS: [&str; 6] =
    ["README.md", "CHANGELOG.md", "docs/language.md", "docs/architecture.md", "docs/design.md", "docs/casebook.md"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A fenced block with the comment before it.
#[derive(Default)]
struct Block {
    kind: String,
    text: String,
    comment: String,
    line: usize,
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, Block)> = None;
    let mut comment = String::new();
    for (number, line) in text.lines().enumerate() {
        if let Some((fence, block)) = &mut open {
            if line.trim_end() == fence {
                blocks.extend(open.take().map(|(_, b)| b));
            } else {
                block.text.push_str(line);
                block.text.push('\n');
            }
        } else if line.starts_with("```") {
            let fence: String = line.chars().take_while(|c| *c == '`').collect();
            let kind = line.trim_start_matches('`').trim().to_owned();
            open = Some((
                fence,
                Block { kind, line: number + 1, comment: std::mem::take(&mut comment), ..Block::default() },
            ));
        } else if let Some(inside) = line.strip_prefix("<!--").and_then(|l| l.strip_suffix("-->")) {
            inside.trim().clone_into(&mut comment);
        } else if !line.is_empty() {
            comment.clear();
        }
    }
    assert!(open.is_none(), "a block is not closed");
    blocks
}

/// A rule file of a document.
#[derive(Clone)]
struct Rules {
    pack: String,
    name: String,
    text: String,
}

/// What the blocks of a document have built so far.
#[derive(Default)]
struct Document {
    rules: Vec<Rules>,
    case: String,
    /// The first diagnostic of the block before, in words.
    message: String,
    /// What went wrong.
    faults: Vec<String>,
}

fn opens_file(text: &str) -> Option<&str> {
    let mut words = text.lines().find(|l| !l.is_empty() && !l.starts_with('#'))?.split_whitespace();
    match (words.next(), words.next(), words.next()) {
        (Some("pack"), Some(id), _) | (Some("part"), Some("of"), Some(id)) => Some(id),
        _ => None,
    }
}

fn with_law(rules: &[Rules], block: &Block) -> Vec<Rules> {
    let mut rules = rules.to_vec();
    let literate = block.kind == "markdown";
    let inside = if literate { blocks(&block.text).into_iter().map(|b| b.text).collect() } else { block.text.clone() };
    if let Some(pack) = opens_file(&inside) {
        let of_pack = rules.iter().filter(|r| r.pack == pack).count();
        let number = if of_pack == 0 { String::new() } else { format!("-{}", of_pack + 1) };
        let name = format!("{pack}{number}.law{}", if literate { ".md" } else { "" });
        rules.push(Rules { pack: pack.to_owned(), name, text: block.text.clone() });
    } else if let Some(last) = rules.last_mut() {
        last.text.push('\n');
        last.text.push_str(&block.text);
    }
    rules
}

fn library(rules: &[Rules]) -> Library {
    let mut library = Library::bundled();
    for file in rules {
        library.add_pack_file(&file.pack, file.name.as_str(), file.text.clone());
    }
    library
}

/// The diagnostics of the latest pack.
fn law(rules: &[Rules]) -> Vec<Diagnostic> {
    let Some(last) = rules.last() else { return Vec::new() };
    let mut map = SourceMap::default();
    let built = library(rules).load(&mut map, &[last.pack.as_str().into()], &syntax::Limits::default());
    let own = |d: &Diagnostic| map.get(d.span().file).is_none_or(|f| rules.iter().any(|r| r.name == f.name));
    built.diagnostics.into_iter().filter(|d| d.is_error() || own(d)).collect()
}

/// The diagnostics of a case, and the expectations that are not met.
fn case(rules: &[Rules], text: &str, as_json: bool) -> (Vec<Diagnostic>, Vec<String>) {
    let mut map = SourceMap::default();
    let limits = syntax::Limits::default();
    let file = map.add("a.case", text);
    let parsed = if as_json { json::parse_json(&map, file, &limits) } else { parse_case(&map, file, &limits) };
    if parsed.diagnostics.iter().any(Diagnostic::is_error) {
        return (parsed.diagnostics, Vec::new());
    }
    let wanted: Vec<_> = parsed.value.incident.iter().flat_map(|i| &i.uses).map(|u| u.value.clone()).collect();
    let law = library(rules).load(&mut map, &wanted, &limits);
    let errors: Vec<Diagnostic> = law.diagnostics.iter().filter(|d| d.is_error()).cloned().collect();
    if !errors.is_empty() {
        return (errors, Vec::new());
    }
    let built = record::build(&law.rulebook, &parsed.value);
    if built.diagnostics.iter().any(Diagnostic::is_error) {
        return (built.diagnostics, Vec::new());
    }
    let plan = Plan::new(&law.rulebook);
    let mut evaluation = Evaluation::new(&law.rulebook, &plan, &built.record, Limits::default()).unwrap();
    let results = expect::check(&mut evaluation).unwrap();
    let missed = results.iter().filter(|r| !r.met).map(|r| {
        let expectation = &built.record.expectations[r.index];
        let line = map.slice(expectation.span).to_owned();
        format!("`{line}` is {:?}, on {:?}: {}", r.found, r.turns_on, r.robustness)
    });
    (built.diagnostics, missed.collect())
}

impl Document {
    fn run(&mut self, block: &Block) {
        match block.kind.as_str() {
            "law" | "markdown" => {
                let rules = with_law(&self.rules, block);
                if self.diagnostics(block, &law(&rules)) {
                    self.rules = rules;
                }
            }
            "case" => {
                let new = block.text.starts_with("incident") || block.text.starts_with('#');
                let text = if new { block.text.clone() } else { format!("{}\n{}", self.case, block.text) };
                let (diagnostics, missed) = case(&self.rules, &text, false);
                self.missed(block, missed);
                if self.diagnostics(block, &diagnostics) {
                    self.case = text;
                }
            }
            "json" => {
                let (diagnostics, missed) = case(&self.rules, &block.text, true);
                self.missed(block, missed);
                self.diagnostics(block, &diagnostics);
            }
            "text" if block.comment == "message" => {
                if self.message.trim_end() != block.text.trim_end() {
                    self.faults.push(format!("line {}: the message reads\n{}", block.line, self.message));
                }
            }
            "text" if block.text.starts_with('$') => self.session(block),
            "text" | "sh" | "" => {}
            other => self.faults.push(format!("line {}: a block of `{other}` is not known", block.line)),
        }
    }

    fn missed(&mut self, block: &Block, missed: Vec<String>) {
        self.faults.extend(missed.into_iter().map(|m| format!("line {}: {m}", block.line)));
    }

    /// Compares diagnostics with those that are expected; whether the block is kept.
    fn diagnostics(&mut self, block: &Block, found: &[Diagnostic]) -> bool {
        let expected: Vec<&str> = match block.comment.strip_prefix("expect:") {
            Some(codes) => codes.split_whitespace().collect(),
            None => Vec::new(),
        };
        let codes: Vec<&str> = found.iter().map(|d| d.code).collect();
        self.message = found.first().map(in_words).unwrap_or_default();
        if codes != expected {
            let said: Vec<String> = found.iter().map(in_words).collect();
            self.faults.push(format!(
                "line {}: expected {expected:?}, found {codes:?}\n{}",
                block.line,
                said.join("\n")
            ));
        }
        expected.is_empty()
    }

    /// Runs the commands of a session and compares what they print.
    fn session(&mut self, block: &Block) {
        let folder = tempfile::tempdir().unwrap();
        for file in &self.rules {
            fs::write(folder.path().join(&file.name), &file.text).unwrap();
        }
        if let Some(id) = self.case.split_whitespace().nth(1) {
            fs::write(folder.path().join(format!("{id}.case")), &self.case).unwrap();
        }
        for session in block.text.split("$ ").skip(1) {
            let (command, wanted) = session.split_once('\n').unwrap();
            let output = run(command, folder.path());
            if !agrees(wanted.trim_end(), output.trim_end()) {
                self.faults.push(format!("line {}: `{command}` prints\n{output}", block.line));
            }
        }
    }
}

fn in_words(diagnostic: &Diagnostic) -> String {
    let help = diagnostic.help.as_ref().map(|h| format!("\n  help: {h}")).unwrap_or_default();
    format!("{}: {}{help}", diagnostic.code, diagnostic.message)
}

/// What a command prints: `cargo run … --` in the folder of the project, `caroline` where the document's files lie.
fn run(command: &str, folder: &Path) -> String {
    let (words, folder) = match command.split_once(" -- ") {
        Some((_, words)) if command.starts_with("cargo run") => (words, root()),
        _ => (command.strip_prefix("caroline ").unwrap_or_else(|| panic!("`{command}` cannot be run")), folder),
    };
    let quoted = words.split('"').enumerate();
    let words = quoted.flat_map(|(i, part)| if i % 2 == 1 { vec![part] } else { part.split_whitespace().collect() });
    let output = Command::new(env!("CARGO_BIN_EXE_caroline")).args(words).current_dir(folder).output().unwrap();
    String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
}

/// Whether the output has the wanted lines, `…` standing for any number of lines.
fn agrees(wanted: &str, output: &str) -> bool {
    let lines = |text: &str| text.lines().map(|l| l.trim_end().to_owned()).collect::<Vec<_>>();
    let (wanted, output) = (lines(wanted), lines(output));
    let parts: Vec<&[String]> = wanted.split(|l| l.trim() == "…").collect();
    let mut at = 0;
    for (i, part) in parts.iter().enumerate() {
        let fits = |start: &usize| output.get(*start..*start + part.len()).is_some_and(|o| o == *part);
        let last = i + 1 == parts.len();
        let found = match i {
            0 => Some(0).filter(fits),
            _ if last => output.len().checked_sub(part.len()).filter(|s| *s >= at).filter(fits),
            _ => (at..output.len()).find(fits),
        };
        let Some(found) = found else { return false };
        at = found + part.len();
    }
    parts.len() > 1 || at == output.len()
}

#[test]
fn every_example_runs() {
    let mut faults = Vec::new();
    for name in DOCUMENTS {
        let mut document = Document::default();
        for block in blocks(&fs::read_to_string(root().join(name)).unwrap()) {
            document.run(&block);
        }
        faults.extend(document.faults.iter().map(|f| format!("{name}, {f}")));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

#[test]
fn the_reference_shows_every_word_of_the_language() {
    let text = fs::read_to_string(root().join("docs/language.md")).unwrap();
    let examples: String = blocks(&text)
        .into_iter()
        .filter(|b| matches!(b.kind.as_str(), "law" | "case" | "markdown"))
        .map(|b| b.text + "\n")
        .collect();
    let has = |text: &str, word: &str| {
        let border = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '-');
        text.match_indices(word)
            .any(|(at, _)| border(text[..at].chars().next_back()) && border(text[at + word.len()..].chars().next()))
    };
    let missing: Vec<&str> = Keyword::ALL.iter().map(|(_, word)| *word).filter(|w| !has(&examples, w)).collect();
    assert!(missing.is_empty(), "no example has {missing:?}");
    let missing: Vec<&str> = all().filter(|w| !text.contains(w)).collect();
    assert!(missing.is_empty(), "the reference does not name {missing:?}");
}

#[test]
fn links_lead_somewhere() {
    for name in DOCUMENTS {
        let path: PathBuf = root().join(name);
        let text = fs::read_to_string(&path).unwrap();
        for link in text.split("](").skip(1).filter_map(|l| l.split(')').next()) {
            let file = link.split('#').next().unwrap_or("");
            if !file.is_empty() && !link.contains("://") {
                assert!(path.parent().unwrap().join(file).exists(), "{name} links to {link}, which is not there");
            }
        }
    }
}
