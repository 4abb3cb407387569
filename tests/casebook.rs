//! The bundled examples, the hypotheticals and the decided cases meet their expectations; holdings are counted; `docs/casebook.md` says how
//! they stand. With `UPDATE=1` in the environment that page is rewritten to what comes out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use caroline::casebook::{self, Held, Outcome, Standing, Tally};
use caroline::opinion::expect;
use caroline::pipeline::{Judged, Session};
use caroline::record::model::{SourceRef, Statement};
use caroline::rulebook::model::SourceId;

fn expectations_of(folder: &str) {
    let run = Command::new(env!("CARGO_BIN_EXE_caroline"))
        .args(["test", folder])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("the program runs");
    let said = String::from_utf8_lossy(&run.stdout).into_owned() + &String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{said}");
    assert!(said.contains(" passed, 0 failed"), "{said}");
    assert!(!said.contains("\n0 passed"), "{said}");
}

#[test]
fn examples() {
    expectations_of("examples");
}

#[test]
fn hypotheticals() {
    expectations_of("tests/hypotheticals");
}

#[test]
fn decided_cases() {
    expectations_of("tests/casebook");
}

/// What comes of a case.
fn outcome(session: &mut Session, name: &str, text: &str) -> Outcome {
    let case = session.case(name, text.as_bytes()).and_then(|c| c.resolve(session));
    let judged = case.unwrap_or_else(|| panic!("{name}: {:?}", session.all_findings()));
    casebook::run(session, &judged).expect("within the limits")
}

/// A case on the killing of a person, with what is expected of it.
fn standing(expect: &str) -> Vec<Held> {
    let text = format!(
        "incident x \"X\"\n  on 2001-01-01\n  uses human-rights\nstate France\nforce Army\nperson Pia\nact Raid\n\
         established\n  Army is an organ of France under its internal law\n  Raid is carried out by Army\n\
         claimed by France\n  not Raid is carried out by Army\n{expect}"
    );
    outcome(&mut Session::bundled(), "x.case", &text).holdings
}

const HOLDS: &str = "Raid is attributable to France";
const FAILS: &str = "not Raid is attributable to France";

#[test]
fn what_stands_under_a_holding_decides_how_it_stands() {
    let of = |lines: &str| {
        let held = standing(&format!("expect\n  holding Q1 \"whose act\"\n{lines}"));
        assert_eq!((held.len(), held[0].id.as_str(), held[0].words.as_str()), (1, "Q1", "whose act"));
        (held[0].standing, held[0].reasons.join(" "))
    };
    assert_eq!(of(&format!("    {HOLDS}\n")), (Standing::Agrees, String::new()));
    assert_eq!(of(&format!("    {FAILS}\n")), (Standing::Fails, String::new()));
    assert_eq!(of(&format!("    {HOLDS}\n    {FAILS}\n")).0, Standing::Fails);
    assert_eq!(of(&format!("    differs \"a reason\"\n    {HOLDS}\n")), (Standing::Differs, "a reason".to_owned()));
    assert_eq!(of(&format!("    differs \"a reason\"\n    {FAILS}\n")).0, Standing::Fails);
    assert_eq!(of("    not expressible \"a reason\"\n"), (Standing::NotExpressible, "a reason".to_owned()));
}

#[test]
fn an_id_in_several_sections_is_one_holding() {
    let both = |second: &str| {
        standing(&format!(
            "expect\n  holding Q1 \"whose act\"\n    {HOLDS}\nexpect on the account of France\n  {second}\n"
        ))
    };
    let standings = |held: &[Held]| held.iter().map(|h| h.standing).collect::<Vec<_>>();
    assert_eq!(standings(&both(&format!("holding Q1\n    {FAILS}"))), [Standing::Agrees]);
    assert_eq!(standings(&both(&format!("holding Q1\n    {HOLDS}"))), [Standing::Fails]);
    assert_eq!(standings(&both(&format!("holding Q1\n    differs \"a reason\"\n    {FAILS}"))), [Standing::Differs]);
    assert_eq!(standings(&both(&format!("holding Q2 \"another\"\n    {HOLDS}"))), [Standing::Agrees, Standing::Fails]);
    assert_eq!(standings(&both(HOLDS)), [Standing::Agrees], "a plain expectation belongs to no holding");
}

