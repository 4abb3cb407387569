//! The opinion: verdicts and reasons of an evaluated case, in words, as plain data. Knows nothing of output formats.
//!
//! Steps, in order:
//! 1. [`view`]: the headline standpoint;
//! 2. [`reasons`]: each step of the ground graph in words, once; [`record_notes`] what the record says of it;
//! 3. [`verdict`]: one verdict for each norm instance, with [`binding`], [`missing`] facts and [`robustness`];
//! 4. [`alike`]: verdicts that differ in names alone, grouped;
//! 5. [`claims`]: conclusions that others draw, checked; [`expect`]: expectations compared;
//! 6. [`sources`]: all that is cited, in full.

pub mod alike;
pub mod binding;
pub mod cite;
pub mod claims;
pub mod expect;
pub mod missing;
pub mod model;
pub mod reasons;
pub mod record_notes;
pub mod robustness;
pub mod sources;
pub mod verdict;
pub mod view;
pub mod weighing;
pub mod words;

use model::{Counts, Headline, Holder, NodeRef, Opinion, PositionNote, Reason, SourceNote, Verdict, Word};
use reasons::Reasons;
pub use view::View;
use view::{Seen, standard_name};

use crate::engine::graph::InstanceId;
use crate::engine::standpoint::Dimension;
use crate::engine::values::Place;
use crate::engine::{EngineError, Evaluation};
use crate::record::model::{Content, Heading};
use crate::rulebook::model::{DefaultStance, Standard};

/// The opinion on a case from a view.
pub fn build(evaluation: &mut Evaluation<'_>, view: &View) -> Result<Opinion, EngineError> {
    let record = evaluation.record();
    let claimed = claimed_instances(evaluation)?;
    let mut seen = Seen::new(evaluation, view);
    let headline = headline(&seen);
    let mut reasons = Reasons::new(&mut seen);
    let mut verdicts: Vec<(InstanceId, Verdict)> = Vec::new();
    for id in reasons.seen.evaluation.norm_instances() {
        if reasons.seen.evaluation.is_idle(id) && !claimed.contains(&id) {
            continue;
        }
        verdicts.extend(verdict::verdict(&mut reasons, id).map(|v| (id, v)));
    }
    for id in claimed {
        if !verdicts.iter().any(|(i, _)| *i == id) {
            verdicts.extend(verdict::verdict(&mut reasons, id).map(|v| (id, v)));
        }
    }
    verdicts.sort_by_key(|(_, v)| rank(v));
    let groups = alike::groups(&mut reasons, &verdicts);
    let mut claims = Vec::new();
    for statement in &record.statements {
        claims.extend(claims::check(&mut reasons, statement, &verdicts)?);
    }
    let nodes = std::mem::take(&mut reasons.nodes);
    let positions = positions(reasons.seen, &verdicts);
    let remarks = remarks(reasons.seen);
    let mut opinion = Opinion {
        id: record.id.to_string(),
        title: record.title.clone().unwrap_or_else(|| record.id.to_string()),
        date: record.on.map(cite::date),
        headline,
        counts: counts(reasons.seen.evaluation),
        verdicts: verdicts.into_iter().map(|(_, v)| v).collect(),
        groups,
        claims,
        nodes,
        positions,
        sources: Vec::new(),
        remarks,
    };
    sources::add(evaluation, &mut opinion);
    Ok(opinion)
}

/// The order of verdicts: what is breached first, what does not bind last.
fn rank(verdict: &Verdict) -> u8 {
    match verdict.outcome {
        Word::Breach => 0,
        Word::Contested => 1,
        Word::Depends => 2,
        Word::Undetermined | Word::NotShown => 3,
        Word::Permitted | Word::NotPermitted | Word::Established | Word::Refuted => 4,
        Word::NoBreach | Word::NotProved => 5,
        Word::NotApplicable if verdict.binding.iter().any(|b| b.binds) => 6,
        Word::NotApplicable => 7,
    }
}

/// The answer to a question about one sentence or norm.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The question, in words.
    pub text: String,
    /// How it stands.
    pub outcome: Word,
    /// How robust that is.
    pub robustness: String,
    /// The smallest changes of standpoint that change it.
    pub flips: Vec<model::Flip>,
    /// The reasons.
    pub root: NodeRef,
    /// All reasons.
    pub nodes: Vec<Reason>,
    /// What is missing, if it is open.
    pub missing: Vec<model::Missing>,
    /// The verdicts, if a norm was asked about.
    pub verdicts: Vec<Verdict>,
    /// From where it is judged.
    pub headline: Headline,
    /// The sources that the reasons cite, in full.
    pub sources: Vec<SourceNote>,
}

