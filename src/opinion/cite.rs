//! Citations in the OSCOLA style for international materials, and dates in words. Knows nothing of cases.

use jiff::civil::Date;

use crate::record::model::{Citation as RecordCitation, EvidenceSource, Record, SourceRef};
use crate::rulebook::model::{Citation, Rulebook, Source, SourceKind};
use crate::source::Text;

/// `2 September 2025`.
pub fn date(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// A source of law as the opinion names it: its short form, else its title.
pub fn short(source: &Source) -> &str {
    source.cited_as.as_deref().unwrap_or(&source.title)
}

/// The word before a numeric pinpoint. A short form that ends in a word of its own (`CIHL rule`) needs none.
fn pin_word(kind: SourceKind, short: &str) -> &'static str {
    let ends_in_word = short.split_whitespace().count() > 1
        && short.split_whitespace().last().is_some_and(|w| w.chars().all(|c| c.is_ascii_lowercase()));
    if ends_in_word {
        return "";
    }
    match kind {
        SourceKind::Treaty | SourceKind::Custom | SourceKind::Code | SourceKind::DomesticLaw => "art",
        SourceKind::Judgment
        | SourceKind::Award
        | SourceKind::AdvisoryOpinion
        | SourceKind::Decision
        | SourceKind::Resolution
        | SourceKind::Declaration
        | SourceKind::SoftLaw
        | SourceKind::Report
        | SourceKind::Commentary
        | SourceKind::Manual
        | SourceKind::Statement
        | SourceKind::Practice
        | SourceKind::Writings => "para",
    }
}

fn pinned(name: &str, kind: SourceKind, pins: &[Text]) -> String {
    if pins.is_empty() {
        return name.to_owned();
    }
    let numeric =
        |p: &Text| p.chars().next().is_some_and(|c| c.is_ascii_digit() || (c.is_ascii_uppercase() && p.len() <= 6));
    let many = pins.len() > 1 || pins.iter().any(|p| p.contains('-') || p.contains('–'));
    let word = match pin_word(kind, name) {
        "" => String::new(),
        w if pins.iter().all(numeric) => format!(" {w}{}", if many { "s" } else { "" }),
        _ => ",".to_owned(),
    };
    let pins: Vec<String> = pins.iter().map(|p| p.replace('-', "–")).collect();
    format!("{name}{word} {}", pins.join(", "))
}

/// A citation of law in short form: `ARSIWA art 4`.
pub fn law(rulebook: &Rulebook, citation: &Citation) -> String {
    rulebook.sources.get(citation.source.index()).map_or(String::new(), |s| pinned(short(s), s.kind, &citation.pins))
}

/// A list of citations of law in short form.
pub fn laws(rulebook: &Rulebook, citations: &[Citation]) -> Vec<String> {
    citations.iter().map(|c| law(rulebook, c)).collect()
}

/// A citation in the record: `CNN, 11 November 2025, para 4`.
pub fn evidence(rulebook: &Rulebook, record: &Record, citation: &RecordCitation) -> String {
    match &citation.source {
        SourceRef::Law(id) => law(rulebook, &Citation { source: *id, pins: citation.pins.clone() }),
        SourceRef::Evidence(id) => match record.sources.get(id) {
            Some(s) => pinned(s.cited_as.as_deref().unwrap_or(&s.title), s.kind, &citation.pins),
            None => id.to_string(),
        },
    }
}

/// A source of law in full: `Title (adopted …, entered into force …) 1125 UNTS 3 (AP I)`.
pub fn full(source: &Source) -> String {
    let mut dates = Vec::new();
    dates.extend(source.adopted.map(|d| format!("adopted {}", date(d))));
    dates.extend(source.in_force.map(|d| format!("entered into force {}", date(d))));
    dates.extend(source.dated.map(date));
    dates.extend(source.since.map(|d| format!("since {}", date(d))));
    assemble(
        &source.title,
        source.by.as_deref(),
        &dates,
        source.published.as_deref(),
        source.cited_as.as_deref(),
        source.url.as_deref(),
    )
}

/// A source of evidence in full.
pub fn full_evidence(source: &EvidenceSource) -> String {
    let dates: Vec<String> = source.dated.map(date).into_iter().collect();
    assemble(
        &source.title,
        source.by.as_deref(),
        &dates,
        source.published.as_deref(),
        source.cited_as.as_deref(),
        source.url.as_deref(),
    )
}

fn assemble(
    title: &str,
    by: Option<&str>,
    dates: &[String],
    published: Option<&str>,
    short: Option<&str>,
    url: Option<&str>,
) -> String {
    let mut text = match by {
        Some(by) => format!("{by}, {title}"),
        None => title.to_owned(),
    };
    if !dates.is_empty() {
        text.push_str(&format!(" ({})", dates.join(", ")));
    }
    if let Some(published) = published {
        text.push_str(&format!(" {published}"));
    }
    if let Some(short) = short.filter(|s| *s != title) {
        text.push_str(&format!(" ({short})"));
    }
    if let Some(url) = url {
        text.push_str(&format!(" <{url}>"));
    }
    text
}
