//! Case files: the incident, sources, entities, evidence and expectations. Knows nothing of rules.

use nom::Parser as _;
use nom::combinator::{cut, opt};
use nom::sequence::{pair, preceded};

use super::cites::cites;
use super::law::standard;
use super::parts::{after, date, id, ids, is_id, leading, name, phrase, quoted};
use super::sentence::{expectation, statement};
use super::{CASE, Parser, Siblings, TOP, parts};
use crate::source::{Span, Spanned};
use crate::syntax::error::SyntaxError;
use crate::syntax::input::{Fault, Out, Tokens};
use crate::syntax::spelling::{Keyword, Spelled};
use crate::syntax::token::TokenKind;
use crate::syntax::tree::{
    CaseFile, CaseItem, Cite, EntityDecl, EvidenceBlock, ExpectBlock, Expectation, Heading, HoldingBlock, Ident,
    IncidentDecl, Standard,
};

const INCIDENT: &[Keyword] = &[
    Keyword::On,
    Keyword::Uses,
    Keyword::StandardLine,
    Keyword::RebuttalStandard,
    Keyword::JudgedAsACourt,
    Keyword::Profile,
    Keyword::Note,
];
const NOTES: &[Keyword] = &[Keyword::Note];
const EXPECT: &[Keyword] = &[Keyword::Holding];
const HOLDING: &[Keyword] = &[Keyword::Differs, Keyword::NotExpressible, Keyword::Note];

