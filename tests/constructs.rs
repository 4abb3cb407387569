//! Every construct of the language changes the result of some evaluation: pairs of tiny rule books and records that
//! differ in one construct, with the outcome of each. A line that begins with `-` is in the first of a pair only, one that
//! begins with `+` in the second only.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(dead_code, missing_docs, unreachable_pub, clippy::wildcard_enum_match_arm)]

#[path = "reference/engine.rs"]
mod engine;

use caroline::opinion::View;
use caroline::rulebook::model::Standard;
use engine::Input;

/// What every rule book here begins with.
const LAW: &str = "pack main \"Main\"
kind actor
kind state is a actor
kind group is a actor
kind person
kind act
kind attack is a act
source usage custom \"Usage\"
relation <act A> is the work of <actor S>
fact <act A> does harm
fact it rains
fact it snows
fact it is dark
";

/// What every record here begins with, and who is in it.
const CASE: &str = "incident test \"Test\"
  uses main
";
const ENTITIES: &str = "state Alba \"Alba\"
state Boria \"Boria\"
group Gang \"the gang\"
person Pia \"Pia\"
person Quin \"Quin\"
act Raid \"the raid\"
attack Siege \"the siege\"
";

/// A rule whose conclusion shows what `when` gives.
const WET: &str = "
 conclusion it is wet
 rule wet
   it is wet
";

/// A prohibition that is breached when the raid is a State's work and does harm.
const HARM: &str = "
 prohibition harm
   <state S> must not do harm by <act A>
   under usage 1
   breached when
     A is the work of S
     A does harm
";

/// Alba did it.
const DONE: &str = "
 established
   Raid is the work of Alba
   Raid does harm
";

/// One pair: what is asked of both, and what comes out.
struct Pair {
    what: &'static str,
    law: String,
    case: String,
    ask: &'static str,
    first: &'static str,
    second: &'static str,
}

fn pair(
    what: &'static str,
    law: &[&str],
    case: &[&str],
    ask: &'static str,
    first: &'static str,
    second: &'static str,
) -> Pair {
    Pair { what, law: law.concat(), case: case.concat(), ask, first, second }
}

/// The lines of one side, without their marks.
fn side(text: &str, mark: char) -> String {
    let other = if mark == '-' { '+' } else { '-' };
    let mut out = String::new();
    for line in text.lines().filter(|l| !l.starts_with(other) && !l.trim().is_empty()) {
        out.push_str(line.get(1..).expect("a mark or a blank"));
        out.push('\n');
    }
    out
}

/// The outcome for the headline; `depends` if it is not the same on all choices that are left open. A norm's id asks for
/// its only reported instance; `… on the account of X` takes that account.
fn outcome(law: &str, case: &str, ask: &str) -> Result<String, String> {
    let (ask, account) = match ask.split_once(" on the account of ") {
        Some((ask, account)) => (ask, Some(account)),
        None => (ask, None),
    };
    let incident_end = case.find("\n\n").unwrap_or(0);
    let (incident, rest) = case.split_at(incident_end);
    let text = format!("{CASE}{incident}\n{ENTITIES}{rest}");
    // A second pack stands after a line of dashes.
    let mut laws = Vec::new();
    for (i, part) in format!("{LAW}{law}").split("────\n").enumerate() {
        laws.push((format!("{i}.law"), part.to_owned()));
    }
    let mut input = Input::read(&laws, &text)?;
    let ground = input.ground(ask);
    let mut ev = input.evaluate();
    let standard = input.record.standard.unwrap_or(Standard::ReasonableGrounds);
    let profile = input.record.profile.clone();
    let outcomes = match ground {
        Ok(ground) => {
            let id = ev.sentence(&ground).map_err(|e| format!("{e:?}"))?;
            ev.sentence_outcomes(id)
        }
        Err(why) => {
            let norm = input.rulebook.provision_ids.get(ask).ok_or(why)?;
            let of: Vec<_> = ev.norm_instances().into_iter().filter(|i| !ev.is_idle(*i)).collect();
            let of: Vec<_> =
                of.into_iter().filter(|i| ev.graph().instance(*i).is_some_and(|i| i.provision == *norm)).collect();
            match of[..] {
                [] => return Ok("idle".into()),
                [one] => ev.outcomes(one),
                _ => return Ok(format!("{} instances", of.len())),
            }
        }
    };
    let choices =
        ev.space.headline(standard, account, &|p| View::default().stance(&input.rulebook, profile.as_deref(), p));
    let possible = ev.possible(&outcomes, &choices);
    Ok(match possible[..] {
        [one] => engine::word(one).into(),
        _ => "depends".into(),
    })
}

#[test]
fn every_construct_changes_some_result() {
    let mut wrong = Vec::new();
    let pairs: Vec<Pair> = [declarations(), conditions(), comparisons(), provisions(), norms(), sources(), records()]
        .into_iter()
        .flatten()
        .collect();
    assert!(pairs.len() > 100);
    for p in pairs {
        for (mark, expected) in [('-', p.first), ('+', p.second)] {
            let (law, case) = (side(&p.law, mark), side_of_record(&p.case, mark));
            match outcome(&law, &case, p.ask) {
                Ok(found) if found == expected => {}
                found => wrong.push(format!("{} {mark}: {found:?}, not {expected}\n{law}\n{case}", p.what)),
            }
        }
        assert_ne!(p.first, p.second, "{}", p.what);
    }
    assert!(wrong.is_empty(), "{}\n{} wrong", wrong.join("\n────────\n"), wrong.len());
}

/// The record's lines: those of the incident (indented deeper than their mark), an empty line, and the rest.
fn side_of_record(text: &str, mark: char) -> String {
    let all = side(text, mark);
    let lines: Vec<&str> = all.lines().collect();
    let first = lines.iter().position(|l| !l.starts_with(' ')).unwrap_or(lines.len());
    format!("{}\n\n{}\n", lines[..first].join("\n"), lines[first..].join("\n"))
}

