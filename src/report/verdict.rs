//! One verdict as part of a document: the sentence, what binds, reasons, exceptions, what is missing, what would change
//! it. Knows nothing of other verdicts and nothing of formats.

use super::Detail;
use super::cite::Cites;
use super::compose::any_of;
use super::document::{Block, Document, Line, Role, Words};
use super::reasons::Tree;
use crate::opinion::model::{Binding, ExceptionNote, Flip, Mark, Missing, NodeRef, Verdict, Word};

/// How many missing facts are listed unless all are asked for.
const MOST_MISSING: usize = 6;
/// How many exceptions that nobody raises the shortest account names.
const MOST_SILENT: usize = 3;
/// How long the names of all of them may be.
const LONGEST_SILENT: usize = 120;

/// Writes verdicts into a document.
#[derive(Debug)]
pub(super) struct Writer<'d, 'o, 'c> {
    pub(super) document: &'d mut Document,
    pub(super) tree: Tree<'o>,
    pub(super) cites: &'c Cites,
    pub(super) detail: Detail,
}

/// The name of a verdict: `Arbitrary deprivation of life — the United States (Crew, Strike)`.
pub(super) fn name(verdict: &Verdict, label: &str) -> Words {
    let mut words = Words::plain(format!("{} — {}", verdict.title, verdict.addressee));
    if !label.is_empty() {
        words.push(Role::Muted, format!(" ({label})"));
    }
    words
}

/// The word for an outcome as it stands in tables and headings.
pub(super) fn outcome(word: Word) -> Words {
    let role = match word {
        Word::Breach | Word::NotPermitted | Word::Refuted => Role::Bad,
        Word::NoBreach | Word::NotProved | Word::Permitted | Word::Established => Role::Good,
        Word::NotApplicable => Role::Muted,
        Word::Undetermined | Word::NotShown | Word::Contested | Word::Depends => Role::Unsure,
    };
    Words::of(role, word.text().to_uppercase())
}

/// With a capital at the start.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().collect::<String>() + letters.as_str(),
        None => String::new(),
    }
}

/// With a full stop at the end.
fn sentence(text: &str) -> String {
    let text = capital(text.trim());
    if text.ends_with(['.', '!', '?']) || text.is_empty() { text } else { format!("{text}.") }
}

