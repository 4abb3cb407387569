//! How robust an outcome is: the smallest changes of standpoint that change it, and the sentence that says so. The
//! sentence is honest: "only if" lists every smallest set of changes that brings an outcome, or what all of them have in common
//! where there are many ("among other things"); "if" stands where those changes always bring it. Knows nothing of reasons.

use rustc_hash::FxHashMap;

use super::model::{Flip, Word};
use super::view::{Seen, standard_name, word};
use crate::engine::diagram::{Assignment, Diagram, Var};
use crate::engine::standpoint::{Dimension, Space};
use crate::engine::{Outcome, Outcomes};
use crate::record::wording;
use crate::rulebook::model::PositionId;

/// How many smallest sets of changes are kept for one outcome.
const MOST_FLIPS: usize = 8;
/// How many smallest sets, and changes in all of them, a sentence names; more than that is summed up, and listed elsewhere.
const MOST_NAMED: (usize, usize) = (2, 4);
/// How many changes a sentence names before outcomes that need the same are said together.
const MOST_TOGETHER: usize = 6;

/// A set of choices, in the order of the variables.
type Changes = Vec<(Var, u16)>;

/// What is said of the robustness of an outcome.
#[derive(Debug, Clone)]
pub struct Robustness {
    /// One or two sentences.
    pub sentence: String,
    /// A few words.
    pub brief: String,
    /// The smallest changes.
    pub flips: Vec<Flip>,
}

/// Describes how robust an outcome is at the headline's standard, and what other standards would change.
pub fn describe(seen: &mut Seen<'_, '_>, outcomes: &Outcomes) -> Robustness {
    describe_as(seen, outcomes, &Word::text)
}

/// The same with other names for the outcomes.
pub fn describe_as(seen: &mut Seen<'_, '_>, outcomes: &Outcomes, name: &dyn Fn(Word) -> &'static str) -> Robustness {
    let (headline, _) = seen.outcome(outcomes);
    let mut support: Vec<Var> =
        outcomes.0.iter().flat_map(|(_, d)| seen.evaluation.space.diagrams.support(*d)).collect();
    support.sort_unstable();
    support.dedup();
    let able = seen.able(&support);
    let at_standard = at_standard(seen, outcomes, able);
    let elsewhere: Vec<(Outcome, Diagram)> =
        at_standard.iter().copied().filter(|(o, _)| word(*o) != headline).collect();
    let standards = other_standards(seen, outcomes, headline, name);
    if elsewhere.is_empty() {
        let (sentence, brief) = match &standards {
            None => ("It is the same from every standpoint.".to_owned(), "from every standpoint".to_owned()),
            Some(s) => (
                format!("It is the same on every account and every position; {s}."),
                "on every account and position".to_owned(),
            ),
        };
        return Robustness { sentence, brief, flips: Vec::new() };
    }
    let mut ways = Vec::new();
    let mut flips = Vec::new();
    for (outcome, region) in elsewhere {
        let (sets, more) = smallest(seen, region, able);
        let outcome = word(outcome);
        for set in &sets {
            flips.push(Flip { changes: spoken(seen, set).iter().map(|c| change(seen, *c)).collect(), outcome });
        }
        let needed = needed(seen, region);
        ways.push(Way { outcome, region, able, sets, more, needed });
    }
    let clauses: Vec<String> = clauses(seen, &ways, name)
        .into_iter()
        .map(|(names, condition)| format!("{} {condition}", join(&names, "or")))
        .collect();
    let briefs: Vec<(Word, Vec<Changes>)> = ways.into_iter().map(|w| (w.outcome, w.sets)).collect();
    let sentence = sentence(headline, name, &clauses, standards.as_deref());
    Robustness { sentence, brief: brief(seen, &briefs, name), flips }
}

/// How another outcome comes about.
struct Way {
    outcome: Word,
    region: Diagram,
    /// Where anybody can stand: no two positions are accepted that exclude each other.
    able: Diagram,
    /// The smallest sets of changes, and whether there are more.
    sets: Vec<Changes>,
    more: bool,
    /// The changes that it cannot do without.
    needed: Changes,
}

impl Way {
    fn changes(&self) -> usize {
        self.sets.iter().map(Vec::len).sum()
    }
}

