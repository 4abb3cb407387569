//! `caroline show`: one thing in full: its text as written, its sources, what it rests on and what rests on it. Knows
//! nothing of any incident.

use super::files::{self, RulesArgs};
use super::links::{Links, where_used};
use super::list::{kind, sentence_kind};
use super::terminal::Terminal;
use super::{Status, Stop};
use crate::diagnostic::suggestion;
use crate::opinion::cite;
use crate::pipeline::Session;
use crate::record::wording;
use crate::report::document::{Block, Document, Role, Words};
use crate::rulebook::model::{DefaultStance, Position, Profile, Provision, ProvisionId, Rulebook, SentenceId, Source};
use crate::source::{SourceMap, Span, Text};
use crate::syntax::spelling::Spelled;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  caroline show hr-arbitrary-deprivation-of-life      a norm, its exceptions, what it rests on
  caroline show designation-creates-conflict          a position, and who holds it
  caroline show iccpr                                 a source, its parties, what cites it
  caroline show \"is hors de combat\"                   a sentence, and the rules that conclude it")]
pub(super) struct Args {
    /// The id of a pack, provision, source, position, profile or kind, or some words of a sentence
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    rules: RulesArgs,
}

/// How many names a list gives.
const MOST: usize = 40;

pub(super) fn run(args: &Args, terminal: &Terminal) -> Result<Status, Stop> {
    let (mut session, added) = args.rules.session()?;
    let packs = session.library.packs.iter();
    let bundled: Vec<Text> = packs.filter(|(_, p)| p.bundled).map(|(name, _)| name.clone()).collect();
    if added.is_empty() {
        return show(args, terminal, &mut session, &bundled)?.map(|()| Status::Fine);
    }
    match show(args, terminal, &mut session, &added)? {
        Ok(()) => Ok(Status::Fine),
        Err(nowhere) => show(args, terminal, &mut session, &bundled)?.map(|()| Status::Fine).map_err(|_| nowhere),
    }
}

/// Looks in some packs and those they use; the inner error is that there is nothing of that name.
fn show(args: &Args, terminal: &Terminal, session: &mut Session, packs: &[Text]) -> Result<Result<(), Stop>, Stop> {
    let law = session.law(packs);
    files::report(terminal, session);
    if !law.usable {
        return Err(Stop::Said);
    }
    let mut shower = Shower { rulebook: &law.rulebook, map: &session.map, document: Document::default() };
    if !shower.find(args.id.trim()) {
        return Ok(Err(unknown(&law.rulebook, &args.id)));
    }
    terminal.show(&shower.document)?;
    Ok(Ok(()))
}

fn unknown(rulebook: &Rulebook, id: &str) -> Stop {
    let names = rulebook
        .provision_ids
        .keys()
        .chain(rulebook.source_ids.keys())
        .chain(rulebook.position_ids.keys())
        .chain(rulebook.profiles.keys())
        .chain(rulebook.packs.iter().map(|p| &p.id))
        .chain(rulebook.kinds.by_name.keys());
    let help = suggestion(id, names.map(Text::as_str))
        .unwrap_or_else(|| format!("`caroline list sentences --search \"{id}\"` looks in the sentences; so do `list norms`, `list rules`, `list sources`"));
    Stop::with_help(format!("nothing is called `{id}`, and no sentence says it"), help)
}

/// The line in which a byte stands, with the lines below it that are indented deeper.
fn declaration(text: &str, at: usize) -> String {
    let start = text.get(..at).and_then(|t| t.rfind('\n')).map_or(0, |i| i + 1);
    let depth = |line: &str| line.len() - line.trim_start().len();
    let mut lines = text.get(start..).unwrap_or("").lines();
    let Some(first) = lines.next() else { return String::new() };
    let base = depth(first);
    let mut kept = vec![first.get(base..).unwrap_or(first)];
    for line in lines {
        if !line.trim().is_empty() && depth(line) <= base {
            break;
        }
        kept.push(line.get(base.min(line.len())..).unwrap_or(""));
    }
    kept.join("\n").trim_end().to_owned()
}

struct Shower<'r> {
    rulebook: &'r Rulebook,
    map: &'r SourceMap,
    document: Document,
}

