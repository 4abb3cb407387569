//! The document that every renderer draws: headings, paragraphs, tables, trees of marked lines, lists and sources, with
//! words that have roles. Knows nothing of opinions beyond their marks, and nothing of formats.

use crate::opinion::model::Mark;

/// What part a run of words plays; renderers choose how it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Role {
    /// Running text.
    #[default]
    Plain,
    /// Said with stress.
    Emphasis,
    /// The word that matters.
    Strong,
    /// An id or a name as it is typed.
    Id,
    /// Said in passing.
    Muted,
    /// Good news for the addressee, or a condition that holds.
    Good,
    /// Bad news.
    Bad,
    /// Open.
    Unsure,
}

/// A run of words with one role.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Run {
    /// The words.
    pub text: String,
    /// Their role.
    pub role: Role,
    /// The source they cite, by its place in [`Document::sources`].
    pub source: Option<usize>,
}

/// Words with roles: what stands in one cell, line or paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words(pub Vec<Run>);

impl Words {
    /// Words with a role.
    pub fn of(role: Role, text: impl Into<String>) -> Self {
        Words::default().and(role, text)
    }

    /// Running text.
    pub fn plain(text: impl Into<String>) -> Self {
        Words::of(Role::Plain, text)
    }

    /// These words and more.
    #[must_use]
    pub fn and(mut self, role: Role, text: impl Into<String>) -> Self {
        self.push(role, text);
        self
    }

    /// These words and others.
    #[must_use]
    pub fn then(mut self, other: Words) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Adds words.
    pub fn push(&mut self, role: Role, text: impl Into<String>) {
        let text = text.into();
        if !text.is_empty() {
            self.0.push(Run { text, role, source: None });
        }
    }

    /// Joins several with a separator.
    pub fn join(parts: impl IntoIterator<Item = Words>, separator: &str) -> Words {
        let mut joined = Words::default();
        for part in parts.into_iter().filter(|p| !p.is_empty()) {
            if !joined.is_empty() {
                joined.push(Role::Muted, separator);
            }
            joined.0.extend(part.0);
        }
        joined
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|r| r.text.is_empty())
    }

    /// The words without their roles.
    pub fn text(&self) -> String {
        self.0.iter().map(|r| r.text.as_str()).collect()
    }
}

/// What a renderer draws, from top to bottom.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// The parts.
    pub blocks: Vec<Block>,
    /// The sources that runs cite.
    pub sources: Vec<Source>,
}

/// One part of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading; level 1 is the title.
    Heading {
        /// From 1.
        level: u8,
        /// What it says.
        words: Words,
        /// What stands at the far end of its line, such as the outcome.
        aside: Words,
    },
    /// A paragraph.
    Paragraph(Words),
    /// A table.
    Table(Table),
    /// Lines with marks, lines below lines.
    Tree(Vec<Line>),
    /// A list of points.
    List(Vec<Words>),
    /// Names and what belongs to them.
    Pairs(Vec<(String, Words)>),
    /// Text of a file, as it is written there.
    Code {
        /// Its language, as fenced blocks name it.
        language: String,
        /// The lines.
        text: String,
    },
    /// What the marks mean: those that are used.
    Legend(Vec<Mark>),
    /// The sources in full ([`Document::sources`]), under two headings.
    Sources {
        /// Whether those of law are listed too where the format has no notes for them; else it is said where they are.
        law: bool,
    },
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// The headings of the columns.
    pub columns: Vec<String>,
    /// The rows; each has as many cells as there are columns.
    pub rows: Vec<Vec<Words>>,
}

/// One line of a tree.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// The mark, if it has one.
    pub mark: Option<Mark>,
    /// The label of a condition.
    pub label: Option<String>,
    /// What it says.
    pub words: Words,
    /// What stands beside it: citations, evidence, remarks; one idea each.
    pub asides: Vec<Words>,
    /// Its number, if other lines refer to it.
    pub anchor: Option<usize>,
    /// The number of the line that gives the reasons for this one too.
    pub see: Option<usize>,
    /// The heading under which that line stands, if not under the same.
    pub see_in: Option<String>,
    /// The lines below.
    pub below: Vec<Line>,
}

