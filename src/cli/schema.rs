//! `caroline schema`: JSON Schemas. Knows nothing of what they describe.

use super::judge::written;
use super::terminal::Terminal;
use super::{Status, Stop};
use crate::record;
use crate::report::json;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  caroline schema record > record.schema.json
  caroline schema opinion > opinion.schema.json")]
pub(super) struct Args {
    /// Which: records are read (`judge x.json`), opinions are written (`judge --format json`)
    #[arg(value_name = "OF", value_enum, default_value_t = Of::Record)]
    of: Of,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Of {
    /// The record of an incident
    Record,
    /// The opinion on it
    Opinion,
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> Result<Status, Stop> {
    let text = match args.of {
        Of::Record => json::render(&record::json::schema()),
        Of::Opinion => json::schema(),
    };
    terminal.write(&written(text)?)?;
    Ok(Status::Fine)
}