#[test]
fn tallies_are_said_in_words() {
    let mut tally = Tally { agree: 231, differ: 6, not_expressible: 9, fail: 0 };
    assert_eq!(tally.to_string(), "231 agree, 6 differ, 9 not expressible");
    assert_eq!((tally.all(), tally.expressed()), (246, 237));
    tally.count(Standing::Fails);
    tally.add(Tally { agree: 1, ..Tally::default() });
    assert_eq!(tally.to_string(), "232 agree, 6 differ, 9 not expressible, 1 fail");
}

/// Where the part of the page begins that is written here.
const MARK: &str = "<!-- From here on this page is written by `UPDATE=1 cargo test --test casebook`. -->\n";

#[test]
fn the_page_says_how_the_holdings_stand() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/casebook.md");
    let old = fs::read_to_string(&path).expect("the page");
    let (prose, _) = old.split_once(MARK).expect("the mark");
    let new = format!("{prose}{MARK}{}", standings());
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &new).expect("the page is written");
    }
    assert!(old == new || std::env::var_os("UPDATE").is_some(), "docs/casebook.md differs (UPDATE=1 rewrites it)");
}

/// A decided case.
struct Decided {
    file: String,
    head: Head,
    holdings: Vec<Held>,
    tally: Tally,
    /// Of the holdings that agree, those that turn on a rule whose only source is the decision itself, with those rules.
    drawn: BTreeMap<String, BTreeSet<String>>,
}

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/casebook");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).expect("a folder").map(|e| e.expect("a file").path()).collect();
    paths.sort();
    paths
}

fn decided() -> Vec<Decided> {
    let mut session = Session::bundled();
    let case = |path: PathBuf| {
        let file = path.file_name()?.to_str()?.to_owned();
        let text = fs::read_to_string(&path).expect("a case");
        let judged = session.case(&file, text.as_bytes()).and_then(|c| c.resolve(&mut session));
        let judged = judged.unwrap_or_else(|| panic!("{file}: {:?}", session.all_findings()));
        let outcome = casebook::run(&session, &judged).expect("within the limits");
        let tally = outcome.tally();
        let mut drawn = drawn(&judged, &session);
        drawn.retain(|id, _| outcome.holdings.iter().any(|h| h.id == *id && h.standing == Standing::Agrees));
        (tally.all() > 0).then(|| Decided { head: head(&file, &text), file, holdings: outcome.holdings, tally, drawn })
    };
    cases().into_iter().filter_map(case).collect()
}

/// For each holding, the rules on which it turns and that cite the decision alone. The decision is what the record cites
/// most; where there are several instances, each that a quarter of its statements cite.
fn drawn(judged: &Judged, session: &Session) -> BTreeMap<String, BTreeSet<String>> {
    let mut cited: BTreeMap<SourceId, usize> = BTreeMap::new();
    let statements = &judged.record.statements;
    let law = |s: &Statement| -> BTreeSet<SourceId> {
        let of = |source: &SourceRef| if let SourceRef::Law(id) = source { Some(*id) } else { None };
        s.cites.iter().filter_map(|c| of(&c.source)).collect()
    };
    for source in statements.iter().flat_map(law) {
        *cited.entry(source).or_default() += 1;
    }
    let own: BTreeSet<SourceId> =
        cited.into_iter().filter(|(_, n)| n * 4 >= statements.len()).map(|(s, _)| s).collect();
    let mut evaluation = judged.evaluate(session.engine_limits).expect("within the limits");
    let mut drawn: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for expected in expect::check(&mut evaluation).expect("within the limits") {
        let Some(holding) = &judged.record.expectations[expected.index].holding else { continue };
        for id in expected.turns_on {
            let rulebook = &judged.law.rulebook;
            let Some(rule) = rulebook.provision_ids.get(id.as_str()).map(|p| &rulebook.provisions[p.index()]) else {
                continue;
            };
            if !rule.under.is_empty() && rule.under.iter().all(|c| own.contains(&c.source)) {
                drawn.entry(holding.to_string()).or_default().insert(id);
            }
        }
    }
    drawn
}

