//! A document for somebody who listens to it: marks are words, one idea stands on one line, nothing is drawn. Knows
//! nothing of opinions.

use super::document::{Block, Document, Line, Source, Table, Words};
use super::terminal::{LAW_ELSEWHERE, meaning, see};
use super::wrap::wrap;

/// Writes a document; lines are broken only if a width is given.
pub fn render(document: &Document, width: Option<usize>) -> String {
    let mut out = Out { text: String::new(), width };
    for block in &document.blocks {
        out.block(block, &document.sources);
    }
    out.text
}

#[derive(Debug)]
struct Out {
    text: String,
    width: Option<usize>,
}

impl Out {
    fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    fn say(&mut self, indent: usize, text: &str) {
        let room = self.width.map_or(usize::MAX, |w| w.saturating_sub(indent).max(20));
        let text = text.replace(" — ", ", ");
        for (i, line) in wrap(&Words::plain(text), room, room.saturating_sub(2)).iter().enumerate() {
            self.text.extend(std::iter::repeat_n(' ', indent + if i > 0 { 2 } else { 0 }));
            self.text.extend(line.iter().map(|(_, t)| t.as_str()));
            self.text.push('\n');
        }
    }

    fn block(&mut self, block: &Block, sources: &[Source]) {
        match block {
            Block::Heading { words, aside, .. } => {
                self.blank();
                let aside = if aside.is_empty() { String::new() } else { format!(": {}", aside.text()) };
                self.say(0, &format!("{}{aside}", words.text()));
            }
            Block::Paragraph(words) => self.say(0, words.text().trim()),
            Block::Table(table) => self.table(table),
            Block::Tree(lines) => {
                for (i, line) in lines.iter().enumerate() {
                    self.line(line, &(i + 1).to_string(), 0);
                }
            }
            Block::List(points) => {
                for point in points {
                    self.say(0, &format!("- {}", point.text()));
                }
            }
            Block::Pairs(pairs) => {
                for (name, words) in pairs {
                    self.say(0, &format!("{name}: {}", words.text()));
                }
            }
            Block::Code { text, .. } => {
                for line in text.lines() {
                    self.text.push_str(line.trim_end());
                    self.text.push('\n');
                }
            }
            Block::Legend(_) => {}
            Block::Sources { law } => self.sources(sources, *law),
        }
    }

    fn line(&mut self, line: &Line, number: &str, depth: usize) {
        let indent = (2 * depth).min(30);
        let mut text = format!("{number} ");
        if let Some(mark) = line.mark {
            let word = meaning(mark).split(" on ").next().unwrap_or("");
            text.push_str(&format!("[{word}] "));
        }
        if let Some(label) = &line.label {
            text.push_str(&format!("{label} "));
        }
        text.push_str(&line.words.text());
        if let Some(n) = line.anchor {
            text.push_str(&format!(" ({n})"));
        }
        if let Some(n) = line.see {
            text.push_str(&format!(", {}", see(n, line.see_in.as_deref())));
        }
        self.say(indent, &text);
        for aside in &line.asides {
            self.say(indent + 2, &aside.text());
        }
        for (i, below) in line.below.iter().enumerate() {
            self.line(below, &format!("{number}.{}", i + 1), depth + 1);
        }
    }

    fn table(&mut self, table: &Table) {
        self.blank();
        if table.columns.iter().all(String::is_empty) {
            for row in &table.rows {
                let cells: Vec<String> = row.iter().filter(|c| !c.is_empty()).map(Words::text).collect();
                self.say(0, &cells.join(": "));
            }
            return;
        }
        for row in &table.rows {
            let mut number = String::new();
            for (name, cell) in table.columns.iter().zip(row) {
                if name.is_empty() {
                    number = format!("{}. ", cell.text());
                } else if !cell.is_empty() {
                    self.say(0, &format!("{number}{name}: {}", cell.text()));
                    number.clear();
                }
            }
        }
    }

    fn sources(&mut self, sources: &[Source], law: bool) {
        for (evidence, heading) in [(false, "Sources of law"), (true, "Sources of evidence")] {
            let some: Vec<&Source> = sources.iter().filter(|s| s.evidence == evidence).collect();
            if some.is_empty() {
                continue;
            }
            self.blank();
            self.say(0, heading);
            if !evidence && !law {
                self.say(0, LAW_ELSEWHERE);
                continue;
            }
            for source in some {
                self.say(0, &format!("- {}: {}", source.short, source.beside_short()));
            }
        }
    }
}
