//! From the tree of a case file to JSON. Knows nothing of how JSON is read.

use super::shape::{Case, Entity, Evidence, Expect, Holding, Incident, Outcome, Source, Statement};
use crate::rulebook::wording::text_of;
use crate::source::Spanned;
use crate::syntax::spelling::Spelled;
use crate::syntax::tree::{
    CaseFile, CaseItem, Cite, Content, DateAt, EntityDecl, EvidenceBlock, ExpectBlock, Expectation, Heading,
    HoldingBlock, Ident, IncidentDecl, NormClaim, Quoted, SourceDecl, Standard,
};

/// Writes a case file as JSON, without its comments. Sources, entities, evidence and expectations are put together,
/// each in the order of the file.
pub fn to_json(file: &CaseFile) -> String {
    let mut case = Case { incident: file.incident.as_ref().map(incident), ..Case::default() };
    for item in &file.items {
        match item {
            CaseItem::Source(s) => case.sources.push(source(s)),
            CaseItem::Entity(e) => case.entities.push(entity(e)),
            CaseItem::Evidence(e) => case.evidence.push(evidence(e)),
            CaseItem::Expect(e) => case.expectations.push(expect(e)),
        }
    }
    let mut text = serde_json::to_string_pretty(&case).unwrap_or_default();
    text.push('\n');
    text
}

fn word(ident: &Ident) -> String {
    ident.value.to_string()
}

fn words(ident: Option<&Ident>) -> Option<String> {
    ident.map(word)
}

fn texts(quoted: &[Quoted]) -> Vec<String> {
    quoted.iter().map(|q| q.value.clone()).collect()
}

fn text(quoted: Option<&Quoted>) -> Option<String> {
    quoted.map(|q| q.value.clone())
}

fn date(date: Option<&DateAt>) -> Option<String> {
    date.map(|d| d.value.to_string())
}

fn standard(standard: Option<&Spanned<Standard>>) -> Option<String> {
    standard.map(|s| s.value.text().to_owned())
}

fn incident(decl: &IncidentDecl) -> Incident {
    Incident {
        id: word(&decl.id),
        title: text(decl.title.as_ref()),
        on: date(decl.on.as_ref()),
        uses: decl.uses.iter().map(word).collect(),
        standard: standard(decl.standard.as_ref()),
        standard_called: text(decl.standard_called.as_ref()),
        rebuttal: standard(decl.rebuttal.as_ref()),
        as_a_court: decl.as_a_court.is_some(),
        profile: words(decl.profile.as_ref()),
        notes: texts(&decl.notes),
    }
}

fn source(decl: &SourceDecl) -> Source {
    Source {
        id: word(&decl.id),
        kind: decl.kind.value.text().to_owned(),
        title: decl.title.value.clone(),
        adopted: date(decl.adopted.as_ref()),
        in_force: date(decl.in_force.as_ref()),
        dated: date(decl.dated.as_ref()),
        since: date(decl.since.as_ref()),
        until: date(decl.until.as_ref()),
        cited_as: text(decl.cited_as.as_ref()),
        published: text(decl.published.as_ref()),
        by: text(decl.by.as_ref()),
        url: text(decl.url.as_ref()),
        notes: texts(&decl.notes),
    }
}

fn entity(decl: &EntityDecl) -> Entity {
    Entity {
        kind: word(&decl.kind),
        name: word(&decl.name),
        display: text(decl.display.as_ref()),
        plural: decl.plural.is_some(),
        on: date(decl.on.as_ref()),
    }
}

fn cites(cites: &[Cite]) -> Vec<String> {
    cites
        .iter()
        .map(|cite| {
            let source = cite.source.iter().map(word);
            let pins = cite.pins.iter().map(|pin| match pin.quoted {
                true => format!("\"{}\"", pin.text.replace('"', "\\\"")),
                false => pin.text.to_string(),
            });
            source.chain(pins).collect::<Vec<_>>().join(" ")
        })
        .collect()
}

fn evidence(block: &EvidenceBlock) -> Evidence {
    let (heading, by) = match &block.heading.value {
        Heading::Established => ("established", None),
        Heading::Corroborated => ("corroborated", None),
        Heading::Likely => ("likely", None),
        Heading::Reported => ("reported", None),
        Heading::Unknown => ("unknown", None),
        Heading::NotProven => ("not proven", None),
        Heading::ClaimedBy(who) => ("claimed by", Some(who)),
        Heading::DeniedBy(who) => ("denied by", Some(who)),
        Heading::FoundBy(who) => ("found by", Some(who)),
        Heading::AssertedBy(who) => ("asserted by", Some(who)),
    };
    let statements = block.statements.iter().map(|s| {
        let (sentence, claim, not) = content(&s.content);
        Statement { sentence, claim, not, because: text(s.because.as_ref()), sources: cites(&s.cites) }
    });
    Evidence {
        heading: heading.to_owned(),
        by: words(by),
        sources: cites(&block.cites),
        statements: statements.collect(),
    }
}

/// The sentence or the claim, and whether it is negated.
fn content(content: &Content) -> (Option<String>, Option<String>, bool) {
    match content {
        Content::Words { negated, words } => (Some(text_of(&words.words)), None, negated.is_some()),
        Content::Claim(claim) => (None, Some(self::claim(claim)), claim.negated.is_some()),
    }
}

fn claim(claim: &NormClaim) -> String {
    let mut text = format!("breach of {} by {}", claim.norm.value, claim.by.value);
    if let Some(act) = &claim.act {
        text.push_str(&format!(" by {}", act.value));
    }
    for (i, name) in claim.respect.iter().enumerate() {
        text.push_str(if i == 0 { " in respect of " } else { " and " });
        text.push_str(&name.value);
    }
    text
}

fn expect(block: &ExpectBlock) -> Expect {
    Expect {
        profile: words(block.profile.as_ref()),
        account: words(block.account.as_ref()),
        standard: standard(block.standard.as_ref()),
        outcomes: outcomes(&block.expectations),
        holdings: block.holdings.iter().map(holding).collect(),
    }
}

fn holding(block: &HoldingBlock) -> Holding {
    Holding {
        id: word(&block.id),
        words: text(block.words.as_ref()),
        differs: text(block.differs.as_ref()),
        not_expressible: text(block.not_expressible.as_ref()),
        notes: texts(&block.notes),
        outcomes: outcomes(&block.expectations),
    }
}

fn outcomes(expectations: &[Expectation]) -> Vec<Outcome> {
    let outcome = |e: &Expectation| {
        let (sentence, claim, not) = content(&e.content);
        let outcome = e.outcome.as_ref().map(|o| o.value.text().to_owned());
        Outcome { sentence, claim, not, outcome, because: words(e.because.as_ref()), notes: texts(&e.notes) }
    };
    expectations.iter().map(outcome).collect()
}
