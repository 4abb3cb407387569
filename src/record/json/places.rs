//! Where the values of a JSON text stand. Reads the text a second time, beside serde, and only for places: it never
//! says that a text is wrong, and what it cannot read has no place. Knows nothing of records.

use std::ops::Range;

use rustc_hash::FxHashMap;

/// How deep the text is read; serde refuses what is deeper.
const DEEPEST: usize = 128;

/// A value with its place.
#[derive(Debug, Clone, Default)]
pub(super) struct Node {
    /// The bytes of the value, quotation marks and brackets included.
    pub(super) range: Range<usize>,
    /// What is inside.
    pub(super) inside: Inside,
}

/// What is inside a value.
#[derive(Debug, Clone, Default)]
pub(super) enum Inside {
    /// A text, number or word.
    #[default]
    Nothing,
    /// The values of a list.
    List(Vec<Node>),
    /// The fields of an object: name, the place of the name, value.
    Fields(Vec<(String, Range<usize>, Node)>),
}

impl Node {
    /// Reads as much of the text as is JSON.
    pub(super) fn read(text: &str) -> Node {
        Reader { text, at: 0 }.value(0)
    }

    /// The value of a field.
    pub(super) fn field(&self, name: &str) -> Option<&Node> {
        self.entry(name).map(|(_, node)| node)
    }

    /// The place of a field's name, and its value.
    pub(super) fn entry(&self, name: &str) -> Option<(&Range<usize>, &Node)> {
        match &self.inside {
            Inside::Fields(fields) => fields.iter().find(|(n, ..)| n == name).map(|(_, key, node)| (key, node)),
            Inside::Nothing | Inside::List(_) => None,
        }
    }

    /// A value of a list.
    pub(super) fn item(&self, number: usize) -> Option<&Node> {
        match &self.inside {
            Inside::List(items) => items.get(number),
            Inside::Nothing | Inside::Fields(_) => None,
        }
    }

    /// A field that stands twice in the same object, with the place of the second; the first such in the text.
    pub(super) fn twice(&self) -> Option<(&str, Range<usize>, Range<usize>)> {
        match &self.inside {
            Inside::Nothing => None,
            Inside::List(items) => items.iter().find_map(Node::twice),
            Inside::Fields(fields) => {
                let mut seen: FxHashMap<&str, &Range<usize>> = FxHashMap::default();
                fields.iter().find_map(|(name, key, node)| match seen.insert(name, key) {
                    Some(first) => Some((name.as_str(), first.clone(), key.clone())),
                    None => node.twice(),
                })
            }
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Steps over this byte if it comes next.
    fn take(&mut self, byte: u8) -> bool {
        let there = self.peek() == Some(byte);
        self.at += usize::from(there);
        there
    }

    fn value(&mut self, depth: usize) -> Node {
        self.blanks();
        let start = self.at;
        let inside = match self.peek() {
            Some(b'{') if depth < DEEPEST => self.fields(depth),
            Some(b'[') if depth < DEEPEST => self.list(depth),
            Some(b'"') => {
                self.string();
                Inside::Nothing
            }
            _ => {
                while self.peek().is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.')) {
                    self.at += 1;
                }
                Inside::Nothing
            }
        };
        Node { range: start..self.at, inside }
    }

    fn fields(&mut self, depth: usize) -> Inside {
        self.at += 1;
        let mut fields = Vec::new();
        loop {
            self.blanks();
            if self.peek() != Some(b'"') {
                break;
            }
            let key = self.string();
            self.blanks();
            if !self.take(b':') {
                break;
            }
            let name = self.text.get(key.clone()).and_then(|k| serde_json::from_str(k).ok()).unwrap_or_default();
            let node = self.value(depth + 1);
            fields.push((name, key, node));
            self.blanks();
            if !self.take(b',') {
                break;
            }
        }
        self.take(b'}');
        Inside::Fields(fields)
    }

    fn list(&mut self, depth: usize) -> Inside {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.blanks();
            let start = self.at;
            if self.peek() == Some(b']') {
                break;
            }
            items.push(self.value(depth + 1));
            self.blanks();
            if !self.take(b',') || self.at == start {
                break;
            }
        }
        self.take(b']');
        Inside::List(items)
    }

    /// A text with its quotation marks.
    fn string(&mut self) -> Range<usize> {
        let start = self.at;
        self.at += 1;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'"' => break,
                b'\\' => self.at = (self.at + 1).min(self.text.len()),
                _ => {}
            }
        }
        start..self.at
    }
}

/// For each byte of a text that stands in a JSON literal, and for its end, the byte of the literal it comes from.
/// `None` where they are the same but for the quotation mark.
pub(super) fn offsets(literal: &str) -> Option<Vec<usize>> {
    if !literal.contains('\\') {
        return None;
    }
    let mut offsets = Vec::with_capacity(literal.len());
    let inner = literal.get(1..literal.len().saturating_sub(1)).unwrap_or("");
    let mut chars = inner.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let mut decoded = c.len_utf8();
        if c == '\\' {
            let escaped = chars.next().map_or('\\', |(_, c)| c);
            decoded = match escaped {
                'u' => unicode(inner.get(at..).unwrap_or("")).map_or(1, |(c, length)| {
                    while chars.peek().is_some_and(|(next, _)| *next < at + length) {
                        chars.next();
                    }
                    c.len_utf8()
                }),
                _ => 1,
            };
        }
        offsets.extend(std::iter::repeat_n(at + 1, decoded));
    }
    offsets.push(inner.len() + 1);
    Some(offsets)
}

/// The character of an escape `\uXXXX` or of two that belong together, and how many bytes they take.
fn unicode(text: &str) -> Option<(char, usize)> {
    let unit = |at: usize| u32::from_str_radix(text.get(at + 2..at + 6)?, 16).ok();
    let first = unit(0)?;
    if let Some(c) = char::from_u32(first) {
        return Some((c, 6));
    }
    let second = unit(6)?;
    let code = 0x1_0000 + ((first.checked_sub(0xD800)?) << 10) + second.checked_sub(0xDC00)?;
    char::from_u32(code).map(|c| (c, 12))
}
