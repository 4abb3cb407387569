//! Records: resolving, wording, JSON. The corpus is in `tests/cases/record`: `ok` holds records without a complaint,
//! each file of `err` begins with `# expect: code`; the snapshots show the words.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(unreachable_pub, clippy::wildcard_enum_match_arm)]

#[path = "record/json.rs"]
mod json;
#[path = "record/support.rs"]
mod support;
#[path = "record/wording.rs"]
mod wording;

use std::collections::BTreeSet;
use std::fs;

use caroline::record::model::{Content, Heading, TermRef};
use caroline::record::{CODES, content, suppose};
use caroline::rulebook::model::Standard;
use caroline::syntax::tree::ExpectedOutcome;
use support::{CASES, Case, HEAD, corpus, rulebook, show, snapshots};

#[test]
fn records_without_a_complaint() {
    for (name, text) in corpus("ok") {
        let case = Case::read(&text);
        let mut out = show(&case.map, &case.diagnostics);
        assert!(out.is_empty(), "{name}: {out}");
        for s in &case.record.statements {
            let heading = format!("{:?}", s.heading);
            let said = caroline::record::wording::content(rulebook(), &case.record, &s.content);
            out.push_str(&format!("{heading}: {said} {}\n", cites(&case, &s.cites)));
        }
        for e in &case.record.expectations {
            let of = caroline::record::wording::content(rulebook(), &case.record, &e.content);
            let holding = e.holding.as_ref().map_or_else(String::new, |id| format!(" for {id}"));
            out.push_str(&format!("expect {of}: {:?}{holding}\n", e.outcome));
        }
        for (id, h) in &case.record.holdings {
            out.push_str(&format!(
                "{id}: {}; differs {:?}; not expressible {:?}\n",
                h.words, h.differs, h.not_expressible
            ));
        }
        snapshots().bind(|| insta::assert_snapshot!(format!("ok-{name}"), out));
    }
}

fn cites(case: &Case, cites: &[caroline::record::model::Citation]) -> String {
    use caroline::record::model::SourceRef;
    let of = |source: &SourceRef| match source {
        SourceRef::Evidence(id) => format!("evidence {id}"),
        SourceRef::Law(id) => format!("law {}", rulebook().sources[id.index()].id),
    };
    let _ = case;
    cites.iter().map(|c| format!("[{} {}]", of(&c.source), c.pins.join(" "))).collect()
}

#[test]
fn records_with_a_complaint() {
    for (name, text) in corpus("err") {
        let expected =
            text.lines().next().and_then(|l| l.strip_prefix("# expect: ")).expect("a first line `# expect:`");
        let case = Case::read(&text);
        let codes: BTreeSet<&str> = case.diagnostics.iter().map(|d| d.code).collect();
        assert_eq!(codes.into_iter().collect::<Vec<_>>(), [expected], "{name}");
        snapshots().bind(|| insta::assert_snapshot!(format!("err-{name}"), show(&case.map, &case.diagnostics)));
    }
}

/// Every code is made by a file of the corpus or by the JSON tests, and every page is of a code.
#[test]
fn every_code_has_a_page() {
    let mut pages: Vec<String> = fs::read_dir("docs/codes/record")
        .expect("pages")
        .map(|f| format!("record/{}", f.expect("a file").path().file_stem().expect("a name").to_string_lossy()))
        .collect();
    pages.sort();
    assert_eq!(pages, CODES);
    let mut made: BTreeSet<String> =
        corpus("err").into_iter().map(|(_, t)| t.lines().next().unwrap()[10..].into()).collect();
    let json = corpus("json").into_iter().filter(|(name, _)| name.starts_with("json-"));
    made.extend(json.map(|(name, _)| format!("record/{}", name.split("--").next().unwrap())));
    made.insert("record/unknown-position".to_owned()); // only on the command line
    assert_eq!(made.into_iter().collect::<Vec<_>>(), CODES);
}

/// The bad example of each page has its code, and the good one has no complaint.
#[test]
fn pages_say_what_happens() {
    for code in CODES {
        let page = fs::read_to_string(format!("docs/codes/{code}.md")).expect(code);
        let heads: Vec<&str> = page.lines().filter(|l| l.starts_with("## ")).collect();
        assert_eq!(heads, ["## Example", "## Why", "## Fix"], "{code}");
        assert!(page.starts_with("# "), "{code}");
        let fences: Vec<&str> = page.split("```").skip(1).step_by(2).collect();
        let [bad, good] = fences[..] else { panic!("{code}: two examples") };
        let found = complaints(bad);
        assert!(!found.is_empty() && found.iter().all(|c| c == code), "{code}: {found:?}");
        assert_eq!(complaints(good), [""; 0], "{code}");
    }
}

