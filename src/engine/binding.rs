//! Which sources reach whom, and when (semantics § 9, *bound*). Knows nothing of how values are computed.

use jiff::civil::Date;

use super::error::EngineError;
use super::graph::{BindingStatus, Bound, Through};
use super::ground::Grounder;
use super::join::Env;
use crate::record::model::{Record, TermId};
use crate::rulebook::model::{Citation, Period, Provision, Rulebook, Source, SourceId, SourceKind, VarId, Variable};
use crate::rulebook::pins;

/// Whether a source is in force at a date; without a date every source is.
pub fn in_force(source: &Source, date: Option<Date>) -> bool {
    not_in_force(source, date).is_none()
}

fn not_in_force(source: &Source, date: Option<Date>) -> Option<BindingStatus> {
    let date = date?;
    let start = match source.kind {
        SourceKind::Treaty => source.in_force,
        SourceKind::Custom => source.since,
        SourceKind::Code
        | SourceKind::Resolution
        | SourceKind::Declaration
        | SourceKind::Judgment
        | SourceKind::Award
        | SourceKind::AdvisoryOpinion
        | SourceKind::Decision
        | SourceKind::SoftLaw
        | SourceKind::DomesticLaw
        | SourceKind::Report
        | SourceKind::Commentary
        | SourceKind::Manual
        | SourceKind::Statement
        | SourceKind::Practice
        | SourceKind::Writings => None,
    };
    let early = start.is_some_and(|s| date < s);
    let late = source.until.is_some_and(|u| date >= u);
    (early || late)
        .then(|| BindingStatus::NotInForce { from: start.filter(|_| early), until: source.until.filter(|_| late) })
}

/// The date of an act, else of the incident.
pub fn date_of(record: &Record, act: Option<TermId>) -> Option<Date> {
    act.and_then(|a| record.entities.get(a.index())).and_then(|e| e.on).or(record.on)
}

/// Whether a source binds the actor with this name at a date, leaving aside scope, reservations and ways through others.
pub fn status(
    rulebook: &Rulebook,
    source_id: SourceId,
    pins: Option<&[crate::source::Text]>,
    name: &str,
    date: Option<Date>,
) -> BindingStatus {
    let Some(source) = rulebook.sources.get(source_id.index()) else { return BindingStatus::Persuasive };
    if let Some(outside) = not_in_force(source, date) {
        return outside;
    }
    if source.kind == SourceKind::Custom || restates(source, pins) {
        return BindingStatus::Custom;
    }
    let own = source.parties.get(name).map(|periods| party(periods, date));
    if let Some(own @ BindingStatus::Party { .. }) = own {
        return own;
    }
    let member = source.binds_members_of.map(|of| member(rulebook, of, name, date));
    if let Some(member @ BindingStatus::Member { .. }) = member {
        return member;
    }
    if own == Some(BindingStatus::NoDate) || member == Some(BindingStatus::NoDate) {
        return BindingStatus::NoDate;
    }
    let outside = if source.kind == SourceKind::Treaty { BindingStatus::NotParty } else { BindingStatus::Persuasive };
    own.or(member).unwrap_or(outside)
}

fn restates(source: &Source, pins: Option<&[crate::source::Text]>) -> bool {
    source.restates_custom.as_ref().is_some_and(|restated| match pins {
        Some(cited) if !restated.is_empty() && !cited.is_empty() => {
            cited.iter().any(|c| restated.iter().any(|r| pins::covers(r, c)))
        }
        _ => true,
    })
}

fn member(rulebook: &Rulebook, of: SourceId, name: &str, date: Option<Date>) -> BindingStatus {
    let mut status = BindingStatus::NotParty;
    for source in chain(rulebook, Some(of)) {
        if let Some(outside) = not_in_force(source, date) {
            return if status == BindingStatus::NoDate { status } else { outside };
        }
        if source.kind == SourceKind::Custom || restates(source, None) {
            return BindingStatus::Member { of, since: None };
        }
        match source.parties.get(name).map(|periods| party(periods, date)) {
            Some(BindingStatus::Party { since }) => return BindingStatus::Member { of, since: Some(since) },
            Some(own) if status != BindingStatus::NoDate => status = own,
            Some(_) | None => {}
        }
    }
    status
}

/// A source and those whose members it binds, in turn; the resolver refuses circles.
fn chain(rulebook: &Rulebook, first: Option<SourceId>) -> impl Iterator<Item = &Source> {
    let get = |id: SourceId| rulebook.sources.get(id.index());
    std::iter::successors(first.and_then(get), move |s| s.binds_members_of.and_then(get)).take(rulebook.sources.len())
}