fn standings() -> String {
    let cases = decided();
    let mut total = Tally::default();
    cases.iter().for_each(|c| total.add(c.tally));
    let mut out = String::from("\n## How the holdings stand\n\n");
    let percent = |part: usize, whole: usize| (part * 1000 / whole.max(1)) as f64 / 10.0;
    writeln!(
        out,
        "{} holdings in {} cases. {} are expressed ({} %), and of these {} agree ({} %) and {} differ; {} are not \
         expressible.\n",
        total.all(),
        cases.len(),
        total.expressed(),
        percent(total.expressed(), total.all()),
        total.agree,
        percent(total.agree, total.expressed()),
        total.differ,
        total.not_expressible,
    )
    .unwrap();
    let drawn: usize = cases.iter().map(|c| c.drawn.len()).sum();
    writeln!(
        out,
        "Of the {} that agree, {drawn} turn on a rule whose only source is the very decision (column *drawn from it*): they \
         show that the decision was read aright, and nothing more. The other {} turn on rules that stand on other \
         sources too.\n",
        total.agree,
        total.agree - drawn,
    )
    .unwrap();
    out.push_str(
        "| case | court | date | questions | expressed | agree | drawn from it | differ | not expressible |\n",
    );
    out.push_str("|---|---|---|--:|--:|--:|--:|--:|--:|\n");
    for Decided { file, head, tally, drawn, .. } in &cases {
        let Head { title, court, date } = head;
        let numbers = [tally.all(), tally.expressed(), tally.agree, drawn.len(), tally.differ, tally.not_expressible];
        let numbers = numbers.map(|n| n.to_string()).join(" | ");
        writeln!(out, "| [{title}](../tests/casebook/{file}) | {court} | {date} | {numbers} |").unwrap();
    }
    let numbers = [total.all(), total.expressed(), total.agree, drawn, total.differ, total.not_expressible];
    writeln!(out, "| **all** | | | {} |", numbers.map(|n| format!("**{n}**")).join(" | ")).unwrap();
    out.push_str("\n## What is drawn from the decision that tests it\n\n");
    for case in cases.iter().filter(|c| !c.drawn.is_empty()) {
        let of = |(id, rules): (&String, &BTreeSet<String>)| {
            format!("{id} ({})", rules.iter().map(|r| format!("`{r}`")).collect::<Vec<_>>().join(", "))
        };
        writeln!(out, "- {}: {}", case.head.title, case.drawn.iter().map(of).collect::<Vec<_>>().join("; ")).unwrap();
    }
    out.push_str("\n## Where the engine differs, and what it cannot say\n");
    for case in &cases {
        let other: Vec<&Held> = case.holdings.iter().filter(|h| h.standing != Standing::Agrees).collect();
        if other.is_empty() {
            continue;
        }
        writeln!(out, "\n### {}\n", case.head.title).unwrap();
        for held in other {
            let how = match held.standing {
                Standing::Differs => "differs",
                Standing::NotExpressible => "not expressible",
                Standing::Agrees | Standing::Fails => panic!("{}: {} fails", case.file, held.id),
            };
            let why: Vec<String> = held.reasons.iter().map(|r| sentence(r)).collect();
            writeln!(out, "- **{}** *{}* ({how}): {}", held.id, held.words, why.join(" ")).unwrap();
        }
    }
    out
}

/// With a capital letter and a full stop.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    let stop = if text.ends_with(['.', '!', '?', '…']) { "" } else { "." };
    format!("{first}{}{stop}", letters.as_str())
}

