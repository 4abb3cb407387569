//! `caroline convert`: a record as JSON or as a case file. Knows nothing of either form.

use super::files::{self, read_case, shown};
use super::terminal::Terminal;
use super::{Status, Stop};
use crate::format::print_case;
use crate::pipeline::Session;
use crate::record::json;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  caroline convert boat-strike.case --to json > boat-strike.json
  caroline convert boat-strike.json --to case -o boat-strike.case

Comments of a case file are lost in JSON. `caroline schema record` prints what the JSON may hold.")]
pub(super) struct Args {
    /// The case: a `.case` file, a record as `.json`, or `-` for the standard input
    #[arg(value_name = "CASE")]
    case: String,
    /// The form to turn it into
    #[arg(long, value_enum)]
    to: Form,
    /// Write to this file
    #[arg(short, long, value_name = "FILE")]
    output: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// JSON
    Json,
    /// A case file
    Case,
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> Result<Status, Stop> {
    let mut session = Session::default();
    let bytes = read_case(&args.case)?;
    let case = session.case(shown(&args.case), &bytes);
    files::report(terminal, &mut session);
    let Some(case) = case else { return Err(Stop::Said) };
    let text = match args.to {
        Form::Json => json::to_json(&case.tree),
        Form::Case => print_case(&case.tree),
    };
    files::write(terminal, args.output.as_deref().unwrap_or("-"), &text)?;
    Ok(Status::Fine)
}
