//! What may be stated under which heading, and what goes together. Knows nothing of how words become sentences.

use rustc_hash::FxHashMap;

use super::model::{Citation, Content, Ground, Heading, SourceRef, Statement, TermId};
use super::resolve::Resolver;
use super::{cites, error, sentences, wording};
use crate::rulebook::model::{ProvisionId, Quantity, SentenceKind, Standard};
use crate::source::{Span, Text};
use crate::syntax::tree::{self, CaseFile, CaseItem, EvidenceBlock};

/// Resolves all statements of a record.
pub(super) fn all(resolver: &mut Resolver<'_>, file: &CaseFile) {
    let mut seen = Seen::default();
    for (number, item) in file.items.iter().enumerate() {
        if let CaseItem::Evidence(block) = item {
            self::block(resolver, block, number, &mut seen);
        }
    }
    for (subject, at) in seen.unknown {
        if let Some(evidence) = seen.evidence.get(&subject) {
            resolver.report(error::unknown_but_stated(at, *evidence));
        }
    }
}

fn block(resolver: &mut Resolver<'_>, block: &EvidenceBlock, number: usize, seen: &mut Seen) {
    let heading = heading(&block.heading.value);
    let shared = cites::resolve(resolver, &block.cites, &[]);
    let bare = matches!(heading, Heading::Unknown | Heading::NotProven);
    for stated in &block.statements {
        let own = cites::resolve(resolver, &stated.cites, &shared);
        let Some(content) = sentences::content(resolver, &stated.content, bare) else { continue };
        let at = sentences::span(&stated.content);
        if !fits(resolver, &heading, stated, &content, at) {
            continue;
        }
        let cites = if stated.cites.is_empty() { shared.clone() } else { own };
        seen.check(resolver, number, &heading, &content, &cites, at);
        let because = stated.because.as_ref().map(|b| b.value.clone());
        let statement = Statement { heading: heading.clone(), content, because, cites, span: stated.span };
        resolver.record.statements.push(statement);
    }
}

fn heading(heading: &tree::Heading) -> Heading {
    match heading {
        tree::Heading::Established => Heading::Evidence(Standard::BeyondReasonableDoubt),
        tree::Heading::Corroborated => Heading::Evidence(Standard::ClearAndConvincing),
        tree::Heading::Likely => Heading::Evidence(Standard::BalanceOfProbabilities),
        tree::Heading::Reported => Heading::Evidence(Standard::ReasonableGrounds),
        tree::Heading::Unknown => Heading::Unknown,
        tree::Heading::NotProven => Heading::NotProven,
        tree::Heading::ClaimedBy(who) => Heading::ClaimedBy(who.value.clone()),
        tree::Heading::DeniedBy(who) => Heading::DeniedBy(who.value.clone()),
        tree::Heading::FoundBy(who) => Heading::FoundBy(who.value.clone()),
        tree::Heading::AssertedBy(who) => Heading::AssertedBy(who.value.clone()),
    }
}

/// A heading as it is written.
fn written(heading: &Heading) -> String {
    match heading {
        Heading::Evidence(Standard::BeyondReasonableDoubt) => "established".to_owned(),
        Heading::Evidence(Standard::ClearAndConvincing) => "corroborated".to_owned(),
        Heading::Evidence(Standard::BalanceOfProbabilities) => "likely".to_owned(),
        Heading::Evidence(Standard::ReasonableGrounds) => "reported".to_owned(),
        Heading::Unknown => "unknown".to_owned(),
        Heading::NotProven => "not proven".to_owned(),
        Heading::ClaimedBy(who) => format!("claimed by {who}"),
        Heading::DeniedBy(who) => format!("denied by {who}"),
        Heading::FoundBy(who) => format!("found by {who}"),
        Heading::AssertedBy(who) => format!("asserted by {who}"),
    }
}

/// Whether this may stand under this heading.
fn fits(resolver: &mut Resolver<'_>, heading: &Heading, stated: &tree::Statement, content: &Content, at: Span) -> bool {
    if matches!(heading, Heading::FoundBy(_) | Heading::AssertedBy(_)) {
        return true;
    }
    let ground = match content {
        Content::Sentence { ground, .. } | Content::Measure { ground, .. } => ground,
        Content::Norm(_) => {
            resolver.report(error::claim_as_fact(at, &written(heading)));
            return false;
        }
        Content::Position(_) => return false,
    };
    let rulebook = resolver.rulebook;
    let Some(sentence) = rulebook.sentences.get(ground.sentence.index()) else { return false };
    let pattern = || wording::pattern(rulebook, ground.sentence);
    match sentence.kind {
        SentenceKind::Conclusion if sentence.is_concluded() => {
            resolver.report(error::conclusion_as_fact(at, &pattern(), &written(heading)));
            false
        }
        SentenceKind::Conclusion if sentence.presumed_by.is_empty() => {
            resolver.report(error::open_conclusion(at, &pattern()));
            true
        }
        SentenceKind::Judgment
            if stated.because.is_none() && matches!(heading, Heading::Evidence(_) | Heading::ClaimedBy(_)) =>
        {
            let weighing: Vec<&str> = sentence.weighing.iter().map(|f| f.text.as_str()).collect();
            resolver.report(error::judgment_without_reason(at, &pattern(), &weighing));
            true
        }
        SentenceKind::Conclusion
        | SentenceKind::Judgment
        | SentenceKind::Relation
        | SentenceKind::Fact
        | SentenceKind::Measure(_) => true,
    }
}

