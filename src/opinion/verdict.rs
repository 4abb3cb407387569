//! The verdict on one norm instance. Knows nothing of other verdicts.

use super::missing;
use super::model::{ExceptionNote, Mark, NodeRef, Verdict, Word};
use super::reasons::Reasons;
use super::robustness;
use super::view::standard_name;
use super::words::{self, EngineTerms};
use crate::engine::graph::{InstanceId, Mode, NodeId};
use crate::engine::values::Place;
use crate::record::model::TermId;
use crate::record::wording;
use crate::rulebook::model::{Provision, ProvisionId};

/// The verdict on a norm instance.
pub fn verdict(reasons: &mut Reasons<'_, '_, '_>, id: InstanceId) -> Option<Verdict> {
    let provision = reasons.seen.evaluation.provision(id)?;
    let outcomes = reasons.seen.evaluation.outcomes(id);
    let (outcome, possible) = reasons.seen.outcome(&outcomes);
    let robust = robustness::describe(reasons.seen, &outcomes);
    let by_standard = reasons.seen.by_standard(&outcomes);
    let inner = Place::ORDINARY.strict_if(provision.without_presumptions);
    let instance = reasons.seen.evaluation.graph().instance(id)?;
    let (args, applies, when) = (instance.args.clone(), instance.applies, instance.when);
    let bounds = instance.bound.clone();
    let binding: Vec<_> = bounds.iter().map(|b| super::binding::note(reasons, b, inner)).collect();
    let applies =
        applies.filter(|_| !provision_is_unconditional(provision)).map(|n| reasons.node(n, inner, &provision.vars));
    let conditions = when.map(|n| reasons.node(n, inner, &provision.vars));
    let exceptions = exceptions(reasons, id, inner);
    let not_applicable_because =
        (outcome == Word::NotApplicable).then(|| why_not_applicable(reasons, provision, &args, &binding, applies));
    let open = matches!(outcome, Word::Undetermined | Word::NotShown | Word::NotProved | Word::Depends);
    let missing = if open { missing::of_instance(reasons.seen, id) } else { Vec::new() };
    let mut roots: Vec<NodeRef> = applies.into_iter().chain(conditions).collect();
    roots.extend(exceptions.iter().filter(|e| e.mark == Mark::Holds).filter_map(|e| e.reason));
    let (turns_on, rests_on) = carried(reasons, provision, &roots);
    let evaluation = &*reasons.seen.evaluation;
    let terms = EngineTerms(evaluation.facts());
    let sentence =
        format!("{}.", wording::norm(evaluation.rulebook(), &terms, instance_provision(evaluation, id)?, &args));
    Some(Verdict {
        norm: provision.id.to_string(),
        title: words::title(provision),
        addressee: args.first().map(|t| words::term(evaluation, *t)).unwrap_or_default(),
        arguments: args.iter().map(|t| words::name(evaluation, *t)).collect(),
        sentence,
        claim: claim_text(evaluation, provision, &args),
        outcome,
        possible,
        robustness: robust.sentence,
        brief: match &not_applicable_because {
            Some(because) if robust.flips.is_empty() => because.clone(),
            _ => robust.brief,
        },
        flips: robust.flips,
        by_standard: by_standard.into_iter().map(|(s, w)| (standard_name(s).to_owned(), w)).collect(),
        binding,
        not_applicable_because,
        applies,
        conditions,
        exceptions,
        missing,
        concludes: concludes(evaluation, id, provision, &args),
        rests_on,
        turns_on,
        notes: provision.notes.clone(),
        sources: Vec::new(),
        idle: evaluation.is_idle(id),
    })
}

fn instance_provision(evaluation: &crate::engine::Evaluation<'_>, id: InstanceId) -> Option<ProvisionId> {
    evaluation.graph().instance(id).map(|i| i.provision)
}

fn provision_is_unconditional(provision: &Provision) -> bool {
    matches!(&provision.applies.test, crate::rulebook::model::Test::All(parts) if parts.is_empty())
}

/// `breach of norm by USA by Strike in respect of Crew`.
pub fn claim_text(evaluation: &crate::engine::Evaluation<'_>, provision: &Provision, args: &[TermId]) -> String {
    let name = |t: &TermId| words::name(evaluation, *t);
    let mut text = format!("breach of {} by {}", provision.id, args.first().map(name).unwrap_or_default());
    let act = provision.act.map(|a| a.index());
    if let Some(act) = act.and_then(|a| args.get(a)) {
        text.push_str(&format!(" by {}", name(act)));
    }
    let others: Vec<String> =
        args.iter().enumerate().skip(1).filter(|(i, _)| Some(*i) != act).map(|(_, t)| name(t)).collect();
    if !others.is_empty() {
        text.push_str(&format!(" in respect of {}", others.join(" and ")));
    }
    text
}

