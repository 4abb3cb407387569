//! `caroline test --coverage`: what the cases exercise, as a document or as JSON. Knows nothing of how it is found.

use indexmap::IndexMap;

use super::Stop;
use super::judge::{DetailArg, Format, written};
use super::terminal::Terminal;
use crate::casebook::Coverage;
use crate::casebook::coverage::model::{
    Gap, Kind, PackCoverage, PartCoverage, PositionCoverage, ProvisionCoverage, Role as Part, Section, Tally,
};
use crate::report::document::{Block, Document, Line, Role, Table, Words};
use crate::report::{json, markdown};
use crate::source::Text;

/// Whether and how coverage is shown.
#[derive(Debug, clap::Args)]
pub(super) struct CoverageArgs {
    /// Say which rules, exceptions, presumptions and positions the cases exercise, and which never decide anything
    #[arg(long, help_heading = "Coverage")]
    coverage: bool,
    /// How much: a line for each pack and what is left out (short), each rule (medium), each of its parts (long)
    #[arg(long, value_enum, default_value_t = DetailArg::Short, requires = "coverage", help_heading = "Coverage")]
    detail: DetailArg,
    /// How the coverage is written; unless it is text, the results go to the standard error
    #[arg(long, value_enum, default_value_t = Format::Text, requires = "coverage", help_heading = "Coverage")]
    format: Format,
}

impl CoverageArgs {
    /// A coverage of nothing yet, if one is asked for.
    pub(super) fn asked(&self) -> Option<Coverage> {
        self.coverage.then(Coverage::default)
    }

    /// Where the results go: beside the coverage, if it is written for other programs.
    pub(super) fn results(&self, terminal: &Terminal) -> Option<Terminal> {
        (self.coverage && self.format != Format::Text).then(|| terminal.aside())
    }
}

/// Writes the coverage.
pub(super) fn show(args: &CoverageArgs, terminal: &Terminal, coverage: &Coverage) -> Result<(), Stop> {
    let text = match args.format {
        Format::Text => format!("\n{}", terminal.draw(&document(coverage, args.detail))),
        Format::Markdown => markdown::render(&document(coverage, args.detail)),
        Format::Json => written(json::render(coverage))?,
    };
    Ok(terminal.write(&text)?)
}

fn document(coverage: &Coverage, detail: DetailArg) -> Document {
    let mut document = Document::default();
    document.heading(
        1,
        format!(
            "What {} exercise{}",
            some(coverage.cases.len(), "case"),
            if coverage.cases.len() == 1 { "s" } else { "" }
        ),
    );
    if coverage.cases.is_empty() {
        document.paragraph(Words::plain("No case was run."));
        return document;
    }
    document.paragraph(Words::plain(
        "Each case is looked at from its headline and from the standpoints of its expectations. A rule is reached where the \
         record bears on it. The last columns say how many exceptions and presumptions decide: \
         without the exception the rule would stand, without the presumption its sentence would stand otherwise.",
    ));
    document.blocks.push(Block::Table(summary(coverage)));
    document.paragraph(Words::plain(position_summary(&coverage.positions)));
    if detail != DetailArg::Short {
        for pack in &coverage.packs {
            document.heading(2, pack.title.as_deref().unwrap_or(&pack.id));
            document.tree(pack.provisions.iter().map(|p| provision(p, detail)).collect());
        }
        if !coverage.positions.is_empty() {
            document.heading(2, "Positions");
            document.tree(coverage.positions.iter().map(position).collect());
        }
    }
    gaps(&mut document, coverage);
    document
}

