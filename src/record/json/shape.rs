//! The JSON form of a record: what it may have, in the words of the language. Sentences are texts in the controlled
//! language. Knows nothing of how it is read or written.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use crate::syntax::spelling::Spelled;
use crate::syntax::tree::{ExpectedOutcome, SourceKind, Standard};

/// The record of one incident: who and what there is, what is stated about it on what evidence, and what is expected of
/// its judgment.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "record", extend("required" = ["incident"]))]
pub(super) struct Case {
    /// The address of the schema, for editors; it is not used.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub(super) schema: Option<String>,
    /// Which incident it is, and how it is to be judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) incident: Option<Incident>,
    /// Sources of evidence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) sources: Vec<Source>,
    /// Who and what there is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) entities: Vec<Entity>,
    /// What is stated, under headings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) evidence: Vec<Evidence>,
    /// What is expected, from standpoints.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) expectations: Vec<Expect>,
}

/// Which incident it is, and how it is to be judged.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "incident")]
pub(super) struct Incident {
    /// Its id: small letters, digits and hyphens.
    pub(super) id: String,
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<String>,
    /// When it happened; acts without a date of their own take it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "date")]
    pub(super) on: Option<String>,
    /// The packs of rules that it is judged by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) uses: Vec<String>,
    /// The standard of proof; reasonable grounds if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "spelled::<Standard>")]
    pub(super) standard: Option<String>,
    /// What the forum calls that standard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) standard_called: Option<String>,
    /// The standard for exceptions and rebuttals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "spelled::<Standard>")]
    pub(super) rebuttal: Option<String>,
    /// Whether what is not proved is dismissed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) as_a_court: bool,
    /// The profile (a ready-made choice of doctrinal positions) of the headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) profile: Option<String>,
    /// Notes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) notes: Vec<String>,
}

/// A source of evidence.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "source")]
pub(super) struct Source {
    /// The id that citations use: small letters, digits and hyphens.
    pub(super) id: String,
    /// What sort of source.
    #[schemars(schema_with = "spelled::<SourceKind>")]
    pub(super) kind: String,
    /// The full title.
    pub(super) title: String,
    /// Date of adoption.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "date")]
    pub(super) adopted: Option<String>,
    /// Entry into force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "date")]
    pub(super) in_force: Option<String>,
    /// Date of a judgment, report or statement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "date")]
    pub(super) dated: Option<String>,
    /// From when it counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "date")]
    pub(super) since: Option<String>,
    /// From when it no longer counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "date")]
    pub(super) until: Option<String>,
    /// Short citation form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) cited_as: Option<String>,
    /// Where it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) published: Option<String>,
    /// Author or court.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) by: Option<String>,
    /// Address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<String>,
    /// Notes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) notes: Vec<String>,
}

/// Someone or something in the incident.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "entity")]
pub(super) struct Entity {
    /// Its kind, which a pack declares: `state`, `person`, `attack` …
    pub(super) kind: String,
    /// The name that sentences use: one word with a capital letter first.
    pub(super) name: String,
    /// How it is shown, such as `the missile strike`; the name if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) display: Option<String>,
    /// Whether it is shown with "are" and "have".
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) plural: bool,
    /// When an act took place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "date")]
    pub(super) on: Option<String>,
}

/// A heading and what is stated under it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "evidence")]
pub(super) struct Evidence {
    /// How good the evidence is, or who says so.
    #[schemars(schema_with = "heading")]
    pub(super) heading: String,
    /// Who claims, denies, found or asserts it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) by: Option<String>,
    /// Sources of all statements below that have none of their own, such as `cnn 4` or `icj 12-14`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) sources: Vec<String>,
    /// What is stated.
    #[schemars(length(min = 1))]
    pub(super) statements: Vec<Statement>,
}

/// One statement: either a sentence or the claim of a breach.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "statement", extend("oneOf" = [{ "required": ["sentence"] }, { "required": ["claim"] }]))]
pub(super) struct Statement {
    /// A declared sentence with names in its slots, such as `Strike is directed against Crew`, or a measure with its
    /// value, such as `the number of persons killed by Strike is at least 11`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) sentence: Option<String>,
    /// The claim of a breach, such as `breach of some-norm by USA by Strike in respect of Crew`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) claim: Option<String>,
    /// Whether the opposite is stated.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) not: bool,
    /// The reasons of a judgment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) because: Option<String>,
    /// Its sources; those of the heading if missing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) sources: Vec<String>,
}

/// What is expected from one standpoint: outcomes, holdings of a tribunal, or both.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "expectations", extend("anyOf" = [{ "required": ["outcomes"] }, { "required": ["holdings"] }]))]
pub(super) struct Expect {
    /// The profile; that of the incident if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) profile: Option<String>,
    /// On whose account; nobody's if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) account: Option<String>,
    /// To which standard; that of the incident if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "spelled::<Standard>")]
    pub(super) standard: Option<String>,
    /// What is expected, beside the holdings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(min = 1))]
    pub(super) outcomes: Vec<Outcome>,
    /// What a tribunal held.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(min = 1))]
    pub(super) holdings: Vec<Holding>,
}

/// What a tribunal held on one question, or as much of it as is expected from one standpoint; it may go on with the same
/// id elsewhere.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "holding")]
pub(super) struct Holding {
    /// Its id: one word with a capital letter first, such as `Q4`.
    pub(super) id: String,
    /// What it is about, in a few words; needed once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) words: Option<String>,
    /// Why what is expected is not what the tribunal held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) differs: Option<String>,
    /// Why nothing can be expected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) not_expressible: Option<String>,
    /// Notes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) notes: Vec<String>,
    /// What is expected.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) outcomes: Vec<Outcome>,
}

/// What is expected of a sentence or of a norm.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(rename = "outcome", extend("oneOf" = [{ "required": ["sentence"] }, { "required": ["claim"] }]))]
pub(super) struct Outcome {
    /// A sentence, as in statements.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) sentence: Option<String>,
    /// The claim of a breach, as in statements.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) claim: Option<String>,
    /// Whether the opposite is expected.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) not: bool,
    /// The outcome; of a claim `breach`, of a sentence `established` if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "spelled::<ExpectedOutcome>")]
    pub(super) outcome: Option<String>,
    /// The id of the rule, norm or exception on which it turns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) because: Option<String>,
    /// Notes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) notes: Vec<String>,
}

/// The headings, and whether `by` says whose.
pub(super) const HEADINGS: [(&str, bool); 10] = [
    ("established", false),
    ("corroborated", false),
    ("likely", false),
    ("reported", false),
    ("unknown", false),
    ("not proven", false),
    ("claimed by", true),
    ("denied by", true),
    ("found by", true),
    ("asserted by", true),
];

fn heading(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "enum": HEADINGS.map(|(name, _)| name) })
}

fn date(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" })
}

fn spelled<T: Spelled>(_: &mut SchemaGenerator) -> Schema {
    let words: Vec<Cow<'_, str>> = T::ALL.iter().map(|(_, word)| Cow::Borrowed(*word)).collect();
    json_schema!({ "type": "string", "enum": words })
}
