//! What binds an addressee, in words. Knows nothing of verdicts.

use super::cite;
use super::model::{Binding, Mark};
use super::reasons::Reasons;
use super::words;
use crate::engine::Evaluation;
use crate::engine::graph::{BindingStatus, Bound};
use crate::engine::values::Place;

/// How a source reaches somebody: `party since 8 June 1992`, `custom`, `not a party`.
pub fn describe(evaluation: &Evaluation<'_>, bound: &Bound<'_>) -> String {
    let source = |id: crate::rulebook::model::SourceId| {
        evaluation.rulebook().sources.get(id.index()).map_or("", cite::short).to_owned()
    };
    let how = match &bound.status {
        BindingStatus::Party { since } => format!("party since {}", cite::date(*since)),
        BindingStatus::Custom => "custom".to_owned(),
        BindingStatus::Member { of, since: Some(since) } => {
            format!("binds members of {}; member since {}", source(*of), cite::date(*since))
        }
        BindingStatus::Member { of, since: None } => format!("binds whoever is bound by {}", source(*of)),
        BindingStatus::NoDate => "a party, but the record gives no date".to_owned(),
        BindingStatus::NotParty => "not a party".to_owned(),
        BindingStatus::NotYetParty { from } => format!("not yet a party: bound from {}", cite::date(*from)),
        BindingStatus::NoLongerParty { until } => format!("no longer a party: bound until {}", cite::date(*until)),
        BindingStatus::NotInForce { from: Some(from), .. } => format!("not in force before {}", cite::date(*from)),
        BindingStatus::NotInForce { until: Some(until), .. } => {
            format!("no longer in force since {}", cite::date(*until))
        }
        BindingStatus::NotInForce { from: None, until: None } => "not in force".to_owned(),
        BindingStatus::Reserved => "excluded by a reservation".to_owned(),
        BindingStatus::Persuasive => "evidence of the law; binds nobody by itself".to_owned(),
    };
    if bound.through.is_empty() {
        return how;
    }
    let names: Vec<String> = bound.through.iter().map(|t| words::term(evaluation, t.party)).collect();
    format!("{how}, but bound through {} if the condition for that holds", names.join(" or "))
}

/// One source of a norm: whether and how it binds, with the reasons where that turns on facts.
pub fn note(reasons: &mut Reasons<'_, '_, '_>, bound: &Bound<'_>, place: Place) -> Binding {
    let how = describe(reasons.seen.evaluation, bound);
    let citation = cite::law(reasons.seen.evaluation.rulebook(), bound.citation);
    let scopes: Vec<_> = bound.scopes.iter().map(|n| reasons.node(*n, place, &[])).collect();
    let through: Vec<_> = bound.through.iter().map(|t| reasons.node(t.node, place, &[])).collect();
    let reaches = bound.status.binds() || through.iter().any(|n| reasons.mark_of(*n) == Mark::Holds);
    let outside: Vec<&str> = scopes
        .iter()
        .filter_map(|n| match reasons.mark_of(*n) {
            Mark::Holds => None,
            Mark::Fails => Some("outside its scope"),
            Mark::Undetermined | Mark::NotShown => Some("whether within its scope is undetermined"),
            Mark::Contested => Some("whether within its scope is contested"),
            Mark::Depends => Some("within its scope only on some of the positions left open"),
        })
        .collect();
    let how = match outside.first() {
        Some(outside) => format!("{how}; {outside}"),
        None => how,
    };
    let binds = reaches && outside.is_empty();
    Binding { citation, how, binds, reasons: scopes.into_iter().chain(through).collect() }
}
