//! The declarations of a rule file except sources and provisions: packs, kinds, parties, positions, profiles and
//! sentences. Knows nothing of conditions.

use nom::Parser as _;
use nom::combinator::{cut, opt};
use nom::sequence::{pair, preceded};

use super::cites::{cites, cites_inside};
use super::parts::{after, choice, date, either, id, ids, leading, list, name, pattern, quoted};
use super::sentence::words;
use super::{Parser, Siblings, TOP, parts};
use crate::source::{Span, Spanned, Text};
use crate::syntax::error::{Choice, SyntaxError};
use crate::syntax::input::{Fault, Out, Tokens, fail};
use crate::syntax::spelling::Keyword;
use crate::syntax::token::TokenKind;
use crate::syntax::tree::{
    Cite, CrossroadsDecl, Factor, Holder, Ident, Item, KindDecl, LawFile, PackDecl, PartDecl, PartiesDecl, PartyLine,
    Pattern, PositionDecl, ProfileDecl, ProvisionKind, SentenceDecl, SentenceKind, Standard,
};

const PACK: &[Keyword] = &[Keyword::Uses, Keyword::WithoutPresumptions, Keyword::RebuttalStandard, Keyword::Note];
const POSITION: &[Keyword] =
    &[Keyword::HeldBy, Keyword::RejectedBy, Keyword::Default, Keyword::Excludes, Keyword::Note];
const PROFILE: &[Keyword] = &[Keyword::Accepts, Keyword::Rejects, Keyword::LeavesOpen, Keyword::Note];
const SENTENCE: &[Keyword] = &[Keyword::Negated, Keyword::Weighing, Keyword::JudgedFrom, Keyword::Note];
const RAISED: &[Keyword] = &[Keyword::Relation, Keyword::Fact, Keyword::Judgment];