fn some(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

/// One line for each pack.
fn summary(coverage: &Coverage) -> Table {
    let columns = ["pack", "rules", "reached", "met", "failed", "exceptions", "presumptions"];
    let row = |name: &str, packs: &[&PackCoverage]| {
        let rules: Vec<&ProvisionCoverage> = packs.iter().flat_map(|p| p.rules()).collect();
        let count = |so: &dyn Fn(&ProvisionCoverage) -> bool| rules.iter().filter(|r| so(r)).count().to_string();
        let deciding = |list: Vec<&Tally>| match list.len() {
            0 => String::new(),
            n => format!("{} of {n}", list.iter().filter(|t| t.decisive() > 0).count()),
        };
        let cells = [
            rules.len().to_string(),
            count(&|r| !r.reached.is_empty()),
            count(&|r| !r.tally.met.is_empty()),
            count(&|r| !r.tally.not_met.is_empty()),
            deciding(packs.iter().flat_map(|p| p.exceptions()).collect()),
            deciding(packs.iter().flat_map(|p| p.presumptions()).collect()),
        ];
        let first = Words::of(Role::Id, name);
        std::iter::once(first).chain(cells.into_iter().map(Words::plain)).collect::<Vec<_>>()
    };
    let mut rows: Vec<Vec<Words>> = coverage.packs.iter().map(|p| row(&p.id, &[p])).collect();
    if coverage.packs.len() > 1 {
        rows.push(row("together", &coverage.packs.iter().collect::<Vec<_>>()));
    }
    Table { columns: columns.iter().map(|c| (*c).to_owned()).collect(), rows }
}

fn position_summary(positions: &[PositionCoverage]) -> String {
    let deciding = positions.iter().filter(|p| !p.decisive.is_empty()).count();
    match positions.len() {
        0 => String::new(),
        n => format!(
            "Of {}, {deciding} decide{} some outcome.",
            some(n, "position"),
            if deciding == 1 { "s" } else { "" }
        ),
    }
}

/// A provision and how often it is met and fails; in full also its parts.
fn provision(provision: &ProvisionCoverage, detail: DetailArg) -> Line {
    let mut words = Words::of(Role::Id, provision.id.as_str());
    if let Some(title) = &provision.title {
        words.push(Role::Plain, format!(" — {title}"));
    }
    let (met, not_met) = match provision.kind {
        Kind::Prohibition | Kind::Obligation => ("breached", "not breached"),
        Kind::Permission => ("permits", "does not permit"),
        Kind::Presumption => ("applies", "does not apply"),
        Kind::Rule | Kind::Exception => ("met", "fails"),
    };
    let mut counts = counts(&provision.tally, met, not_met, provision.kind.stands_alone());
    if !provision.not_applicable.is_empty() {
        counts.push(format!("not applicable in {}", provision.not_applicable.len()));
    }
    let aside = if provision.reached.is_empty() { "not reached".to_owned() } else { counts.join(" · ") };
    let parts = if detail == DetailArg::Long { sections(&provision.parts) } else { Vec::new() };
    Line { words, asides: vec![Words::of(Role::Muted, aside)], below: parts, ..Line::default() }
}

/// How something comes out, in how many cases each, and in how many of them it is decisive.
fn counts(tally: &Tally, met: &str, not_met: &str, alone: bool) -> Vec<String> {
    let count = |what: &str, n: usize, decisive: usize| {
        let decisive = if decisive > 0 { format!(" (decisive in {decisive})") } else { String::new() };
        (n > 0 || !decisive.is_empty()).then(|| format!("{what} in {n}{decisive}"))
    };
    let lists = [
        count(met, tally.met.len(), tally.decisive_met.len()),
        count(not_met, tally.not_met.len(), tally.decisive_not_met.len()),
        count("open", tally.open.len(), 0),
    ];
    let mut list: Vec<String> = lists.into_iter().flatten().collect();
    if !alone && tally.decisive() == 0 && !list.is_empty() {
        list.push("never decisive".to_owned());
    }
    list
}

/// The parts of a provision under their headings.
fn sections(parts: &[PartCoverage]) -> Vec<Line> {
    let mut lines = Vec::new();
    for group in parts.chunk_by(|a, b| a.section == b.section) {
        let Some(first) = group.first() else { continue };
        let heading = match first.section {
            Section::Binding => "bound",
            Section::AppliesWhen => "applies when",
            Section::When => "when",
            Section::Unless => "unless",
            Section::Exception => "exceptions",
            Section::Priority => "gives way to",
            Section::Presumption => "presumed",
        };
        lines.push(Line { below: nested(group, 0), ..Line::remark(heading) });
    }
    lines
}

/// Parts at this depth, with those that stand below them.
fn nested(parts: &[PartCoverage], depth: usize) -> Vec<Line> {
    let starts = parts.chunk_by(|_, b| b.depth > depth);
    starts
        .filter_map(|group| {
            let (first, below) = group.split_first()?;
            let words = match first.role {
                Part::Element | Part::Block => Words::plain(first.text.as_str()),
                Part::Defeats | Part::FillsIn if first.section == Section::Unless => Words::plain(first.text.as_str()),
                Part::Defeats | Part::FillsIn => Words::of(Role::Id, first.text.as_str()),
            };
            let counts = counts(&first.tally, "met", "not met", false);
            let counts = if counts.is_empty() { "not exercised".to_owned() } else { counts.join(" · ") };
            let asides = vec![Words::of(Role::Muted, counts)];
            Some(Line { words, asides, below: nested(below, depth + 1), ..Line::default() })
        })
        .collect()
}

fn position(position: &PositionCoverage) -> Line {
    let words = Words::of(Role::Id, position.id.as_str()).and(Role::Plain, format!(" — {}", position.proposition));
    let count = |what: &str, list: &[Text]| (!list.is_empty()).then(|| format!("{what} in {}", list.len()));
    let counts: Vec<String> = [
        count("accepted", &position.accepted),
        count("rejected", &position.rejected),
        count("left open", &position.left_open),
        count("decides", &position.decisive),
    ]
    .into_iter()
    .flatten()
    .collect();
    let aside = if counts.is_empty() { "not met with".to_owned() } else { counts.join(" · ") };
    Line { words, asides: vec![Words::of(Role::Muted, aside)], ..Line::default() }
}

/// What the cases leave out, each thing once.
fn gaps(document: &mut Document, coverage: &Coverage) {
    let gaps = coverage.gaps();
    if gaps.is_empty() {
        document.paragraph(Words::plain("Nothing is left out."));
        return;
    }
    let lists = [
        ("Rules that no case reaches", &gaps.not_reached),
        ("Rules reached but never met", &gaps.never_met),
        ("Rules that never fail", &gaps.never_failed),
        ("Exceptions that never decide", &gaps.exceptions),
        ("Presumptions that never decide", &gaps.presumptions),
        ("Positions on which nothing turns", &gaps.positions),
    ];
    for (heading, list) in lists {
        if list.is_empty() {
            continue;
        }
        let words = Words::plain(heading);
        let aside = Words::of(Role::Muted, list.len().to_string());
        document.blocks.push(Block::Heading { level: 2, words, aside });
        let mut packs: IndexMap<&str, Vec<&Gap>> = IndexMap::new();
        for gap in list {
            packs.entry(&gap.pack).or_default().push(gap);
        }
        let pairs = packs.into_iter().map(|(pack, list)| {
            let provisions = list.chunk_by(|a, b| a.id == b.id);
            (pack.to_owned(), Words::join(provisions.map(named), ", "))
        });
        document.blocks.push(Block::Pairs(pairs.collect()));
    }
}

/// A provision, with the parts of it that are left out.
fn named(gaps: &[&Gap]) -> Words {
    let id = gaps.first().map_or("", |g| g.id.as_str());
    let parts: Vec<String> = gaps.iter().filter_map(|g| g.part.as_ref()).map(|p| format!("“{p}”")).collect();
    let words = Words::of(Role::Id, id);
    if parts.is_empty() { words } else { words.and(Role::Plain, format!(" ({})", parts.join("; "))) }
}
