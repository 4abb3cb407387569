//! Conditions and the blocks made of them. Knows nothing of the lines under which they stand.

use nom::Parser as _;
use nom::combinator::{cut, opt};
use nom::multi::many0;
use nom::sequence::preceded;

use super::cites::{cites, cites_inside};
use super::parts::{either, id, kinds, leading, name, phrase, spells};
use super::sentence::words;
use super::{Parser, Siblings};
use crate::source::{Span, Spanned, Text};
use crate::syntax::error::SyntaxError;
use crate::syntax::input::{Fault, Out, Tokens, fail, stop};
use crate::syntax::spelling::{Keyword, Spelled};
use crate::syntax::token::{Token, TokenKind};
use crate::syntax::tree::{Binder, Body, Cite, Condition, Ident, Test};

/// The words that make one condition of the lines below them.
const BLOCKS: &[Keyword] = &[Keyword::AllOf, Keyword::AnyOf, Keyword::NoneOf];

/// The words that bind variables for the conditions below them.
const QUANTIFIERS: &[Keyword] = &[Keyword::Some, Keyword::No, Keyword::Every];

/// Lines of rules that cannot be conditions.
const OUTSIDE: &[Keyword] = &[
    Keyword::When,
    Keyword::Unless,
    Keyword::AppliesWhen,
    Keyword::BreachedWhen,
    Keyword::GrantedWhen,
    Keyword::Concludes,
    Keyword::PrevailsOver,
    Keyword::RebuttalStandard,
    Keyword::WithoutPresumptions,
];

/// What opens a block of conditions.
enum Opener {
    Block(Keyword),
    AtLeast(Spanned<u32>),
    Quantifier(Keyword, Vec<Binder>),
}

/// `person or group X`
fn binder(input: Tokens<'_>) -> Out<'_, Binder> {
    let (rest, kinds) = kinds(input)?;
    let last = kinds.last().map_or_else(Text::default, |k| k.value.clone());
    match rest.rest.first() {
        Some(next) if next.kind == TokenKind::Word && !matches!(next.text, "where" | "and") => {
            let (rest, variable) = name(rest)?;
            Ok((rest, Binder { kinds, variable }))
        }
        _ => fail(Fault::cause(rest, SyntaxError::MissingVariable { span: rest.place(), kind: last })),
    }
}

/// `some person P and some group G where`
fn quantifier<'a>(keyword: Keyword) -> impl Fn(Tokens<'a>) -> Out<'a, Vec<Binder>> {
    // `no place L and some state S where` reads better than `and no`; both are understood.
    let (again, or) = match keyword {
        Keyword::No => (Keyword::AndNo, Keyword::AndSome),
        Keyword::Every => (Keyword::AndEvery, Keyword::AndEvery),
        _ => (Keyword::AndSome, Keyword::AndSome),
    };
    move |input| {
        let (rest, _) = phrase(keyword)(input)?;
        let (rest, first) = binder(rest)?;
        let (rest, more) = many0(preceded(either(again, or), cut(binder))).parse(rest)?;
        let Ok((rest, _)) = phrase(Keyword::Where)(rest) else {
            let missing = second_binder(keyword, input, rest);
            return stop(rest, missing.unwrap_or(SyntaxError::MissingWhere { span: rest.end }));
        };
        Ok((rest, std::iter::once(first).chain(more).collect()))
    }
}

/// `and group G where` or `, group G where` after a quantifier: `and some` is meant.
fn second_binder(keyword: Keyword, whole: Tokens<'_>, rest: Tokens<'_>) -> Option<SyntaxError> {
    let (link, after) = rest.rest.split_first().filter(|(t, _)| matches!(t.text, "and" | ","))?;
    let (last, named) = after.split_last().filter(|(t, _)| t.text == Keyword::Where.text())?;
    let (variable, kinds) = named.split_last()?;
    if !super::parts::is_name(variable.text) {
        return None;
    }
    let before = whole.rest.get(..whole.rest.len().checked_sub(rest.rest.len())?)?;
    let kinds = if kinds.is_empty() { "KIND".to_owned() } else { super::parts::joined(kinds).to_string() };
    let again = keyword.text();
    let before = super::parts::joined(before);
    let right = format!("{before} and {again} {kinds} {} {}", variable.text, last.text);
    Some(SyntaxError::MissingSome { span: link.span.to(variable.span), keyword, right: right.into() })
}

