//! Everything that can be wrong with a record, in words. All prose of the stage stands here.

use crate::diagnostic::{Diagnostic, suggestion};
use crate::rulebook::model::Dimension;
use crate::source::{Span, Text};
use crate::syntax::tree::Ident;

/// The codes of this stage; each has a page under `docs/codes/record`.
pub const CODES: &[&str] = &[
    "record/ambiguous-sentence",
    "record/claim-as-fact",
    "record/claim-misfit",
    "record/claimed-and-denied",
    "record/conclusion-as-fact",
    "record/conflicting-words",
    "record/contradiction",
    "record/contradictory-bounds",
    "record/date-of-act",
    "record/date-on-no-act",
    "record/duplicate-entity",
    "record/duplicate-holding",
    "record/duplicate-source",
    "record/exclusive-positions",
    "record/expressed-after-all",
    "record/holding-without-expectation",
    "record/holding-without-words",
    "record/joined-statements",
    "record/json-duplicate-key",
    "record/json-shape",
    "record/json-syntax",
    "record/json-value",
    "record/judgment-without-reason",
    "record/law-in-source",
    "record/measure-without-value",
    "record/missing-date",
    "record/negated-measure",
    "record/not-a-norm",
    "record/open-bound",
    "record/open-conclusion",
    "record/outcome-misfit",
    "record/pin-without-source",
    "record/repeated-statement",
    "record/unknown-account",
    "record/unknown-but-stated",
    "record/unknown-entity",
    "record/unknown-kind",
    "record/unknown-norm",
    "record/unknown-position",
    "record/unknown-profile",
    "record/unknown-provision",
    "record/unknown-sentence",
    "record/unknown-source",
    "record/unknown-state",
    "record/wrong-kind",
    "record/wrong-unit",
];

/// "a vessel", "an attack".
fn a(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}

/// `one` or `two` or `three`.
fn any_of<T: AsRef<str>>(options: &[T]) -> String {
    options.iter().map(|o| format!("`{}`", o.as_ref())).collect::<Vec<_>>().join(" or ")
}

/// Adds "did you mean …?" if a candidate is near, else the other help.
fn near<'a>(d: Diagnostic, word: &str, all: impl IntoIterator<Item = &'a str>, otherwise: &str) -> Diagnostic {
    let help = suggestion(word, all).unwrap_or_else(|| otherwise.to_owned());
    if help.is_empty() { d } else { d.help(help) }
}

// The incident.

pub(super) fn missing_date(id: &Ident) -> Diagnostic {
    Diagnostic::warning("record/missing-date", id.span, format!("the incident `{}` has no date", id.value))
        .at("when did it happen?")
        .help("add `on YYYY-MM-DD` below: without a date nobody can say which treaties bound whom")
}

pub(super) fn unknown_profile<'a>(id: &Ident, profiles: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    let d = Diagnostic::error("record/unknown-profile", id.span, format!("there is no profile `{}`", id.value));
    near(d, &id.value, profiles, "profiles are declared in rule files; `uses` names the packs that are loaded")
}

pub(super) fn exclusive_positions(id: &Ident, one: &str, other: &str) -> Diagnostic {
    Diagnostic::error(
        "record/exclusive-positions",
        id.span,
        format!("the profile `{}` accepts `{one}` and `{other}`, which exclude each other", id.value),
    )
    .at("nobody can stand here")
    .help("name a profile that rejects one of them, or mend this one in its rule file")
}

// Sources and citations.

pub(super) fn duplicate_source(id: &Ident, first: Span) -> Diagnostic {
    Diagnostic::error("record/duplicate-source", id.span, format!("the source `{}` is declared twice", id.value))
        .also(first, "first declared here")
        .help("give one of them another id")
}

