//! What stops an evaluation: limits only. Knows nothing of how errors are shown.

use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// How much an evaluation may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Ground conditions and join steps.
    pub steps: usize,
    /// Nodes of decision diagrams.
    pub diagram_nodes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { steps: 20_000_000, diagram_nodes: 2_000_000 }
    }
}

/// Why an evaluation was given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EngineError {
    /// The rules and the record make too many instances.
    TooManyInstances {
        /// The provision that was being applied when the limit was reached.
        provision: String,
        /// Its place.
        span: Span,
        /// The limit.
        limit: usize,
    },
    /// The verdicts depend on too many choices at once.
    TooManyStandpoints {
        /// The incident.
        span: Span,
        /// The limit.
        limit: usize,
    },
}

impl From<EngineError> for Diagnostic {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::TooManyInstances { provision, span, limit } => Diagnostic::error(
                "engine/too-many-instances",
                span,
                format!("applying `{provision}` to this record takes more than {limit} steps"),
            )
            .at("given up while applying this")
            .help(
                "link the variables of this provision by relations that the record states, so that it is not tried for \
                 every combination of entities; or raise the limit with `--max-steps`",
            ),
            EngineError::TooManyStandpoints { span, limit } => Diagnostic::error(
                "engine/too-many-standpoints",
                span,
                format!("the verdicts depend on so many positions and accounts at once that more than {limit} cases must be told apart"),
            )
            .at("given up while judging this incident")
            .help("fix some positions with `--position ID=accepted` or a profile, or raise the limit with `--max-cases`"),
        }
    }
}
