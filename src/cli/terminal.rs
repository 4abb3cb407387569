//! The terminal: whether it has colours, how wide it is, and writing to it. Knows nothing of what is written.

use std::io::{self, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};

use crate::report::document::Document;
use crate::report::{plain, terminal};

/// The widest text that reads well.
const WIDEST: usize = 100;

/// Where output goes and how it looks.
#[derive(Debug)]
pub(super) struct Terminal {
    /// For a screen reader.
    pub(super) plain: bool,
    width: Option<usize>,
    /// Whether everything goes to the standard error.
    aside: bool,
}

impl Terminal {
    pub(super) fn new(plain: bool, width: Option<u16>) -> Self {
        Terminal { plain, width: width.map(usize::from), aside: false }
    }

    /// One that leaves the standard output to something else.
    pub(super) fn aside(&self) -> Self {
        Terminal { aside: true, ..*self }
    }

    /// How many columns there are.
    pub(super) fn width(&self) -> usize {
        let asked = || {
            let (columns, _) = terminal_size::terminal_size()?;
            io::stdout().is_terminal().then_some(usize::from(columns.0).min(WIDEST))
        };
        self.width.or_else(asked).unwrap_or(80)
    }

    /// Whether the standard error has colours.
    pub(super) fn colour_of_errors(&self) -> bool {
        !self.plain && AutoStream::choice(&io::stderr()) != ColorChoice::Never
    }

    /// Whether the standard output has colours.
    fn colour(&self) -> bool {
        !self.plain && AutoStream::choice(&io::stdout()) != ColorChoice::Never
    }

    /// Writes to the standard output.
    pub(super) fn write(&self, text: &str) -> io::Result<()> {
        if self.aside {
            self.say(text);
            return Ok(());
        }
        let mut out = AutoStream::auto(io::stdout().lock());
        out.write_all(text.as_bytes())?;
        out.flush()
    }

    /// Writes to the standard error; there is nobody left to tell if that fails.
    pub(super) fn say(&self, text: &str) {
        let mut out = AutoStream::auto(io::stderr().lock());
        let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
        drop(written);
    }

    /// A document as this terminal shows it.
    pub(super) fn draw(&self, document: &Document) -> String {
        if self.plain {
            return plain::render(document, self.width);
        }
        terminal::render(document, &terminal::Style { width: self.width(), colour: self.colour() })
    }

    /// A document as it goes into a text file.
    pub(super) fn draw_for_file(&self, document: &Document) -> String {
        if self.plain {
            return plain::render(document, self.width);
        }
        terminal::render(document, &terminal::Style { width: self.width.unwrap_or(80), colour: false })
    }

    /// Draws a document on the standard output.
    pub(super) fn show(&self, document: &Document) -> io::Result<()> {
        self.write(&self.draw(document))
    }
}
