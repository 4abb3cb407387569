//! Citations and pinpoints. Knows nothing of which sources there are.

use nom::Parser;
use nom::combinator::{cut, opt};

use super::parts::{comma, is_id, unescape};
use crate::source::{Span, Spanned, Text};
use crate::syntax::error::{CiteFault, SyntaxError};
use crate::syntax::input::{Fault, Out, Tokens, fail, stop};
use crate::syntax::token::{Token, TokenKind};
use crate::syntax::tree::{Cite, Ident, Pin};

/// A word that begins like an id is one; a pinpoint begins with a digit, a capital letter or a sign.
fn begins_id(token: Token<'_>) -> bool {
    token.kind == TokenKind::Word && token.text.as_bytes().first().is_some_and(u8::is_ascii_lowercase)
}

/// `41(2)(a)`, `V/33`, `"part IV"`
fn pin(input: Tokens<'_>) -> Out<'_, Pin> {
    match input.rest {
        [first, rest @ ..] if first.kind == TokenKind::Quote => {
            let pin = Pin { text: Text::from(unescape(first.text)), quoted: true, span: first.span };
            Ok((Tokens { rest, ..input }, pin))
        }
        [first, rest @ ..] if first.kind == TokenKind::Word && !begins_id(*first) => {
            Ok((Tokens { rest, ..input }, Pin { text: Text::new(first.text), quoted: false, span: first.span }))
        }
        _ => fail(Fault::expected(input, "a pinpoint, such as `41(2)`")),
    }
}

/// An id; of `ca2(1)` the bracket is already a pinpoint.
fn source(input: Tokens<'_>) -> Out<'_, (Ident, Option<Pin>)> {
    let [first, rest @ ..] = input.rest else { return fail(Fault::expected(input, "a source, such as `api 41(2)`")) };
    let unreadable = |input| {
        let cause =
            SyntaxError::BadCite { span: first.span, word: Text::new(first.text), fault: CiteFault::Unreadable };
        stop(input, cause)
    };
    if first.kind != TokenKind::Word {
        return fail(Fault::expected(input, "a source, such as `api 41(2)`"));
    }
    let cut = first.text.find('(').unwrap_or(first.text.len());
    let (id, bracket) = first.text.split_at_checked(cut).unwrap_or((first.text, ""));
    if !is_id(id) {
        return unreadable(input);
    }
    let middle = first.span.start + u32::try_from(cut).unwrap_or(0);
    let ident = Spanned::new(Text::new(id), Span { end: middle, ..first.span });
    let pin = (!bracket.is_empty()).then(|| Pin {
        text: Text::new(bracket),
        quoted: false,
        span: Span { start: middle, ..first.span },
    });
    Ok((Tokens { rest, ..input }, (ident, pin)))
}

/// A source with pinpoints, or pinpoints of the source before.
fn cite(input: Tokens<'_>) -> Out<'_, Cite> {
    let start = input.place();
    let (mut at, source, mut pins) = match input.rest.first() {
        Some(first) if begins_id(*first) => {
            let (rest, (id, pin)) = source(input)?;
            (rest, Some(id), Vec::from_iter(pin))
        }
        Some(_) => {
            let (rest, first) = pin(input)?;
            (rest, None, vec![first])
        }
        None => return fail(Fault::expected(input, "a source, such as `api 41(2)`")),
    };
    while let Ok((rest, next)) = pin(at) {
        pins.push(next);
        at = rest;
    }
    if let Some(next) = at.rest.first().filter(|t| begins_id(**t)) {
        let cause = SyntaxError::BadCite { span: next.span, word: Text::new(next.text), fault: CiteFault::TwoIds };
        return stop(at, cause);
    }
    let end = pins.last().map(|p| p.span).or(source.as_ref().map(|s| s.span)).unwrap_or(start);
    Ok((at, Cite { source, pins, span: start.to(end) }))
}

/// `api 41(2), cihl 47`
pub(crate) fn cite_list(input: Tokens<'_>) -> Out<'_, Vec<Cite>> {
    let (mut at, first) = cite(input)?;
    let mut cites = vec![first];
    while let Ok((rest, _)) = comma(at) {
        let (rest, next) = cut(cite).parse(rest)?;
        cites.push(next);
        at = rest;
    }
    Ok((at, cites))
}

/// The sources of a rule: the first must name one.
pub(crate) fn sources(input: Tokens<'_>) -> Out<'_, Vec<Cite>> {
    let (rest, cites) = cite_list(input)?;
    if let Some(pin) = cites.first().filter(|c| c.source.is_none()).and_then(|c| c.pins.first()) {
        let cause = SyntaxError::BadCite { span: pin.span, word: pin.text.clone(), fault: CiteFault::NoSource };
        return stop(input, cause);
    }
    Ok((rest, cites))
}

/// What stands in square brackets, and the brackets' place.
fn bracketed<'a, T>(
    input: Tokens<'a>,
    inner: impl Parser<Tokens<'a>, Output = T, Error = Fault>,
) -> Out<'a, (T, Span)> {
    let Some((open, rest)) = input.rest.split_first().filter(|(t, _)| t.kind == TokenKind::OpenCites) else {
        return fail(Fault::expected(input, "a citation in square brackets"));
    };
    let Some(length) = rest.iter().position(|t| t.kind == TokenKind::CloseCites) else {
        return stop(input, SyntaxError::UnclosedBracket { span: open.span, bracket: '[' });
    };
    let (inside, after) = rest.split_at_checked(length).unwrap_or_default();
    let (close, after) = after.split_first().map_or((open, after), |(close, after)| (close, after));
    let (left, value) = cut(inner).parse(Tokens { rest: inside, end: close.span.start() })?;
    if let Some(wrong) = left.rest.first() {
        let cause =
            SyntaxError::BadCite { span: wrong.span, word: Text::new(wrong.text), fault: CiteFault::Unreadable };
        // Counted from the end of the line, so that this is further than anything before it.
        return stop(Tokens { rest: after, ..input }, cause);
    }
    Ok((Tokens { rest: after, ..input }, (value, open.span.to(close.span))))
}

/// `[api 41(2), cihl 47]`, if there.
pub(crate) fn cites(input: Tokens<'_>) -> Out<'_, Vec<Cite>> {
    if input.rest.first().is_none_or(|t| t.kind != TokenKind::OpenCites) {
        return Ok((input, Vec::new()));
    }
    let (rest, (cites, span)) = bracketed(input, cite_list)?;
    let follows = rest.rest.first().is_some_and(|t| t.kind == TokenKind::Word && t.text != "because");
    if follows {
        return stop(rest, SyntaxError::StrayBracket { span, closing: false });
    }
    Ok((rest, cites))
}

/// Like [`cites`], where more may follow.
pub(crate) fn cites_inside(input: Tokens<'_>) -> Out<'_, Vec<Cite>> {
    let (rest, cites) = opt(|i| bracketed(i, cite_list)).parse(input)?;
    Ok((rest, cites.map_or_else(Vec::new, |(cites, _)| cites)))
}

/// Pinpoints with commas between them or blanks alone.
pub(crate) fn pins(input: Tokens<'_>) -> Out<'_, Vec<Pin>> {
    let (mut at, first) = pin(input)?;
    let mut pins = vec![first];
    loop {
        let next = match comma(at) {
            Ok((rest, _)) => cut(pin).parse(rest)?,
            // A quotation without a comma before it is a text of its own.
            Err(_) if at.rest.first().is_some_and(|t| t.kind == TokenKind::Quote) => break,
            Err(_) => match pin(at) {
                Ok(next) => next,
                Err(_) => break,
            },
        };
        pins.push(next.1);
        at = next.0;
    }
    Ok((at, pins))
}

/// `[1-5, 16]`, if there.
pub(crate) fn bracketed_pins(input: Tokens<'_>) -> Out<'_, Vec<Pin>> {
    let (rest, found) = opt(|i| bracketed(i, pins)).parse(input)?;
    Ok((rest, found.map_or_else(Vec::new, |(pins, _)| pins)))
}
