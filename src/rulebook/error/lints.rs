//! The prose of [`Lint`].

use super::Lint;
use crate::diagnostic::Diagnostic;

impl From<Lint> for Diagnostic {
    fn from(lint: Lint) -> Self {
        match lint {
            Lint::NoSource { id, norm, span } => {
                let what = match norm {
                    true => "without a source it binds nobody",
                    false => "no source",
                };
                Diagnostic::warning("rulebook/no-source", span, format!("`{id}` does not say where it comes from"))
                    .at(what)
                    .help("add a line such as `under api 41(2), cihl 47`")
            }
            Lint::MissingConsensus { sentence, span, one, other } => Diagnostic::warning(
                "rulebook/missing-consensus",
                span,
                format!("while `{sentence}` is open, this stays open even if it holds on both views"),
            )
            .at("these alternatives differ by a sentence and its negation")
            .also(one, "on one view")
            .also(other, "on the other view")
            .help("add a third alternative that asks for the rest of both"),
            Lint::NeverConcluded { text, span } => {
                Diagnostic::warning("rulebook/never-concluded", span, format!("nothing concludes `{text}`"))
                    .at("declared as a conclusion")
                    .help("add a rule, or declare it as a `fact` or `judgment`")
            }
            Lint::UntestedPosition { id, span } => Diagnostic::warning(
                "rulebook/untested-position",
                span,
                format!("nothing depends on the position `{id}`"),
            )
            .at("declared here")
            .help(format!("test it with `on the position {id}`")),
            Lint::CrossroadsNotLeaf { text, below, span, declared } => Diagnostic::warning(
                "rulebook/crossroads-not-leaf",
                span,
                format!("the crossroads `{text}` is concluded from another crossroads"),
            )
            .at("branches twice over the same question")
            .also(declared, format!("`{below}`"))
            .help("keep only the lower one: the view taken of it carries upwards"),
        }
    }
}
