//! A document for a terminal: wrapped to a width, with marks and, if wanted, colours. Knows nothing of opinions.

use super::document::{Block, Document, Line, Role, Source, Table, Words};
use super::wrap::{Piece, widest_word, width, width_of, wrap};
use crate::opinion::model::Mark;

/// How it is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// The number of columns.
    pub width: usize,
    /// Whether roles become colours.
    pub colour: bool,
}

impl Default for Style {
    fn default() -> Self {
        Style { width: 80, colour: false }
    }
}

/// The narrowest width that is drawn for.
const NARROWEST: usize = 30;
/// How far what stands below a heading is indented, and lists and trees once more.
const STEP: usize = 2;

/// Draws a document.
pub fn render(document: &Document, style: &Style) -> String {
    let mut out = Out { text: String::new(), style: Style { width: style.width.max(NARROWEST), ..*style }, indent: 0 };
    let mut tight = true;
    for block in &document.blocks {
        let tree = matches!(block, Block::Tree(_) | Block::List(_) | Block::Pairs(_));
        if !(tight && tree) {
            out.blank();
        }
        out.block(block, &document.sources);
        tight = matches!(block, Block::Heading { level: 3.., .. } | Block::Tree(_))
            || matches!(block, Block::Paragraph(words) if words.text().ends_with(':'));
    }
    out.text
}

/// The mark on a terminal.
pub fn mark(mark: Mark) -> &'static str {
    match mark {
        Mark::Holds => "✔",
        Mark::Fails => "✘",
        Mark::Undetermined => "?",
        Mark::NotShown => "○",
        Mark::Contested => "≠",
        Mark::Depends => "◇",
    }
}

/// What a mark means.
pub fn meaning(mark: Mark) -> &'static str {
    match mark {
        Mark::Holds => "holds",
        Mark::Fails => "fails",
        Mark::Undetermined => "undetermined",
        Mark::NotShown => "not shown",
        Mark::Contested => "contested",
        Mark::Depends => "depends on what is left open",
    }
}

/// What stands in the place of the sources of law in a short text.
pub(super) const LAW_ELSEWHERE: &str =
    "They are cited by their short forms; `why`, `--detail medium` and `--format markdown` give them in full.";

/// How a line refers to another.
pub(super) fn see(number: usize, heading: Option<&str>) -> String {
    match heading {
        Some(heading) => format!("see ({number}) in {heading}"),
        None => format!("see ({number}) above"),
    }
}

fn role_of(mark: Mark) -> Role {
    match mark {
        Mark::Holds => Role::Good,
        Mark::Fails => Role::Bad,
        Mark::Undetermined | Mark::NotShown | Mark::Contested | Mark::Depends => Role::Unsure,
    }
}

fn code(role: Role) -> &'static str {
    match role {
        Role::Plain => "",
        Role::Emphasis => "3",
        Role::Strong => "1",
        Role::Id => "36",
        Role::Muted => "2",
        Role::Good => "1;32",
        Role::Bad => "1;31",
        Role::Unsure => "1;33",
    }
}

#[derive(Debug)]
struct Out {
    text: String,
    style: Style,
    indent: usize,
}

impl Out {
    /// An empty line, unless there is one already or nothing before it.
    fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    fn piece(&mut self, role: Role, text: &str) {
        let code = if self.style.colour { code(role) } else { "" };
        if code.is_empty() || text.trim().is_empty() {
            self.text.push_str(text);
        } else {
            self.text.push_str("\x1b[");
            self.text.push_str(code);
            self.text.push('m');
            self.text.push_str(text);
            self.text.push_str("\x1b[0m");
        }
    }

    fn pieces(&mut self, line: &[Piece]) {
        for (role, text) in line {
            self.piece(*role, text);
        }
    }

    fn spaces(&mut self, n: usize) {
        self.text.extend(std::iter::repeat_n(' ', n));
    }

    /// Words that begin at a column at which the line already stands, and go on at `hang`; the last column reached.
    fn words(&mut self, words: &Words, at: usize, hang: usize) -> usize {
        let room = |from: usize| self.style.width.saturating_sub(from).max(8);
        let lines = wrap(words, room(at), room(hang));
        let mut end = at;
        for (i, line) in lines.iter().enumerate() {
            if i > 0 {
                self.text.push('\n');
                self.spaces(hang);
                end = hang;
            }
            self.pieces(line);
            end += line.iter().map(|(_, t)| width(t)).sum::<usize>();
        }
        end
    }

