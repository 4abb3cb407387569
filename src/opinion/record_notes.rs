//! What the record says of a sentence: its evidence, and remarks on why it stands as it does. Knows nothing of rules
//! beyond whether silence refutes a sentence.

use super::cite;
use super::model::{Evidence, Mark};
use super::view::{Seen, standard_name};
use super::words;
use crate::engine::Evaluation;
use crate::engine::diagram::Value;
use crate::engine::facts::Side;
use crate::engine::graph::{AtomId, Mode};
use crate::engine::values::Place;
use crate::record::model::{Content, Ground, Heading, Statement};
use crate::rulebook::model::Standard;

/// The statements about a ground sentence; `negated` if they are read for its negation.
pub fn evidence(evaluation: &Evaluation<'_>, ground: &Ground, negated: bool) -> Vec<Evidence> {
    let record = evaluation.record();
    let statements = evaluation.facts().mentions(ground).iter().filter_map(|n| record.statements.get(*n as usize));
    statements.map(|s| one(evaluation, s, negated)).collect()
}

fn one(evaluation: &Evaluation<'_>, statement: &Statement, negated: bool) -> Evidence {
    let holds = match &statement.content {
        Content::Sentence { negated: n, .. } => *n == negated,
        Content::Measure { .. } | Content::Norm(_) | Content::Position(_) => true,
    };
    let speaks_for = match statement.heading {
        Heading::Evidence(_) | Heading::ClaimedBy(_) | Heading::FoundBy(_) | Heading::AssertedBy(_) => Some(holds),
        Heading::DeniedBy(_) => Some(!holds),
        Heading::NotProven | Heading::Unknown => None,
    };
    let mut heading = words::heading(evaluation, statement);
    if let Content::Measure { .. } = &statement.content {
        let value = measure(&statement.content);
        heading = format!("{heading}: {value}");
    }
    let record = evaluation.record();
    Evidence {
        heading,
        speaks_for,
        sources: statement.cites.iter().map(|c| cite::evidence(evaluation.rulebook(), record, c)).collect(),
        because: statement.because.clone(),
    }
}

/// The value of a measure in words.
fn measure(content: &Content) -> String {
    let Content::Measure { least, most, .. } = content else { return String::new() };
    match (least, most) {
        (Some(l), Some(m)) if l.value == m.value => l.text.to_string(),
        (Some(l), Some(m)) => format!("between {} and {}", l.text, m.text),
        (Some(l), None) => format!("at least {}", l.text),
        (None, Some(m)) => format!("at most {}", m.text),
        (None, None) => "unknown".to_owned(),
    }
}

/// The evidence on both sides of a comparison, and a remark if a side is not known.
pub fn comparison(evaluation: &Evaluation<'_>, left: &Side, right: &Side) -> (Vec<Evidence>, Vec<String>) {
    let (mut list, mut remarks) = (Vec::new(), Vec::new());
    for side in [left, right] {
        match side {
            Side::Measure(ground) => {
                let here = evidence(evaluation, ground, false);
                if here.is_empty() {
                    remarks.push("the record gives no figure".to_owned());
                }
                list.extend(here);
            }
            Side::Fixed(None) => remarks.push("the record gives no date".to_owned()),
            Side::Fixed(Some(_)) => {}
        }
    }
    (list, remarks)
}

