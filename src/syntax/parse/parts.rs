//! Parts of a line: ids, names, dates, quotations, fixed phrases and lists of them. Knows nothing of whole lines.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{cut, opt};
use nom::multi::separated_list1;
use nom::sequence::preceded;

use crate::source::{Span, Spanned, Text};
use crate::syntax::error::{Choice, SyntaxError};
use crate::syntax::input::{Fault, Out, Tokens, fail};
use crate::syntax::spelling::{Keyword, Spelled};
use crate::syntax::token::{Token, TokenKind};
use crate::syntax::tree::{DateAt, Ident, Pattern, PatternPart, Quoted, Slot};

/// The next token, if it is of this sort.
fn token<'a>(kind: TokenKind, what: &'static str) -> impl Fn(Tokens<'a>) -> Out<'a, Token<'a>> {
    move |input| match input.rest {
        [first, rest @ ..] if first.kind == kind => Ok((Tokens { rest, ..input }, *first)),
        _ => fail(Fault::expected(input, what)),
    }
}

/// Any word.
pub(crate) fn word<'a>(what: &'static str) -> impl Fn(Tokens<'a>) -> Out<'a, Token<'a>> {
    token(TokenKind::Word, what)
}

/// `,`
pub(crate) fn comma(input: Tokens<'_>) -> Out<'_, Token<'_>> {
    token(TokenKind::Comma, "a comma")(input)
}

/// How many tokens at the start of `tokens` spell this phrase; none if they do not.
pub(crate) fn spells(tokens: &[Token<'_>], phrase: &str) -> Option<usize> {
    if tokens.first()?.text.as_bytes().first() != phrase.as_bytes().first() {
        return None;
    }
    let mut count = 0;
    for wanted in phrase.split(' ') {
        let token = tokens.get(count)?;
        if token.kind != TokenKind::Word || token.text != wanted {
            return None;
        }
        count += 1;
    }
    Some(count)
}

/// The longest of these keywords that the tokens begin with, and how many tokens it takes.
pub(crate) fn leading(tokens: &[Token<'_>], keywords: &[Keyword]) -> Option<(Keyword, usize)> {
    keywords.iter().filter_map(|k| spells(tokens, k.text()).map(|n| (*k, n))).max_by_key(|(_, n)| *n)
}

/// A fixed phrase.
pub(crate) fn phrase<'a>(keyword: Keyword) -> impl Fn(Tokens<'a>) -> Out<'a, Span> {
    move |input| match spells(input.rest, keyword.text()) {
        Some(count) => {
            let (taken, rest) = input.rest.split_at_checked(count).unwrap_or_default();
            let span = Tokens::new(taken, input.place()).span();
            Ok((Tokens { rest, ..input }, span))
        }
        None => fail(Fault::expected(input, ticked(keyword))),
    }
}

/// The phrase in backticks, for help lines.
fn ticked(keyword: Keyword) -> &'static str {
    match keyword {
        Keyword::By => "`by`",
        Keyword::To => "`to`",
        Keyword::When => "`when`",
        Keyword::Where => "`where`",
        Keyword::Through => "`through`",
        Keyword::Until => "`until`",
        Keyword::As => "`as`",
        other => other.text(),
    }
}

/// One of a closed set of phrases.
pub(crate) fn choice<'a, T: Spelled>(choice: Choice) -> impl Fn(Tokens<'a>) -> Out<'a, Spanned<T>> {
    move |input| {
        let found = T::ALL.iter().filter_map(|(v, text)| spells(input.rest, text).map(|n| (*v, n)));
        let Some((value, count)) = found.max_by_key(|(_, n)| *n) else {
            let words = input.rest.iter().take_while(|t| t.kind == TokenKind::Word).count();
            let wrong = input.rest.get(..words).unwrap_or_default();
            if wrong.is_empty() {
                return fail(Fault::expected(input, article(choice)));
            }
            let span = Tokens::new(wrong, input.place()).span();
            return fail(Fault::cause(input, SyntaxError::BadChoice { span, word: joined(wrong), choice }));
        };
        let (taken, rest) = input.rest.split_at_checked(count).unwrap_or_default();
        Ok((Tokens { rest, ..input }, Spanned::new(value, Tokens::new(taken, input.place()).span())))
    }
}

