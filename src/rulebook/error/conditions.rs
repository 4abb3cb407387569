//! The prose of [`ConditionError`].

use super::{ConditionError, Hints, Unshared, all_of, one_of, with_article};
use crate::diagnostic::Diagnostic;
use crate::source::{Span, Text};

impl From<ConditionError> for Diagnostic {
    fn from(error: ConditionError) -> Self {
        match error {
            ConditionError::UnknownSentence { text, span, hints } => unknown_sentence(&text, span, &hints),
            ConditionError::Joined { word, span } => Diagnostic::error(
                "rulebook/joined-conditions",
                span,
                format!("`{word}` cannot join two conditions on one line"),
            )
            .at("each condition stands on a line of its own")
            .help(joined_help(&word)),
            ConditionError::ClaimAsCondition { text, right, span } => Diagnostic::error(
                "rulebook/claim-as-condition",
                span,
                format!("`{text}` is how a record claims a breach, not how a condition asks for one"),
            )
            .at("a claim")
            .help(format!("write `{right}`")),
            ConditionError::WrongKind { name, is, expected, sentence, span, bound } => {
                let is = with_article(&is);
                let d = Diagnostic::error(
                    "rulebook/wrong-kind",
                    span,
                    format!("`{name}` is {is}, which does not fit here"),
                )
                .at(format!("{} is expected", with_article(&expected)))
                .help(format!("the sentence is `{sentence}`"));
                bound.into_iter().fold(d, |d, b| d.also(b, format!("{is} since here")))
            }
            ConditionError::Ambiguous { text, readings, span } => {
                Diagnostic::error("rulebook/ambiguous-sentence", span, format!("`{text}` can be read in two ways"))
                    .at("which one?")
                    .help(format!("it fits {}: word one of them differently", all_of(&readings)))
            }
            ConditionError::UnknownVariable { name, sentence, scope, kind, unshared, span } => {
                let error = unknown_variable(&name, &sentence, &scope, &kind, span);
                match unshared {
                    Some(Unshared { has, lacks }) => error.help(format!(
                        "`{name}` stands in `{has}` but not in `{lacks}`; an exception has the variables that all its targets share"
                    )),
                    None => error,
                }
            }
            ConditionError::Rebound { name, span, first, heading } => {
                let help = match heading {
                    true => format!(
                        "`{name}` was bound by the heading `some` of a section and still stands; drop this `some`"
                    ),
                    false => "take another letter".to_owned(),
                };
                Diagnostic::error("rulebook/variable-rebound", span, format!("`{name}` already stands for something"))
                    .at("bound again")
                    .also(first, "bound here")
                    .help(help)
            }
            ConditionError::Unused { name, span } => {
                Diagnostic::warning("rulebook/unused-variable", span, format!("no condition speaks of `{name}`"))
                    .at("never used")
                    .help("use it in a condition below, or drop it")
            }
            ConditionError::TooManyVariables { most, span } => Diagnostic::error(
                "rulebook/too-many-variables",
                span,
                format!("a provision has at most {most} variables"),
            )
            .at("one too many")
            .help("conclude part of it in a rule of its own"),
            ConditionError::MeasureAsCondition { text, example, span, declared } => Diagnostic::error(
                "rulebook/measure-as-condition",
                span,
                format!("`{text}` is a measure, not a condition"),
            )
            .at("compared with what?")
            .also(declared, "declared as a measure")
            .help(format!("go on with a comparison, for example `{example}`")),
            ConditionError::NotAMeasure { text, span, near } => {
                let help = match near.is_empty() {
                    true => {
                        "compare with a number, a date, a quantity such as `15 years`, or a declared measure".to_owned()
                    }
                    false => format!("did you mean {}?", one_of(&near)),
                };
                Diagnostic::error("rulebook/not-a-measure", span, format!("`{text}` is neither a value nor a measure"))
                    .at("cannot be compared")
                    .help(help)
            }
            ConditionError::Unlike { left, right, measure, operand } => Diagnostic::error(
                "rulebook/unlike-dimensions",
                operand,
                format!("{} cannot be compared with {}", with_article(left), with_article(right)),
            )
            .at(with_article(right))
            .also(measure, with_article(left))
            .help(format!("compare it with {} instead", with_article(left))),
            ConditionError::BreachWithoutPlace { name, is, norm, open, span, declared } => {
                let help = match open.is_empty() {
                    true => "everyone in the norm is named already; drop this name".to_owned(),
                    false => format!("still open are {}", all_of(&open)),
                };
                let message = format!("`{name}` is {}, for which `{norm}` has no place", with_article(&is));
                Diagnostic::error("rulebook/breach-without-place", span, message)
                    .at("does not fit")
                    .also(declared, "the norm")
                    .help(help)
            }
            ConditionError::OutOfReach { least, of, span } => Diagnostic::error(
                "rulebook/out-of-reach",
                span,
                format!("at least {least} of {of} conditions can never hold"),
            )
            .at("more than there are")
            .help(format!("ask for at most {of}, or add conditions")),
            ConditionError::NoPeremptoryNorm { span } => Diagnostic::error(
                "rulebook/no-peremptory-norm",
                span,
                "no norm of these packs that could be meant is peremptory",
            )
            .at("can never hold")
            .help("write `peremptory` under a prohibition or obligation in which those named have a place, or add its pack to `uses`"),
        }
    }
}

fn joined_help(word: &str) -> &'static str {
    match word {
        "or" => "write `any of`, and below it, indented, each alternative on a line of its own",
        "unless" => "`unless` stands on a line of its own, as far to the left as `when`, with what follows it below",
        "if" => "what must hold stands below `when`, each condition on a line of its own",
        _ => "write each condition on a line of its own: all those under `when` must hold",
    }
}

fn unknown_sentence(text: &str, span: Span, hints: &Hints) -> Diagnostic {
    let mut help = if let Some(positive) = &hints.positive {
        format!("write `not {positive}`, or declare this wording with `negated`")
    } else if !hints.near.is_empty() {
        format!("did you mean {}?", one_of(&hints.near))
    } else if hints.compares {
        "declare what is compared with `measure … : number` (or date, duration, length, mass)".to_owned()
    } else {
        "declare it as a `relation`, `fact` or `judgment`, or let a rule conclude it; its words must be repeated exactly"
            .to_owned()
    };
    if !hints.stray.is_empty() {
        help.push_str(&format!("; no variable here is called {}", one_of(&hints.stray)));
    }
    Diagnostic::error("rulebook/unknown-sentence", span, format!("no sentence says `{text}`"))
        .at("not declared")
        .help(help)
}

fn unknown_variable(name: &str, sentence: &str, scope: &[Text], kind: &str, span: Span) -> Diagnostic {
    let known = match scope.is_empty() {
        true => "no variable stands here yet".to_owned(),
        false => format!("the variables here are {}", all_of(scope)),
    };
    Diagnostic::error("rulebook/unknown-variable", span, format!("`{name}` stands for nothing"))
        .at("not bound")
        .help(format!("{known}; to speak of some other {kind} write `some {kind} {name} where` above `{sentence}`"))
}