/// The outcomes with the conditions on which they come about. If that is long to say, outcomes that need the same changes
/// among others are said together.
fn clauses(
    seen: &mut Seen<'_, '_>,
    ways: &[Way],
    name: &dyn Fn(Word) -> &'static str,
) -> Vec<(Vec<&'static str>, String)> {
    let mut clauses: Vec<(Vec<&'static str>, String)> = Vec::new();
    let long = ways.iter().map(Way::changes).sum::<usize>() > MOST_TOGETHER;
    let alike: Vec<&Way> = ways.iter().filter(|w| long && w.needed.len() > 1).collect();
    let common: Changes = match alike.as_slice() {
        [first, others @ ..] if !others.is_empty() => {
            first.needed.iter().copied().filter(|c| others.iter().all(|w| w.needed.contains(c))).collect()
        }
        _ => Changes::new(),
    };
    for way in ways {
        let condition = if !common.is_empty() && alike.iter().any(|w| w.outcome == way.outcome) {
            format!("only if, among other things, {}", join_changes(seen, &common))
        } else {
            condition(seen, way)
        };
        match clauses.iter_mut().find(|(_, c)| *c == condition) {
            Some((names, _)) => names.push(name(way.outcome)),
            None => clauses.push((vec![name(way.outcome)], condition)),
        }
    }
    clauses
}

/// When an outcome comes about: every smallest set of changes if they are few, else what all of them need, else how many
/// there are and the smallest.
fn condition(seen: &mut Seen<'_, '_>, way: &Way) -> String {
    let Way { region, able, sets, more, needed, .. } = way;
    if !more && sets.len() <= MOST_NAMED.0 && way.changes() <= MOST_NAMED.1 {
        let word = if covers(seen, *region, *able, sets) { "if" } else { "only if" };
        return format!("{word} {}", alternatives(seen, sets));
    }
    if !needed.is_empty() {
        let more = if sets.iter().any(|s| s.len() > needed.len()) { ", among other things," } else { "" };
        return format!("only if{more} {}", join_changes(seen, needed));
    }
    let smallest = sets.first().map_or_else(String::new, |s| join_changes(seen, s));
    let many = if *more { format!("more than {}", sets.len()) } else { sets.len().to_string() };
    format!("in {many} ways, the shortest if {smallest}")
}

/// The changes that a region cannot do without.
fn needed(seen: &mut Seen<'_, '_>, region: Diagram) -> Changes {
    let mut list = Changes::new();
    for var in seen.evaluation.space.diagrams.support(region) {
        let choices = seen.evaluation.space.diagrams.choices(var);
        let possible: Vec<u16> =
            (0..choices).filter(|c| seen.evaluation.space.diagrams.restrict(region, var, *c) != Diagram::NO).collect();
        if let [only] = possible.as_slice()
            && seen.assignment.get(&var) != Some(only)
        {
            list.push((var, *only));
        }
    }
    list.sort_unstable();
    list
}

/// The outcomes at the headline's standard, over accounts, positions and crossroads.
fn at_standard(seen: &mut Seen<'_, '_>, outcomes: &Outcomes, able: Diagram) -> Vec<(Outcome, Diagram)> {
    let standard = seen.standard;
    let rank = crate::engine::standpoint::rank(standard);
    let diagrams = &mut seen.evaluation.space.diagrams;
    let mut here = |d: Diagram| {
        let able = diagrams.and(d, able);
        diagrams.restrict(able, Space::STANDARD, rank)
    };
    let mut list: Vec<(Outcome, Diagram)> = outcomes.0.iter().map(|(o, d)| (*o, here(*d))).collect();
    list.retain(|(_, d)| *d != Diagram::NO);
    list
}

/// What other standards of proof would bring, all else as in the headline; none if nothing.
fn other_standards(
    seen: &mut Seen<'_, '_>,
    outcomes: &Outcomes,
    headline: Word,
    name: &dyn Fn(Word) -> &'static str,
) -> Option<String> {
    let list = seen.by_standard(outcomes);
    let changed: Vec<_> = list.into_iter().filter(|(_, w)| *w != headline).collect();
    let mut parts: Vec<(Word, Vec<&str>)> = Vec::new();
    for (standard, word) in changed {
        match parts.iter_mut().find(|(w, _)| *w == word) {
            Some((_, names)) => names.push(standard_name(standard)),
            None => parts.push((word, vec![standard_name(standard)])),
        }
    }
    if parts.is_empty() {
        return None;
    }
    let parts: Vec<String> = parts
        .into_iter()
        .map(|(w, names)| {
            let said = if w == Word::Depends { "it depends on the positions left open" } else { name(w) };
            format!("at the standard of {}: {said}", join(&names, "or"))
        })
        .collect();
    Some(parts.join("; "))
}

fn sentence(
    headline: Word,
    name: &dyn Fn(Word) -> &'static str,
    clauses: &[String],
    standards: Option<&str>,
) -> String {
    let start =
        if headline == Word::Depends { "It depends: ".to_owned() } else { format!("{}; ", capital(name(headline))) };
    let mut text = format!("{start}{}.", clauses.join("; "));
    if let Some(standards) = standards {
        text.push_str(&format!(" {}.", capital(standards)));
    }
    text
}

/// `no breach if a is accepted`, or what the outcome turns on if that is long to say.
fn brief(seen: &Seen<'_, '_>, briefs: &[(Word, Vec<Changes>)], name: &dyn Fn(Word) -> &'static str) -> String {
    if let [(word, sets)] = briefs
        && let [set] = sets.as_slice()
        && set.len() == 1
    {
        return format!("{} if {}", name(*word), join_changes(seen, set));
    }
    let mut counted: Vec<((Var, u16), usize)> = Vec::new();
    for change in briefs.iter().flat_map(|(_, sets)| sets.iter().flatten()) {
        match counted.iter_mut().find(|((v, _), _)| *v == change.0) {
            Some((_, n)) => *n += 1,
            None => counted.push((*change, 1)),
        }
    }
    counted.sort_by_key(|((var, _), n)| (std::cmp::Reverse(*n), *var));
    let Some(((var, choice), _)) = counted.first() else { return String::new() };
    let first = match seen.evaluation.space.dimension(*var) {
        Some(Dimension::Position(p)) => {
            seen.evaluation.rulebook().positions.get(p.index()).map(|p| p.id.to_string()).unwrap_or_default()
        }
        Some(Dimension::Account) => "whose account is taken".to_owned(),
        _ => format!("whether {}", change(seen, (*var, *choice))),
    };
    match counted.len() - 1 {
        0 => format!("turns on {first}"),
        n => format!("turns on {first} and {n} more"),
    }
}

/// The smallest sets of choices away from the headline that lie in a region, at most [`MOST_FLIPS`], and whether there
/// are more. The region lies within the standpoints that anybody can take.
fn smallest(seen: &mut Seen<'_, '_>, region: Diagram, able: Diagram) -> (Vec<Changes>, bool) {
    let mut memo = FxHashMap::default();
    let mut more = false;
    let mut sets = smallest_below(seen, (region, able), &mut memo, &mut more);
    sets.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
    if sets.len() > MOST_FLIPS {
        sets.truncate(MOST_FLIPS);
        more = true;
    }
    (sets, more)
}

fn smallest_below(
    seen: &mut Seen<'_, '_>,
    (region, able): (Diagram, Diagram),
    memo: &mut FxHashMap<(Diagram, Diagram), Vec<Changes>>,
    more: &mut bool,
) -> Vec<Changes> {
    let diagrams = &seen.evaluation.space.diagrams;
    let Some(var) = diagrams.top(region).into_iter().chain(diagrams.top(able)).min() else {
        return if region == Diagram::YES { vec![Vec::new()] } else { Vec::new() };
    };
    if let Some(known) = memo.get(&(region, able)) {
        return known.clone();
    }
    let usual = seen.assignment.get(&var).copied();
    // Choices with which nobody can stand here say nothing.
    let mut lists: Vec<(u16, Vec<Changes>)> = Vec::new();
    for choice in 0..seen.evaluation.space.diagrams.choices(var) {
        let diagrams = &seen.evaluation.space.diagrams;
        let (region, able) = (diagrams.child(region, var, choice), diagrams.child(able, var, choice));
        if able != Diagram::NO {
            lists.push((choice, smallest_below(seen, (region, able), memo, more)));
        }
    }
    let mut sets: Vec<Changes> = match usual {
        Some(usual) => lists.iter().find(|(c, _)| *c == usual).map(|(_, l)| l.clone()).unwrap_or_default(),
        None => {
            let first = lists.first().map(|(_, l)| l.clone()).unwrap_or_default();
            first.into_iter().filter(|s| lists.iter().all(|(_, l)| l.contains(s))).collect()
        }
    };
    for (choice, list) in lists.iter().filter(|(c, _)| Some(*c) != usual) {
        for set in list {
            if sets.iter().any(|s| s.iter().all(|c| set.contains(c))) {
                continue;
            }
            let mut with = vec![(var, *choice)];
            with.extend(set.iter().copied());
            sets.push(with);
        }
    }
    sets.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
    if sets.len() > 4 * MOST_FLIPS {
        sets.truncate(4 * MOST_FLIPS);
        *more = true;
    }
    memo.insert((region, able), sets.clone());
    sets
}

/// A set of changes without those that go without saying: accepting a position rejects those that it excludes, unless
/// they were accepted by choice.
fn spoken(seen: &Seen<'_, '_>, set: &Changes) -> Changes {
    let rulebook = seen.evaluation.rulebook();
    let profile = seen.evaluation.record().profile.as_deref();
    let position = |var: Var| match seen.evaluation.space.dimension(var) {
        Some(Dimension::Position(p)) => Some(*p),
        _ => None,
    };
    let accepted: Vec<PositionId> = set.iter().filter(|(_, c)| *c == 1).filter_map(|(v, _)| position(*v)).collect();
    let implied = |(var, choice): &(Var, u16)| {
        *choice == 0
            && position(*var).is_some_and(|p| {
                let rivals = rulebook.positions.get(p.index()).map_or(&[][..], |p| &p.excludes);
                rivals.iter().any(|r| accepted.contains(r)) && seen.view.chosen(rulebook, profile, p).is_none()
            })
    };
    set.iter().filter(|c| !implied(c)).copied().collect()
}

/// Whether making exactly these changes, whatever else one can choose, always lies in the region.
fn covers(seen: &mut Seen<'_, '_>, region: Diagram, able: Diagram, sets: &[Changes]) -> bool {
    let diagrams = &mut seen.evaluation.space.diagrams;
    let outside = diagrams.and_not(able, region);
    sets.iter().all(|set| {
        let mut assignment: Assignment = set.iter().copied().collect();
        assignment.insert(Space::STANDARD, crate::engine::standpoint::rank(seen.standard));
        seen.evaluation.space.diagrams.restrict_all(outside, &assignment) == Diagram::NO
    })
}

fn change(seen: &Seen<'_, '_>, (var, choice): (Var, u16)) -> String {
    let rulebook = seen.evaluation.rulebook();
    match seen.evaluation.space.dimension(var) {
        Some(Dimension::Standard) => "another standard of proof is required".to_owned(),
        Some(Dimension::Account) if choice == 0 => "the neutral account is taken".to_owned(),
        Some(Dimension::Account) => {
            let name = seen.evaluation.space.accounts.get(usize::from(choice) - 1).map_or("", |n| n.as_str());
            format!("the account of {} is taken", super::words::actor(seen.evaluation, name))
        }
        Some(Dimension::Position(p)) => {
            let id = rulebook.positions.get(p.index()).map_or("", |p| p.id.as_str());
            format!("{id} is {}", if choice == 1 { "accepted" } else { "rejected" })
        }
        Some(Dimension::Crossroads(ground)) => {
            let terms = super::words::EngineTerms(seen.evaluation.facts());
            wording::sentence(rulebook, &terms, ground.sentence, &ground.args, choice == 0)
        }
        None => String::new(),
    }
}

/// `a, b and c are accepted, d is rejected and the account of X is taken`.
fn join_changes(seen: &Seen<'_, '_>, set: &Changes) -> String {
    let rulebook = seen.evaluation.rulebook();
    let (mut accepted, mut rejected, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for one in &spoken(seen, set) {
        match seen.evaluation.space.dimension(one.0) {
            Some(Dimension::Position(p)) => {
                let id = rulebook.positions.get(p.index()).map_or("", |p| p.id.as_str());
                if one.1 == 1 { accepted.push(id) } else { rejected.push(id) }
            }
            _ => others.push(change(seen, *one)),
        }
    }
    let mut parts = Vec::new();
    for (list, what) in [(accepted, "accepted"), (rejected, "rejected")] {
        if !list.is_empty() {
            parts.push(format!("{} {} {what}", join(&list, "and"), if list.len() == 1 { "is" } else { "are" }));
        }
    }
    parts.extend(others);
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    join(&parts, "and")
}

/// The alternatives, what they have in common first: `a and b are accepted, and either c is accepted or d is rejected`.
fn alternatives(seen: &Seen<'_, '_>, sets: &[Changes]) -> String {
    let common: Changes = match sets {
        [first, _, ..] => first.iter().copied().filter(|c| sets.iter().all(|s| s.contains(c))).collect(),
        _ => Vec::new(),
    };
    let rests: Vec<Changes> =
        sets.iter().map(|s| s.iter().copied().filter(|c| !common.contains(c)).collect()).collect();
    let list: Vec<String> = rests.iter().map(|s| join_changes(seen, s)).collect();
    let either = match list.len() {
        0 | 1 => list.concat(),
        _ => list.join(", or "),
    };
    if common.is_empty() { either } else { format!("{} and either {either}", join_changes(seen, &common)) }
}

/// `a`, `a and b`, `a, b and c`.
pub fn join(list: &[&str], last: &str) -> String {
    match list {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [start @ .., end] => format!("{} {last} {end}", start.join(", ")),
    }
}

fn capital(text: &str) -> String {
    wording::capital(text)
}
