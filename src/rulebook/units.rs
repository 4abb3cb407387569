//! Values with units: `15 years`, `2.5 tonnes`, `24 nautical miles`, `2002-07-01`. Knows nothing of what is measured.

use jiff::civil::{Date, date};

use super::error::ValueError;
use super::model::{Dimension, Quantity};
use super::wording::text_of;
use crate::source::{Span, Text};
use crate::syntax::tree::Ident;

/// Millionths of a unit, so that decimals are exact.
const MILLIONTHS: i128 = 1_000_000;
/// How many decimals are exact.
const DECIMALS: usize = 6;

/// Whether the words begin like a value: with a digit.
pub fn is_value(words: &[Ident]) -> bool {
    words.first().is_some_and(|w| w.value.starts_with(|c: char| c.is_ascii_digit()))
}

/// The value that the words say.
pub fn quantity(words: &[Ident]) -> Result<Quantity, ValueError> {
    let Some((first, unit)) = words.split_first() else { return Err(ValueError::Missing { span: Span::default() }) };
    let span = words.last().map_or(first.span, |l| first.span.to(l.span));
    let text = Text::from(text_of(words));
    let number = first.value.as_str();
    if let Some(days) = date_of(number) {
        return match (days, unit.first()) {
            (_, Some(extra)) => Err(ValueError::Extra { word: extra.value.clone(), span: extra.span }),
            (Some(value), None) => Ok(Quantity { dimension: Dimension::Date, value, text }),
            (None, None) => Err(ValueError::NoSuchDate { word: first.value.clone(), span }),
        };
    }
    if unit.first().is_some_and(|w| w.value == ",") || number.contains([',', '_', '\'']) {
        return Err(ValueError::Grouped { word: text, span });
    }
    let value = millionths(number, span)?;
    let (dimension, factor) = unit_of(unit)?;
    let value = value.checked_mul(factor).ok_or(ValueError::TooLarge { span })?;
    Ok(Quantity { dimension, value, text })
}

/// Days since 1970-01-01 if the word is written like a date; the inner `None` is a day that no calendar has.
fn date_of(word: &str) -> Option<Option<i128>> {
    let mut parts = word.split('-');
    let shape = [4, 2, 2]
        .into_iter()
        .all(|n| parts.next().is_some_and(|p| p.len() == n && p.bytes().all(|b| b.is_ascii_digit())));
    (shape && parts.next().is_none()).then(|| word.parse::<Date>().ok().map(days))
}

/// Days since 1970-01-01.
pub fn days(day: Date) -> i128 {
    i128::from(day.duration_since(date(1970, 1, 1)).as_hours() / 24)
}

fn millionths(word: &str, span: Span) -> Result<i128, ValueError> {
    let wrong = || ValueError::NoNumber { word: word.into(), span };
    let (whole, decimals) = word.split_once('.').map_or((word, None), |(w, d)| (w, Some(d)));
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || decimals.is_some_and(|d| !digits(d)) {
        return Err(wrong());
    }
    let decimals = decimals.unwrap_or("");
    if decimals.len() > DECIMALS {
        return Err(ValueError::TooPrecise { span });
    }
    let whole: i128 = whole.parse().map_err(|_| ValueError::TooLarge { span })?;
    let fraction: i128 = format!("{decimals:0<DECIMALS$}").parse().map_err(|_| wrong())?;
    whole.checked_mul(MILLIONTHS).and_then(|w| w.checked_add(fraction)).ok_or(ValueError::TooLarge { span })
}

/// The dimension of a unit and its size in base units.
fn unit_of(words: &[Ident]) -> Result<(Dimension, i128), ValueError> {
    let Some(first) = words.first() else { return Ok((Dimension::Number, 1)) };
    let whole = words.last().map_or(first.span, |l| first.span.to(l.span));
    let text = text_of(words);
    let unit = match text.as_str() {
        "second" | "seconds" => (Dimension::Duration, 1),
        "minute" | "minutes" => (Dimension::Duration, 60),
        "hour" | "hours" => (Dimension::Duration, 3_600),
        "day" | "days" => (Dimension::Duration, 86_400),
        "week" | "weeks" => (Dimension::Duration, 604_800),
        "month" | "months" => (Dimension::Duration, 2_629_746),
        "year" | "years" => (Dimension::Duration, 31_556_952),
        "metre" | "metres" | "m" => (Dimension::Length, 1),
        "kilometre" | "kilometres" | "km" => (Dimension::Length, 1_000),
        "nautical mile" | "nautical miles" | "nm" => (Dimension::Length, 1_852),
        "gram" | "grams" | "g" => (Dimension::Mass, 1),
        "kilogram" | "kilograms" | "kg" => (Dimension::Mass, 1_000),
        "tonne" | "tonnes" => (Dimension::Mass, 1_000_000),
        _ => return Err(ValueError::UnknownUnit { word: text.into(), span: whole }),
    };
    Ok(unit)
}

/// The words for a dimension in messages.
pub fn dimension_name(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Number => "number",
        Dimension::Date => "date",
        Dimension::Duration => "duration",
        Dimension::Length => "length",
        Dimension::Mass => "mass",
    }
}
