//! Moves every place in the tree of a case file. Knows nothing of where to.

use crate::source::{Span, Spanned};
use crate::syntax::tree::{
    CaseFile, CaseItem, Cite, Content, EntityDecl, EvidenceBlock, ExpectBlock, Expectation, Heading, HoldingBlock,
    IncidentDecl, NormClaim, SourceDecl, Statement,
};

/// What is done to each place.
type Move<'a> = &'a dyn Fn(&mut Span);

/// Moves every place in a file.
pub(super) fn file(file: &mut CaseFile, to: Move<'_>) {
    if let Some(i) = &mut file.incident {
        incident(i, to);
    }
    for item in &mut file.items {
        match item {
            CaseItem::Source(s) => source(s, to),
            CaseItem::Entity(e) => entity(e, to),
            CaseItem::Evidence(e) => evidence(e, to),
            CaseItem::Expect(e) => expect(e, to),
        }
    }
}

/// Moves the places of all that are there.
fn all<'s, T: 's>(spanned: impl IntoIterator<Item = &'s mut Spanned<T>>, to: Move<'_>) {
    for s in spanned {
        to(&mut s.span);
    }
}

fn incident(decl: &mut IncidentDecl, to: Move<'_>) {
    let IncidentDecl { id, title, on, uses, standard, standard_called, rebuttal, as_a_court, profile, notes, span } =
        decl;
    to(&mut id.span);
    all(on, to);
    all(uses, to);
    all(standard.iter_mut().chain(rebuttal), to);
    all(title.iter_mut().chain(standard_called).chain(notes), to);
    all(profile, to);
    as_a_court.iter_mut().for_each(to);
    to(span);
}

/// A source; what only sources of law have cannot come from JSON.
fn source(decl: &mut SourceDecl, to: Move<'_>) {
    to(&mut decl.id.span);
    to(&mut decl.kind.span);
    to(&mut decl.title.span);
    for date in [&mut decl.adopted, &mut decl.in_force, &mut decl.dated, &mut decl.since, &mut decl.until] {
        all(date, to);
    }
    for text in [&mut decl.cited_as, &mut decl.published, &mut decl.by, &mut decl.url] {
        all(text, to);
    }
    all(&mut decl.notes, to);
    to(&mut decl.span);
}

fn entity(decl: &mut EntityDecl, to: Move<'_>) {
    let EntityDecl { kind, name, display, plural, on, span } = decl;
    all([kind, name], to);
    all(display, to);
    plural.iter_mut().for_each(to);
    all(on, to);
    to(span);
}

fn cites(cites: &mut [Cite], to: Move<'_>) {
    for cite in cites {
        all(&mut cite.source, to);
        for pin in &mut cite.pins {
            to(&mut pin.span);
        }
        to(&mut cite.span);
    }
}

fn evidence(block: &mut EvidenceBlock, to: Move<'_>) {
    to(&mut block.heading.span);
    match &mut block.heading.value {
        Heading::ClaimedBy(who) | Heading::DeniedBy(who) | Heading::FoundBy(who) | Heading::AssertedBy(who) => {
            to(&mut who.span);
        }
        Heading::Established
        | Heading::Corroborated
        | Heading::Likely
        | Heading::Reported
        | Heading::Unknown
        | Heading::NotProven => {}
    }
    cites(&mut block.cites, to);
    for Statement { content, because, cites: own, span } in &mut block.statements {
        self::content(content, to);
        all(because, to);
        cites(own, to);
        to(span);
    }
    to(&mut block.span);
}

fn content(content: &mut Content, to: Move<'_>) {
    match content {
        Content::Words { negated, words } => {
            negated.iter_mut().for_each(to);
            all(&mut words.words, to);
            to(&mut words.span);
        }
        Content::Claim(NormClaim { negated, norm, by, act, respect, span }) => {
            negated.iter_mut().for_each(to);
            all([norm, by], to);
            all(act, to);
            all(respect, to);
            to(span);
        }
    }
}

fn expect(block: &mut ExpectBlock, to: Move<'_>) {
    all(block.profile.iter_mut().chain(&mut block.account), to);
    all(&mut block.standard, to);
    expectations(&mut block.expectations, to);
    for HoldingBlock { id, words, differs, not_expressible, notes, expectations, span } in &mut block.holdings {
        to(&mut id.span);
        all(words.iter_mut().chain(differs).chain(not_expressible).chain(notes), to);
        self::expectations(expectations, to);
        to(span);
    }
    to(&mut block.span);
}

fn expectations(expectations: &mut [Expectation], to: Move<'_>) {
    for Expectation { content, outcome, because, notes, span } in expectations {
        self::content(content, to);
        all(outcome, to);
        all(because, to);
        all(notes, to);
        to(span);
    }
}