pub(super) fn law_in_source(id: &Ident, what: &str) -> Diagnostic {
    Diagnostic::error(
        "record/law-in-source",
        id.span,
        format!("`{}` is a source of evidence and cannot have `{what}`", id.value),
    )
    .help("whom a source of law binds is said in a rule file, not in the record of an incident")
}

pub(super) fn unknown_source<'a>(id: &Ident, sources: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    let d = Diagnostic::error("record/unknown-source", id.span, format!("there is no source `{}`", id.value));
    near(d, &id.value, sources, "declare it: `source id report \"its title\"`")
}

pub(super) fn pin_without_source(at: Span, pin: &str) -> Diagnostic {
    Diagnostic::error("record/pin-without-source", at, format!("`{pin}` is a place in no source"))
        .help("write the source before it, as in `[cnn 4]`; after that, `[cnn 4, 7]` stays in the same source")
}

// Entities.

pub(super) fn unknown_kind<'a>(kind: &Ident, kinds: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    let d = Diagnostic::error("record/unknown-kind", kind.span, format!("there is no kind `{}`", kind.value));
    near(d, &kind.value, kinds, "kinds are declared in rule files; `uses` names the packs that are loaded")
}

pub(super) fn duplicate_entity(name: &Ident, first: Span) -> Diagnostic {
    Diagnostic::error("record/duplicate-entity", name.span, format!("`{}` is declared twice", name.value))
        .also(first, "first declared here")
        .help("give one of them another name")
}

pub(super) fn date_on_no_act(at: Span, name: &Ident, kind: &str) -> Diagnostic {
    Diagnostic::warning(
        "record/date-on-no-act",
        at,
        format!("`{}` is {}, and only acts take place on a date", name.value, a(kind)),
    )
    .help("the date is not used; leave it out, or give it to the act")
}

pub(super) fn unknown_state<'a>(name: &Ident, states: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    let d = Diagnostic::warning(
        "record/unknown-state",
        name.span,
        format!("no treaty that is loaded has a party `{}`", name.value),
    )
    .at("no treaty binds a State of this name");
    near(d, &name.value, states, "use the name under which the tables of parties have it, if they do")
}

// Sentences.

pub(super) fn unknown_sentence(at: Span, words: &str, nearest: &[String]) -> Diagnostic {
    let d = Diagnostic::error("record/unknown-sentence", at, format!("no sentence reads `{words}`"));
    if nearest.is_empty() {
        d.help("the sentences that a record may use are declared in the packs under `uses`")
    } else {
        d.help(format!("did you mean {}?", any_of(nearest)))
    }
}

pub(super) fn joined_statements(word: &Ident) -> Diagnostic {
    let help = match word.value.as_str() {
        "or" => "state what is known on lines of their own; what may or may not be so stands under `unknown`",
        "if" | "unless" => "a case states what happened; conditions and exceptions stand in rule files",
        _ => "write two statements, each whole and on a line of its own",
    };
    let message = format!("`{}` cannot join two statements on one line", word.value);
    Diagnostic::error("record/joined-statements", word.span, message)
        .at("each statement stands on a line of its own")
        .help(help)
}

/// `S breaches n by A`, as rules say it, where a record claims a breach.
pub(super) fn condition_as_claim(at: Span, words: &str, right: &str) -> Diagnostic {
    Diagnostic::error("record/unknown-sentence", at, format!("no sentence reads `{words}`"))
        .at("conditions of rules say it so")
        .help(format!("write `{right}`"))
}

pub(super) fn ambiguous_sentence(at: Span, words: &str, readings: &[String]) -> Diagnostic {
    Diagnostic::error("record/ambiguous-sentence", at, format!("`{words}` can be read in more than one way")).help(
        format!("it could be {}; say the parts in statements of their own, or reword a declaration", any_of(readings)),
    )
}

