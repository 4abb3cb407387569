//! Citations: ids of sources with pinpoints. Knows nothing of what they are cited for.

use super::Builder;
use crate::rulebook::error::{NameError, Named};
use crate::rulebook::model::{Citation, PackId, SourceId};
use crate::source::Text;
use crate::syntax::tree::{Cite, Ident, Pin};

/// The source that a citation without an id continues.
pub(super) type Continued = Option<SourceId>;

impl Builder<'_> {
    /// The source with this id, as seen from a pack.
    pub(super) fn source(&mut self, id: &Ident, user: PackId) -> Option<SourceId> {
        let Some(source) = self.book.source_ids.get(&id.value).copied() else {
            self.unknown(Named::Source, id);
            return None;
        };
        if let Some((owner, declared)) = self.book.sources.get(source.index()).map(|s| (s.pack, s.span)) {
            self.check_visible(owner, user, id.span, || (format!("the source `{}`", id.value), declared));
        }
        Some(source)
    }

    /// Citations in the order of the text; `last` is the source before them and afterwards the last of them.
    pub(super) fn cites(&mut self, cites: &[Cite], user: PackId, last: &mut Continued) -> Vec<Citation> {
        let mut resolved: Vec<Citation> = Vec::with_capacity(cites.len());
        for cite in cites {
            let source = match &cite.source {
                Some(id) => self.source(id, user),
                None if last.is_none() => {
                    self.report(NameError::CiteWithoutSource { span: cite.span });
                    None
                }
                None => *last,
            };
            let Some(source) = source else { continue };
            *last = Some(source);
            resolved.push(Citation { source, pins: pins(&cite.pins) });
        }
        resolved
    }
}

/// The texts of pinpoints.
pub(super) fn pins(pins: &[Pin]) -> Vec<Text> {
    pins.iter().map(|p| p.text.clone()).collect()
}
