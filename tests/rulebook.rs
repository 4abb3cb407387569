//! The rulebook stage against its corpus and the pages on its codes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::print_stdout, clippy::wildcard_enum_match_arm)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use caroline::diagnostic::Diagnostic;
use caroline::rulebook::comparison::{Relation, comparisons};
use caroline::rulebook::kinds::KindSet;
use caroline::rulebook::load::Library;
use caroline::rulebook::matching::{Arg, Match};
use caroline::rulebook::model::{Comparison, Operand, Rulebook, SentenceKind, Test, VarId};
use caroline::rulebook::units::quantity;
use caroline::rulebook::{Built, CODES, Filler, build, norm_args};
use caroline::source::{SourceMap, Span, Spanned, Text};
use caroline::syntax::tree::Ident;
use caroline::syntax::{Limits, parse_law};
use proptest::prelude::*;

/// Codes whose example would be too long for a page, or needs a folder.
const SKETCHED: [&str; 6] = [
    "rulebook/chain-too-long",
    "rulebook/other-folder",
    "rulebook/sentence-too-long",
    "rulebook/too-many-kinds",
    "rulebook/too-many-sources",
    "rulebook/too-many-variables",
];

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(root(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == extension));
    files.sort();
    files
}

/// Builds the texts, each a file; none may have a syntax error.
fn built<'t>(texts: impl IntoIterator<Item = &'t str>) -> (SourceMap, Built) {
    let mut map = SourceMap::default();
    let mut files = Vec::new();
    for (at, text) in texts.into_iter().enumerate() {
        let id = map.add(format!("{at}.law"), text);
        let parsed = parse_law(&map, id, &Limits::default());
        assert!(parsed.diagnostics.is_empty(), "{}", show(&map, &parsed.diagnostics));
        files.push((id, parsed.value));
    }
    let built = build(&files);
    (map, built)
}

/// The rulebook of a text without a header; there must be no errors.
fn book(text: &str) -> Rulebook {
    let (map, built) = built([format!("pack example\n{text}").as_str()]);
    assert!(built.is_usable(), "{}", show(&map, &built.diagnostics));
    built.rulebook
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
            let text = map.get(label.span.file).map_or("", |f| f.text.lines().nth(line - 1).unwrap_or(""));
            let marks = map.slice(label.span).chars().take_while(|c| *c != '\n').count().max(1);
            writeln!(out, "  | {text}\n  | {}{} {}", " ".repeat(column - 1), "^".repeat(marks), label.text).unwrap();
        }
        writeln!(out, "help: {}\n", diagnostic.help.as_deref().unwrap_or("-")).unwrap();
    }
    out
}

#[test]
fn good_files_build_without_a_word() {
    for path in files("tests/cases/rulebook/ok", "law") {
        let text = fs::read_to_string(&path).unwrap();
        let (map, built) = built(text.split("# file\n"));
        assert!(built.diagnostics.is_empty(), "{}\n{}", path.display(), show(&map, &built.diagnostics));
    }
}

#[test]
fn bad_files_get_the_expected_diagnostics() {
    let mut produced = BTreeSet::new();
    let mut wrong = String::new();
    for path in files("tests/cases/rulebook/err", "law") {
        let text = fs::read_to_string(&path).unwrap();
        let expected: Vec<&str> = text.lines().filter_map(|l| l.strip_prefix("# expect: ")).collect();
        let (map, built) = built(text.split("# file\n"));
        let shown = show(&map, &built.diagnostics);
        if codes(&built.diagnostics) != expected {
            writeln!(wrong, "{}\n{shown}", path.display()).unwrap();
            continue;
        }
        assert!(built.diagnostics.iter().all(|d| d.help.is_some() && !d.labels[0].text.is_empty()), "{shown}");
        assert!(built.diagnostics.iter().all(|d| d.message.starts_with(|c: char| !c.is_uppercase())), "{shown}");
        produced.extend(expected.into_iter().map(str::to_owned));
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(root("tests/cases/rulebook/err"));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(name, shown));
    }
    assert!(wrong.is_empty(), "{wrong}");
    let missing: Vec<&&str> = CODES.iter().filter(|c| !produced.contains(**c) && !SKETCHED.contains(c)).collect();
    assert!(missing.is_empty(), "no file produces {missing:?}");
}

