//! Makes the record out of the syntax tree of a case file: sources, entities, statements, expectations, holdings, in this order.
//! Knows which sentences are declared, nothing of what rules mean.

use rustc_hash::{FxHashMap, FxHashSet};

use super::model::{Content, Entity, EvidenceSource, Ground, Heading, Quoted, Record, Statement, TermId};
use super::{error, expect, holdings, sentences, statements};
use crate::diagnostic::{Diagnostic, did_you_mean, sort};
use crate::rulebook::kinds::{KindId, KindSet};
use crate::rulebook::model::{DefaultStance, Rulebook, Standard};
use crate::source::{Span, Text};
use crate::syntax::tree::{self, CaseFile, CaseItem, EntityDecl, IncidentDecl, SourceDecl};

/// How many times a record is searched for what a broken statement might have meant; beyond that, errors come bare.
const SUGGESTIONS: u32 = 60;

/// A record and what is to be said of it.
#[derive(Debug, Clone, Default)]
pub struct Built {
    /// The record, without the parts that could not be resolved.
    pub record: Record,
    /// Errors and warnings, by place.
    pub diagnostics: Vec<Diagnostic>,
}

/// Resolves a case file against a rulebook.
pub fn build(rulebook: &Rulebook, file: &CaseFile) -> Built {
    let mut record = Record::default();
    let mut resolver = Resolver::new(rulebook, &mut record);
    resolver.incident(file);
    let mut first_at = FxHashMap::default();
    for item in &file.items {
        if let CaseItem::Source(s) = item {
            resolver.source(s, &mut first_at);
        }
    }
    let checks = Checks::new(rulebook);
    for item in &file.items {
        if let CaseItem::Entity(e) = item {
            resolver.declare(e, &checks);
        }
    }
    statements::all(&mut resolver, file);
    for item in &file.items {
        if let CaseItem::Expect(e) = item {
            expect::block(&mut resolver, e);
        }
    }
    holdings::all(&mut resolver, file);
    let mut diagnostics = resolver.diagnostics;
    sort(&mut diagnostics);
    Built { record, diagnostics }
}

/// Resolves one sentence or claim that was typed outside the record; what it quotes is added to the record's terms.
///
/// # Errors
/// What is wrong with the sentence.
pub fn content(rulebook: &Rulebook, record: &mut Record, content: &tree::Content) -> Result<Content, Vec<Diagnostic>> {
    let mut resolver = Resolver::new(rulebook, record);
    let found = match sentences::position(&mut resolver, content) {
        Some(position) => position,
        None => sentences::content(&mut resolver, content, true),
    };
    match found {
        Some(found) => Ok(found),
        None => Err(resolver.diagnostics),
    }
}

/// Adds something to the record as established, in the place of whatever it says of it: evidence, gaps, findings, and what
/// the parties claim or deny. What they assert of the law stays.
pub fn suppose(record: &mut Record, content: Content) {
    if let Some(supposed) = ground(&content).cloned() {
        record
            .statements
            .retain(|s| matches!(s.heading, Heading::AssertedBy(_)) || ground(&s.content) != Some(&supposed));
    }
    record.statements.push(Statement {
        heading: Heading::Evidence(Standard::BeyondReasonableDoubt),
        content,
        because: None,
        cites: Vec::new(),
        span: record.span,
    });
}

/// The sentence that a content speaks of.
fn ground(content: &Content) -> Option<&Ground> {
    match content {
        Content::Sentence { ground, .. } | Content::Measure { ground, .. } => Some(ground),
        Content::Norm(_) | Content::Position(_) => None,
    }
}

/// What entities are checked against.
struct Checks {
    /// The kind `state` and its subkinds.
    states: KindSet,
    /// The kind `act` and its subkinds.
    acts: KindSet,
    /// Everyone who is a party to something.
    parties: FxHashSet<Text>,
    /// The same in the order of the rulebook.
    in_order: Vec<Text>,
}

