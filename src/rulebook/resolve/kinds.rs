//! Step 2, kinds: what sorts of entities there are. Knows nothing of sentences.

use super::Builder;
use crate::rulebook::error::{NameError, Named};
use crate::rulebook::kinds::{Kind, KindId, KindSet, MOST_KINDS};
use crate::rulebook::model::PackId;
use crate::source::Text;
use crate::syntax::tree::{Ident, Item, KindDecl, Slot};

/// The kind of slots that take a whole sentence.
pub(super) const SENTENCE: &str = "sentence";
/// The kind whose members have a date of their own.
pub(super) const ACT: &str = "act";

/// Every kind of entity: taken where a kind is unknown, so that one mistake makes one message.
pub(super) const ANY: KindSet = KindSet(!KindSet::SENTENCE.0);

impl<'a> Builder<'a> {
    pub(super) fn declare_kinds(&mut self) {
        let decls: Vec<(PackId, &'a KindDecl)> = self
            .items
            .iter()
            .filter_map(|(pack, item)| if let Item::Kind(k) = item { Some((*pack, k)) } else { None })
            .collect();
        let mut kept: Vec<(PackId, &'a KindDecl)> = Vec::new();
        for (pack, decl) in decls {
            let id = decl.id.value.clone();
            if id == SENTENCE {
                self.report(NameError::ReservedKind { id, span: decl.id.span });
            } else if let Some(first) = self.book.kinds.by_name.get(&id) {
                let first = first.span;
                self.report(NameError::Duplicate { what: "kind", id, span: decl.id.span, first });
            } else if self.book.kinds.by_name.len() >= MOST_KINDS {
                self.report(NameError::TooManyKinds { span: decl.id.span, most: MOST_KINDS });
                break;
            } else {
                let description = decl.description.as_ref().map(|d| d.value.clone());
                let kind = Kind { parent: None, description, subkinds: KindSet::default(), span: decl.id.span };
                self.book.kinds.by_name.insert(id, kind);
                self.kind_packs.push(pack);
                kept.push((pack, decl));
            }
        }
        for (pack, decl) in &kept {
            let parent = decl.parent.as_ref().and_then(|p| self.kind(p, *pack));
            if let Some(kind) = self.book.kinds.by_name.get_mut(&decl.id.value) {
                kind.parent = parent;
            }
        }
        self.cut_circles();
        self.close_kinds();
    }

    /// Reports kinds that are cases of themselves, and cuts them loose.
    fn cut_circles(&mut self) {
        for start in 0..self.book.kinds.by_name.len() {
            let mut path = vec![start];
            let mut at = start;
            while let Some(parent) = self.book.kinds.by_name.get_index(at).and_then(|(_, k)| k.parent) {
                at = usize::from(parent.0);
                if at == start {
                    let names = &self.book.kinds.by_name;
                    let ids: Vec<Text> =
                        path.iter().filter_map(|i| names.get_index(*i)).map(|(n, _)| n.clone()).collect();
                    let span = names.get_index(start).map(|(_, k)| k.span).unwrap_or_default();
                    if let Some((_, kind)) = self.book.kinds.by_name.get_index_mut(start) {
                        kind.parent = None;
                    }
                    self.report(NameError::KindCycle { ids, span });
                    break;
                }
                if path.contains(&at) {
                    break;
                }
                path.push(at);
            }
        }
    }

    /// Gives each kind the set of itself and its subkinds.
    fn close_kinds(&mut self) {
        let parents: Vec<Option<KindId>> = self.book.kinds.by_name.values().map(|k| k.parent).collect();
        for start in 0..parents.len() {
            let Ok(bit) = u8::try_from(start) else { continue };
            let mut at = Some(KindId(bit));
            let mut left = MOST_KINDS;
            while let (Some(kind), 1..) = (at, left) {
                if let Some((_, k)) = self.book.kinds.by_name.get_index_mut(usize::from(kind.0)) {
                    k.subkinds.0 |= 1 << bit;
                }
                at = parents.get(usize::from(kind.0)).copied().flatten();
                left -= 1;
            }
        }
    }

    /// The kind with this name, as seen from a pack.
    pub(super) fn kind(&mut self, id: &Ident, user: PackId) -> Option<KindId> {
        let Some(kind) = self.book.kinds.get(&id.value) else {
            self.unknown(Named::Kind, id);
            return None;
        };
        if let Some(owner) = self.kind_packs.get(usize::from(kind.0)).copied() {
            let declared = self.book.kinds.by_name.get_index(usize::from(kind.0)).map(|(_, k)| k.span);
            let what = || (format!("the kind `{}`", id.value), declared.unwrap_or_default());
            self.check_visible(owner, user, id.span, what);
        }
        Some(kind)
    }

    /// The set that a list of kinds makes.
    pub(super) fn kind_set(&mut self, ids: &[Ident], user: PackId) -> KindSet {
        ids.iter().fold(KindSet::default(), |set, id| {
            set.union(match id.value.as_str() {
                SENTENCE => KindSet::SENTENCE,
                _ => self.kind(id, user).map_or(ANY, |k| self.book.kinds.set(k)),
            })
        })
    }

    /// The kinds of a slot.
    pub(super) fn slot_kinds(&mut self, slot: &Slot, user: PackId) -> KindSet {
        if slot.kinds.is_empty() {
            let id = slot.variable.clone().unwrap_or_else(|| Ident::new(Text::default(), slot.span));
            self.unknown(Named::Kind, &id);
            return ANY;
        }
        self.kind_set(&slot.kinds, user)
    }

    /// Acts of every sort.
    pub(super) fn acts(&self) -> Option<KindSet> {
        self.book.kinds.get(ACT).map(|k| self.book.kinds.set(k))
    }

    /// The letter that a message suggests for a slot.
    pub(super) fn letter(ids: &[Ident]) -> char {
        let first = ids.first().and_then(|i| i.value.chars().next()).unwrap_or('x');
        first.to_ascii_uppercase()
    }
}
