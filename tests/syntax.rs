//! The parser and the formatter against their corpus, the grammar page and the pages on codes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use caroline::diagnostic::Diagnostic;
use caroline::format::{format_case, format_law, print_case};
use caroline::source::{FileId, SourceMap};
use caroline::syntax::tree::{CaseItem, Content, Item, PatternPart, ProvisionDecl, Test};
use caroline::syntax::{CODES, Limits, decode, parse_case, parse_content, parse_law, spelling};
use proptest::prelude::*;

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn files(folder: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(root(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e != "snap" && e != "new"));
    files.sort();
    files
}

fn diagnostics(map: &SourceMap, file: FileId) -> Vec<Diagnostic> {
    let limits = Limits::default();
    match map.get(file).unwrap().name.ends_with(".case") {
        true => parse_case(map, file, &limits).diagnostics,
        false => parse_law(map, file, &limits).diagnostics,
    }
}

fn format(name: &str, text: &str) -> Result<String, Vec<Diagnostic>> {
    let mut map = SourceMap::default();
    let file = map.add(name, text);
    match name.ends_with(".case") {
        true => format_case(&map, file, &Limits::default()),
        false => format_law(&map, file, &Limits::default()),
    }
}

fn check(name: &str, text: &str) -> (SourceMap, Vec<Diagnostic>) {
    let mut map = SourceMap::default();
    let file = map.add(name, text);
    let found = diagnostics(&map, file);
    (map, found)
}

fn codes(diagnostics: &[Diagnostic]) -> Vec<&'static str> {
    diagnostics.iter().map(|d| d.code).collect()
}

/// The source line, what is underlined, and all words of each diagnostic.
fn show(map: &SourceMap, diagnostics: &[Diagnostic]) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        let (line, column) = map.position(diagnostic.span());
        writeln!(out, "{line}:{column} {}\n{}", diagnostic.code, diagnostic.message).unwrap();
        for label in &diagnostic.labels {
            let (line, column) = map.position(label.span);
            let text = map.get(label.span.file).unwrap().text.lines().nth(line - 1).unwrap_or("");
            let marks = map.slice(label.span).chars().take_while(|c| *c != '\n').count().max(1);
            writeln!(out, "  | {text}\n  | {}{} {}", " ".repeat(column - 1), "^".repeat(marks), label.text).unwrap();
        }
        writeln!(out, "help: {}\n", diagnostic.help.as_deref().unwrap_or("-")).unwrap();
    }
    out
}

#[test]
fn grammar_page_and_spelling_table_agree() {
    let grammar = fs::read_to_string(root("grammar/caroline.ebnf")).unwrap();
    let mut quoted = BTreeSet::new();
    let mut rest = grammar.as_str();
    while let Some(at) = rest.find(['"', '(']) {
        if let Some(comment) = rest[at..].strip_prefix("(*") {
            rest = comment.split_once("*)").expect("a comment has an end").1;
        } else if let Some(text) = rest[at..].strip_prefix('"') {
            let (text, after) = text.split_once('"').expect("a quotation has an end");
            quoted.insert(text);
            rest = after;
        } else {
            rest = &rest[at + 1..];
        }
    }
    let table: BTreeSet<&str> = spelling::all().collect();
    let missing: Vec<_> = table.symmetric_difference(&quoted).collect();
    assert!(missing.is_empty(), "in one only: {missing:?}");
}

#[test]
fn good_files_have_no_diagnostics_and_format_stably() {
    for path in files("tests/cases/syntax/ok") {
        let name = path.file_name().unwrap().to_str().unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let (map, found) = check(name, &text);
        assert!(found.is_empty(), "{name}:\n{}", show(&map, &found));
        let once = format(name, &text).unwrap_or_else(|d| panic!("{name}: {d:?}"));
        assert_eq!(format(name, &once).unwrap(), once, "{name}");
        let long = once.lines().filter(|l| l.chars().count() > 110 && !l.contains(['"', '#'])).count();
        assert_eq!(long, 0, "{name}:\n{once}");
        snapshot("ok", name, &once);
    }
}

