//! The prose of [`PackError`].

use super::PackError;
use crate::diagnostic::Diagnostic;

impl From<PackError> for Diagnostic {
    fn from(error: PackError) -> Self {
        match error {
            PackError::NoHeader { span } => Diagnostic::error(
                "rulebook/no-pack",
                span,
                "this file does not say which pack it belongs to",
            )
            .at("the first declaration")
            .help("begin the file with `pack NAME \"title\"`, or with `part of NAME` if another file has the header"),
            PackError::SecondHeader { span, first } => {
                Diagnostic::error("rulebook/second-header", span, "a file belongs to one pack only")
                    .at("a second header")
                    .also(first, "the first one")
                    .help("put what follows into a file of its own")
            }
            PackError::Unknown { id, span, near } => {
                Diagnostic::error("rulebook/unknown-pack", span, format!("there is no pack `{id}`"))
                    .at("not found")
                    .help(near.unwrap_or_else(|| {
                        "a pack is a folder of rule files, one of which begins with `pack NAME`".to_owned()
                    }))
            }
            PackError::Cycle { path } => {
                let ids: Vec<&str> = path.iter().map(|(id, _)| id.as_str()).collect();
                let first = path.first().map(|(_, s)| *s).unwrap_or_default();
                let round = format!("{} → {}", ids.join(" → "), ids.first().copied().unwrap_or_default());
                let start = Diagnostic::error("rulebook/pack-cycle", first, "packs use each other in a circle")
                    .at(round)
                    .help("move what they share into a pack that they all use");
                path.iter().skip(1).fold(start, |d, (id, span)| d.also(*span, format!("`{id}` goes on here")))
            }
            PackError::NotUsed { what, owner, user, span, declared } => Diagnostic::error(
                "rulebook/pack-not-used",
                span,
                format!("{what} belongs to the pack `{owner}`, which `{user}` does not use"),
            )
            .at("used here")
            .also(declared, "declared here")
            .help(format!("add `uses {owner}` under `pack {user}`")),
            PackError::OtherFolder { id, folder, span } => Diagnostic::error(
                "rulebook/other-folder",
                span,
                format!("the pack `{id}` stands in a folder called `{folder}`"),
            )
            .at("another name than the folder's")
            .help("give the folder and the pack one name, so that `uses` finds it"),
        }
    }
}
