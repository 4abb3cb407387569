//! The rulebook stage against its corpus and the pages on its codes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use caroline::diagnostic::Diagnostic;
use caroline::rulebook::load::Library;
use caroline::rulebook::{Built, build};
use caroline::source::SourceMap;
use caroline::syntax::{Limits, parse_law};

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn show(map: &SourceMap, diagnostics: &[Diagnostic]) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        let (line, column) = map.position(diagnostic.span());
        writeln!(out, "{line}:{column} {}\n{}", diagnostic.code, diagnostic.message).unwrap();
        for label in &diagnostic.labels {
            let (line, column) = map.position(label.span);
            let text = map.get(label.span.file).map_or("", |f| f.text.lines().nth(line - 1).unwrap_or(""));
            let marks = map.slice(label.span).chars().take_while(|c| *c != '\n').count().max(1);
            writeln!(out, "  | {text}\n  | {}{} {}", " ".repeat(column - 1), "^".repeat(marks), label.text).unwrap();
        }
        writeln!(out, "help: {}\n", diagnostic.help.as_deref().unwrap_or("-")).unwrap();
    }
    out
}

#[test]
fn probe() {
    let Ok(dir) = std::env::var("PROBE") else { return };
    let mut library = Library::default();
    let mut wanted = Vec::new();
    let mut folders: Vec<PathBuf> = fs::read_dir(&dir).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_dir()).collect();
    folders.sort();
    for folder in folders {
        let pack = folder.file_name().unwrap().to_str().unwrap().to_owned();
        for file in fs::read_dir(&folder).unwrap() {
            let path = file.unwrap().path();
            let name = path.to_str().unwrap().to_owned();
            if name.ends_with(".law") || name.ends_with(".law.md") {
                library.add_pack_file(&pack, name, fs::read_to_string(&path).unwrap());
            }
        }
        wanted.push(pack.as_str().into());
    }
    let mut map = SourceMap::default();
    let start = Instant::now();
    let built = library.load(&mut map, &wanted, &Limits::default());
    let took = start.elapsed();
    println!("{}", show(&map, &built.diagnostics));
    println!(
        "{took:?}: {} sentences, {} provisions, {} sources, {} diagnostics",
        built.rulebook.sentences.len(),
        built.rulebook.provisions.len(),
        built.rulebook.sources.len(),
        built.diagnostics.len()
    );
}
