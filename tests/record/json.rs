//! Records as JSON: both ways without loss, places in the JSON, the schema, and no panic on anything.

use caroline::record::json::{from_json, schema, to_json};
use caroline::source::SourceMap;
use caroline::syntax::tree::{CaseFile, CaseItem};
use caroline::syntax::{Limits, parse_case};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{Case, corpus, show, snapshots};

/// A tree as text without its places, sorts of items together.
fn tree(mut file: CaseFile) -> String {
    file.items.sort_by_key(|item| match item {
        CaseItem::Source(_) => 0,
        CaseItem::Entity(_) => 1,
        CaseItem::Evidence(_) => 2,
        CaseItem::Expect(_) => 3,
    });
    let all = format!("{file:#?}");
    let mut out = String::new();
    let mut rest = all.as_str();
    while let Some(at) = rest.find("Span {") {
        out.push_str(&rest[..at]);
        rest = &rest[at + rest[at..].find('}').expect("an end") + 1..];
    }
    out + rest
}

fn read(text: &str) -> (String, CaseFile) {
    let mut map = SourceMap::default();
    let parsed = from_json(&mut map, "test.json", text);
    (show(&map, &parsed.diagnostics), parsed.value)
}

fn read_case(text: &str) -> CaseFile {
    let mut map = SourceMap::default();
    let file = map.add("test.case", text);
    let parsed = parse_case(&map, file, &Limits::default());
    assert_eq!(show(&map, &parsed.diagnostics), "", "{text}");
    parsed.value
}

/// JSON, tree, text, tree, JSON: all the same.
fn round(json: &str) {
    let (complaints, first) = read(json);
    assert_eq!(complaints, "", "{json}");
    let text = caroline::format::print_case(&first);
    let second = read_case(&text);
    assert_eq!(tree(first), tree(second.clone()), "{text}");
    assert_eq!(json, to_json(&second));
}

#[test]
fn every_record_of_the_corpus_survives() {
    for folder in ["ok", "err"] {
        for (name, text) in corpus(folder).into_iter().filter(|(name, _)| name != "law-in-source") {
            let file = read_case(&text);
            let json = to_json(&file);
            let (complaints, again) = read(&json);
            assert_eq!(complaints, "", "{name}");
            assert_eq!(tree(file), tree(again), "{name}");
            round(&json);
        }
    }
}

#[test]
fn json_reads_like_this() {
    let text = corpus("ok").into_iter().find(|(name, _)| name == "expectations").expect("a file").1;
    snapshots().bind(|| insta::assert_snapshot!("json", to_json(&read_case(&text))));
}

/// The published schema is the schema of the structs. `UPDATE_SCHEMA=1` writes it.
#[test]
fn schema_is_current() {
    let path = "docs/schema/record.schema.json";
    let now = format!("{:#}\n", schema());
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(path, &now).expect("written");
    }
    assert_eq!(std::fs::read_to_string(path).expect("the schema"), now);
}

fn validator() -> jsonschema::Validator {
    jsonschema::draft202012::new(&schema()).expect("a schema")
}

#[test]
fn what_is_written_fits_the_schema() {
    let validator = validator();
    for folder in ["ok", "err"] {
        for (name, text) in corpus(folder) {
            let value: Value = serde_json::from_str(&to_json(&read_case(&text))).expect("JSON");
            assert!(validator.is_valid(&value), "{name}: {:?}", validator.iter_errors(&value).collect::<Vec<_>>());
        }
    }
    for wrong in [
        json!({}),
        json!({ "incident": { "id": "x", "on": "yesterday" } }),
        json!({ "incident": { "id": "x" }, "evidence": [{ "heading": "sure", "statements": [] }] }),
        json!({ "incident": { "id": "x" }, "evidence": [{ "heading": "likely", "statements": [{ "not": true }] }] }),
    ] {
        assert!(!validator.is_valid(&wrong), "{wrong}");
    }
}

/// Each complaint points at the words it is about. The name of a file begins with the code.
#[test]
fn complaints_point_into_the_json() {
    for (name, text) in corpus("json") {
        let case = Case::read_json(&text);
        let expected = name.split("--").next().expect("a code");
        for d in &case.diagnostics {
            assert_eq!(d.code.split('/').next_back(), Some(expected), "{name}");
        }
        let out = format!("{text}\n\n{}", show(&case.map, &case.diagnostics));
        assert!(!case.diagnostics.is_empty(), "{name}");
        snapshots().bind(|| insta::assert_snapshot!(format!("json-{name}"), out));
    }
}

