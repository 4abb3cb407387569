//! `caroline new`: a commented file to start from. Never overwrites anything.

use std::fs::File;
use std::io::{ErrorKind, Write};

use super::starters;
use super::terminal::Terminal;
use super::{Status, Stop};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  caroline new case border-shooting             writes border-shooting.case
  caroline new rules my-pack                    writes my-pack.law")]
pub(super) struct Args {
    /// What to write: the facts of an incident, or rules
    #[arg(value_name = "WHAT", value_enum)]
    what: What,
    /// Its name: small letters, digits and hyphens
    #[arg(value_name = "NAME")]
    name: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum What {
    /// A case file
    Case,
    /// A rule file
    Rules,
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> Result<Status, Stop> {
    let name = args.name.trim();
    let fine = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && !name.ends_with('-');
    if !fine {
        return Err(Stop::with_help(
            format!("`{name}` is no name for a case or a pack"),
            "use small letters, digits and hyphens, such as `border-shooting`",
        ));
    }
    let (path, text, next) = match args.what {
        What::Case => (format!("{name}.case"), starters::case(name), format!("caroline judge {name}.case")),
        What::Rules => (format!("{name}.law"), starters::rules(name), format!("caroline check {name}.law")),
    };
    let mut file = File::create_new(&path).map_err(|e| {
        if e.kind() == ErrorKind::AlreadyExists {
            Stop::with_help(format!("`{path}` is there already"), "choose another name; nothing was written")
        } else {
            Stop::unusable(format!("`{path}` cannot be written: {e}"))
        }
    })?;
    file.write_all(text.as_bytes())?;
    terminal.write(&format!("wrote {path}; try `{next}`\n"))?;
    Ok(Status::Fine)
}