fn concludes(
    evaluation: &crate::engine::Evaluation<'_>,
    id: InstanceId,
    provision: &Provision,
    args: &[TermId],
) -> Vec<String> {
    let _ = id;
    let env = crate::engine::ground::full_env(provision, args);
    provision
        .concludes
        .iter()
        .filter_map(|literal| {
            let args: Option<Vec<TermId>> = literal
                .args
                .iter()
                .map(|t| match t {
                    crate::rulebook::model::Term::Var(v) => crate::engine::join::get(&env, *v),
                    crate::rulebook::model::Term::Sentence(_) => None,
                })
                .collect();
            let terms = EngineTerms(evaluation.facts());
            args.map(|a| wording::sentence(evaluation.rulebook(), &terms, literal.sentence, &a, literal.negated))
        })
        .collect()
}

/// What is said of an exception that stands so.
pub fn exception_status(mark: Mark, strict: bool) -> String {
    match (mark, strict) {
        (Mark::Holds, _) => "established: it defeats the provision",
        (Mark::Fails, _) => "refuted",
        (Mark::Contested, _) => "contested: it makes the result contested",
        (Mark::Depends, _) => "depends on the positions left open",
        (Mark::Undetermined | Mark::NotShown, false) => {
            "not established: the burden is on whoever invokes it, so the provision stands"
        }
        (Mark::Undetermined | Mark::NotShown, true) => "not refuted: without presumptions, it must be refuted",
    }
    .to_owned()
}

/// The exceptions of a norm, all of them, with the reasons where the record bears on them.
fn exceptions(reasons: &mut Reasons<'_, '_, '_>, id: InstanceId, place: Place) -> Vec<ExceptionNote> {
    let mut list = Vec::new();
    let Some(provision) = reasons.seen.evaluation.provision(id) else { return list };
    let Some(instance) = reasons.seen.evaluation.graph().instance(id) else { return list };
    let standard = provision.rebuttal.unwrap_or(reasons.seen.evaluation.rebuttal());
    let strict = place.mode == Mode::Strict;
    let (unless, named) = (instance.unless.clone(), instance.exceptions.clone());
    let defeated_by = instance.defeated_by.clone();
    for node in unless {
        for part in alternatives(reasons, node) {
            let mark = reasons.unless_mark(part, place, standard);
            let reach = reasons.seen.evaluation.values().nodes.get(part.index()).map(|n| n.reach).unwrap_or_default();
            let reason = reasons.node(part, place, &provision.vars);
            let text = reasons.nodes.get(reason).map(|r| r.text.clone()).unwrap_or_default();
            let text = if is_block(reasons, reason) { described(reasons, part, &provision.vars) } else { text };
            let silent = !(reach.possible && (reach.touched || !reach.open));
            list.push(note(None, text, mark, strict, silent, Some(reason)));
        }
    }
    for exception in named.into_iter().chain(defeated_by) {
        let Some(p) = reasons.seen.evaluation.provision(exception) else { continue };
        let reach =
            reasons.seen.evaluation.values().instances.get(exception.index()).map(|i| i.reach).unwrap_or_default();
        let reason = reasons.instance(exception, place);
        let silent = !(reach.possible && (reach.touched || !reach.open));
        let mark = reasons.mark_of(reason);
        list.push(note(Some(p.id.to_string()), words::title(p), mark, strict, silent, Some(reason)));
    }
    list
}

fn note(
    id: Option<String>,
    text: String,
    mark: Mark,
    strict: bool,
    silent: bool,
    reason: Option<NodeRef>,
) -> ExceptionNote {
    let open = matches!(mark, Mark::Fails | Mark::Undetermined | Mark::NotShown);
    let status = if silent && open && !strict {
        "not raised: nothing in the record bears on it".to_owned()
    } else {
        exception_status(mark, strict)
    };
    let reason = reason.filter(|_| !(silent && open));
    ExceptionNote { id, text, mark, status, reason }
}