#[test]
fn deep_nesting_is_refused() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let text = format!("{}{}", open.repeat(100_000), close.repeat(100_000));
        assert!(!read(&text).0.is_empty());
        assert!(!read(&open.repeat(100_000)).0.is_empty());
    }
}

fn id() -> impl Strategy<Value = String> {
    "[a-z][a-z0-9]{0,4}(-[a-z0-9]{1,3})?"
}

fn name() -> impl Strategy<Value = String> {
    "[A-Z][a-zA-Z0-9]{0,6}"
}

fn text() -> impl Strategy<Value = String> {
    "[ -~äß–’€]{0,20}".prop_filter("no backslash at the end", |t| !t.ends_with('\\'))
}

fn words() -> impl Strategy<Value = String> {
    "[A-Z][a-z]{1,4}( [a-z0-9]{1,5}){1,4}(, [a-z]{2,4})?( is at least [0-9]{1,3} years)?"
        .prop_filter("words with a meaning of their own", |t| !t.contains("because") && !t.contains("not"))
}

fn cite() -> impl Strategy<Value = String> {
    prop_oneof![
        id(),
        (id(), "[0-9]{1,3}(\\([a-z0-9]\\))?").prop_map(|(i, p)| format!("{i} {p}")),
        "[0-9]{1,2}",
        (id(), "[a-zA-Z#,\\[\\] ]{1,6}").prop_map(|(i, p)| format!("{i} 4 \"{p}\""))
    ]
}

fn date() -> impl Strategy<Value = String> {
    (1000u32..3000, 1u32..13, 1u32..29).prop_map(|(y, m, d)| format!("{y}-{m:02}-{d:02}"))
}

/// An object without the fields that are null, false or empty.
fn object(fields: Value) -> Value {
    let keep = |v: &Value| !(v.is_null() || *v == json!(false) || v.as_array().is_some_and(Vec::is_empty));
    match fields {
        Value::Object(o) => Value::Object(o.into_iter().filter(|(_, v)| keep(v)).collect()),
        other => other,
    }
}

fn content() -> impl Strategy<Value = (Option<String>, Option<String>, bool)> {
    let claim =
        (id(), name(), prop::option::of(name()), prop::collection::vec(name(), 0..3)).prop_map(|(n, s, a, p)| {
            let act = a.map_or(String::new(), |a| format!(" by {a}"));
            let respect = if p.is_empty() { String::new() } else { format!(" in respect of {}", p.join(" and ")) };
            format!("breach of {n} by {s}{act}{respect}")
        });
    prop_oneof![
        (words(), any::<bool>()).prop_map(|(w, n)| (Some(w), None, n)),
        (claim, any::<bool>()).prop_map(|(c, n)| (None, Some(c), n)),
    ]
}

fn statement() -> impl Strategy<Value = Value> {
    (content(), prop::option::of(text()), prop::collection::vec(cite(), 0..3)).prop_map(|((s, c, n), b, sources)| {
        let because = if c.is_some() { None } else { b };
        object(json!({ "sentence": s, "claim": c, "not": n, "because": because, "sources": sources }))
    })
}