fn snapshot(folder: &str, name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root("tests/cases/syntax").join(folder));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn bad_files_give_the_expected_codes() {
    let mut wrong = String::new();
    for path in files("tests/cases/syntax/err") {
        let name = path.file_name().unwrap().to_str().unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let expected: Vec<&str> = text.lines().map_while(|line| line.strip_prefix("# expect: ")).collect();
        let (map, found) = check(name, &text);
        if codes(&found) != expected {
            writeln!(wrong, "{name}: expected {expected:?}, found\n{}", show(&map, &found)).unwrap();
        }
        assert!(found.iter().all(|d| d.help.is_some()), "{name}: every error says what to do");
        assert!(found.iter().all(|d| !d.message.ends_with('.')), "{name}: no full stop");
        assert!(format(name, &text).is_err(), "{name}: a file with errors is not formatted");
        snapshot("err", name, &show(&map, &found));
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// The fenced blocks of a page with the word after the fence.
fn examples(page: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let ticks = line.chars().take_while(|c| *c == '`').count();
        if ticks >= 3 {
            let body: Vec<&str> = lines.by_ref().take_while(|l| *l != &line[..ticks]).collect();
            found.push((line[ticks..].to_owned(), body.join("\n") + "\n"));
        }
    }
    found
}

#[test]
fn every_code_has_a_page_whose_examples_are_true() {
    let pages: BTreeMap<String, String> = files("docs/codes/syntax")
        .into_iter()
        .map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(path).unwrap()))
        .collect();
    let known: BTreeSet<&str> = CODES.iter().filter_map(|code| code.strip_prefix("syntax/")).collect();
    assert_eq!(known.len(), CODES.len(), "each code once");
    assert_eq!(pages.keys().map(String::as_str).collect::<BTreeSet<_>>(), known);
    let prose = ["file-too-large", "format-changed", "nested-too-deep", "not-utf8", "too-many-errors"];
    for (code, page) in &pages {
        for part in ["# ", "\n## Example\n", "\n## Why\n", "\n## Fix\n"] {
            assert!(page.contains(part), "{code} lacks {part}");
        }
        let examples = examples(page);
        if prose.contains(&code.as_str()) {
            continue;
        }
        let [bad, good] = &examples[..] else { panic!("{code}: a bad and a good example") };
        let name = |fence: &str| format!("example.{}", if fence == "markdown" { "law.md" } else { fence });
        let (map, found) = check(&name(&bad.0), &bad.1);
        assert_eq!(codes(&found), [format!("syntax/{code}")], "{code}:\n{}", show(&map, &found));
        let (map, found) = check(&name(&good.0), &good.1);
        assert!(found.is_empty(), "{code}:\n{}", show(&map, &found));
    }
}

fn provision(text: &str) -> ProvisionDecl {
    let mut map = SourceMap::default();
    let file = map.add("test.law", text);
    let parsed = parse_law(&map, file, &Limits::default());
    assert!(parsed.diagnostics.is_empty(), "{}", show(&map, &parsed.diagnostics));
    match parsed.value.items.into_iter().next() {
        Some(Item::Provision(decl)) => *decl,
        other => panic!("{other:?}"),
    }
}

fn words(words: &caroline::syntax::tree::Words) -> String {
    words.words.iter().map(|w| w.value.as_str()).collect::<Vec<_>>().join(" ")
}

#[test]
fn children_belong_to_the_innermost_opener() {
    let rule = provision("rule r\n  <person P> is x\n  when some group G where any of\n    P is a\n    P is b\n");
    let when = rule.when.unwrap();
    let [condition] = &when.conditions[..] else { panic!() };
    let Test::Some(binders, body) = &condition.test else { panic!() };
    assert_eq!(binders[0].variable.value, "G");
    let Test::Any(inner) = &body.conditions[0].test else { panic!() };
    assert_eq!(inner.conditions.len(), 2);
}

#[test]
fn then_belongs_to_every() {
    let rule = provision(
        "rule r\n  <vessel V> is x\n  when\n    every person P where\n      P is aboard V\n    then\n      P is a\n      P is b\n    V is y\n",
    );
    let when = rule.when.unwrap();
    assert_eq!(when.conditions.len(), 2);
    let Test::Every(_, body, then) = &when.conditions[0].test else { panic!() };
    assert_eq!((body.conditions.len(), then.conditions.len()), (1, 2));
}

#[test]
fn labels_negations_and_citations_are_taken_off_the_words() {
    let rule = provision(
        "rule r\n  <person P> is x\n  when\n    (belligerent nexus) not P is a, b\n      and c [api 41(2), 42, \"part IV\", ca2(1)]\n",
    );
    let condition = &rule.when.unwrap().conditions[0];
    assert_eq!(condition.label.as_ref().unwrap().value, "belligerent nexus");
    let Test::Words { negated: Some(_), words: sentence } = &condition.test else { panic!() };
    assert_eq!(words(sentence), "P is a , b and c");
    let cites: Vec<(Option<&str>, Vec<&str>)> = condition
        .cites
        .iter()
        .map(|c| (c.source.as_ref().map(|s| s.value.as_str()), c.pins.iter().map(|p| p.text.as_str()).collect()))
        .collect();
    let expected =
        [(Some("api"), vec!["41(2)"]), (None, vec!["42"]), (None, vec!["part IV"]), (Some("ca2"), vec!["(1)"])];
    assert_eq!(cites, expected);
}

