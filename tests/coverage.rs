//! Coverage on a small rule book, where what is met, what fails and what decides is known by hand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::io;

use caroline::casebook::Coverage;
use caroline::casebook::coverage::coverage_of;
use caroline::casebook::coverage::model::{Gap, PartCoverage, Section, Tally};
use caroline::pipeline::{Files, Session};

const RULES: &str = r#"
pack guests "Protection of guests"

kind state
kind person
kind act

source guest-treaty treaty "Treaty on the Protection of Guests"
  adopted 1970-01-01
  in force 1972-01-01

parties guest-treaty
  Ruritania 1972-01-01

relation <act A> is carried out by <state S>
relation <act A> is directed against <person P>
raised fact <act A> is necessary to save life
raised fact <act A> goes too far
fact <person P> is a guest
fact <person P> is ill
fact <person P> is harmless
raised fact <person P> wages war
raised fact <person P> serves the enemy

position the-ill-too
  "The ill are protected too"
  default rejected

profile kind "The kind view"
  accepts the-ill-too

rule protected "Protected persons"
  <person P> is protected
  when
    P is harmless
    any of
      (a) P is a guest
      (b) all of
        P is ill
        on the position the-ill-too
  unless
    P wages war

presume in-doubt
  <person P> is harmless

rule shielded "Shielded persons"
  <person P> is shielded
  without presumptions
  when
    P is harmless

rule exposed "Exposed persons"
  not <person P> is protected
  prevails over protected as lex specialis
  when
    P is harmless
    any of
      P wages war
      P serves the enemy

prohibition no-harm "Harm to guests"
  <state S> must not harm <person P> by <act A>
  under guest-treaty 1
  applies when
    P is protected
  breached when
    A is carried out by S
    A is directed against P

obligation apology "Apology to the protected"
  <state S> must apologise to <person P> for <act A>
  under guest-treaty 2
  breached when
    A is carried out by S
    A is directed against P
    P is protected

exception saving-life "Saving life"
  to no-harm
  when
    A is necessary to save life

exception excess "Excess"
  to saving-life
  when
    A goes too far
"#;

struct Texts;

impl Files for Texts {
    fn read(&self, _: &str) -> io::Result<Vec<u8>> {
        Ok(RULES.as_bytes().to_vec())
    }

    fn list(&self, name: &str) -> io::Result<Vec<String>> {
        Ok(vec![name.to_owned()])
    }
}

/// A case: an act of a State against one person.
fn case(name: &str, established: &str, rest: &str) -> (String, Vec<u8>) {
    let text = format!(
        "incident {name} \"{name}\"\n  on 1985-05-04\n  uses guests\n\nstate Ruritania\nstate Zenda\nperson Guest\n\
         act Harm\n\nestablished\n  Harm is directed against Guest\n{established}\n{rest}"
    );
    (format!("{name}.case"), text.into_bytes())
}

const BY_RURITANIA: &str = "  Harm is carried out by Ruritania\n";

fn of(cases: Vec<(String, Vec<u8>)>) -> Coverage {
    let mut session = Session::default();
    session.add_rules(&Texts, "guests.law").unwrap();
    let count = cases.len();
    let coverage = coverage_of(&mut session, cases).unwrap();
    assert!(!session.has_errors(), "{:?}", session.findings());
    assert_eq!(coverage.cases.len(), count);
    coverage
}

fn one(established: &str, rest: &str) -> Coverage {
    of(vec![case("one", &format!("{BY_RURITANIA}{established}"), rest)])
}

fn own<'c>(coverage: &'c Coverage, id: &str) -> &'c Tally {
    &coverage.provision(id).unwrap_or_else(|| panic!("there is {id}")).tally
}