impl Writer<'_, '_, '_> {
    /// The opinion on one verdict; `number` is its place in the table, `label` what tells it from others.
    pub(super) fn verdict(&mut self, number: Option<&str>, verdict: &Verdict, label: &str) {
        let mut words = Words::default();
        if let Some(n) = number {
            words.push(Role::Plain, format!("{n}. "));
        }
        let words = words.then(name(verdict, label));
        self.document.blocks.push(Block::Heading { level: 2, words, aside: outcome(verdict.outcome) });
        self.document.paragraph(Words::of(Role::Emphasis, &verdict.sentence));
        self.result(number.and_then(|n| n.split(['–', ',']).next()), verdict);
        if verdict.idle {
            self.document.paragraph(Words::of(
                Role::Muted,
                "It is here because somebody makes a claim about it: nothing else in the record bears on it.",
            ));
            return;
        }
        if verdict.outcome != Word::NotApplicable || !is_bound(verdict) || self.detail != Detail::Short {
            self.binding(verdict);
        }
        self.reasons(verdict);
        // What does not apply needs no exception.
        if verdict.outcome != Word::NotApplicable || self.detail == Detail::Long {
            self.exceptions(&verdict.exceptions);
        }
        self.missing(&verdict.missing);
        if verdict.outcome != Word::NotApplicable {
            self.points("It rests on", &verdict.rests_on);
        }
        if matches!(verdict.outcome, Word::Breach | Word::Permitted | Word::Contested | Word::Depends) {
            let intro = if verdict.outcome == Word::Permitted { "What follows" } else { "What follows from a breach" };
            self.points(intro, &verdict.concludes);
        }
        self.changes(verdict);
        self.rest(verdict);
    }

    /// The outcome, and how robust it is.
    fn result(&mut self, number: Option<&str>, verdict: &Verdict) {
        let words = self.result_words(number, verdict);
        self.document.paragraph(words);
    }

    pub(super) fn result_words(&self, number: Option<&str>, verdict: &Verdict) -> Words {
        let mut words = Words::default();
        let robustness = sentence(&verdict.robustness);
        let said =
            robustness.to_lowercase().starts_with(verdict.outcome.text()) || robustness.starts_with("It depends");
        if !said {
            words.push(Role::Strong, format!("{}. ", capital(verdict.outcome.text())));
        }
        if verdict.outcome == Word::Depends && !verdict.possible.is_empty() && is_listed(&verdict.flips) {
            let may = any_of(&verdict.possible);
            words.push(Role::Plain, format!("It may be {may}, according to what is left open. "));
        }
        words.push(Role::Plain, robustness);
        if let Some(number) = number.filter(|_| self.detail == Detail::Short && is_listed(&verdict.flips)) {
            words = words.and(Role::Plain, " More: ").and(Role::Id, format!("why {number}")).and(Role::Plain, ".");
        }
        // The condition that is not met stands below in the shortest account.
        let below = self.detail == Detail::Short && is_bound(verdict) && verdict.applies.is_some();
        if let Some(why) = verdict.not_applicable_because.as_ref().filter(|_| !below) {
            words.push(Role::Plain, format!(" {}", sentence(why)));
        }
        words
    }

    fn subheading(&mut self, text: &str) {
        self.document.heading(3, text);
    }

    fn points(&mut self, heading: &str, points: &[String]) {
        if self.detail == Detail::Short || points.is_empty() {
            return;
        }
        self.subheading(heading);
        self.document.list(points.iter().map(|p| Words::plain(sentence(p))).collect());
    }

    /// What binds the addressee: those that do, or all if none does.
    fn binding(&mut self, verdict: &Verdict) {
        let none = !verdict.binding.iter().any(|b| b.binds);
        let wanted = |b: &&Binding| b.binds || none || self.detail == Detail::Long;
        let listed: Vec<&Binding> = verdict.binding.iter().filter(wanted).collect();
        if listed.is_empty() {
            return;
        }
        if self.detail == Detail::Short && !none {
            self.binding_in_a_line(verdict, &listed);
            return;
        }
        let lines: Vec<Line> = listed.into_iter().map(|b| self.bound(b)).collect();
        let open = lines.iter().any(|l| l.mark != Some(Mark::Fails));
        let heading = match (none, open) {
            (false, _) => "What binds ",
            (true, true) => "Whether a source binds ",
            (true, false) => "No source binds ",
        };
        self.subheading(&format!("{heading}{}", verdict.addressee));
        self.document.tree(lines);
    }

    /// `Binds the United States: ICCPR art 6(1), party since 8 June 1992; …`
    fn binding_in_a_line(&mut self, verdict: &Verdict, listed: &[&Binding]) {
        let mut words = Words::of(Role::Strong, format!("Binds {}:", verdict.addressee));
        for (i, binding) in listed.iter().enumerate() {
            words.push(Role::Plain, if i == 0 { " " } else { "; " });
            words = words.then(self.cites.one(&binding.citation)).and(Role::Plain, format!(", {}", binding.how));
        }
        self.document.paragraph(words.and(Role::Plain, "."));
    }

    fn bound(&mut self, binding: &Binding) -> Line {
        let mark = if binding.binds { Mark::Holds } else { self.weakest(&binding.reasons) };
        let words = self.cites.one(&binding.citation).and(Role::Plain, format!(" — {}", binding.how));
        let words = Words(
            words
                .0
                .into_iter()
                .map(|mut r| {
                    r.role = Role::Plain;
                    r
                })
                .collect(),
        );
        let mut line = Line::marked(mark, words);
        if self.detail == Detail::Long || (self.detail == Detail::Medium && !binding.binds) {
            for reason in &binding.reasons {
                let below = self.tree.lines(*reason);
                line.below.extend(below);
            }
        }
        line
    }

    /// How a source that does not bind stands: it fails, unless what it turns on is open.
    fn weakest(&self, reasons: &[NodeRef]) -> Mark {
        let marks: Vec<Mark> = reasons.iter().filter_map(|r| self.tree.get(*r)).map(|r| r.mark).collect();
        let open = marks.iter().copied().find(|m| !matches!(m, Mark::Holds | Mark::Fails));
        match open {
            Some(open) if !marks.contains(&Mark::Fails) => open,
            Some(_) | None => Mark::Fails,
        }
    }

    fn reasons(&mut self, verdict: &Verdict) {
        let outside = verdict.outcome == Word::NotApplicable;
        let bound = verdict.binding.iter().any(|b| b.binds) || verdict.binding.is_empty();
        if outside && !bound && self.detail != Detail::Long {
            return;
        }
        let permission = matches!(verdict.outcome, Word::Permitted | Word::NotPermitted);
        let what = if permission { "What makes it permitted" } else { "What makes a breach" };
        for (heading, first, node) in
            [("When the norm applies", true, verdict.applies), (what, false, verdict.conditions)]
        {
            let Some(node) = node else { continue };
            let decided_before = outside && !first;
            if decided_before && self.detail == Detail::Long {
                self.subheading(&format!("{heading} (need not be decided)"));
            } else if decided_before {
                continue;
            } else {
                self.subheading(heading);
            }
            let lines = self.tree.lines(node);
            self.document.tree(lines);
        }
    }

    fn exceptions(&mut self, exceptions: &[ExceptionNote]) {
        let matters = |e: &ExceptionNote| !matches!(e.mark, Mark::Fails) && e.reason.is_some();
        if exceptions.is_empty() {
            return;
        }
        if self.detail == Detail::Short && exceptions.iter().all(|e| e.reason.is_none()) {
            self.no_exception(exceptions);
            return;
        }
        self.subheading("Exceptions considered");
        let mut lines = Vec::new();
        let mut silent = Vec::new();
        for exception in exceptions {
            if exception.reason.is_none() && self.detail != Detail::Long {
                silent.push(exception.text.as_str());
                continue;
            }
            let mut line = Line::marked(exception.mark, Words::plain(capital(&exception.text)));
            if let Some(id) = &exception.id {
                line.asides.push(Words::of(Role::Id, id));
            }
            line.asides.push(Words::of(Role::Muted, &exception.status));
            let told = match self.detail {
                Detail::Short => exception.mark == Mark::Holds,
                Detail::Medium => matters(exception),
                Detail::Long => true,
            };
            if let Some(reason) = exception.reason.filter(|_| told) {
                line.below = self.exception_reasons(reason, &exception.text);
            }
            lines.push(line);
        }
        if self.detail == Detail::Short && silent.len() > MOST_SILENT {
            lines.push(Line::remark(format!("not raised: {} others, which `why` lists", silent.len())));
        } else if silent.len() <= 2 && !silent.is_empty() {
            lines.push(Line::remark(format!("not raised, nothing in the record bears on it: {}", silent.join("; "))));
        } else if !silent.is_empty() {
            let mut line = Line::remark("not raised, nothing in the record bears on them:");
            line.below = silent.into_iter().map(|s| Line::remark(format!("· {s}"))).collect();
            lines.push(line);
        }
        self.document.tree(lines);
    }

    /// Says that nobody raises an exception, and which there are if they are few.
    fn no_exception(&mut self, exceptions: &[ExceptionNote]) {
        let texts: Vec<&str> = exceptions.iter().map(|e| e.text.as_str()).collect();
        let short = texts.iter().map(|t| t.len()).sum::<usize>() <= LONGEST_SILENT;
        let text = match texts.len() {
            1 if short => format!("The exception is not raised: {}.", texts.concat()),
            1 => "The one exception is not raised; `why` names it.".to_owned(),
            _ if short => format!("No exception is raised: {}.", texts.join("; ")),
            n => format!("None of the {n} exceptions is raised; `why` lists them."),
        };
        self.document.paragraph(Words::plain(text));
    }

    /// The reasons of an exception, without saying its name again.
    fn exception_reasons(&mut self, reason: NodeRef, text: &str) -> Vec<Line> {
        let mut lines = self.tree.lines(reason);
        let same = |l: &Line| l.words.text().eq_ignore_ascii_case(text);
        if lines.len() == 1 && lines.first().is_some_and(|l| same(l) && l.see.is_none()) {
            let only = lines.remove(0);
            let told = !only.below.is_empty() || only.asides.is_empty();
            lines = if told { only.below } else { vec![only] };
        }
        lines
    }

    pub(super) fn missing(&mut self, missing: &[Missing]) {
        if missing.is_empty() {
            return;
        }
        // The shortest account does not say twice what is open.
        let open = if self.detail == Detail::Short { self.open_here() } else { Vec::new() };
        let said = |m: &Missing| {
            let sentence = m.sentence.to_lowercase();
            m.weighing.is_none() && open.iter().any(|o| o.contains(&sentence))
        };
        let missing: Vec<&Missing> = missing.iter().filter(|m| !said(m)).collect();
        if missing.is_empty() {
            return;
        }
        self.subheading("What is missing");
        let most = match self.detail {
            Detail::Short => 3,
            Detail::Medium => MOST_MISSING,
            Detail::Long => usize::MAX,
        };
        let mut lines: Vec<Line> = missing.iter().take(most).map(|m| self.one_missing(m)).collect();
        if missing.len() > most {
            lines.push(Line::remark(format!("and {} more, of less weight", missing.len() - most)));
        }
        self.document.tree(lines);
    }

    /// What the verdict that is being told calls undetermined, in lower case.
    fn open_here(&self) -> Vec<String> {
        let here = self.document.blocks.iter().rev().take_while(|b| !matches!(b, Block::Heading { level: 2, .. }));
        let mut open: Vec<&Line> =
            here.filter_map(|b| if let Block::Tree(l) = b { Some(l) } else { None }).flatten().collect();
        let mut found = Vec::new();
        while let Some(line) = open.pop() {
            if line.mark == Some(Mark::Undetermined) {
                found.push(line.words.text().to_lowercase());
            }
            open.extend(&line.below);
        }
        found
    }

    fn one_missing(&self, missing: &Missing) -> Line {
        let mut line = Line::marked(Mark::Undetermined, Words::plain(capital(&missing.sentence)));
        line.asides.push(Words::of(Role::Muted, format!("{}: {}", missing.kind, missing.record)));
        if missing.needed {
            line.asides.push(Words::of(Role::Emphasis, "needed"));
        }
        line.below = self.tree.weighing(missing.weighing.as_ref());
        line
    }

    /// What would change a verdict, if that is too much for a sentence.
    pub(super) fn changes(&mut self, verdict: &Verdict) {
        if is_listed(&verdict.flips) && self.detail != Detail::Short {
            self.subheading("What would change this");
            let points = points(&verdict.flips, &Word::text);
            self.document.list(points);
        }
    }

    /// Says that the same would change this as another verdict.
    pub(super) fn changes_as_in(&mut self, verdict: &Verdict, told: usize) {
        if is_listed(&verdict.flips) && self.detail != Detail::Short {
            self.document.paragraph(Words::plain(format!("The same would change it as verdict {told}.")));
        }
    }

    fn rest(&mut self, verdict: &Verdict) {
        self.points("Notes", &verdict.notes);
        if self.detail == Detail::Long {
            let mut pairs = Vec::new();
            pairs.push(("named".to_owned(), Words::of(Role::Id, &verdict.claim)));
            if !verdict.turns_on.is_empty() {
                let ids = verdict.turns_on.iter().map(|i| Words::of(Role::Id, i));
                pairs.push(("turns on".to_owned(), Words::join(ids, ", ")));
            }
            self.document.blocks.push(Block::Pairs(pairs));
        }
    }
}