    fn block(&mut self, block: &Block, sources: &[Source]) {
        match block {
            Block::Heading { level, words, aside } => self.heading(*level, words, aside),
            Block::Paragraph(words) => {
                self.spaces(self.indent);
                self.words(words, self.indent, self.indent);
                self.text.push('\n');
            }
            Block::Table(table) => self.table(table),
            Block::Tree(lines) => {
                for line in lines {
                    self.line(line, self.indent + STEP);
                }
            }
            Block::List(points) => points.iter().for_each(|p| self.point("·", p)),
            Block::Pairs(pairs) => self.pairs(pairs),
            Block::Code { text, .. } => self.code(text),
            Block::Legend(marks) => self.legend(marks),
            Block::Sources { law } => self.sources(sources, *law),
        }
    }

    fn heading(&mut self, level: u8, words: &Words, aside: &Words) {
        if level == 2 {
            let rule = "─".repeat(self.style.width);
            self.piece(Role::Muted, &rule);
            self.text.push('\n');
        }
        self.indent = if level <= 2 { 0 } else { STEP };
        self.spaces(self.indent);
        let hang = self.indent + if level == 2 { 3 } else { 0 };
        let strong = restyled(words, Role::Strong);
        let end = self.words(&strong, self.indent, hang);
        let wide = width_of(aside);
        if wide > 0 && wide + hang < self.style.width && end + 2 + wide > self.style.width {
            self.text.push('\n');
            self.spaces(self.style.width - wide);
            self.words(aside, self.style.width - wide, hang);
        } else if wide > 0 {
            self.aside(std::slice::from_ref(aside), end, hang);
        }
        self.text.push('\n');
        self.indent = if level == 1 { 0 } else { STEP };
    }

    /// What stands beside words that end at a column: at the far end of their line, else on lines below.
    fn aside(&mut self, asides: &[Words], end: usize, hang: usize) {
        let all = Words::join(asides.iter().cloned(), " · ");
        let wide = width_of(&all);
        if end + 2 + wide <= self.style.width {
            self.spaces(self.style.width - wide - end);
            self.words(&all, self.style.width - wide, hang);
        } else {
            self.text.push('\n');
            self.spaces(hang);
            self.words(&all, hang, hang + STEP);
        }
    }

    fn line(&mut self, line: &Line, indent: usize) {
        let at = indent.min(self.style.width * 2 / 5);
        self.spaces(at);
        let mut start = at;
        if let Some(m) = line.mark {
            self.piece(role_of(m), mark(m));
            self.text.push(' ');
            start += 2;
        }
        let hang = start;
        let mut words = Words::default();
        if let Some(label) = &line.label {
            words = words.and(Role::Muted, label).and(Role::Plain, " ");
        }
        words = words.then(line.words.clone());
        if let Some(n) = line.anchor {
            words.push(Role::Muted, format!(" ({n})"));
        }
        if let Some(n) = line.see {
            words.push(Role::Muted, format!(" — {}", see(n, line.see_in.as_deref())));
        }
        let end = self.words(&words, start, hang);
        if !line.asides.is_empty() {
            self.aside(&line.asides, end, hang + STEP);
        }
        self.text.push('\n');
        for below in &line.below {
            self.line(below, indent + STEP);
        }
    }

    fn point(&mut self, bullet: &str, words: &Words) {
        let at = self.indent + STEP;
        self.spaces(at);
        self.piece(Role::Muted, bullet);
        self.text.push(' ');
        self.words(words, at + 2, at + 2);
        self.text.push('\n');
    }

    fn pairs(&mut self, pairs: &[(String, Words)]) {
        let widest = pairs.iter().map(|(n, _)| width(n)).max().unwrap_or(0);
        for (name, words) in pairs {
            self.spaces(self.indent);
            self.piece(Role::Id, name);
            let hang = if widest <= 20 { self.indent + widest + 2 } else { self.indent + STEP };
            if widest <= 20 {
                self.spaces(widest + 2 - width(name));
            } else {
                self.text.push('\n');
                self.spaces(hang);
            }
            self.words(words, hang, hang);
            self.text.push('\n');
        }
    }

    /// Lines as they are; none is broken.
    fn code(&mut self, text: &str) {
        for line in text.lines() {
            if !line.trim().is_empty() {
                self.spaces(self.indent + STEP);
                self.text.push_str(line.trim_end());
            }
            self.text.push('\n');
        }
    }

    fn legend(&mut self, marks: &[Mark]) {
        self.indent = 0;
        let parts = marks.iter().map(|m| {
            Words::of(role_of(*m), mark(*m)).and(Role::Muted, format!("\u{a0}{}", meaning(*m).replace(' ', "\u{a0}")))
        });
        let words = Words::join(parts, " · ");
        self.words(&words, 0, 0);
        self.text = self.text.replace('\u{a0}', " ");
        self.text.push('\n');
    }

