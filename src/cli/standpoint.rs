//! The choice of a standpoint on the command line. Knows nothing of what comes of it.

use super::Stop;
use crate::diagnostic::suggestion;
use crate::opinion::View;
use crate::pipeline::Judged;
use crate::record::model::{Heading, Record};
use crate::rulebook::model::{DefaultStance, PositionId, Rulebook, Standard};
use crate::source::Text;
use crate::syntax::spelling::Spelled;

/// From where the case is looked at.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Standpoint")]
pub(super) struct StandpointArgs {
    /// The standard of proof: "reasonable grounds", "balance of probabilities", "clear and convincing" or "beyond
    /// reasonable doubt" (otherwise that of the case)
    #[arg(long, value_name = "STANDARD", value_parser = standard)]
    standard: Option<Standard>,
    /// Take the facts as this party tells them: its name in the case
    #[arg(long, value_name = "NAME")]
    account: Option<String>,
    /// Take a stand on a contested position: ID=accepted, ID=rejected or ID=open; may be repeated
    #[arg(long, value_name = "ID=STANCE")]
    position: Vec<String>,
    /// Take the stands of a profile (`caroline list profiles`)
    #[arg(long, value_name = "ID")]
    profile: Option<String>,
    /// Take the positions that this State or body is recorded as holding
    #[arg(long = "as", value_name = "STATE")]
    seen_by: Option<String>,
}

/// Reads a standard of proof; hyphens may stand for blanks.
fn standard(text: &str) -> Result<Standard, String> {
    let wanted = text.trim().to_lowercase().replace(['-', '_'], " ");
    let found = Standard::ALL.iter().find(|(_, name)| *name == wanted || name.starts_with(&format!("{wanted} ")));
    match found {
        Some((standard, _)) => Ok(*standard),
        None => {
            let names: Vec<String> = Standard::ALL.iter().map(|(_, n)| format!("\"{n}\"")).collect();
            Err(format!("the standards are {}", names.join(", ")))
        }
    }
}

impl StandpointArgs {
    /// The view these choices make.
    pub(super) fn view(&self, judged: &Judged) -> Result<View, Stop> {
        let (rulebook, record) = (&judged.law.rulebook, &judged.record);
        let mut view = View { standard: self.standard, ..View::default() };
        if let Some(name) = &self.account {
            view.account = Some(account(record, name)?);
        }
        if let Some(id) = &self.profile {
            if !rulebook.profiles.contains_key(id.as_str()) {
                let near = suggestion(id, rulebook.profiles.keys().map(Text::as_str));
                return Err(unknown("profile", id, near, "caroline list profiles"));
            }
            view.profile = Some(id.as_str().into());
        }
        if let Some(name) = &self.seen_by
            && !view.as_seen_by(rulebook, name)
        {
            let names = holders(rulebook);
            let message = format!("the rules in use record no position of `{name}`");
            let help = suggestion(name, names.iter().copied())
                .unwrap_or_else(|| format!("positions are recorded of {}", names.join(", ")));
            return Err(Stop::with_help(message, help));
        }
        for choice in &self.position {
            view.stances.push(position(rulebook, choice)?);
        }
        StandpointArgs::check(judged, &view)?;
        Ok(view)
    }

    /// Refuses a view from which two positions are accepted that exclude each other.
    pub(super) fn check(judged: &Judged, view: &View) -> Result<(), Stop> {
        let (rulebook, record) = (&judged.law.rulebook, &judged.record);
        if let Some((one, other)) = view.conflict(rulebook, record.profile.as_deref()) {
            let (one, other) = (&one.id, &other.id);
            return Err(Stop::with_help(
                format!("this standpoint accepts `{one}` and `{other}`, which exclude each other"),
                format!("reject one of them: `--position {one}=rejected` or `--position {other}=rejected`"),
            ));
        }
        Ok(())
    }
}

/// Whoever holds or rejects some position, in order.
fn holders(rulebook: &Rulebook) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for position in &rulebook.positions {
        for (name, _) in position.held_by.iter().chain(&position.rejected_by) {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
    }
    names.sort_unstable();
    names
}

fn account(record: &Record, name: &str) -> Result<Text, Stop> {
    let accounts = record.accounts();
    let entity = record
        .entities
        .iter()
        .find(|e| e.name == name || e.display.as_deref().is_some_and(|d| d.eq_ignore_ascii_case(name)));
    let name: &str = entity.map_or(name, |e| e.name.as_str());
    let speaks = |h: &Heading| match h {
        Heading::ClaimedBy(n) | Heading::DeniedBy(n) => n == name,
        Heading::Evidence(_) | Heading::Unknown | Heading::NotProven | Heading::FoundBy(_) | Heading::AssertedBy(_) => {
            false
        }
    };
    if record.statements.iter().any(|s| speaks(&s.heading)) {
        return Ok(name.into());
    }
    let message = format!("`{name}` claims and denies nothing in this case");
    let help = if accounts.is_empty() {
        "nobody does: there is only the neutral account".to_owned()
    } else {
        let near = suggestion(name, accounts.iter().map(Text::as_str));
        near.unwrap_or_else(|| {
            format!("the accounts are those of {}", accounts.iter().map(Text::as_str).collect::<Vec<_>>().join(", "))
        })
    };
    Err(Stop::with_help(message, help))
}

/// Reads `ID=accepted`.
fn position(rulebook: &Rulebook, choice: &str) -> Result<(PositionId, DefaultStance), Stop> {
    let (id, stance) = choice.split_once('=').unwrap_or((choice, "accepted"));
    let Some(found) = rulebook.position_ids.get(id.trim()) else {
        let near = suggestion(id, rulebook.position_ids.keys().map(Text::as_str));
        return Err(unknown("position", id, near, "caroline list positions"));
    };
    let stance = match stance.trim() {
        "accepted" => DefaultStance::Accepted,
        "rejected" => DefaultStance::Rejected,
        "open" | "contested" => DefaultStance::Contested,
        other => {
            return Err(Stop::with_help(
                format!("`{other}` is no stance on `{id}`"),
                format!("write `{id}=accepted`, `{id}=rejected` or `{id}=open`"),
            ));
        }
    };
    Ok((*found, stance))
}

/// What is said of an id that the rules in use do not have.
pub(super) fn unknown(what: &str, id: &str, near: Option<String>, list: &str) -> Stop {
    let help = near.unwrap_or_else(|| format!("`{list}` lists them; the case must use the pack that declares it"));
    Stop::with_help(format!("there is no {what} `{id}`"), help)
}
