//! A document as Markdown (CommonMark with tables and footnotes). Knows nothing of opinions.

use super::document::{Block, Document, Line, Role, Run, Source, Table, Words};
use super::terminal::{mark, meaning, see};

/// Writes a document.
pub fn render(document: &Document) -> String {
    let mut out = Out { text: String::new(), sources: &document.sources, cited: vec![false; document.sources.len()] };
    for block in &document.blocks {
        out.block(block);
    }
    out.text
}

#[derive(Debug)]
struct Out<'d> {
    text: String,
    sources: &'d [Source],
    cited: Vec<bool>,
}

impl Out<'_> {
    fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    fn run(&mut self, run: &Run) -> String {
        let inner = run.text.trim();
        if inner.is_empty() {
            return run.text.clone();
        }
        let before = if run.text.starts_with(' ') { " " } else { "" };
        let after = if run.text.ends_with(' ') { " " } else { "" };
        let escaped = escape(inner);
        let note = run.source.and_then(|s| self.footnote(s)).unwrap_or_default();
        let styled = match run.role {
            Role::Plain | Role::Muted => escaped,
            Role::Emphasis => format!("*{escaped}*"),
            Role::Strong | Role::Good | Role::Bad | Role::Unsure => format!("**{escaped}**"),
            Role::Id if inner.contains('`') => escaped,
            Role::Id => format!("`{inner}`"),
        };
        format!("{before}{styled}{note}{after}")
    }

    fn footnote(&mut self, source: usize) -> Option<String> {
        let cited = self.cited.get_mut(source)?;
        *cited = true;
        self.sources.get(source).map(|s| format!("[^{}]", label(s)))
    }

    fn words(&mut self, words: &Words) -> String {
        words.0.iter().map(|r| self.run(r)).collect()
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, words, aside } => {
                self.blank();
                let mut line = self.words(words).replace("**", "").replacen("\\. ", ". ", 1);
                if !aside.is_empty() {
                    line.push_str(&format!(": {}", escape(&aside.text())));
                }
                self.text.push_str(&format!("{} {line}\n\n", "#".repeat(usize::from(*level).clamp(1, 6))));
            }
            Block::Paragraph(words) => {
                self.blank();
                let text = self.words(words);
                self.text.push_str(&format!("{}\n\n", text.trim()));
            }
            Block::Table(table) => self.table(table),
            Block::Tree(lines) => {
                for line in lines {
                    self.line(line, 0);
                }
                self.text.push('\n');
            }
            Block::List(points) => {
                for point in points {
                    let text = self.words(point);
                    self.text.push_str(&format!("- {text}\n"));
                }
                self.text.push('\n');
            }
            Block::Pairs(pairs) => {
                for (name, words) in pairs {
                    let text = self.words(words);
                    self.text.push_str(&format!("- `{name}`: {text}\n"));
                }
                self.text.push('\n');
            }
            Block::Code { language, text } => {
                self.blank();
                self.text.push_str(&format!("```{language}\n{}\n```\n\n", text.trim_end()));
            }
            Block::Legend(marks) => {
                let parts: Vec<String> = marks.iter().map(|m| format!("{} {}", mark(*m), meaning(*m))).collect();
                self.blank();
                self.text.push_str(&format!("{}\n\n", parts.join(" · ")));
            }
            Block::Sources { .. } => self.footnotes(),
        }
    }

    fn line(&mut self, line: &Line, depth: usize) {
        let mut text = String::new();
        if let Some(m) = line.mark {
            text.push_str(&format!("{} ", mark(m)));
        }
        if let Some(label) = &line.label {
            text.push_str(&format!("{} ", escape(label)));
        }
        text.push_str(&self.words(&line.words));
        if let Some(n) = line.anchor {
            text.push_str(&format!(" ({n})"));
        }
        if let Some(n) = line.see {
            text.push_str(&format!(" — {}", see(n, line.see_in.as_deref())));
        }
        let asides: Vec<String> = line.asides.iter().map(|a| self.words(a)).collect();
        if !asides.is_empty() {
            text.push_str(&format!(" — {}", asides.join(" · ")));
        }
        self.text.push_str(&format!("{}- {text}\n", "  ".repeat(depth)));
        for below in &line.below {
            self.line(below, depth + 1);
        }
    }

    fn table(&mut self, table: &Table) {
        self.blank();
        self.text.push_str(&format!("| {} |\n", table.columns.join(" | ")));
        self.text.push_str(&format!("|{}\n", " --- |".repeat(table.columns.len())));
        for row in &table.rows {
            let cells: Vec<String> = row.iter().map(|c| self.words(c)).collect();
            self.text.push_str(&format!("| {} |\n", cells.join(" | ")));
        }
        self.text.push('\n');
    }

    /// The sources: cited ones as footnotes, the others as a list.
    fn footnotes(&mut self) {
        let uncited: Vec<&Source> =
            self.sources.iter().zip(&self.cited).filter(|(_, cited)| !**cited).map(|(s, _)| s).collect();
        if !uncited.is_empty() {
            self.blank();
            self.text.push_str("## Further sources\n\n");
            for source in uncited {
                self.text.push_str(&format!("- {}\n", escape(&source.full)));
            }
        }
        self.blank();
        for (source, cited) in self.sources.iter().zip(&self.cited) {
            if *cited {
                self.text.push_str(&format!("[^{}]: {}\n", label(source), escape(&source.full)));
            }
        }
    }
}

/// The label of a footnote.
fn label(source: &Source) -> String {
    let kind = if source.evidence { "e-" } else { "" };
    let id: String = source.id.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    format!("{kind}{id}")
}

/// Text in which nothing means anything to Markdown.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (i, c) in text.chars().enumerate() {
        let special = matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$');
        if special || (i == 0 && matches!(c, '#' | '-' | '+')) {
            escaped.push('\\');
        }
        if c == '.' && i > 0 && escaped.chars().all(|c| c.is_ascii_digit()) {
            escaped.push('\\');
        }
        escaped.push(if c == '\n' { ' ' } else { c });
    }
    escaped
}
