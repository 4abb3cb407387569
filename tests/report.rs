//! A hand-made opinion in each format: snapshots hold the words, assertions the meaning.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test that cannot go on says so and stops"
)]

#[path = "reference/engine.rs"]
#[allow(dead_code, missing_docs, unreachable_pub, reason = "shared by several tests")]
mod engine;
#[path = "report/told.rs"]
mod told;

use caroline::opinion::model::*;
use caroline::report::{Detail, compose, json, markdown, plain, terminal};

fn reason(kind: ReasonKind, text: &str, mark: Mark, below: &[usize], decisive: &[usize]) -> Reason {
    Reason {
        kind,
        text: text.to_owned(),
        of: Vec::new(),
        label: None,
        silent: false,
        mark,
        id: None,
        citations: Vec::new(),
        evidence: Vec::new(),
        weighing: None,
        remarks: Vec::new(),
        children: below.to_vec(),
        decisive: decisive.to_vec(),
    }
}

fn evidence(heading: &str, speaks_for: Option<bool>, source: &str) -> Evidence {
    Evidence { heading: heading.to_owned(), speaks_for, sources: vec![source.to_owned()], because: None }
}

/// The reasons: 0 and 8 are the conditions of the two verdicts, and share 3.
fn nodes() -> Vec<Reason> {
    use Mark::{Fails, Holds, Undetermined};
    use ReasonKind::{Block, Position, Rule, Sentence};
    let mut nodes = vec![
        reason(Block, "all of these", Holds, &[1, 3], &[1, 3]),
        reason(Sentence, "the strike is attributable to the United States", Holds, &[2], &[2]),
        reason(Sentence, "the strike is carried out by the armed forces of the United States", Holds, &[], &[]),
        reason(Sentence, "the killing is arbitrary", Holds, &[4, 7], &[4]),
        reason(Rule, "Arbitrary by the standard of law enforcement", Holds, &[5, 6], &[5, 6]),
        reason(Sentence, "the strike causes the death of the eleven persons aboard", Holds, &[], &[]),
        reason(Sentence, "it is not so that they posed an imminent threat_to life | ever", Holds, &[], &[]),
        reason(Rule, "Another ground", Undetermined, &[], &[]),
        reason(Block, "all of these", Fails, &[3, 9, 10], &[9]),
        reason(Position, "on the position designation-creates-conflict", Fails, &[], &[]),
        reason(Sentence, "an element that nobody reaches", Undetermined, &[], &[]),
    ];
    nodes[1].citations.push("ARSIWA art 4".to_owned());
    nodes[1].id = Some("attribution-organs".to_owned());
    nodes[2].evidence.push(evidence("established", Some(true), "CNN para 4"));
    nodes[4].id = Some("arbitrary-outside-hostilities".to_owned());
    nodes[4].citations.push("HRC GC 36 para 12".to_owned());
    nodes[5].evidence.push(evidence("established", Some(true), "CNN para 4"));
    nodes[6].evidence.push(evidence("claimed by the United States", Some(false), "CNN para 9"));
    nodes[6].label = Some("(necessity)".to_owned());
    nodes[6].remarks.push("burden on the United States".to_owned());
    nodes[9].remarks.push("A State is in a conflict with an organisation that it has designated".to_owned());
    nodes
}

fn verdict(norm: &str, title: &str, outcome: Word, conditions: usize) -> Verdict {
    Verdict {
        norm: norm.to_owned(),
        title: title.to_owned(),
        addressee: "the United States".to_owned(),
        arguments: vec!["USA".to_owned(), "Crew".to_owned(), "Strike".to_owned()],
        sentence: "The United States must not arbitrarily deprive the eleven persons aboard of life by the strike."
            .to_owned(),
        claim: format!("breach of {norm} by USA by Strike in respect of Crew"),
        outcome,
        possible: Vec::new(),
        robustness: "It is the same from every standpoint.".to_owned(),
        brief: "from every standpoint".to_owned(),
        flips: Vec::new(),
        by_standard: Vec::new(),
        binding: vec![Binding {
            citation: "ICCPR art 6(1)".to_owned(),
            how: "party since 8 September 1992".to_owned(),
            binds: true,
            reasons: Vec::new(),
        }],
        not_applicable_because: None,
        applies: None,
        conditions: Some(conditions),
        exceptions: Vec::new(),
        missing: Vec::new(),
        concludes: vec!["the United States commits an internationally wrongful act by the strike".to_owned()],
        rests_on: Vec::new(),
        turns_on: vec![norm.to_owned()],
        notes: Vec::new(),
        sources: vec!["iccpr".to_owned()],
        idle: false,
    }
}

