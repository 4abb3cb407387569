//! A case as text. Knows nothing of files or comments.

use std::fmt::Write as _;

use super::condition::{body, cites, list, pins, quote, slot, words};
use crate::source::Spanned;
use crate::syntax::spelling::{Keyword, Spelled};
use crate::syntax::tree::{
    CaseFile, CaseItem, Content, DateAt, EntityDecl, EvidenceBlock, ExpectBlock, Expectation, Heading, HoldingBlock,
    IncidentDecl, NormClaim, Quoted, SourceDecl,
};

/// The whole case.
pub(super) fn print(case: &CaseFile) -> String {
    let mut out = String::new();
    if let Some(one) = &case.incident {
        incident(&mut out, one);
    }
    let mut entities = false;
    for item in &case.items {
        let is_entity = matches!(item, CaseItem::Entity(_));
        let together = is_entity && entities;
        if !together && !out.is_empty() {
            out.push('\n');
        }
        entities = is_entity;
        match item {
            CaseItem::Source(one) => source(&mut out, one),
            CaseItem::Entity(one) => entity(&mut out, one),
            CaseItem::Evidence(one) => evidence(&mut out, one),
            CaseItem::Expect(one) => expect(&mut out, one),
        }
    }
    out
}

/// Writes a line; writing to a string cannot fail.
macro_rules! line {
    ($out:expr, $($arg:tt)*) => { let _ = writeln!($out, $($arg)*); };
}

fn title(title: Option<&Quoted>) -> String {
    title.map_or_else(String::new, |t| format!(" {}", quote(&t.value)))
}

fn notes(out: &mut String, notes: &[Quoted], indent: usize) {
    for note in notes {
        line!(out, "{:indent$}note {}", "", quote(&note.value));
    }
}

fn incident(out: &mut String, incident: &IncidentDecl) {
    line!(out, "incident {}{}", incident.id.value, title(incident.title.as_ref()));
    if let Some(on) = &incident.on {
        line!(out, "  on {}", on.value);
    }
    if !incident.uses.is_empty() {
        line!(out, "  uses {}", list(&incident.uses));
    }
    if let Some(standard) = &incident.standard {
        let called =
            incident.standard_called.as_ref().map_or_else(String::new, |c| format!(" called {}", quote(&c.value)));
        line!(out, "  standard {}{called}", standard.value.text());
    }
    if let Some(standard) = &incident.rebuttal {
        line!(out, "  rebuttal standard {}", standard.value.text());
    }
    if incident.as_a_court.is_some() {
        line!(out, "  judged as a court");
    }
    if let Some(profile) = &incident.profile {
        line!(out, "  profile {}", profile.value);
    }
    notes(out, &incident.notes, 2);
}

fn source(out: &mut String, source: &SourceDecl) {
    line!(out, "source {} {} {}", source.id.value, source.kind.value.text(), quote(&source.title.value));
    dates(out, source);
    let texts =
        [("cited as", &source.cited_as), ("published", &source.published), ("by", &source.by), ("url", &source.url)];
    for (word, text) in texts {
        if let Some(text) = text {
            line!(out, "  {word} {}", quote(&text.value));
        }
    }
    if let Some(restated) = &source.restates_custom {
        let which = if restated.is_empty() { String::new() } else { format!(" [{}]", pins(restated)) };
        line!(out, "  restates custom{which}");
    }
    if let Some(id) = &source.binds_members_of {
        line!(out, "  binds members of {}", id.value);
    }
    for clause in &source.binds_through {
        line!(out, "  binds {} through {} when", slot(&clause.bound), slot(&clause.through));
        body(out, &clause.when, 2);
    }
    for clause in &source.scopes {
        let of = if clause.pins.is_empty() { String::new() } else { format!(" of {}", pins(&clause.pins)) };
        line!(out, "  scope{of} when");
        body(out, &clause.when, 2);
    }
    for one in &source.reservations {
        line!(out, "  reservation by {} to {}{}", one.by.value, pins(&one.pins), title(one.text.as_ref()));
    }
    notes(out, &source.notes, 2);
}

