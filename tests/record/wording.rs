//! Ground sentences as English.

use caroline::record::model::{Content, Record, TermId, TermRef};
use caroline::record::wording::{self, Terms};

use crate::support::{Case, HEAD, rulebook};

fn say(words: &str) -> String {
    let mut case = Case::read(HEAD);
    let content = case.content(words).expect("a sentence");
    wording::content(rulebook(), &case.record, &content)
}

#[test]
fn names_are_displayed() {
    assert_eq!(
        say("Strike is directed against Crew"),
        "the missile strike is directed against the eleven persons aboard"
    );
    assert_eq!(say("Boat was stationary"), "the boat was stationary");
}

#[test]
fn verbs_follow_plurals() {
    assert_eq!(say("Crew is hors de combat"), "the eleven persons aboard are hors de combat");
    assert_eq!(say("Crew is not hors de combat"), "the eleven persons aboard are not hors de combat");
}

#[test]
fn negations_are_declared_or_made() {
    assert_eq!(say("Boat was not stationary"), "the boat was not stationary");
    assert_eq!(
        say("not Strike may be expected to cause excessive incidental harm"),
        "the missile strike may not be expected to cause excessive incidental harm"
    );
    assert_eq!(
        say("not Crew clearly expresses an intention to surrender"),
        "the eleven persons aboard do not express an intention to surrender"
    );
    assert_eq!(
        say("not USA knew that Boat was stationary"),
        "it is not so that the United States knew that the boat was stationary"
    );
}

#[test]
fn sentences_stand_inside_sentences() {
    assert_eq!(
        say("USA knew that Crew is not hors de combat"),
        "the United States knew that the eleven persons aboard are not hors de combat"
    );
}

#[test]
fn measures_have_values() {
    assert_eq!(
        say("the number of persons killed by Strike is between 8 and 12"),
        "the number of persons killed by the missile strike is between 8 and 12"
    );
    assert_eq!(
        say("the age of Crew is at least 14 years"),
        "the age of the eleven persons aboard is at least 14 years"
    );
}

#[test]
fn norms_speak_of_the_case() {
    let mut case = Case::read(HEAD);
    let claim = "breach of attack-on-persons-hors-de-combat by USA by Strike in respect of Crew";
    let Ok(Content::Norm(claim)) = case.content(claim) else { panic!("a claim") };
    let args: Vec<TermId> = claim.args.iter().map(|a| a.expect("all are named")).collect();
    assert_eq!(
        wording::norm(rulebook(), &case.record, claim.norm, &args),
        "The United States must not make the eleven persons aboard, who are hors de combat, the object of the missile strike"
    );
    let open = [claim.args[0], None, None];
    assert_eq!(
        wording::norm_of_some(rulebook(), &case.record, claim.norm, &open),
        "The United States must not make some person, who is hors de combat, the object of some attack"
    );
}

/// An engine with terms of its own can use the same words.
#[test]
fn terms_may_come_from_elsewhere() {
    struct More<'a>(&'a Record, caroline::record::model::Quoted);
    impl Terms for More<'_> {
        fn term(&self, term: TermId) -> Option<TermRef<'_>> {
            if term.0 == 99 { Some(TermRef::Sentence(&self.1)) } else { Terms::term(self.0, term) }
        }
    }
    let mut case = Case::read(HEAD);
    let Ok(Content::Sentence { ground: inner, .. }) = case.content("Crew is wounded") else { panic!("a sentence") };
    let Ok(Content::Sentence { ground, .. }) = case.content("USA knew that Boat was stationary") else {
        panic!("a sentence")
    };
    let terms = More(&case.record, caroline::record::model::Quoted { ground: inner, negated: true });
    let said = wording::sentence(rulebook(), &terms, ground.sentence, &[ground.args[0], TermId(99)], false);
    assert_eq!(said, "the United States knew that the eleven persons aboard are not wounded");
    assert_eq!(wording::name(rulebook(), &terms, TermId(98)), "…");
}
