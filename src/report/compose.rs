//! Makes the document of an opinion: the table of verdicts first, then each verdict with its reasons, then claims,
//! positions, sources and remarks. Knows nothing of formats.

use super::Detail;
use super::cite::Cites;
use super::document::{Block, Document, Line, Role, Table, Words};
use super::group::{self, Telling};
use super::reasons::{self, Tree};
use super::table::{ranges, table};
use super::verdict::{self, Writer};
use crate::opinion::Answer;
use crate::opinion::model::{ClaimCheck, Counts, Headline, Holder, Mark, Opinion, PositionNote, Verdict, Word};

/// The document of an opinion.
pub fn opinion(opinion: &Opinion, detail: Detail) -> Document {
    let cites = Cites::new(&opinion.sources);
    let mut document = Document { blocks: Vec::new(), sources: cites.sources() };
    header(&mut document, opinion);
    table(&mut document, opinion);
    let mut writer =
        Writer { tree: Tree::new(&opinion.nodes, &cites, detail), cites: &cites, detail, document: &mut document };
    if detail == Detail::Short {
        writer.tree.listed(&opinion.positions);
    }
    for (i, verdict) in opinion.verdicts.iter().enumerate() {
        match group::telling(opinion, i, detail) {
            Telling::Not => {}
            Telling::Whole => {
                let places = if detail == Detail::Long { vec![i] } else { group::together(opinion, i) };
                let labels = group::labels(&opinion.verdicts, &places);
                writer.verdict(Some(&ranges(&places)), verdict, &labels);
                if places.len() > 1 {
                    writer.same_for(&opinion.verdicts, group::same(opinion, i));
                }
            }
            Telling::As(told, alike) => {
                writer.similar(i, verdict, &group::labels(&opinion.verdicts, &[i]), told, alike);
            }
        }
    }
    writer.claims(&opinion.claims);
    positions(&mut document, &opinion.positions, &cites, detail);
    if !opinion.remarks.is_empty() {
        document.heading(2, "Remarks");
        document.list(opinion.remarks.iter().map(Words::plain).collect());
    }
    finish(&mut document, detail);
    document
}

/// The document of one verdict of an opinion: that with this place in its list.
pub fn one(opinion: &Opinion, place: usize, detail: Detail) -> Document {
    let cites = Cites::new(&opinion.sources);
    let mut document = Document { blocks: Vec::new(), sources: cites.sources() };
    document.paragraph(headline(&opinion.headline));
    if let Some(verdict) = opinion.verdicts.get(place) {
        let mut writer =
            Writer { tree: Tree::new(&opinion.nodes, &cites, detail), cites: &cites, detail, document: &mut document };
        writer.verdict(Some(&ranges(&[place])), verdict, &group::labels(&opinion.verdicts, &[place]));
    }
    finish(&mut document, detail);
    document
}

/// The document of an answer to a question about one sentence or norm.
pub fn answer(answer: &Answer, detail: Detail) -> Document {
    let cites = Cites::new(&answer.sources);
    let mut document = Document { blocks: Vec::new(), sources: cites.sources() };
    document.paragraph(headline(&answer.headline));
    let mut writer =
        Writer { tree: Tree::new(&answer.nodes, &cites, detail), cites: &cites, detail, document: &mut document };
    for (i, verdict) in answer.verdicts.iter().enumerate() {
        writer.verdict(None, verdict, &group::labels(&answer.verdicts, &[i]));
    }
    if answer.verdicts.is_empty() {
        writer.question(answer);
    }
    finish(&mut document, detail);
    document
}

/// A verdict that changes when something is supposed.
#[derive(Debug, Clone, Copy)]
pub struct Change<'o> {
    /// As it was; none if the norm was not touched.
    pub before: Option<&'o Verdict>,
    /// As it is now; none if the norm is no longer touched.
    pub after: Option<&'o Verdict>,
}