#[test]
fn heads_have_slots_and_commas() {
    let norm =
        provision("prohibition n\n  <state S> must not make <person or group P>, who is <Q>, x\n  breached when a\n");
    let parts = norm.head.unwrap().pattern.parts;
    let text: Vec<String> = parts
        .iter()
        .map(|part| match part {
            PatternPart::Word(word) => word.value.to_string(),
            PatternPart::Slot(slot) => format!("{}:{}", slot.kinds.len(), slot.variable.as_ref().unwrap().value),
        })
        .collect();
    assert_eq!(text.join(" "), "1:S must not make 2:P , who is 0:Q , x");
}

#[test]
fn spans_of_literate_files_are_those_of_the_markdown() {
    let text = "# Title\n\n- item\n\n  ```law\n  kind person\n  ```\n";
    let mut map = SourceMap::default();
    let file = map.add("x.law.md", text);
    let parsed = parse_law(&map, file, &Limits::default());
    let [Item::Kind(kind)] = &parsed.value.items[..] else { panic!() };
    assert_eq!((map.slice(kind.id.span), map.position(kind.id.span)), ("person", (6, 8)));
}

#[test]
fn a_broken_line_costs_only_itself() {
    let text =
        "rule r\n  <person P> is x\n  under api art 3\n  whne a\n  when\n    P is tired.\n    P is b\nkind person\n";
    let mut map = SourceMap::default();
    let file = map.add("x.law", text);
    let parsed = parse_law(&map, file, &Limits::default());
    assert_eq!(parsed.diagnostics.len(), 3);
    assert_eq!(parsed.value.items.len(), 2);
    let Item::Provision(rule) = &parsed.value.items[0] else { panic!() };
    assert_eq!(rule.when.as_ref().unwrap().conditions.len(), 1);
}

#[test]
fn one_sentence_or_claim_is_read_alone() {
    let read = |text: &str| {
        let mut map = SourceMap::default();
        let file = map.add("argument", text);
        parse_content(&map, file, &Limits::default())
    };
    assert!(matches!(read("not Crew is dead").value, Some(Content::Words { negated: Some(_), .. })));
    assert!(matches!(read("breach of x by USA").value, Some(Content::Claim(_))));
    for wrong in ["", "Crew is dead: yes", "breach of x by", "\"", "[api 3]", "<person P>"] {
        assert!(!read(wrong).diagnostics.is_empty(), "{wrong}");
    }
}

#[test]
fn bytes_are_decoded() {
    let limits = Limits::default();
    let mut map = SourceMap::default();
    let (file, found) = decode(&mut map, "a.law", b"\xef\xbb\xbfkind person\r\n\r\nkind place\r\n", &limits);
    assert!(found.is_empty());
    assert_eq!(parse_law(&map, file, &limits).value.items.len(), 2);
    let (file, found) = decode(&mut map, "b.law", b"kind person\n# caf\xe9\n", &limits);
    assert_eq!((codes(&found), map.position(found[0].span())), (vec!["syntax/not-utf8"], (2, 6)));
    assert_eq!(map.slice(found[0].span()), "\u{fffd}");
    assert_eq!(map.get(file).unwrap().name, "b.law");
    let (_, found) = decode(&mut map, "c.law", &vec![b'x'; limits.max_bytes + 1], &limits);
    assert_eq!(codes(&found), ["syntax/file-too-large"]);
}

#[test]
fn line_ends_of_windows_are_kept() {
    for name in ["a.law", "a.law.md"] {
        let body = "rule r\r\n    <person P> is x\r\n    when a b\r\n\r\n\r\nkind person\r\n";
        let text = if name == "a.law" { body.to_owned() } else { format!("# T\r\n\r\n```law\r\n{body}```\r\n") };
        let out = format(name, &text).unwrap();
        assert!(out.contains("rule r\r\n  <person P> is x\r\n  when a b\r\n\r\nkind person\r\n"), "{out:?}");
        assert!(!out.replace("\r\n", "").contains('\n'), "{out:?}");
    }
}

#[test]
fn a_printed_case_reads_as_the_same_case() {
    for path in files("tests/cases/syntax/ok").iter().filter(|p| p.extension().is_some_and(|e| e == "case")) {
        let mut map = SourceMap::default();
        let file = map.add("a.case", fs::read_to_string(path).unwrap());
        let case = parse_case(&map, file, &Limits::default()).value;
        let printed = print_case(&case);
        let file = map.add("b.case", printed.as_str());
        let again = parse_case(&map, file, &Limits::default());
        assert!(again.diagnostics.is_empty(), "{printed}");
        assert_eq!(again.value.items.len(), case.items.len());
        assert_eq!(print_case(&again.value), printed);
        let count = |case: &caroline::syntax::tree::CaseFile| {
            case.items.iter().map(|i| if let CaseItem::Evidence(b) = i { b.statements.len() } else { 1 }).sum::<usize>()
        };
        assert_eq!(count(&again.value), count(&case));
    }
}