/// The codes of the complaints about an example.
fn complaints(fence: &str) -> Vec<&'static str> {
    let (language, text) = fence.split_once('\n').expect("a language");
    let diagnostics = match language {
        "case" if text.starts_with("incident") => Case::read(text).diagnostics,
        "case" => Case::read(&format!("{HEAD}{text}")).diagnostics,
        "json" => Case::read_json(text).diagnostics,
        "sentence" => Case::read(HEAD).content(text).err().unwrap_or_default(),
        other => panic!("{other}"),
    };
    diagnostics.iter().map(|d| d.code).collect()
}

#[test]
fn headings_are_standards() {
    let text = fs::read_to_string(format!("{CASES}/ok/headings.case")).unwrap();
    let case = Case::read(&text);
    let standards: Vec<Standard> = case
        .record
        .statements
        .iter()
        .filter_map(|s| match s.heading {
            Heading::Evidence(standard) => Some(standard),
            _ => None,
        })
        .collect();
    assert_eq!(standards[0], Standard::BeyondReasonableDoubt);
    assert_eq!(standards[2], Standard::ClearAndConvincing);
    assert_eq!(standards[3], Standard::BalanceOfProbabilities);
    assert_eq!(standards[4], Standard::ReasonableGrounds);
}

/// The same sentence inside another is the same term, and its negation is a different one.
#[test]
fn quoted_sentences_are_shared() {
    let once = "USA knew that Boat was stationary";
    let text =
        format!("established [cnn]\n  {once}\n  USA knew that {once}\n  USA knew that Boat was not stationary\n");
    let case = Case::read(&format!("{HEAD}{text}"));
    assert_eq!(show(&case.map, &case.diagnostics), "");
    assert_eq!(case.record.quoted.len(), 3);
    assert!(!case.record.quoted[0].negated && case.record.quoted[2].negated);
    let first = u32::try_from(case.record.entities.len()).unwrap();
    let term = caroline::record::model::TermId(first);
    assert!(matches!(case.record.term(term), Some(TermRef::Sentence(q)) if *q == case.record.quoted[0]));
}

/// `not X: established` is an expectation about X.
#[test]
fn expectations_are_about_the_positive_sentence() {
    let outcome = |line: &str| {
        let case = Case::read(&format!("{HEAD}expect\n  {line}\n"));
        assert_eq!(show(&case.map, &case.diagnostics), "");
        let expected = case.record.expectations[0].clone();
        assert!(!matches!(expected.content, Content::Sentence { negated: true, .. }));
        expected.outcome
    };
    assert_eq!(outcome("Crew is hors de combat"), ExpectedOutcome::Established);
    assert_eq!(outcome("not Crew is hors de combat"), ExpectedOutcome::Refuted);
    assert_eq!(outcome("Crew is not hors de combat: established"), ExpectedOutcome::Refuted);
    assert_eq!(outcome("Crew is not hors de combat: undetermined"), ExpectedOutcome::Undetermined);
    assert_eq!(outcome("breach of attack-on-persons-hors-de-combat by USA"), ExpectedOutcome::Breach);
    assert_eq!(outcome("no breach of attack-on-persons-hors-de-combat by USA"), ExpectedOutcome::NoBreach);
    assert_eq!(outcome("breach of stop-a-vessel by USA: permitted"), ExpectedOutcome::Permitted);
}

#[test]
fn what_is_typed_is_resolved() {
    let mut case = Case::read(HEAD);
    assert!(matches!(case.content("Crew is hors de combat"), Ok(Content::Sentence { negated: false, .. })));
    assert!(matches!(case.content("not Crew is hors de combat"), Ok(Content::Sentence { negated: true, .. })));
    assert!(matches!(case.content("the number of persons killed by Strike"), Ok(Content::Measure { least: None, .. })));
    assert!(matches!(case.content("breach of attack-on-persons-hors-de-combat by USA"), Ok(Content::Norm(_))));
    assert!(matches!(case.content("on the position states-only"), Ok(Content::Position(_))));
    let before = case.record.quoted.len();
    assert!(case.content("USA knew that Boat was stationary").is_ok());
    assert_eq!(case.record.quoted.len(), before + 1);
    assert!(case.content("USA knew that Boat was stationary").is_ok());
    assert_eq!(case.record.quoted.len(), before + 1);
    let wrong = case.content("Boat is hors de combat").expect_err("a vessel is no person");
    assert_eq!(wrong[0].code, "record/wrong-kind");
}

