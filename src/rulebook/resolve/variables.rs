//! Step 5: the variables that identify an instance of a norm or exception. Knows nothing of what conditions say.

use rustc_hash::FxHashSet;

use super::provisions::heading;
use super::{Builder, number};
use crate::rulebook::error::{ConditionError, NameError, Named, OrderError, Unshared};
use crate::rulebook::graph::{circles, components};
use crate::rulebook::model::{Provision, ProvisionId, ProvisionKind, VarId, Variable};
use crate::source::{Span, Text};
use crate::syntax::tree::{Binder, Ident};

impl Builder<'_> {
    pub(super) fn find_variables(&mut self) {
        for at in 0..self.decls.len() {
            self.add_headings(at);
        }
        self.find_targets();
        self.order_exceptions();
    }

    /// Adds the variables of heading `some`s to a norm's.
    fn add_headings(&mut self, at: usize) {
        let Some((pack, decl)) = self.decls.get(at).copied() else { return };
        let is_norm = self.book.provisions.get(at).is_some_and(|p| p.is_norm());
        let binders: Vec<&Binder> = [&decl.applies, &decl.breached]
            .into_iter()
            .filter_map(|b| heading(b.as_ref()))
            .flat_map(|(binders, _)| binders)
            .collect();
        if !is_norm || binders.is_empty() {
            return;
        }
        let slots = decl.head.iter().flat_map(|h| super::sentences::shape(&h.pattern).slots);
        let mut known: Vec<&Ident> = slots.filter_map(|s| s.variable.as_ref()).collect();
        for binder in binders {
            let kinds = self.binder_kinds(binder, pack);
            let name = binder.variable.value.clone();
            if known.len() >= super::scopes::MOST_VARIABLES {
                self.report(ConditionError::TooManyVariables {
                    most: super::scopes::MOST_VARIABLES,
                    span: binder.variable.span,
                });
                break;
            }
            if let Some(first) = known.iter().find(|k| k.value == name) {
                let (span, first) = (binder.variable.span, first.span);
                self.report(ConditionError::Rebound { name: name.clone(), span, first, heading: true });
            }
            known.push(&binder.variable);
            if let Some(norm) = self.book.provisions.get_mut(at) {
                norm.vars.push(Variable { name, kinds });
                norm.instance_vars = norm.vars.len();
            }
        }
        if let Some(vars) = self.book.provisions.get(at).filter(|n| n.act.is_none()).map(|n| n.vars.clone()) {
            let act = self.first_act(&vars);
            self.book.provisions.get_mut(at).into_iter().for_each(|n| n.act = act);
        }
    }

    /// What each exception is an exception to.
    fn find_targets(&mut self) {
        for at in 0..self.decls.len() {
            let Some((_, decl)) = self.decls.get(at).copied() else { continue };
            if decl.kind != ProvisionKind::Exception {
                continue;
            }
            let mut to: Vec<ProvisionId> = Vec::new();
            let mut seen = FxHashSet::default();
            for id in &decl.to {
                if let Some(target) = self.provision_called(id, at)
                    && seen.insert(target)
                {
                    to.push(target);
                }
            }
            if let Some(exception) = self.book.provisions.get_mut(at) {
                exception.to = to;
            }
        }
    }

    /// The provision with this id, as seen from the pack of provision number `user`.
    pub(super) fn provision_called(&mut self, id: &Ident, user: usize) -> Option<ProvisionId> {
        let Some(found) = self.book.provision_ids.get(&id.value).copied() else {
            self.unknown(Named::Provision, id);
            return None;
        };
        let owner = self.book.provisions.get(found.index()).map(|p| (p.pack, p.span));
        let user = self.book.provisions.get(user).map(|p| p.pack);
        if let (Some((owner, declared)), Some(user)) = (owner, user) {
            self.check_visible(owner, user, id.span, || (format!("the provision `{}`", id.value), declared));
        }
        Some(found)
    }

    /// The norm with this id, as seen from a pack.
    pub(super) fn norm_called(&mut self, id: &Ident, user: crate::rulebook::model::PackId) -> Option<ProvisionId> {
        let Some(found) = self.book.provision_ids.get(&id.value).copied() else {
            self.unknown(Named::Norm, id);
            return None;
        };
        let found_norm = self.book.provisions.get(found.index()).map(|p| (p.is_norm(), p.pack, p.span));
        let (norm, owner, declared) = found_norm?;
        if !norm {
            self.report(NameError::NotANorm { id: id.value.clone(), span: id.span, declared });
            return None;
        }
        self.check_visible(owner, user, id.span, || (format!("the norm `{}`", id.value), declared));
        Some(found)
    }

    /// Gives exceptions the variables of what they are exceptions to, targets before exceptions to them.
    fn order_exceptions(&mut self) {
        let edges: Vec<Vec<usize>> =
            self.book.provisions.iter().map(|p| p.to.iter().map(|t| t.index()).collect()).collect();
        for circle in circles(&edges) {
            let path: Vec<(Text, Span)> =
                circle.iter().filter_map(|at| self.book.provisions.get(*at)).map(|p| (p.id.clone(), p.span)).collect();
            self.report(OrderError::ExceptionCycle { path });
            for at in circle {
                if let Some(p) = self.book.provisions.get_mut(at) {
                    p.to.clear();
                }
            }
        }
        let component = components(&edges);
        let mut order: Vec<usize> =
            (0..edges.len()).filter(|at| edges.get(*at).is_some_and(|e| !e.is_empty())).collect();
        order.sort_by_key(|at| component.get(*at).copied().unwrap_or(0));
        let exceptions = self.book.provisions.iter().enumerate().filter(|(_, p)| p.kind == ProvisionKind::Exception);
        self.rootless = exceptions.filter(|(_, p)| p.to.is_empty()).map(|(at, _)| at).collect();
        for at in order {
            let targets = self.book.provisions.get(at).map(|p| p.to.as_slice()).unwrap_or_default();
            if targets.iter().any(|t| self.rootless.contains(&t.index())) {
                self.rootless.insert(at);
            }
            self.inherit_variables(at);
        }
    }

    /// The variables that some targets of an exception have and others lack.
    pub(super) fn unshared(&self, id: ProvisionId) -> Vec<(Text, Unshared)> {
        let Some(exception) = self.book.provisions.get(id.index()) else { return Vec::new() };
        let targets: Vec<&Provision> =
            exception.to.iter().take(8).filter_map(|t| self.book.provisions.get(t.index())).collect();
        let vars = |p: &'_ Provision| p.vars.get(..p.instance_vars).unwrap_or_default().to_vec();
        let mut unshared = Vec::new();
        for has in &targets {
            for var in vars(has) {
                if let Some(lacks) = targets.iter().find(|t| vars(t).iter().all(|v| v.name != var.name)) {
                    unshared.push((var.name, Unshared { has: has.id.clone(), lacks: lacks.id.clone() }));
                }
            }
        }
        unshared
    }

    fn inherit_variables(&mut self, at: usize) {
        let Some(exception) = self.book.provisions.get(at) else { return };
        let mut targets = exception.to.iter().filter_map(|t| self.book.provisions.get(t.index()));
        let Some(first) = targets.next() else { return };
        let mut vars: Vec<Variable> = first.vars.iter().take(first.instance_vars).cloned().collect();
        let mut errors = Vec::new();
        for other in targets {
            let theirs = other.vars.get(..other.instance_vars).unwrap_or_default();
            vars.retain(|v| {
                let Some(same) = theirs.iter().find(|t| t.name == v.name) else { return false };
                if !same.kinds.overlaps(v.kinds) {
                    errors.push(OrderError::UnlikeTargets {
                        name: v.name.clone(),
                        one: first.id.clone(),
                        other: other.id.clone(),
                        kinds: (self.book.kinds.describe(v.kinds), self.book.kinds.describe(same.kinds)),
                        span: exception.span,
                    });
                }
                true
            });
        }
        let act =
            first.act.and_then(|a| first.vars.get(a.index())).and_then(|a| vars.iter().position(|v| v.name == a.name));
        if let Some(exception) = self.book.provisions.get_mut(at) {
            exception.head_vars = vars.len();
            exception.instance_vars = vars.len();
            exception.vars = vars;
            exception.act = act.map(|a| VarId(number(a)));
        }
        errors.into_iter().for_each(|e| self.report(e));
    }
}
