//! `caroline fmt`: puts files in their usual form. Knows nothing of what that form is.

use super::files::{self, Disk, STDIN, read, unreadable};
use super::terminal::Terminal;
use super::{Status, Stop, diagnostics};
use crate::bundled;
use crate::format::{format_case, format_law};
use crate::pipeline::{Files, has_extension};
use crate::source::SourceMap;
use crate::syntax::{Limits, decode};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  caroline fmt my-pack.law boat-strike.case
  caroline fmt --check rules/ cases/
  caroline fmt - < boat-strike.case

Only blanks, indentation and the breaking of long lines change; the words, their order and all comments stay.")]
pub(super) struct Args {
    /// Rule files, case files and folders; `-` reads a case from the standard input and writes it to the output
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<String>,
    /// Change nothing; name the files that would change (exit code 1 if there are any)
    #[arg(long)]
    check: bool,
    /// Write to the standard output instead of the files
    #[arg(long, conflicts_with = "check")]
    stdout: bool,
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> Result<Status, Stop> {
    let mut names = Vec::new();
    for path in &args.paths {
        let listed = Disk.list(path).map_err(|e| unreadable(path, &e))?;
        let named = listed.len() == 1 && listed.first() == Some(path);
        names.extend(listed.into_iter().filter(|n| named || bundled::is_rules(n) || has_extension(n, "case")));
    }
    let (mut wrong, mut changed) = (false, false);
    for name in &names {
        let bytes = read(name)?;
        let Some((old, new)) = formatted(name, &bytes, terminal)? else {
            wrong = true;
            continue;
        };
        let differs = old != new;
        changed |= differs;
        if name == "-" || args.stdout {
            terminal.write(&new)?;
        } else if args.check && differs {
            terminal.write(&format!("{name} would change\n"))?;
        } else if differs {
            files::write(terminal, name, &new)?;
        }
    }
    match (wrong, changed && args.check) {
        (true, _) => Err(Stop::Said),
        (false, true) => Ok(Status::Findings),
        (false, false) => Ok(Status::Fine),
    }
}

/// A text before and after; none if it cannot be read, which is said.
fn formatted(name: &str, bytes: &[u8], terminal: &Terminal) -> Result<Option<(String, String)>, Stop> {
    if has_extension(name, "json") {
        return Err(Stop::with_help(
            format!("`{name}` is JSON"),
            "`caroline convert FILE --to case` turns it into a case file",
        ));
    }
    let (mut map, limits) = (SourceMap::default(), Limits::default());
    let shown = if name == "-" { STDIN } else { name };
    let (file, wrong) = decode(&mut map, shown, bytes, &limits);
    let result = match wrong.is_empty() {
        false => Err(wrong),
        true if bundled::is_rules(name) => format_law(&map, file, &limits),
        true => format_case(&map, file, &limits),
    };
    match result {
        Ok(new) => Ok(map.get(file).map(|f| (f.text.to_string(), new))),
        Err(wrong) => {
            diagnostics::draw(terminal, &map, &wrong);
            Ok(None)
        }
    }
}
