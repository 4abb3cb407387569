//! Claims of a breach: which norm, by whom, by which act, in respect of whom.

use super::model::{NormClaim, TermId};
use super::resolve::Resolver;
use super::{error, sentences};
use crate::diagnostic::Diagnostic;
use crate::rulebook::kinds::KindSet;
use crate::rulebook::model::{Provision, ProvisionId, ProvisionKind, Rulebook, TemplatePart, VarId};
use crate::rulebook::{Filler, Misfit, norm_args};
use crate::syntax::tree::{self, Ident};

/// Resolves `[no] breach of norm by S [by A] [in respect of P and Q]`.
pub(super) fn claim(resolver: &mut Resolver<'_>, claim: &tree::NormClaim) -> Option<NormClaim> {
    let norm = norm(resolver, &claim.norm)?;
    let names: Vec<&Ident> = std::iter::once(&claim.by).chain(&claim.act).chain(&claim.respect).collect();
    let provision = resolver.rulebook.provisions.get(norm.index())?;
    let unknown = names.iter().any(|n| resolver.name(&n.value).is_none());
    for (i, name) in names.iter().enumerate() {
        let var = match i {
            0 => Some(0),
            1 if claim.act.is_some() => provision.act.map(VarId::index),
            _ => None,
        };
        let var = var.or_else(|| provision.vars.len().checked_sub(1)).and_then(|v| provision.vars.get(v));
        known(resolver, name, var.map(|v| v.kinds).unwrap_or_default());
    }
    if unknown {
        return None;
    }
    let terms: Vec<TermId> = names.iter().filter_map(|n| resolver.name(&n.value)).collect();
    let kinds: Vec<KindSet> = names.iter().filter_map(|n| resolver.kinds_of(&n.value)).collect();
    let acts = usize::from(claim.act.is_some());
    let number = |filler: Filler| match filler {
        Filler::Addressee => 0,
        Filler::Act => 1,
        Filler::Respect(n) => 1 + acts + n,
    };
    let (by, act) =
        (kinds.first().copied().unwrap_or_default(), claim.act.as_ref().and_then(|_| kinds.get(1).copied()));
    let places = match norm_args(resolver.rulebook, norm, by, act, kinds.get(1 + acts..).unwrap_or(&[])) {
        Ok(places) => places,
        Err(Misfit { filler, open }) => {
            let name = names.get(number(filler)).copied().unwrap_or(&claim.by);
            resolver.report(misfit(resolver.rulebook, norm, name, &open));
            return None;
        }
    };
    let args = places.into_iter().map(|place| place.and_then(|filler| terms.get(number(filler)).copied())).collect();
    Some(NormClaim { norm, args, negated: claim.negated.is_some() })
}

/// A name for which the norm has no place.
fn misfit(rulebook: &Rulebook, norm: ProvisionId, name: &Ident, open: &[VarId]) -> Diagnostic {
    let Some(provision) = rulebook.provisions.get(norm.index()) else { return error::not_a_norm(name, "nothing") };
    let open = open.iter().filter_map(|v| provision.vars.get(v.index()));
    let open: Vec<String> = open.map(|v| format!("{} {}", rulebook.kinds.describe(v.kinds), v.name)).collect();
    error::claim_misfit(name, &provision.id, &text(provision), &open)
}

/// The norm with this id.
fn norm(resolver: &mut Resolver<'_>, id: &Ident) -> Option<ProvisionId> {
    let rulebook = resolver.rulebook;
    let Some(found) = rulebook.provision_ids.get(&id.value).copied() else {
        let norms = rulebook.provisions.iter().filter(|p| p.is_norm()).map(|p| p.id.as_str());
        resolver.report(error::unknown_norm(id, norms));
        return None;
    };
    let what = match rulebook.provisions.get(found.index())?.kind {
        ProvisionKind::Prohibition | ProvisionKind::Obligation | ProvisionKind::Permission => return Some(found),
        ProvisionKind::Exception => "exception",
        ProvisionKind::Presumption => "presumption",
        ProvisionKind::Rule => "rule",
    };
    resolver.report(error::not_a_norm(id, what));
    None
}

/// Complains of a name that is no entity; one of these kinds is needed.
fn known(resolver: &mut Resolver<'_>, name: &Ident, kinds: KindSet) {
    if resolver.name(&name.value).is_none() && !resolver.is_broken(&name.value) {
        let near = resolver.names_near(&name.value);
        let kind = sentences::first_kind(resolver, kinds);
        resolver.report(error::unknown_entity(name, &near, &kind));
    }
}

/// The words of a norm with its variables.
fn text(provision: &Provision) -> String {
    let mut text = String::new();
    for part in &provision.norm_text {
        let word = match part {
            TemplatePart::Word(w) => w.as_str(),
            TemplatePart::Slot(i) => provision.vars.get(*i).map_or("…", |v| v.name.as_str()),
        };
        if !text.is_empty() && word != "," {
            text.push(' ');
        }
        text.push_str(word);
    }
    text
}