/// Why a sentence stands as it does, where the evidence alone does not say it.
pub fn remarks(seen: &mut Seen<'_, '_>, id: AtomId, place: Place) -> Vec<String> {
    let mut list = Vec::new();
    let Some(atom) = seen.evaluation.graph().atom(id) else { return list };
    let (ground, closed, base) = (atom.ground.clone(), atom.closed, atom.base);
    let state = seen.evaluation.values().atoms.get(id.index()).copied().unwrap_or_default();
    let before = state.unpresumed.get(place.index()).copied().flatten();
    let after = state.values.get(place.index()).copied().flatten();
    let mentions: Vec<Heading> = headings(seen.evaluation, &ground);
    let raised = seen.evaluation.rulebook().sentences.get(ground.sentence.index()).is_some_and(|s| s.raised);
    if base && mentions.is_empty() {
        list.push(silence(closed, raised, state.reach.possible).to_owned());
    }
    list.extend(mentions.iter().filter_map(|h| match h {
        Heading::FoundBy(who) => {
            Some(format!("taken from the finding of {}, not derived", words::actor(seen.evaluation, who)))
        }
        Heading::NotProven => Some("heard and not shown".to_owned()),
        Heading::Evidence(_)
        | Heading::Unknown
        | Heading::ClaimedBy(_)
        | Heading::DeniedBy(_)
        | Heading::AssertedBy(_) => None,
    }));
    if let (Some(before), Some(after)) = (before, after) {
        list.extend(weight(seen, &mentions, before));
        list.extend(changed(seen, id, place, before, after));
    }
    list
}

const NOT_RAISED: &str = "nobody raises it";
const NOT_STATED: &str = "not in the record, taken as complete on this";

fn silence(closed: bool, raised: bool, possible: bool) -> &'static str {
    match (closed, raised) {
        (_, true) => NOT_RAISED,
        (true, false) if possible => "the record does not state it",
        (true, false) => NOT_STATED,
        (false, false) => "the record is silent",
    }
}

/// A remark on a sentence as it reads where the negation is tested.
pub fn read_for(negated: bool, remark: String) -> String {
    match remark.as_str() {
        NOT_RAISED if negated => "nobody raises the contrary".to_owned(),
        NOT_STATED if negated => "the contrary is not in the record, taken as complete on this".to_owned(),
        _ => remark,
    }
}

fn headings(evaluation: &Evaluation<'_>, ground: &Ground) -> Vec<Heading> {
    let record = evaluation.record();
    let statements = evaluation.facts().mentions(ground).iter().filter_map(|n| record.statements.get(*n as usize));
    statements.map(|s| s.heading.clone()).collect()
}

/// Why evidence that is there does not suffice, or who disputes it.
fn weight(seen: &mut Seen<'_, '_>, mentions: &[Heading], before: Value) -> Vec<String> {
    let mark = seen.mark(before, None);
    let best: Option<Standard> = mentions
        .iter()
        .filter_map(|h| if let Heading::Evidence(s) = h { Some(*s) } else { None })
        .max_by_key(|s| crate::engine::standpoint::rank(*s));
    let mut list = Vec::new();
    if mark == Mark::Undetermined {
        let claims: Vec<String> = mentions
            .iter()
            .filter_map(|h| match h {
                Heading::ClaimedBy(who) | Heading::DeniedBy(who) => Some(words::actor(seen.evaluation, who)),
                Heading::Evidence(_)
                | Heading::Unknown
                | Heading::NotProven
                | Heading::FoundBy(_)
                | Heading::AssertedBy(_) => None,
            })
            .collect();
        match best {
            Some(standard) => list.push(format!(
                "evidence only to {}; {} is required here",
                standard_name(standard),
                standard_name(seen.standard)
            )),
            None if !claims.is_empty() => list.push(format!(
                "only the word of {}: on any other account it is undetermined",
                super::robustness::join(&claims.iter().map(String::as_str).collect::<Vec<_>>(), "and")
            )),
            None => {}
        }
    }
    if mark == Mark::Contested {
        list.push("the evidence on both sides is equally good".to_owned());
    }
    list
}

/// What presumptions and crossroads did to it.
fn changed(seen: &mut Seen<'_, '_>, id: AtomId, place: Place, before: Value, after: Value) -> Vec<String> {
    let mut list = Vec::new();
    if before == after {
        return list;
    }
    let (was, is) = (seen.mark(before, None), seen.mark(after, None));
    if was == is {
        return list;
    }
    let Some(atom) = seen.evaluation.graph().atom(id) else { return list };
    if is == Mark::Depends {
        list.push("undetermined, and a crossroads: both branches are taken".to_owned());
    } else if place.mode == Mode::Ordinary && !atom.presumptions.is_empty() {
        list.push("presumed; nothing rebuts it at the rebuttal standard".to_owned());
    }
    list
}