fn article(choice: Choice) -> &'static str {
    match choice {
        Choice::SourceKind => "a kind of source, such as `treaty`",
        Choice::Standard => "a standard of proof, such as `reasonable grounds`",
        Choice::Outcome => "an outcome, such as `undetermined`",
        Choice::Dimension => "`number`, `date`, `duration`, `length` or `mass`",
        Choice::Stance => "`accepted`, `rejected` or `contested`",
        Choice::Priority => "`lex specialis`, `lex superior` or `lex posterior`",
    }
}

/// The texts of tokens with blanks between them, cut when long.
pub(crate) fn joined(tokens: &[Token<'_>]) -> Text {
    let mut text = Text::default();
    let mut before: Option<&Token<'_>> = None;
    for token in tokens {
        if before.is_some_and(|before| before.is_apart(token)) {
            text.push(' ');
        }
        before = Some(token);
        if text.len() > 60 {
            text.push('…');
            break;
        }
        let mark = if token.kind == TokenKind::Quote { "\"" } else { "" };
        text.push_str(mark);
        text.extend(token.text.chars().take(60));
        text.push_str(mark);
    }
    text
}

/// Whether this is spelt like an id: small letters, digits and hyphens.
pub(crate) fn is_id(text: &str) -> bool {
    let begins = text.bytes().next().is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    begins && !text.ends_with('-') && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// Whether this is spelt like a name: one word with a capital letter first.
pub(crate) fn is_name(text: &str) -> bool {
    let capital = |c: char| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase());
    text.chars().next().is_some_and(capital)
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'\'') || !b.is_ascii())
}

fn ident(token: Token<'_>) -> Ident {
    Spanned::new(tidy(token.text), token.span)
}

/// A word with straight apostrophes.
fn tidy(text: &str) -> Text {
    if text.is_ascii() || !text.contains('’') { Text::new(text) } else { Text::from(text.replace('’', "'")) }
}