/// The blocks of rules between two headings of a page.
fn blocks(page: &str, from: &str, to: Option<&str>) -> Vec<String> {
    let part = page.split_once(from).unwrap().1;
    let part = to.map_or(part, |to| part.split_once(to).unwrap().0);
    part.split("```law\n").skip(1).map(|b| b.split("```").next().unwrap().to_owned()).collect()
}

#[test]
fn every_code_has_a_page_whose_examples_are_true() {
    let named: BTreeSet<String> = files("docs/codes/rulebook", "md")
        .iter()
        .map(|p| format!("rulebook/{}", p.file_stem().unwrap().to_str().unwrap()))
        .collect();
    assert_eq!(named, CODES.iter().map(|c| (*c).to_owned()).collect());
    for code in CODES {
        let page = fs::read_to_string(root(&format!("docs/codes/{code}.md"))).unwrap();
        assert!(page.starts_with("# "), "{code}");
        let good = blocks(&page, "## Fix", None);
        let (map, fine) = built(good.iter().map(String::as_str));
        assert!(fine.diagnostics.is_empty(), "{code}: the fix\n{}", show(&map, &fine.diagnostics));
        if SKETCHED.contains(&code) {
            continue;
        }
        let bad = blocks(&page, "## Example", Some("## Why"));
        let (map, wrong) = built(bad.iter().map(String::as_str));
        let found = codes(&wrong.diagnostics);
        assert!(!found.is_empty() && found.iter().all(|c| *c == code), "{code}\n{}", show(&map, &wrong.diagnostics));
    }
}

#[test]
fn limits_are_kept() {
    let many = |n: usize, line: &dyn Fn(usize) -> String| (0..n).map(line).collect::<String>();
    let chain = many(500, &|n| format!("rule r{n}\n  <person P> is at step {n}\n  when P is at step {}\n", n + 1));
    let words = many(201, &|n| format!(" w{n}"));
    let kinds = many(130, &|n| format!("kind k{n}\n"));
    let sources = many(40, &|n| format!("source s{n} treaty \"S\"\n"));
    let list = (0..40).map(|n| format!("s{n}")).collect::<Vec<_>>().join(", ");
    let binders = (0..70).map(|n| format!("some person P{n}")).collect::<Vec<_>>().join(" and ");
    let cases = [
        ("rulebook/chain-too-long", format!("kind person\nfact <person P> is at step 500\n{chain}")),
        ("rulebook/sentence-too-long", format!("kind person\nfact <person P> is{words}\n")),
        ("rulebook/too-many-kinds", kinds),
        ("rulebook/too-many-sources", format!("{sources}parties {list}\n  Ghana 1990-01-01\n")),
        (
            "rulebook/too-many-variables",
            format!(
                "kind person\nfact <person> is well\nrule r\n  all is well\n  when {binders} where\n    P0 is well\n"
            ),
        ),
    ];
    for (code, text) in cases {
        let (map, built) = built([format!("pack example\n{text}").as_str()]);
        let errors: Vec<Diagnostic> = built.diagnostics.into_iter().filter(Diagnostic::is_error).collect();
        assert_eq!(codes(&errors), [code], "{}", show(&map, &errors));
    }
}

const NORM: &str = "
kind actor
kind state is an actor
kind person
kind act
kind assistance is an act
source api treaty \"Protocol\"
relation <act A> is attributable to <actor X>
relation <act A> takes <person P>

prohibition help
  <state S> must not help <state T> in <act A> by <assistance B>
  under api 1
  breached when B is attributable to S

obligation free
  <state S> must free <person P>
  under api 2
  applies when some act A where
    A is attributable to S
    A takes P
  breached when some person Q and some act B where
    A takes Q
    B takes Q

exception prisoner
  to free
  under api 3
  when
    A takes P
    some person Q where
      B takes Q
";