/// Answers a question: the reasons for or against a sentence, or the outcome of a norm.
pub fn why(evaluation: &mut Evaluation<'_>, view: &View, question: &Content) -> Result<Option<Answer>, EngineError> {
    match question {
        Content::Sentence { ground, negated } => {
            let atom = evaluation.sentence(ground)?;
            let mut seen = Seen::new(evaluation, view);
            let outcomes = seen.evaluation.sentence_outcomes(atom);
            let (outcome, _) = seen.outcome(&outcomes);
            let read = |w: Word| if *negated { w.opposite() } else { w };
            let mut robust = robustness::describe_as(&mut seen, &outcomes, &|w| read(w).text());
            robust.flips.iter_mut().for_each(|f| f.outcome = read(f.outcome));
            let open = matches!(outcome, Word::Undetermined | Word::NotShown | Word::Depends);
            let missing = if open { missing::of_sentence(&mut seen, atom) } else { Vec::new() };
            let headline = headline(&seen);
            let mut reasons = Reasons::new(&mut seen);
            let root = reasons.root(atom, *negated);
            let text = reasons.nodes.get(root).map(|r| r.text.clone()).unwrap_or_default();
            let nodes = reasons.nodes;
            let sources = sources::of_answer(evaluation, &nodes, &[], &missing);
            Ok(Some(Answer {
                text,
                outcome: read(outcome),
                robustness: robust.sentence,
                flips: robust.flips,
                root,
                nodes,
                missing,
                verdicts: Vec::new(),
                headline,
                sources,
            }))
        }
        Content::Norm(claim) => {
            let mut instances = evaluation.norm(claim.norm, &claim.args)?;
            if instances.iter().any(|i| !evaluation.is_idle(*i)) {
                instances.retain(|i| !evaluation.is_idle(*i));
            }
            let mut seen = Seen::new(evaluation, view);
            let headline = headline(&seen);
            let mut reasons = Reasons::new(&mut seen);
            let mut verdicts = Vec::new();
            for id in instances {
                verdicts.extend(verdict::verdict(&mut reasons, id));
                reasons.instance(id, Place::ORDINARY);
            }
            let Some(first) = verdicts.first() else { return Ok(None) };
            let first = first.clone();
            let nodes = reasons.nodes;
            let sources = sources::of_answer(evaluation, &nodes, &verdicts, &[]);
            Ok(Some(Answer {
                text: first.sentence,
                outcome: first.outcome,
                robustness: first.robustness,
                flips: first.flips,
                root: first.conditions.unwrap_or_default(),
                nodes,
                missing: first.missing,
                verdicts,
                headline,
                sources,
            }))
        }
        Content::Measure { .. } | Content::Position(_) => Ok(None),
    }
}

/// The instances of norms about which the record asserts something, made if they are not there.
fn claimed_instances(evaluation: &mut Evaluation<'_>) -> Result<Vec<InstanceId>, EngineError> {
    let record = evaluation.record();
    let mut list = Vec::new();
    for statement in &record.statements {
        if let (Content::Norm(claim), Heading::AssertedBy(_)) = (&statement.content, &statement.heading) {
            let found = evaluation.norm(claim.norm, &claim.args)?;
            let live = found.iter().any(|i| !evaluation.is_idle(*i));
            list.extend(found.into_iter().filter(|i| !live || !evaluation.is_idle(*i)).take(if live {
                usize::MAX
            } else {
                1
            }));
        }
    }
    list.dedup();
    Ok(list)
}

fn headline(seen: &Seen<'_, '_>) -> Headline {
    let record = seen.evaluation.record();
    let rulebook = seen.evaluation.rulebook();
    let named = match (&record.standard_called, seen.view.standard) {
        (Some(called), None) if called != standard_name(seen.standard) => {
            format!("{called} ({})", standard_name(seen.standard))
        }
        _ => standard_name(seen.standard).to_owned(),
    };
    let choices = seen
        .view
        .stances
        .iter()
        .filter_map(|(p, s)| rulebook.positions.get(p.index()).map(|p| format!("{} {}", p.id, stance_word(*s))))
        .collect();
    Headline {
        standard: named,
        rebuttal: standard_name(seen.evaluation.rebuttal()).to_owned(),
        account: seen.view.account.as_deref().map(|a| words::actor(seen.evaluation, a)),
        profile: seen.view.profile.clone().or_else(|| record.profile.clone()).map(|p| p.to_string()),
        choices,
        as_a_court: record.as_a_court,
    }
}