/// An id.
pub(crate) fn id(input: Tokens<'_>) -> Out<'_, Ident> {
    let (rest, token) = word("an id")(input)?;
    if is_id(token.text) {
        return Ok((rest, ident(token)));
    }
    let suggested = kebab(token.text);
    let cause = SyntaxError::BadId { span: token.span, word: Text::new(token.text), suggested };
    fail(Fault::cause(input, cause))
}

/// The word as an id, if that can be guessed.
fn kebab(word: &str) -> Option<Text> {
    let mut text = String::new();
    for c in word.chars().take(60) {
        if c.is_ascii_alphanumeric() {
            if c.is_ascii_uppercase() && text.ends_with(|p: char| p.is_ascii_lowercase()) {
                text.push('-');
            }
            text.push(c.to_ascii_lowercase());
        } else if !text.is_empty() && !text.ends_with('-') {
            text.push('-');
        }
    }
    let text = text.trim_end_matches('-');
    is_id(text).then(|| Text::new(text))
}

/// A name or variable.
pub(crate) fn name(input: Tokens<'_>) -> Out<'_, Ident> {
    let (rest, token) = word("a name")(input)?;
    if is_name(token.text) {
        return Ok((rest, ident(token)));
    }
    fail(Fault::cause(input, SyntaxError::BadName { span: token.span, word: Text::new(token.text) }))
}

/// A quotation.
pub(crate) fn quoted(input: Tokens<'_>) -> Out<'_, Quoted> {
    let (rest, token) = token(TokenKind::Quote, "a text in quotation marks")(input)?;
    Ok((rest, Spanned::new(unescape(token.text), token.span)))
}

/// The text of a quotation: `\"` stands for the mark itself.
pub(crate) fn unescape(text: &str) -> String {
    if text.contains('\\') { text.replace("\\\"", "\"") } else { text.to_owned() }
}

/// A calendar date.
pub(crate) fn date(input: Tokens<'_>) -> Out<'_, DateAt> {
    let (rest, token) = word("a date, such as `1977-06-08`")(input)?;
    let Some((year, month, day)) = digits(token.text) else {
        // `8 June 1977` is shown as a whole.
        let length = input.rest.iter().take(3).take_while(|t| t.kind == TokenKind::Word).count();
        let wrong = input.rest.get(..length).unwrap_or_default();
        let span = Tokens::new(wrong, token.span).span();
        return fail(Fault::cause(input, SyntaxError::BadDate { span, word: joined(wrong) }));
    };
    let word = || Text::new(token.text);
    match jiff::civil::Date::new(year, month, day) {
        Ok(date) => Ok((rest, Spanned::new(date, token.span))),
        Err(_) => fail(Fault::cause(input, SyntaxError::ImpossibleDate { span: token.span, word: word() })),
    }
}

/// `1977-06-08` as numbers.
fn digits(text: &str) -> Option<(i16, i8, i8)> {
    let field = |range: std::ops::Range<usize>| text.get(range).filter(|t| t.bytes().all(|b| b.is_ascii_digit()));
    let dashes = text.len() == 10 && text.as_bytes().get(4) == Some(&b'-') && text.as_bytes().get(7) == Some(&b'-');
    if !dashes {
        return None;
    }
    Some((field(0..4)?.parse().ok()?, field(5..7)?.parse().ok()?, field(8..10)?.parse().ok()?))
}

/// Items with commas between them; a comma must be followed by another item.
pub(crate) fn list<'a, T>(
    item: impl Fn(Tokens<'a>) -> Out<'a, T> + Copy,
) -> impl Fn(Tokens<'a>) -> Out<'a, Vec<T>> + Copy {
    move |input| {
        let (mut rest, first) = item(input)?;
        let mut items = vec![first];
        while let Ok((next, _)) = comma(rest) {
            let (next, value) = cut(item).parse(next)?;
            items.push(value);
            rest = next;
        }
        Ok((rest, items))
    }
}

/// Ids with commas between them.
pub(crate) fn ids(keyword: Keyword, items: &'static str) -> impl Fn(Tokens<'_>) -> Out<'_, Vec<Ident>> {
    move |input| {
        if input.rest.is_empty() {
            return fail(Fault::cause(input, SyntaxError::EmptyList { span: input.end, keyword, items }));
        }
        list(id)(input)
    }
}

/// `person or object`
pub(crate) fn kinds(input: Tokens<'_>) -> Out<'_, Vec<Ident>> {
    separated_list1(phrase(Keyword::Or), id).parse(input)
}

/// `<person or object T>`, `<person>` or `<T>`
pub(crate) fn slot(input: Tokens<'_>) -> Out<'_, Slot> {
    let (inner, open) = token(TokenKind::OpenSlot, "a slot, such as `<person P>`")(input)?;
    let close = inner.rest.iter().position(|t| !matches!(t.kind, TokenKind::Word | TokenKind::Comma));
    let end = close.and_then(|at| inner.rest.get(at)).filter(|t| t.kind == TokenKind::CloseSlot);
    let Some(end) = end else {
        return Err(nom::Err::Failure(Fault::cause(input, SyntaxError::UnclosedSlot { span: open.span })));
    };
    let span = open.span.to(end.span);
    if close == Some(0) {
        return Err(nom::Err::Failure(Fault::cause(input, SyntaxError::EmptySlot { span })));
    }
    let variable_only = close == Some(1) && inner.rest.first().is_some_and(|t| is_name(t.text));
    let (rest, kinds) = if variable_only { (inner, Vec::new()) } else { cut(kinds).parse(inner)? };
    let (rest, variable) = if rest.rest.first().is_some_and(|t| t.kind == TokenKind::Word) {
        opt(cut(name)).parse(rest)?
    } else {
        (rest, None)
    };
    let (rest, _) = cut(token(TokenKind::CloseSlot, "`>`")).parse(rest)?;
    Ok((rest, Slot { kinds, variable, span }))
}

/// The words and slots of a declared sentence, up to a colon, a citation or the end.
pub(crate) fn pattern(input: Tokens<'_>) -> Out<'_, Pattern> {
    let mut parts = Vec::with_capacity(input.rest.len().min(64));
    let mut at = input;
    let mut last = input.place();
    while let [token, rest @ ..] = at.rest {
        match token.kind {
            TokenKind::Word | TokenKind::Comma => {
                parts.push(PatternPart::Word(ident(*token)));
                last = token.span;
                at.rest = rest;
            }
            TokenKind::OpenSlot => {
                let (next, slot) = slot(at)?;
                last = slot.span;
                parts.push(PatternPart::Slot(slot));
                at = next;
            }
            TokenKind::Quote | TokenKind::CloseSlot => {
                return Err(nom::Err::Failure(Fault::cause(at, stray(*token))));
            }
            TokenKind::Colon | TokenKind::OpenCites | TokenKind::CloseCites => break,
        }
    }
    if parts.is_empty() {
        return fail(Fault::cause(input, SyntaxError::MissingSentence { span: input.place() }));
    }
    let used = input.rest.get(..input.rest.len() - at.rest.len()).unwrap_or_default();
    punctuation(input, used)?;
    Ok((at, Pattern { parts, span: input.place().to(last) }))
}

/// The error for a mark that cannot stand in a sentence.
pub(crate) fn stray(token: Token<'_>) -> SyntaxError {
    let span = token.span;
    match token.kind {
        TokenKind::Quote => SyntaxError::StrayQuote { span },
        TokenKind::OpenSlot | TokenKind::CloseSlot => SyntaxError::StraySlot { span },
        TokenKind::OpenCites => SyntaxError::StrayBracket { span, closing: false },
        TokenKind::CloseCites => SyntaxError::StrayBracket { span, closing: true },
        TokenKind::Colon => SyntaxError::StrayPunctuation { span, mark: ':', whole: "the sentence" },
        TokenKind::Comma => SyntaxError::StrayPunctuation { span, mark: ',', whole: "the sentence" },
        TokenKind::Word => SyntaxError::UnexpectedWords { span, words: Text::new(token.text), expected: Vec::new() },
    }
}

/// Refuses commas that separate nothing and a mark at the end of a sentence.
pub(crate) fn punctuation<'a>(at: Tokens<'a>, used: &[Token<'a>]) -> Result<(), nom::Err<Fault>> {
    let failure = |cause| Err(nom::Err::Failure(Fault::cause(at, cause)));
    let comma = |token: &Token<'_>| token.kind == TokenKind::Comma;
    let doubled = used.windows(2).find(|pair| pair.iter().all(comma)).and_then(<[_]>::last);
    if let Some(token) = used.first().filter(|t| comma(t)).or(doubled).or(used.last().filter(|t| comma(t))) {
        return failure(stray(*token));
    }
    let Some(last) = used.last().filter(|t| t.kind == TokenKind::Word) else { return Ok(()) };
    for mark in ['.', ';'] {
        if last.text.strip_suffix(mark).is_some_and(|word| word.len() > 1 && !word.contains('.')) {
            let span = Span { start: last.span.end - 1, ..last.span };
            return failure(SyntaxError::StrayPunctuation { span, mark, whole: "the sentence" });
        }
    }
    Ok(())
}

/// A word or comma of a sentence.
pub(crate) fn sentence_word(token: Token<'_>) -> Ident {
    ident(token)
}

/// `and X` after a first name.
pub(crate) fn names(input: Tokens<'_>) -> Out<'_, Vec<Ident>> {
    separated_list1(phrase(Keyword::And), name).parse(input)
}

/// An optional part that begins with a phrase: once the phrase is there, the part must follow.
pub(crate) fn after<'a, T>(
    keyword: Keyword,
    part: impl Parser<Tokens<'a>, Output = T, Error = Fault>,
) -> impl Parser<Tokens<'a>, Output = Option<T>, Error = Fault> {
    opt(preceded(phrase(keyword), cut(part)))
}

/// Either of two phrases.
pub(crate) fn either<'a>(one: Keyword, other: Keyword) -> impl Parser<Tokens<'a>, Output = Span, Error = Fault> {
    alt((phrase(one), phrase(other)))
}