/// `kind id is a parent "description"`
fn kind(input: Tokens<'_>) -> Out<'_, KindDecl> {
    let (rest, id) = id(input)?;
    let (rest, parent) = opt(preceded(either(Keyword::IsA, Keyword::IsAn), cut(parts::id))).parse(rest)?;
    let (rest, description) = opt(quoted).parse(rest)?;
    Ok((rest, KindDecl { id, parent, description, span: Span::default() }))
}

/// `Albania 1994-01-16 until 2001-01-01`
fn party(input: Tokens<'_>) -> Out<'_, PartyLine> {
    let (rest, party) = name(input)?;
    let (rest, from) = date(rest)?;
    let (rest, until) = after(Keyword::Until, date).parse(rest)?;
    Ok((rest, PartyLine { party, from, until }))
}

/// `European States [icj 5]`
fn holder(input: Tokens<'_>) -> Out<'_, Holder> {
    let length = input.rest.iter().position(|t| t.kind != TokenKind::Word).unwrap_or(input.rest.len());
    let (used, rest) = input.rest.split_at_checked(length).unwrap_or_default();
    if used.is_empty() {
        return fail(Fault::expected(input, "a name"));
    }
    let mut text = Text::default();
    for token in used {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(token.text);
    }
    let name = Spanned::new(text, Tokens::new(used, input.place()).span());
    let (rest, cites) = cites_inside(Tokens { rest, ..input })?;
    Ok((rest, Holder { name, cites }))
}

/// `standard` after `rebuttal`
pub(super) fn standard(input: Tokens<'_>) -> Out<'_, Spanned<Standard>> {
    choice(Choice::Standard)(input)
}

fn dimension(input: Tokens<'_>) -> Out<'_, SentenceKind> {
    let (rest, _) = match input.rest {
        [mark, rest @ ..] if mark.kind == TokenKind::Colon => (Tokens { rest, ..input }, ()),
        _ => return fail(Fault::expected(input, "a colon and the kind of measure, such as `: number`")),
    };
    let (rest, found) = cut(choice(Choice::Dimension)).parse(rest)?;
    Ok((rest, SentenceKind::Measure(found.value)))
}

impl<'a> Parser<'a, '_> {
    /// All declarations of a rule file.
    pub(crate) fn law(&mut self) -> LawFile {
        let mut file = LawFile::default();
        let mut at = self.top();
        while let Some(line) = self.step(&mut at) {
            let own = self.own(line, 0);
            match leading(own.rest, TOP) {
                Some((keyword, length)) => file.items.extend(self.item(line, keyword, length)),
                None => self.foreign_line(own, TOP, "of a rule file"),
            }
        }
        file
    }

    fn item(&mut self, line: usize, keyword: Keyword, skip: usize) -> Option<Item> {
        let provision = match keyword {
            Keyword::Rule => ProvisionKind::Rule,
            Keyword::Presume => ProvisionKind::Presumption,
            Keyword::Exception => ProvisionKind::Exception,
            Keyword::Prohibition => ProvisionKind::Prohibition,
            Keyword::Obligation => ProvisionKind::Obligation,
            Keyword::Permission => ProvisionKind::Permission,
            Keyword::Pack => return self.pack(line, skip).map(Item::Pack),
            Keyword::PartOf => return self.part(line, skip).map(Item::Part),
            Keyword::Kind => {
                let tokens = self.joined(line, skip);
                let kind = self.run(tokens, kind)?;
                return Some(Item::Kind(KindDecl { span: self.span(line), ..kind }));
            }
            Keyword::Source => return self.source(line, skip).map(Item::Source),
            Keyword::Parties => return self.parties(line, skip).map(Item::Parties),
            Keyword::Position => return self.position(line, skip).map(Item::Position),
            Keyword::Profile => return self.profile(line, skip).map(Item::Profile),
            Keyword::Crossroads => {
                let tokens = self.joined(line, skip);
                let pattern = self.run(tokens, pattern)?;
                return Some(Item::Crossroads(CrossroadsDecl { pattern, span: self.span(line) }));
            }
            _ => return self.sentence(line, keyword, skip).map(Item::Sentence),
        };
        self.provision(line, provision, keyword, skip).map(|p| Item::Provision(Box::new(p)))
    }

    /// `without presumptions` and the like: a line without anything else.
    pub(super) fn flag(&mut self, line: usize, skip: usize) -> Span {
        let tokens = self.joined(line, skip);
        if !tokens.rest.is_empty() {
            self.left_over(tokens, Vec::new());
        }
        Tokens::new(self.own(line, 0).rest.get(..skip).unwrap_or_default(), tokens.end).span()
    }

    fn pack(&mut self, line: usize, skip: usize) -> Option<PackDecl> {
        let (id, title) = self.run(self.own(line, skip), pair(id, opt(quoted)))?;
        let mut pack = PackDecl {
            id,
            title,
            uses: Vec::new(),
            without_presumptions: None,
            rebuttal: None,
            notes: Vec::new(),
            span: self.span(line),
        };
        let mut at = self.children(line);
        while let Some((line, keyword, skip)) = self.keyword_line(&mut at, PACK, "in a pack") {
            match keyword {
                Keyword::Uses => {
                    let tokens = self.joined(line, skip);
                    pack.uses.extend(self.run(tokens, ids(keyword, "packs")).unwrap_or_default());
                }
                Keyword::WithoutPresumptions => pack.without_presumptions = Some(self.flag(line, skip)),
                Keyword::RebuttalStandard => {
                    let tokens = self.joined(line, skip);
                    pack.rebuttal = self.run(tokens, standard);
                }
                _ => {
                    let tokens = self.joined(line, skip);
                    pack.notes.extend(self.run(tokens, quoted));
                }
            }
        }
        Some(pack)
    }

    fn part(&mut self, line: usize, skip: usize) -> Option<PartDecl> {
        let tokens = self.joined(line, skip);
        let (pack, title) = self.run(tokens, pair(id, opt(quoted)))?;
        Some(PartDecl { pack, title, span: self.span(line) })
    }

    fn parties(&mut self, line: usize, skip: usize) -> Option<PartiesDecl> {
        let own = self.own(line, 0);
        let sources = self.run(self.own(line, skip), ids(Keyword::Parties, "sources"))?;
        if !self.has_children(line) {
            self.errors.push(SyntaxError::MissingBody { span: own.span(), keyword: Keyword::Parties });
        }
        let mut parties = Vec::new();
        let mut at = self.children(line);
        while let Some(line) = self.step(&mut at) {
            let tokens = self.join_line(line);
            parties.extend(self.run(tokens, party));
        }
        Some(PartiesDecl { sources, parties, span: self.span(line) })
    }

    /// All tokens of a line and its continuation.
    pub(super) fn join_line(&mut self, line: usize) -> Tokens<'a> {
        self.joined(line, 0)
    }

    fn position(&mut self, line: usize, skip: usize) -> Option<PositionDecl> {
        let id = self.run(self.own(line, skip), id)?;
        let mut at = self.children(line);
        let proposition = self.proposition(&mut at, &id)?;
        let mut position = PositionDecl {
            id,
            proposition,
            held_by: Vec::new(),
            rejected_by: Vec::new(),
            default: None,
            excludes: Vec::new(),
            notes: Vec::new(),
            span: self.span(line),
        };
        while let Some((line, keyword, skip)) = self.keyword_line(&mut at, POSITION, "in a position") {
            let tokens = self.joined(line, skip);
            match keyword {
                Keyword::HeldBy => position.held_by.extend(self.holders(tokens, keyword)),
                Keyword::RejectedBy => position.rejected_by.extend(self.holders(tokens, keyword)),
                Keyword::Default => position.default = self.run(tokens, choice(Choice::Stance)),
                Keyword::Excludes => {
                    position.excludes.extend(self.run(tokens, ids(keyword, "positions")).unwrap_or_default());
                }
                _ => position.notes.extend(self.run(tokens, quoted)),
            }
        }
        Some(position)
    }

    /// The quoted text that says what a position is.
    fn proposition(&mut self, at: &mut Siblings, id: &Ident) -> Option<Spanned<String>> {
        let first =
            self.peek(at).filter(|line| self.own(*line, 0).rest.first().is_some_and(|t| t.kind == TokenKind::Quote));
        let Some(line) = first else {
            let help = "say on the next line, indented and in quotation marks, what the position is";
            self.errors.push(SyntaxError::MissingTitle { span: id.span, what: "the text of this position", help });
            return None;
        };
        self.step(at);
        let tokens = self.join_line(line);
        self.run(tokens, quoted)
    }

    fn holders(&mut self, tokens: Tokens<'a>, keyword: Keyword) -> Vec<Holder> {
        if tokens.rest.is_empty() {
            self.errors.push(SyntaxError::EmptyList { span: tokens.end, keyword, items: "names" });
            return Vec::new();
        }
        self.run(tokens, list(holder)).unwrap_or_default()
    }

    fn profile(&mut self, line: usize, skip: usize) -> Option<ProfileDecl> {
        let (id, title) = self.run(self.own(line, skip), pair(id, opt(quoted)))?;
        let mut profile = ProfileDecl {
            id,
            title,
            accepts: Vec::new(),
            rejects: Vec::new(),
            leaves_open: Vec::new(),
            notes: Vec::new(),
            span: self.span(line),
        };
        let mut at = self.children(line);
        while let Some((line, keyword, skip)) = self.keyword_line(&mut at, PROFILE, "in a profile") {
            let tokens = self.joined(line, skip);
            if keyword == Keyword::Note {
                profile.notes.extend(self.run(tokens, quoted));
                continue;
            }
            let positions = self.run(tokens, ids(keyword, "positions")).unwrap_or_default();
            match keyword {
                Keyword::Accepts => profile.accepts.extend(positions),
                Keyword::Rejects => profile.rejects.extend(positions),
                _ => profile.leaves_open.extend(positions),
            }
        }
        Some(profile)
    }

    fn sentence(&mut self, line: usize, keyword: Keyword, skip: usize) -> Option<SentenceDecl> {
        let mut skip = skip;
        let mut keyword = keyword;
        let mut raised = None;
        if keyword == Keyword::Raised {
            raised = Some(self.own(line, 0).place());
            let rest = self.own(line, skip);
            let Some((next, length)) = leading(rest.rest, RAISED) else {
                let expected = vec!["`relation`", "`fact`", "`judgment`"];
                if rest.rest.is_empty() {
                    self.errors.push(SyntaxError::UnfinishedLine { span: rest.end, expected });
                } else {
                    self.left_over(rest, expected);
                }
                return None;
            };
            keyword = next;
            skip += length;
        }
        let (tokens, mut at) = self.joined_until(line, skip, SENTENCE);
        let (kind, head, cited) = self.sentence_head(tokens, keyword)?;
        let mut decl = SentenceDecl {
            kind,
            raised,
            pattern: head,
            cites: cited,
            negated: Vec::new(),
            weighing: Vec::new(),
            judged_from: None,
            notes: Vec::new(),
            span: self.span(line),
        };
        while let Some((line, keyword, skip)) = self.keyword_line(&mut at, SENTENCE, "under a sentence") {
            match keyword {
                Keyword::Negated => {
                    let tokens = self.joined(line, skip);
                    decl.negated.extend(self.run(tokens, parts::pattern));
                }
                Keyword::Weighing => decl.weighing = self.factors(line, skip),
                Keyword::JudgedFrom => {
                    let tokens = self.joined(line, skip);
                    decl.judged_from = self.run(tokens, pair(quoted, cites));
                }
                _ => {
                    let tokens = self.joined(line, skip);
                    decl.notes.extend(self.run(tokens, quoted));
                }
            }
        }
        Some(decl)
    }

    fn sentence_head(&mut self, tokens: Tokens<'a>, keyword: Keyword) -> Option<(SentenceKind, Pattern, Vec<Cite>)> {
        let simple = |kind| move |input| Ok::<_, nom::Err<Fault>>((input, kind));
        match keyword {
            Keyword::Relation => self.run(tokens, (pattern, simple(SentenceKind::Relation), cites)),
            Keyword::Fact => self.run(tokens, (pattern, simple(SentenceKind::Fact), cites)),
            Keyword::Judgment => self.run(tokens, (pattern, simple(SentenceKind::Judgment), cites)),
            Keyword::Conclusion => self.run(tokens, (pattern, simple(SentenceKind::Conclusion), cites)),
            _ => self.run(tokens, (pattern, dimension, cites)),
        }
        .map(|(pattern, kind, cites)| (kind, pattern, cites))
    }

    fn factors(&mut self, line: usize, skip: usize) -> Vec<Factor> {
        let own = self.own(line, 0);
        let rest = self.own(line, skip);
        if !rest.rest.is_empty() {
            self.left_over(rest, vec!["the factors, one on each line below"]);
        } else if !self.has_children(line) {
            self.errors.push(SyntaxError::MissingBody { span: own.span(), keyword: Keyword::Weighing });
        }
        let mut factors = Vec::new();
        let mut at = self.children(line);
        while let Some(line) = self.step(&mut at) {
            let tokens = self.join_line(line);
            factors.extend(self.run(tokens, pair(words, cites)).map(|(words, cites)| Factor { words, cites }));
        }
        factors
    }
}