fn stance_word(stance: DefaultStance) -> &'static str {
    match stance {
        DefaultStance::Accepted => "accepted",
        DefaultStance::Rejected => "rejected",
        DefaultStance::Contested => "contested",
    }
}

fn counts(evaluation: &Evaluation<'_>) -> Counts {
    let mut counts = Counts::default();
    for statement in &evaluation.record().statements {
        match &statement.heading {
            Heading::Evidence(Standard::BeyondReasonableDoubt) => counts.established += 1,
            Heading::Evidence(Standard::ClearAndConvincing) => counts.corroborated += 1,
            Heading::Evidence(Standard::BalanceOfProbabilities) => counts.likely += 1,
            Heading::Evidence(Standard::ReasonableGrounds) => counts.reported += 1,
            Heading::Unknown => counts.unknown += 1,
            Heading::NotProven => counts.not_proven += 1,
            Heading::FoundBy(_) => counts.found += 1,
            Heading::AssertedBy(_) => counts.asserted += 1,
            Heading::ClaimedBy(who) | Heading::DeniedBy(who) => {
                let who = words::actor(evaluation, who);
                match counts.claimed.iter_mut().find(|(n, _)| *n == who) {
                    Some((_, n)) => *n += 1,
                    None => counts.claimed.push((who, 1)),
                }
            }
        }
    }
    counts
}

/// The positions on which some verdict turns.
fn positions(seen: &mut Seen<'_, '_>, verdicts: &[(InstanceId, Verdict)]) -> Vec<PositionNote> {
    let rulebook = seen.evaluation.rulebook();
    let profile = seen.evaluation.record().profile.clone();
    let mut turns: Vec<Vec<usize>> = vec![Vec::new(); rulebook.positions.len()];
    for (i, (id, _)) in verdicts.iter().enumerate() {
        let outcomes = seen.evaluation.outcomes(*id);
        for (_, diagram) in &outcomes.0 {
            for var in seen.evaluation.space.diagrams.support(*diagram) {
                if let Some(Dimension::Position(p)) = seen.evaluation.space.dimension(var)
                    && let Some(list) = turns.get_mut(p.index())
                    && !list.contains(&i)
                {
                    list.push(i);
                }
            }
        }
    }
    let holder = |(name, cites): &(crate::source::Text, Vec<crate::rulebook::model::Citation>)| Holder {
        name: words::actor(seen.evaluation, name),
        citations: cite::laws(rulebook, cites),
    };
    let mut notes = Vec::new();
    for (i, (position, turns)) in rulebook.positions.iter().zip(turns).enumerate() {
        let Ok(id) = u32::try_from(i) else { continue };
        if turns.is_empty() {
            continue;
        }
        let stance = seen.view.stance(rulebook, profile.as_deref(), crate::rulebook::model::PositionId(id));
        notes.push(PositionNote {
            id: position.id.to_string(),
            proposition: position.proposition.clone(),
            stance: stance_word(stance).to_owned(),
            held_by: position.held_by.iter().map(holder).collect(),
            rejected_by: position.rejected_by.iter().map(holder).collect(),
            turns,
        });
    }
    notes
}

/// Positions that exclude each other and are both accepted, and the like.
fn remarks(seen: &Seen<'_, '_>) -> Vec<String> {
    let rulebook = seen.evaluation.rulebook();
    let profile = seen.evaluation.record().profile.clone();
    let accepted = |i: usize| {
        u32::try_from(i).is_ok_and(|i| {
            let id = crate::rulebook::model::PositionId(i);
            seen.view.stance(rulebook, profile.as_deref(), id) == DefaultStance::Accepted
        })
    };
    let mut list = Vec::new();
    for (i, position) in rulebook.positions.iter().enumerate() {
        for rival in &position.excludes {
            if i < rival.index()
                && accepted(i)
                && accepted(rival.index())
                && let Some(other) = rulebook.positions.get(rival.index())
            {
                list.push(format!(
                    "the positions {} and {} exclude each other, and both are accepted here",
                    position.id, other.id
                ));
            }
        }
    }
    if let Some(account) = &seen.view.account
        && seen.evaluation.space.account(Some(account)).is_none()
    {
        list.push(format!("{account} claims and denies nothing in this record: the neutral account is taken"));
    }
    list
}