/// What a statement is about, whichever way it decides.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Subject {
    Ground(Ground),
    Norm(ProvisionId, Vec<Option<TermId>>),
}

/// Where a statement comes from, as far as contradictions go: a source, or if there is none the block it stands in.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Origin {
    Source(SourceRef),
    Block(usize),
}

/// What one origin has said of one subject so far.
#[derive(Default)]
struct Said {
    yes: Option<Span>,
    no: Option<Span>,
    least: Option<(Quantity, Span)>,
    most: Option<(Quantity, Span)>,
}

/// All that was stated so far, indexed.
#[derive(Default)]
struct Seen {
    same: FxHashMap<(Heading, Content), Span>,
    said: FxHashMap<(Heading, Subject, Origin), Said>,
    accounts: FxHashMap<(Text, Subject), (bool, Span)>,
    evidence: FxHashMap<Subject, Span>,
    unknown: Vec<(Subject, Span)>,
}

impl Seen {
    /// Holds a statement against those before it.
    fn check(
        &mut self,
        resolver: &mut Resolver<'_>,
        block: usize,
        heading: &Heading,
        content: &Content,
        cites: &[Citation],
        at: Span,
    ) {
        let Some((subject, yes)) = subject(content) else { return };
        if let Some(first) = self.same.get(&(heading.clone(), content.clone())) {
            resolver.report(error::repeated_statement(at, *first));
            return;
        }
        self.same.insert((heading.clone(), content.clone()), at);
        match heading {
            Heading::ClaimedBy(who) => return self.account(resolver, who, subject, yes, at),
            Heading::DeniedBy(who) => return self.account(resolver, who, subject, !yes, at),
            Heading::Unknown if is_open(content) => self.unknown.push((subject.clone(), at)),
            Heading::Evidence(_) if is_settled(content) => {
                self.evidence.entry(subject.clone()).or_insert(at);
            }
            Heading::Evidence(_) | Heading::Unknown | Heading::NotProven => {}
            Heading::FoundBy(_) | Heading::AssertedBy(_) => {}
        }
        if matches!(heading, Heading::Unknown | Heading::NotProven) {
            return; // a point may be open, or unproven, both ways
        }
        let mut origins: Vec<Origin> = cites.iter().map(|c| Origin::Source(c.source.clone())).collect();
        if origins.is_empty() {
            origins.push(Origin::Block(block));
        }
        let mut opposite = None;
        for origin in origins {
            let said = self.said.entry((heading.clone(), subject.clone(), origin)).or_default();
            opposite = opposite.or(said.add(content, yes, at));
        }
        if let Some(first) = opposite {
            resolver.report(error::contradiction(at, first));
        }
    }

    /// Holds a claim or denial against what the same actor said before.
    fn account(&mut self, resolver: &mut Resolver<'_>, who: &Text, subject: Subject, yes: bool, at: Span) {
        match self.accounts.get(&(who.clone(), subject.clone())) {
            Some((before, first)) if *before != yes => resolver.report(error::claimed_and_denied(at, *first, who)),
            Some(_) => {}
            None => {
                self.accounts.insert((who.clone(), subject), (yes, at));
            }
        }
    }
}

impl Said {
    /// Adds a statement and gives the place of one that it contradicts.
    fn add(&mut self, content: &Content, yes: bool, at: Span) -> Option<Span> {
        if let Content::Measure { least, most, .. } = content {
            if let Some(l) = least
                && self.least.as_ref().is_none_or(|(before, _)| l.value > before.value)
            {
                self.least = Some((l.clone(), at));
            }
            if let Some(m) = most
                && self.most.as_ref().is_none_or(|(before, _)| m.value < before.value)
            {
                self.most = Some((m.clone(), at));
            }
            return match (&self.least, &self.most) {
                (Some((l, from)), Some((m, to))) if l.value > m.value => Some(if *from == at { *to } else { *from }),
                _ => None,
            };
        }
        let (mine, other) = if yes { (&mut self.yes, self.no) } else { (&mut self.no, self.yes) };
        mine.get_or_insert(at);
        other
    }
}

/// What is stated on, and whether it is affirmed.
fn subject(content: &Content) -> Option<(Subject, bool)> {
    match content {
        Content::Sentence { ground, negated } => Some((Subject::Ground(ground.clone()), !negated)),
        Content::Measure { ground, .. } => Some((Subject::Ground(ground.clone()), true)),
        Content::Norm(claim) => Some((Subject::Norm(claim.norm, claim.args.clone()), !claim.negated)),
        Content::Position(_) => None,
    }
}

/// Whether evidence of this leaves nothing unknown: bounds of a measure do.
fn is_settled(content: &Content) -> bool {
    match content {
        Content::Measure { least: Some(l), most: Some(m), .. } => l.value == m.value,
        Content::Measure { .. } => false,
        Content::Sentence { .. } | Content::Norm(_) | Content::Position(_) => true,
    }
}

/// Whether a gap is stated of the thing itself, not of one value of a measure.
fn is_open(content: &Content) -> bool {
    !matches!(content, Content::Measure { least: Some(_), .. } | Content::Measure { most: Some(_), .. })
}
