//! Draws diagnostics with miette, on the standard error. Knows nothing of what they are about.

use std::fmt;

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, NarratableReportHandler,
    SourceCode, SourceSpan, SpanContents,
};

use super::terminal::Terminal;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{FileId, SourceMap, Span};

/// How many diagnostics are drawn; more say nothing new.
const MOST: usize = 50;

/// Draws diagnostics in the order given.
pub(super) fn draw(terminal: &Terminal, map: &SourceMap, diagnostics: &[Diagnostic]) {
    let mut text = String::new();
    for diagnostic in diagnostics.iter().take(MOST) {
        let shown = Shown::new(map, diagnostic);
        render(terminal, &shown, &mut text);
        for elsewhere in &shown.elsewhere {
            text.truncate(text.trim_end_matches('\n').len());
            text.push('\n');
            render(terminal, elsewhere, &mut text);
        }
    }
    if diagnostics.len() > MOST {
        text.push_str(&format!("… and {} more\n", diagnostics.len() - MOST));
    }
    terminal.say(&text);
}

/// `2 errors, 1 warning`; nothing if there is neither.
pub(super) fn count(diagnostics: &[Diagnostic]) -> String {
    let errors = diagnostics.iter().filter(|d| d.is_error()).count();
    let warnings = diagnostics.len() - errors;
    let some = |n: usize, what: &str| (n > 0).then(|| format!("{n} {what}{}", if n == 1 { "" } else { "s" }));
    let parts: Vec<String> = [some(errors, "error"), some(warnings, "warning")].into_iter().flatten().collect();
    parts.join(", ")
}

/// Says what is wrong where there is no text to point into.
pub(super) fn complain(terminal: &Terminal, message: &str, help: Option<&str>) {
    let mut text = String::new();
    let shown = Shown {
        message: message.to_owned(),
        help: help.map(str::to_owned),
        code: None,
        severity: Some(Severity::Error),
        text: None,
        labels: Vec::new(),
        elsewhere: Vec::new(),
    };
    render(terminal, &shown, &mut text);
    terminal.say(&text);
}

fn render(terminal: &Terminal, shown: &Shown<'_>, text: &mut String) {
    let drawn = if terminal.plain {
        NarratableReportHandler::new().without_cause_chain().render_report(text, shown)
    } else {
        let colour = terminal.colour_of_errors();
        let theme = if colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        GraphicalReportHandler::new_themed(theme)
            .with_width(terminal.width())
            .with_links(false)
            .without_cause_chain()
            .render_report(text, shown)
    };
    if drawn.is_err() {
        text.push_str(&shown.message);
    }
    while text.ends_with("\n\n") {
        text.pop();
    }
    text.push_str(if text.ends_with('\n') { "\n" } else { "\n\n" });
}

/// A diagnostic as miette wants it.
#[derive(Debug)]
struct Shown<'m> {
    message: String,
    help: Option<String>,
    code: Option<&'static str>,
    /// None for a place that belongs to the diagnostic before.
    severity: Option<Severity>,
    text: Option<Excerpt<'m>>,
    labels: Vec<LabeledSpan>,
    /// Labels in other texts, each a diagnostic of its own.
    elsewhere: Vec<Shown<'m>>,
}

impl<'m> Shown<'m> {
    fn new(map: &'m SourceMap, diagnostic: &Diagnostic) -> Self {
        let file = diagnostic.span().file;
        let label = |span: Span, text: &str, primary: bool| {
            let words = (!text.is_empty()).then(|| text.to_owned());
            let range = span.range();
            match primary {
                true => LabeledSpan::new_primary_with_span(words, range),
                false => LabeledSpan::new_with_span(words, range),
            }
        };
        let mut labels = Vec::new();
        let mut elsewhere = Vec::new();
        for (i, l) in diagnostic.labels.iter().enumerate() {
            if l.span.file == file {
                labels.push(label(l.span, &l.text, i == 0));
            } else {
                elsewhere.push(Shown {
                    message: if l.text.is_empty() { "see also".to_owned() } else { l.text.clone() },
                    help: None,
                    code: None,
                    severity: None,
                    text: Excerpt::new(map, l.span.file),
                    labels: vec![label(l.span, "here", true)],
                    elsewhere: Vec::new(),
                });
            }
        }
        Shown {
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
            code: Some(diagnostic.code),
            severity: Some(diagnostic.severity),
            text: Excerpt::new(map, file),
            labels,
            elsewhere,
        }
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Shown<'_> {}

impl miette::Diagnostic for Shown<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.code.map(|c| Box::new(c) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Some(Severity::Error) => miette::Severity::Error,
            Some(Severity::Warning) => miette::Severity::Warning,
            None => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|h| Box::new(h) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.text.as_ref().map(|t| t as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        (self.text.is_some() && !self.labels.is_empty()).then(|| Box::new(self.labels.iter().cloned()) as Box<_>)
    }
}

/// A text with its name. Miette counts columns in bytes; here they are counted in characters.
#[derive(Debug)]
struct Excerpt<'m> {
    name: &'m str,
    text: &'m str,
}

impl<'m> Excerpt<'m> {
    fn new(map: &'m SourceMap, file: FileId) -> Option<Self> {
        let file = map.get(file)?;
        (!file.text.is_empty()).then_some(Excerpt { name: &file.name, text: &file.text })
    }
}

impl SourceCode for Excerpt<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let read = self.text.read_span(span, before, after)?;
        let start = read.span().offset();
        let line_start = self.text.get(..start).and_then(|t| t.rfind('\n')).map_or(0, |at| at + 1);
        let column = self.text.get(line_start..start).map_or(0, |t| t.chars().count());
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.to_owned(),
            read.data(),
            *read.span(),
            read.line(),
            column,
            read.line_count(),
        )))
    }
}