#[test]
fn norms_have_their_variables_in_order() {
    let (_, built) = built([format!("pack example\n{NORM}").as_str()]);
    assert_eq!(codes(&built.diagnostics), ["rulebook/variable-rebound"], "Q stands already");
    let book = book(&NORM.replace("some person Q where\n      B takes Q", "B takes Q"));
    let norm = |id: &str| &book.provisions[book.provision_ids[id].index()];
    let names = |id: &str| norm(id).vars.iter().map(|v| v.name.to_string()).collect::<Vec<_>>();
    assert_eq!(names("help"), ["S", "T", "A", "B"]);
    assert_eq!(norm("help").act, Some(VarId(3)), "the act after `by`");
    assert_eq!(names("free"), ["S", "P", "A", "Q", "B"]);
    assert_eq!((norm("free").head_vars, norm("free").instance_vars), (2, 5));
    assert_eq!(norm("free").act, Some(VarId(2)), "no act in the sentence: the first one bound");
    assert_eq!(names("prisoner"), ["S", "P", "A", "Q", "B"]);
    assert_eq!(norm("free").exceptions, [book.provision_ids["prisoner"]]);
}

#[test]
fn names_find_their_places_in_a_norm() {
    let book = book(&NORM.replace("some person Q where\n      B takes Q", "B takes Q"));
    let set = |kind: &str| book.kinds.set(book.kinds.get(kind).unwrap());
    let help = book.provision_ids["help"];
    let found = norm_args(&book, help, set("state"), Some(set("assistance")), &[set("act"), set("state")]).unwrap();
    let expected = [Filler::Addressee, Filler::Respect(1), Filler::Respect(0), Filler::Act];
    assert_eq!(found, expected.map(Some));
    let misfit = norm_args(&book, help, set("state"), None, &[set("person")]).unwrap_err();
    assert_eq!(misfit.filler, Filler::Respect(0));
    assert_eq!(misfit.open, [VarId(1), VarId(2), VarId(3)]);
    let free = book.provision_ids["free"];
    let found = norm_args(&book, free, set("state"), Some(set("act")), &[set("person")]).unwrap();
    assert_eq!(found[1..3], [Some(Filler::Respect(0)), Some(Filler::Act)]);
}

#[test]
fn values_and_comparisons_are_exact() {
    let book = book(
        "
kind person
source api treaty \"P\"
measure the age of <person P>: duration
measure the height of <person P>: length
measure the day of birth of <person P>: date
rule r
  <person P> is measured
  under api 1
  when
    the age of P is less than 15 years
    the height of P is at most 1.5 metres
    the day of birth of P is on or after 1970-01-11
",
    );
    let Test::All(list) = &book.provisions[0].when.test else { panic!() };
    let found: Vec<(Comparison, i128)> = list
        .iter()
        .map(|c| match &c.test {
            Test::Compare { comparison, with: Operand::Value(value), negated: false, .. } => (*comparison, value.value),
            other => panic!("{other:?}"),
        })
        .collect();
    let years = 15 * 31_556_952 * 1_000_000;
    let expected = [(Comparison::LessThan, years), (Comparison::AtMost, 1_500_000), (Comparison::AtLeast, 10)];
    assert_eq!(found, expected);
}

#[test]
fn strata_rise_and_mark_recursion() {
    let book = book(
        "
kind actor
relation <actor X> commands <actor Y>
rule chain
  <actor X> controls <actor Y>
  when any of
    X commands Y
    some actor Z where
      X commands Z
      Z controls Y
rule answer
  <actor X> answers for <actor Y>
  when X controls Y
",
    );
    let of = |at: usize| book.strata.of_sentence[at];
    assert!(of(0) < of(1) && of(1) < of(2));
    let recursive = |at: usize| book.strata.recursive[of(at) as usize];
    assert_eq!([0, 1, 2].map(recursive), [false, true, false]);
    assert_eq!(book.sentences[1].kind, SentenceKind::Conclusion);
}

#[test]
fn factors_of_judgments_are_found() {
    let book = book(
        "
kind act
kind person
measure the number of persons killed by <act A>: number
fact <person P> is wounded
judgment <act A> is excessive as regards <person P>
  weighing
    the number of persons killed by A
    P is not wounded
    the weather
",
    );
    let judgment = &book.sentences[2];
    let found: Vec<_> =
        judgment.weighing.iter().map(|f| f.sentence.as_ref().map(|s| (s.slots.clone(), s.negated))).collect();
    assert_eq!(found, [Some((vec![Some(0)], false)), Some((vec![Some(1)], true)), None]);
}

