//! The disk, the standard input, and opening a case. Knows nothing of what is in the files.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use super::Stop;
use super::diagnostics;
use super::terminal::Terminal;
use crate::bundled;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::engine;
use crate::pipeline::{Case, Files, Judged, Session};
use crate::source::Text;

/// How the standard input is shown.
pub(super) const STDIN: &str = "standard input";

/// The disk; `-` is the standard input.
#[derive(Debug)]
pub(super) struct Disk;

impl Files for Disk {
    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        if name == "-" {
            let mut bytes = Vec::new();
            io::stdin().lock().read_to_end(&mut bytes)?;
            return Ok(bytes);
        }
        fs::read(name)
    }

    fn list(&self, name: &str) -> io::Result<Vec<String>> {
        if name == "-" || fs::metadata(name)?.is_file() {
            return Ok(vec![name.to_owned()]);
        }
        let mut found = Vec::new();
        let mut folders = vec![name.trim_end_matches('/').to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(if folder.is_empty() { "/" } else { &folder })? {
                let entry = entry?;
                let Ok(part) = entry.file_name().into_string() else { continue };
                let path = if folder == "." { part.clone() } else { format!("{folder}/{part}") };
                let kind = entry.file_type()?;
                if kind.is_dir() && !part.starts_with('.') && part != "target" {
                    folders.push(path);
                } else if kind.is_file() {
                    found.push(path);
                }
            }
        }
        found.sort();
        Ok(found)
    }
}

/// The name under which a file is shown.
pub(super) fn shown(name: &str) -> &str {
    if name == "-" { STDIN } else { name }
}

/// The bytes of a file, or a message on why there are none.
pub(super) fn read(name: &str) -> Result<Vec<u8>, Stop> {
    Disk.read(name).map_err(|error| unreadable(name, &error))
}

/// The bytes of a case; a rule file is refused before its lines are complained of one by one.
pub(super) fn read_case(name: &str) -> Result<Vec<u8>, Stop> {
    if bundled::is_rules(name) {
        let help = format!("name a case, and its rules with `--rules {name}`");
        return Err(Stop::with_help(format!("`{name}` is a rule file, not a case"), help));
    }
    read(name)
}

/// What is said of a file that cannot be read.
pub(super) fn unreadable(name: &str, error: &io::Error) -> Stop {
    let path = Path::new(name);
    if path.is_dir() {
        return Stop::with_help(format!("`{name}` is a folder"), "name a file in it");
    }
    if error.kind() != io::ErrorKind::NotFound {
        return Stop::unusable(format!("`{name}` cannot be read: {error}"));
    }
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Ok(entries) = fs::read_dir(folder) else {
        return Stop::unusable(format!("there is no folder `{}`", folder.display()));
    };
    let mut names: Vec<String> = entries.flatten().filter_map(|e| e.file_name().into_string().ok()).collect();
    names.sort();
    let wanted = path.file_name().and_then(|n| n.to_str()).unwrap_or(name);
    let near = did_you_mean(wanted, names.iter().map(String::as_str));
    let is_rules = bundled::is_rules(name);
    let alike = |n: &&String| if is_rules { bundled::is_rules(n) } else { n.ends_with(".case") };
    let message = format!("there is no file `{name}`");
    if !near.is_empty() {
        let near: Vec<String> =
            near.iter().map(|n| format!("`{}`", folder.join(n).display()).replace("`./", "`")).collect();
        return Stop::with_help(message, format!("did you mean {}?", near.join(" or ")));
    }
    let others: Vec<&str> = names.iter().filter(alike).map(String::as_str).take(6).collect();
    let what = if is_rules { "rule files" } else { "cases" };
    if others.is_empty() {
        let what = if is_rules {
            "rules NAME` writes a commented rule file"
        } else {
            "case NAME` writes a commented case file"
        };
        Stop::with_help(message, format!("`caroline new {what} to start from"))
    } else {
        Stop::with_help(message, format!("the {what} there are {}", others.join(", ")))
    }
}

/// A case and the rules to judge it by.
#[derive(Debug, clap::Args)]
pub(super) struct CaseArgs {
    /// The case: a `.case` file, a record as `.json`, or `-` for the standard input
    #[arg(value_name = "CASE")]
    pub(super) case: String,
    #[command(flatten)]
    pub(super) rules: RulesArgs,
}

/// Rules besides the bundled ones, and limits.
#[derive(Debug, clap::Args)]
pub(super) struct RulesArgs {
    /// Rules of your own, besides the bundled packs: a folder or a rule file; may be repeated
    #[arg(long, value_name = "DIR")]
    pub(super) rules: Vec<String>,
    /// Give up after this many steps of applying rules
    #[arg(long, value_name = "N", hide_short_help = true)]
    pub(super) max_steps: Option<usize>,
    /// Give up when more than this many combinations of open questions must be told apart
    #[arg(long, value_name = "N", hide_short_help = true)]
    pub(super) max_cases: Option<usize>,
}

impl RulesArgs {
    /// A session that knows these rules and the bundled ones, and the packs that were added.
    pub(super) fn session(&self) -> Result<(Session, Vec<Text>), Stop> {
        let mut session = Session::bundled();
        let default = engine::Limits::default();
        session.engine_limits = engine::Limits {
            steps: self.max_steps.unwrap_or(default.steps),
            diagram_nodes: self.max_cases.unwrap_or(default.diagram_nodes),
        };
        let mut packs = Vec::new();
        for name in &self.rules {
            let none = || {
                Stop::with_help(
                    format!("there are no rule files in `{name}`"),
                    "rule files end in `.law` or `.law.md`; `caroline new rules NAME` writes one to start from",
                )
            };
            let listed = Disk.list(name).map_err(|e| unreadable(name, &e))?;
            if !listed.iter().any(|f| bundled::is_rules(f)) && listed.len() != 1 {
                return Err(none());
            }
            packs.extend(session.add_rules(&Disk, name).map_err(|e| unreadable(name, &e))?);
        }
        Ok((session, packs))
    }
}

impl CaseArgs {
    /// Reads and resolves the case; what is wrong with it is drawn.
    pub(super) fn open(&self, terminal: &Terminal) -> Result<(Session, Judged), Stop> {
        let (mut session, _) = self.rules.session()?;
        let bytes = read_case(&self.case)?;
        let case = session.case(shown(&self.case), &bytes);
        let judged = case.as_ref().and_then(|c: &Case| c.resolve(&mut session));
        report(terminal, &mut session);
        match judged {
            Some(judged) => Ok((session, judged)),
            None => Err(Stop::Said),
        }
    }
}

/// Draws what was found and forgets it.
pub(super) fn report(terminal: &Terminal, session: &mut Session) {
    let findings = session.findings();
    diagnostics::draw(terminal, &session.map, &findings);
    session.diagnostics.clear();
}

/// An error of the engine as a stop.
pub(super) fn given_up(terminal: &Terminal, session: &Session, error: engine::EngineError) -> Stop {
    diagnostics::draw(terminal, &session.map, &[Diagnostic::from(error)]);
    Stop::Said
}

/// Writes a file, or to the standard output for `-`.
pub(super) fn write(terminal: &Terminal, path: &str, text: &str) -> Result<(), Stop> {
    if path == "-" {
        return Ok(terminal.write(text)?);
    }
    fs::write(path, text).map_err(|e| Stop::unusable(format!("`{path}` cannot be written: {e}")))
}