pub(super) fn wrong_kind(word: &Ident, kind: &str, wanted: &str, pattern: &str) -> Diagnostic {
    Diagnostic::error(
        "record/wrong-kind",
        word.span,
        format!("`{}` is {}, and the sentence speaks of {}", word.value, a(kind), a(wanted)),
    )
    .at(format!("must be {}", a(wanted)))
    .help(format!("the sentence is `{pattern}`"))
}

pub(super) fn unknown_entity(word: &Ident, near: &[Text], kind: &str) -> Diagnostic {
    let d =
        Diagnostic::error("record/unknown-entity", word.span, format!("there is no `{}` in this record", word.value));
    if near.is_empty() {
        d.help(format!("declare it above, as in `{kind} {} \"how it is shown\"`", word.value))
    } else {
        d.help(format!("did you mean {}?", any_of(near)))
    }
}

// Measures.

pub(super) fn measure_without_value(at: Span, pattern: &str) -> Diagnostic {
    Diagnostic::error("record/measure-without-value", at, format!("`{pattern}` is a measure and needs a value"))
        .help("add `is VALUE`, `is at least VALUE`, `is at most VALUE` or `is between VALUE and VALUE`")
}

pub(super) fn wrong_unit(at: Span, value: &str, found: &str, wanted: Dimension) -> Diagnostic {
    let (wanted, example) = match wanted {
        Dimension::Number => ("number", "11"),
        Dimension::Date => ("date", "2002-07-01"),
        Dimension::Duration => ("duration", "14 years"),
        Dimension::Length => ("length", "12 nautical miles"),
        Dimension::Mass => ("mass", "500 kg"),
    };
    Diagnostic::error("record/wrong-unit", at, format!("`{value}` is {}, and this measures {}", a(found), a(wanted)))
        .help(format!("write {} such as `{example}`", a(wanted)))
}

pub(super) fn open_bound(at: Span, above: bool, value: &str) -> Diagnostic {
    let help = match above {
        true => format!("write `is at least` and the first value above `{value}`"),
        false => format!("write `is at most` and the last value below `{value}`"),
    };
    Diagnostic::error("record/open-bound", at, "a record states bounds that may be reached").help(help)
}

pub(super) fn contradictory_bounds(at: Span, least: &str, most: &str) -> Diagnostic {
    Diagnostic::error(
        "record/contradictory-bounds",
        at,
        format!("nothing is at least `{least}` and at most `{most}` at once"),
    )
    .help("write the smaller value first")
}

pub(super) fn negated_measure(not: Span) -> Diagnostic {
    Diagnostic::error("record/negated-measure", not, "a measure with its value has no negation")
        .help("say what the value is, or `is at least` or `is at most` what")
}

pub(super) fn date_of_act(at: Span) -> Diagnostic {
    Diagnostic::error("record/date-of-act", at, "the date of an act is not a statement")
        .help("write `on DATE` on the line of the act")
}

// What may stand under which heading.

pub(super) fn conclusion_as_fact(at: Span, sentence: &str, heading: &str) -> Diagnostic {
    Diagnostic::error(
        "record/conclusion-as-fact",
        at,
        format!("`{sentence}` is a conclusion of rules and cannot be `{heading}`"),
    )
    .help("state the facts that it follows from; what somebody concluded stands under `found by X` or `asserted by X`")
}

pub(super) fn open_conclusion(at: Span, sentence: &str) -> Diagnostic {
    Diagnostic::warning("record/open-conclusion", at, format!("no rule that is loaded concludes `{sentence}`"))
        .help("it is taken as a fact; if rules should conclude it, add their pack under `uses`")
}

pub(super) fn claim_as_fact(at: Span, heading: &str) -> Diagnostic {
    Diagnostic::error("record/claim-as-fact", at, format!("the outcome of a norm cannot be `{heading}`"))
        .help("write it under `asserted by X`, `found by X` or `expect`")
}

