//! Citations of a record: a source of the record first, else one of the rulebook.

use super::error;
use super::model::{Citation, SourceRef};
use super::resolve::Resolver;
use crate::source::Text;
use crate::syntax::tree::Cite;

/// Resolves the citations of a statement or heading. A citation without a source continues the one before it, first in
/// the same list, then `before` (the citations of the heading).
pub(super) fn resolve(resolver: &mut Resolver<'_>, cites: &[Cite], before: &[Citation]) -> Vec<Citation> {
    let mut last: Option<SourceRef> = before.last().map(|c| c.source.clone());
    let mut found = Vec::with_capacity(cites.len());
    for cite in cites {
        let source = match &cite.source {
            Some(id) => source_of(resolver, id),
            None if last.is_some() => last.clone(),
            None => {
                let pin = cite.pins.first().map_or("", |p| p.text.as_str());
                resolver.report(error::pin_without_source(cite.span, pin));
                None
            }
        };
        let Some(source) = source else { continue };
        last = Some(source.clone());
        found.push(Citation { source, pins: cite.pins.iter().map(|p| p.text.clone()).collect() });
    }
    found
}

/// The source with this id.
fn source_of(resolver: &mut Resolver<'_>, id: &crate::syntax::tree::Ident) -> Option<SourceRef> {
    if resolver.record.sources.contains_key(&id.value) {
        return Some(SourceRef::Evidence(id.value.clone()));
    }
    if let Some(law) = resolver.rulebook.source_ids.get(&id.value) {
        return Some(SourceRef::Law(*law));
    }
    let near: Vec<Text> = match resolver.may_suggest() {
        true => resolver.record.sources.keys().chain(resolver.rulebook.source_ids.keys()).cloned().collect(),
        false => Vec::new(),
    };
    resolver.report(error::unknown_source(id, near.iter().map(Text::as_str)));
    None
}