fn sources() -> Vec<SourceNote> {
    let note = |id: &str, short: &str, full: &str, evidence| SourceNote {
        id: id.to_owned(),
        full: full.to_owned(),
        short: short.to_owned(),
        evidence,
    };
    vec![
        note("iccpr", "ICCPR", "International Covenant on Civil and Political Rights 999 UNTS 171 (ICCPR)", false),
        note("arsiwa", "ARSIWA", "Articles on Responsibility of States (ARSIWA)", false),
        note("gc36", "HRC GC 36", "Human Rights Committee, General Comment 36 (HRC GC 36)", false),
        note("uncited", "VCLT", "Vienna Convention on the Law of Treaties <https://treaties.un.org/>", false),
        note("cnn", "CNN", "CNN, Report of 11 November 2025", true),
    ]
}

fn opinion() -> Opinion {
    let mut first = verdict("arbitrary-deprivation", "Arbitrary deprivation of life", Word::Breach, 0);
    let flip = |change: &str, outcome| Flip { changes: vec![change.to_owned()], outcome };
    first.flips = vec![
        flip("extraterritorial-human-rights is rejected", Word::NotApplicable),
        flip("functional-impact is rejected", Word::NotApplicable),
        flip("the account of the United States is taken", Word::Undetermined),
    ];
    first.robustness = "Breach; not applicable if …".to_owned();
    first.brief = "not applicable if extraterritorial-human-rights is rejected (and 2 more)".to_owned();
    first.exceptions.push(ExceptionNote {
        id: Some("self-defence".to_owned()),
        text: "Self-defence".to_owned(),
        mark: Mark::Undetermined,
        status: "not established: the burden is on whoever invokes it".to_owned(),
        reason: Some(6),
    });
    let mut second = verdict("attack-on-civilians", "Attack on civilians", Word::NotApplicable, 8);
    second.applies = Some(8);
    second.conditions = None;
    second.not_applicable_because = Some("condition not met: on the position designation-creates-conflict".to_owned());
    second.flips = vec![flip("designation-creates-conflict is accepted", Word::Undetermined)];
    second.robustness = "Not applicable; undetermined if designation-creates-conflict is accepted.".to_owned();
    second.brief = "undetermined if designation-creates-conflict is accepted".to_owned();
    let mut third = verdict("echr-life", "The right to life: the European Convention", Word::NotApplicable, 8);
    third.conditions = None;
    third.not_applicable_because = Some("no source binds the United States".to_owned());
    third.binding[0].binds = false;
    Opinion {
        id: "boat".to_owned(),
        title: "Strike on a boat".to_owned(),
        date: Some("2 September 2025".to_owned()),
        headline: Headline {
            standard: "reasonable grounds".to_owned(),
            rebuttal: "balance of probabilities".to_owned(),
            account: None,
            profile: None,
            choices: Vec::new(),
            as_a_court: false,
        },
        counts: Counts { established: 2, claimed: vec![("the United States".to_owned(), 1)], ..Counts::default() },
        verdicts: vec![first, second, third],
        groups: Vec::new(),
        claims: vec![ClaimCheck {
            by: "OHCHR".to_owned(),
            claim: "breach of arbitrary-deprivation by the United States".to_owned(),
            sources: vec!["CNN para 12".to_owned()],
            follows: Mark::Holds,
            finding: "The claim follows.".to_owned(),
            robustness: "It is the same from every standpoint.".to_owned(),
            flips: Vec::new(),
            because: Vec::new(),
            reason: None,
            verdicts: vec![0],
        }],
        nodes: nodes(),
        positions: vec![PositionNote {
            id: "designation-creates-conflict".to_owned(),
            proposition: "A State is in a conflict with an organisation that it has designated".to_owned(),
            stance: "rejected".to_owned(),
            held_by: vec![Holder { name: "the United States".to_owned(), citations: vec!["CNN para 9".to_owned()] }],
            rejected_by: vec![Holder { name: "OHCHR".to_owned(), citations: Vec::new() }],
            turns: vec![0, 1, 2],
        }],
        sources: sources(),
        remarks: vec!["the strike has no date of its own".to_owned()],
    }
}

fn drawn(detail: Detail, width: usize) -> String {
    let style = terminal::Style { width, colour: false };
    terminal::render(&compose::opinion(&opinion(), detail), &style)
}

#[test]
fn terminal_keeps_to_its_width() {
    for width in [40, 60, 80, 120] {
        for detail in [Detail::Short, Detail::Medium, Detail::Long] {
            for line in drawn(detail, width).lines() {
                let wide = unicode_width::UnicodeWidthStr::width(line);
                assert!(wide <= width, "{wide} > {width}: {line}");
                assert_eq!(line.trim_end(), line, "blanks at the end of a line");
            }
        }
    }
}

