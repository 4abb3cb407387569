//! What an opinion says of small rule books and records: what is told together, and that each construct which does not
//! change an outcome is told. Taking the construct out of the text takes its words out of the opinion.

use caroline::opinion::model::{Group, Opinion, Word};
use caroline::opinion::{self, View, sources};
use caroline::pipeline::Session;
use caroline::report::{Detail, compose, markdown, plain};
use caroline::rulebook::model::DefaultStance;

use crate::engine::Input;

const LAW: &str = "pack main \"Main\"
kind actor
kind state is an actor
kind person
kind act
source usage custom \"Usage\"
  cited as \"Usage\"
source press-law writings \"Digest of the law of hitting\"
  by \"A. Writer\"
  cited as \"Digest\"
relation <act A> is the work of <state S>
relation <act A> hits <person P>
fact <act A> does harm
fact it rains
";
const HITTING: &str = "prohibition hitting \"Hitting\"
  <state S> must not hit <person P> by <act A>
  under usage 1
  breached when
    A is the work of S
    A hits P
    A is bad
";
const BAD: &str = "rule bad \"Bad acts\"
  <act A> is bad
  under press-law 3
  when
    A does harm
";
const CASE: &str = "incident test \"Test\"
  uses main
source daily report \"The Daily\"
source weekly report \"The Weekly\"
state Alba
person Pia
person Quin
act Raid \"the raid\"
act Siege \"the siege\"
";

fn input(law: &str, case: &str) -> Input {
    let laws = [("main.law".to_owned(), format!("{LAW}{law}"))];
    Input::read(&laws, &format!("{CASE}{case}")).expect("usable texts")
}

fn judged_as(law: &str, case: &str, view: impl Fn(&Input) -> View) -> Opinion {
    let input = input(law, case);
    let view = view(&input);
    opinion::build(&mut input.evaluate(), &view).expect("within limits")
}

fn judged(law: &str, case: &str) -> Opinion {
    judged_as(law, case, |_| View::default())
}

fn text(opinion: &Opinion, detail: Detail) -> String {
    plain::render(&compose::opinion(opinion, detail), None)
}

/// The groups: which is told, which are the same, which similar.
fn groups(opinion: &Opinion) -> Vec<(usize, Vec<usize>, Vec<usize>)> {
    let of = |g: &Group| {
        let list = |l: &[opinion::model::Alike]| l.iter().map(|a| a.verdict).collect();
        (g.told, list(&g.same), list(&g.similar))
    };
    opinion.groups.iter().map(of).collect()
}

fn two(first: &str, second: &str) -> String {
    format!("established\n  Raid is the work of Alba\n  Siege is the work of Alba\n{first}{second}")
}

#[test]
fn the_same_but_for_names_is_one_group() {
    let case = two(
        "established [daily 1]\n  Raid hits Pia\n  Raid does harm\n",
        "established [weekly 2]\n  Siege hits Quin\n  Siege does harm\n",
    );
    let opinion = judged(&format!("{BAD}{HITTING}"), &case);
    assert_eq!(groups(&opinion), [(0, vec![1], vec![])]);
    let alike = &opinion.groups[0].same[0];
    assert!(alike.same_reasons && alike.same_changes);
    let names: Vec<(&str, &str)> = alike.names.iter().map(|n| (n.there.as_str(), n.here.as_str())).collect();
    assert_eq!(names, [("Pia", "Quin"), ("the raid", "the siege")]);
    assert!(alike.differences.iter().all(|d| d.evidence_only), "{:?}", alike.differences);
    assert_eq!(alike.differences.len(), 2, "the evidence on hitting and on harm: {:?}", alike.differences);
    let short = text(&opinion, Detail::Short);
    assert!(short.contains("1, 2. Hitting, Alba (Pia, Raid; Quin, Siege): BREACH"), "{short}");
    assert!(short.contains("verdict 2: Alba must not hit Quin by the siege."), "{short}");
    assert!(short.contains("(why 2): established: The Weekly para 2"), "{short}");
    let long = text(&opinion, Detail::Long);
    assert!(long.contains("\n2. Hitting, Alba (Quin, Siege): BREACH"), "{long}");
}