impl Line {
    /// A line without a mark, such as "the other elements need not be decided".
    pub fn remark(text: impl Into<String>) -> Self {
        Line { words: Words::of(Role::Muted, text), ..Line::default() }
    }

    /// A line with a mark.
    pub fn marked(mark: Mark, words: Words) -> Self {
        Line { mark: Some(mark), words, ..Line::default() }
    }
}

/// A source in full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its id.
    pub id: String,
    /// How it is cited.
    pub short: String,
    /// The full citation.
    pub full: String,
    /// Whether it is a source of evidence, else of law.
    pub evidence: bool,
}

impl Source {
    /// The full citation as it stands beside the short form, without naming that again.
    pub fn beside_short(&self) -> String {
        self.full.replacen(&format!(" ({})", self.short), "", 1)
    }
}

impl Document {
    /// Adds a heading.
    pub fn heading(&mut self, level: u8, text: impl Into<String>) {
        self.blocks.push(Block::Heading { level, words: Words::plain(text), aside: Words::default() });
    }

    /// Adds a paragraph, unless it is empty.
    pub fn paragraph(&mut self, words: Words) {
        if !words.is_empty() {
            self.blocks.push(Block::Paragraph(words));
        }
    }

    /// Adds a tree, unless it is empty.
    pub fn tree(&mut self, lines: Vec<Line>) {
        if !lines.is_empty() {
            self.blocks.push(Block::Tree(lines));
        }
    }

    /// Adds a list, unless it is empty.
    pub fn list(&mut self, points: Vec<Words>) {
        if !points.is_empty() {
            self.blocks.push(Block::List(points));
        }
    }

    /// Leaves out the sources that no words cite.
    pub fn keep_cited_sources(&mut self) {
        let mut cited = vec![false; self.sources.len()];
        self.each_words(&mut |words| {
            for source in words.0.iter().filter_map(|r| r.source) {
                cited.get_mut(source).into_iter().for_each(|c| *c = true);
            }
        });
        let mut kept = 0;
        let places: Vec<Option<usize>> = cited
            .iter()
            .map(|cited| {
                kept += usize::from(*cited);
                cited.then(|| kept - 1)
            })
            .collect();
        self.each_words(&mut |words| {
            for run in &mut words.0 {
                run.source = run.source.and_then(|s| places.get(s).copied().flatten());
            }
        });
        let mut cited = cited.into_iter();
        self.sources.retain(|_| cited.next().unwrap_or(false));
    }

    /// Does something with all words.
    fn each_words(&mut self, act: &mut dyn FnMut(&mut Words)) {
        for block in &mut self.blocks {
            match block {
                Block::Heading { words, aside, .. } => [words, aside].into_iter().for_each(&mut *act),
                Block::Paragraph(words) => act(words),
                Block::Table(table) => table.rows.iter_mut().flatten().for_each(&mut *act),
                Block::List(points) => points.iter_mut().for_each(&mut *act),
                Block::Pairs(pairs) => pairs.iter_mut().for_each(|(_, words)| act(words)),
                Block::Tree(lines) => {
                    let mut open: Vec<&mut Line> = lines.iter_mut().collect();
                    while let Some(line) = open.pop() {
                        act(&mut line.words);
                        line.asides.iter_mut().for_each(&mut *act);
                        open.extend(&mut line.below);
                    }
                }
                Block::Code { .. } | Block::Legend(_) | Block::Sources { .. } => {}
            }
        }
    }

    /// Every line of every tree, in order.
    pub fn lines(&self) -> Vec<&Line> {
        let mut found = Vec::new();
        for block in &self.blocks {
            if let Block::Tree(lines) = block {
                let mut open: Vec<&Line> = lines.iter().rev().collect();
                while let Some(line) = open.pop() {
                    found.push(line);
                    open.extend(line.below.iter().rev());
                }
            }
        }
        found
    }
}
