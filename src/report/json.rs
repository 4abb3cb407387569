//! The opinion as JSON. Knows nothing of documents.

use serde::Serialize;

/// Anything the opinion is made of, as pretty JSON with a line break at the end; keys stand in the order of the schema.
///
/// # Errors
///
/// What serde says; for the opinion it says nothing.
pub fn render<T: Serialize>(value: &T) -> Result<String, serde_json::Error> {
    let mut text = serde_json::to_string_pretty(value)?;
    text.push('\n');
    Ok(text)
}

/// The JSON Schema of the opinion.
///
/// # Errors
///
/// What serde says; for the opinion it says nothing.
pub fn schema() -> Result<String, serde_json::Error> {
    render(&schemars::schema_for!(crate::opinion::model::Opinion))
}