#[test]
fn another_outcome_elsewhere_is_no_group_of_the_same() {
    // At a higher standard, one is a breach and the other is not.
    let by_standard =
        two("established\n  Raid hits Pia\n  Raid does harm\n", "reported\n  Siege hits Quin\n  Siege does harm\n");
    // On the account of Alba, one is a breach and the other is not.
    let by_account = two(
        "established\n  Raid hits Pia\n  Siege hits Quin\nreported\n  Raid does harm\n  Siege does harm\n",
        "denied by Alba\n  Siege does harm\n",
    );
    for case in [by_standard, by_account] {
        let opinion = judged(&format!("{BAD}{HITTING}"), &case);
        assert_eq!(opinion.verdicts.len(), 2);
        assert!(opinion.groups.iter().all(|g| g.same.is_empty()), "{:?}", opinion.groups);
        let short = text(&opinion, Detail::Short);
        assert!(short.contains("\n2. Hitting, Alba (Quin, Siege): BREACH"), "{short}");
    }
}

#[test]
fn another_reason_is_no_group_of_the_same() {
    let other = "rule worse \"Acts in rain\"\n  <act A> is bad\n  under usage 2\n  when\n    A is reckless\nfact <act A> is reckless\n";
    let case = two(
        "established\n  Raid hits Pia\n  Raid does harm\n",
        "established\n  Siege hits Quin\n  Siege is reckless\n",
    );
    let opinion = judged(&format!("{BAD}{other}{HITTING}"), &case);
    assert_eq!(opinion.verdicts.len(), 2);
    assert!(opinion.verdicts.iter().all(|v| v.outcome == Word::Breach));
    assert!(opinion.groups.iter().all(|g| g.same.is_empty()), "{:?}", opinion.groups);
    let short = text(&opinion, Detail::Short);
    assert!(short.contains("Bad acts") && short.contains("Acts in rain"), "both reasons are told: {short}");
}

#[test]
fn crossroads_of_their_own_do_not_part_verdicts() {
    let law = format!(
        "{BAD}{HITTING}exception storm\n  to hitting\n  when\n    A is in a storm\nfact <act A> is in a storm\ncrossroads <act A> is in a storm\n"
    );
    let case = two(
        "established\n  Raid hits Pia\n  Raid does harm\n  Siege hits Quin\n  Siege does harm\n",
        "unknown\n  Raid is in a storm\n  Siege is in a storm\n",
    );
    let opinion = judged(&law, &case);
    assert!(opinion.verdicts.iter().all(|v| v.outcome == Word::Depends), "{:?}", opinion.verdicts);
    assert_eq!(groups(&opinion), [(0, vec![1], vec![])]);
    // Known for one of them only: no group.
    let case = case.replace("  Siege is in a storm\n", "");
    let opinion = judged(&law, &format!("{case}established\n  not Siege is in a storm\n"));
    assert!(opinion.groups.iter().all(|g| g.same.is_empty()), "{:?}", opinion.groups);
}

/// Whatever is grouped as the same in the examples is the same in all that the opinion says of it.
#[test]
fn groups_of_the_examples_are_exact() {
    let mut found = 0;
    for opinion in examples() {
        for group in &opinion.groups {
            let told = &opinion.verdicts[group.told];
            for alike in &group.same {
                found += 1;
                let verdict = &opinion.verdicts[alike.verdict];
                let same = (&told.norm, &told.addressee, told.outcome, &told.by_standard, told.flips.len());
                assert_eq!(
                    same,
                    (&verdict.norm, &verdict.addressee, verdict.outcome, &verdict.by_standard, verdict.flips.len())
                );
                assert_eq!(told.turns_on, verdict.turns_on);
            }
        }
    }
    assert!(found >= 3, "{found}");
}

fn examples() -> Vec<Opinion> {
    ["caribbean-boat-strikes", "force-on-land", "naval-build-up"]
        .into_iter()
        .filter_map(|name| {
            let bytes = std::fs::read(format!("examples/{name}.case")).ok()?;
            let mut session = Session::bundled();
            let judged = session.case(name, &bytes)?.resolve(&mut session)?;
            let mut evaluation = judged.evaluate(session.engine_limits).ok()?;
            opinion::build(&mut evaluation, &View::default()).ok()
        })
        .collect()
}