#[test]
fn libraries_load_what_is_used_and_no_more() {
    let mut library = Library::default();
    library.add_pack_file(
        "base",
        "base.law",
        "pack base\nkind person\nposition p\n  \"P\"\nconclusion <person> is free\n",
    );
    library.add_pack_file("war", "war.law", "pack war\n  uses base\nfact <person P> is at war\n");
    library.add_pack_file("war", "more.law", "part of war \"More\"\nfact <person P> is at peace\n");
    library.add_pack_file("sea", "sea.law", "pack ocean\nkind ship\n");
    let mut map = SourceMap::default();
    let load = |wanted: &[&str], map: &mut SourceMap| {
        let wanted: Vec<Text> = wanted.iter().map(|w| Text::from(*w)).collect();
        library.load(map, &wanted, &Limits::default())
    };
    let built = load(&["war"], &mut map);
    assert_eq!(codes(&built.diagnostics), [""; 0], "{}", show(&map, &built.diagnostics));
    let ids: Vec<&str> = built.rulebook.packs.iter().map(|p| p.id.as_str()).collect();
    assert_eq!(ids, ["base", "war"]);
    assert_eq!(built.rulebook.packs[1].parts, ["More"]);
    assert_eq!(map.iter().count(), 3);
    assert_eq!(codes(&load(&["sea"], &mut map).diagnostics), ["rulebook/other-folder"]);
    let unknown = load(&["waar"], &mut map);
    assert_eq!(codes(&unknown.diagnostics), ["rulebook/unknown-pack"]);
    assert_eq!(unknown.diagnostics[0].help.as_deref(), Some("did you mean `war`?"));
}

#[test]
fn files_may_come_in_any_order() {
    let (map, built) = built([
        "part of war\nfact <person P> is at war\n",
        "pack war\n  uses base\n",
        "part of base\nkind person\n",
        "pack base\n",
    ]);
    assert!(built.diagnostics.is_empty(), "{}", show(&map, &built.diagnostics));
}

#[test]
fn a_large_rulebook_loads_at_once() {
    let mut text = String::from("pack example\nkind person\nsource api treaty \"P\"\n");
    for n in 0..10_000 {
        writeln!(text, "fact <person P> is in state number {n} of ten thousand").unwrap();
        writeln!(text, "rule r{n}\n  <person P> is judged in way {n}\n  under api {n}").unwrap();
        writeln!(text, "  when P is not in state number {n} of ten thousand").unwrap();
    }
    let mut map = SourceMap::default();
    let id = map.add("large.law", text);
    let files = [(id, parse_law(&map, id, &Limits::default()).value)];
    let start = Instant::now();
    let built = build(&files);
    let took = start.elapsed();
    assert!(built.diagnostics.is_empty());
    assert!(took < Duration::from_secs(5), "{took:?}");
}

#[test]
fn hostile_files_cost_little() {
    let mut nested = String::from("pack example\nkind person\nfact <sentence Q> and <sentence R> are known\n");
    let mut unknown = String::from("pack example\nkind person\n");
    writeln!(nested, "fact <person P> and <person Q> are known\nfact <sentence Q> is known and so are <sentence R>")
        .unwrap();
    let words = "P and ".repeat(60);
    for n in 0..300 {
        writeln!(nested, "rule r{n}\n  <person P> is known in way {n}\n  when {words}P are known").unwrap();
    }
    for n in 0..4_000 {
        writeln!(
            unknown,
            "rule r{n}\n  <person P> is known in way {n}\n  under s{n}\n  when P is wholly unknown to us {n}"
        )
        .unwrap();
    }
    for text in [nested, unknown] {
        let start = Instant::now();
        let (_, built) = built([text.as_str()]);
        assert!(!built.is_usable());
        assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    }
}

