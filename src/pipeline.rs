//! The one file that joins the stages. Each stage is a type, and each step a method that gives the next one:
//!
//! [`Session`] (texts and packs) → [`Case`] (a tree) → [`Judged`] (rules and record) → [`Evaluation`] → opinion.
//!
//! A step whose input has errors gives nothing; what was found wrong stays with the session. Texts come through
//! [`Files`], so that this runs wherever the library does.

use std::io;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::diagnostic::{self, Diagnostic};
use crate::engine::{self, EngineError, Evaluation, Plan};
use crate::record::model::{Content, Record};
use crate::record::{self, json};
use crate::rulebook::load::Library;
use crate::rulebook::model::Rulebook;
use crate::source::{FileId, SourceMap, Span, Text};
use crate::syntax::tree::{CaseFile, Item, LawFile};
use crate::syntax::{Limits, decode, parse_case, parse_content, parse_law};

/// Where texts come from: a disk, a browser, a test.
pub trait Files {
    /// The bytes of a text.
    ///
    /// # Errors
    ///
    /// If there is no such text, or it may not be read.
    fn read(&self, name: &str) -> io::Result<Vec<u8>>;

    /// The names of all texts below a folder, in order; of a text, its own name.
    ///
    /// # Errors
    ///
    /// If there is neither such a folder nor such a text.
    fn list(&self, name: &str) -> io::Result<Vec<String>>;
}

/// All codes of this stage; each has a page under `docs/codes/pipeline`.
pub const CODES: &[&str] = &["pipeline/no-packs"];

/// Texts, the packs that are known, and what was found wrong so far.
#[derive(Debug, Clone, Default)]
pub struct Session {
    /// All texts.
    pub map: SourceMap,
    /// All packs.
    pub library: Library,
    /// How much is read.
    pub limits: Limits,
    /// How much an evaluation may use.
    pub engine_limits: engine::Limits,
    /// What was found wrong.
    pub diagnostics: Vec<Diagnostic>,
    own: Vec<String>,
    /// What was loaded, by the packs that were wanted.
    laws: Vec<(Vec<Text>, Arc<Law>)>,
}

/// Rules that were loaded, with what every evaluation of them uses.
#[derive(Debug, Default)]
pub struct Law {
    /// The rules, without their broken parts.
    pub rulebook: Rulebook,
    /// What can be known of them before any record.
    pub plan: Plan,
    /// Whether no part is broken.
    pub usable: bool,
}

impl Session {
    /// A session that knows the bundled packs.
    pub fn bundled() -> Self {
        Session { library: Library::bundled(), ..Session::default() }
    }

    /// Whether the input cannot be used.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// Everything found wrong, each once, by place.
    pub fn all_findings(&self) -> Vec<Diagnostic> {
        let mut found = self.diagnostics.clone();
        diagnostic::sort(&mut found);
        let mut seen = FxHashSet::default();
        found.retain(|d| {
            let name = self.map.get(d.span().file).map(|f| f.name.clone());
            seen.insert((name, d.span().start, d.span().end, d.code, d.message.clone()))
        });
        found
    }

    /// Everything found wrong, without the warnings about bundled packs: their user cannot mend them.
    pub fn findings(&self) -> Vec<Diagnostic> {
        let own = |d: &Diagnostic| self.map.get(d.span().file).is_none_or(|f| self.own.contains(&f.name));
        let mut found = self.all_findings();
        found.retain(|d| d.is_error() || own(d));
        found
    }

    /// Takes in a text; none if it cannot be read as text.
    fn take(&mut self, name: &str, bytes: &[u8]) -> Option<FileId> {
        self.own.push(name.to_owned());
        let (file, diagnostics) = decode(&mut self.map, name, bytes, &self.limits);
        let fine = diagnostics.is_empty();
        self.diagnostics.extend(diagnostics);
        fine.then_some(file)
    }

