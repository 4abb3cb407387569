//! Rules, presumptions, exceptions and norms. Knows nothing of how a condition is read.

use nom::Parser as _;
use nom::combinator::opt;
use nom::sequence::pair;

use super::cites::sources;
use super::law::standard;
use super::parts::{after, choice, id, ids, is_id, leading, pattern, phrase, quoted};
use super::sentence::words;
use super::{Parser, Siblings, deeper_help};
use crate::source::Span;
use crate::syntax::error::{Choice, SyntaxError};
use crate::syntax::input::{Out, Tokens};
use crate::syntax::spelling::{Keyword, Spelled};
use crate::syntax::token::TokenKind;
use crate::syntax::tree::{Head, Ident, Prevails, ProvisionDecl, ProvisionKind, Quoted, Words};

const RULE: &[Keyword] = &[
    Keyword::Under,
    Keyword::When,
    Keyword::Unless,
    Keyword::PrevailsOver,
    Keyword::WithoutPresumptions,
    Keyword::RebuttalStandard,
    Keyword::Note,
];
const EXCEPTION: &[Keyword] = &[
    Keyword::To,
    Keyword::Under,
    Keyword::When,
    Keyword::Unless,
    Keyword::PrevailsOver,
    Keyword::WithoutPresumptions,
    Keyword::RebuttalStandard,
    Keyword::Note,
];
const DUTY: &[Keyword] = &[
    Keyword::Under,
    Keyword::AppliesWhen,
    Keyword::BreachedWhen,
    Keyword::Unless,
    Keyword::Concludes,
    Keyword::PrevailsOver,
    Keyword::Peremptory,
    Keyword::WithoutPresumptions,
    Keyword::RebuttalStandard,
    Keyword::Note,
];
const PERMISSION: &[Keyword] = &[
    Keyword::Under,
    Keyword::AppliesWhen,
    Keyword::GrantedWhen,
    Keyword::Unless,
    Keyword::Concludes,
    Keyword::PrevailsOver,
    Keyword::Peremptory,
    Keyword::WithoutPresumptions,
    Keyword::RebuttalStandard,
    Keyword::Note,
];
/// Every keyword that can begin a line of some provision.
const ANY: &[Keyword] = &[
    Keyword::Under,
    Keyword::When,
    Keyword::Unless,
    Keyword::AppliesWhen,
    Keyword::BreachedWhen,
    Keyword::GrantedWhen,
    Keyword::Concludes,
    Keyword::PrevailsOver,
    Keyword::Peremptory,
    Keyword::WithoutPresumptions,
    Keyword::RebuttalStandard,
    Keyword::Note,
];

/// Which lines a kind of provision takes, and how to speak of it.
fn lines(kind: ProvisionKind) -> (&'static [Keyword], &'static str) {
    match kind {
        ProvisionKind::Rule => (RULE, "in a rule"),
        ProvisionKind::Presumption => (RULE, "in a presumption"),
        ProvisionKind::Exception => (EXCEPTION, "in an exception"),
        ProvisionKind::Prohibition => (DUTY, "in a prohibition"),
        ProvisionKind::Obligation => (DUTY, "in an obligation"),
        ProvisionKind::Permission => (PERMISSION, "in a permission"),
    }
}

