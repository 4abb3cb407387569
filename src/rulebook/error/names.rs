//! The prose of [`NameError`].

use super::{NameError, Named};
use crate::diagnostic::Diagnostic;

impl Named {
    /// The word for it, and the code of "there is none with that id".
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Named::Kind => ("kind", "rulebook/unknown-kind"),
            Named::Source => ("source", "rulebook/unknown-source"),
            Named::Position => ("position", "rulebook/unknown-position"),
            Named::Provision => ("provision", "rulebook/unknown-provision"),
            Named::Norm => ("norm", "rulebook/unknown-norm"),
        }
    }

    /// How it is declared.
    fn declared(self) -> &'static str {
        match self {
            Named::Kind => "declare it with `kind NAME`, or as a subkind with `kind NAME is a KIND`",
            Named::Source => "declare it with `source NAME treaty \"title\"` (or `custom`, `judgment`, …)",
            Named::Position => "declare it with `position NAME` and a line that says what it holds",
            Named::Provision => "ids of rules, norms, exceptions and presumptions stand behind their first word",
            Named::Norm => "ids of norms stand behind `prohibition`, `obligation` and `permission`",
        }
    }
}

impl From<NameError> for Diagnostic {
    fn from(error: NameError) -> Self {
        match error {
            NameError::Duplicate { what, id, span, first } => {
                Diagnostic::error("rulebook/duplicate-id", span, format!("there are two {what}s called `{id}`"))
                    .at("the second")
                    .also(first, "the first")
                    .help("give one of them another name")
            }
            NameError::Unknown { what, id, span, near } => {
                let (word, code) = what.words();
                Diagnostic::error(code, span, format!("there is no {word} `{id}`"))
                    .at("not declared")
                    .help(near.unwrap_or_else(|| what.declared().to_owned()))
            }
            NameError::NotANorm { id, span, declared } => {
                Diagnostic::error("rulebook/not-a-norm", span, format!("`{id}` is no norm, so nobody can breach it"))
                    .at("a norm is expected")
                    .also(declared, "declared here")
                    .help("test what it concludes instead")
            }
            NameError::CiteWithoutSource { span } => {
                Diagnostic::error("rulebook/cite-without-source", span, "this pinpoint has no source before it")
                    .at("of which source?")
                    .help("write the source's id before the pinpoint, for example `[api 41(2)]`")
            }
            NameError::KindCycle { ids, span } => {
                let first = ids.first().cloned().unwrap_or_default();
                Diagnostic::error("rulebook/kind-cycle", span, format!("the kind `{first}` is a case of itself"))
                    .at(format!("{} → {first}", ids.join(" → ")))
                    .help("let one of them stand without `is a`")
            }
            NameError::TooManyKinds { span, most } => {
                Diagnostic::error("rulebook/too-many-kinds", span, format!("a rulebook has at most {most} kinds"))
                    .at("one too many")
                    .help("use a wider kind and tell its members apart by facts")
            }
            NameError::ReservedKind { id, span } => {
                Diagnostic::error("rulebook/reserved-kind", span, format!("`{id}` names no kind of thing"))
                    .at("a word of the language")
                    .help("slots of the kind `sentence` take a whole sentence; choose another word")
            }
        }
    }
}