    /// Adds the rule files of a folder, or one rule file, to the packs that they name; gives the names of the packs. A
    /// bundled pack of the same name gives way.
    ///
    /// # Errors
    ///
    /// If a file cannot be read.
    pub fn add_rules(&mut self, files: &dyn Files, name: &str) -> io::Result<Vec<Text>> {
        let mut packs = Vec::new();
        let names = files.list(name)?;
        for path in names.iter().filter(|n| crate::bundled::is_rules(n) || names.len() == 1) {
            // A file that is named twice, by itself and with its folder, counts once.
            let plain = path.trim_start_matches("./");
            if self.own.iter().any(|own| own.trim_start_matches("./") == plain) {
                continue;
            }
            let bytes = files.read(path)?;
            let (mut scratch, limits) = (SourceMap::default(), self.limits.clone());
            let (file, wrong) = decode(&mut scratch, path, &bytes, &limits);
            if !wrong.is_empty() {
                self.take(path, &bytes);
                continue;
            }
            let parsed = parse_law(&scratch, file, &limits);
            let text = scratch.get(file).map(|f| f.text.clone()).unwrap_or_default();
            self.own.push(path.clone());
            match pack_name(&parsed.value) {
                Some(pack) => {
                    self.library.add_pack_file(&pack, path.as_str(), text);
                    if !packs.contains(&pack) {
                        packs.push(pack);
                    }
                }
                None => {
                    let file = self.map.add(path.as_str(), text);
                    self.without_pack(file, parsed.diagnostics);
                }
            }
        }
        Ok(packs)
    }

    /// A file that names no pack: what is wrong with its lines, or that.
    fn without_pack(&mut self, file: FileId, mut diagnostics: Vec<Diagnostic>) {
        for diagnostic in &mut diagnostics {
            diagnostic.labels.iter_mut().for_each(|l| l.span.file = file);
        }
        if !diagnostics.iter().any(Diagnostic::is_error) {
            diagnostics.push(
                Diagnostic::error("rulebook/no-pack", Span::new(file, 0..0), "this rule file names no pack")
                    .help("begin with `pack NAME \"Title\"`, or with `part of NAME` if the pack has a main file"),
            );
        }
        self.diagnostics.extend(diagnostics);
    }

    /// Reads a case, as a case file or as JSON.
    pub fn case(&mut self, name: &str, bytes: &[u8]) -> Option<Case> {
        let file = self.take(name, bytes)?;
        let text = self.map.get(file).map_or("", |f| &*f.text);
        let is_json = has_extension(name, "json") || text.trim_start().starts_with('{');
        let parsed = if is_json {
            json::parse_json(&self.map, file, &self.limits)
        } else {
            parse_case(&self.map, file, &self.limits)
        };
        let usable = !parsed.diagnostics.iter().any(Diagnostic::is_error);
        self.diagnostics.extend(parsed.diagnostics);
        usable.then_some(Case { tree: parsed.value, file })
    }

    /// Loads packs with all they use. What is wrong with them is said the first time.
    pub fn law(&mut self, wanted: &[Text]) -> Arc<Law> {
        if let Some((_, law)) = self.laws.iter().find(|(w, _)| w == wanted) {
            return Arc::clone(law);
        }
        let built = self.library.load(&mut self.map, wanted, &self.limits);
        let usable = built.is_usable();
        self.diagnostics.extend(built.diagnostics);
        let law = Arc::new(Law { plan: Plan::new(&built.rulebook), rulebook: built.rulebook, usable });
        self.laws.push((wanted.to_vec(), Arc::clone(&law)));
        law
    }

    /// Finds the circles through a negation that close only where a case uses all these packs: packs of one folder need
    /// not go together in anything else.
    pub fn circles(&mut self, packs: &[Text]) {
        let built = self.library.load(&mut self.map, packs, &self.limits);
        self.diagnostics.extend(built.diagnostics.into_iter().filter(|d| d.code == "rulebook/cycle-through-negation"));
    }
}