#[test]
fn hostile_files_are_answered_quickly() {
    let nested: String = (0..10_000).map(|n| format!("{}all of\n", " ".repeat(n.min(300)))).collect();
    let inline = format!("rule r\n  x\n  when {}a\n", "some person P where ".repeat(50_000));
    let brackets = format!("rule r\n  x\n  when {}\n", "(a [b ".repeat(100_000));
    let hostile = [
        ("deep.law", nested.clone(), "syntax/nested-too-deep"),
        ("deep.case", format!("incident x\nestablished\n{nested}"), "syntax/nested-too-deep"),
        ("inline.law", inline, "syntax/nested-too-deep"),
        ("brackets.law", brackets, "syntax/unclosed-bracket"),
        ("word.law", "x".repeat(1_000_000), "syntax/unknown-keyword"),
        ("words.law", "rule ".repeat(200_000), "syntax/unexpected-words"),
        ("noise.law", "\u{1}]<\"a, :[\n\t".repeat(300_000), "syntax/too-many-errors"),
        ("large.law", "kind x\n".repeat(1_500_000), "syntax/file-too-large"),
        ("quotes.law.md", "> - ```law\n> - \"x\n".repeat(30_000), "syntax/fence-unclosed"),
    ];
    for (name, text, code) in hostile {
        let begun = Instant::now();
        let (_, found) = check(name, &text);
        assert!(begun.elapsed() < Duration::from_secs(3), "{name}: {:?}", begun.elapsed());
        assert!(codes(&found).contains(&code), "{name}: {:?}", &found[..found.len().min(3)]);
        assert!(found.len() <= Limits::default().max_diagnostics + 1);
    }
}

/// All characters but blanks.
fn dense(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn formatting_loses_no_character() {
    for path in files("tests/cases/syntax/ok") {
        let text = fs::read_to_string(&path).unwrap();
        if !text.contains('“') {
            let name = path.file_name().unwrap().to_str().unwrap();
            assert_eq!(dense(&format(name, &text).unwrap()), dense(&text), "{name}");
        }
    }
}

/// The texts of the corpus, good and bad.
fn corpus() -> Vec<(String, String)> {
    ["tests/cases/syntax/ok", "tests/cases/syntax/err"]
        .into_iter()
        .flat_map(files)
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(path).unwrap()))
        .collect()
}

/// Words and marks of the language in any order.
fn soup() -> impl Strategy<Value = String> {
    let words: Vec<&'static str> = spelling::all()
        .chain([
            "\n",
            "\n  ",
            "\n    ",
            "\n      ",
            "\"",
            "\"x\"",
            "“y”",
            "# c",
            "P",
            "some-id",
            "(a)",
            "1977-02-30",
            "é",
            "\t",
        ])
        .collect();
    prop::collection::vec(prop::sample::select(words), 0..60).prop_map(|words| words.join(" "))
}

/// Whatever the text is, parsing ends, spans fit, and what can be formatted keeps its characters and is stable.
fn holds(name: &str, text: &str) {
    let (map, found) = check(name, text);
    for diagnostic in &found {
        assert!(CODES.contains(&diagnostic.code));
        for label in &diagnostic.labels {
            let range = label.span.range();
            assert!(range.start <= range.end && map.get(label.span.file).unwrap().text.get(range).is_some());
        }
    }
    match format(name, text) {
        Ok(once) => {
            assert!(found.is_empty());
            assert_eq!(format(name, &once).unwrap(), once);
        }
        // A block in an oddly indented list or quotation is left alone.
        Err(refused) if name.ends_with(".md") && codes(&refused) == ["syntax/format-changed"] => {}
        Err(refused) => assert_eq!(codes(&refused), codes(&found), "{}", show(&map, &refused)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_text_is_read(text in any::<String>()) {
        for name in ["a.law", "a.case", "a.law.md"] {
            holds(name, &text);
        }
    }

    #[test]
    fn random_words_are_read(text in soup()) {
        holds("a.law", &text);
        holds("a.case", &text);
        holds("a.case", &format!("incident x\nestablished\n  {text}"));
        holds("a.law", &format!("rule x\n  <person P> is x\n  when\n    {text}"));
    }

    #[test]
    fn changed_files_are_read(
        file in prop::sample::select(corpus()),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0usize..12, soup()), 1..4),
    ) {
        let (name, mut text) = file;
        for (at, length, insert) in cuts {
            let chars: Vec<char> = text.chars().collect();
            let at = at.index(chars.len() + 1);
            let end = (at + length).min(chars.len());
            let words: String = insert.chars().take(length * 3).collect();
            text = chars[..at].iter().collect::<String>() + &words + &chars[end..].iter().collect::<String>();
        }
        holds(&name, &text);
    }
}