fn party(periods: &[Period], date: Option<Date>) -> BindingStatus {
    let Some(date) = date else { return BindingStatus::NoDate };
    let within = periods.iter().find(|p| p.from <= date && p.until.is_none_or(|u| date < u));
    if let Some(period) = within {
        return BindingStatus::Party { since: period.from };
    }
    let later = periods.iter().map(|p| p.from).filter(|f| *f > date).min();
    let ended = periods.iter().filter_map(|p| p.until).filter(|u| *u <= date).max();
    match (ended, later) {
        (Some(until), _) => BindingStatus::NoLongerParty { until },
        (None, Some(from)) => BindingStatus::NotYetParty { from },
        (None, None) => BindingStatus::NotParty,
    }
}

impl<'a> Grounder<'a> {
    /// What binds an actor to a norm at a date: one entry for each citation.
    pub(super) fn bound(
        &mut self,
        norm: &'a Provision,
        actor: TermId,
        env: &Env,
        date: Option<Date>,
    ) -> Result<Vec<Bound<'a>>, EngineError> {
        let mut bounds = Vec::with_capacity(norm.under.len());
        for citation in &norm.under {
            bounds.push(self.bound_by(citation, Some(norm), actor, env, date)?);
        }
        Ok(bounds)
    }

    /// Whether and how one citation binds an actor; `norm` gives its variables to scope clauses.
    pub(super) fn bound_by(
        &mut self,
        citation: &'a Citation,
        norm: Option<&'a Provision>,
        actor: TermId,
        env: &Env,
        date: Option<Date>,
    ) -> Result<Bound<'a>, EngineError> {
        let rulebook = self.join.rulebook;
        let name = self.join.facts.record.entities.get(actor.index()).map(|e| e.name.clone()).unwrap_or_default();
        let mut bound = Bound {
            citation,
            status: status(rulebook, citation.source, norm.map(|_| citation.pins.as_slice()), &name, date),
            scopes: Vec::new(),
            through: Vec::new(),
        };
        let Some(source) = rulebook.sources.get(citation.source.index()) else { return Ok(bound) };
        let reserved = norm.is_some()
            && !citation.pins.is_empty()
            && source
                .reservations
                .iter()
                .filter(|r| r.by == name)
                .any(|r| citation.pins.iter().all(|cited| r.pins.iter().any(|p| pins::covers(p, cited))));
        if reserved {
            bound.status = BindingStatus::Reserved;
        }
        if matches!(bound.status, BindingStatus::Reserved | BindingStatus::NotInForce { .. }) {
            return Ok(bound);
        }
        if !bound.status.binds() {
            for source in chain(rulebook, Some(citation.source)).take_while(|s| in_force(s, date)) {
                self.reach_through(source, actor, date, &mut bound)?;
            }
        }
        let Some(norm) = norm else { return Ok(bound) };
        if !bound.status.binds() && bound.through.is_empty() && bound.status != BindingStatus::NoDate {
            return Ok(bound);
        }
        for scope in &source.scopes {
            let concerns = scope.pins.is_empty()
                || citation.pins.is_empty()
                || citation.pins.iter().any(|cited| scope.pins.iter().any(|p| pins::covers(p, cited)));
            if concerns {
                let shared = share(&scope.vars, &norm.vars, env);
                let node = self.ground_some(&scope.vars, &scope.when, shared)?;
                bound.scopes.push(node);
            }
        }
        Ok(bound)
    }

    /// The parties through which a source may reach an actor that is no party.
    fn reach_through(
        &mut self,
        source: &'a Source,
        actor: TermId,
        date: Option<Date>,
        bound: &mut Bound<'a>,
    ) -> Result<(), EngineError> {
        for clause in &source.binds_through {
            let [bound_var, party_var, ..] = clause.vars.as_slice() else { continue };
            if !self.join.facts.fits(actor, bound_var.kinds) {
                continue;
            }
            let parties = self.join.of_kind(party_var.kinds);
            for party_term in parties.iter() {
                let name =
                    self.join.facts.record.entities.get(party_term.index()).map(|e| e.name.clone()).unwrap_or_default();
                let certain = match source.parties.get(&name).map(|periods| party(periods, date)) {
                    Some(BindingStatus::Party { .. }) => true,
                    Some(BindingStatus::NoDate) => false,
                    Some(_) | None => continue,
                };
                let mut env: Env = smallvec::smallvec![None; clause.vars.len()];
                for (slot, term) in env.iter_mut().zip([actor, *party_term]) {
                    *slot = Some(term);
                }
                let node = self.ground_some(&clause.vars, &clause.when, env)?;
                bound.through.push(Through { party: *party_term, certain, node });
            }
        }
        Ok(())
    }
}

/// The values of variables that two clauses have in common by name and kind.
pub(super) fn share(vars: &[Variable], others: &[Variable], env: &Env) -> Env {
    vars.iter()
        .map(|v| {
            others
                .iter()
                .position(|o| o.name == v.name && o.kinds.overlaps(v.kinds))
                .and_then(|i| u32::try_from(i).ok())
                .and_then(|i| super::join::get(env, VarId(i)))
        })
        .collect()
}