/// The pack that a rule file names.
fn pack_name(file: &LawFile) -> Option<Text> {
    file.items.iter().find_map(|item| match item {
        Item::Pack(p) => Some(p.id.value.clone()),
        Item::Part(p) => Some(p.pack.value.clone()),
        Item::Kind(_)
        | Item::Source(_)
        | Item::Parties(_)
        | Item::Position(_)
        | Item::Profile(_)
        | Item::Crossroads(_)
        | Item::Sentence(_)
        | Item::Provision(_) => None,
    })
}

/// Whether a name ends so.
pub fn has_extension(name: &str, extension: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, e)| e.eq_ignore_ascii_case(extension))
}

/// A case that was read.
#[derive(Debug, Clone)]
pub struct Case {
    /// Its tree.
    pub tree: CaseFile,
    /// Its text.
    pub file: FileId,
}

impl Case {
    /// Loads the packs that the case uses and resolves its record.
    pub fn resolve(&self, session: &mut Session) -> Option<Judged> {
        let before = session.diagnostics.len();
        let mut wanted = Vec::new();
        for used in self.tree.incident.iter().flat_map(|i| &i.uses) {
            if session.library.packs.contains_key(&used.value) {
                wanted.push(used.value.clone());
            } else {
                let unknown = session.library.unknown(&used.value, used.span);
                session.diagnostics.push(unknown);
            }
        }
        if let Some(incident) = self.tree.incident.as_ref().filter(|i| i.uses.is_empty()) {
            let names: Vec<&str> = session.library.packs.keys().map(Text::as_str).collect();
            let help = format!("add a line such as `uses targeting, human-rights`; there are {}", names.join(", "));
            session.diagnostics.push(
                Diagnostic::error(
                    "pipeline/no-packs",
                    incident.id.span,
                    "this incident uses no packs, so there is no law to judge it by",
                )
                .help(help),
            );
        }
        let law = session.law(&wanted);
        if !law.usable || session.diagnostics.iter().skip(before).any(Diagnostic::is_error) {
            return None;
        }
        let built = record::build(&law.rulebook, &self.tree);
        let usable = !built.diagnostics.iter().any(Diagnostic::is_error);
        session.diagnostics.extend(built.diagnostics);
        usable.then(|| Judged { law, record: built.record })
    }
}

/// Rules and a record that fit together.
#[derive(Debug)]
pub struct Judged {
    /// The rules.
    pub law: Arc<Law>,
    /// The record.
    pub record: Record,
}

impl Judged {
    /// Reads a sentence or claim that was typed outside the record; none if it says nothing that the rules know.
    pub fn content(&mut self, session: &mut Session, name: &str, text: &str) -> Option<Content> {
        let file = session.map.add(name, text);
        session.own.push(name.to_owned());
        let parsed = parse_content(&session.map, file, &session.limits);
        let usable = !parsed.diagnostics.iter().any(Diagnostic::is_error);
        session.diagnostics.extend(parsed.diagnostics);
        let tree = parsed.value.filter(|_| usable)?;
        match record::content(&self.law.rulebook, &mut self.record, &tree) {
            Ok(content) => Some(content),
            Err(diagnostics) => {
                session.diagnostics.extend(diagnostics);
                None
            }
        }
    }

    /// Evaluates the record from every standpoint.
    ///
    /// # Errors
    ///
    /// When a limit is reached.
    pub fn evaluate(&self, limits: engine::Limits) -> Result<Evaluation<'_>, EngineError> {
        self.evaluate_record(&self.record, limits)
    }

    /// Evaluates another record, such as this one with something supposed.
    ///
    /// # Errors
    ///
    /// When a limit is reached.
    pub fn evaluate_record<'a>(
        &'a self,
        record: &'a Record,
        limits: engine::Limits,
    ) -> Result<Evaluation<'a>, EngineError> {
        Evaluation::new(&self.law.rulebook, &self.law.plan, record, limits)
    }
}
