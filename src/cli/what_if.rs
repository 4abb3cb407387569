//! `caroline what-if`: the verdicts that change when something is supposed. Knows nothing of how verdicts come about.

use super::files::{self, CaseArgs};
use super::judge::OnlyArgs;
use super::standpoint::StandpointArgs;
use super::terminal::Terminal;
use super::{Status, Stop};
use crate::opinion::View;
use crate::opinion::model::{Opinion, Verdict};
use crate::pipeline::{Judged, Session};
use crate::record::model::Content;
use crate::record::suppose;
use crate::report::compose;
use crate::rulebook::model::DefaultStance;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  caroline what-if boat-strike.case --suppose \"Crew is hors de combat\"
  caroline what-if boat-strike.case --suppose \"not Crew is a civilian\" --suppose \"the number of persons killed by Strike is 3\"
  caroline what-if boat-strike.case --suppose \"on the position designation-creates-conflict\"

What is supposed is taken as established, in the place of what the case says of it and of what the parties claim.")]
pub(super) struct Args {
    #[command(flatten)]
    case: CaseArgs,
    /// A sentence, with `not` before it for its negation; may be repeated
    #[arg(long, value_name = "SENTENCE", required = true)]
    suppose: Vec<String>,
    #[command(flatten)]
    standpoint: StandpointArgs,
    #[command(flatten)]
    only: OnlyArgs,
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> Result<Status, Stop> {
    let (mut session, mut judged) = args.case.open(terminal)?;
    let view = args.standpoint.view(&judged)?;
    let mut supposed = Vec::new();
    for (i, text) in args.suppose.iter().enumerate() {
        let name =
            if args.suppose.len() == 1 { "the supposition".to_owned() } else { format!("supposition {}", i + 1) };
        supposed.extend(judged.content(&mut session, &name, text));
    }
    files::report(terminal, &mut session);
    if supposed.len() < args.suppose.len() {
        return Err(Stop::Said);
    }
    let before = args.only.opinion(terminal, &session, &judged, &view)?;
    let mut after_view = view.clone();
    for content in supposed {
        take(&mut judged, &mut after_view, content)?;
    }
    StandpointArgs::check(&judged, &after_view)?;
    let after = opinion(args, terminal, &session, &judged, &after_view)?;
    let changes = changes(&before, &after);
    let unchanged = before.verdicts.len().saturating_sub(changes.iter().filter(|c| c.before.is_some()).count());
    terminal.show(&compose::changes(&args.suppose, &changes, unchanged))?;
    Ok(Status::Fine)
}

fn opinion(args: &Args, terminal: &Terminal, session: &Session, judged: &Judged, view: &View) -> Result<Opinion, Stop> {
    args.only.opinion(terminal, session, judged, view)
}

/// Takes something as so: a position in the view, anything else in the record.
fn take(judged: &mut Judged, view: &mut View, content: Content) -> Result<(), Stop> {
    match content {
        Content::Position(id) => view.stances.push((id, DefaultStance::Accepted)),
        Content::Norm(_) => {
            return Err(Stop::with_help(
                "the outcome of a norm cannot be supposed",
                "suppose the facts on which it rests; `caroline why` shows them",
            ));
        }
        content @ (Content::Sentence { .. } | Content::Measure { .. }) => suppose(&mut judged.record, content),
    }
    Ok(())
}

/// The verdicts that differ in their outcome, in the order of the second opinion; those that are gone come last.
fn changes<'o>(before: &'o Opinion, after: &'o Opinion) -> Vec<compose::Change<'o>> {
    let same = |a: &Verdict, b: &Verdict| a.norm == b.norm && a.arguments == b.arguments;
    let mut changes = Vec::new();
    for verdict in &after.verdicts {
        let old = before.verdicts.iter().find(|v| same(v, verdict));
        if old.is_none_or(|v| v.outcome != verdict.outcome) {
            changes.push(compose::Change { before: old, after: Some(verdict) });
        }
    }
    for verdict in &before.verdicts {
        if !after.verdicts.iter().any(|v| same(v, verdict)) {
            changes.push(compose::Change { before: Some(verdict), after: None });
        }
    }
    changes
}
