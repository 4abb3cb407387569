//! From trees to the rulebook. The steps are listed in [`super`]; each stands in a file of its own.

mod builtins;
mod cites;
mod compare;
mod conditions;
mod kinds;
mod links;
pub(super) mod norm_args;
mod overlaps;
mod packs;
mod positions;
mod provisions;
mod scopes;
mod sentences;
mod sources;
mod variables;
mod words;

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use self::packs::Packs;
use super::error::{NameError, Named, PackError};
use super::model::{PackId, Rulebook};
use crate::diagnostic::{Diagnostic, suggestion};
use crate::source::{FileId, Span, Text};
use crate::syntax::tree::{self, Ident, Item, LawFile, ProvisionDecl};

/// How many "did you mean" are looked for in one run; each costs a walk over all candidates.
const MOST_SUGGESTIONS: u32 = 60;

/// A rulebook in the making.
#[derive(Debug)]
pub(super) struct Builder<'a> {
    pub(super) book: Rulebook,
    pub(super) diagnostics: Vec<Diagnostic>,
    packs: Packs,
    /// The items of all files with their pack, packs in order of use.
    items: Vec<(PackId, &'a Item)>,
    /// The declarations of [`Rulebook::provisions`], by number.
    decls: Vec<(PackId, &'a ProvisionDecl)>,
    kind_packs: Vec<PackId>,
    /// The packs that declare or conclude each sentence.
    sentence_packs: Vec<SmallVec<[PackId; 2]>>,
    /// Whether the sentence is declared, and not only concluded.
    declared: Vec<bool>,
    by_skeleton: FxHashMap<String, super::model::SentenceId>,
    /// Pairs of packs of which it was said already that one does not use the other.
    strangers: FxHashSet<(PackId, PackId)>,
    suggestions: u32,
    /// Exceptions that lead to no rule or norm; their variables are unknown.
    rootless: FxHashSet<usize>,
    /// The names of packs that exist, for "did you mean".
    known_packs: &'a [Text],
    /// Where crossroads are declared.
    pub(super) crossroads: Vec<(super::model::SentenceId, Span)>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(known_packs: &'a [Text]) -> Self {
        Builder {
            book: Rulebook::default(),
            diagnostics: Vec::new(),
            packs: Packs::default(),
            items: Vec::new(),
            decls: Vec::new(),
            kind_packs: Vec::new(),
            sentence_packs: Vec::new(),
            declared: Vec::new(),
            by_skeleton: FxHashMap::default(),
            strangers: FxHashSet::default(),
            suggestions: MOST_SUGGESTIONS,
            rootless: FxHashSet::default(),
            known_packs,
            crossroads: Vec::new(),
        }
    }

    /// Steps 1 to 7.
    pub(super) fn resolve(&mut self, files: &'a [(FileId, LawFile)]) {
        self.sort_into_packs(files);
        self.declare_kinds();
        self.declare_sources();
        self.declare_positions();
        self.declare_provisions();
        self.gather_sentences();
        self.refuse_overlaps();
        self.find_variables();
        self.finish_sentences();
        self.finish_sources();
        self.finish_provisions();
        self.link();
    }

    fn report(&mut self, error: impl Into<Diagnostic>) {
        self.diagnostics.push(error.into());
    }

    /// Reports a use of something that belongs to a pack which the using pack does not build on.
    fn check_visible(&mut self, owner: PackId, user: PackId, span: Span, what: impl FnOnce() -> (String, Span)) {
        if self.packs.sees(user, owner) || !self.strangers.insert((owner, user)) {
            return;
        }
        let name = |id: PackId| self.book.packs.get(id.index()).map(|p| p.id.clone()).unwrap_or_default();
        let (owner, user) = (name(owner), name(user));
        let (what, declared) = what();
        self.report(PackError::NotUsed { what, owner, user, span, declared });
    }

    /// Whether one more "did you mean" may be looked for.
    fn may_suggest(&mut self) -> bool {
        self.suggestions = self.suggestions.saturating_sub(1);
        self.suggestions > 0
    }

    fn unknown(&mut self, what: Named, id: &Ident) {
        let near = if self.may_suggest() { self.near(what, &id.value) } else { None };
        self.report(NameError::Unknown { what, id: id.value.clone(), span: id.span, near });
    }

    fn near(&self, what: Named, id: &str) -> Option<String> {
        let book = &self.book;
        match what {
            Named::Kind => suggestion(id, book.kinds.by_name.keys().map(Text::as_str)),
            Named::Source => suggestion(id, book.source_ids.keys().map(Text::as_str)),
            Named::Position => suggestion(id, book.position_ids.keys().map(Text::as_str)),
            Named::Provision => suggestion(id, book.provision_ids.keys().map(Text::as_str)),
            Named::Norm => suggestion(id, book.provisions.iter().filter(|p| p.is_norm()).map(|p| p.id.as_str())),
        }
    }
}

/// The texts of notes.
fn texts(notes: &[tree::Quoted]) -> Vec<String> {
    notes.iter().map(|n| n.value.clone()).collect()
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