/// Whether some source binds the addressee.
fn is_bound(verdict: &Verdict) -> bool {
    verdict.binding.iter().any(|b| b.binds)
}

/// Whether what would change an outcome is too much for a sentence.
pub(super) fn is_listed(flips: &[Flip]) -> bool {
    flips.len() > 2 || flips.iter().map(|f| f.changes.len()).sum::<usize>() > 3
}

/// What would change an outcome as a list: the shortest change to each other outcome first, then the others by length.
pub(super) fn points(flips: &[Flip], name: &dyn Fn(Word) -> &'static str) -> Vec<Words> {
    let mut by_length: Vec<&Flip> = flips.iter().collect();
    by_length.sort_by_key(|f| f.changes.len());
    let is_first = |i: usize| {
        let outcome = by_length.get(i).map(|f| f.outcome);
        !by_length.iter().take(i).any(|f| Some(f.outcome) == outcome)
    };
    let mut order: Vec<usize> = (0..by_length.len()).collect();
    order.sort_by_key(|i| !is_first(*i));
    order
        .into_iter()
        .filter_map(|i| by_length.get(i))
        .map(|f| Words::plain(format!("if {}: ", together(&f.changes))).and(Role::Strong, name(f.outcome)))
        .collect()
}

/// Changes of standpoint in one phrase: `A and B are accepted, and the account of C is taken`.
pub(super) fn together(changes: &[String]) -> String {
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    for change in changes {
        let ending = [" is accepted", " is rejected"].into_iter().find(|e| change.ends_with(e)).unwrap_or("");
        let start = change.strip_suffix(ending).unwrap_or(change);
        match groups.iter_mut().find(|(e, _)| *e == ending && !ending.is_empty()) {
            Some((_, names)) => names.push(start),
            None => groups.push((ending, vec![start])),
        }
    }
    let phrases = groups.into_iter().map(|(ending, names)| match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => {
            format!("{} and {last}{}", rest.join(", "), ending.replace(" is ", " are "))
        }
        Some(_) | None => format!("{}{ending}", names.concat()),
    });
    phrases.collect::<Vec<_>>().join(", and ")
}