fn part<'c>(coverage: &'c Coverage, id: &str, text: &str) -> &'c Tally {
    let provision = coverage.provision(id).unwrap_or_else(|| panic!("there is {id}"));
    let words = |p: &&PartCoverage| p.text == text || p.text.ends_with(&format!(") {text}"));
    &provision.parts.iter().find(words).unwrap_or_else(|| panic!("{id} has the part {text}: {provision:?}")).tally
}

/// Met, not met, open, decisive where met, decisive where not met.
fn stands(tally: &Tally) -> String {
    let letters = [
        (!tally.met.is_empty(), "met"),
        (!tally.not_met.is_empty(), "not met"),
        (!tally.open.is_empty(), "open"),
        (!tally.decisive_met.is_empty(), "decisive"),
        (!tally.decisive_not_met.is_empty(), "alone missing"),
    ];
    letters.into_iter().filter(|(so, _)| *so).map(|(_, w)| w).collect::<Vec<_>>().join(", ")
}

#[test]
fn the_parts_stand_in_the_order_of_the_text() {
    let coverage = one("  Guest is a guest", "");
    let parts: Vec<String> = coverage
        .provision("protected")
        .unwrap()
        .parts
        .iter()
        .map(|p| format!("{}{}", "  ".repeat(p.depth), p.text))
        .collect();
    assert_eq!(
        parts,
        [
            "P is harmless",
            "any of",
            "  (a) P is a guest",
            "  (b) all of",
            "    P is ill",
            "    on the position the-ill-too",
            "P wages war",
            "exposed",
            "in-doubt",
        ]
    );
}

#[test]
fn a_met_rule_turns_on_each_element_that_has_no_alternative() {
    let coverage = one("  Guest is a guest", "");
    assert_eq!(stands(own(&coverage, "protected")), "met");
    assert_eq!(stands(own(&coverage, "no-harm")), "met");
    assert_eq!(stands(part(&coverage, "protected", "P is harmless")), "met, decisive");
    assert_eq!(stands(part(&coverage, "protected", "P is a guest")), "met, decisive");
    assert_eq!(stands(part(&coverage, "protected", "P is ill")), "open");
    assert_eq!(stands(part(&coverage, "no-harm", "a source binds the addressee")), "met, decisive");
    assert_eq!(stands(part(&coverage, "no-harm", "A is directed against P")), "met, decisive");

    let both = one("  Guest is a guest\n  Guest is ill", "expect as kind\n  Guest is protected");
    // Rejected in the headline, where being a guest decides; accepted on the kind view, where either suffices.
    assert_eq!(stands(part(&both, "protected", "P is a guest")), "met, decisive");
    assert_eq!(stands(part(&both, "protected", "P is ill")), "met");
    assert_eq!(stands(part(&both, "protected", "on the position the-ill-too")), "met, not met");
}

#[test]
fn an_element_decides_where_it_alone_is_missing() {
    let neither = "  not Guest is a guest\n  not Guest is ill";
    let coverage = one(neither, "");
    assert_eq!(stands(own(&coverage, "protected")), "not met");
    assert_eq!(stands(part(&coverage, "protected", "P is harmless")), "met");
    assert_eq!(stands(part(&coverage, "protected", "any of")), "not met, alone missing");
    assert_eq!(stands(part(&coverage, "protected", "P is a guest")), "not met, alone missing");
    // The position is rejected too.
    assert_eq!(stands(part(&coverage, "protected", "P is ill")), "not met");
    assert_eq!(stands(part(&coverage, "no-harm", "P is protected")), "not met, alone missing");
    assert_eq!(coverage.provision("no-harm").unwrap().not_applicable, ["one"]);

    let more = one(&format!("{neither}\n  not Guest is harmless"), "");
    assert_eq!(stands(own(&more, "protected")), "not met");
    assert_eq!(stands(part(&more, "protected", "P is harmless")), "not met");
    assert_eq!(stands(part(&more, "protected", "P is a guest")), "not met");
}