impl Checks {
    fn new(rulebook: &Rulebook) -> Checks {
        let set = |name| rulebook.kinds.get(name).map_or(KindSet::default(), |k| rulebook.kinds.set(k));
        let mut parties = FxHashSet::default();
        let mut in_order = Vec::new();
        for party in rulebook.sources.iter().flat_map(|s| s.parties.keys()) {
            if parties.insert(party.clone()) {
                in_order.push(party.clone());
            }
        }
        Checks { states: set("state"), acts: set("act"), parties, in_order }
    }
}

/// The record while it is being made, with its names indexed.
pub(super) struct Resolver<'a> {
    pub(super) rulebook: &'a Rulebook,
    pub(super) record: &'a mut Record,
    pub(super) diagnostics: Vec<Diagnostic>,
    names: FxHashMap<Text, TermId>,
    /// Entities by their names in small letters.
    small: FxHashMap<Text, TermId>,
    /// Names of entities whose declaration is broken: sentences that use them are not complained of again.
    broken: FxHashSet<Text>,
    quoted: FxHashMap<Quoted, TermId>,
    suggestions: u32,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(rulebook: &'a Rulebook, record: &'a mut Record) -> Self {
        let mut resolver = Resolver {
            rulebook,
            record,
            diagnostics: Vec::new(),
            names: FxHashMap::default(),
            small: FxHashMap::default(),
            broken: FxHashSet::default(),
            quoted: FxHashMap::default(),
            suggestions: SUGGESTIONS,
        };
        for (i, e) in resolver.record.entities.iter().enumerate() {
            let term = TermId(number(i));
            resolver.names.entry(e.name.clone()).or_insert(term);
            resolver.small.entry(e.name.to_lowercase()).or_insert(term);
        }
        for (i, q) in resolver.record.quoted.iter().enumerate() {
            resolver.quoted.insert(q.clone(), TermId(number(resolver.record.entities.len() + i)));
        }
        resolver
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Whether there is still time to look for what a broken statement might have meant.
    pub(super) fn may_suggest(&mut self) -> bool {
        self.suggestions = self.suggestions.saturating_sub(1);
        self.suggestions > 0
    }

    pub(super) fn name(&self, name: &str) -> Option<TermId> {
        self.names.get(name).copied()
    }

    pub(super) fn entity(&self, term: TermId) -> Option<&Entity> {
        self.record.entities.get(term.index())
    }

    /// The entity whose name differs in capitals only.
    pub(super) fn small(&self, name: &str) -> Option<&Entity> {
        self.small.get(name.to_lowercase().as_str()).and_then(|t| self.entity(*t))
    }

    pub(super) fn is_broken(&self, name: &str) -> bool {
        self.broken.contains(name)
    }

    /// The kind of an entity, as a set of one.
    pub(super) fn kinds_of(&self, name: &str) -> Option<KindSet> {
        self.name(name).and_then(|t| self.entity(t)).map(|e| only(e.kind))
    }

    /// Entities with names like this one, best first.
    pub(super) fn names_near(&mut self, name: &str) -> Vec<Text> {
        if !self.may_suggest() {
            return Vec::new();
        }
        did_you_mean(name, self.record.entities.iter().map(|e| e.name.as_str())).into_iter().map(Text::from).collect()
    }

    /// The term of a sentence inside a sentence.
    pub(super) fn intern(&mut self, quoted: Quoted) -> TermId {
        let next = TermId(number(self.record.entities.len() + self.record.quoted.len()));
        let term = *self.quoted.entry(quoted.clone()).or_insert(next);
        if term == next {
            self.record.quoted.push(quoted);
        }
        term
    }

    /// The `incident` line and what stands under it.
    fn incident(&mut self, file: &CaseFile) {
        let Some(decl) = &file.incident else { return };
        let IncidentDecl { id, title, on, uses, standard_called, profile, notes, span, .. } = decl;
        if on.is_none() {
            self.report(error::missing_date(id));
        }
        if let Some(profile) = profile {
            self.profile(profile);
        }
        self.record.id = id.value.clone();
        self.record.title = title.as_ref().map(|t| t.value.clone());
        self.record.on = on.as_ref().map(|d| d.value);
        self.record.uses = uses.iter().map(|u| u.value.clone()).collect();
        self.record.standard = decl.standard.as_ref().map(|s| s.value);
        self.record.standard_called = standard_called.as_ref().map(|t| t.value.clone());
        self.record.rebuttal = decl.rebuttal.as_ref().map(|s| s.value);
        self.record.as_a_court = decl.as_a_court.is_some();
        self.record.profile = profile.as_ref().map(|p| p.value.clone());
        self.record.notes = notes.iter().map(|n| n.value.clone()).collect();
        self.record.span = *span;
    }

    /// Checks that a profile exists, and that one can hold all that it accepts.
    pub(super) fn profile(&mut self, id: &tree::Ident) {
        let profiles = &self.rulebook.profiles;
        let Some(profile) = profiles.get(&id.value) else {
            self.report(error::unknown_profile(id, profiles.keys().map(Text::as_str)));
            return;
        };
        let accepted = |p| profile.stances.contains(&(p, DefaultStance::Accepted));
        if let Some((one, other)) = self.rulebook.exclusive(&accepted) {
            self.report(error::exclusive_positions(id, &one.id, &other.id));
        }
    }

    /// Declares a source of evidence.
    fn source(&mut self, decl: &SourceDecl, first_at: &mut FxHashMap<Text, Span>) {
        if let Some(first) = first_at.get(&decl.id.value) {
            self.report(error::duplicate_source(&decl.id, *first));
            return;
        }
        first_at.insert(decl.id.value.clone(), decl.id.span);
        for (there, what) in [
            (decl.restates_custom.is_some(), "restates custom"),
            (decl.binds_members_of.is_some(), "binds members of"),
            (!decl.binds_through.is_empty(), "binds"),
            (!decl.scopes.is_empty(), "scope"),
            (!decl.reservations.is_empty(), "reservation"),
        ] {
            if there {
                self.report(error::law_in_source(&decl.id, what));
            }
        }
        let text = |t: &Option<tree::Quoted>| t.as_ref().map(|t| t.value.clone());
        let source = EvidenceSource {
            kind: decl.kind.value,
            title: decl.title.value.clone(),
            dated: decl.dated.as_ref().or(decl.adopted.as_ref()).map(|d| d.value),
            cited_as: text(&decl.cited_as),
            published: text(&decl.published),
            by: text(&decl.by),
            url: text(&decl.url),
            notes: decl.notes.iter().map(|n| n.value.clone()).collect(),
            span: decl.span,
        };
        self.record.sources.insert(decl.id.value.clone(), source);
    }

    /// Declares an entity.
    fn declare(&mut self, decl: &EntityDecl, checks: &Checks) {
        let name = &decl.name;
        if let Some(first) = self.name(&name.value).and_then(|t| self.entity(t)).map(|e| e.span) {
            self.report(error::duplicate_entity(name, first));
            return;
        }
        let Some(kind) = self.rulebook.kinds.get(&decl.kind.value) else {
            let kinds = &self.rulebook.kinds.by_name;
            self.report(error::unknown_kind(&decl.kind, kinds.keys().map(Text::as_str)));
            self.broken.insert(name.value.clone());
            return;
        };
        if let Some(on) = &decl.on
            && !checks.acts.accepts(kind)
        {
            self.report(error::date_on_no_act(on.span, name, &decl.kind.value));
        }
        if checks.states.accepts(kind) && !checks.in_order.is_empty() && !checks.parties.contains(&name.value) {
            self.report(error::unknown_state(name, checks.in_order.iter().map(Text::as_str)));
        }
        let term = TermId(number(self.record.entities.len()));
        self.names.insert(name.value.clone(), term);
        self.small.entry(name.value.to_lowercase()).or_insert(term);
        self.record.entities.push(Entity {
            name: name.value.clone(),
            kind,
            display: decl.display.as_ref().map(|d| d.value.clone()),
            plural: decl.plural.is_some(),
            on: decl.on.as_ref().map(|d| d.value),
            span: decl.span,
        });
    }
}

/// The set with this kind only.
pub(super) fn only(kind: KindId) -> KindSet {
    KindSet(1u128.checked_shl(u32::from(kind.0)).unwrap_or(0))
}

/// A count as a number of the record.
pub(super) fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
