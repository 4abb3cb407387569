//! Expectations: which outcome of what, from which standpoint.

use super::model::{Content, Expectation, ExpectedOutcome};
use super::resolve::Resolver;
use super::{error, sentences};
use crate::rulebook::model::{ProvisionId, ProvisionKind, Rulebook};
use crate::source::Text;
use crate::syntax::tree::{self, ExpectBlock, Ident};

/// Resolves an `expect` block.
pub(super) fn block(resolver: &mut Resolver<'_>, block: &ExpectBlock) {
    if let Some(profile) = &block.profile {
        resolver.profile(profile);
    }
    if let Some(account) = &block.account {
        let accounts = resolver.record.accounts();
        if !accounts.contains(&account.value) {
            resolver.report(error::unknown_account(account, accounts.iter().map(Text::as_str)));
        }
    }
    let holdings = block.holdings.iter().flat_map(|h| h.expectations.iter().map(|e| (e, Some(&h.id.value))));
    let mut all: Vec<_> = block.expectations.iter().map(|e| (e, None)).chain(holdings).collect();
    all.sort_by_key(|(expected, _)| expected.span.start);
    for (expected, holding) in all {
        one(resolver, block, expected, holding);
    }
}

fn one(resolver: &mut Resolver<'_>, block: &ExpectBlock, expected: &tree::Expectation, holding: Option<&Text>) {
    let Some(mut content) = sentences::content(resolver, &expected.content, true) else { return };
    let because = expected.because.as_ref().and_then(|id| provision(resolver, id));
    let Some(outcome) = outcome(resolver, expected, &mut content) else { return };
    resolver.record.expectations.push(Expectation {
        profile: block.profile.as_ref().map(|p| p.value.clone()),
        account: block.account.as_ref().map(|a| a.value.clone()),
        standard: block.standard.as_ref().map(|s| s.value),
        content,
        outcome,
        because,
        holding: holding.cloned(),
        notes: expected.notes.iter().map(|n| n.value.clone()).collect(),
        span: expected.span,
    });
}

fn provision(resolver: &mut Resolver<'_>, id: &Ident) -> Option<ProvisionId> {
    let ids = &resolver.rulebook.provision_ids;
    let found = ids.get(&id.value).copied();
    if found.is_none() {
        resolver.report(error::unknown_provision(id, ids.keys().map(Text::as_str)));
    }
    found
}

/// The outcome that is expected, of the content without its `not` or `no`, which is taken off.
fn outcome(
    resolver: &mut Resolver<'_>,
    expected: &tree::Expectation,
    content: &mut Content,
) -> Option<ExpectedOutcome> {
    let negated = match content {
        Content::Sentence { negated, .. } => std::mem::take(negated),
        Content::Norm(claim) => std::mem::take(&mut claim.negated),
        Content::Measure { .. } | Content::Position(_) => false,
    };
    let (of, fitting, usual) = fitting(resolver.rulebook, content);
    let (outcome, at) = match &expected.outcome {
        Some(outcome) => (turn(outcome.value, negated), outcome.span),
        None => (if negated { opposite(usual) } else { usual }, sentences::span(&expected.content)),
    };
    let twice = matches!(content, Content::Norm(_)) && negated && expected.outcome.is_some();
    if twice {
        resolver.report(error::outcome_said_twice(at));
        return None;
    }
    if !fitting.contains(&outcome) {
        let names: Vec<&str> = fitting.iter().map(|o| name(*o)).collect();
        resolver.report(error::outcome_misfit(at, name(outcome), of, &names));
        return None;
    }
    Some(outcome)
}

/// The outcome of X where one is expected of `not X`.
fn turn(outcome: ExpectedOutcome, negated: bool) -> ExpectedOutcome {
    if negated { opposite(outcome) } else { outcome }
}

fn opposite(outcome: ExpectedOutcome) -> ExpectedOutcome {
    match outcome {
        ExpectedOutcome::Breach => ExpectedOutcome::NoBreach,
        ExpectedOutcome::NoBreach => ExpectedOutcome::Breach,
        ExpectedOutcome::Permitted => ExpectedOutcome::NotPermitted,
        ExpectedOutcome::NotPermitted => ExpectedOutcome::Permitted,
        ExpectedOutcome::Established => ExpectedOutcome::Refuted,
        ExpectedOutcome::Refuted => ExpectedOutcome::Established,
        ExpectedOutcome::NotApplicable
        | ExpectedOutcome::Undetermined
        | ExpectedOutcome::NotShown
        | ExpectedOutcome::Contested
        | ExpectedOutcome::Depends => outcome,
    }
}

/// What a content is called, the outcomes that it may have, and the one that is meant where none is written.
fn fitting(rulebook: &Rulebook, content: &Content) -> (&'static str, &'static [ExpectedOutcome], ExpectedOutcome) {
    use ExpectedOutcome::{
        Breach, Contested, Depends, Established, NoBreach, NotApplicable, NotPermitted, NotShown, Permitted, Refuted,
        Undetermined,
    };
    const NORM: [ExpectedOutcome; 7] = [Breach, NoBreach, NotApplicable, Undetermined, NotShown, Contested, Depends];
    const MAY: [ExpectedOutcome; 7] =
        [Permitted, NotPermitted, NotApplicable, Undetermined, NotShown, Contested, Depends];
    const SENTENCE: [ExpectedOutcome; 6] = [Established, Refuted, Undetermined, NotShown, Contested, Depends];
    let kind = match content {
        Content::Norm(claim) => rulebook.provisions.get(claim.norm.index()).map(|p| p.kind),
        Content::Sentence { .. } | Content::Measure { .. } | Content::Position(_) => None,
    };
    match kind {
        None => ("a sentence", &SENTENCE, Established),
        Some(ProvisionKind::Permission) => ("a permission", &MAY, Breach),
        Some(ProvisionKind::Obligation) => ("an obligation", &NORM, Breach),
        Some(_) => ("a prohibition", &NORM, Breach),
    }
}

/// An outcome as it is written.
fn name(outcome: ExpectedOutcome) -> &'static str {
    match outcome {
        ExpectedOutcome::Breach => "breach",
        ExpectedOutcome::NoBreach => "no breach",
        ExpectedOutcome::NotApplicable => "not applicable",
        ExpectedOutcome::Permitted => "permitted",
        ExpectedOutcome::NotPermitted => "not permitted",
        ExpectedOutcome::Established => "established",
        ExpectedOutcome::Refuted => "refuted",
        ExpectedOutcome::Undetermined => "undetermined",
        ExpectedOutcome::NotShown => "not shown",
        ExpectedOutcome::Contested => "contested",
        ExpectedOutcome::Depends => "depends",
    }
}
