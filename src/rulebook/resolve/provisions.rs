//! Steps 2 and 6, provisions: rules, presumptions, exceptions and norms. Knows nothing of how words are read.

use super::kinds::ANY;
use super::scopes::Scope;
use super::sentences::shape;
use super::{Builder, number, texts};
use crate::rulebook::error::{NameError, SentenceError};
use crate::rulebook::kinds::KindSet;
use crate::rulebook::model::{
    Condition, Literal, PackId, Provision, ProvisionId, ProvisionKind, TemplatePart, Test, VarId, Variable,
};
use crate::source::{Span, Text};
use crate::syntax::tree::{self, Body, Ident, Item, Pattern, ProvisionDecl, Slot};

/// The binders and the inside of a section that is a single `some … where`.
pub(super) fn heading(body: Option<&Body>) -> Option<(&[tree::Binder], &Body)> {
    let [tree::Condition { test: tree::Test::Some(binders, inside), .. }] = body?.conditions.as_slice() else {
        return None;
    };
    Some((binders, inside))
}

/// A condition that always holds.
pub(super) fn nothing(span: Span) -> Condition {
    Condition { test: Test::All(Vec::new()), label: None, cites: Vec::new(), span }
}

impl<'a> Builder<'a> {
    pub(super) fn declare_provisions(&mut self) {
        let decls: Vec<(PackId, &'a ProvisionDecl)> = self
            .items
            .iter()
            .filter_map(|(pack, item)| if let Item::Provision(p) = item { Some((*pack, p.as_ref())) } else { None })
            .collect();
        let mut unnamed = Vec::new();
        for (pack, decl) in decls {
            let number = ProvisionId(number(self.book.provisions.len()));
            match &decl.id {
                Some(id) => self.name_provision(id, number),
                None => unnamed.push(number),
            }
            let id = decl.id.as_ref().map(|i| i.value.clone()).unwrap_or_default();
            let provision = self.provision(decl, id, pack);
            self.book.provisions.push(provision);
            self.decls.push((pack, decl));
        }
        let mut next = 0;
        for id in unnamed {
            let name = loop {
                next += 1;
                let name = Text::from(format!("presume-{next}"));
                if !self.book.provision_ids.contains_key(&name) {
                    break name;
                }
            };
            self.book.provision_ids.insert(name.clone(), id);
            if let Some(provision) = self.book.provisions.get_mut(id.index()) {
                provision.id = name;
            }
        }
    }

    fn name_provision(&mut self, id: &Ident, number: ProvisionId) {
        match self.book.provision_ids.get(&id.value) {
            Some(first) => {
                let first = self.decls.get(first.index()).and_then(|(_, d)| d.id.as_ref()).map(|i| i.span);
                let (id, span) = (id.value.clone(), id.span);
                self.report(NameError::Duplicate { what: "provision", id, span, first: first.unwrap_or(span) });
            }
            None => {
                self.book.provision_ids.insert(id.value.clone(), number);
            }
        }
    }

    /// The provision with the variables of its head and without what refers to other things.
    fn provision(&mut self, decl: &'a ProvisionDecl, id: Text, pack: PackId) -> Provision {
        let (without, rebuttal) =
            self.book.packs.get(pack.index()).map_or((false, None), |p| (p.without_presumptions, p.rebuttal));
        let mut provision = Provision {
            id,
            kind: decl.kind,
            title: decl.title.as_ref().map(|t| t.value.clone()),
            vars: Vec::new(),
            head_vars: 0,
            instance_vars: 0,
            head: None,
            norm_text: Vec::new(),
            act: None,
            breached_by_act: false,
            to: Vec::new(),
            under: Vec::new(),
            when: nothing(decl.span),
            applies: nothing(decl.span),
            unless: Vec::new(),
            concludes: Vec::new(),
            prevails: Vec::new(),
            exceptions: Vec::new(),
            defeated_by: Vec::new(),
            peremptory: decl.peremptory.is_some(),
            without_presumptions: without || decl.without_presumptions.is_some(),
            rebuttal: decl.rebuttal.as_ref().map(|r| r.value).or(rebuttal),
            notes: texts(&decl.notes),
            pack,
            span: decl.id.as_ref().map_or(decl.span, |i| i.span),
        };
        if let Some(head) = &decl.head {
            self.read_head(&mut provision, &head.pattern, pack);
        }
        provision
    }

    fn read_head(&mut self, provision: &mut Provision, pattern: &'a Pattern, pack: PackId) {
        let shape = shape(pattern);
        provision.vars = shape.slots.iter().map(|s| self.head_variable(s, pack)).collect();
        provision.head_vars = provision.vars.len();
        provision.instance_vars = provision.vars.len();
        let by: Option<VarId>;
        if provision.is_norm() {
            if self.is_sound(&shape, pattern.span) && shape.slots.is_empty() {
                self.report(SentenceError::NormWithoutAddressee { id: provision.id.clone(), span: pattern.span });
            }
            by = self.named_act(&shape.template, &provision.vars);
            provision.norm_text = shape.template;
        } else {
            by = None;
        }
        provision.breached_by_act = by.is_some();
        provision.act = by.or_else(|| self.first_act(&provision.vars));
    }

    fn head_variable(&mut self, slot: &Slot, pack: PackId) -> Variable {
        let (kinds, ids): (KindSet, &[Ident]) = match (&slot.variable, slot.kinds.as_slice()) {
            (Some(_), []) => (ANY, &[]),
            (_, ids) => (self.kind_set(ids, pack), ids),
        };
        if ids.is_empty() || slot.variable.is_none() {
            let kinds = match ids {
                [] => "person".to_owned(),
                _ => ids.iter().map(|i| i.value.as_str()).collect::<Vec<_>>().join(" or "),
            };
            let written = slot.variable.as_ref().and_then(|v| v.value.chars().next());
            let letter = written.unwrap_or_else(|| Self::letter(ids));
            self.report(SentenceError::SlotWithoutVariable { kinds, letter, span: slot.span });
        }
        Variable { name: slot.variable.as_ref().map(|v| v.value.clone()).unwrap_or_default(), kinds }
    }

    /// The act of a norm that has several: the one after `by`, else the one after `in`.
    fn named_act(&self, template: &[TemplatePart], vars: &[Variable]) -> Option<VarId> {
        let acts = self.acts()?;
        ["by", "in"].into_iter().find_map(|word| {
            template.windows(2).find_map(|pair| match pair {
                [TemplatePart::Word(before), TemplatePart::Slot(slot)] if before == word => {
                    vars.get(*slot).filter(|v| is_act(v.kinds, acts)).map(|_| VarId(number(*slot)))
                }
                _ => None,
            })
        })
    }

    pub(super) fn first_act(&self, vars: &[Variable]) -> Option<VarId> {
        let acts = self.acts()?;
        vars.iter().position(|v| is_act(v.kinds, acts)).map(|at| VarId(number(at)))
    }

    pub(super) fn finish_provisions(&mut self) {
        for at in 0..self.decls.len() {
            let Some((pack, decl)) = self.decls.get(at).copied().filter(|_| !self.rootless.contains(&at)) else {
                continue;
            };
            self.finish_provision(ProvisionId(number(at)), decl, pack);
        }
    }

    fn finish_provision(&mut self, id: ProvisionId, decl: &'a ProvisionDecl, pack: PackId) {
        let Some(provision) = self.book.provisions.get(id.index()) else { return };
        let (vars, head_vars, norm) = (provision.vars.clone(), provision.head_vars, provision.is_norm());
        let places = self.places(id, decl);
        let mut scope = Scope::new(pack, vars, places, head_vars);
        scope.heading_vars = head_vars..scope.vars.len();
        scope.unshared = self.unshared(id);
        let under = self.cites(&decl.under, pack, &mut scope.last);
        let applies = self.section(decl.applies.as_ref(), norm, &mut scope, decl.span);
        let main = if norm { decl.breached.as_ref() } else { decl.when.as_ref() };
        let when = self.section(main, norm, &mut scope, decl.span);
        let unless = decl.unless.iter().map(|b| self.body(b, &mut scope)).collect();
        let concludes: Vec<Literal> = decl.concludes.iter().filter_map(|w| self.conclusion(w, &mut scope)).collect();
        self.warn_unused(scope.heading_vars.clone(), &scope);
        if let Some(provision) = self.book.provisions.get_mut(id.index()) {
            provision.under = under;
            provision.applies = applies;
            provision.when = when;
            provision.unless = unless;
            provision.concludes = concludes;
            provision.vars = scope.vars;
        }
    }

    /// A section; in a norm, what a heading `some` binds stays bound for the sections after it.
    fn section(&mut self, body: Option<&Body>, norm: bool, scope: &mut Scope, span: Span) -> Condition {
        let Some(body) = body else { return nothing(span) };
        match heading(Some(body)).filter(|_| norm) {
            Some((binders, inside)) => {
                scope.open_headings(binders.len());
                self.body(inside, scope)
            }
            None => self.body(body, scope),
        }
    }

    /// Where each instance variable is bound.
    fn places(&self, id: ProvisionId, decl: &ProvisionDecl) -> Vec<Span> {
        let head = decl.head.iter().flat_map(|h| shape(&h.pattern).slots);
        let head = head.map(|s| s.variable.as_ref().map_or(s.span, |v| v.span));
        let applies = heading(decl.applies.as_ref()).map_or(&[][..], |(b, _)| b);
        let breached = heading(decl.breached.as_ref()).map_or(&[][..], |(b, _)| b);
        let headings = applies.iter().chain(breached).map(|b| b.variable.span);
        let mut places: Vec<Span> = head.chain(headings).collect();
        if decl.kind == ProvisionKind::Exception {
            let targets = self.book.provisions.get(id.index()).map(|p| p.to.as_slice()).unwrap_or_default();
            let target = targets.first().and_then(|t| self.book.provisions.get(t.index()));
            let count = self.book.provisions.get(id.index()).map_or(0, |p| p.vars.len());
            places = vec![target.map_or(decl.span, |t| t.span); count];
        }
        places
    }
}

/// Whether a variable can only stand for acts.
fn is_act(kinds: KindSet, acts: KindSet) -> bool {
    !kinds.is_empty() && kinds.within(acts)
}