/// What the comment at the head of a case says of the decision: `Title, Court, Date, …`.
#[derive(Debug, PartialEq)]
struct Head {
    title: String,
    court: String,
    date: String,
}

/// Words by which a court is known.
const COURTS: [&str; 9] = [
    "Court",
    "Tribunal",
    "Commission",
    "Commissioners",
    "Committee",
    "Chamber",
    "Chambers",
    "Council",
    "Reichsgericht",
];

fn head(file: &str, text: &str) -> Head {
    let comment = text.lines().map_while(|l| l.strip_prefix('#')).take_while(|l| !l.trim().is_empty());
    let comment = comment.map(str::trim).collect::<Vec<_>>().join(" ");
    let parts = parts(&comment);
    let is_court = |part: &String| part.split(|c: char| !c.is_alphabetic()).any(|w| COURTS.contains(&w));
    let dates = dates(&comment);
    // The years of the decisions are in the name of the file.
    let of_name: Vec<String> =
        dates.iter().filter(|d| d.get(d.len() - 4..).is_some_and(|year| file.contains(year))).cloned().collect();
    let date = if of_name.is_empty() { dates } else { of_name };
    assert!(!date.is_empty(), "{file}: the comment at its head says no date: {comment}");
    let (title, court) = match parts.iter().skip(1).position(is_court).map(|at| at + 1) {
        Some(at) => (parts.get(..at).unwrap().join(", "), parts.get(at).unwrap().clone()),
        None => match comment.split_once(": ") {
            Some((title, rest)) => (title.to_owned(), self::parts(rest).first().unwrap().clone()),
            None => panic!("{file}: the comment at its head says no court: {comment}"),
        },
    };
    let court = court.split(": ").next().unwrap();
    let court = court.rsplit_once("Opinion of the ").map_or(court, |(_, court)| court);
    Head { title: title.replace('|', "/"), court: court.to_owned(), date: date.join("; ") }
}

/// What stands between commas, brackets aside.
fn parts(text: &str) -> Vec<String> {
    let (mut parts, mut depth) = (vec![String::new()], 0);
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        match parts.last_mut() {
            _ if c == ',' && depth == 0 => parts.push(String::new()),
            Some(part) => part.push(c),
            None => {}
        }
    }
    parts.iter().map(|p| p.trim().to_owned()).collect()
}

/// Every date such as `7 July 2011`.
fn dates(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split([' ', ',', ';', '.', ')']).filter(|w| !w.is_empty()).collect();
    let dates = words.windows(3).map(|w| w.join(" "));
    dates.filter(|d| jiff::civil::Date::strptime("%d %B %Y", d).is_ok()).collect()
}

#[test]
fn heads_of_cases_are_read() {
    for path in cases() {
        let file = path.file_name().and_then(|f| f.to_str()).expect("a name");
        let head = head(file, &fs::read_to_string(&path).expect("a case"));
        assert!(!head.title.is_empty() && !head.court.is_empty(), "{file}: {head:?}");
    }
    let read = |file: &str, text: &str| {
        let Head { title, court, date } = head(file, text);
        [title, court, date]
    };
    assert_eq!(
        read(
            "a-1999.case",
            "# A (B, C) v. D, Merits, International Court of Justice, 9 April\n# 1999, p. 4.\n#\n# More.\n"
        ),
        ["A (B, C) v. D, Merits", "International Court of Justice", "9 April 1999"]
    );
    assert_eq!(
        read("a-2006.case", "# Prosecutor v. E, Criminal Tribunal: Trial Chamber, 5 May 2003; Appeals, 3 June 2006.\n"),
        ["Prosecutor v. E", "Criminal Tribunal", "3 June 2006"]
    );
    assert_eq!(
        read("a-1837.case", "# The A incident: exchange of notes, 24 April 1841 to 6 August 1842.\n"),
        ["The A incident", "exchange of notes", "24 April 1841; 6 August 1842"]
    );
}
