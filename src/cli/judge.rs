//! `caroline judge`: the verdicts and the opinion on a case. Knows nothing of how they come about.

use super::files::{self, CaseArgs};
use super::standpoint::{self, StandpointArgs};
use super::terminal::Terminal;
use super::{Status, Stop};
use crate::diagnostic::suggestion;
use crate::opinion::model::Opinion;
use crate::opinion::{self, View};
use crate::pipeline::{Judged, Session};
use crate::report::{Detail, compose, json, markdown};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  caroline judge boat-strike.case
  caroline judge boat-strike.case --detail short
  caroline judge boat-strike.case --account USA --position designation-creates-conflict=accepted
  caroline judge boat-strike.case --as USA --standard \"balance of probabilities\"
  caroline judge boat-strike.case --format markdown -o opinion.md

The table comes first: one row for each norm that the facts touch, its outcome, and how robust that is.
Then each verdict is reasoned; verdicts that differ in names alone are told once, similar ones by what differs.
`caroline why CASE NUMBER` gives one verdict alone, with all that would change it (in a text: `why 3`).")]
pub(super) struct Args {
    #[command(flatten)]
    case: CaseArgs,
    #[command(flatten)]
    standpoint: StandpointArgs,
    #[command(flatten)]
    only: OnlyArgs,
    /// How the opinion is written
    #[arg(long, value_enum, default_value_t = Format::Text, help_heading = "Output")]
    format: Format,
    /// How much of the reasons is given: the decisive path (short), what decides each condition (medium), all (long)
    #[arg(long, value_enum, default_value_t = DetailArg::Short, help_heading = "Output")]
    detail: DetailArg,
    /// Write to this file
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output: Option<String>,
}

/// Which norms are judged.
#[derive(Debug, clap::Args)]
pub(super) struct OnlyArgs {
    /// Give the verdicts on this norm only; may be repeated
    #[arg(long, value_name = "ID", help_heading = "Output")]
    norm: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// For the terminal
    Text,
    /// Markdown with footnotes
    Markdown,
    /// JSON, after the schema that `caroline schema opinion` prints
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum DetailArg {
    /// The decisive path
    Short,
    /// What decides each condition
    Medium,
    /// Everything
    Long,
}

impl From<DetailArg> for Detail {
    fn from(arg: DetailArg) -> Self {
        match arg {
            DetailArg::Short => Detail::Short,
            DetailArg::Medium => Detail::Medium,
            DetailArg::Long => Detail::Long,
        }
    }
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> Result<Status, Stop> {
    let (session, judged) = args.case.open(terminal)?;
    let view = args.standpoint.view(&judged)?;
    let opinion = args.only.opinion(terminal, &session, &judged, &view)?;
    let document = || compose::opinion(&opinion, args.detail.into());
    let text = match args.format {
        Format::Text if args.output.is_some() => terminal.draw_for_file(&document()),
        Format::Text => terminal.draw(&document()),
        Format::Markdown => markdown::render(&document()),
        Format::Json => written(json::render(&opinion))?,
    };
    files::write(terminal, args.output.as_deref().unwrap_or("-"), &text)?;
    Ok(Status::Fine)
}

/// JSON, which is always written.
pub(super) fn written(json: Result<String, serde_json::Error>) -> Result<String, Stop> {
    json.map_err(|e| Stop::unusable(format!("the JSON cannot be written: {e}")))
}

impl OnlyArgs {
    /// The opinion on these norms, or on all.
    pub(super) fn opinion(
        &self,
        terminal: &Terminal,
        session: &Session,
        judged: &Judged,
        view: &View,
    ) -> Result<Opinion, Stop> {
        for id in &self.norm {
            let norms = || judged.law.rulebook.provisions.iter().filter(|p| p.is_norm()).map(|p| p.id.as_str());
            if !norms().any(|n| n == id) {
                let near = suggestion(id, norms());
                return Err(standpoint::unknown("norm", id, near, "caroline list norms"));
            }
        }
        let stop = |e| files::given_up(terminal, session, e);
        let mut evaluation = judged.evaluate(session.engine_limits).map_err(stop)?;
        let mut opinion = opinion::build(&mut evaluation, view).map_err(stop)?;
        if !self.norm.is_empty() {
            opinion.narrow(|norm| self.norm.iter().any(|n| n == norm));
        }
        Ok(opinion)
    }
}