/// Every citation of every verdict is in the list of sources, which has each source once; Markdown has a note for each.
#[test]
fn every_citation_has_its_source_in_full() {
    let opinions = examples();
    assert!(!opinions.is_empty());
    for opinion in opinions {
        let ids: Vec<&str> = opinion.sources.iter().map(|s| s.id.as_str()).collect();
        let unique: std::collections::BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "each source once");
        let reasons = opinion.nodes.iter();
        let weighed = reasons.clone().flat_map(|r| &r.weighing).flat_map(|w| &w.factors).flat_map(|f| &f.citations);
        let cited = reasons.flat_map(|r| r.citations.iter().chain(r.evidence.iter().flat_map(|e| &e.sources)));
        let binding = opinion.verdicts.iter().flat_map(|v| &v.binding).map(|b| &b.citation);
        let holders = opinion.positions.iter().flat_map(|p| p.held_by.iter().chain(&p.rejected_by));
        for citation in cited.chain(weighed).chain(binding).chain(holders.flat_map(|h| &h.citations)) {
            assert!(sources::cited(&opinion.sources, citation).is_some(), "{citation} has no source");
        }
        for verdict in &opinion.verdicts {
            assert!(verdict.sources.iter().all(|s| ids.contains(&s.as_str())), "{:?}", verdict.sources);
            for binding in &verdict.binding {
                let (_, source) = sources::cited(&opinion.sources, &binding.citation).expect("a source");
                assert!(verdict.sources.contains(&source.id), "{} is a source of {}", source.id, verdict.claim);
            }
        }
        for detail in [Detail::Short, Detail::Long] {
            let text = markdown::render(&compose::opinion(&opinion, detail));
            for note in text.lines().filter_map(|l| l.strip_prefix("[^")).filter_map(|l| l.split_once("]: ")) {
                assert_eq!(text.matches(&format!("\n[^{}]: ", note.0)).count(), 1, "{} twice", note.0);
                assert!(text.contains(&format!("[^{}]", note.0)));
            }
        }
    }
}

/// The opinion with a line of the law and without it.
fn with_and_without(law: &str, line: &str, case: &str) -> (String, String) {
    assert!(law.contains(line), "{line}");
    let told = |law: &str| text(&judged(law, case), Detail::Medium);
    (told(law), told(&law.replacen(line, "", 1)))
}

const HARSH: &str = "judgment <act A> is harsh
  weighing
    A does harm
    how loud A was  [press-law 7]
  judged from \"the place of those who suffer A\"  [press-law 9]
rule harsh-is-bad \"Harsh acts\"
  <act A> is bad
  under usage 2
  when
    A is harsh
";

fn harsh(judgment: &str) -> String {
    format!("established [daily 4]\n  Raid is the work of Alba\n  Raid hits Pia\n  Raid does harm\n{judgment}")
}

#[test]
fn weighing_is_told() {
    let law = format!("{HARSH}{HITTING}");
    let known = harsh("likely\n  Raid is harsh because \"it was loud\"\n");
    let open = harsh("unknown\n  Raid is harsh\n");
    for case in [&known, &open] {
        let (with, without) = with_and_without(&law, "    A does harm\n", case);
        assert!(with.contains("the raid does harm\n"), "the factor: {with}");
        assert!(with.contains("established"), "what the record says of it: {with}");
        assert!(!without.contains("the raid does harm\n"), "{without}");
        let (with, without) = with_and_without(&law, "    how loud A was  [press-law 7]\n", case);
        assert!(with.contains("how loud the raid was") && with.contains("Digest para 7"), "{with}");
        assert!(!without.contains("how loud"), "{without}");
    }
    // What is to be weighed is told at once where the judgment is what is missing.
    let short = text(&judged(&law, &open), Detail::Short);
    assert!(short.contains("how loud the raid was"), "{short}");
    let contrary = open.replace("  Raid does harm", "  not Raid does harm");
    let opinion = judged(&law, &contrary);
    let weighing = opinion.verdicts[0].missing[0].weighing.as_ref().expect("a weighing");
    assert_eq!(weighing.factors[0].record.as_deref(), Some("established that it is not so"));
    assert_eq!(weighing.factors[1].record, None, "no sentence of the record");
}