fn words(text: &str) -> Vec<Ident> {
    let spaced = text.replace(',', " , ");
    spaced.split_whitespace().map(|w| Spanned::new(Text::from(w), Span::default())).collect()
}

const SENTENCES: &str = "
kind state
kind person
fact <person P> is wounded
fact <person P> clearly intends to surrender
  negated <P> does not intend to surrender
fact <person P>, who is armed, is on board
fact the group that was seen near <person P> can be reached
fact <person P> is not registered
fact <state S> knew that <sentence Q>
fact it is said that <sentence Q> and that <sentence R>
fact <state S> is present
fact Venezuela is present
measure the age of <person P>: duration
";

/// The readings of words, with A and B persons, S and Venezuela states.
fn readings(book: &Rulebook, text: &str) -> Vec<Match> {
    let set = |kind: &str| book.kinds.get(kind).map(|k| book.kinds.set(k));
    book.index.find(&words(text), &|word| match word {
        "A" | "B" => set("person"),
        "S" | "Venezuela" => set("state"),
        _ => None,
    })
}

#[test]
fn words_are_matched_with_their_negations() {
    let book = book(SENTENCES);
    let one = |text: &str| {
        let found = readings(&book, text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        (found[0].sentence.0, found[0].negated)
    };
    assert_eq!(one("A is wounded"), (0, false));
    assert_eq!(one("A are wounded"), (0, false));
    assert_eq!(one("A is not wounded"), (0, true));
    assert_eq!(one("A are not wounded"), (0, true));
    assert_eq!(one("A does not intend to surrender"), (1, true));
    assert_eq!(one("A, who is armed, is not on board"), (2, true));
    assert_eq!(one("A is not registered"), (4, false), "`not` belongs to the sentence");
    assert_eq!(one("Venezuela is present"), (8, false), "words come before names");
    assert_eq!(one("S is present"), (7, false));
    assert_eq!(one("the age of A"), (9, false));
    for none in [
        "",
        "S is wounded",
        "A is",
        "A is wounded badly",
        "C is wounded",
        "A is registered",
        "the group that was not seen near A can be reached",
        "A, who is not armed, is on board",
    ] {
        assert!(readings(&book, none).is_empty(), "{none}");
    }
}

#[test]
fn sentences_stand_in_sentences() {
    let book = book(SENTENCES);
    let found = readings(&book, "S knew that S knew that not A is wounded");
    let [Match { args, .. }] = found.as_slice() else { panic!("{found:?}") };
    let [Arg::Word(0), Arg::Sentence(inner)] = args.as_slice() else { panic!("{args:?}") };
    let [Arg::Word(3), Arg::Sentence(inner)] = inner.args.as_slice() else { panic!("{inner:?}") };
    assert_eq!((inner.sentence.0, inner.negated, inner.args.as_slice()), (0, true, [Arg::Word(7)].as_slice()));
    assert_eq!(readings(&book, "it is said that A is wounded and that S knew that B is wounded").len(), 1);
    assert!(readings(&book, "S knew that the age of A").is_empty(), "a measure is no sentence");
}

#[test]
fn wrong_kinds_and_near_sentences_are_found() {
    let book = book(SENTENCES);
    let any = |word: &str| (word == "S").then_some(KindSet(0));
    assert_eq!(book.index.find_ignoring_kinds(&words("S is wounded"), &any).len(), 1);
    let near = book.index.nearest(&book.sentences, &book.kinds, &words("A clearly intended to surrender"));
    assert_eq!(near, ["<person> clearly intends to surrender"]);
    let near = book.index.nearest(&book.sentences, &book.kinds, &words("nothing at all like it"));
    assert!(near.is_empty(), "{near:?}");
}

#[test]
fn comparisons_are_split() {
    let split = |text: &str| {
        let words = words(text);
        let text = |w: &[Ident]| w.iter().map(|w| w.value.as_str()).collect::<Vec<_>>().join(" ");
        let all: Vec<String> = comparisons(&words)
            .iter()
            .map(|s| match s.relation {
                Relation::With(c, w) => format!("{} {} {c:?} {}", text(s.measure), s.negated, text(w)),
                Relation::Between(l, h) => {
                    format!("{} {} between {} and {}", text(s.measure), s.negated, text(l), text(h))
                }
            })
            .collect();
        all.join("; ")
    };
    assert_eq!(split("the age of P is less than 15 years"), "the age of P false LessThan 15 years");
    assert_eq!(split("the date of A is not on or before 2001-01-01"), "the date of A true AtMost 2001-01-01");
    assert_eq!(split("the count is between 2 and 10"), "the count false between 2 and 10");
    assert_eq!(
        split("the age of what is old is 3 days"),
        "the age of what is old false Exactly 3 days; the age of what false Exactly old is 3 days"
    );
    assert_eq!(split("is 3"), "");
    assert_eq!(split("the count is"), "");
}

#[test]
fn quantities_are_exact() {
    let value = |text: &str| quantity(&words(text)).map(|q| q.value).map_err(|e| Diagnostic::from(e).code);
    assert_eq!(value("12"), Ok(12_000_000));
    assert_eq!(value("2.5 tonnes"), Ok(2_500_000_000_000));
    assert_eq!(value("24 nautical miles"), Ok(24 * 1_852_000_000));
    assert_eq!(value("12 months"), value("1 year"));
    assert_eq!(value("1970-01-01"), Ok(0));
    assert_eq!(value("1969-12-31"), Ok(-1));
    assert_eq!(value("2002-07-01"), Ok(11_869));
    for wrong in ["10,000", "10 , 000", "1.1234567", "1.", "1e9", "2001-02-30", "2001-01-01 days"] {
        assert_eq!(value(wrong), Err("rulebook/malformed-value"), "{wrong}");
    }
    assert_eq!(value("3 furlongs"), Err("rulebook/unknown-unit"));
    for large in ["1".repeat(40), format!("{} years", "9".repeat(32))] {
        assert_eq!(value(&large), Err("rulebook/number-too-large"), "{large}");
    }
}

proptest! {
    #[test]
    fn no_words_make_the_index_panic(text in "(A|B|S|is|not|wounded|knew|that|it|said|and|present|the|age|of|,| ){0,60}") {
        let book = book(SENTENCES);
        let start = Instant::now();
        readings(&book, &text);
        prop_assert!(start.elapsed() < Duration::from_secs(2));
    }

    #[test]
    fn no_words_make_values_panic(text in "[0-9.,a-z -]{0,50}") {
        let _ = quantity(&words(&text));
    }
}

#[test]
fn bundled_packs_build_without_errors() {
    let library = Library::bundled();
    let wanted: Vec<Text> = library.packs.keys().cloned().collect();
    let mut map = SourceMap::default();
    let built = library.load(&mut map, &wanted, &Limits::default());
    let errors: Vec<Diagnostic> = built.diagnostics.into_iter().filter(Diagnostic::is_error).collect();
    assert!(errors.is_empty(), "{}", show(&map, &errors));
    for pack in wanted {
        let built = library.load(&mut map, &[pack], &Limits::default());
        assert!(built.is_usable(), "alone: {}", show(&map, &built.diagnostics));
    }
}

/// `RULES=folder cargo test --test rulebook -- packs_of_a_folder --nocapture` shows what is said of the packs in a folder.
#[test]
fn packs_of_a_folder() {
    let Ok(folder) = std::env::var("RULES") else { return };
    let mut library = Library::default();
    for pack in fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_dir()) {
        let name = pack.file_name().unwrap().to_str().unwrap();
        for file in fs::read_dir(&pack).unwrap().map(|e| e.unwrap().path()) {
            let path = file.to_str().unwrap().to_owned();
            if caroline::bundled::is_rules(&path) {
                library.add_pack_file(name, path, fs::read_to_string(&file).unwrap());
            }
        }
    }
    let wanted: Vec<Text> = library.packs.keys().cloned().collect();
    let mut map = SourceMap::default();
    let start = Instant::now();
    let built = library.load(&mut map, &wanted, &Limits::default());
    let (took, book) = (start.elapsed(), &built.rulebook);
    println!("{}", show(&map, &built.diagnostics));
    println!("{took:?}: {} sentences, {} provisions", book.sentences.len(), book.provisions.len());
}
