//! The prose of [`ValueError`].

use super::ValueError;
use crate::diagnostic::Diagnostic;

const UNITS: &str = "units are seconds, minutes, hours, days, weeks, months, years; metres, kilometres, nautical miles; \
                     grams, kilograms, tonnes";

impl From<ValueError> for Diagnostic {
    fn from(error: ValueError) -> Self {
        let malformed = |span, message: String| Diagnostic::error("rulebook/malformed-value", span, message);
        match error {
            ValueError::Missing { span } => {
                malformed(span, "a value is missing".to_owned()).at("here").help("write a number, `15 years` or a date")
            }
            ValueError::NoNumber { word, span } => malformed(span, format!("`{word}` is no number"))
                .at("not readable")
                .help("write digits, with a point before decimals, and a unit as a word of its own: `2.5 tonnes`"),
            ValueError::NoSuchDate { word, span } => malformed(span, format!("there is no day `{word}`"))
                .at("not in the calendar")
                .help("write dates as year, month and day: `2002-07-01`"),
            ValueError::Grouped { word, span } => malformed(span, format!("the digits of `{word}` are grouped"))
                .at("not readable")
                .help("write all digits together, and decimals after a point: `10000`, `15.5`"),
            ValueError::TooPrecise { span } => malformed(span, "a value has at most six decimals".to_owned())
                .at("more than six")
                .help("round it, or take a smaller unit"),
            ValueError::TooLarge { span } => {
                Diagnostic::error("rulebook/number-too-large", span, "this value is beyond all measure")
                    .at("too large")
                    .help("values go up to about thirty digits")
            }
            ValueError::UnknownUnit { word, span } => {
                Diagnostic::error("rulebook/unknown-unit", span, format!("`{word}` is no unit"))
                    .at("unknown")
                    .help(UNITS)
            }
            ValueError::Extra { word, span } => {
                malformed(span, format!("nothing may follow a date, but `{word}` does")).at("too much").help("drop it")
            }
        }
    }
}