#[test]
fn what_is_supposed_takes_the_place_of_evidence_and_claims() {
    let evidence = "established [cnn]\n  Boat was stationary\nreported\n  Crew is wounded\n";
    let mut case = Case::read(&format!("{HEAD}{evidence}claimed by USA\n  Boat was stationary\n  Crew is wounded\n"));
    let supposed = case.content("Boat was not stationary").expect("a sentence");
    suppose(&mut case.record, supposed.clone());
    let headings: Vec<&Heading> = case.record.statements.iter().map(|s| &s.heading).collect();
    assert!(
        matches!(headings[..], [Heading::Evidence(_), Heading::ClaimedBy(_), Heading::Evidence(_)]),
        "{headings:?}"
    );
    assert_eq!(case.record.statements[2].content, supposed);
}

/// Some of the names on a line may be missing, and the others find their places.
#[test]
fn claims_find_their_places() {
    let norm = "breach of attack-on-persons-hors-de-combat by USA";
    let mut case = Case::read(HEAD);
    let mut args = |rest: &str| match case.content(&format!("{norm}{rest}")) {
        Ok(Content::Norm(claim)) => claim.args.iter().map(Option::is_some).collect::<Vec<bool>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(args(""), [true, false, false]);
    assert_eq!(args(" by Strike"), [true, false, true]);
    assert_eq!(args(" in respect of Crew"), [true, true, false]);
    assert_eq!(args(" by Strike in respect of Crew"), [true, true, true]);
}

/// Linear in the length of the record, right or wrong.
#[test]
fn long_records_are_quick() {
    let mut text = HEAD.to_owned();
    for i in 0..5_000 {
        text.push_str(&format!("vessel V{i} \"vessel {i}\"\n"));
    }
    for sentence in ["was stationary", "was a boat"] {
        let mut text = text.clone();
        for block in 0..100 {
            text.push_str(&format!("reported [cnn {block}]\n"));
            for i in 0..200 {
                text.push_str(&format!("  V{} {sentence}\n", (block * 200 + i) % 5_000));
            }
        }
        let (map, file) = support::parse(&text);
        let start = std::time::Instant::now();
        let built = caroline::record::build(rulebook(), &file);
        let took = start.elapsed();
        // A square would take minutes; half a second is usual without optimisation.
        assert!(took.as_secs() < 10, "{took:?}");
        assert!(!built.diagnostics.is_empty() && map.iter().count() == 1);
    }
}

#[test]
fn content_never_panics_on_words() {
    let mut case = Case::read(HEAD);
    for words in [
        "is",
        "is is",
        "not",
        "not not",
        "is at least",
        "USA",
        "a , b",
        "the date of",
        "breach of",
        "on the position",
        "on the position x y",
    ] {
        let _ = case.content(words);
        let _ = content(rulebook(), &mut case.record, &support::words(words));
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

    /// No run of the vocabulary's words makes it panic, and every complaint points into the text.
    #[test]
    fn any_words_do_no_harm(
        lines in proptest::collection::vec(proptest::collection::vec(proptest::sample::select(VOCABULARY.to_vec()), 1..9), 1..6),
    ) {
        let statements: Vec<String> = lines.iter().map(|words| format!("  {}", words.join(" "))).collect();
        for heading in ["reported [cnn]", "unknown", "claimed by USA", "asserted by OHCHR", "expect"] {
            let text = format!("{HEAD}{heading}\n{}\n", statements.join("\n"));
            let case = Case::read(&text);
            for label in case.diagnostics.iter().flat_map(|d| &d.labels) {
                assert!(text.get(label.span.range()).is_some());
            }
        }
    }
}

/// Words that sentences, values and claims are made of.
const VOCABULARY: [&str; 34] = [
    "USA",
    "Boat",
    "Crew",
    "Strike",
    "Nobody",
    "is",
    "are",
    "was",
    "not",
    "no",
    "knew",
    "that",
    "stationary",
    "wounded",
    "as",
    "a",
    "consequence",
    "of",
    "the number of persons killed by",
    "the age of",
    "at",
    "least",
    "most",
    "between",
    "and",
    "11",
    "14 years",
    "2025-09-02",
    "breach of attack-on-persons-hors-de-combat by",
    "by",
    "in respect of",
    "hors de combat",
    "directed against",
    ":",
];