impl<'r> Shower<'r> {
    /// Shows everything of that name, else the sentences with those words; whether there is any.
    fn find(&mut self, id: &str) -> bool {
        let book = self.rulebook;
        if let Some(p) = book.provision_ids.get(id).and_then(|p| book.provisions.get(p.index())) {
            self.provision(p);
        }
        if let Some(p) = book.position_ids.get(id).and_then(|p| book.positions.get(p.index())) {
            self.position(p);
        }
        if let Some(s) = book.source_ids.get(id).and_then(|s| book.sources.get(s.index())) {
            self.source(s);
        }
        if let Some(p) = book.profiles.get(id) {
            self.profile(id, p);
        }
        if let Some(i) = book.packs.iter().position(|p| p.id == id) {
            self.pack(i);
        }
        if book.kinds.get(id).is_some() {
            self.kind(id);
        }
        if self.document.blocks.is_empty() {
            self.sentences(id);
        }
        !self.document.blocks.is_empty()
    }

    fn title(&mut self, what: &str, id: &str, title: &str) {
        let words = Words::of(Role::Strong, title);
        let aside = Words::of(Role::Muted, what).and(Role::Plain, " ").and(Role::Id, id);
        self.document.blocks.push(Block::Heading { level: 1, words, aside });
    }

    /// The text of a declaration, with the place it is from.
    fn text(&mut self, span: Span) {
        let text = self.map.get(span.file).map(|f| declaration(&f.text, span.range().start)).unwrap_or_default();
        if text.is_empty() {
            return;
        }
        let (line, _) = self.map.position(span);
        let name = self.map.get(span.file).map_or("", |f| f.name.as_str());
        self.document.paragraph(Words::of(Role::Muted, format!("{name}:{line}")));
        self.document.blocks.push(Block::Code { language: "law".to_owned(), text });
    }

    fn points(&mut self, heading: &str, points: Vec<Words>) {
        if points.is_empty() {
            return;
        }
        self.document.heading(3, heading);
        let more = points.len().saturating_sub(MOST);
        let mut points: Vec<Words> = points.into_iter().take(MOST).collect();
        if more > 0 {
            points.push(Words::of(Role::Muted, format!("and {more} more")));
        }
        self.document.list(points);
    }

    fn named(&self, provision: &Provision) -> Words {
        let title = provision.title.clone().unwrap_or_default();
        Words::of(Role::Id, provision.id.as_str())
            .and(Role::Plain, if title.is_empty() { title } else { format!(" — {title}") })
    }

    fn all_named(&self, ids: &[ProvisionId]) -> Vec<Words> {
        ids.iter().filter_map(|i| self.rulebook.provisions.get(i.index())).map(|p| self.named(p)).collect()
    }

    fn provision(&mut self, provision: &'r Provision) {
        let book = self.rulebook;
        let title = provision.title.clone().unwrap_or_else(|| wording::capital(&provision.id.replace('-', " ")));
        self.title(kind(provision.kind), &provision.id, &title);
        self.text(provision.span);
        let links = Links::of(provision);
        let mut sources: Vec<_> = links.sources.clone();
        sources.dedup();
        let mut seen = Vec::new();
        sources.retain(|s| {
            let new = !seen.contains(s);
            seen.push(*s);
            new
        });
        let full = sources.iter().filter_map(|s| book.sources.get(s.index()));
        self.points("Sources", full.map(|s| Words::plain(cite::full(s))).collect());
        self.points("Exceptions to it", self.all_named(&provision.exceptions));
        self.points("It is an exception to", self.all_named(&provision.to));
        self.points("It prevails over", self.all_named(&provision.prevails.iter().map(|p| p.0).collect::<Vec<_>>()));
        self.points("It gives way to", self.all_named(&provision.defeated_by.iter().map(|p| p.0).collect::<Vec<_>>()));
        self.rests_on(&links);
        self.rests_on_it(provision);
    }

