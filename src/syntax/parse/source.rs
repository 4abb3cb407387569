//! `source` with its lines, in rule files and case files. Knows nothing of what a source binds.

use nom::Parser as _;
use nom::combinator::{cut, opt};
use nom::sequence::{pair, preceded};

use super::Parser;
use super::cites::{bracketed_pins, pins};
use super::parts::{after, choice, date, id, phrase, quoted, slot, word};
use crate::source::{Span, Spanned, Text};
use crate::syntax::error::{Choice, SyntaxError};
use crate::syntax::input::{Out, Tokens};
use crate::syntax::spelling::Keyword;
use crate::syntax::tree::{BindsThrough, Ident, Pin, Reservation, ScopeClause, Slot, SourceDecl, SourceKind};

const SOURCE: &[Keyword] = &[
    Keyword::Adopted,
    Keyword::InForce,
    Keyword::Dated,
    Keyword::Since,
    Keyword::Until,
    Keyword::CitedAs,
    Keyword::Published,
    Keyword::By,
    Keyword::Url,
    Keyword::RestatesCustom,
    Keyword::BindsMembersOf,
    Keyword::Binds,
    Keyword::Scope,
    Keyword::ReservationBy,
    Keyword::Note,
];

/// A State or organisation, written as a name or as an id.
fn party(input: Tokens<'_>) -> Out<'_, Ident> {
    let (rest, token) = word("a name")(input)?;
    Ok((rest, Spanned::new(Text::new(token.text), token.span)))
}

/// `S to 20(1), 22 "text"`
fn reservation(input: Tokens<'_>) -> Out<'_, Reservation> {
    let (rest, by) = party(input)?;
    let (rest, pins) = preceded(phrase(Keyword::To), cut(pins)).parse(rest)?;
    let (rest, text) = opt(quoted).parse(rest)?;
    Ok((rest, Reservation { by, pins, text, span: Span::default() }))
}

/// `<group G> through <state T> when`
fn binds(input: Tokens<'_>) -> Out<'_, (Slot, Slot)> {
    let (rest, bound) = slot(input)?;
    let (rest, through) = preceded(phrase(Keyword::Through), cut(slot)).parse(rest)?;
    let (rest, _) = phrase(Keyword::When)(rest)?;
    Ok((rest, (bound, through)))
}

/// `[of pins] when`
fn scope(input: Tokens<'_>) -> Out<'_, Vec<Pin>> {
    let (rest, pins) = after(Keyword::Of, pins).parse(input)?;
    let (rest, _) = phrase(Keyword::When)(rest)?;
    Ok((rest, pins.unwrap_or_default()))
}

impl<'a> Parser<'a, '_> {
    /// A source and what stands under it.
    pub(super) fn source(&mut self, line: usize, skip: usize) -> Option<SourceDecl> {
        let own = self.own(line, skip);
        let (rest, (id, kind)) = self.begin(own, pair(id, choice::<SourceKind>(Choice::SourceKind)))?;
        if rest.rest.is_empty() {
            let help = "write the title at the end of the line: `source api treaty \"Protocol Additional …\"`";
            self.errors.push(SyntaxError::MissingTitle { span: rest.end, what: "the title of this source", help });
            return None;
        }
        let title = self.run(rest, quoted)?;
        let mut source = empty(id, kind, title, self.span(line));
        let mut at = self.children(line);
        while let Some((line, keyword, skip)) = self.keyword_line(&mut at, SOURCE, "in a source") {
            match keyword {
                Keyword::Binds => source.binds_through.extend(self.binds(line, skip, &mut at)),
                Keyword::Scope => source.scopes.extend(self.scope(line, skip, &mut at)),
                _ => {
                    let tokens = self.joined(line, skip);
                    self.source_line(&mut source, line, keyword, tokens);
                }
            }
        }
        Some(source)
    }

    fn source_line(&mut self, source: &mut SourceDecl, line: usize, keyword: Keyword, tokens: Tokens<'a>) {
        match keyword {
            Keyword::Adopted => source.adopted = self.run(tokens, date),
            Keyword::InForce => source.in_force = self.run(tokens, date),
            Keyword::Dated => source.dated = self.run(tokens, date),
            Keyword::Since => source.since = self.run(tokens, date),
            Keyword::Until => source.until = self.run(tokens, date),
            Keyword::CitedAs => source.cited_as = self.run(tokens, quoted),
            Keyword::Published => source.published = self.run(tokens, quoted),
            Keyword::By => source.by = self.run(tokens, quoted),
            Keyword::Url => source.url = self.run(tokens, quoted),
            Keyword::RestatesCustom => source.restates_custom = self.run(tokens, bracketed_pins),
            Keyword::BindsMembersOf => source.binds_members_of = self.run(tokens, id),
            Keyword::ReservationBy => {
                let read = self.run(tokens, reservation);
                source.reservations.extend(read.map(|r| Reservation { span: self.span(line), ..r }));
            }
            _ => source.notes.extend(self.run(tokens, quoted)),
        }
    }

    fn binds(&mut self, line: usize, skip: usize, around: &mut super::Siblings) -> Option<BindsThrough> {
        let own = self.own(line, skip);
        let (rest, (bound, through)) = self.begin(own, binds)?;
        let used = own.rest.len() - rest.rest.len();
        let when = self.body(line, skip + used, around, Keyword::When, 0)?;
        Some(BindsThrough { bound, through, when, span: self.span(line) })
    }

    fn scope(&mut self, line: usize, skip: usize, around: &mut super::Siblings) -> Option<ScopeClause> {
        let own = self.own(line, skip);
        let (rest, pins) = self.begin(own, scope)?;
        let used = own.rest.len() - rest.rest.len();
        let when = self.body(line, skip + used, around, Keyword::When, 0)?;
        Some(ScopeClause { pins, when, span: self.span(line) })
    }
}

fn empty(id: Ident, kind: Spanned<SourceKind>, title: Spanned<String>, span: Span) -> SourceDecl {
    SourceDecl {
        id,
        kind,
        title,
        adopted: None,
        in_force: None,
        dated: None,
        since: None,
        until: None,
        cited_as: None,
        published: None,
        by: None,
        url: None,
        restates_custom: None,
        binds_members_of: None,
        binds_through: Vec::new(),
        scopes: Vec::new(),
        reservations: Vec::new(),
        notes: Vec::new(),
        span,
    }
}
