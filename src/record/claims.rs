//! Claims of a breach: which norm, by whom, by which act, in respect of whom.

use super::error;
use super::model::{NormClaim, TermId};
use super::resolve::Resolver;
use crate::rulebook::model::{Provision, ProvisionId, ProvisionKind, TemplatePart};
use crate::source::Text;
use crate::syntax::tree::{self, Ident};

/// Resolves `[no] breach of norm by S [by A] [in respect of P and Q]`.
pub(super) fn claim(resolver: &mut Resolver<'_>, claim: &tree::NormClaim) -> Option<NormClaim> {
    let norm = norm(resolver, &claim.norm)?;
    let names: Vec<&Ident> = std::iter::once(&claim.by).chain(&claim.act).chain(&claim.respect).collect();
    let mut unknown = false;
    for name in &names {
        unknown |= resolver.name(&name.value).is_none();
        self::known(resolver, name);
    }
    let provision = resolver.rulebook.provisions.get(norm.index())?;
    if unknown {
        return None;
    }
    let mut args: Vec<Option<TermId>> = vec![None; provision.instance_vars];
    let mut misfit = false;
    for (i, name) in names.iter().enumerate() {
        let wanted = match i {
            0 => Some(0),
            1 if claim.act.is_some() => provision.act.map(|v| v.index()),
            _ => None,
        };
        match place(resolver, provision, &args, name, wanted) {
            Some((slot, term)) => args.get_mut(slot).into_iter().for_each(|a| *a = Some(term)),
            None => {
                misfit = true;
                resolver.report(error::claim_misfit(name, &provision.id, &text(provision)));
            }
        }
    }
    (!misfit).then_some(NormClaim { norm, args, negated: claim.negated.is_some() })
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

/// Complains of a name that is no entity.
fn known(resolver: &mut Resolver<'_>, name: &Ident) {
    if resolver.name(&name.value).is_none() && !resolver.is_broken(&name.value) {
        let near = resolver.names_near(&name.value);
        resolver.report(error::unknown_entity(name, &near.iter().map(Text::as_str).collect::<Vec<_>>()));
    }
}

/// Which variable of the norm an entity fills: the `wanted` one, else the first that is free and takes its kind.
fn place(
    resolver: &Resolver<'_>,
    provision: &Provision,
    args: &[Option<TermId>],
    name: &Ident,
    wanted: Option<usize>,
) -> Option<(usize, TermId)> {
    let term = resolver.name(&name.value)?;
    let kind = resolver.entity(term)?.kind;
    let fits = |slot: usize| {
        args.get(slot).is_some_and(Option::is_none) && provision.vars.get(slot).is_some_and(|v| v.kinds.accepts(kind))
    };
    match wanted {
        Some(slot) => fits(slot).then_some((slot, term)),
        None => (1..args.len()).find(|slot| fits(*slot)).map(|slot| (slot, term)),
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