/// The document of what changes when something is supposed.
pub fn changes(supposed: &[String], changes: &[Change<'_>], unchanged: usize) -> Document {
    let mut document = Document::default();
    let title = Words::of(Role::Strong, format!("Suppose: {}", supposed.join("; ")));
    document.blocks.push(Block::Heading { level: 1, words: title, aside: Words::default() });
    let rows = changed_rows(changes);
    let columns = ["Norm", "Was", "Becomes", "How robust"].map(str::to_owned).to_vec();
    if changes.is_empty() {
        document.paragraph(Words::plain("No verdict changes."));
    } else {
        document.blocks.push(Block::Table(Table { columns, rows }));
    }
    let others = match unchanged {
        0 => return document,
        1 => "One other verdict stays as it is.".to_owned(),
        n => format!("{n} other verdicts stay as they are."),
    };
    document.paragraph(Words::of(Role::Muted, if changes.is_empty() { others.replace(" other", "") } else { others }));
    document
}

/// The rows of the table of changes: those of which it says the same share a row.
fn changed_rows(changes: &[Change<'_>]) -> Vec<Vec<Words>> {
    let mut rows: Vec<(&Verdict, Vec<String>, [Words; 3])> = Vec::new();
    for change in changes {
        let Some(shown) = change.after.or(change.before) else { continue };
        let untouched = || Words::of(Role::Muted, "not touched");
        let now = change.after.map_or_else(untouched, |v| verdict::outcome(v.outcome));
        let then = change.before.map_or_else(untouched, |v| verdict::outcome(v.outcome));
        let brief = Words::plain(change.after.map_or("", |v| v.brief.as_str()));
        let (label, cells) = (shown.arguments.get(1..).unwrap_or_default().join(", "), [then, now, brief]);
        let same = |v: &Verdict| v.norm == shown.norm && v.addressee == shown.addressee;
        match rows.iter_mut().find(|(v, _, c)| same(v) && *c == cells) {
            Some((_, labels, _)) => labels.push(label),
            None => rows.push((shown, vec![label], cells)),
        }
    }
    let row = |(shown, labels, cells): (&Verdict, Vec<String>, [Words; 3])| {
        std::iter::once(verdict::name(shown, &labels.join("; "))).chain(cells).collect()
    };
    rows.into_iter().map(row).collect()
}

/// What is left when the rest of a document stands: sources (those that are cited, or all), numbers, legend.
pub(super) fn finish(document: &mut Document, detail: Detail) {
    if detail != Detail::Long {
        document.keep_cited_sources();
    }
    if !document.sources.is_empty() {
        let law = document.sources.iter().filter(|s| !s.evidence).count();
        document.blocks.push(Block::Sources { law: detail != Detail::Short || law <= FEW_SOURCES });
    }
    reasons::number(document);
    let mut used: Vec<Mark> = Vec::new();
    for mark in MARKS {
        if document.lines().iter().any(|l| l.mark == Some(mark)) {
            used.push(mark);
        }
    }
    if used.is_empty() {
        return;
    }
    let second = document.blocks.iter().skip(1).position(|b| matches!(b, Block::Heading { level: 2, .. }));
    let at = second.map_or(document.blocks.len(), |i| i + 1);
    document.blocks.insert(at, Block::Legend(used));
}

/// How many sources of law are few, so that even the shortest account gives them in full.
const FEW_SOURCES: usize = 12;

/// All marks, in the order of the legend.
const MARKS: [Mark; 6] = [Mark::Holds, Mark::Fails, Mark::Undetermined, Mark::NotShown, Mark::Contested, Mark::Depends];

fn header(document: &mut Document, opinion: &Opinion) {
    let mut title = Words::of(Role::Strong, if opinion.title.is_empty() { &opinion.id } else { &opinion.title });
    if let Some(date) = opinion.date.as_ref().filter(|d| !opinion.title.contains(d.as_str())) {
        title.push(Role::Plain, format!(", {date}"));
    }
    document.blocks.push(Block::Heading { level: 1, words: title, aside: Words::default() });
    document.paragraph(Words::of(Role::Muted, counts(&opinion.counts)));
    document.paragraph(headline(&opinion.headline));
}

/// `14 facts established · 9 reported · 4 claimed by the United States · 6 unknown`.
fn counts(counts: &Counts) -> String {
    let fact = |n: usize| if n == 1 { "1 fact".to_owned() } else { format!("{n} facts") };
    let mut parts: Vec<(usize, String)> = vec![
        (counts.established, "established".to_owned()),
        (counts.corroborated, "corroborated".to_owned()),
        (counts.likely, "likely".to_owned()),
        (counts.reported, "reported".to_owned()),
    ];
    parts.extend(counts.claimed.iter().map(|(who, n)| (*n, claimed(who))));
    parts.extend([
        (counts.found, "found by others".to_owned()),
        (counts.unknown, "unknown".to_owned()),
        (counts.not_proven, "not proven".to_owned()),
        (counts.asserted, if counts.asserted == 1 { "conclusion asserted" } else { "conclusions asserted" }.to_owned()),
    ]);
    parts.retain(|(n, _)| *n > 0);
    let words: Vec<String> = parts
        .iter()
        .enumerate()
        .map(|(i, (n, what))| if i == 0 { format!("{} {what}", fact(*n)) } else { format!("{n} {what}") })
        .collect();
    if words.is_empty() { "the record states nothing".to_owned() } else { words.join(" · ") }
}

/// `claimed by X`; texts that say so already stay.
fn claimed(who: &str) -> String {
    if who.starts_with("claimed") || who.starts_with("denied") { who.to_owned() } else { format!("claimed by {who}") }
}

fn headline(headline: &Headline) -> Words {
    let standard = match headline.standard.split_once(" (") {
        Some((called, name)) if name.strip_suffix(')') == Some(called) => called,
        Some(_) | None => headline.standard.as_str(),
    };
    let mut words = Words::plain("Judged to ").and(Role::Emphasis, standard);
    if headline.rebuttal != standard {
        words.push(Role::Plain, format!("; exceptions and rebuttals to {}", headline.rebuttal));
    }
    match &headline.account {
        Some(who) => words.push(Role::Plain, format!("; on the account of {who}")),
        None => words.push(Role::Plain, "; on the neutral account"),
    }
    if let Some(profile) = &headline.profile {
        words = words.and(Role::Plain, "; with the profile ").and(Role::Id, profile);
    }
    if !headline.choices.is_empty() {
        words.push(Role::Plain, format!("; with {}", headline.choices.join(", ")));
    }
    if headline.as_a_court {
        words.push(Role::Plain, "; as a court, which dismisses what is not proved");
    }
    words.and(Role::Plain, ".")
}

impl Writer<'_, '_, '_> {
    /// A sentence that was asked about, with its reasons.
    fn question(&mut self, answer: &Answer) {
        let words = Words::plain(verdict::capital(&answer.text));
        self.document.blocks.push(Block::Heading { level: 2, words, aside: verdict::outcome(answer.outcome) });
        self.document.paragraph(Words::plain(&answer.robustness));
        if verdict::is_listed(&answer.flips) && self.detail != Detail::Short {
            self.document.heading(3, "What would change this");
            let points = verdict::points(&answer.flips, &Word::text);
            self.document.list(points);
        }
        self.document.heading(3, "Why");
        let lines = self.tree.lines(answer.root);
        self.document.tree(lines);
        self.missing(&answer.missing);
    }

    /// The conclusions that others draw, checked; a conclusion that several draw is checked once.
    pub(super) fn claims(&mut self, claims: &[ClaimCheck]) {
        if claims.is_empty() {
            return;
        }
        self.document.heading(2, "What others conclude");
        let alike = |a: &ClaimCheck, b: &ClaimCheck| a.claim == b.claim && a.follows == b.follows;
        for (i, claim) in claims.iter().enumerate() {
            if claims.iter().take(i).any(|c| alike(c, claim)) {
                continue;
            }
            let by: Vec<&ClaimCheck> = claims.iter().filter(|c| alike(c, claim)).collect();
            let line = self.claim(claim, &by);
            self.document.tree(vec![line]);
        }
    }

    fn claim(&mut self, claim: &ClaimCheck, by: &[&ClaimCheck]) -> Line {
        let names: Vec<&str> = by.iter().map(|c| c.by.as_str()).collect();
        let mut words = Words::of(Role::Strong, join(&names)).and(Role::Plain, format!(": {}", claim.claim));
        words.push(Role::Plain, if claim.claim.ends_with('.') { "" } else { "." });
        let mut sources: Vec<String> = Vec::new();
        for source in by.iter().flat_map(|c| &c.sources) {
            if !sources.contains(source) {
                sources.push(source.clone());
            }
        }
        let see = match claim.verdicts.as_slice() {
            [] => Words::default(),
            [one] => Words::of(Role::Muted, format!("verdict {}", one + 1)),
            many => Words::of(Role::Muted, format!("verdicts {}", ranges(many))),
        };
        let mut line = Line::marked(claim.follows, words);
        line.asides.extend([self.cites.list(&sources), see].into_iter().filter(|w| !w.is_empty()));
        let mut finding = Words::of(Role::Emphasis, &claim.finding);
        // What would change a verdict, and why it is so, stands with the verdict.
        let elsewhere = claim.verdicts.len() == 1 && self.detail == Detail::Short;
        if !elsewhere {
            finding.push(Role::Emphasis, format!(" {}", claim.robustness));
        }
        line.below.push(Line { words: finding, ..Line::default() });
        let point = |words: Words| Line { words: Words::plain("· ").then(words), ..Line::default() };
        let because = claim.because.iter().take(if elsewhere { 1 } else { usize::MAX });
        line.below.extend(because.map(|b| point(Words::plain(b))));
        if verdict::is_listed(&claim.flips) && self.detail != Detail::Short {
            let name = |w: Word| {
                if w == Word::Established {
                    "it follows"
                } else if w == Word::Refuted {
                    "the opposite follows"
                } else {
                    w.text()
                }
            };
            line.below.extend(verdict::points(&claim.flips, &name).into_iter().map(point));
        }
        if let Some(reason) = claim.reason.filter(|_| claim.verdicts.is_empty() && self.detail != Detail::Short) {
            let below = self.tree.lines(reason);
            line.below.extend(below);
        }
        line
    }
}

fn positions(document: &mut Document, positions: &[PositionNote], cites: &Cites, detail: Detail) {
    if positions.is_empty() {
        return;
    }
    document.heading(2, "Contested positions on which something turns");
    let pairs = positions.iter().map(|p| {
        let mut words = Words::plain(&p.proposition).and(Role::Plain, " ").and(Role::Strong, &p.stance);
        words.push(Role::Plain, " here.");
        for (how, who) in [("Held by", &p.held_by), ("Rejected by", &p.rejected_by)] {
            if !who.is_empty() {
                let who = Words::join(who.iter().map(|h| holder(h, cites, detail)), "; ");
                words = words.and(Role::Plain, format!(" {how} ")).then(who).and(Role::Plain, ".");
            }
        }
        if !p.turns.is_empty() {
            let (what, turn) = if p.turns.len() == 1 { ("Verdict", "turns") } else { ("Verdicts", "turn") };
            words.push(Role::Muted, format!(" {what} {} {turn} on it.", ranges(&p.turns)));
        }
        (p.id.clone(), capitalised(words))
    });
    document.blocks.push(Block::Pairs(pairs.collect()));
}

/// Who holds or rejects a position, and where that is said unless little is asked for.
fn holder(holder: &Holder, cites: &Cites, detail: Detail) -> Words {
    let words = Words::plain(&holder.name);
    if holder.citations.is_empty() || detail == Detail::Short {
        return words;
    }
    words.and(Role::Plain, " (").then(cites.list(&holder.citations)).and(Role::Plain, ")")
}

/// `a`, `a and b`, `a, b and c`.
fn join(names: &[&str]) -> String {
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        Some(_) | None => names.concat(),
    }
}

/// With a full stop between the proposition and the stance, and the stance as a sentence.
fn capitalised(mut words: Words) -> Words {
    if let Some(first) = words.0.first_mut() {
        let text = first.text.trim_end_matches('.').to_owned();
        first.text = format!("{text}.");
    }
    if let Some(stance) = words.0.iter_mut().find(|r| r.role == Role::Strong) {
        stance.text = verdict::capital(&stance.text);
    }
    words
}

/// The words for several outcomes: `breach or undetermined`.
pub(super) fn any_of(words: &[Word]) -> String {
    let names: Vec<&str> = words.iter().map(|w| w.text()).collect();
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
    }
}