#[test]
fn an_exception_decides_where_the_rule_would_stand_without_it() {
    let excused = one("  Guest is a guest\n  Harm is necessary to save life", "");
    assert_eq!(stands(own(&excused, "no-harm")), "not met");
    assert!(excused.provision("no-harm").unwrap().not_applicable.is_empty());
    assert_eq!(stands(part(&excused, "no-harm", "saving-life")), "met, decisive");
    assert_eq!(stands(own(&excused, "saving-life")), "met, decisive");
    assert_eq!(stands(part(&excused, "no-harm", "P is protected")), "met");
    assert_eq!(stands(part(&excused, "saving-life", "excess")), "");

    let twice = one("  not Guest is a guest\n  not Guest is ill\n  Harm is necessary to save life", "");
    assert_eq!(stands(part(&twice, "no-harm", "saving-life")), "met");

    let exceeded = one("  Guest is a guest\n  Harm is necessary to save life\n  Harm goes too far", "");
    assert_eq!(stands(own(&exceeded, "no-harm")), "met");
    assert_eq!(stands(own(&exceeded, "saving-life")), "not met");
    assert_eq!(stands(part(&exceeded, "saving-life", "excess")), "met, decisive");
    assert_eq!(stands(own(&exceeded, "excess")), "met, decisive");
}

#[test]
fn exceptions_that_defeat_together_do_not_decide() {
    // The inline exception and the rule that prevails both defeat the rule.
    let coverage = one("  Guest is a guest\n  Guest wages war", "");
    assert_eq!(stands(own(&coverage, "protected")), "not met");
    assert_eq!(stands(part(&coverage, "protected", "P wages war")), "met");
    assert_eq!(stands(part(&coverage, "protected", "exposed")), "met");
    // Here the rule that prevails defeats it alone.
    let alone = one("  Guest is a guest\n  Guest serves the enemy", "");
    assert_eq!(stands(part(&alone, "protected", "exposed")), "met, decisive");
    // Without harmlessness the rule that prevails does not apply, but then neither does the other.
    let harmful = one("  Guest is a guest\n  Guest wages war\n  not Guest is harmless", "");
    assert_eq!(stands(part(&harmful, "protected", "exposed")), "not met");
    assert_eq!(stands(part(&harmful, "protected", "P wages war")), "met");
}

#[test]
fn a_presumption_decides_where_its_sentence_would_be_open() {
    let presumed = one("  Guest is a guest", "");
    assert_eq!(stands(own(&presumed, "in-doubt")), "met, decisive");
    assert_eq!(stands(part(&presumed, "protected", "in-doubt")), "met, decisive");

    let shown = one("  Guest is a guest\n  Guest is harmless", "");
    assert_eq!(stands(own(&shown, "in-doubt")), "met");
    assert_eq!(stands(part(&shown, "protected", "in-doubt")), "met");

    let rebutted = one("  Guest is a guest\n  not Guest is harmless", "");
    assert_eq!(stands(own(&rebutted, "in-doubt")), "not met");
    assert_eq!(stands(part(&rebutted, "protected", "P is harmless")), "not met, alone missing");

    // It fills the gap, but nothing turns on that: the person is no guest.
    let idle = one("  not Guest is a guest\n  not Guest is ill", "");
    assert_eq!(stands(own(&idle, "in-doubt")), "met, decisive");
    assert_eq!(stands(part(&idle, "protected", "in-doubt")), "met");
}

#[test]
fn what_does_without_presumptions_is_not_fed_by_them() {
    let coverage =
        one("  Guest is a guest", "unknown\n  Guest is harmless\n\nexpect\n  Guest is shielded: undetermined");
    let shielded = coverage.provision("shielded").unwrap();
    assert_eq!(stands(&shielded.tally), "open");
    assert!(!shielded.parts.iter().any(|p| p.section == Section::Presumption));
}