pub(super) fn judgment_without_reason(at: Span, sentence: &str, weighing: &[&str]) -> Diagnostic {
    let d = Diagnostic::warning(
        "record/judgment-without-reason",
        at,
        format!("`{sentence}` is a judgment and is stated without a reason"),
    );
    let weigh = if weighing.is_empty() { String::new() } else { format!(", weighing {}", weighing.join("; ")) };
    d.help(format!("add `because \"…\"`{weigh}"))
}

pub(super) fn repeated_statement(at: Span, first: Span) -> Diagnostic {
    Diagnostic::warning("record/repeated-statement", at, "this is stated twice under the same heading")
        .also(first, "first stated here")
        .help("state it once and put the sources together: `[one, other 4]`")
}

pub(super) fn contradiction(at: Span, first: Span) -> Diagnostic {
    Diagnostic::error("record/contradiction", at, "the same source is taken to say this and its opposite")
        .also(first, "the opposite stands here")
        .help("say which source says what; what one side only claims stands under `claimed by X`")
}

pub(super) fn unknown_but_stated(at: Span, evidence: Span) -> Diagnostic {
    Diagnostic::warning("record/unknown-but-stated", at, "this is `unknown`, and there is evidence of it")
        .also(evidence, "the evidence")
        .help("leave it out here; evidence that is too weak for the standard leaves the point open by itself")
}

pub(super) fn claimed_and_denied(at: Span, first: Span, who: &str) -> Diagnostic {
    Diagnostic::error("record/claimed-and-denied", at, format!("`{who}` is taken to say this and its opposite"))
        .also(first, "the opposite stands here")
        .help("an account says one thing; keep the later version, and mention the change in a note")
}

// Claims of a breach.

pub(super) fn unknown_norm<'a>(id: &Ident, norms: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    let d = Diagnostic::error("record/unknown-norm", id.span, format!("there is no norm `{}`", id.value));
    near(d, &id.value, norms, "norms are declared in the packs under `uses`")
}

pub(super) fn not_a_norm(id: &Ident, what: &str) -> Diagnostic {
    Diagnostic::error("record/not-a-norm", id.span, format!("`{}` is {}, which nobody can breach", id.value, a(what)))
        .help("name a prohibition, an obligation or a permission; what a rule concludes is stated as a sentence")
}

pub(super) fn claim_misfit(word: &Ident, norm: &str, text: &str, open: &[String]) -> Diagnostic {
    let open = match open.is_empty() {
        true => "everyone in it is named already".to_owned(),
        false => format!("still open are {}", open.iter().map(|o| format!("`{o}`")).collect::<Vec<_>>().join(", ")),
    };
    Diagnostic::error("record/claim-misfit", word.span, format!("`{}` has no place in the norm `{norm}`", word.value))
        .help(format!("the norm reads `{text}`; {open}"))
}

// Expectations.

pub(super) fn outcome_misfit(at: Span, outcome: &str, of: &str, fitting: &[&str]) -> Diagnostic {
    let fitting = fitting.iter().map(|f| format!("`{f}`")).collect::<Vec<_>>().join(", ");
    Diagnostic::error("record/outcome-misfit", at, format!("`{outcome}` is no outcome of {of}"))
        .help(format!("after a colon, it can be any of {fitting}"))
}

pub(super) fn outcome_said_twice(at: Span) -> Diagnostic {
    Diagnostic::error("record/outcome-misfit", at, "`no breach of` says the outcome already")
        .help("leave out `no`, or the colon and what follows it")
}

pub(super) fn unknown_provision<'a>(id: &Ident, provisions: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    let d = Diagnostic::error(
        "record/unknown-provision",
        id.span,
        format!("there is no rule, norm or exception `{}`", id.value),
    );
    near(d, &id.value, provisions, "`because` names the provision on which the outcome turns")
}

pub(super) fn unknown_position<'a>(id: &Ident, positions: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    let d = Diagnostic::error("record/unknown-position", id.span, format!("there is no position `{}`", id.value));
    near(d, &id.value, positions, "positions are declared in the packs under `uses`")
}

