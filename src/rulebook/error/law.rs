//! The prose of [`LawError`].

use super::LawError;
use crate::diagnostic::Diagnostic;

impl From<LawError> for Diagnostic {
    fn from(error: LawError) -> Self {
        match error {
            LawError::PartiesOfNonTreaty { id, kind, span, declared } => Diagnostic::error(
                "rulebook/parties-of-non-treaty",
                span,
                format!("nobody is party to `{id}`, which is no treaty"),
            )
            .at("only treaties have parties")
            .also(declared, format!("declared as `{kind}`"))
            .help("declare it as `treaty`, or say whom it binds with `binds members of` a treaty"),
            LawError::OverlappingPeriods { party, source, span, first } => Diagnostic::error(
                "rulebook/overlapping-periods",
                span,
                format!("`{party}` is listed twice as a party to `{source}` for the same time"),
            )
            .at("the second")
            .also(first, "the first")
            .help("a period ends with `until` and the next may begin on that day"),
            LawError::DatesOutOfOrder { earlier, later, span, first } => Diagnostic::error(
                "rulebook/dates-out-of-order",
                span,
                format!("the date of `{later}` is before that of `{earlier}`"),
            )
            .at(format!("`{later}`"))
            .also(first, format!("`{earlier}`"))
            .help("one of the two dates must be wrong"),
            LawError::EarlyParty { party, source, from, in_force, span } => Diagnostic::warning(
                "rulebook/early-party",
                span,
                format!("`{party}` is bound by `{source}` from {from}, before it was in force at all"),
            )
            .at(format!("in force from {in_force}"))
            .help("give the day from which it binds this State, not the day of deposit"),
            LawError::TooManySources { most, span } => Diagnostic::error(
                "rulebook/too-many-sources",
                span,
                format!("a list of parties serves at most {most} sources"),
            )
            .at("one too many")
            .help("begin a second list, or let one source bind `members of` another"),
            LawError::BindsItself { path, span } => {
                let first = path.first().cloned().unwrap_or_default();
                Diagnostic::error("rulebook/binds-itself", span, format!("`{first}` binds its own members"))
                    .at(format!("{} → {first}", path.join(" → ")))
                    .help("`binds members of` must lead to a source with parties of its own")
            }
            LawError::ConflictingStances { profile, position, span, first } => Diagnostic::error(
                "rulebook/conflicting-stances",
                span,
                format!("the profile `{profile}` says two things of `{position}`"),
            )
            .at("the second")
            .also(first, "the first")
            .help("keep one of them"),
            LawError::ExclusivePositions { profile, one, other, span, first } => Diagnostic::warning(
                "rulebook/exclusive-positions",
                span,
                format!("the profile `{profile}` accepts `{one}` and `{other}`, which exclude each other"),
            )
            .at("the second")
            .also(first, "the first")
            .help("reject one of them or leave it open"),
            LawError::ExcludesItself { id, span } => {
                Diagnostic::error("rulebook/excludes-itself", span, format!("the position `{id}` excludes itself"))
                    .at("itself")
                    .help("name the rival position")
            }
        }
    }
}