    fn rests_on(&mut self, links: &Links) {
        let book = self.rulebook;
        let mut points: Vec<Words> = Vec::new();
        let mut seen = Vec::new();
        for id in &links.sentences {
            let Some(sentence) = book.sentences.get(id.index()).filter(|_| !seen.contains(id)) else { continue };
            seen.push(*id);
            let mut words = Words::plain(wording::pattern(book, *id)).and(Role::Muted, " — ");
            if sentence.is_concluded() {
                let by = sentence.concluded_by.iter().filter_map(|p| book.provisions.get(p.index()));
                words = words.then(Words::join(by.map(|p| Words::of(Role::Id, p.id.as_str())), ", "));
            } else {
                words.push(Role::Muted, sentence_kind(sentence.kind, sentence.raised));
            }
            points.push(words);
        }
        points.extend(self.all_named(&links.norms));
        points.extend(links.positions.iter().filter_map(|p| book.positions.get(p.index())).map(|p| {
            Words::plain("the position ")
                .and(Role::Id, p.id.as_str())
                .and(Role::Muted, format!(", {}", p.default.text()))
        }));
        self.points("It rests on", points);
    }

    fn rests_on_it(&mut self, provision: &Provision) {
        let mut concluded: Vec<SentenceId> = provision.head.iter().map(|h| h.sentence).collect();
        concluded.extend(provision.concludes.iter().map(|l| l.sentence));
        let own = self.rulebook.provision_ids.get(&provision.id).copied();
        let users = where_used(self.rulebook, |l| {
            l.sentences.iter().any(|s| concluded.contains(s)) || own.is_some_and(|o| l.norms.contains(&o))
        });
        let points = users.into_iter().filter(|p| p.id != provision.id).map(|p| self.named(p)).collect();
        self.points("What rests on it", points);
    }

    fn position(&mut self, position: &Position) {
        let book = self.rulebook;
        self.title("position", &position.id, &position.proposition);
        self.text(position.span);
        let stance = match position.default {
            DefaultStance::Accepted => "Accepted unless somebody chooses otherwise.",
            DefaultStance::Rejected => "Rejected unless somebody chooses otherwise.",
            DefaultStance::Contested => "Open unless somebody chooses: both views are shown.",
        };
        self.document.paragraph(Words::plain(stance));
        let cites = position.held_by.iter().chain(&position.rejected_by).flat_map(|(_, c)| c);
        let mut ids: Vec<_> = cites.map(|c| c.source).collect();
        ids.sort_unstable();
        ids.dedup();
        let full = ids.iter().filter_map(|s| book.sources.get(s.index())).map(|s| Words::plain(cite::full(s)));
        self.points("Sources", full.collect());
        let id = book.position_ids.get(&position.id).copied();
        let users = where_used(book, |l| id.is_some_and(|i| l.positions.contains(&i)));
        self.points("What rests on it", users.into_iter().map(|p| self.named(p)).collect());
        let profiles = book.profiles.iter().filter(|(_, p)| p.stances.iter().any(|(s, _)| Some(*s) == id));
        self.points(
            "Profiles that take a stand on it",
            profiles.map(|(n, _)| Words::of(Role::Id, n.as_str())).collect(),
        );
    }

    fn source(&mut self, source: &Source) {
        let book = self.rulebook;
        self.title(source.kind.text(), &source.id, cite::short(source));
        self.document.paragraph(Words::plain(cite::full(source)));
        self.text(source.span);
        let parties: Vec<Words> = source
            .parties
            .iter()
            .map(|(name, periods)| {
                let periods = periods.iter().map(|p| match p.until {
                    Some(until) => format!("{} to {}", cite::date(p.from), cite::date(until)),
                    None => format!("from {}", cite::date(p.from)),
                });
                Words::plain(format!("{name} {}", periods.collect::<Vec<_>>().join(", ")))
            })
            .collect();
        if !parties.is_empty() {
            self.document.heading(3, "Parties, as far as they are entered");
            self.document.list(parties);
        }
        let id = book.source_ids.get(&source.id).copied();
        let users = where_used(book, |l| id.is_some_and(|i| l.sources.contains(&i)));
        self.points("What cites it", users.into_iter().map(|p| self.named(p)).collect());
    }

    fn profile(&mut self, id: &str, profile: &Profile) {
        self.title("profile", id, profile.title.as_deref().unwrap_or(id));
        let stances = profile.stances.iter().filter_map(|(p, s)| {
            let position = self.rulebook.positions.get(p.index())?;
            Some(
                Words::of(Role::Id, position.id.as_str())
                    .and(Role::Plain, format!(" {}: {}", s.text(), position.proposition)),
            )
        });
        let stances = stances.collect();
        self.points("Positions", stances);
        self.points("Notes", profile.notes.iter().map(Words::plain).collect());
    }