fn record() -> impl Strategy<Value = Value> {
    let standard = || prop::option::of(prop::sample::select(vec!["reasonable grounds", "beyond reasonable doubt"]));
    let incident = (
        (id(), prop::option::of(text()), prop::option::of(date()), prop::collection::vec(id(), 0..3)),
        (standard(), text(), standard(), any::<bool>(), prop::option::of(id()), prop::collection::vec(text(), 0..3)),
    )
        .prop_map(|((id, title, on, uses), (standard, called, rebuttal, court, profile, notes))| {
            let called = standard.map(|_| called);
            object(json!({
                "id": id, "title": title, "on": on, "uses": uses, "standard": standard, "standard-called": called,
                "rebuttal": rebuttal, "as-a-court": court, "profile": profile, "notes": notes,
            }))
        });
    let source =
        (id(), text(), prop::option::of(date()), prop::option::of(text()), prop::collection::vec(text(), 0..2))
            .prop_map(|(id, title, date, text, notes)| {
                object(json!({
                    "id": id, "kind": "advisory opinion", "title": title, "adopted": date, "in-force": date,
                    "dated": date, "since": date, "until": date, "cited-as": text, "published": text, "by": text,
                    "url": text, "notes": notes,
                }))
            });
    let entity = ("k[a-z]{1,5}", name(), prop::option::of(text()), any::<bool>(), prop::option::of(date())).prop_map(
        |(kind, name, display, plural, on)| {
            object(json!({ "kind": kind, "name": name, "display": display, "plural": plural, "on": on }))
        },
    );
    let headings = vec!["established", "corroborated", "likely", "reported", "unknown", "not proven"];
    let heading = prop_oneof![
        prop::sample::select(headings).prop_map(|h| (h, None)),
        (prop::sample::select(vec!["claimed by", "denied by", "found by", "asserted by"]), name())
            .prop_map(|(h, n)| (h, Some(n))),
    ];
    let evidence = (heading, prop::collection::vec(cite(), 0..3), prop::collection::vec(statement(), 1..4)).prop_map(
        |((heading, by), sources, statements)| {
            object(json!({ "heading": heading, "by": by, "sources": sources, "statements": statements }))
        },
    );
    let outcomes = vec![None, Some("no breach"), Some("undetermined"), Some("not shown")];
    let outcome = (
        content(),
        prop::sample::select(outcomes),
        prop::option::of(id()),
        prop::collection::vec(text(), 0..2),
    )
        .prop_map(|((s, c, n), outcome, because, notes)| {
            object(
                json!({ "sentence": s, "claim": c, "not": n, "outcome": outcome, "because": because, "notes": notes }),
            )
        });
    use prop::collection::vec;
    let why = || prop::option::of(text());
    let outcome = outcome.boxed();
    let holding = (name(), why(), why(), why(), vec(text(), 0..2), vec(outcome.clone(), 1..3)).prop_map(
        |(id, words, differs, not_expressible, notes, outcomes)| {
            object(json!({
                "id": id, "words": words, "differs": differs, "not-expressible": not_expressible, "notes": notes,
                "outcomes": outcomes,
            }))
        },
    );
    let holding = holding.boxed();
    let expected = prop_oneof![
        (vec(outcome.clone(), 1..3), vec(holding.clone(), 0..3)),
        (vec(outcome, 0..2), vec(holding, 1..3)),
    ];
    let expect = (prop::option::of(id()), prop::option::of(name()), standard(), expected).prop_map(
        |(profile, account, standard, (outcomes, holdings))| {
            object(json!({
                "profile": profile, "account": account, "standard": standard, "outcomes": outcomes,
                "holdings": holdings,
            }))
        },
    );
    (incident, vec(source, 0..3), vec(entity, 0..4), vec(evidence, 0..4), vec(expect, 0..3)).prop_map(
        |(incident, sources, entities, evidence, expectations)| {
            object(json!({
                "incident": incident, "sources": sources, "entities": entities, "evidence": evidence,
                "expectations": expectations,
            }))
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// `to_json(from_json(x))` says the same as `x`, by way of the text in the language, and fits the schema.
    #[test]
    fn records_survive(value in record()) {
        let (complaints, file) = read(&value.to_string());
        prop_assert_eq!(complaints, "");
        let json = to_json(&file);
        prop_assert_eq!(&serde_json::from_str::<Value>(&json).unwrap(), &value);
        prop_assert!(validator().is_valid(&value));
        round(&json);
    }

    /// Nothing that is cut out of or put into a record makes it panic.
    #[test]
    fn mutated_records_do_no_harm(
        value in record(),
        at in 0.0..1.0f64,
        cut in 0usize..6,
        put in "[\\[\\]{}\":,\\\\a0u#\u{0}é]{0,4}",
    ) {
        let mut text = format!("{value:#}");
        let place = |f: f64, text: &str| {
            let mut at = (f * text.len() as f64) as usize;
            while !text.is_char_boundary(at) { at -= 1; }
            at
        };
        let start = place(at, &text);
        let mut end = (start + cut).min(text.len());
        while !text.is_char_boundary(end) { end += 1; }
        text.replace_range(start..end, &put);
        let case = Case::read_json(&text);
        show(&case.map, &case.diagnostics);
    }

    /// No text makes it panic, and every place lies in it.
    #[test]
    fn any_text_does_no_harm(text in "\\PC*") {
        let case = Case::read_json(&text);
        for label in case.diagnostics.iter().flat_map(|d| &d.labels) {
            prop_assert!(text.get(label.span.range()).is_some());
        }
    }
}