#[test]
fn a_norm_that_binds_nobody_fails_for_want_of_a_source() {
    let coverage = of(vec![case("zenda", "  Harm is carried out by Zenda\n  Guest is a guest", "")]);
    assert_eq!(stands(own(&coverage, "no-harm")), "not met");
    assert_eq!(coverage.provision("no-harm").unwrap().not_applicable, ["zenda"]);
    assert_eq!(stands(part(&coverage, "no-harm", "a source binds the addressee")), "not met, alone missing");
    assert_eq!(stands(part(&coverage, "no-harm", "P is protected")), "met");
}

#[test]
fn positions_decide_where_some_outcome_turns_on_them() {
    let ill = "  Guest is ill\n  not Guest is a guest";
    let headline = one(ill, "");
    let position = headline.positions.iter().find(|p| p.id == "the-ill-too").unwrap();
    assert_eq!((position.accepted.len(), position.rejected.len(), position.decisive.len()), (0, 1, 1));
    let both = one(ill, "expect as kind\n  breach of no-harm by Ruritania by Harm");
    let position = both.positions.iter().find(|p| p.id == "the-ill-too").unwrap();
    assert_eq!((position.accepted.len(), position.rejected.len(), position.decisive.len()), (1, 1, 1));
    assert_eq!(stands(own(&both, "no-harm")), "met, not met", "from the two standpoints");
    let guest = one("  Guest is a guest", "");
    assert!(guest.positions.iter().all(|p| p.decisive.is_empty()));
}

#[test]
fn what_the_record_passes_over_is_not_exercised() {
    // Nobody is said to have acted: the norm is idle, and nobody asks whether the person is protected.
    let coverage = of(vec![case("nobody", "  Guest is a guest", "")]);
    for id in ["no-harm", "protected", "shielded", "exposed", "saving-life", "in-doubt"] {
        assert!(coverage.provision(id).unwrap().reached.is_empty(), "{id}");
    }
    assert_eq!(stands(part(&coverage, "protected", "P is a guest")), "");

    // Nothing is said of what the protection rests on, so that the obligation to apologise is idle; then something is.
    assert!(one("", "").provision("apology").unwrap().reached.is_empty());
    let refused = one("  not Guest is a guest\n  not Guest is ill", "");
    assert_eq!(stands(own(&refused, "apology")), "not met");
    assert_eq!(stands(part(&refused, "apology", "P is protected")), "not met, alone missing");
}

#[test]
fn gaps_close_as_cases_are_added() {
    let gap =
        |id: &str, part: Option<&str>| Gap { pack: "guests".into(), id: id.to_owned(), part: part.map(str::to_owned) };
    let breach = case("breach", &format!("{BY_RURITANIA}  Guest is a guest"), "");
    let gaps = of(vec![breach.clone()]).gaps();
    assert_eq!(gaps.not_reached, [gap("shielded", None), gap("exposed", None)]);
    assert_eq!(gaps.never_met, []);
    assert_eq!(gaps.never_failed, [gap("protected", None), gap("no-harm", None), gap("apology", None)]);
    assert_eq!(
        gaps.exceptions,
        [
            gap("protected", Some("P wages war")),
            gap("protected", Some("exposed")),
            gap("saving-life", None),
            gap("excess", None)
        ]
    );
    assert_eq!(gaps.presumptions, []);
    assert_eq!(gaps.positions, [gap("the-ill-too", None)]);

    let excused = case("excused", &format!("{BY_RURITANIA}  Guest is a guest\n  Harm is necessary to save life"), "");
    let coverage = of(vec![breach, excused]);
    assert_eq!(own(&coverage, "no-harm").met, ["breach"]);
    assert_eq!(own(&coverage, "no-harm").not_met, ["excused"]);
    let gaps = coverage.gaps();
    assert_eq!(gaps.never_failed, [gap("protected", None), gap("apology", None)]);
    assert!(!gaps.exceptions.contains(&gap("saving-life", None)));
    assert!(gaps.exceptions.contains(&gap("excess", None)));
}