fn dates(out: &mut String, source: &SourceDecl) {
    let dates: [(&str, &Option<DateAt>); 5] = [
        ("adopted", &source.adopted),
        ("in force", &source.in_force),
        ("dated", &source.dated),
        ("since", &source.since),
        ("until", &source.until),
    ];
    for (word, date) in dates {
        if let Some(date) = date {
            line!(out, "  {word} {}", date.value);
        }
    }
}

fn entity(out: &mut String, entity: &EntityDecl) {
    let plural = if entity.plural.is_some() { " plural" } else { "" };
    let on = entity.on.as_ref().map_or_else(String::new, |on| format!(" on {}", on.value));
    line!(out, "{} {}{}{plural}{on}", entity.kind.value, entity.name.value, title(entity.display.as_ref()));
}

fn heading(heading: &Heading) -> String {
    let (keyword, name) = match heading {
        Heading::Established => (Keyword::Established, None),
        Heading::Corroborated => (Keyword::Corroborated, None),
        Heading::Likely => (Keyword::Likely, None),
        Heading::Reported => (Keyword::Reported, None),
        Heading::Unknown => (Keyword::Unknown, None),
        Heading::NotProven => (Keyword::NotProven, None),
        Heading::ClaimedBy(name) => (Keyword::ClaimedBy, Some(name)),
        Heading::DeniedBy(name) => (Keyword::DeniedBy, Some(name)),
        Heading::FoundBy(name) => (Keyword::FoundBy, Some(name)),
        Heading::AssertedBy(name) => (Keyword::AssertedBy, Some(name)),
    };
    name.map_or_else(|| keyword.text().to_owned(), |name| format!("{} {}", keyword.text(), name.value))
}

fn evidence(out: &mut String, block: &EvidenceBlock) {
    line!(out, "{}{}", heading(&block.heading.value), cites(&block.cites));
    for one in &block.statements {
        let because = one.because.as_ref().map_or_else(String::new, |b| format!(" because {}", quote(&b.value)));
        line!(out, "  {}{because}{}", content(&one.content), cites(&one.cites));
    }
}

fn content(content: &Content) -> String {
    match content {
        Content::Words { negated, words: text } => {
            format!("{}{}", if negated.is_some() { "not " } else { "" }, words(text))
        }
        Content::Claim(one) => claim(one),
    }
}

fn claim(claim: &NormClaim) -> String {
    let no = if claim.negated.is_some() { "no " } else { "" };
    let act = claim.act.as_ref().map_or_else(String::new, |act| format!(" by {}", act.value));
    let names: Vec<&str> = claim.respect.iter().map(|name| name.value.as_str()).collect();
    let respect = if names.is_empty() { String::new() } else { format!(" in respect of {}", names.join(" and ")) };
    format!("{no}breach of {} by {}{act}{respect}", claim.norm.value, claim.by.value)
}

fn expect(out: &mut String, block: &ExpectBlock) {
    let profile = block.profile.as_ref().map_or_else(String::new, |id| format!(" as {}", id.value));
    let account = block.account.as_ref().map_or_else(String::new, |n| format!(" on the account of {}", n.value));
    let standard = block.standard.as_ref().map_or_else(String::new, |s| format!(" to {}", s.value.text()));
    line!(out, "expect{profile}{account}{standard}");
    expectations(out, &block.expectations, 2);
    for one in &block.holdings {
        holding(out, one);
    }
}

fn holding(out: &mut String, holding: &HoldingBlock) {
    line!(out, "  {} {}{}", Keyword::Holding.text(), holding.id.value, title(holding.words.as_ref()));
    for (keyword, why) in [(Keyword::Differs, &holding.differs), (Keyword::NotExpressible, &holding.not_expressible)] {
        if let Some(why) = why {
            line!(out, "    {} {}", keyword.text(), quote(&why.value));
        }
    }
    notes(out, &holding.notes, 4);
    expectations(out, &holding.expectations, 4);
}

fn expectations(out: &mut String, expectations: &[Expectation], indent: usize) {
    for one in expectations {
        let outcome = one.outcome.as_ref().map_or_else(String::new, |o: &Spanned<_>| format!(": {}", o.value.text()));
        let because = one.because.as_ref().map_or_else(String::new, |id| format!(" because {}", id.value));
        line!(out, "{:indent$}{}{outcome}{because}", "", content(&one.content));
        notes(out, &one.notes, indent + 2);
    }
}