/// `[not] on the position id [cites]`
fn position(input: Tokens<'_>) -> Out<'_, (Option<Span>, Ident, Vec<Cite>)> {
    let (rest, negated) = opt(phrase(Keyword::Not)).parse(input)?;
    let (rest, _) = phrase(Keyword::OnThePosition)(rest)?;
    let (rest, id) = cut(id).parse(rest)?;
    let (rest, cites) = cites(rest)?;
    Ok((rest, (negated, id, cites)))
}

/// `[not] words [cites]`
fn plain(input: Tokens<'_>) -> Out<'_, (Test, Vec<Cite>)> {
    let (rest, negated) = opt(phrase(Keyword::Not)).parse(input)?;
    let (rest, words) = words(rest)?;
    let (rest, cites) = cites(rest)?;
    Ok((rest, (Test::Words { negated, words }, cites)))
}

/// The label at the start of a condition and how many tokens it takes.
fn label(tokens: Tokens<'_>) -> Result<Option<(Ident, usize)>, SyntaxError> {
    let Some(first) = tokens.rest.first().filter(|t| t.kind == TokenKind::Word && t.text.starts_with('(')) else {
        return Ok(None);
    };
    let length = tokens.rest.iter().take(16).position(|t| t.kind == TokenKind::Word && t.text.ends_with(')'));
    let Some(last) = length else {
        let span = Span { end: first.span.start + 1, ..first.span };
        return Err(SyntaxError::UnclosedBracket { span, bracket: '(' });
    };
    let inside: Vec<&str> = tokens.rest.iter().take(last + 1).map(|t| t.text).collect();
    let text = inside.join(" ");
    let text = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')).unwrap_or(&text).trim();
    let span = tokens.rest.get(last).map_or(first.span, |t| first.span.to(t.span));
    Ok(Some((Spanned::new(Text::new(text), span), last + 1)))
}

/// Whether these tokens are one of the block openers and nothing else.
fn is_block(tokens: &[Token<'_>]) -> bool {
    let at_least = matches!(tokens, [a, b, _, of] if a.text == "at" && b.text == "least" && of.text == "of");
    at_least || leading(tokens, BLOCKS).is_some_and(|(_, length)| length == tokens.len())
}

impl<'a> Parser<'a, '_> {
    /// What stands after `when` and the like: one condition on the line, or those below it.
    pub(super) fn body(
        &mut self,
        line: usize,
        skip: usize,
        around: &mut Siblings,
        keyword: Keyword,
        depth: usize,
    ) -> Option<Body> {
        if !self.own(line, skip).rest.is_empty() {
            let condition = self.condition(line, skip, around, depth)?;
            let span = condition.span;
            return Some(Body { conditions: vec![condition], span });
        }
        self.conditions(line, keyword, depth)
    }

    /// The conditions under a line.
    fn conditions(&mut self, line: usize, keyword: Keyword, depth: usize) -> Option<Body> {
        let own = self.own(line, 0);
        if !self.has_children(line) {
            let span = self.opener_span(own, keyword);
            self.errors.push(SyntaxError::MissingBody { span, keyword });
            return None;
        }
        let mut below = self.children(line);
        let mut conditions = Vec::new();
        while let Some(child) = self.step(&mut below) {
            if spells(self.own(child, 0).rest, Keyword::Then.text()).is_some() {
                let inside = (keyword == Keyword::Every).then(|| own.place());
                let span = self.own(child, 0).place();
                self.errors.push(SyntaxError::ThenWithoutEvery { span, inside });
                continue;
            }
            conditions.extend(self.condition(child, 0, &mut below, depth));
        }
        let first = conditions.first().map(|c: &Condition| c.span)?;
        let span = conditions.last().map_or(first, |c| first.to(c.span));
        Some(Body { conditions, span })
    }

    /// The place of the keyword that has nothing below it.
    fn opener_span(&self, own: Tokens<'a>, keyword: Keyword) -> Span {
        let words = keyword.text().split(' ').count();
        let at = (0..own.rest.len())
            .find(|at| own.rest.get(*at..).is_some_and(|rest| spells(rest, keyword.text()).is_some()))
            .unwrap_or(0);
        Tokens::new(own.rest.get(at..at + words).unwrap_or(own.rest), own.place()).span()
    }

    /// One condition that begins on a line after `skip` tokens.
    fn condition(&mut self, line: usize, skip: usize, around: &mut Siblings, depth: usize) -> Option<Condition> {
        let own = self.own(line, skip);
        if depth > self.max_depth {
            self.errors.push(SyntaxError::NestedTooDeep { span: own.span(), limit: self.max_depth });
            return None;
        }
        let start = own.place();
        let (label, length) = match label(own) {
            Ok(found) => found.map_or((None, 0), |(label, length)| (Some(label), length)),
            Err(error) => {
                self.errors.push(error);
                return None;
            }
        };
        let skip = skip + length;
        let own = self.own(line, skip);
        if own.rest.is_empty() {
            let label = label.map_or_else(Text::default, |l| l.value);
            self.errors.push(SyntaxError::LabelWithoutCondition { span: start, label });
            return None;
        }
        if !self.is_condition(own) {
            return None;
        }
        let opener = self.opener(own);
        let (test, cites) = match opener {
            Err(()) => return None,
            Ok(Some((opener, rest))) => {
                let used = own.rest.len() - rest.rest.len();
                self.block(line, skip + used, around, opener, depth)?
            }
            Ok(None) => self.plain(line, skip)?,
        };
        let end = around.next.checked_sub(1).and_then(|last| self.lines.get(last)).map(|l| l.tokens.end);
        let end = end.and_then(|end| self.tokens.get(end.checked_sub(1)?)).map_or(start, |token| token.span);
        Some(Condition { label, test, cites, span: start.to(end) })
    }

    /// Reports lines of a rule that stand among conditions.
    fn is_condition(&mut self, own: Tokens<'a>) -> bool {
        let found = leading(own.rest, OUTSIDE).map(|(keyword, _)| keyword).or_else(|| {
            let under = spells(own.rest, Keyword::Under.text()).and_then(|n| own.rest.get(n..))?;
            let cited = super::cites::sources(Tokens { rest: under, ..own }).ok();
            cited.filter(|(rest, cites)| rest.rest.is_empty() && cites.iter().any(|c| !c.pins.is_empty()))?;
            Some(Keyword::Under)
        });
        let found = found.or_else(|| match own.rest {
            [note, text, ..] if note.text == "note" && text.kind == TokenKind::Quote => Some(Keyword::Note),
            _ => None,
        });
        if let Some(keyword) = found {
            let help = format!("indent `{}` less, so that it stands under the rule itself", keyword.text());
            self.misplaced(own.place(), keyword.text(), "among conditions", help);
        }
        found.is_none()
    }

    /// The opener of a block at the start of a line; an error is reported here.
    fn opener(&mut self, own: Tokens<'a>) -> Result<Option<(Opener, Tokens<'a>)>, ()> {
        if let Some((keyword, length)) = leading(own.rest, BLOCKS) {
            let rest = Tokens { rest: own.rest.get(length..).unwrap_or_default(), ..own };
            let alone = rest.rest.first().is_none_or(|t| t.kind == TokenKind::OpenCites);
            return Ok(alone.then_some((Opener::Block(keyword), rest)));
        }
        if let Some(length) = spells(own.rest, Keyword::AtLeast.text()) {
            return self.at_least(own, length);
        }
        let Some((keyword, _)) = leading(own.rest, QUANTIFIERS) else { return Ok(None) };
        match quantifier(keyword)(own) {
            Ok((rest, binders)) => Ok(Some((Opener::Quantifier(keyword, binders), rest))),
            Err(nom::Err::Error(fault)) if own.rest.last().is_some_and(|t| t.text == Keyword::Where.text()) => {
                self.fault(own, fault);
                Err(())
            }
            // `no quarter is given` is a sentence; `some person P` and `every person P and vessel V where` are not.
            Err(nom::Err::Failure(fault)) if fault.left() == 0 || own.rest.iter().any(|t| t.text == "where") => {
                self.fault(own, fault);
                Err(())
            }
            Err(_) => Ok(None),
        }
    }

    fn at_least(&mut self, own: Tokens<'a>, length: usize) -> Result<Option<(Opener, Tokens<'a>)>, ()> {
        let rest = Tokens { rest: own.rest.get(length..).unwrap_or_default(), ..own };
        let of = |t: &Token<'_>| t.kind == TokenKind::Word && t.text == Keyword::Of.text();
        match rest.rest {
            [number, next, after @ ..] if of(next) && after.first().is_none_or(|t| t.kind == TokenKind::OpenCites) => {
                let Ok(value) = number.text.parse() else {
                    let error = SyntaxError::BadNumber { span: number.span, word: Text::new(number.text) };
                    self.errors.push(error);
                    return Err(());
                };
                let opener = Opener::AtLeast(Spanned::new(value, number.span));
                Ok(Some((opener, Tokens { rest: after, ..rest })))
            }
            _ => Ok(None),
        }
    }

    /// What an opener opens.
    fn block(
        &mut self,
        line: usize,
        skip: usize,
        around: &mut Siblings,
        opener: Opener,
        depth: usize,
    ) -> Option<(Test, Vec<Cite>)> {
        let inner = depth + 1;
        match opener {
            Opener::Block(keyword) => {
                let cites = self.run(self.own(line, skip), cites_inside);
                let body = self.conditions(line, keyword, inner)?;
                let test = match keyword {
                    Keyword::AnyOf => Test::Any(body),
                    Keyword::NoneOf => Test::None(body),
                    _ => Test::All(body),
                };
                Some((test, cites.unwrap_or_default()))
            }
            Opener::AtLeast(number) => {
                let cites = self.run(self.own(line, skip), cites_inside);
                let body = self.conditions(line, Keyword::AtLeast, inner)?;
                Some((Test::AtLeast(number, body), cites.unwrap_or_default()))
            }
            Opener::Quantifier(Keyword::Some, binders) => {
                Some((Test::Some(binders, self.body(line, skip, around, Keyword::Where, inner)?), Vec::new()))
            }
            Opener::Quantifier(Keyword::No, binders) => {
                Some((Test::No(binders, self.body(line, skip, around, Keyword::Where, inner)?), Vec::new()))
            }
            Opener::Quantifier(keyword, binders) => {
                let body = self.body(line, skip, around, keyword, inner);
                let then = self.then(line, around, inner);
                Some((Test::Every(binders, body?, then?), Vec::new()))
            }
        }
    }

    /// The `then` that follows the lines of an `every`.
    fn then(&mut self, line: usize, around: &mut Siblings, depth: usize) -> Option<Body> {
        let next = self.peek(around).filter(|next| spells(self.own(*next, 0).rest, Keyword::Then.text()).is_some());
        if let Some(next) = next {
            self.step(around);
            return self.body(next, 1, around, Keyword::Then, depth);
        }
        // A `then` that stands too deep is reported where it stands.
        let mut below = self.children(line);
        while let Some(child) = self.step(&mut below) {
            if spells(self.own(child, 0).rest, Keyword::Then.text()).is_some() {
                return None;
            }
        }
        let own = self.own(line, 0);
        self.errors.push(SyntaxError::MissingThen { span: self.opener_span(own, Keyword::Every) });
        None
    }

    /// A sentence with the lines that continue it.
    fn plain(&mut self, line: usize, skip: usize) -> Option<(Test, Vec<Cite>)> {
        let own = self.own(line, skip);
        let mut below = self.children(line);
        while let Some(child) = self.step(&mut below) {
            let tokens = self.own(child, 0);
            if is_block(tokens.rest) || tokens.rest.last().is_some_and(|t| t.text == Keyword::Where.text()) {
                let place = "under a sentence";
                let help = "indent it as much as the sentence above it";
                self.misplaced(tokens.span(), &super::parts::joined(tokens.rest), place, help);
                return None;
            }
        }
        if own.rest.len() <= 2 && self.has_children(line) && self.misspelt_opener(own) {
            return None;
        }
        let tokens = self.joined(line, skip);
        let negated = spells(tokens.rest, Keyword::Not.text()).unwrap_or(0);
        let after = tokens.rest.get(negated..).unwrap_or_default();
        if spells(after, Keyword::OnThePosition.text()).is_some() {
            let (negated, id, cites) = self.run(tokens, position)?;
            return Some((Test::Position { negated, id }, cites));
        }
        self.run(tokens, plain)
    }

    /// Reports `any off` and the like above a block.
    fn misspelt_opener(&mut self, own: Tokens<'a>) -> bool {
        let words = super::parts::joined(own.rest);
        let near = crate::diagnostic::did_you_mean(&words, BLOCKS.iter().map(|k| k.text()));
        if near.is_empty() {
            return false;
        }
        self.errors.push(SyntaxError::UnknownBlock { span: own.span(), words, allowed: BLOCKS });
        true
    }
}