#[test]
fn terminal_at_80_columns() {
    insta::assert_snapshot!(drawn(Detail::Medium, 80));
}

#[test]
fn detail_levels_nest() {
    let (short, medium, long) = (drawn(Detail::Short, 80), drawn(Detail::Medium, 80), drawn(Detail::Long, 80));
    assert!(short.lines().count() < medium.lines().count() && medium.lines().count() < long.lines().count());
    assert!(!short.contains("need not be decided"));
    assert!(medium.contains("the other elements need not be decided"), "{medium}");
    assert!(!medium.contains("an element that nobody reaches") && long.contains("an element that nobody reaches"));
    for text in [&short, &medium, &long] {
        assert!(text.contains("CNN para 4"), "evidence is given at every level");
    }
}

#[test]
fn shared_reasons_are_given_once() {
    let long = drawn(Detail::Long, 120);
    assert_eq!(long.matches("✔ Arbitrary by the standard of law enforcement").count(), 1, "{long}");
    assert!(long.contains("the killing is arbitrary (1)"), "{long}");
    assert!(long.contains("the killing is arbitrary — see (1) in verdict 1"), "{long}");
}

#[test]
fn a_norm_that_cannot_be_breached_is_only_mentioned() {
    let medium = drawn(Detail::Medium, 80);
    assert!(medium.contains("Not breached from any standpoint"));
    assert!(medium.contains("no source binds the United States"));
    assert!(!medium.contains("\n3. "), "{medium}");
    assert!(drawn(Detail::Long, 80).contains("\n3. "));
}

#[test]
fn colour_changes_nothing_but_colour() {
    let document = compose::opinion(&opinion(), Detail::Medium);
    let coloured = terminal::render(&document, &terminal::Style { width: 80, colour: true });
    assert!(coloured.contains("\x1b[1;31mBREACH\x1b[0m"));
    let mut bare = String::new();
    let mut rest = coloured.as_str();
    while let Some((before, after)) = rest.split_once("\x1b[") {
        bare.push_str(before);
        rest = after.split_once('m').expect("an escape ends").1;
    }
    bare.push_str(rest);
    assert_eq!(bare, drawn(Detail::Medium, 80));
}

#[test]
fn plain_has_words_for_marks() {
    let text = plain::render(&compose::opinion(&opinion(), Detail::Long), None);
    insta::assert_snapshot!(text);
    for mark in ["✔", "✘", "○", "≠", "◇", "─", "│", "—"] {
        assert!(!text.contains(mark), "{mark} in {text}");
    }
    assert!(text.contains("[holds]") && text.contains("[fails]") && text.contains("[undetermined]"));
    let wrapped = plain::render(&compose::opinion(&opinion(), Detail::Long), Some(60));
    assert!(wrapped.lines().all(|l| l.chars().count() <= 60));
}

#[test]
fn markdown_means_what_it_says() {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    let text = markdown::render(&compose::opinion(&opinion(), Detail::Long));
    insta::assert_snapshot!(text);
    let (mut tables, mut headings, mut references, mut notes) = (0, 0, Vec::new(), Vec::new());
    let mut words = String::new();
    for event in Parser::new_ext(&text, Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES) {
        match event {
            Event::Start(Tag::Table(_)) => tables += 1,
            Event::Start(Tag::Heading { .. }) => headings += 1,
            Event::Start(Tag::FootnoteDefinition(name)) => notes.push(name.to_string()),
            Event::FootnoteReference(name) => references.push(name.to_string()),
            Event::Text(t) => words.push_str(&t),
            Event::Html(html) | Event::InlineHtml(html) => panic!("HTML in Markdown: {html}"),
            _ => {}
        }
    }
    assert_eq!(tables, 2);
    assert!(headings > 8);
    notes.sort();
    references.sort();
    references.dedup();
    assert_eq!(notes, references, "every note is referred to, and every reference has a note");
    assert!(notes.contains(&"e-cnn".to_owned()) && !notes.contains(&"uncited".to_owned()));
    assert!(words.contains("threat_to life | ever"), "escaped text reads as it was");
    assert!(words.contains("Vienna Convention"), "sources without a reference are listed");
}

