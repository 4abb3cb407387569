//! Conditions, patterns and citations as text. Knows nothing of the lines around them.

use std::fmt::Write as _;

use crate::syntax::tree::{Binder, Body, Cite, Condition, Ident, Pin, Slot, Test, Words};

/// A text in quotation marks, on one line.
pub(super) fn quote(text: &str) -> String {
    let text = text.replace(|c: char| c.is_control(), " ").replace('"', "\\\"");
    let end = if text.ends_with('\\') { " " } else { "" };
    format!("\"{text}{end}\"")
}

/// Ids or names with commas between them.
pub(super) fn list(items: &[Ident]) -> String {
    items.iter().map(|item| item.value.as_str()).collect::<Vec<_>>().join(", ")
}

/// The words of a sentence.
pub(super) fn words(words: &Words) -> String {
    let mut text = String::new();
    for word in &words.words {
        if !text.is_empty() && word.value != "," {
            text.push(' ');
        }
        text.push_str(&word.value);
    }
    text
}

fn pin(pin: &Pin) -> String {
    if pin.quoted { quote(&pin.text) } else { pin.text.to_string() }
}

/// Pinpoints with commas between them.
pub(super) fn pins(items: &[Pin]) -> String {
    items.iter().map(pin).collect::<Vec<_>>().join(", ")
}

/// ` [api 41(2), cihl 47]`, or nothing.
pub(super) fn cites(cites: &[Cite]) -> String {
    if cites.is_empty() {
        return String::new();
    }
    let one = |cite: &Cite| {
        let source = cite.source.iter().map(|s| s.value.to_string());
        source.chain(cite.pins.iter().map(pin)).collect::<Vec<_>>().join(" ")
    };
    format!(" [{}]", cites.iter().map(one).collect::<Vec<_>>().join(", "))
}

/// `<person or object T>`
pub(super) fn slot(slot: &Slot) -> String {
    let kinds: Vec<&str> = slot.kinds.iter().map(|k| k.value.as_str()).collect();
    let variable = slot.variable.iter().map(|v| v.value.as_str());
    let parts: Vec<String> =
        (!kinds.is_empty()).then(|| kinds.join(" or ")).into_iter().chain(variable.map(str::to_owned)).collect();
    format!("<{}>", parts.join(" "))
}

/// The conditions of a body, each on lines of its own.
pub(super) fn body(out: &mut String, body: &Body, depth: usize) {
    for one in &body.conditions {
        condition(out, one, depth);
    }
}

fn condition(out: &mut String, condition: &Condition, depth: usize) {
    let indent = depth * 2;
    let label = condition.label.as_ref().map_or_else(String::new, |l| format!("({}) ", l.value));
    let cited = cites(&condition.cites);
    let mut opens = |head: String| {
        let _ = writeln!(out, "{:indent$}{label}{head}", "");
    };
    let not = |negated: bool| if negated { "not " } else { "" };
    match &condition.test {
        Test::Words { negated, words: text } => {
            opens(format!("{}{}{cited}", not(negated.is_some()), words(text)));
        }
        Test::Position { negated, id } => {
            opens(format!("{}on the position {}{cited}", not(negated.is_some()), id.value));
        }
        Test::All(inner) => {
            opens(format!("all of{cited}"));
            body(out, inner, depth + 1);
        }
        Test::Any(inner) => {
            opens(format!("any of{cited}"));
            body(out, inner, depth + 1);
        }
        Test::None(inner) => {
            opens(format!("none of{cited}"));
            body(out, inner, depth + 1);
        }
        Test::AtLeast(number, inner) => {
            opens(format!("at least {} of{cited}", number.value));
            body(out, inner, depth + 1);
        }
        Test::Some(binders, inner) => {
            opens(quantifier("some", binders));
            body(out, inner, depth + 1);
        }
        Test::No(binders, inner) => {
            opens(quantifier("no", binders));
            body(out, inner, depth + 1);
        }
        Test::Every(binders, inner, then) => {
            opens(quantifier("every", binders));
            body(out, inner, depth + 1);
            let _ = writeln!(out, "{:indent$}then", "");
            body(out, then, depth + 1);
        }
    }
}

fn quantifier(word: &str, binders: &[Binder]) -> String {
    let one = |binder: &Binder| {
        let kinds: Vec<&str> = binder.kinds.iter().map(|k| k.value.as_str()).collect();
        format!("{word} {} {}", kinds.join(" or "), binder.variable.value)
    };
    format!("{} where", binders.iter().map(one).collect::<Vec<_>>().join(" and "))
}