    fn sources(&mut self, sources: &[Source], law: bool) {
        for (evidence, heading) in [(false, "Sources of law"), (true, "Sources of evidence")] {
            let some: Vec<&Source> = sources.iter().filter(|s| s.evidence == evidence).collect();
            if some.is_empty() {
                continue;
            }
            self.blank();
            self.heading(2, &Words::plain(heading), &Words::default());
            self.blank();
            if !evidence && !law {
                self.spaces(STEP);
                self.words(&Words::of(Role::Muted, LAW_ELSEWHERE), STEP, STEP);
                self.text.push('\n');
                continue;
            }
            for source in some {
                self.spaces(STEP);
                let mut words = Words::of(Role::Strong, &source.short);
                if source.full != source.short {
                    words = words.and(Role::Muted, " — ").and(Role::Plain, source.beside_short());
                }
                self.words(&words, STEP, 3 * STEP);
                self.text.push('\n');
            }
        }
    }

    /// A table; if it is too wide, the last cell of each row stands below the others.
    fn table(&mut self, table: &Table) {
        let room = self.style.width.saturating_sub(self.indent);
        let wanted = columns(table, usize::MAX).iter().sum::<usize>() + 2 * table.columns.len().saturating_sub(1);
        let stacked = wanted > room && table.columns.len() > 2;
        let mut beside = table.clone();
        if stacked {
            beside.columns.pop();
            beside.rows.iter_mut().for_each(|r| drop(r.pop()));
        }
        let mut widths = columns(&beside, room);
        if stacked {
            let spare = room.saturating_sub(widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1));
            let flexible = widths.iter_mut().max();
            flexible.into_iter().for_each(|w| *w += spare);
        }
        let heads: Vec<Words> = beside.columns.iter().map(|c| Words::of(Role::Muted, c)).collect();
        if beside.columns.iter().any(|c| !c.is_empty()) {
            self.row(&heads, &widths);
        }
        let hang = self.indent
            + if table.columns.first().is_some_and(String::is_empty) { widths.first().map_or(0, |w| w + 2) } else { 0 }
            + STEP;
        for (row, full) in beside.rows.iter().zip(&table.rows) {
            self.row(row, &widths);
            if let Some(last) = full.last().filter(|c| stacked && !c.is_empty()) {
                self.spaces(hang);
                self.words(&restyled(last, Role::Muted), hang, hang);
                self.text.push('\n');
            }
        }
    }

    fn row(&mut self, cells: &[Words], widths: &[usize]) {
        let drawn: Vec<Vec<Vec<Piece>>> = cells.iter().zip(widths).map(|(c, w)| wrap(c, *w, *w)).collect();
        let height = drawn.iter().map(Vec::len).max().unwrap_or(0);
        for i in 0..height {
            let mut at = 0;
            let mut wanted = 0;
            self.spaces(self.indent);
            for (cell, wide) in drawn.iter().zip(widths) {
                if let Some(line) = cell.get(i).filter(|l| !l.is_empty()) {
                    self.spaces(wanted - at);
                    self.pieces(line);
                    at = wanted + line.iter().map(|(_, t)| width(t)).sum::<usize>();
                }
                wanted += wide + 2;
            }
            self.text.push('\n');
        }
    }
}

/// The same words, those without a role in this one.
fn restyled(words: &Words, role: Role) -> Words {
    let mut words = words.clone();
    for run in words.0.iter_mut().filter(|r| r.role == Role::Plain) {
        run.role = role;
    }
    words
}

/// The width of each column of a table: what its cells need, the widest columns made narrower until all fit.
fn columns(table: &Table, most: usize) -> Vec<usize> {
    let cells = |i: usize| {
        table.rows.iter().filter_map(move |r| r.get(i)).map(|c| (width_of(c), widest_word(c))).collect::<Vec<_>>()
    };
    let mut widths: Vec<usize> = Vec::new();
    let mut least: Vec<usize> = Vec::new();
    for (i, head) in table.columns.iter().enumerate() {
        let cells = cells(i);
        widths.push(cells.iter().map(|c| c.0).max().unwrap_or(0).max(width(head)));
        least.push(cells.iter().map(|c| c.1).max().unwrap_or(0).max(width(head)));
    }
    let gaps = 2 * widths.len().saturating_sub(1);
    let room = most.saturating_sub(gaps);
    for least_counts in [true, false] {
        loop {
            let total: usize = widths.iter().sum();
            let widest = widths
                .iter_mut()
                .zip(&least)
                .filter(|(w, l)| **w > if least_counts { **l } else { 4 })
                .map(|(w, _)| w)
                .max();
            match widest {
                Some(w) if total > room => *w -= 1,
                Some(_) | None => break,
            }
        }
    }
    widths
}
