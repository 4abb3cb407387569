//! Which sources reach whom, and when (semantics § 9, *bound*). Knows nothing of how values are computed.

use jiff::civil::Date;

use super::error::EngineError;
use super::graph::{BindingStatus, Bound};
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
    if let Some(periods) = source.parties.get(name) {
        return party(periods, date);
    }
    if let Some(of) = source.binds_members_of {
        return member(rulebook, of, name, date);
    }
    if !source.binds_through.is_empty() {
        return BindingStatus::Through;
    }
    if source.kind == SourceKind::Treaty { BindingStatus::NotParty } else { BindingStatus::Persuasive }
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
    // A chain of memberships is followed at most as far as there are sources: the resolver refuses circles.
    let mut source = of;
    for _ in 0..rulebook.sources.len() {
        let Some(s) = rulebook.sources.get(source.index()) else { break };
        if let Some(outside) = not_in_force(s, date) {
            return outside;
        }
        if s.kind == SourceKind::Custom {
            return BindingStatus::Member { of, since: None };
        }
        if let Some(periods) = s.parties.get(name) {
            let status = party(periods, date);
            let BindingStatus::Party { since } = status else { return status };
            return BindingStatus::Member { of, since: Some(since) };
        }
        match s.binds_members_of {
            Some(next) => source = next,
            None => break,
        }
    }
    BindingStatus::NotParty
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
        let Some(norm) = norm else {
            self.reach_through(source, actor, date, &mut bound)?;
            return Ok(bound);
        };
        let reserved = !citation.pins.is_empty()
            && source
                .reservations
                .iter()
                .filter(|r| r.by == name)
                .any(|r| citation.pins.iter().all(|cited| r.pins.iter().any(|p| pins::covers(p, cited))));
        if reserved
            && matches!(
                bound.status,
                BindingStatus::Party { .. } | BindingStatus::Member { .. } | BindingStatus::NoDate
            )
        {
            bound.status = BindingStatus::Reserved;
        }
        if !matches!(
            bound.status,
            BindingStatus::Party { .. }
                | BindingStatus::Custom
                | BindingStatus::Member { .. }
                | BindingStatus::Through
                | BindingStatus::NoDate
        ) {
            return Ok(bound);
        }
        self.reach_through(source, actor, date, &mut bound)?;
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
        if bound.status != BindingStatus::Through {
            return Ok(());
        }
        for clause in &source.binds_through {
            let [bound_var, party_var, ..] = clause.vars.as_slice() else { continue };
            if !self.join.facts.fits(actor, bound_var.kinds) {
                continue;
            }
            let parties = self.join.of_kind(party_var.kinds);
            for party_term in parties.iter() {
                let name =
                    self.join.facts.record.entities.get(party_term.index()).map(|e| e.name.clone()).unwrap_or_default();
                let is_party = source
                    .parties
                    .get(&name)
                    .is_some_and(|p| matches!(party(p, date), BindingStatus::Party { .. } | BindingStatus::NoDate));
                if is_party {
                    let mut env: Env = smallvec::smallvec![None; clause.vars.len()];
                    for (slot, term) in env.iter_mut().zip([actor, *party_term]) {
                        *slot = Some(term);
                    }
                    let node = self.ground_some(&clause.vars, &clause.when, env)?;
                    bound.through.push((*party_term, node));
                }
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
