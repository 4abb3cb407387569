//! The prose of [`OrderError`].

use super::{CycleStep, Lean, OrderError};
use crate::diagnostic::Diagnostic;
use crate::source::{Span, Text};

/// How many places of a cycle are shown.
const MOST_LABELS: usize = 8;

impl From<OrderError> for Diagnostic {
    fn from(error: OrderError) -> Self {
        match error {
            OrderError::ExceptionCycle { path } => circle(
                "rulebook/exception-cycle",
                "these are exceptions to each other",
                "an exception must in the end lead to a rule or norm",
                &path,
            ),
            OrderError::UnlikeTargets { name, one, other, kinds, span } => Diagnostic::error(
                "rulebook/unlike-targets",
                span,
                format!("`{name}` does not mean the same in `{one}` and `{other}`"),
            )
            .at(format!("`{}` in one, `{}` in the other", kinds.0, kinds.1))
            .help("the same letter must stand for the same in both: change one of them, or write two provisions"),
            OrderError::PriorityCycle { path } => circle(
                "rulebook/priority-cycle",
                "these prevail over each other",
                "drop one of the `prevails over` lines",
                &path,
            ),
            OrderError::PriorityBetweenStrangers { id, other, why, span, declared } => Diagnostic::error(
                "rulebook/priority-between-strangers",
                span,
                format!("`{id}` cannot prevail over `{other}`"),
            )
            .at(why)
            .also(declared, "the other")
            .help(
                "rules prevail over rules for the same sentence, norms over norms; for the rest there are exceptions",
            ),
            OrderError::PriorityWithoutClash { id, other, span, declared } => Diagnostic::warning(
                "rulebook/priority-without-clash",
                span,
                format!("`{id}` and `{other}` conclude the same, so neither needs to prevail"),
            )
            .at("where both hold, the other is only set aside")
            .also(declared, "the other")
            .help("drop the line, or let one of them conclude the negation"),
            OrderError::CycleThroughNegation { steps } => negative(&steps),
            OrderError::ChainTooLong { text, most, span } => Diagnostic::error(
                "rulebook/chain-too-long",
                span,
                format!("`{text}` rests on a chain of more than {most} sentences"),
            )
            .at("the chain ends here")
            .help("no legal test is as deep as that; is the file generated?"),
        }
    }
}

fn circle(code: &'static str, message: &str, help: &str, path: &[(Text, Span)]) -> Diagnostic {
    let ids: Vec<&str> = path.iter().map(|(id, _)| id.as_str()).collect();
    let span = path.first().map(|(_, s)| *s).unwrap_or_default();
    let shown = ids.get(..ids.len().min(MOST_LABELS)).unwrap_or_default();
    let dots = if shown.len() < ids.len() { " → …" } else { "" };
    let round = format!("{}{dots} → {}", shown.join(" → "), ids.first().copied().unwrap_or_default());
    let start = Diagnostic::error(code, span, message).at(round).help(help);
    path.iter().skip(1).take(MOST_LABELS).fold(start, |d, (id, s)| d.also(*s, format!("`{id}`")))
}

fn negative(steps: &[CycleStep]) -> Diagnostic {
    let word = |lean: Lean| match lean {
        Lean::On => "",
        Lean::Not => "not ",
        Lean::Unless => "unless ",
        Lean::Presumed => "presumed ",
    };
    let mut round = steps.first().map(|s| format!("`{}`", s.text)).unwrap_or_default();
    for (i, step) in steps.iter().enumerate().take(MOST_LABELS) {
        let next = steps.get(i + 1).or_else(|| steps.first());
        round.push_str(&format!(" → {}`{}`", word(step.lean), next.map_or("", |n| n.text.as_str())));
    }
    if steps.len() > MOST_LABELS {
        round.push_str(" → …");
    }
    let first = steps.first();
    let span = first.map(|s| s.span).unwrap_or_default();
    let text = first.map_or("", |s| s.text.as_str());
    let start = Diagnostic::error(
        "rulebook/cycle-through-negation",
        span,
        format!("whether `{text}` holds depends on its not holding"),
    )
    .at(label(first))
    .help(format!("the circle is {round}; break it by testing a fact instead of a conclusion"));
    steps.iter().skip(1).take(MOST_LABELS).fold(start, |d, s| d.also(s.span, label(Some(s))))
}

fn label(step: Option<&CycleStep>) -> String {
    match step.map(|s| s.lean) {
        Some(Lean::Not) => "through this negation",
        Some(Lean::Unless) => "gives way to this",
        Some(Lean::Presumed) => "presumed by this",
        Some(Lean::On) | None => "rests on this",
    }
    .to_owned()
}
