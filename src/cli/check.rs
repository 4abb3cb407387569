//! `caroline check`: diagnostics of rule files and case files. Knows nothing of what makes them.

use super::files::{Disk, RulesArgs, read, shown, unreadable};
use super::terminal::Terminal;
use super::{Status, Stop, diagnostics};
use crate::bundled;
use crate::diagnostic::Diagnostic;
use crate::pipeline::{Files, has_extension};
use crate::source::Text;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  caroline check my-pack.law boat-strike.case
  caroline check rules/ cases/
  caroline check                                the bundled packs

Rule files are checked as packs: name all files of a pack, or its folder. A case is checked against the
packs that it uses, which may be among those named.")]
pub(super) struct Args {
    /// Rule files, case files and folders; without any, the bundled packs
    #[arg(value_name = "PATH")]
    paths: Vec<String>,
    /// Treat warnings as findings (exit code 1)
    #[arg(long)]
    deny_warnings: bool,
    #[command(flatten)]
    rules: RulesArgs,
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> Result<Status, Stop> {
    let (mut session, mut packs) = args.rules.session()?;
    let mut cases = Vec::new();
    for path in &args.paths {
        let found = sort(path)?;
        if found.rules {
            packs.extend(session.add_rules(&Disk, path).map_err(|e| unreadable(path, &e))?);
        }
        cases.extend(found.cases);
    }
    let everything = args.paths.is_empty() && args.rules.rules.is_empty();
    if everything {
        packs = session.library.packs.keys().cloned().collect();
    }
    packs.dedup();
    if everything {
        session.law(&packs);
    } else {
        // Each with what it uses and no more: packs of one folder need not go together.
        for pack in &packs {
            session.law(std::slice::from_ref(pack));
        }
        session.circles(&packs);
    }
    for path in &cases {
        let bytes = read(path)?;
        if let Some(case) = session.case(shown(path), &bytes) {
            case.resolve(&mut session);
        }
    }
    let findings = if everything { session.all_findings() } else { session.findings() };
    diagnostics::draw(terminal, &session.map, &findings);
    terminal.say(&summary(&findings, &packs, cases.len()));
    if findings.iter().any(Diagnostic::is_error) {
        return Err(Stop::Said);
    }
    Ok(if args.deny_warnings && !findings.is_empty() { Status::Findings } else { Status::Fine })
}

fn summary(findings: &[Diagnostic], packs: &[Text], cases: usize) -> String {
    let some = |n: usize, what: &str| match n {
        0 => None,
        1 => Some(format!("1 {what}")),
        n => Some(format!("{n} {what}s")),
    };
    let checked: Vec<String> = [some(packs.len(), "pack"), some(cases, "case")].into_iter().flatten().collect();
    let found = diagnostics::count(findings);
    let found = if found.is_empty() { "nothing to complain of".to_owned() } else { found };
    format!("{} checked: {found}\n", if checked.is_empty() { "nothing".to_owned() } else { checked.join(" and ") })
}

/// What there is below a path.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Whether there are rule files.
    pub(super) rules: bool,
    /// The case files.
    pub(super) cases: Vec<String>,
}

/// Sorts the files below a path into rules and cases. In folders only `.case` files count as cases; a file that is named
/// may be JSON too.
pub(super) fn sort(path: &str) -> Result<Found, Stop> {
    let listed = Disk.list(path).map_err(|e| unreadable(path, &e))?;
    let mut found = Found::default();
    if let [one] = listed.as_slice()
        && one == path
    {
        found.rules = bundled::is_rules(path);
        if !found.rules {
            found.cases.push(one.clone());
        }
        return Ok(found);
    }
    found.rules = listed.iter().any(|f| bundled::is_rules(f));
    found.cases = listed.into_iter().filter(|f| has_extension(f, "case")).collect();
    Ok(found)
}
