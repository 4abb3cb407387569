//! The command line: one file for each command. Files, terminal and environment are touched here and nowhere else.
//! Knows nothing of how a case is judged.

mod check;
mod completions;
mod convert;
mod coverage;
mod diagnostics;
mod explain;
mod files;
mod fmt;
mod judge;
mod links;
mod list;
mod new;
mod schema;
mod show;
mod standpoint;
mod starters;
mod terminal;
mod test;
mod what_if;
mod why;

use std::io;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use self::terminal::Terminal;

/// Explained verdicts of international law: what each norm requires, whether it binds, whether it is breached, why, on
/// what evidence, and what would change it.
#[derive(Debug, Parser)]
#[command(name = "caroline", version, about, max_term_width = 100, propagate_version = true)]
#[command(after_help = "\
Examples:
  caroline judge boat-strike.case                       every verdict, with its reasons
  caroline why boat-strike.case 2                       the reasons for verdict 2 alone
  caroline what-if boat-strike.case --suppose \"Crew is hors de combat\"
  caroline list packs                                   the law that comes with Caroline
  caroline new case my-incident                         a commented file to start from

Exit codes: 0 fine, 1 findings (failed expectations, warnings that are denied), 2 unusable input.")]
struct Cli {
    #[command(flatten)]
    look: Look,
    #[command(subcommand)]
    command: Command,
}

/// How output looks.
#[derive(Debug, clap::Args)]
struct Look {
    /// Write for a screen reader: marks as words, one idea on a line, no drawing and no colour
    #[arg(long, global = true)]
    plain: bool,
    /// Wrap at this many columns (otherwise the width of the terminal, at most 100)
    #[arg(long, global = true, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(30..=500))]
    width: Option<u16>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Judge an incident: the verdict on every norm that its facts touch, then the opinion on each
    Judge(judge::Args),
    /// Give the reasons for or against one conclusion
    Why(why::Args),
    /// Suppose facts, and see which verdicts change
    WhatIf(what_if::Args),
    /// Look for mistakes in rule files and case files
    Check(check::Args),
    /// Run the expectations of cases
    Test(test::Args),
    /// Put files in their usual form
    Fmt(fmt::Args),
    /// Show a rule, norm, source, position, pack or sentence in full
    Show(show::Args),
    /// List what there is: packs, norms, rules, sources, positions …
    List(list::Args),
    /// Write a commented file to start from
    New(new::Args),
    /// Explain a code, such as record/unknown-sentence
    Explain(explain::Args),
    /// Print the JSON Schema of records or of opinions
    Schema(schema::Args),
    /// Turn a case file into JSON, or JSON into a case file
    Convert(convert::Args),
    /// Print completions for a shell
    Completions(completions::Args),
}

/// How a run ends well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Status {
    /// Nothing to complain of.
    Fine,
    /// Something was found.
    Findings,
}

/// Why a run ends early.
#[derive(Debug)]
enum Stop {
    /// The input cannot be used, and why was said already.
    Said,
    /// The input cannot be used: what is wrong, and what to do.
    Unusable(String, Option<String>),
    /// Output could not be written.
    Output(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Stop::Output(error)
    }
}

impl Stop {
    fn unusable(what: impl Into<String>) -> Self {
        Stop::Unusable(what.into(), None)
    }

    fn with_help(what: impl Into<String>, help: impl Into<String>) -> Self {
        Stop::Unusable(what.into(), Some(help.into()))
    }
}

/// Reads the arguments, runs the command, and says how it went.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let code = if error.use_stderr() { 2 } else { 0 };
            return match error.print() {
                Ok(()) | Err(_) => ExitCode::from(code),
            };
        }
    };
    let terminal = Terminal::new(cli.look.plain, cli.look.width);
    match run(&cli.command, &terminal) {
        Ok(Status::Fine) => ExitCode::SUCCESS,
        Ok(Status::Findings) => ExitCode::from(1),
        Err(Stop::Said) => ExitCode::from(2),
        Err(Stop::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(Stop::Output(error)) => {
            diagnostics::complain(&terminal, &format!("the output cannot be written: {error}"), None);
            ExitCode::from(2)
        }
        Err(Stop::Unusable(what, help)) => {
            diagnostics::complain(&terminal, &what, help.as_deref());
            ExitCode::from(2)
        }
    }
}

fn run(command: &Command, terminal: &Terminal) -> Result<Status, Stop> {
    match command {
        Command::Judge(args) => judge::run(args, terminal),
        Command::Why(args) => why::run(args, terminal),
        Command::WhatIf(args) => what_if::run(args, terminal),
        Command::Check(args) => check::run(args, terminal),
        Command::Test(args) => test::run(args, terminal),
        Command::Fmt(args) => fmt::run(args, terminal),
        Command::Show(args) => show::run(args, terminal),
        Command::List(args) => list::run(args, terminal),
        Command::New(args) => new::run(args, terminal),
        Command::Explain(args) => explain::run(args, terminal),
        Command::Schema(args) => schema::run(args, terminal),
        Command::Convert(args) => convert::run(args, terminal),
        Command::Completions(args) => completions::run(args, terminal, Cli::command()),
    }
}