/// `[not] pattern`
fn head(input: Tokens<'_>) -> Out<'_, Head> {
    let (rest, negated) = opt(phrase(Keyword::Not)).parse(input)?;
    let (rest, pattern) = pattern(rest)?;
    Ok((rest, Head { negated, pattern }))
}

/// The sentence of a norm, which has no negation.
fn norm_head(input: Tokens<'_>) -> Out<'_, Head> {
    let (rest, pattern) = pattern(input)?;
    Ok((rest, Head { negated: None, pattern }))
}

/// `ids as lex specialis`
fn prevails(input: Tokens<'_>) -> Out<'_, Prevails> {
    let (rest, over) = ids(Keyword::PrevailsOver, "rules or norms")(input)?;
    let (rest, priority) = after(Keyword::As, choice(Choice::Priority)).parse(rest)?;
    Ok((rest, Prevails { over, priority, span: Span::default() }))
}

/// Id, title and sentence of a provision, and the lines that follow.
type Opening = (Option<Ident>, Option<Quoted>, Option<Head>, Siblings);

impl<'a> Parser<'a, '_> {
    /// A provision of the given kind.
    pub(super) fn provision(
        &mut self,
        line: usize,
        kind: ProvisionKind,
        keyword: Keyword,
        skip: usize,
    ) -> Option<ProvisionDecl> {
        let (allowed, place) = lines(kind);
        let (id, title, head, mut at) = self.provision_head(line, kind, keyword, skip)?;
        let mut decl = empty(kind, id, title, head, self.span(line));
        while let Some((line, keyword, skip)) = self.keyword_line(&mut at, allowed, place) {
            self.provision_line(&mut decl, line, keyword, skip, &mut at);
        }
        if kind == ProvisionKind::Exception && !at.seen.iter().any(|(k, _)| *k == Keyword::To) {
            let span = self.own(line, 0).span();
            self.errors.push(SyntaxError::MissingHead { span, keyword });
        }
        Some(decl)
    }

    /// Id, title and sentence, and the lines that follow.
    fn provision_head(&mut self, line: usize, kind: ProvisionKind, keyword: Keyword, skip: usize) -> Option<Opening> {
        let own = self.own(line, skip);
        if kind == ProvisionKind::Presumption && !is_id_line(own) {
            if own.rest.is_empty() {
                self.errors.push(SyntaxError::MissingHead { span: self.own(line, 0).span(), keyword });
                return None;
            }
            let (tokens, at) = self.joined_until(line, skip, ANY);
            let head = self.run(tokens, head)?;
            return Some((None, None, Some(head), at));
        }
        let (id, title) = self.run(own, pair(id, opt(quoted)))?;
        let mut at = self.children(line);
        if kind == ProvisionKind::Exception {
            return Some((Some(id), title, None, at));
        }
        let first = self.peek(&at).filter(|child| leading(self.own(*child, 0).rest, ANY).is_none());
        let Some(first) = first else {
            self.errors.push(SyntaxError::MissingHead { span: self.own(line, 0).span(), keyword });
            return Some((Some(id), title, None, at));
        };
        self.step(&mut at);
        let head = self.sentence_line(first, kind);
        Some((Some(id), title, head, at))
    }

    /// The sentence of a provision, with the lines that continue it.
    fn sentence_line(&mut self, line: usize, kind: ProvisionKind) -> Option<Head> {
        let (tokens, mut below) = self.joined_until(line, 0, ANY);
        if let Some(child) = self.peek(&below)
            && let Some((keyword, _)) = leading(self.own(child, 0).rest, ANY)
        {
            let span = self.own(child, 0).place();
            self.misplaced(span, keyword.text(), "under the sentence", deeper_help(keyword));
            while self.step(&mut below).is_some() {}
        }
        match kind {
            ProvisionKind::Rule | ProvisionKind::Presumption => self.run(tokens, head),
            ProvisionKind::Exception
            | ProvisionKind::Prohibition
            | ProvisionKind::Obligation
            | ProvisionKind::Permission => self.run(tokens, norm_head),
        }
    }

    fn provision_line(
        &mut self,
        decl: &mut ProvisionDecl,
        line: usize,
        keyword: Keyword,
        skip: usize,
        at: &mut Siblings,
    ) {
        match keyword {
            Keyword::When => decl.when = self.body(line, skip, at, keyword, 0),
            Keyword::AppliesWhen => decl.applies = self.body(line, skip, at, keyword, 0),
            Keyword::BreachedWhen | Keyword::GrantedWhen => decl.breached = self.body(line, skip, at, keyword, 0),
            Keyword::Unless => decl.unless.extend(self.body(line, skip, at, keyword, 0)),
            Keyword::Concludes => decl.concludes = self.concludes(line, skip),
            Keyword::Peremptory => decl.peremptory = Some(self.flag(line, skip)),
            Keyword::WithoutPresumptions => decl.without_presumptions = Some(self.flag(line, skip)),
            _ => {
                let tokens = self.joined(line, skip);
                self.provision_list(decl, line, keyword, tokens);
            }
        }
    }

    fn provision_list(&mut self, decl: &mut ProvisionDecl, line: usize, keyword: Keyword, tokens: Tokens<'a>) {
        match keyword {
            Keyword::To => decl.to.extend(self.run(tokens, ids(keyword, "rules or norms")).unwrap_or_default()),
            Keyword::Under if tokens.rest.is_empty() => {
                self.errors.push(SyntaxError::EmptyList { span: tokens.end, keyword, items: "sources" });
            }
            Keyword::Under => decl.under.extend(self.run(tokens, sources).unwrap_or_default()),
            Keyword::PrevailsOver => {
                let read = self.run(tokens, prevails);
                decl.prevails.extend(read.map(|p| Prevails { span: self.span(line), ..p }));
            }
            Keyword::RebuttalStandard => decl.rebuttal = self.run(tokens, standard),
            _ => decl.notes.extend(self.run(tokens, quoted)),
        }
    }

    /// One sentence on the line, or one on each line below.
    fn concludes(&mut self, line: usize, skip: usize) -> Vec<Words> {
        if !self.own(line, skip).rest.is_empty() {
            let tokens = self.joined(line, skip);
            return Vec::from_iter(self.run(tokens, words));
        }
        if !self.has_children(line) {
            let span = self.own(line, 0).span();
            self.errors.push(SyntaxError::MissingBody { span, keyword: Keyword::Concludes });
        }
        let mut sentences = Vec::new();
        let mut at = self.children(line);
        while let Some(line) = self.step(&mut at) {
            let tokens = self.join_line(line);
            sentences.extend(self.run(tokens, words));
        }
        sentences
    }
}

/// Whether a presumption has an id on its line, and its sentence below.
fn is_id_line(own: Tokens<'_>) -> bool {
    match own.rest {
        [id] => id.kind == TokenKind::Word && is_id(id.text),
        [id, title] => id.kind == TokenKind::Word && is_id(id.text) && title.kind == TokenKind::Quote,
        _ => false,
    }
}

fn empty(
    kind: ProvisionKind,
    id: Option<Ident>,
    title: Option<Quoted>,
    head: Option<Head>,
    span: Span,
) -> ProvisionDecl {
    ProvisionDecl {
        kind,
        id,
        title,
        head,
        to: Vec::new(),
        under: Vec::new(),
        when: None,
        applies: None,
        breached: None,
        unless: Vec::new(),
        concludes: Vec::new(),
        prevails: Vec::new(),
        peremptory: None,
        without_presumptions: None,
        rebuttal: None,
        notes: Vec::new(),
        span,
    }
}
