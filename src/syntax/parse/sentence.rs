//! Sentences that are used, not declared: words, claims, statements and what is expected. Knows nothing of which
//! sentences are declared.

use nom::Parser;
use nom::combinator::{cut, opt};
use nom::sequence::preceded;

use super::cites::cites;
use super::parts::{after, choice, id, is_id, name, names, phrase, punctuation, quoted, sentence_word, spells, stray};
use crate::source::Spanned;
use crate::syntax::error::{Choice, SyntaxError};
use crate::syntax::input::{Fault, Out, Tokens, fail, stop};
use crate::syntax::spelling::{Keyword, Spelled};
use crate::syntax::token::{Token, TokenKind};
use crate::syntax::tree::{Cite, Content, Expectation, ExpectedOutcome, Ident, NormClaim, Quoted, Statement, Words};

/// The words of a sentence up to a mark that ends it.
pub(crate) fn words(input: Tokens<'_>) -> Out<'_, Words> {
    words_until(input, input.rest.len())
}

/// The words of a sentence, at most `limit` tokens.
fn words_until(input: Tokens<'_>, limit: usize) -> Out<'_, Words> {
    let run = input.rest.get(..limit).unwrap_or(input.rest);
    let length = run.iter().position(|t| !matches!(t.kind, TokenKind::Word | TokenKind::Comma)).unwrap_or(run.len());
    let (used, rest) = input.rest.split_at_checked(length).unwrap_or_default();
    let after = Tokens { rest, ..input };
    if let Some(next) = run.get(length).filter(|t| t.kind != TokenKind::OpenCites) {
        return stop(after, stray(*next));
    }
    if used.is_empty() {
        return fail(Fault::cause(input, SyntaxError::MissingSentence { span: input.place() }));
    }
    punctuation(input, used)?;
    let words: Vec<Ident> = used.iter().map(|t| sentence_word(*t)).collect();
    Ok((after, Words { words, span: Tokens::new(used, input.place()).span() }))
}

/// `[not] words`
fn negatable(input: Tokens<'_>, limit: usize) -> Out<'_, Content> {
    let (rest, negated) = opt(phrase(Keyword::Not)).parse(input)?;
    let limit = limit.saturating_sub(input.rest.len() - rest.rest.len());
    let (rest, words) = words_until(rest, limit)?;
    Ok((rest, Content::Words { negated, words }))
}

/// `[no] breach of norm by S [by A] [in respect of P and Q]`
fn claim(input: Tokens<'_>) -> Out<'_, NormClaim> {
    let (rest, negated) = opt(phrase(Keyword::No)).parse(input)?;
    let (rest, _) = phrase(Keyword::BreachOf)(rest)?;
    let (rest, norm) = cut(id).parse(rest)?;
    let (rest, by) = cut(preceded(phrase(Keyword::By), name)).parse(rest)?;
    let (rest, act) = after(Keyword::By, name).parse(rest)?;
    let (rest, respect) = after(Keyword::InRespectOf, names).parse(rest)?;
    let used = input.rest.get(..input.rest.len() - rest.rest.len()).unwrap_or_default();
    let span = Tokens::new(used, input.place()).span();
    Ok((rest, NormClaim { negated, norm, by, act, respect: respect.unwrap_or_default(), span }))
}

/// Whether this is a claim and not a sentence that begins with the word `breach`.
fn is_claim(tokens: &[Token<'_>]) -> bool {
    let negated = spells(tokens, Keyword::No.text()).unwrap_or(0);
    let Some(rest) = tokens.get(negated..) else { return false };
    let Some(of) = spells(rest, Keyword::BreachOf.text()) else { return false };
    let next = |at: usize| rest.get(of + at).filter(|t| t.kind == TokenKind::Word).map(|t| t.text);
    match (next(0), next(1)) {
        (Some(norm), _) if is_id(norm) && norm.contains('-') => true,
        (Some(norm), Some(by)) => is_id(norm) && by == Keyword::By.text(),
        (_, None) => true,
        (None, Some(_)) => false,
    }
}

/// A claim or a sentence, at most `limit` tokens of it.
fn content_until(input: Tokens<'_>, limit: usize) -> Out<'_, Content> {
    if is_claim(input.rest) {
        return claim.map(Content::Claim).parse(input);
    }
    negatable(input, limit)
}

/// A claim or a sentence.
pub(crate) fn content(input: Tokens<'_>) -> Out<'_, Content> {
    content_until(input, input.rest.len())
}

/// A sentence or claim with its reason and its sources, in either order.
pub(crate) fn statement(input: Tokens<'_>) -> Out<'_, Statement> {
    let reason = input.rest.windows(2).position(|pair| match pair {
        [word, text] => word.text == Keyword::Because.text() && text.kind == TokenKind::Quote,
        _ => false,
    });
    let (rest, content) = content_until(input, reason.unwrap_or(input.rest.len()))?;
    let (rest, mut cited): (_, Vec<Cite>) = cites(rest)?;
    let (rest, because): (_, Option<Quoted>) = after(Keyword::Because, quoted).parse(rest)?;
    let (rest, more) = cites(rest)?;
    cited.extend(more);
    Ok((rest, Statement { content, because, cites: cited, span: input.span() }))
}

/// `content [: outcome] [because id]`
pub(crate) fn expectation(input: Tokens<'_>) -> Out<'_, Expectation> {
    let colon = input.rest.iter().rposition(|t| t.kind == TokenKind::Colon);
    let limit = colon.unwrap_or_else(|| match input.rest {
        [.., because, _] if because.text == Keyword::Because.text() => input.rest.len() - 2,
        [.., because] if because.text == Keyword::Because.text() => input.rest.len() - 1,
        _ => input.rest.len(),
    });
    let (rest, content) = content_until(input, limit)?;
    let (rest, outcome): (_, Option<Spanned<ExpectedOutcome>>) = match rest.rest {
        [mark, after @ ..] if mark.kind == TokenKind::Colon => {
            let (rest, outcome) = cut(choice(Choice::Outcome)).parse(Tokens { rest: after, ..rest })?;
            (rest, Some(outcome))
        }
        _ => (rest, None),
    };
    let (rest, because) = after(Keyword::Because, id).parse(rest)?;
    Ok((rest, Expectation { content, outcome, because, notes: Vec::new(), span: input.span() }))
}