    fn pack(&mut self, index: usize) {
        let Some(pack) = self.rulebook.packs.get(index) else { return };
        self.title("pack", &pack.id, pack.title.as_deref().unwrap_or(&pack.id));
        let uses = pack.uses.iter().filter_map(|u| self.rulebook.packs.get(u.index())).map(|p| p.id.as_str());
        let uses: Vec<&str> = uses.collect();
        if !uses.is_empty() {
            self.document.paragraph(Words::plain(format!("Builds on {}.", uses.join(", "))));
        }
        if pack.without_presumptions {
            self.document.paragraph(Words::plain("Does without presumptions: doubts are for the accused."));
        }
        self.points("Parts", pack.parts.iter().map(Words::plain).collect());
        self.points("Notes", pack.notes.iter().map(Words::plain).collect());
        let norms = self.rulebook.provisions.iter().filter(|p| p.pack.index() == index && p.is_norm());
        let norms: Vec<Words> = norms.map(|p| self.named(p)).collect();
        if !norms.is_empty() {
            self.document.heading(3, "Norms");
            self.document.list(norms);
        }
    }

    fn kind(&mut self, id: &str) {
        let kinds = &self.rulebook.kinds;
        let Some(found) = kinds.by_name.get(id) else { return };
        self.title("kind", id, found.description.as_deref().unwrap_or(id));
        let mut above = Vec::new();
        let mut next = found.parent;
        while let Some(parent) = next {
            above.push(kinds.name(parent).to_owned());
            next = kinds.by_name.get(kinds.name(parent)).and_then(|k| k.parent);
        }
        if !above.is_empty() {
            self.document.paragraph(Words::plain(format!("Is a {}.", above.join(", which is a "))));
        }
        let own = kinds.get(id);
        let below = kinds.by_name.iter().filter(|(_, k)| k.parent.is_some() && k.parent == own);
        self.points("Kinds of it", below.map(|(n, _)| Words::of(Role::Id, n.as_str())).collect());
        let slots = own.map(|k| kinds.set(k)).unwrap_or_default();
        let fits = self.rulebook.sentences.iter().enumerate().filter(|(_, s)| s.slots.iter().any(|k| slots.within(*k)));
        let ids = fits.filter_map(|(i, _)| u32::try_from(i).ok()).map(SentenceId);
        let sentences = ids.map(|s| Words::plain(wording::pattern(self.rulebook, s))).collect();
        self.points("Sentences that take it", sentences);
    }

    /// The sentences that contain all these words; in full if there are few.
    fn sentences(&mut self, words: &str) {
        let wanted: Vec<String> = words.to_lowercase().split_whitespace().map(str::to_owned).collect();
        let count = self.rulebook.sentences.len();
        let ids = (0..count).filter_map(|i| u32::try_from(i).ok()).map(SentenceId);
        let fits = |text: &str| wanted.iter().all(|w| text.contains(w.as_str()));
        let found: Vec<SentenceId> =
            ids.filter(|s| !wanted.is_empty() && fits(&wording::pattern(self.rulebook, *s).to_lowercase())).collect();
        if found.len() > 5 {
            let points = found.iter().map(|s| Words::plain(wording::pattern(self.rulebook, *s))).collect();
            self.points(&format!("{} sentences with these words", found.len()), points);
            return;
        }
        for id in found {
            self.sentence(id);
        }
    }

    fn sentence(&mut self, id: SentenceId) {
        let book = self.rulebook;
        let Some(sentence) = book.sentences.get(id.index()) else { return };
        let pattern = wording::pattern(book, id);
        let words = Words::of(Role::Strong, pattern);
        let aside = Words::of(Role::Muted, sentence_kind(sentence.kind, sentence.raised));
        self.document.blocks.push(Block::Heading { level: 1, words, aside });
        self.text(sentence.span);
        self.points("Concluded by", self.all_named(&sentence.concluded_by));
        self.points("Presumed by", self.all_named(&sentence.presumed_by));
        let users = where_used(book, |l| l.sentences.contains(&id));
        self.points("Used by", users.into_iter().map(|p| self.named(p)).collect());
    }
}