#[test]
fn judged_from_is_told() {
    let line = "  judged from \"the place of those who suffer A\"  [press-law 9]\n";
    for judgment in ["likely\n  Raid is harsh because \"it was loud\"\n", "unknown\n  Raid is harsh\n"] {
        let (with, without) = with_and_without(&format!("{HARSH}{HITTING}"), line, &harsh(judgment));
        assert!(with.contains("judged from the place of those who suffer A"), "{with}");
        assert!(with.contains("Digest para 9"), "{with}");
        assert!(!without.contains("judged from"), "{without}");
    }
}

const VIEWS: &str = "position wide
  \"All acts are bad\"
  held by Alba [press-law 1]
  rejected by Boria [press-law 2]
  default rejected
  excludes narrow
position narrow
  \"Few acts are bad\"
  default rejected
rule wide-view \"The wide view\"
  <act A> is bad
  under usage 2
  when
    on the position wide
";
const HIT: &str = "established\n  Raid is the work of Alba\n  Raid hits Pia\n";

#[test]
fn holders_are_told_where_a_verdict_turns_on_their_position() {
    let law = format!("{VIEWS}{HITTING}");
    for (line, words) in [
        ("  held by Alba [press-law 1]\n", "Held by Alba (Digest para 1)."),
        ("  rejected by Boria [press-law 2]\n", "Rejected by Boria (Digest para 2)."),
    ] {
        let (with, without) = with_and_without(&law, line, HIT);
        assert!(with.contains(words), "{with}");
        assert!(!without.contains(words), "{without}");
    }
    let short = text(&judged(&law, HIT), Detail::Short);
    assert!(short.contains("Held by Alba. Rejected by Boria. Verdict 1 turns on it."), "{short}");
}

/// Who accepts both by choice stands nowhere; a default gives way to a choice.
#[test]
fn positions_that_exclude_each_other_are_not_accepted_together() {
    let law = format!("{VIEWS}{HITTING}");
    let accept = |input: &Input, ids: &[&str]| View {
        stances: ids.iter().map(|id| (input.rulebook.position_ids[*id], DefaultStance::Accepted)).collect(),
        ..View::default()
    };
    for (law, refused) in [(law.clone(), true), (law.replace("  excludes narrow\n", ""), false)] {
        let input = input(&law, HIT);
        assert_eq!(accept(&input, &["wide", "narrow"]).conflict(&input.rulebook, None).is_some(), refused);
        assert!(accept(&input, &["wide"]).conflict(&input.rulebook, None).is_none());
    }
    let by_default = law.replacen("default rejected", "default accepted", 1);
    let outcome = |law: &str, ids: &[&str]| judged_as(law, HIT, |i| accept(i, ids)).verdicts[0].outcome;
    assert_eq!(outcome(&by_default, &[]), Word::Breach);
    assert_ne!(outcome(&by_default, &["narrow"]), Word::Breach, "the default gives way");
    assert_eq!(outcome(&by_default.replace("  excludes narrow\n", ""), &["narrow"]), Word::Breach);
}

#[test]
fn expectations_from_an_impossible_standpoint_are_refused() {
    let law = format!("{VIEWS}profile all\n  accepts wide, narrow\n{HITTING}");
    let read = |law: &str| {
        let laws = [("main.law".to_owned(), format!("{LAW}{law}"))];
        Input::read(&laws, &format!("{CASE}{HIT}expect as all\n  breach of hitting by Alba\n")).map(|_| ())
    };
    let refused = read(&law).expect_err("an error");
    assert!(refused.contains("record/exclusive-positions"), "{refused}");
    assert!(refused.contains("accepts `wide` and `narrow`, which exclude each other"), "{refused}");
    assert_eq!(read(&law.replace("  excludes narrow\n", "")), Ok(()));
}

