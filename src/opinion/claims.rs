//! Checks the conclusions that others draw: whether each follows, from which standpoints, and otherwise what fails.
//! Knows nothing of formats.

use super::cite;
use super::model::{ClaimCheck, Mark, NodeRef, Reason, ReasonKind, Verdict, Word};
use super::reasons::Reasons;
use super::robustness;
use super::words::{self, EngineTerms};
use crate::engine::diagram::Diagram;
use crate::engine::graph::InstanceId;
use crate::engine::values::Place;
use crate::engine::{EngineError, Outcome, Outcomes};
use crate::record::model::{Content, Heading, NormClaim, Statement};
use crate::record::wording;

/// Checks one asserted statement. `verdicts` are those already given, so that a claim about them refers to them.
pub fn check(
    reasons: &mut Reasons<'_, '_, '_>,
    statement: &Statement,
    verdicts: &[(InstanceId, Verdict)],
) -> Result<Option<ClaimCheck>, EngineError> {
    let Heading::AssertedBy(by) = &statement.heading else { return Ok(None) };
    let evaluation = &*reasons.seen.evaluation;
    let (rulebook, record) = (evaluation.rulebook(), evaluation.record());
    let claim = if let Content::Norm(claim) = &statement.content {
        norm_words(evaluation, claim)
    } else {
        wording::content(rulebook, &EngineTerms(evaluation.facts()), &statement.content)
    };
    let mut check = ClaimCheck {
        by: words::actor(evaluation, by),
        claim,
        sources: statement.cites.iter().map(|c| cite::evidence(rulebook, record, c)).collect(),
        follows: Mark::Undetermined,
        finding: String::new(),
        robustness: String::new(),
        flips: Vec::new(),
        because: Vec::new(),
        reason: None,
        verdicts: Vec::new(),
    };
    match &statement.content {
        Content::Sentence { ground, negated } => {
            let atom = reasons.seen.evaluation.sentence(ground)?;
            reasons.seen.refresh();
            let outcomes = reasons.seen.evaluation.sentence_outcomes(atom);
            let (yes, no) = if *negated {
                (Outcome::Refuted, Outcome::Established)
            } else {
                (Outcome::Established, Outcome::Refuted)
            };
            let root = reasons.root(atom, *negated);
            check.reason = Some(root);
            finish(reasons, &mut check, &outcomes, &[yes], &[no]);
            check.because.extend(why_not(reasons, root, check.follows));
        }
        Content::Norm(claim) => norm_claim(reasons, claim, verdicts, &mut check)?,
        Content::Measure { .. } | Content::Position(_) => return Ok(None),
    }
    Ok(Some(check))
}

/// `the United States breaches the norm x by the strike in respect of the crew`.
fn norm_words(evaluation: &crate::engine::Evaluation<'_>, claim: &NormClaim) -> String {
    let Some(norm) = evaluation.rulebook().provisions.get(claim.norm.index()) else { return String::new() };
    let name = |i: usize| claim.args.get(i).copied().flatten().map(|t| words::term(evaluation, t));
    let act = norm.act.map(|a| a.index()).filter(|a| *a > 0);
    let who = name(0).unwrap_or_else(|| "somebody".to_owned());
    let mut text = format!("{who} {} {}", if claim.negated { "does not breach" } else { "breaches" }, norm.id);
    if let Some(act) = act.and_then(name) {
        text.push_str(&format!(" by {act}"));
    }
    let others: Vec<String> = (1..claim.args.len()).filter(|i| Some(*i) != act).filter_map(name).collect();
    if !others.is_empty() {
        text.push_str(&format!(" in respect of {}", others.join(" and ")));
    }
    text
}

fn norm_claim(
    reasons: &mut Reasons<'_, '_, '_>,
    claim: &NormClaim,
    verdicts: &[(InstanceId, Verdict)],
    check: &mut ClaimCheck,
) -> Result<(), EngineError> {
    let instances = reasons.seen.evaluation.norm(claim.norm, &claim.args)?;
    reasons.seen.refresh();
    let mut breached = Diagram::NO;
    let mut clear = Diagram::YES;
    for id in &instances {
        let outcomes = reasons.seen.evaluation.outcomes(*id);
        let d = &mut reasons.seen.evaluation.space.diagrams;
        breached = d.or(breached, outcomes.of(Outcome::Breach));
        let mut without = Diagram::NO;
        for outcome in [Outcome::NoBreach, Outcome::NotApplicable, Outcome::NotProved] {
            without = d.or(without, outcomes.of(outcome));
        }
        clear = d.and(clear, without);
    }
    let d = &mut reasons.seen.evaluation.space.diagrams;
    let open = {
        let known = d.or(breached, clear);
        d.not(known)
    };
    let outcomes = Outcomes(
        [(Outcome::Breach, breached), (Outcome::NoBreach, clear), (Outcome::Undetermined, open)]
            .into_iter()
            .filter(|(_, d)| *d != Diagram::NO)
            .collect(),
    );
    let (yes, no) =
        if claim.negated { (Outcome::NoBreach, Outcome::Breach) } else { (Outcome::Breach, Outcome::NoBreach) };
    finish(reasons, check, &outcomes, &[yes], &[no]);
    for (i, (id, _)) in verdicts.iter().enumerate() {
        if instances.contains(id) {
            check.verdicts.push(i);
        }
    }
    let roots: Vec<NodeRef> = instances.iter().map(|i| reasons.instance(*i, Place::ORDINARY)).collect();
    check.reason = roots.first().copied();
    if instances.is_empty() {
        check.because.push("nothing in the record bears on that norm".to_owned());
    }
    if check.follows != Mark::Holds && !claim.negated {
        for root in roots.into_iter().take(3) {
            let follows = check.follows;
            for because in why_not(reasons, root, follows) {
                if !check.because.contains(&because) {
                    check.because.push(because);
                }
            }
        }
        for i in &check.verdicts {
            if let Some(because) = verdicts.get(*i).and_then(|(_, v)| v.not_applicable_because.clone())
                && !check.because.contains(&because)
            {
                check.because.insert(0, because);
            }
        }
    }
    Ok(())
}