/// `kind Name "display" plural on DATE`
fn entity(input: Tokens<'_>) -> Out<'_, EntityDecl> {
    let (rest, kind) = id(input)?;
    let (rest, name) = name(rest)?;
    let (rest, display) = opt(quoted).parse(rest)?;
    let (rest, plural) = opt(phrase(Keyword::Plural)).parse(rest)?;
    let (rest, on) = after(Keyword::On, date).parse(rest)?;
    Ok((rest, EntityDecl { kind, name, display, plural, on, span: Span::default() }))
}

/// A heading that names somebody.
fn named<'a>(make: fn(Ident) -> Heading) -> impl nom::Parser<Tokens<'a>, Output = Heading, Error = Fault> {
    cut(name).map(make)
}

/// Profile, account and standard of an `expect`.
type Standpoint = (Option<Ident>, Option<Ident>, Option<Spanned<Standard>>);

/// `[as id] [on the account of name] [to standard]`
fn expect(input: Tokens<'_>) -> Out<'_, Standpoint> {
    let (rest, profile) = after(Keyword::As, id).parse(input)?;
    let (rest, account) = after(Keyword::OnTheAccountOf, name).parse(rest)?;
    let (rest, standard) = after(Keyword::To, standard).parse(rest)?;
    Ok((rest, (profile, account, standard)))
}

/// Whether a line begins almost like one of these keywords and has a text, which no expectation has.
fn is_near(line: Tokens<'_>, keywords: &[Keyword]) -> bool {
    let near = |keyword: &Keyword| {
        let words = line.rest.get(..keyword.text().split(' ').count()).unwrap_or_default();
        !crate::diagnostic::did_you_mean(&parts::joined(words), [keyword.text()]).is_empty()
    };
    line.rest.iter().any(|t| t.kind == TokenKind::Quote) && keywords.iter().any(near)
}

impl<'a> Parser<'a, '_> {
    /// A whole case file.
    pub(crate) fn case(&mut self) -> CaseFile {
        let mut file = CaseFile::default();
        let mut first: Option<Span> = None;
        let mut at = self.top();
        while let Some(line) = self.step(&mut at) {
            let own = self.own(line, 0);
            let Some((keyword, skip)) = leading(own.rest, CASE) else {
                file.items.extend(self.entity(line).map(CaseItem::Entity));
                continue;
            };
            match keyword {
                Keyword::Incident => {
                    if let Some(first) = first {
                        self.errors.push(SyntaxError::SecondIncident { span: own.span(), first });
                        continue;
                    }
                    first = Some(own.span());
                    if !file.items.is_empty() {
                        let help = "move `incident` and its lines to the beginning of the file";
                        self.misplaced(own.place(), keyword.text(), "after other lines", help);
                    }
                    file.incident = self.incident(line, skip);
                }
                Keyword::Source => file.items.extend(self.source(line, skip).map(CaseItem::Source)),
                Keyword::Expect => file.items.extend(self.expect(line, skip).map(CaseItem::Expect)),
                _ => file.items.extend(self.evidence(line, keyword, skip).map(CaseItem::Evidence)),
            }
        }
        if first.is_none() && !self.lines.is_empty() {
            self.errors.push(SyntaxError::MissingIncident { span: self.own(0, 0).place() });
        }
        file
    }

    fn incident(&mut self, line: usize, skip: usize) -> Option<IncidentDecl> {
        let (id, title) = self.run(self.own(line, skip), pair(id, opt(quoted)))?;
        let mut incident = IncidentDecl {
            id,
            title,
            on: None,
            uses: Vec::new(),
            standard: None,
            standard_called: None,
            rebuttal: None,
            as_a_court: None,
            profile: None,
            notes: Vec::new(),
            span: self.span(line),
        };
        let mut at = self.children(line);
        while let Some((line, keyword, skip)) = self.keyword_line(&mut at, INCIDENT, "under `incident`") {
            if keyword == Keyword::JudgedAsACourt {
                incident.as_a_court = Some(self.flag(line, skip));
                continue;
            }
            let tokens = self.joined(line, skip);
            match keyword {
                Keyword::On => incident.on = self.run(tokens, date),
                Keyword::Uses => incident.uses.extend(self.run(tokens, ids(keyword, "packs")).unwrap_or_default()),
                Keyword::StandardLine => {
                    let called = preceded(phrase(Keyword::Called), cut(quoted));
                    if let Some((standard, called)) = self.run(tokens, pair(standard, opt(called))) {
                        incident.standard = Some(standard);
                        incident.standard_called = called;
                    }
                }
                Keyword::RebuttalStandard => incident.rebuttal = self.run(tokens, standard),
                Keyword::Profile => incident.profile = self.run(tokens, parts::id),
                _ => incident.notes.extend(self.run(tokens, quoted)),
            }
        }
        Some(incident)
    }

    /// A line whose first word is no keyword: an entity, or a keyword that is misspelt.
    fn entity(&mut self, line: usize) -> Option<EntityDecl> {
        let own = self.own(line, 0);
        let named = match own.rest {
            [kind, name, ..] => kind.kind == TokenKind::Word && name.kind == TokenKind::Word && is_id(kind.text),
            _ => false,
        };
        let looks = named && self.children(line).next >= self.children(line).end;
        let near = own.rest.first().is_some_and(|first| {
            let words = CASE.iter().map(|k| k.text().split(' ').next().unwrap_or(""));
            !looks && !crate::diagnostic::did_you_mean(first.text, words).is_empty()
        });
        let rule = leading(own.rest, TOP).is_some() && !own.rest.get(1).is_some_and(|name| parts::is_name(name.text));
        if leading(own.rest, EXPECT).is_some() && self.has_children(line) {
            let help = "a holding stands below an `expect` line, indented";
            self.misplaced(own.place(), Keyword::Holding.text(), "at the left edge", help);
            return None;
        }
        if near || rule || !named {
            self.foreign_line(own, CASE, "of a case file");
            return None;
        }
        let tokens = self.join_line(line);
        let entity = self.run(tokens, entity)?;
        Some(EntityDecl { span: self.span(line), ..entity })
    }

    fn heading(&mut self, line: usize, keyword: Keyword, skip: usize) -> Option<(Heading, Vec<Cite>)> {
        let own = self.own(line, skip);
        let simple = |heading: Heading| move |input| Ok::<_, nom::Err<Fault>>((input, heading.clone()));
        match keyword {
            Keyword::ClaimedBy => self.run(own, pair(named(Heading::ClaimedBy), cites)),
            Keyword::DeniedBy => self.run(own, pair(named(Heading::DeniedBy), cites)),
            Keyword::FoundBy => self.run(own, pair(named(Heading::FoundBy), cites)),
            Keyword::AssertedBy => self.run(own, pair(named(Heading::AssertedBy), cites)),
            Keyword::Corroborated => self.run(own, pair(simple(Heading::Corroborated), cites)),
            Keyword::Likely => self.run(own, pair(simple(Heading::Likely), cites)),
            Keyword::Reported => self.run(own, pair(simple(Heading::Reported), cites)),
            Keyword::Unknown => self.run(own, pair(simple(Heading::Unknown), cites)),
            Keyword::NotProven => self.run(own, pair(simple(Heading::NotProven), cites)),
            _ => self.run(own, pair(simple(Heading::Established), cites)),
        }
    }

    fn evidence(&mut self, line: usize, keyword: Keyword, skip: usize) -> Option<EvidenceBlock> {
        let (heading, cites) = self.heading(line, keyword, skip)?;
        let own = self.own(line, 0);
        let names = matches!(
            heading,
            Heading::ClaimedBy(_) | Heading::DeniedBy(_) | Heading::FoundBy(_) | Heading::AssertedBy(_)
        );
        let words = own.rest.get(..skip + usize::from(names)).unwrap_or_default();
        let heading = Spanned::new(heading, Tokens::new(words, own.place()).span());
        if !self.has_children(line) {
            self.errors.push(SyntaxError::MissingBody { span: heading.span, keyword });
        }
        let mut statements = Vec::new();
        let mut at = self.children(line);
        while let Some(line) = self.step(&mut at) {
            let tokens = self.join_line(line);
            statements.extend(self.run(tokens, statement));
        }
        Some(EvidenceBlock { heading, cites, statements, span: self.span(line) })
    }

    fn expect(&mut self, line: usize, skip: usize) -> Option<ExpectBlock> {
        let (profile, account, standard) = self.run(self.own(line, skip), expect)?;
        if !self.has_children(line) {
            let span = self.own(line, 0).place();
            self.errors.push(SyntaxError::MissingBody { span, keyword: Keyword::Expect });
        }
        let (mut expectations, mut holdings) = (Vec::new(), Vec::new());
        let mut at = self.children(line);
        while let Some(line) = self.step(&mut at) {
            let own = self.own(line, 0);
            if let Some((_, skip)) = leading(own.rest, EXPECT) {
                holdings.extend(self.holding(line, skip));
            } else if leading(own.rest, HOLDING).is_some_and(|(k, _)| k != Keyword::Note) || is_near(own, EXPECT) {
                self.foreign_line(own, EXPECT, "under `expect`");
            } else {
                expectations.extend(self.expectation(line));
            }
        }
        Some(ExpectBlock { profile, account, standard, expectations, holdings, span: self.span(line) })
    }

    /// `holding Q4 "words"` with the lines below it.
    fn holding(&mut self, line: usize, skip: usize) -> Option<HoldingBlock> {
        let (id, words) = self.run(self.own(line, skip), pair(name, opt(quoted)))?;
        if !self.has_children(line) {
            let span = self.own(line, 0).span();
            self.errors.push(SyntaxError::MissingBody { span, keyword: Keyword::Holding });
        }
        let mut holding = HoldingBlock {
            id,
            words,
            differs: None,
            not_expressible: None,
            notes: Vec::new(),
            expectations: Vec::new(),
            span: self.span(line),
        };
        let mut at = self.children(line);
        while let Some(line) = self.step(&mut at) {
            let own = self.own(line, 0);
            let Some((keyword, skip)) = leading(own.rest, HOLDING) else {
                if is_near(own, &[Keyword::Differs, Keyword::NotExpressible]) {
                    self.foreign_line(own, HOLDING, "under `holding`");
                } else {
                    holding.expectations.extend(self.expectation(line));
                }
                continue;
            };
            if !self.is_new(&mut at, own, keyword, skip) {
                continue;
            }
            let tokens = self.joined(line, skip);
            let text = self.run(tokens, quoted);
            match keyword {
                Keyword::Differs => holding.differs = text,
                Keyword::NotExpressible => holding.not_expressible = text,
                _ => holding.notes.extend(text),
            }
        }
        Some(holding)
    }

    fn expectation(&mut self, line: usize) -> Option<Expectation> {
        let (tokens, mut below) = self.joined_until(line, 0, NOTES);
        let read = self.run(tokens, expectation);
        let notes = self.notes(&mut below);
        read.map(|e| Expectation { notes, span: self.span(line), ..e })
    }

    fn notes(&mut self, at: &mut Siblings) -> Vec<Spanned<String>> {
        let mut notes = Vec::new();
        while let Some((line, _, skip)) = self.keyword_line(at, NOTES, "under an expectation") {
            let tokens = self.joined(line, skip);
            notes.extend(self.run(tokens, quoted));
        }
        notes
    }
}