pub(super) fn unknown_account<'a>(name: &Ident, accounts: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    let d = Diagnostic::warning(
        "record/unknown-account",
        name.span,
        format!("`{}` claims and denies nothing in this record", name.value),
    );
    near(d, &name.value, accounts, "the outcome is the same as on the neutral account")
}

// Holdings.

pub(super) fn duplicate_holding(id: &Ident, first: Span) -> Diagnostic {
    Diagnostic::error(
        "record/duplicate-holding",
        id.span,
        format!("the holding `{}` stands twice in this section", id.value),
    )
    .also(first, "first here")
    .help("put what is expected of it under the first; another question has another id")
}

pub(super) fn holding_without_words(id: &Ident) -> Diagnostic {
    Diagnostic::error("record/holding-without-words", id.span, format!("nothing says what `{}` is about", id.value))
        .help(format!("write `holding {} \"a few words on what was held\"`, once", id.value))
}

pub(super) fn conflicting_words(at: Span, id: &Ident, first: Span) -> Diagnostic {
    Diagnostic::error(
        "record/conflicting-words",
        at,
        format!("the holding `{}` was given in other words before", id.value),
    )
    .also(first, "here")
    .help("give the words once; another question has another id")
}

pub(super) fn holding_without_expectation(id: &Ident) -> Diagnostic {
    Diagnostic::error(
        "record/holding-without-expectation",
        id.span,
        format!("nothing is expected of the holding `{}`", id.value),
    )
    .help("write what is expected below it; or `not expressible` and why, if no outcome can say it")
}

pub(super) fn expressed_after_all(at: Span, id: &Ident, differs: Option<Span>, expected: Option<Span>) -> Diagnostic {
    let message = format!("the holding `{}` is not expressible, and yet something is said of its outcome", id.value);
    let mut d = Diagnostic::error("record/expressed-after-all", at, message);
    if let Some(differs) = differs {
        d = d.also(differs, "it differs");
    }
    if let Some(expected) = expected {
        d = d.also(expected, "this is expected");
    }
    d.help("remove `not expressible`; or keep it alone, if no outcome can say what was held")
}

// JSON.

pub(super) fn json_syntax(at: Span, why: &str) -> Diagnostic {
    let why = match why {
        why if why.starts_with("EOF") => "it ends too early",
        "key must be a string" => "a name in quotation marks is missing",
        "expected value" => "a value is missing",
        "trailing characters" => "something stands after its end",
        why => why,
    };
    Diagnostic::error("record/json-syntax", at, format!("this is not JSON: {why}"))
        .help("JSON has every name and text in straight quotation marks, and no comma after the last item")
}

pub(super) fn json_too_large(at: Span, bytes: usize, most: usize) -> Diagnostic {
    Diagnostic::error("record/json-shape", at, format!("the file has {bytes} bytes; {most} are read at most"))
        .help("divide the record into several incidents")
}

pub(super) fn json_shape(at: Span, why: &str) -> Diagnostic {
    Diagnostic::error("record/json-shape", at, why)
        .help("the form of a record in JSON is in `docs/schema/record.schema.json`; editors can check against it")
}

pub(super) fn json_missing_field(at: Span, field: &str) -> Diagnostic {
    Diagnostic::error("record/json-shape", at, format!("the field `{field}` is missing"))
        .help(format!("add `\"{field}\"` and its value"))
}

pub(super) fn json_wrong_type(at: Span, found: &str, wanted: &str) -> Diagnostic {
    let (found, wanted) = (json_type(found), json_type(wanted));
    Diagnostic::error("record/json-shape", at, format!("{wanted} is expected here, not {found}"))
        .help("the form of a record in JSON is in `docs/schema/record.schema.json`; editors can check against it")
}

