//! `caroline why`: the reasons for or against one conclusion. Knows nothing of how they come about.

use super::files::{self, CaseArgs};
use super::judge::{DetailArg, Format, OnlyArgs, written};
use super::standpoint::StandpointArgs;
use super::terminal::Terminal;
use super::{Status, Stop};
use crate::opinion::{self, Answer};
use crate::record::model::Content;
use crate::report::document::Document;
use crate::report::{compose, json, markdown};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  caroline why boat-strike.case 2
  caroline why boat-strike.case \"Crew is hors de combat\"
  caroline why boat-strike.case \"breach of hr-arbitrary-deprivation-of-life by USA\" --detail long

A number is a row of the table that `caroline judge` gives from the same standpoint. A sentence uses the
words of the rules (`caroline list sentences --search WORD`) and the names of the case.")]
pub(super) struct Args {
    #[command(flatten)]
    case: CaseArgs,
    /// A sentence, a claim such as "breach of NORM by STATE", or the number of a row of the table
    #[arg(value_name = "QUESTION")]
    question: String,
    #[command(flatten)]
    standpoint: StandpointArgs,
    #[command(flatten)]
    only: OnlyArgs,
    /// How much of the reasons is given: the decisive path (short), what decides each condition (medium), all (long)
    #[arg(long, value_enum, default_value_t = DetailArg::Medium, help_heading = "Output")]
    detail: DetailArg,
    /// How the answer is written
    #[arg(long, value_enum, default_value_t = Format::Text, help_heading = "Output")]
    format: Format,
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> Result<Status, Stop> {
    let (mut session, mut judged) = args.case.open(terminal)?;
    let view = args.standpoint.view(&judged)?;
    let detail = args.detail.into();
    if let Ok(row) = args.question.trim().parse::<usize>() {
        let opinion = args.only.opinion(terminal, &session, &judged, &view)?;
        let Some(place) = row.checked_sub(1).filter(|i| *i < opinion.verdicts.len()) else {
            return Err(Stop::with_help(
                format!("there is no verdict {row}"),
                format!("`caroline judge` gives {} from this standpoint", how_many(opinion.verdicts.len())),
            ));
        };
        let json = || json::render(&opinion.verdicts.get(place));
        return show(terminal, args.format, || compose::one(&opinion, place, detail), json);
    }
    let content = judged.content(&mut session, "the question", &args.question);
    files::report(terminal, &mut session);
    let Some(content) = content else { return Err(Stop::Said) };
    if let Content::Position(id) = content {
        let id = judged.law.rulebook.positions.get(id.index()).map_or("", |p| p.id.as_str());
        let help = format!("`caroline show {id}` says who holds it; `--position {id}=accepted` takes it");
        return Err(Stop::with_help("a position is chosen, not reasoned", help));
    }
    let stop = |e| files::given_up(terminal, &session, e);
    let mut evaluation = judged.evaluate(session.engine_limits).map_err(stop)?;
    let answer = opinion::why(&mut evaluation, &view, &content).map_err(stop)?;
    let Some(answer) = answer else {
        return Err(Stop::with_help(
            "there is nothing to give reasons for",
            "ask about a sentence, or about a norm that somebody in this case could breach",
        ));
    };
    let json = || json::render(&AnswerJson::new(&answer));
    show(terminal, args.format, || compose::answer(&answer, detail), json)
}

fn how_many(verdicts: usize) -> String {
    match verdicts {
        0 => "no verdicts".to_owned(),
        1 => "one verdict".to_owned(),
        n => format!("verdicts 1 to {n}"),
    }
}

fn show(
    terminal: &Terminal,
    format: Format,
    document: impl Fn() -> Document,
    json: impl Fn() -> Result<String, serde_json::Error>,
) -> Result<Status, Stop> {
    match format {
        Format::Text => terminal.show(&document())?,
        Format::Markdown => terminal.write(&markdown::render(&document()))?,
        Format::Json => terminal.write(&written(json())?)?,
    }
    Ok(Status::Fine)
}

/// An answer as JSON.
#[derive(Debug, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
struct AnswerJson<'a> {
    question: &'a str,
    outcome: opinion::model::Word,
    robustness: &'a str,
    headline: &'a opinion::model::Headline,
    verdicts: &'a [opinion::model::Verdict],
    missing: &'a [opinion::model::Missing],
    root: usize,
    flips: &'a [opinion::model::Flip],
    nodes: &'a [opinion::model::Reason],
    sources: &'a [opinion::model::SourceNote],
}

impl<'a> AnswerJson<'a> {
    fn new(answer: &'a Answer) -> Self {
        AnswerJson {
            question: &answer.text,
            outcome: answer.outcome,
            robustness: &answer.robustness,
            headline: &answer.headline,
            verdicts: &answer.verdicts,
            missing: &answer.missing,
            root: answer.root,
            flips: &answer.flips,
            nodes: &answer.nodes,
            sources: &answer.sources,
        }
    }
}