/// The alternatives of an `unless any of`, each an exception by itself; otherwise the whole.
fn alternatives(reasons: &Reasons<'_, '_, '_>, node: NodeId) -> Vec<NodeId> {
    use crate::engine::graph::GroundTest;
    match reasons.seen.evaluation.graph().node(node).map(|n| &n.test) {
        Some(GroundTest::Any(parts)) => parts.clone(),
        Some(GroundTest::All(parts)) if parts.len() == 1 => {
            parts.first().map_or_else(|| vec![node], |only| alternatives(reasons, *only))
        }
        _ => vec![node],
    }
}

fn is_block(reasons: &Reasons<'_, '_, '_>, node: NodeRef) -> bool {
    reasons.nodes.get(node).is_some_and(|r| r.kind == super::model::ReasonKind::Block)
}

fn described(reasons: &Reasons<'_, '_, '_>, node: NodeId, vars: &[crate::rulebook::model::Variable]) -> String {
    let evaluation = &*reasons.seen.evaluation;
    match evaluation.graph().node(node) {
        Some(n) => words::condition(evaluation, n.condition, &n.env, vars),
        None => String::new(),
    }
}

/// The layer that makes a norm not applicable.
fn why_not_applicable(
    reasons: &Reasons<'_, '_, '_>,
    provision: &Provision,
    args: &[TermId],
    binding: &[super::model::Binding],
    applies: Option<NodeRef>,
) -> String {
    let evaluation = &*reasons.seen.evaluation;
    let who = args.first().map(|t| words::term(evaluation, *t)).unwrap_or_default();
    if provision.under.is_empty() {
        return "the norm names no source".to_owned();
    }
    if !binding.iter().any(|b| b.binds) {
        let hows: Vec<String> = binding
            .iter()
            .filter(|b| b.how != "evidence of the law; binds nobody by itself")
            .map(|b| format!("{}: {}", b.citation, b.how))
            .collect();
        let persuasive: Vec<&str> = binding.iter().map(|b| b.citation.as_str()).collect();
        let why = match (hows.is_empty(), persuasive.len()) {
            (false, _) => hows.join("; "),
            (true, 1) => format!("{} is evidence of the law and binds nobody by itself", persuasive.concat()),
            (true, _) => format!("{} are evidence of the law and bind nobody by themselves", persuasive.join(", ")),
        };
        return format!("no source binds {who}: {why}");
    }
    match applies.and_then(|a| failing(reasons, a, 0)) {
        Some(text) => format!("condition not met: {text}"),
        None => "it does not apply".to_owned(),
    }
}

/// The first condition that fails, in words.
pub fn failing(reasons: &Reasons<'_, '_, '_>, node: NodeRef, depth: usize) -> Option<String> {
    let reason = reasons.nodes.get(node)?;
    if reason.mark != Mark::Fails {
        return None;
    }
    if reason.kind == super::model::ReasonKind::Block && depth < 8 {
        let below = reason.decisive.iter().find_map(|d| failing(reasons, *d, depth + 1));
        if below.is_some() {
            return below;
        }
    }
    Some(reason.text.clone())
}

/// The ids of the provisions that carry an outcome, and the presumptions, findings and judgments on which it rests.
fn carried(reasons: &Reasons<'_, '_, '_>, provision: &Provision, roots: &[NodeRef]) -> (Vec<String>, Vec<String>) {
    use super::model::ReasonKind;
    let mut ids = vec![provision.id.to_string()];
    let mut rests = Vec::new();
    let mut seen = rustc_hash::FxHashSet::default();
    let mut stack: Vec<NodeRef> = roots.iter().rev().copied().collect();
    while let Some(node) = stack.pop() {
        let Some(reason) = reasons.nodes.get(node).filter(|_| seen.insert(node)) else { continue };
        if let Some(id) = reason.id.as_ref().filter(|_| reason.kind != ReasonKind::Position)
            && !ids.contains(id)
        {
            ids.push(id.clone());
        }
        for remark in &reason.remarks {
            if remark.starts_with("presumed") || remark.starts_with("taken from the finding") {
                push_new(&mut rests, format!("{}: {remark}", reason.text));
            }
        }
        for evidence in &reason.evidence {
            if let (Some(because), Some(true)) = (&evidence.because, evidence.speaks_for) {
                push_new(&mut rests, format!("{}: a judgment, {}, because {because}", reason.text, evidence.heading));
            }
        }
        stack.extend(reason.decisive.iter().rev());
    }
    (ids, rests)
}

fn push_new(list: &mut Vec<String>, text: String) {
    if !list.contains(&text) {
        list.push(text);
    }
}
