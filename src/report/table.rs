//! The table of verdicts: one row for each verdict, or for those of which it says the same. Knows nothing of
//! reasons.

use super::document::{Block, Document, Role, Table, Words};
use super::group;
use super::verdict;
use crate::opinion::model::{Mark, Opinion, Verdict, Word};

/// One row: verdicts on one norm for one addressee of which the table says the same.
struct Row<'o> {
    verdict: &'o Verdict,
    why: String,
    places: Vec<usize>,
}

impl Row<'_> {
    fn says(&self, verdict: &Verdict, why: &str) -> bool {
        let key = |v: &Verdict| (v.norm.clone(), v.addressee.clone(), v.outcome);
        key(self.verdict) == key(verdict) && self.why == why
    }
}

/// Adds the table: what is breached or open first, below it what is not breached from any standpoint.
pub(super) fn table(document: &mut Document, opinion: &Opinion) {
    if opinion.verdicts.is_empty() {
        document.paragraph(Words::plain(
            "No norm of the packs in use is touched by this record: nothing in it links an act to somebody who is bound.",
        ));
        return;
    }
    let (mut main, mut aside): (Vec<Row<'_>>, Vec<Row<'_>>) = (Vec::new(), Vec::new());
    for (i, verdict) in opinion.verdicts.iter().enumerate() {
        let is_aside = is_aside(verdict, &opinion.verdicts);
        let why = if is_aside { why_not(opinion, verdict) } else { brief(verdict).to_owned() };
        let rows = if is_aside { &mut aside } else { &mut main };
        match rows.iter_mut().find(|row| row.says(verdict, &why)) {
            Some(row) => row.places.push(i),
            None => rows.push(Row { verdict, why, places: vec![i] }),
        }
    }
    let cells = |row: Row<'_>| {
        let number = Words::of(Role::Muted, ranges(&row.places));
        let name = verdict::name(row.verdict, &group::labels(&opinion.verdicts, &row.places));
        vec![number, name, verdict::outcome(row.verdict.outcome), Words::plain(row.why)]
    };
    let main: Vec<Vec<Words>> = main.into_iter().map(cells).collect();
    let aside: Vec<Vec<Words>> = aside.into_iter().map(cells).collect();
    if !main.is_empty() {
        let columns = ["", "Norm", "Outcome", "How robust"].map(str::to_owned).to_vec();
        document.blocks.push(Block::Table(Table { columns, rows: main }));
    }
    if !aside.is_empty() {
        document.heading(3, "Not breached from any standpoint");
        let columns = ["", "Norm", "Outcome", "Why"].map(str::to_owned).to_vec();
        document.blocks.push(Block::Table(Table { columns, rows: aside }));
    }
}

/// Whether a norm is mentioned and not reasoned: it would be breached from no standpoint, and it does not apply or only
/// mirrors what another addressee is judged for.
pub(super) fn is_aside(verdict: &Verdict, all: &[Verdict]) -> bool {
    let mirrors = |other: &Verdict| {
        let sorted = |v: &Verdict| {
            let mut names = v.arguments.clone();
            names.sort();
            names
        };
        other.norm == verdict.norm
            && other.addressee != verdict.addressee
            && (other.arguments.get(1..) == verdict.arguments.get(1..) || sorted(other) == sorted(verdict))
            && !is_harmless(other)
    };
    !verdict.idle && is_harmless(verdict) && (verdict.outcome == Word::NotApplicable || all.iter().any(mirrors))
}

/// Why a norm is not breached, in a few words.
fn why_not(opinion: &Opinion, verdict: &Verdict) -> String {
    if let Some(why) = &verdict.not_applicable_because {
        return why.clone();
    }
    let condition = verdict.conditions.and_then(|c| opinion.nodes.get(c));
    let first = condition.and_then(|c| c.decisive.first()).and_then(|d| opinion.nodes.get(*d));
    match first.filter(|r| r.mark == Mark::Fails && !r.text.is_empty()) {
        Some(reason) => format!("condition not met: {}", reason.text),
        None => verdict.brief.clone(),
    }
}

/// Whether no standpoint at all finds a breach or leaves it open.
fn is_harmless(verdict: &Verdict) -> bool {
    let others = verdict.flips.iter().map(|f| f.outcome).chain(verdict.by_standard.iter().map(|(_, w)| *w));
    let harmless = |w: Word| matches!(w, Word::NoBreach | Word::NotProved | Word::NotApplicable);
    harmless(verdict.outcome) && others.into_iter().all(harmless)
}

/// A few words on how robust a verdict is.
fn brief(verdict: &Verdict) -> &str {
    if is_harmless(verdict) && !verdict.flips.is_empty() {
        return "no breach from any standpoint";
    }
    &verdict.brief
}

/// Places in the list of verdicts as the numbers they have there: `1–4, 7`.
pub(super) fn ranges(places: &[usize]) -> String {
    let mut spans: Vec<(usize, usize)> = Vec::new();
    for place in places {
        match spans.last_mut() {
            Some((_, last)) if *last + 1 == *place => *last = *place,
            Some(_) | None => spans.push((*place, *place)),
        }
    }
    let words = spans.into_iter().map(|(first, last)| match last - first {
        0 => (first + 1).to_string(),
        1 => format!("{}, {}", first + 1, last + 1),
        _ => format!("{}–{}", first + 1, last + 1),
    });
    words.collect::<Vec<_>>().join(", ")
}