/// Where the engine once did something else than `docs/semantics.md` says: an example, what is right, and what came out.
#[test]
fn what_was_wrong_once() {
    for (flag, law, case, ask, right, now) in known() {
        let found = outcome(&side(&law, '-'), &side_of_record(&case, '-'), ask).unwrap();
        assert_ne!(right, now, "{flag}");
        assert_eq!(found, right, "{flag}");
    }
}

type Known = (&'static str, String, String, &'static str, &'static str, &'static str);

fn known() -> Vec<Known> {
    let of = |flag, law: &[&str], case: &[&str], ask, right, now| -> Known {
        (flag, law.concat(), case.concat(), ask, right, now)
    };
    let through = "
 source pact treaty \"Pact\"
   binds <actor G> through <state T> when
     G follows T
 parties pact
   Boria 2000-01-01
   Alba 2000-01-01 until 2002-01-01
 source code code \"Code\"
   binds members of pact
 relation <actor G> follows <state T>
 conclusion it is wet
 rule wet
   it is wet
   when some actor S and some state T where
     S follows T
";
    let strict = "
 conclusion it is wet
 rule wet
   it is wet
   when it rains
 exception snow
   to wet
   when it snows
   without presumptions
";
    vec![
        // A State is not among the groups that G ranges over.
        of(
            "SAME_ACROSS_KINDS",
            &[
                WET,
                "
   when some actor S and some group G where
     S is mild
     S is the same State as G
 relation <actor S> is mild
",
            ],
            &["
 established
   Alba is mild
"],
            "it is wet",
            "refuted",
            "established",
        ),
        of(
            "THROUGH_AND_PERIODS, a former party",
            &[
                through,
                "
     S is bound by pact
",
            ],
            &["
   on 2005-06-01
 established
   Alba follows Boria
"],
            "it is wet",
            "established",
            "refuted",
        ),
        of(
            "THROUGH_AND_PERIODS, no date",
            &[
                through,
                "
     S is bound by pact
",
            ],
            &["
 established
   Gang follows Boria
"],
            "it is wet",
            "undetermined",
            "established",
        ),
        of(
            "THROUGH_AND_PERIODS, members",
            &[
                through,
                "
     S is bound by code
",
            ],
            &["
   on 2005-06-01
 established
   Gang follows Boria
"],
            "it is wet",
            "established",
            "refuted",
        ),
        // The exception is the other side's to show, at the rebuttal standard.
        of(
            "STRICT_EXCEPTIONS",
            &[strict],
            &["
 established
   it rains
 reported
   it snows
"],
            "it is wet",
            "established",
            "refuted",
        ),
        of(
            "FOUND_AND_NOT_PROVEN",
            &[
                WET,
                "   when
     it rains
     it snows
",
            ],
            &["
 found by Court
   it rains
 not proven
   it rains
"],
            "it is wet",
            "not shown",
            "undetermined",
        ),
        of(
            "DATE_FIRST",
            &[
                "
 measure the day of <act A>: date
",
                WET,
                "
   when some act A where
     A does harm
     the date of A is after the day of A
",
            ],
            &["
   on 2005-06-01
 established
   Raid does harm
 claimed by Alba
   the day of Raid is 2001-01-01
"],
            "it is wet on the account of Alba",
            "established",
            "undetermined",
        ),
        of(
            "NEGATED_MISFITS",
            &["
 fact <attack A> is loud
 prohibition silence
   <state S> must not be silent in <act A>
   under usage 1
   breached when
     A is the work of S
     not A is loud
"],
            &["
 established
   Raid is the work of Alba
"],
            "silence",
            "breach",
            "idle",
        ),
        of(
            "REFUTED_BY_NORMS",
            &[
                "
 conclusion <act A> is innocent
 prohibition harm
   <state S> must not do harm by <act A>
   under usage 1
   breached when
     A is the work of S
     A does harm
   concludes
     not A is innocent
",
                WET,
                "
   when some attack A where
     A is innocent
",
            ],
            &["
 reported
   Siege is the work of Alba
 unknown
   Siege does harm
"],
            "it is wet",
            "undetermined",
            "refuted",
        ),
        of(
            "THROUGH_AND_PERIODS, a reservation",
            &["
 source pact treaty \"Pact\"
   binds <actor G> through <state T> when
     G follows T
   reservation by Alba to 1
 parties pact
   Boria 2000-01-01
 relation <actor G> follows <state T>
 prohibition harm
   <state S> must not do harm by <act A>
   under pact 1
   breached when
     A is the work of S
     A does harm
"],
            &["
   on 2005-06-01
 established
   Raid is the work of Alba
   Raid does harm
   Alba follows Boria
"],
            "harm",
            "not applicable",
            "breach",
        ),
        // Leave by Alba is contested, leave by Boria unknown: contested or undetermined is established (§ 2).
        of(
            "PREVAILING_INSTANCES",
            &[
                HARM,
                "
 fact <state T> gave leave for <act A>
 permission leave
   <state S> may act by <act A>
   under usage 2
   granted when some state T where
     T gave leave for A
   prevails over harm as lex specialis
",
            ],
            &[
                DONE,
                "   it rains
 unknown
   Boria gave leave for Raid
 likely
   Alba gave leave for Raid
 likely
   not Alba gave leave for Raid
",
            ],
            "harm",
            "no breach",
            "contested",
        ),
    ]
}

fn declarations() -> Vec<Pair> {
    vec![
        pair(
            "kind … is a …",
            &[
                "
 kind thing
-kind cup
+kind cup is a thing
 relation <cup or thing X> is here
",
                WET,
                "
   when some thing X where
     X is here
",
            ],
            &["
 cup Mug \"the mug\"
 established
   Mug is here
"],
            "it is wet",
            "refuted",
            "established",
        ),
        pair(
            "relation, not fact",
            &["
-fact the roof leaks
+relation the roof leaks
"],
            &["\n established\n   it rains\n"],
            "the roof leaks",
            "undetermined",
            "refuted",
        ),
        pair(
            "raised fact",
            &["
-fact the roof leaks
+raised fact the roof leaks
"],
            &["\n established\n   it rains\n"],
            "the roof leaks",
            "undetermined",
            "refuted",
        ),
        pair(
            "raised judgment",
            &["
-judgment the roof is too old
+raised judgment the roof is too old
"],
            &["\n established\n   it rains\n"],
            "the roof is too old",
            "undetermined",
            "refuted",
        ),
        pair(
            "judgment, not relation",
            &["
-relation the roof is too old
+judgment the roof is too old
"],
            &["\n established\n   it rains\n"],
            "the roof is too old",
            "refuted",
            "undetermined",
        ),
        pair(
            "conclusion, not fact, beside a rule",
            &["
-fact it is wet
+conclusion it is wet
 rule wet
   it is wet
   when it rains
"],
            &["\n established\n   not it rains\n"],
            "it is wet",
            "undetermined",
            "refuted",
        ),
        pair(
            "negated wording",
            &[
                "
 fact <person P> sleeps
   negated <P> lies awake
",
                WET,
                "
   when some person P where
-    P sleeps
+    P lies awake
",
            ],
            &["\n established\n   Pia sleeps\n"],
            "it is wet",
            "established",
            "refuted",
        ),
        pair(
            "free negation",
            &[
                WET,
                "
-  when it is dark
+  when it is not dark
",
            ],
            &["\n established\n   it is dark\n"],
            "it is wet",
            "established",
            "refuted",
        ),
        pair(
            "or in a slot",
            &[
                "
-fact <person X> is loud
+fact <person or act X> is loud
",
                WET,
                "
   when some act A and some person or act X where
     A is the same State as X
     not X is loud
",
            ],
            &["\n established\n   Raid does harm\n"],
            "it is wet",
            "established",
            "undetermined",
        ),
        pair(
            "crossroads",
            &["
 fact the law of war governs
+crossroads the law of war governs
"],
            &["\n established\n   it rains\n"],
            "the law of war governs",
            "undetermined",
            "depends",
        ),
        pair(
            "position, accepted by default",
            &[
                "
 position old-view
   \"The old view\"
-  default rejected
+  default accepted
",
                WET,
                "
   when on the position old-view
",
            ],
            &["\n established\n   it rains\n"],
            "it is wet",
            "refuted",
            "established",
        ),
        pair(
            "position, contested by default",
            &[
                "
 position old-view
   \"The old view\"
-  default rejected
+  default contested
",
                WET,
                "
   when on the position old-view
",
            ],
            &["\n established\n   it rains\n"],
            "it is wet",
            "refuted",
            "depends",
        ),
        pair(
            "profile",
            &[
                "
 position old-view
   \"The old view\"
   default contested
 profile bold
-  rejects old-view
+  accepts old-view
",
                WET,
                "
   when on the position old-view
",
            ],
            &["\n   profile bold\n established\n   it rains\n"],
            "it is wet",
            "refuted",
            "established",
        ),
        pair(
            "profile that leaves open",
            &[
                "
 position old-view
   \"The old view\"
   default accepted
 profile bold
-  accepts old-view
+  leaves open old-view
",
                WET,
                "
   when on the position old-view
",
            ],
            &["\n   profile bold\n established\n   it rains\n"],
            "it is wet",
            "established",
            "depends",
        ),
    ]
}

fn conditions() -> Vec<Pair> {
    let both = "\n established\n   it rains\n   not it snows\n";
    let one = |what, block, first, second| {
        pair(
            what,
            &[
                WET,
                "
-  when all of
+  when ",
                block,
                "
     it rains
     it snows
",
            ],
            &[both],
            "it is wet",
            first,
            second,
        )
    };
    vec![
        one("any of", "any of", "refuted", "established"),
        one("at least 1 of", "at least 1 of", "refuted", "established"),
        pair(
            "at least 2 of, not 3",
            &[
                WET,
                "
-  when at least 3 of
+  when at least 2 of
     it rains
     it snows
     it is dark
",
            ],
            &["\n established\n   it rains\n   it is dark\n   not it snows\n"],
            "it is wet",
            "refuted",
            "established",
        ),
        pair(
            "none of",
            &[
                WET,
                "
-  when any of
+  when none of
     it rains
     it snows
",
            ],
            &[both],
            "it is wet",
            "established",
            "refuted",
        ),
        pair(
            "not",
            &[
                WET,
                "
-  when it rains
+  when not it rains
",
            ],
            &[both],
            "it is wet",
            "established",
            "refuted",
        ),
        pair(
            "several lines are all of",
            &[
                WET,
                "
   when
     it rains
+    it snows
",
            ],
            &[both],
            "it is wet",
            "established",
            "refuted",
        ),
        pair(
            "no … where",
            &[
                WET,
                "
-  when some act A where
+  when no act A where
     A does harm
",
            ],
            &[DONE],
            "it is wet",
            "established",
            "refuted",
        ),
        pair(
            "every … then",
            &[
                "
 relation <act A> is loud
",
                WET,
                "
-  when some act A where
-    A does harm
+  when every act A where
+    A is loud
+  then
+    A does harm
",
            ],
            &["\n established\n   Raid does harm\n   Siege is loud\n   not Siege does harm\n"],
            "it is wet",
            "established",
            "refuted",
        ),
        pair(
            "and some",
            &[
                "
 relation <person P> trusts <person Q>
",
                WET,
                "
-  when some person P where
-    P trusts P
+  when some person P and some person Q where
+    P trusts Q
",
            ],
            &["\n established\n   Pia trusts Quin\n"],
            "it is wet",
            "refuted",
            "established",
        ),
        pair(
            "the kind of a quantified variable",
            &[
                WET,
                "
-  when some act A where
+  when some attack A where
     A does harm
",
            ],
            &["\n established\n   Raid does harm\n   not Siege does harm\n"],
            "it is wet",
            "established",
            "refuted",
        ),
        pair(
            "is the same State as",
            &[
                "
 relation <state S> helps <state T>
",
                WET,
                "
   when some state S and some state T where
     S helps T
+    S is the same State as T
",
            ],
            &["\n established\n   Alba helps Boria\n"],
            "it is wet",
            "established",
            "refuted",
        ),
        pair(
            "X is a kind",
            &[
                WET,
                "
   when some act A where
     A does harm
+    A is an attack
",
            ],
            &["\n established\n   Raid does harm\n   not Siege does harm\n"],
            "it is wet",
            "established",
            "refuted",
        ),
        pair(
            "not on the position",
            &[
                "
 position old-view
   \"The old view\"
   default rejected
",
                WET,
                "
-  when on the position old-view
+  when not on the position old-view
",
            ],
            &[both],
            "it is wet",
            "refuted",
            "established",
        ),
        pair(
            "S is bound by",
            &[
                "
 source pact treaty \"Pact\"
 parties pact
   Alba 2000-01-01
",
                WET,
                "
   when some state S where
     it rains
     S is mild
+    S is bound by pact
 relation <state S> is mild
",
            ],
            &["\n   on 2005-06-01\n established\n   it rains\n   Boria is mild\n"],
            "it is wet",
            "established",
            "refuted",
        ),
        pair(
            "at the date of",
            &[
                "
 source pact treaty \"Pact\"
 parties pact
   Alba 2000-01-01
",
                WET,
                "
   when some state S and some act A where
     A is the work of S
-    S is bound by pact
+    S is bound by pact at the date of A
",
            ],
            &["\n   on 2005-06-01\n act Old \"the old act\" on 1995-01-01\n established\n   Old is the work of Alba\n"],
            "it is wet",
            "established",
            "refuted",
        ),
        pair(
            "S breaches",
            &[
                HARM,
                WET,
                "
   when some state S where
     S is mild
+    S breaches harm
 relation <state S> is mild
",
            ],
            &["\n established\n   Raid is the work of Alba\n   Raid does harm\n   Boria is mild\n"],
            "it is wet",
            "established",
            "refuted",
        ),
        pair(
            "breaches … by",
            &[
                HARM,
                WET,
                "
   when some state S and some act A where
     A is an attack
     A is loud
-    S breaches harm
+    S breaches harm by A
 relation <act A> is loud
",
            ],
            &[DONE, "   Siege is loud\n   not Siege does harm\n   Siege is the work of Alba\n"],
            "it is wet",
            "established",
            "refuted",
        ),
        pair(
            "breaches … in respect of",
            &[
                "
 relation <act A> hits <person P>
 prohibition hurt
   <state S> must not hurt <person P> by <act A>
   under usage 1
   breached when
     A is the work of S
     A hits P
",
                WET,
                "
   when some state S and some person P where
     P is loud
-    S breaches hurt
+    S breaches hurt in respect of P
 relation <person P> is loud
",
            ],
            &["\n established\n   Raid is the work of Alba\n   Raid hits Pia\n   Quin is loud\n"],
            "it is wet",
            "established",
            "refuted",
        ),
        pair(
            "would be wrongful if committed by",
            &[
                "
 source pact treaty \"Pact\"
 parties pact
   Alba 2000-01-01
-  Boria 2010-01-01
+  Boria 2000-01-01
 prohibition harm
   <state S> must not do harm by <act A>
   under pact 1
   breached when
     A is the work of S
     A does harm
 relation <state S> is mild
",
                WET,
                "
   when some state S and some act A where
     S is mild
     A would be wrongful if committed by S
",
            ],
            &["\n   on 2005-06-01", DONE, "   Boria is mild\n"],
            "it is wet",
            "refuted",
            "established",
        ),
        pair(
            "would be wrongful: a duty for an act and a ban on it",
            &[
                "
 prohibition harm
-  <state S> must not leave unrepaired the harm of <act A>
+  <state S> must not do harm by <act A>
   under usage 1
   breached when
     A is the work of S
     A does harm
 relation <state S> is mild
",
                WET,
                "
   when some state S and some act A where
     S is mild
     A would be wrongful if committed by S
",
            ],
            &[DONE, "   Boria is mild\n"],
            "it is wet",
            "refuted",
            "established",
        ),
        pair(
            "a sentence in a slot",
            &[
                "
 relation <person P> knew that <sentence Q>
",
                WET,
                "
   when some person P where
-    P knew that it rains
+    P knew that it snows
",
            ],
            &["\n established\n   Pia knew that it rains\n"],
            "it is wet",
            "established",
            "refuted",
        ),
        pair(
            "a negated sentence in a slot",
            &[
                "
 relation <person P> knew that <sentence Q>
",
                WET,
                "
   when some person P where
-    P knew that it rains
+    P knew that not it rains
",
            ],
            &["\n established\n   Pia knew that it rains\n"],
            "it is wet",
            "established",
            "refuted",
        ),
        pair(
            "a label and a citation change nothing, the condition does",
            &[
                WET,
                "
   when all of
     (a) it rains [usage 2]
+    (b) it snows [usage 3]
",
            ],
            &[both],
            "it is wet",
            "established",
            "refuted",
        ),
    ]
}

fn comparisons() -> Vec<Pair> {
    let measure = |what, from: &'static str, to: &'static str, recorded: &'static str, first, second| {
        pair(
            what,
            &[
                "
 measure the depth of <act A>: number
 measure the width of <act A>: number
 measure the day of <act A>: date
 measure the time of <act A>: duration
 measure the reach of <act A>: length
 measure the weight of <act A>: mass
",
                WET,
                "
   when some act A where
     A does harm
-    the ",
                from,
                "
+    the ",
                to,
                "
",
            ],
            &["\n   on 2005-06-01\n established\n   Raid does harm\n   the ", recorded, "\n"],
            "it is wet",
            first,
            second,
        )
    };
    let ten = "depth of Raid is 10";
    vec![
        measure("exactly", "depth of A is exactly 10", "depth of A is exactly 11", ten, "established", "refuted"),
        measure("is", "depth of A is 10", "depth of A is 11", ten, "established", "refuted"),
        measure("at least", "depth of A is at least 10", "depth of A is at least 11", ten, "established", "refuted"),
        measure("at most", "depth of A is at most 10", "depth of A is at most 9", ten, "established", "refuted"),
        measure("less than", "depth of A is at most 10", "depth of A is less than 10", ten, "established", "refuted"),
        measure("more than", "depth of A is at least 10", "depth of A is more than 10", ten, "established", "refuted"),
        measure(
            "is not at least",
            "depth of A is at least 10",
            "depth of A is not at least 10",
            ten,
            "established",
            "refuted",
        ),
        measure(
            "before",
            "date of A is on or before 2005-06-01",
            "date of A is before 2005-06-01",
            ten,
            "established",
            "refuted",
        ),
        measure(
            "after",
            "date of A is on or after 2005-06-01",
            "date of A is after 2005-06-01",
            ten,
            "established",
            "refuted",
        ),
        measure("on", "date of A is on 2005-06-01", "date of A is on 2005-06-02", ten, "established", "refuted"),
        measure(
            "a date measure",
            "day of A is before 2005-06-02",
            "day of A is before 2005-06-01",
            "day of Raid is 2005-06-01",
            "established",
            "refuted",
        ),
        measure(
            "a unit of time",
            "time of A is at least 14 days",
            "time of A is at least 14 weeks",
            "time of Raid is 3 weeks",
            "established",
            "refuted",
        ),
        measure(
            "a unit of length",
            "reach of A is more than 2000 metres",
            "reach of A is more than 2000 kilometres",
            "reach of Raid is 12 nautical miles",
            "established",
            "refuted",
        ),
        measure(
            "a unit of mass",
            "weight of A is at most 500 kg",
            "weight of A is at most 500 g",
            "weight of Raid is 400 kg",
            "established",
            "refuted",
        ),
        measure(
            "a measure on both sides",
            "depth of A is at most the depth of A",
            "depth of A is less than the depth of A",
            ten,
            "established",
            "refuted",
        ),
        measure(
            "a measure that is missing",
            "depth of A is at least 1",
            "width of A is at least 1",
            ten,
            "established",
            "undetermined",
        ),
        measure(
            "recorded at least",
            "depth of A is at least 5",
            "depth of A is at least 15",
            "depth of Raid is at least 10",
            "established",
            "undetermined",
        ),
        measure(
            "recorded at most",
            "depth of A is less than 15",
            "depth of A is less than 5",
            "depth of Raid is at most 10",
            "established",
            "undetermined",
        ),
        measure(
            "recorded between",
            "depth of A is more than 5",
            "depth of A is more than 8",
            "depth of Raid is between 6 and 8",
            "established",
            "refuted",
        ),
    ]
}

fn provisions() -> Vec<Pair> {
    let all = "\n established\n   it rains\n   it snows\n   it is dark\n";
    let rains = "\n established\n   it rains\n   not it snows\n";
    let exceptions = "
 exception snow
   to wet
   when it snows
";
    vec![
        pair(
            "rule",
            &["
 conclusion it is wet
-rule wet
-  not it is wet
-  when it rains
+rule wet
+  it is wet
+  when it rains
"],
            &[all],
            "it is wet",
            "refuted",
            "established",
        ),
        pair(
            "a second rule",
            &[
                WET,
                "   when it snows
+rule rain
+  it is wet
+  when it rains
",
            ],
            &[rains],
            "it is wet",
            "refuted",
            "established",
        ),
        pair(
            "rule … not",
            &[
                WET,
                "   when it rains
+rule dry
+  not it is wet
+  when it is dark
",
            ],
            &[all],
            "it is wet",
            "established",
            "contested",
        ),
        pair(
            "prevails over",
            &[
                WET,
                "   when it rains
 rule dry
   not it is wet
   when it is dark
+  prevails over wet as lex specialis
",
            ],
            &[all],
            "it is wet",
            "contested",
            "refuted",
        ),
        pair(
            "prevails over, the other way",
            &[
                WET,
                "   when it rains
+  prevails over dry as lex superior
 rule dry
   not it is wet
   when it is dark
",
            ],
            &[all],
            "it is wet",
            "contested",
            "established",
        ),
        pair(
            "unless",
            &[
                WET,
                "   when it rains
+  unless it snows
",
            ],
            &[all],
            "it is wet",
            "established",
            "refuted",
        ),
        pair(
            "a second unless",
            &[
                WET,
                "   when it rains
   unless it snows
+  unless it is dark
",
            ],
            &["\n established\n   it rains\n   not it snows\n   it is dark\n"],
            "it is wet",
            "established",
            "refuted",
        ),
        pair(
            "unless, not a condition",
            &[
                WET,
                "
-  when
-    it rains
-    not it snows
+  when it rains
+  unless it snows
",
            ],
            &["\n established\n   it rains\n"],
            "it is wet",
            "undetermined",
            "established",
        ),
        pair(
            "exception",
            &[
                WET,
                "   when it rains
+exception snow
+  to wet
+  when it snows
",
            ],
            &[all],
            "it is wet",
            "established",
            "refuted",
        ),
        pair(
            "exception to an exception",
            &[
                WET,
                "   when it rains",
                exceptions,
                "
+exception night
+  to snow
+  when it is dark
",
            ],
            &[all],
            "it is wet",
            "refuted",
            "established",
        ),
        pair(
            "exception to an exception to an exception",
            &[
                WET,
                "   when it rains",
                exceptions,
                "
 exception night
   to snow
   when it is dark
+exception dawn
+  to night
+  when it rains
",
            ],
            &[all],
            "it is wet",
            "established",
            "refuted",
        ),
        pair(
            "an exception to two",
            &[
                "
 conclusion it is cold
 rule cold
   it is cold
   when it is dark
",
                WET,
                "   when it rains
 exception snow
-  to cold
+  to cold, wet
   when it snows
",
            ],
            &[all],
            "it is wet",
            "established",
            "refuted",
        ),
        pair(
            "unless inside an exception",
            &[
                WET,
                "   when it rains",
                exceptions,
                "
+  unless it is dark
",
            ],
            &[all],
            "it is wet",
            "refuted",
            "established",
        ),
        pair(
            "presume",
            &["
+presume it rains
"],
            &["\n established\n   it snows\n"],
            "it rains",
            "undetermined",
            "established",
        ),
        pair(
            "presume not",
            &["
-presume it rains
+presume not it rains
"],
            &["\n established\n   it snows\n"],
            "it rains",
            "established",
            "refuted",
        ),
        pair(
            "presume … when",
            &["
 presume rain
   it rains
+  when it snows
"],
            &["\n established\n   not it snows\n"],
            "it rains",
            "established",
            "undetermined",
        ),
        pair(
            "presume … unless",
            &["
 presume rain
   it rains
+  unless it snows
"],
            &["\n established\n   it snows\n"],
            "it rains",
            "established",
            "undetermined",
        ),
        pair(
            "the order of presumptions",
            &["
-presume it rains
-presume not it rains
+presume not it rains
+presume it rains
"],
            &["\n established\n   it snows\n"],
            "it rains",
            "established",
            "refuted",
        ),
        pair(
            "exception to a presumption",
            &["
 presume rain
   it rains
+exception snow
+  to rain
+  when it snows
"],
            &["\n established\n   it snows\n"],
            "it rains",
            "established",
            "undetermined",
        ),
        pair(
            "a rule without presumptions",
            &[
                "
 presume it rains
",
                WET,
                "   when it rains
+  without presumptions
",
            ],
            &["\n established\n   it snows\n"],
            "it is wet",
            "established",
            "undetermined",
        ),
        pair(
            "without presumptions, exceptions must be refuted",
            &[
                WET,
                "   when it rains
   unless it snows
+  without presumptions
",
            ],
            &["\n established\n   it rains\n"],
            "it is wet",
            "established",
            "undetermined",
        ),
        pair(
            "a pack without presumptions",
            &["
 presume it rains
 conclusion it is wet
 ────
 pack second \"Second\"
   uses main
+  without presumptions
 rule wet
   it is wet
   when it rains
"],
            &["\n   uses second\n established\n   it snows\n"],
            "it is wet",
            "established",
            "undetermined",
        ),
        pair(
            "rebuttal standard of a rule",
            &[
                WET,
                "   when it rains
   unless it snows
+  rebuttal standard reasonable grounds
",
            ],
            &["\n established\n   it rains\n reported\n   it snows\n"],
            "it is wet",
            "established",
            "refuted",
        ),
        pair(
            "rebuttal standard of a pack",
            &["
 conclusion it is wet
 ────
 pack second \"Second\"
   uses main
+  rebuttal standard reasonable grounds
 rule wet
   it is wet
   when it rains
   unless it snows
"],
            &["\n   uses second\n established\n   it rains\n reported\n   it snows\n"],
            "it is wet",
            "established",
            "refuted",
        ),
        pair(
            "rebuttal standard of an exception",
            &[
                WET,
                "   when it rains",
                exceptions,
                "
+  rebuttal standard reasonable grounds
",
            ],
            &["\n established\n   it rains\n reported\n   it snows\n"],
            "it is wet",
            "established",
            "refuted",
        ),
        pair(
            "rebuttal standard of a record",
            &[
                WET,
                "   when it rains
   unless it snows
",
            ],
            &["
+  rebuttal standard reasonable grounds
 established
   it rains
 reported
   it snows
"],
            "it is wet",
            "established",
            "refuted",
        ),
        pair(
            "under a source that is not in force",
            &[
                "
 source pact treaty \"Pact\"
   in force 2010-01-01
",
                WET,
                "   when it rains
+  under pact 1
",
            ],
            &["\n   on 2005-06-01", all],
            "it is wet",
            "established",
            "refuted",
        ),
    ]
}

fn norms() -> Vec<Pair> {
    vec![
        pair(
            "prohibition, not permission",
            &["
-permission harm
+prohibition harm
   <state S> must not do harm by <act A>
   under usage 1
-  granted when
+  breached when
     A is the work of S
     A does harm
"],
            &[DONE],
            "harm",
            "permitted",
            "breach",
        ),
        pair(
            "obligation",
            &["
-permission harm
+obligation harm
   <state S> must not do harm by <act A>
   under usage 1
-  granted when
+  breached when
     A is the work of S
     not A does harm
"],
            &[DONE],
            "harm",
            "not permitted",
            "no breach",
        ),
        pair(
            "peremptory",
            &[
                HARM,
                "
+  peremptory
 prohibition noise
   <state S> must not make noise by <act A>
   under usage 1
   peremptory
   breached when
     A is the work of S
     it snows
",
                WET,
                "
   when
     some state S where
       S breaches a peremptory norm
",
            ],
            &[DONE, "   not it snows\n"],
            "it is wet",
            "refuted",
            "established",
        ),
        pair(
            "applies when",
            &[
                HARM,
                "
+  applies when it snows
",
            ],
            &[DONE, "   not it snows\n"],
            "harm",
            "breach",
            "not applicable",
        ),
        pair(
            "breached when",
            &[
                HARM,
                "
+    it snows
",
            ],
            &[DONE, "   not it snows\n"],
            "harm",
            "breach",
            "no breach",
        ),
        pair(
            "unless in a norm",
            &[
                HARM,
                "
+  unless it snows
",
            ],
            &[DONE, "   it snows\n"],
            "harm",
            "breach",
            "no breach",
        ),
        pair(
            "exception to a norm",
            &[
                HARM,
                "
+exception need
+  to harm
+  when it snows
",
            ],
            &[DONE, "   it snows\n"],
            "harm",
            "breach",
            "no breach",
        ),
        pair(
            "a norm that prevails",
            &[
                HARM,
                "
 permission leave
   <state S> may act by <act A>
   under usage 2
   granted when
     A is the work of S
     it snows
+  prevails over harm as lex specialis
",
            ],
            &[DONE, "   it snows\n"],
            "harm",
            "breach",
            "no breach",
        ),
        pair(
            "concludes",
            &[
                "
 conclusion <state S> is liable
",
                HARM,
                "
+  concludes
+    S is liable
",
            ],
            &[DONE],
            "Alba is liable",
            "undetermined",
            "established",
        ),
        pair(
            "concludes a negation",
            &[
                "
 conclusion <state S> is innocent
",
                HARM,
                "
+  concludes
+    not S is innocent
 presume <state S> is innocent
",
            ],
            &[DONE],
            "Alba is innocent",
            "established",
            "refuted",
        ),
        pair(
            "under",
            &["
 prohibition harm
   <state S> must not do harm by <act A>
+  under usage 1
   breached when
     A is the work of S
     A does harm
"],
            &[DONE],
            "harm",
            "not applicable",
            "breach",
        ),
        pair(
            "some at the head of a section",
            &["
 relation <act A> hits <person P>
 prohibition harm
   <state S> must not do harm by <act A>
   under usage 1
   applies when
     A is the work of S
-  breached when
-    it rains
-    some person P where
-      A hits P
+  breached when some person P where
+    it rains
+    A hits P
"],
            &[DONE, "   it rains\n   Raid hits Pia\n   Raid hits Quin\n"],
            "harm",
            "breach",
            "2 instances",
        ),
        pair(
            "the kind of the addressee",
            &["
 prohibition harm
-  <actor S> must not do harm by <act A>
+  <state S> must not do harm by <act A>
   under usage 1
   breached when
     A is the work of S
     A does harm
"],
            &["\n established\n   Raid is the work of Gang\n   Raid does harm\n"],
            "harm",
            "breach",
            "idle",
        ),
        pair(
            "a norm without presumptions",
            &[
                "
 presume <act A> does harm
",
                HARM,
                "
+  without presumptions
",
            ],
            &["\n established\n   Raid is the work of Alba\n unknown\n   Raid does harm\n"],
            "harm",
            "breach",
            "undetermined",
        ),
        pair(
            "rebuttal standard of a norm",
            &[
                HARM,
                "
   unless it snows
+  rebuttal standard clear and convincing
",
            ],
            &[DONE, " likely\n   it snows\n"],
            "harm",
            "no breach",
            "breach",
        ),
    ]
}

fn sources() -> Vec<Pair> {
    let norm = "
 prohibition harm
   <actor S> must not do harm by <act A>
   under pact 1
   breached when
     A is the work of S
     A does harm
";
    let of = |what, source: &'static str, first, second| {
        pair(what, &["\n source pact ", source, norm], &["\n   on 2005-06-01", DONE], "harm", first, second)
    };
    vec![
        pair(
            "custom, not soft law",
            &[
                "
-source pact soft law \"Pact\"
+source pact custom \"Pact\"
",
                norm,
            ],
            &[DONE],
            "harm",
            "not applicable",
            "breach",
        ),
        of(
            "parties",
            "treaty \"Pact\"
+parties pact
+  Alba 2000-01-01
",
            "not applicable",
            "breach",
        ),
        of(
            "the date of a party",
            "treaty \"Pact\"
 parties pact
-  Alba 2005-06-02
+  Alba 2005-06-01
",
            "not applicable",
            "breach",
        ),
        of(
            "a party until",
            "treaty \"Pact\"
 parties pact
-  Alba 2000-01-01
+  Alba 2000-01-01 until 2005-06-01
",
            "breach",
            "not applicable",
        ),
        of(
            "in force",
            "treaty \"Pact\"
-  in force 2005-06-01
+  in force 2005-06-02
 parties pact
   Alba 2000-01-01
",
            "breach",
            "not applicable",
        ),
        of(
            "since",
            "custom \"Pact\"
-  since 2005-06-01
+  since 2005-06-02
",
            "breach",
            "not applicable",
        ),
        of(
            "until",
            "custom \"Pact\"
-  until 2005-06-02
+  until 2005-06-01
",
            "breach",
            "not applicable",
        ),
        of(
            "code … restates custom",
            "code \"Pact\"
+  restates custom
",
            "not applicable",
            "breach",
        ),
        of(
            "restates custom [pins]",
            "code \"Pact\"
-  restates custom [2]
+  restates custom [1]
",
            "not applicable",
            "breach",
        ),
        of(
            "binds members of",
            "judgment \"Pact\"
+  binds members of charter
 source charter treaty \"Charter\"
 parties charter
   Alba 2000-01-01
",
            "not applicable",
            "breach",
        ),
        of(
            "scope when",
            "custom \"Pact\"
+  scope when
+    it snows
",
            "breach",
            "undetermined",
        ),
        of(
            "scope of pins",
            "custom \"Pact\"
-  scope of 2 when
+  scope of 1 when
     it snows
",
            "breach",
            "undetermined",
        ),
        pair(
            "a variable of a scope clause",
            &[
                "
 source pact custom \"Pact\"
   scope when
-    A is loud
+    B is loud
 fact <act A> is loud
",
                norm,
            ],
            &[DONE, "   Siege is loud\n"],
            "harm",
            "undetermined",
            "breach",
        ),
        of(
            "reservation",
            "treaty \"Pact\"
+  reservation by Alba to 1
 parties pact
   Alba 2000-01-01
",
            "breach",
            "not applicable",
        ),
        of(
            "reservation to other pins",
            "treaty \"Pact\"
-  reservation by Alba to 1
+  reservation by Alba to 2
 parties pact
   Alba 2000-01-01
",
            "not applicable",
            "breach",
        ),
        pair(
            "binds … through",
            &[
                "
 source pact treaty \"Pact\"
+  binds <group G> through <state T> when
+    G rises against T
 parties pact
   Alba 2000-01-01
 relation <group G> rises against <state T>
",
                norm,
            ],
            &[
                "\n   on 2005-06-01\n established\n   Raid is the work of Gang\n   Raid does harm\n   Gang rises against Alba\n",
            ],
            "harm",
            "not applicable",
            "breach",
        ),
        pair(
            "pins of a citation",
            &["
 source pact code \"Pact\"
   restates custom [2]
 prohibition harm
   <state S> must not do harm by <act A>
-  under pact 1
+  under pact 1 2
   breached when
     A is the work of S
     A does harm
"],
            &[DONE],
            "harm",
            "not applicable",
            "breach",
        ),
    ]
}

fn records() -> Vec<Pair> {
    let heading = |what, text: &'static str, ask, first, second| pair(what, &[""], &[text], ask, first, second);
    let to = |what, first_standard: &'static str, heading: &'static str, second_standard: &'static str| {
        pair(
            what,
            &[""],
            &[
                "
-  standard ",
                first_standard,
                "
+  standard ",
                second_standard,
                "
 ",
                heading,
                "
   it rains
",
            ],
            "it rains",
            "established",
            "undetermined",
        )
    };
    vec![
        to("reported", "reasonable grounds", "reported", "balance of probabilities"),
        to("likely", "balance of probabilities", "likely", "clear and convincing"),
        to("corroborated", "clear and convincing", "corroborated", "beyond reasonable doubt"),
        heading(
            "established",
            "
   standard beyond reasonable doubt
-corroborated
+established
   it rains
",
            "it rains",
            "undetermined",
            "established",
        ),
        heading(
            "not in a statement",
            "
 established
-  it rains
+  not it rains
",
            "it rains",
            "established",
            "refuted",
        ),
        heading(
            "better evidence to the contrary",
            "
 reported
   it rains
+likely
+  not it rains
",
            "it rains",
            "established",
            "refuted",
        ),
        heading(
            "equal evidence to the contrary",
            "
 likely
   it rains
+likely
+  not it rains
",
            "it rains",
            "established",
            "contested",
        ),
        heading(
            "claimed by",
            "
 established
   it snows
-reported
-  not it rains
+claimed by Alba
+  it rains
",
            "it rains on the account of Alba",
            "refuted",
            "established",
        ),
        heading(
            "claimed by somebody else",
            "
-claimed by Alba
+claimed by Boria
   it rains
 claimed by Alba
   it snows
",
            "it rains on the account of Alba",
            "established",
            "undetermined",
        ),
        heading(
            "denied by",
            "
 established
   it rains
-claimed by Alba
+denied by Alba
   it rains
",
            "it rains on the account of Alba",
            "established",
            "refuted",
        ),
        heading(
            "found by",
            "
 established
   it rains
+found by Court
+  not it rains
",
            "it rains",
            "established",
            "refuted",
        ),
        pair(
            "found by replaces a derivation",
            &[WET, "   when it rains\n"],
            &["
 established
   it rains
+found by Court
+  not it is wet
"],
            "it is wet",
            "established",
            "refuted",
        ),
        pair(
            "unknown",
            &["
 raised fact the roof leaks
"],
            &["
 established
   it rains
+unknown
+  the roof leaks
"],
            "the roof leaks",
            "refuted",
            "undetermined",
        ),
        pair(
            "asserted by",
            &["
 raised fact the roof leaks
"],
            &["
 established
   it rains
+asserted by Boria
+  the roof leaks
"],
            "the roof leaks",
            "refuted",
            "undetermined",
        ),
        heading(
            "not proven",
            "
-unknown
+not proven
   it rains
",
            "it rains",
            "undetermined",
            "not shown",
        ),
        pair(
            "not proven, of a norm",
            &[HARM],
            &["
 established
   Raid is the work of Alba
-unknown
+not proven
   Raid does harm
"],
            "harm",
            "undetermined",
            "not shown",
        ),
        pair(
            "judged as a court",
            &[HARM],
            &["
+  judged as a court
 established
   Raid is the work of Alba
 not proven
   Raid does harm
"],
            "harm",
            "not shown",
            "not proved",
        ),
        pair(
            "on, of the incident",
            &[
                "
 source pact treaty \"Pact\"
   in force 2000-01-01
",
                WET,
                "   when it rains
   under pact 1
",
            ],
            &["
-  on 1999-12-31
+  on 2000-01-01
 established
   it rains
"],
            "it is wet",
            "refuted",
            "established",
        ),
        pair(
            "on, of an act",
            &["
 source pact treaty \"Pact\"
   in force 2000-01-01
 prohibition harm
   <state S> must not do harm by <act A>
   under pact 1
   breached when
     A is the work of S
     A does harm
 parties pact
   Alba 2000-01-01
"],
            &["
   on 2005-06-01
-act Old \"the old act\" on 2000-01-01
+act Old \"the old act\" on 1999-12-31
 established
   Old is the work of Alba
   Old does harm
"],
            "harm",
            "breach",
            "not applicable",
        ),
        pair(
            "no date",
            &["
 source pact treaty \"Pact\"
 prohibition harm
   <state S> must not do harm by <act A>
   under pact 1
   breached when
     A is the work of S
     A does harm
 parties pact
   Alba 2000-01-01
"],
            &[
                "
-  on 2005-06-01",
                DONE,
            ],
            "harm",
            "breach",
            "undetermined",
        ),
        pair(
            "the kind of an entity",
            &["
 conclusion it is wet
 rule wet
   it is wet
   when some attack A where
     A does harm
"],
            &["
-act New \"the new act\"
+attack New \"the new act\"
 established
   New does harm
"],
            "it is wet",
            "refuted",
            "established",
        ),
        pair(
            "an entity of which something is said",
            &["
 conclusion it is wet
 rule wet
   it is wet
   when every person P where
     P is a person
   then
     P is loud
 fact <person P> is loud
"],
            &["
 established
   Pia is loud
+unknown
+  Quin is loud
"],
            "it is wet",
            "established",
            "undetermined",
        ),
    ]
}