/// What needs both of two positions that exclude each other is no outcome, and no change that brings one.
#[test]
fn robustness_never_accepts_rivals_together() {
    for stance in ["contested", "rejected"] {
        let law = VIEWS.replace("default rejected", &format!("default {stance}"));
        let law = format!("{law}    on the position narrow\n{HITTING}");
        let (with, without) = with_and_without(&law, "  excludes narrow\n", HIT);
        assert!(without.contains("narrow") && without.contains("are accepted"), "{without}");
        assert!(!with.contains("are accepted"), "{with}");
        let opinion = judged(&law, HIT);
        assert_eq!(opinion.verdicts[0].outcome, Word::NoBreach, "{stance}");
        assert!(opinion.verdicts[0].flips.is_empty(), "{:?}", opinion.verdicts[0].flips);
        assert!(with.contains("It is the same from every standpoint"), "{with}");
    }
}

/// Rivals that are left open and on which nothing turns are no part of what would change a verdict.
#[test]
fn open_rivals_without_effect_are_not_mentioned() {
    let views = VIEWS.replace("default rejected", "default contested");
    let third = "position third\n  \"Rain is bad\"\n  default rejected\nrule third-view \"The third view\"\n  <act A> is bad\n  under usage 4\n  when\n    on the position third\nrule other \"Another question\"\n  <act A> is strange\n  under usage 5\n  when\n    on the position narrow\n";
    let law = format!("{views}    it rains\n{third}{HITTING}  concludes\n    A is odd\nconclusion <act A> is odd\n");
    let opinion = judged(&law, &format!("{HIT}  not it rains\nasserted by Alba\n  Raid is strange\n"));
    let flips: Vec<&[String]> = opinion.verdicts[0].flips.iter().map(|f| f.changes.as_slice()).collect();
    assert_eq!(flips, [["third is accepted".to_owned()].as_slice()]);
}

/// To accept a position goes with rejecting its rival, and that is not said.
#[test]
fn a_rival_that_is_rejected_is_not_mentioned() {
    let law = VIEWS.replacen("default rejected", "default contested", 1).replace(
        "position narrow\n  \"Few acts are bad\"\n  default rejected",
        "position narrow\n  \"Few acts are bad\"\n  default accepted",
    );
    let law = format!(
        "{law}rule narrow-view \"The narrow view\"\n  not <act A> is bad\n  under usage 3\n  when\n    on the position narrow\n{HITTING}"
    );
    let opinion = judged(&law.replace("default contested", "default rejected"), HIT);
    let flips: Vec<&[String]> = opinion.verdicts[0].flips.iter().map(|f| f.changes.as_slice()).collect();
    assert!(flips.contains(&["wide is accepted".to_owned()].as_slice()), "{flips:?}");
    assert!(
        opinion.verdicts[0].robustness.contains("breach if wide is accepted"),
        "{}",
        opinion.verdicts[0].robustness
    );
}

#[test]
fn an_answer_lists_its_sources() {
    let mut input = input(&format!("{BAD}{HITTING}"), "established [daily 1]\n  Raid does harm\n");
    let ground = input.ground("Raid is bad").expect("a sentence");
    let content = caroline::record::model::Content::Sentence { ground, negated: false };
    let answer = opinion::why(&mut input.evaluate(), &View::default(), &content).expect("limits").expect("an answer");
    let text = plain::render(&compose::answer(&answer, Detail::Medium), None);
    assert!(text.contains("Digest para 3"), "{text}");
    assert!(text.contains("- Digest: A. Writer, Digest of the law of hitting"), "{text}");
    assert!(text.contains("- The Daily: The Daily"), "{text}");
    assert!(!text.contains("- Usage"), "what is not cited is not listed: {text}");
}

/// A question about a negation is answered in its own words.
#[test]
fn an_answer_about_a_negation_is_turned_around() {
    let mut input = input(BAD, "established\n  not Raid does harm\nclaimed by Alba\n  Raid does harm\n");
    let ground = input.ground("Raid is bad").expect("a sentence");
    let content = caroline::record::model::Content::Sentence { ground, negated: true };
    let answer = opinion::why(&mut input.evaluate(), &View::default(), &content).expect("limits").expect("an answer");
    assert_eq!(answer.outcome, Word::Established);
    assert!(
        answer.robustness.starts_with("Established; refuted if the account of Alba is taken"),
        "{}",
        answer.robustness
    );
}