#[test]
fn json_fits_its_schema() {
    let schema: serde_json::Value = serde_json::from_str(&json::schema().expect("a schema")).expect("JSON");
    let text = json::render(&opinion()).expect("JSON");
    let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a usable schema");
    let errors: Vec<String> = validator.iter_errors(&value).map(|e| e.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    assert!(text.starts_with("{\n  \"id\": \"boat\","), "keys stand in the order of the schema");
    assert_eq!(text, json::render(&opinion()).expect("JSON"));
}

/// The opinion with a fourth verdict that is the same as the first, and a fifth that is similar.
fn grouped() -> Opinion {
    let mut opinion = opinion();
    for (crew, strike, sentence) in
        [("Other", "Raid", "must not kill the other crew."), ("Third", "Sortie", "must not kill the third crew.")]
    {
        let mut verdict = opinion.verdicts[0].clone();
        verdict.arguments = ["USA", crew, strike].map(str::to_owned).to_vec();
        verdict.sentence = format!("The United States {sentence}");
        opinion.verdicts.push(verdict);
    }
    let names = |here: &str| vec![Renamed { there: "the strike".to_owned(), here: here.to_owned() }];
    let difference = |reason: usize, evidence_only| Difference {
        text: opinion.nodes[reason].text.clone(),
        mark: opinion.nodes[reason].mark,
        note: None,
        reason: Some(reason),
        evidence_only,
    };
    let alike = |verdict, here, differences: Vec<Difference>| Alike {
        verdict,
        names: names(here),
        same_reasons: differences.iter().all(|d| d.evidence_only),
        differences,
        same_changes: false,
    };
    let same = vec![Alike { same_changes: true, ..alike(3, "the raid", vec![difference(5, true)]) }];
    let similar = vec![alike(4, "the sortie", vec![difference(7, false), difference(5, true), difference(2, true)])];
    opinion.groups = vec![Group { told: 0, same, similar }];
    opinion
}

#[test]
fn verdicts_that_are_the_same_are_told_once() {
    let drawn = |detail| terminal::render(&compose::opinion(&grouped(), detail), &terminal::Style::default());
    let (short, medium, long) = (drawn(Detail::Short), drawn(Detail::Medium), drawn(Detail::Long));
    insta::assert_snapshot!("grouped_short", short);
    for text in [&short, &medium] {
        assert!(text.contains("1, 4, 5  Arbitrary deprivation of life"), "one row: {text}");
        assert!(text.contains("\n1, 4. Arbitrary deprivation of life"), "{text}");
        assert!(text.contains("    verdict 4: The United States must not kill the other crew."), "{text}");
        assert!(text.contains("\n5. Arbitrary deprivation of life"), "{text}");
        assert!(text.contains("The reasons are those of verdict 1"), "{text}");
        assert!(text.contains("Another ground"), "what differs is told: {text}");
    }
    assert!(short.contains("the evidence on 2 points (why 5): established: CNN para 4"), "{short}");
    let words = medium.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("verdict 1, with the sortie for the strike."), "{medium}");
    for number in ["\n1. ", "\n4. ", "\n5. "] {
        assert!(long.contains(number), "each is told: {long}");
    }
    let plain = plain::render(&compose::opinion(&grouped(), Detail::Short), None);
    assert!(plain.contains("\n1, 4, 5. Norm: Arbitrary deprivation of life"), "{plain}");
    assert!(plain.contains("\n1, 4. Arbitrary deprivation of life"), "{plain}");
    let value = serde_json::to_value(grouped()).expect("JSON");
    assert_eq!(value["verdicts"].as_array().map(Vec::len), Some(5), "every verdict is there");
    assert_eq!(value["groups"][0]["same"][0]["verdict"], 3);
}

#[test]
fn an_opinion_on_fewer_norms_keeps_its_groups() {
    let mut opinion = grouped();
    opinion.verdicts.swap(0, 1);
    opinion.groups[0].told = 1;
    opinion.narrow(|norm| norm == "arbitrary-deprivation");
    let group = &opinion.groups[0];
    assert_eq!((opinion.verdicts.len(), group.told, group.same[0].verdict, group.similar[0].verdict), (3, 0, 1, 2));
    opinion.narrow(|norm| norm == "attack-on-civilians");
    assert!(opinion.groups.is_empty() && opinion.verdicts.is_empty());
}

#[test]
fn nothing_to_judge_is_said() {
    let empty = Opinion { verdicts: Vec::new(), claims: Vec::new(), positions: Vec::new(), ..opinion() };
    let text = plain::render(&compose::opinion(&empty, Detail::Medium), None);
    assert!(text.contains("No norm of the packs in use is touched"), "{text}");
}

#[test]
fn reasons_that_go_in_circles_or_very_deep_end() {
    let mut deep = opinion();
    let from = deep.nodes.len();
    for i in 0..500 {
        let next = from + i + 1;
        deep.nodes.push(reason(ReasonKind::Sentence, "one more link", Mark::Holds, &[next], &[next]));
    }
    deep.nodes.push(reason(ReasonKind::Sentence, "the last link", Mark::Holds, &[from], &[from]));
    deep.verdicts[0].conditions = Some(from);
    let style = terminal::Style::default();
    let text = terminal::render(&compose::opinion(&deep, Detail::Long), &style);
    assert!(text.contains("further reasons are left out"));
    assert!(text.lines().count() < 400);
}
