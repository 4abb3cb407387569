//! `caroline list`: what there is in the packs. Knows nothing of what it means.

use super::files::{self, RulesArgs};
use super::terminal::Terminal;
use super::{Status, Stop};
use crate::codes;
use crate::diagnostic::suggestion;
use crate::opinion::cite;
use crate::record::wording;
use crate::report::document::{Block, Document, Role, Table, Words};
use crate::rulebook::model::{PackId, ProvisionKind, Rulebook, SentenceId};
use crate::source::Text;
use crate::syntax::spelling::Spelled;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  caroline list                                 the packs
  caroline list norms --pack human-rights
  caroline list sentences --search \"armed force\"

With --rules, what is in those rules and in the packs they use.")]
pub(super) struct Args {
    /// What to list
    #[arg(value_name = "WHAT", value_enum, default_value_t = What::Packs)]
    what: What,
    /// Only of this pack
    #[arg(long, value_name = "ID")]
    pack: Option<String>,
    /// Only what contains these words
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,
    #[command(flatten)]
    rules: RulesArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum What {
    /// Packs
    Packs,
    /// Rules, presumptions and exceptions
    Rules,
    /// Prohibitions, obligations and permissions
    Norms,
    /// Sources of law
    Sources,
    /// Contested positions
    Positions,
    /// Ready-made choices of positions
    Profiles,
    /// Kinds of persons, acts and things
    Kinds,
    /// Sentences that a case may state or rules conclude
    Sentences,
    /// Codes of diagnostics
    Codes,
}

/// One line of a list, and the pack it belongs to.
struct Row {
    pack: Option<PackId>,
    name: Words,
    what: Words,
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> Result<Status, Stop> {
    let rows = if args.what == What::Codes {
        codes::all().into_iter().map(|c| row(None, &c, codes::title(&c).unwrap_or(""))).collect()
    } else {
        let (mut session, added) = args.rules.session()?;
        let wanted: Vec<Text> = match &args.pack {
            Some(pack) if session.library.packs.contains_key(pack.as_str()) => vec![pack.as_str().into()],
            Some(_) | None if added.is_empty() => session.library.packs.keys().cloned().collect(),
            Some(_) | None => added,
        };
        let law = session.law(&wanted);
        files::report(terminal, &mut session);
        if !law.usable {
            return Err(Stop::Said);
        }
        narrowed(args, &law.rulebook)?
    };
    let words: Vec<String> = args
        .search
        .iter()
        .flat_map(|s| s.to_lowercase().split_whitespace().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let fits = |r: &Row| {
        let text = format!("{} {}", r.name.text(), r.what.text()).to_lowercase();
        words.iter().all(|w| text.contains(w.as_str()))
    };
    let rows: Vec<Vec<Words>> = rows.into_iter().filter(|r| fits(r)).map(|r| vec![r.name, r.what]).collect();
    let mut document = Document::default();
    if rows.is_empty() {
        document.paragraph(Words::plain("There is none."));
    } else {
        document.blocks.push(Block::Table(Table { columns: vec![String::new(); 2], rows }));
    }
    terminal.show(&document)?;
    Ok(Status::Fine)
}

/// The rows of the pack that is asked for, else all.
fn narrowed(args: &Args, rulebook: &Rulebook) -> Result<Vec<Row>, Stop> {
    let rows = rows(args.what, rulebook);
    let Some(id) = &args.pack else { return Ok(rows) };
    let Some(pack) = rulebook.packs.iter().position(|p| p.id == id.as_str()) else {
        let near = suggestion(id, rulebook.packs.iter().map(|p| p.id.as_str()));
        let help = near.unwrap_or_else(|| "`caroline list packs` lists them".to_owned());
        return Err(Stop::with_help(format!("there is no pack `{id}`"), help));
    };
    Ok(rows.into_iter().filter(|r| r.pack.is_none_or(|p| p.index() == pack)).collect())
}

fn row(pack: Option<PackId>, name: &str, what: &str) -> Row {
    Row { pack, name: Words::of(Role::Id, name), what: Words::plain(what) }
}

fn rows(what: What, rulebook: &Rulebook) -> Vec<Row> {
    let provisions = |norms: bool| {
        let chosen = rulebook.provisions.iter().filter(move |p| p.is_norm() == norms);
        chosen
            .map(|p| {
                let kind =
                    if norms || p.kind == ProvisionKind::Rule { String::new() } else { format!(" ({})", kind(p.kind)) };
                let title = p.title.clone().unwrap_or_else(|| p.id.replace('-', " "));
                row(Some(p.pack), &p.id, &format!("{title}{kind}"))
            })
            .collect()
    };
    match what {
        What::Packs => rulebook.packs.iter().enumerate().map(|(i, p)| pack(rulebook, i, &p.id)).collect(),
        What::Rules => provisions(false),
        What::Norms => provisions(true),
        What::Sources => rulebook
            .sources
            .iter()
            .map(|s| row(Some(s.pack), &s.id, &format!("{}: {}", cite::short(s), s.title)))
            .collect(),
        What::Positions => rulebook
            .positions
            .iter()
            .map(|p| row(Some(p.pack), &p.id, &format!("{} ({})", p.proposition, p.default.text())))
            .collect(),
        What::Profiles => {
            rulebook.profiles.iter().map(|(id, p)| row(None, id, p.title.as_deref().unwrap_or(""))).collect()
        }
        What::Kinds => rulebook
            .kinds
            .by_name
            .iter()
            .map(|(name, k)| {
                let parent = k.parent.map(|p| format!("is a {}", rulebook.kinds.name(p)));
                let parts: Vec<String> = parent.into_iter().chain(k.description.clone()).collect();
                row(None, name, &parts.join("; "))
            })
            .collect(),
        What::Sentences => sentences(rulebook),
        What::Codes => Vec::new(),
    }
}

fn pack(rulebook: &Rulebook, index: usize, id: &str) -> Row {
    let Some(pack) = rulebook.packs.get(index) else { return row(None, id, "") };
    let norms = rulebook.provisions.iter().filter(|p| p.pack.index() == index && p.is_norm()).count();
    let others = rulebook.provisions.iter().filter(|p| p.pack.index() == index && !p.is_norm()).count();
    let mut parts: Vec<String> = pack.title.clone().into_iter().collect();
    let some = |n: usize, what: &str| (n > 0).then(|| format!("{n} {what}{}", if n == 1 { "" } else { "s" }));
    let counts: Vec<String> = [some(norms, "norm"), some(others, "rule")].into_iter().flatten().collect();
    if !counts.is_empty() {
        parts.push(counts.join(", "));
    }
    row(u32::try_from(index).ok().map(PackId), id, &parts.join(" — "))
}

/// Sentences by their wording; what may be stated, and what follows from rules.
fn sentences(rulebook: &Rulebook) -> Vec<Row> {
    let rows = rulebook.sentences.iter().enumerate().filter_map(|(i, s)| {
        let id = SentenceId(u32::try_from(i).ok()?);
        let how =
            if s.is_concluded() { "concluded by rules".to_owned() } else { self::sentence_kind(s.kind, s.raised) };
        Some(Row {
            pack: Some(s.pack),
            name: Words::plain(wording::pattern(rulebook, id)),
            what: Words::of(Role::Muted, how),
        })
    });
    rows.collect()
}

/// The word for a kind of sentence.
pub(super) fn sentence_kind(kind: crate::rulebook::model::SentenceKind, raised: bool) -> String {
    use crate::rulebook::model::SentenceKind;
    let word = match kind {
        SentenceKind::Relation => "relation",
        SentenceKind::Fact => "fact",
        SentenceKind::Judgment => "judgment",
        SentenceKind::Measure(_) => "measure",
        SentenceKind::Conclusion => "conclusion",
    };
    if raised { format!("raised {word}") } else { word.to_owned() }
}

/// The word for a kind of provision.
pub(super) fn kind(kind: ProvisionKind) -> &'static str {
    match kind {
        ProvisionKind::Rule => "rule",
        ProvisionKind::Presumption => "presumption",
        ProvisionKind::Exception => "exception",
        ProvisionKind::Prohibition => "prohibition",
        ProvisionKind::Obligation => "obligation",
        ProvisionKind::Permission => "permission",
    }
}
