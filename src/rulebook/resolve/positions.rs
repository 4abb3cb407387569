//! Step 2, positions and profiles. Knows nothing of the rules that test them.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Builder, number, texts};
use crate::rulebook::error::{LawError, NameError, Named};
use crate::rulebook::model::{Citation, DefaultStance, PackId, Position, PositionId, Profile};
use crate::source::{Span, Text};
use crate::syntax::tree::{Holder, Ident, Item, PositionDecl, ProfileDecl};

impl<'a> Builder<'a> {
    pub(super) fn declare_positions(&mut self) {
        let mut positions: Vec<(PackId, &'a PositionDecl)> = Vec::new();
        let mut profiles: Vec<(PackId, &'a ProfileDecl)> = Vec::new();
        for (pack, item) in &self.items {
            if let Item::Position(p) = item {
                positions.push((*pack, p));
            } else if let Item::Profile(p) = item {
                profiles.push((*pack, p));
            }
        }
        let mut kept = Vec::new();
        for (pack, decl) in positions {
            let id = decl.id.value.clone();
            if let Some(first) = self.book.position_ids.get(&id).and_then(|p| self.book.positions.get(p.index())) {
                let first = first.span;
                self.report(NameError::Duplicate { what: "position", id, span: decl.id.span, first });
                continue;
            }
            self.declare_position(decl, pack);
            kept.push((pack, decl));
        }
        let mut pairs = FxHashSet::default();
        for (at, (pack, decl)) in kept.into_iter().enumerate() {
            self.exclude(PositionId(number(at)), decl, pack, &mut pairs);
        }
        let mut first: FxHashMap<&'a str, Span> = FxHashMap::default();
        for (pack, decl) in profiles {
            match first.get(decl.id.value.as_str()).copied() {
                Some(first) => {
                    let id = decl.id.value.clone();
                    self.report(NameError::Duplicate { what: "profile", id, span: decl.id.span, first });
                }
                None => {
                    first.insert(&decl.id.value, decl.id.span);
                    self.declare_profile(decl, pack);
                }
            }
        }
    }

    fn declare_position(&mut self, decl: &PositionDecl, pack: PackId) {
        let held_by = self.holders(&decl.held_by, pack);
        let rejected_by = self.holders(&decl.rejected_by, pack);
        self.book.position_ids.insert(decl.id.value.clone(), PositionId(number(self.book.positions.len())));
        self.book.positions.push(Position {
            id: decl.id.value.clone(),
            proposition: decl.proposition.value.clone(),
            held_by,
            rejected_by,
            default: decl.default.as_ref().map_or(DefaultStance::Contested, |d| d.value),
            excludes: Vec::new(),
            notes: texts(&decl.notes),
            pack,
            span: decl.id.span,
        });
    }

    fn holders(&mut self, holders: &[Holder], pack: PackId) -> Vec<(Text, Vec<Citation>)> {
        let mut last = None;
        holders.iter().map(|h| (h.name.value.clone(), self.cites(&h.cites, pack, &mut last))).collect()
    }

    /// Both positions say that they exclude each other.
    fn exclude(
        &mut self,
        one: PositionId,
        decl: &PositionDecl,
        pack: PackId,
        pairs: &mut FxHashSet<(PositionId, PositionId)>,
    ) {
        for id in &decl.excludes {
            let Some(other) = self.position(id, pack) else { continue };
            if one == other {
                self.report(LawError::ExcludesItself { id: id.value.clone(), span: id.span });
                continue;
            }
            for (from, to) in [(one, other), (other, one)] {
                if let Some(position) = self.book.positions.get_mut(from.index())
                    && pairs.insert((from, to))
                {
                    position.excludes.push(to);
                }
            }
        }
    }

    /// The position with this id, as seen from a pack.
    pub(super) fn position(&mut self, id: &Ident, user: PackId) -> Option<PositionId> {
        let Some(position) = self.book.position_ids.get(&id.value).copied() else {
            self.unknown(Named::Position, id);
            return None;
        };
        if let Some((owner, declared)) = self.book.positions.get(position.index()).map(|p| (p.pack, p.span)) {
            self.check_visible(owner, user, id.span, || (format!("the position `{}`", id.value), declared));
        }
        Some(position)
    }

    fn declare_profile(&mut self, decl: &ProfileDecl, pack: PackId) {
        let mut stances: Vec<(PositionId, DefaultStance)> = Vec::new();
        let mut said: FxHashMap<PositionId, Span> = FxHashMap::default();
        let mut accepted: FxHashSet<PositionId> = FxHashSet::default();
        let accepts = decl.accepts.iter().map(|i| (i, DefaultStance::Accepted));
        let rejects = decl.rejects.iter().map(|i| (i, DefaultStance::Rejected));
        let open = decl.leaves_open.iter().map(|i| (i, DefaultStance::Contested));
        for (id, stance) in accepts.chain(rejects).chain(open) {
            let Some(position) = self.position(id, pack) else { continue };
            if let Some(first) = said.insert(position, id.span) {
                let (profile, position) = (decl.id.value.clone(), id.value.clone());
                self.report(LawError::ConflictingStances { profile, position, span: id.span, first });
                continue;
            }
            if stance == DefaultStance::Accepted {
                self.check_exclusive(decl, position, &accepted, &said);
                accepted.insert(position);
            }
            stances.push((position, stance));
        }
        let title = decl.title.as_ref().map(|t| t.value.clone());
        self.book.profiles.insert(decl.id.value.clone(), Profile { title, stances, notes: texts(&decl.notes) });
    }

    /// Warns if a profile accepts a position that one accepted before excludes.
    fn check_exclusive(
        &mut self,
        decl: &ProfileDecl,
        position: PositionId,
        accepted: &FxHashSet<PositionId>,
        said: &FxHashMap<PositionId, Span>,
    ) {
        let Some(this) = self.book.positions.get(position.index()) else { return };
        let rival = this.excludes.iter().copied().find(|e| accepted.contains(e));
        let Some(rival) = rival else { return };
        let Some(other) = self.book.positions.get(rival.index()) else { return };
        let error = LawError::ExclusivePositions {
            profile: decl.id.value.clone(),
            one: other.id.clone(),
            other: this.id.clone(),
            span: said.get(&position).copied().unwrap_or_default(),
            first: said.get(&rival).copied().unwrap_or_default(),
        };
        self.report(error);
    }
}