/// Says whether and from where the claim follows.
fn finish(
    reasons: &mut Reasons<'_, '_, '_>,
    check: &mut ClaimCheck,
    outcomes: &Outcomes,
    yes: &[Outcome],
    no: &[Outcome],
) {
    let d = &mut reasons.seen.evaluation.space.diagrams;
    let follows = yes.iter().fold(Diagram::NO, |acc, o| d.or(acc, outcomes.of(*o)));
    let opposite = no.iter().fold(Diagram::NO, |acc, o| d.or(acc, outcomes.of(*o)));
    check.follows = match (reasons.seen.answer(follows), reasons.seen.answer(opposite)) {
        (super::view::Answer::Yes, _) => Mark::Holds,
        (_, super::view::Answer::Yes) => Mark::Fails,
        (super::view::Answer::Open, _) | (_, super::view::Answer::Open) => Mark::Depends,
        (super::view::Answer::No, super::view::Answer::No) => Mark::Undetermined,
    };
    let d = &mut reasons.seen.evaluation.space.diagrams;
    let not = {
        let known = d.or(follows, opposite);
        d.not(known)
    };
    let parts = [(Outcome::Established, follows), (Outcome::Refuted, opposite), (Outcome::Undetermined, not)];
    let parts = Outcomes(parts.into_iter().filter(|(_, d)| *d != Diagram::NO).collect());
    let name = |w: Word| {
        if w == Word::Established {
            "it follows"
        } else if w == Word::Refuted {
            "the opposite follows"
        } else {
            "it is undetermined"
        }
    };
    let robust = robustness::describe_as(reasons.seen, &parts, &name);
    check.flips = robust.flips;
    let start = match check.follows {
        Mark::Holds => "The claim follows.",
        Mark::Fails => "The claim does not follow: the opposite does.",
        Mark::Undetermined | Mark::NotShown | Mark::Contested => {
            "The claim does not follow from the record: it is undetermined."
        }
        Mark::Depends => "Whether the claim follows depends on the positions left open.",
    };
    check.finding = start.to_owned();
    // "The claim follows." and "It follows; the opposite only if …" say the same twice.
    check.robustness = match ["It follows; ", "The opposite follows; ", "It is undetermined; "]
        .iter()
        .find_map(|again| robust.sentence.strip_prefix(again))
    {
        Some(rest) => wording::capital(rest),
        None => robust.sentence,
    };
}

/// The elements that fail or are missing, in words.
fn why_not(reasons: &Reasons<'_, '_, '_>, root: NodeRef, follows: Mark) -> Vec<String> {
    let mut list = Vec::new();
    if follows == Mark::Holds {
        return list;
    }
    let Some(reason) = reasons.nodes.get(root) else { return list };
    for child in &reason.decisive {
        let Some(child) = reasons.nodes.get(*child) else { continue };
        let said = match child.mark {
            Mark::Holds => continue,
            Mark::Fails => "fails",
            Mark::Undetermined => "is undetermined",
            Mark::NotShown => "is not shown",
            Mark::Contested => "is contested",
            Mark::Depends => "depends on the positions left open",
        };
        let text = if child.kind == ReasonKind::Block {
            let mut below = Vec::new();
            worded_below(reasons, child, &mut below, 0);
            if below.is_empty() { child.text.clone() } else { format!("{}: {}", child.text, below.join("; ")) }
        } else {
            child.text.clone()
        };
        list.push(format!("{text} — {said}"));
    }
    list
}

/// How many elements of a block are named.
const MOST_NAMED: usize = 4;

/// The decisive elements of a block that are said in words, whatever blocks they stand in.
fn worded_below(reasons: &Reasons<'_, '_, '_>, block: &Reason, list: &mut Vec<String>, depth: usize) {
    for reason in block.decisive.iter().filter_map(|d| reasons.nodes.get(*d)) {
        if list.len() >= MOST_NAMED {
            return;
        }
        if reason.kind == ReasonKind::Block && depth < 6 {
            worded_below(reasons, reason, list, depth + 1);
        } else if reason.kind != ReasonKind::Block && !list.contains(&reason.text) {
            list.push(reason.text.clone());
        }
    }
}