/// What a reader of JSON calls a value that serde describes.
fn json_type(serde: &str) -> String {
    let plain = match serde.split_whitespace().next() {
        Some("sequence") => "a list",
        Some("map") => "an object",
        Some("struct") => "an object",
        Some("null" | "unit") => "`null`",
        Some("string") => "a text",
        Some("integer" | "floating") => "a number",
        Some("boolean") => "`true` or `false`",
        Some("a") => match serde {
            "a string" => "a text",
            "a sequence" => "a list",
            "a boolean" => "`true` or `false`",
            other => other,
        },
        _ => serde,
    };
    plain.to_owned()
}

pub(super) fn json_unknown_field(at: Span, field: &str, known: &[&str]) -> Diagnostic {
    let all = known.iter().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(", ");
    let d = Diagnostic::error("record/json-shape", at, format!("there is no field `{field}` here"));
    near(d, field, known.iter().copied(), &format!("the fields are {all}"))
}

pub(super) fn json_duplicate_key(at: Span, first: Span, key: &str) -> Diagnostic {
    Diagnostic::error("record/json-duplicate-key", at, format!("the field `{key}` stands here twice"))
        .also(first, "first here")
        .help("put both values into one field, or remove one of them")
}

pub(super) fn json_no_word(at: Span, text: &str, what: &str) -> Diagnostic {
    Diagnostic::error("record/json-value", at, format!("`{text}` is not {what}"))
        .help(format!("{what} is one word without blanks or punctuation"))
}

pub(super) fn json_empty(at: Span, field: &str) -> Diagnostic {
    Diagnostic::error("record/json-value", at, format!("the list `{field}` is empty"))
        .help("put something in it, or remove the object that it stands in")
}

pub(super) fn json_no_choice(at: Span, text: &str, known: &[&str]) -> Diagnostic {
    let all = known.iter().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(", ");
    let d = Diagnostic::error("record/json-value", at, format!("`{text}` is none of the words that fit here"));
    near(d, text, known.iter().copied(), &format!("write one of {all}"))
}

pub(super) fn json_no_sentence(at: Span, empty: bool, forbidden: &[char]) -> Diagnostic {
    if empty {
        return Diagnostic::error("record/json-value", at, "words are missing here")
            .help("write them, or remove the item");
    }
    let marks = forbidden.iter().map(|c| format!("`{c}`")).collect::<Vec<_>>().join(" ");
    Diagnostic::error("record/json-value", at, format!("this text holds `#` after a blank, or one of {marks}"))
        .help("sentences and citations are plain words; sources, reasons and outcomes have fields of their own")
}

pub(super) fn json_no_claim(at: Span, text: &str) -> Diagnostic {
    Diagnostic::error("record/json-value", at, format!("`{text}` is not the claim of a breach"))
        .help("write `breach of some-norm by Somebody`, perhaps with `no` before it; a sentence stands in `sentence`")
}

pub(super) fn json_sentence_or_claim(at: Span) -> Diagnostic {
    Diagnostic::error("record/json-value", at, "either `sentence` or `claim` must stand here, and not both")
        .help("`sentence` holds a declared sentence, `claim` holds `breach of some-norm by Somebody`")
}

pub(super) fn json_backslash(at: Span) -> Diagnostic {
    Diagnostic::error("record/json-value", at, "a text cannot end in a backslash")
        .help("remove it, or put a full stop after it")
}

pub(super) fn json_missing(at: Span, field: &str, needed_by: &str) -> Diagnostic {
    Diagnostic::error("record/json-value", at, format!("`{needed_by}` needs the field `{field}`"))
        .help(format!("add `\"{field}\": \"…\"` beside it"))
}

pub(super) fn json_superfluous(at: Span, field: &str, heading: &str) -> Diagnostic {
    Diagnostic::error("record/json-value", at, format!("nobody stands after `{heading}`"))
        .help(format!("remove `{field}`, or write `claimed by`, `denied by`, `found by` or `asserted by`"))
}
