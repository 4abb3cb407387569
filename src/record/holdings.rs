//! Holdings: what stands under the same id in several sections is put together and checked. Knows nothing of what is
//! expected of them.

use indexmap::IndexMap;

use super::error;
use super::model::Holding;
use super::resolve::Resolver;
use crate::source::{Span, Text};
use crate::syntax::tree::{CaseFile, CaseItem, HoldingBlock, Ident, Quoted};

/// Puts the holdings of all sections into the record.
pub(super) fn all(resolver: &mut Resolver<'_>, file: &CaseFile) {
    let mut parts: IndexMap<&Text, (&Ident, Vec<&HoldingBlock>)> = IndexMap::new();
    for item in &file.items {
        let CaseItem::Expect(section) = item else { continue };
        let mut here: IndexMap<&Text, Span> = IndexMap::new();
        for holding in &section.holdings {
            let id = &holding.id;
            if let Some(first) = here.get(&id.value) {
                resolver.report(error::duplicate_holding(id, *first));
                continue;
            }
            here.insert(&id.value, id.span);
            parts.entry(&id.value).or_insert_with(|| (id, Vec::new())).1.push(holding);
        }
    }
    for (id, parts) in parts.into_values() {
        one(resolver, id, &parts);
    }
}

fn one(resolver: &mut Resolver<'_>, id: &Ident, parts: &[&HoldingBlock]) {
    let words = words(resolver, id, parts);
    expressed(resolver, id, parts);
    let texts = |of: fn(&HoldingBlock) -> &[Quoted]| {
        parts.iter().flat_map(|p| of(p)).map(|t| t.value.clone()).collect::<Vec<String>>()
    };
    let holding = Holding {
        words,
        differs: texts(|p| p.differs.as_slice()),
        not_expressible: texts(|p| p.not_expressible.as_slice()),
        notes: texts(|p| &p.notes),
        span: id.span,
    };
    resolver.record.holdings.insert(id.value.clone(), holding);
}

/// The words, which must be given, and not in two ways.
fn words(resolver: &mut Resolver<'_>, id: &Ident, parts: &[&HoldingBlock]) -> String {
    let mut given = parts.iter().filter_map(|p| p.words.as_ref());
    let Some(words) = given.next() else {
        resolver.report(error::holding_without_words(id));
        return String::new();
    };
    for other in given.filter(|w| w.value != words.value) {
        resolver.report(error::conflicting_words(other.span, id, words.span));
    }
    words.value.clone()
}

/// Either something is expected, or it is said why nothing can be.
fn expressed(resolver: &mut Resolver<'_>, id: &Ident, parts: &[&HoldingBlock]) {
    let differs = parts.iter().find_map(|p| p.differs.as_ref()).map(|d| d.span);
    let expected = parts.iter().find_map(|p| p.expectations.first()).map(|e| e.span);
    match (parts.iter().find_map(|p| p.not_expressible.as_ref()), expected) {
        (Some(why), _) if differs.is_some() || expected.is_some() => {
            resolver.report(error::expressed_after_all(why.span, id, differs, expected));
        }
        (None, None) => resolver.report(error::holding_without_expectation(id)),
        (Some(_) | None, _) => {}
    }
}
