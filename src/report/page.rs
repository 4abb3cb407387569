//! A page written in Markdown as a document: headings, paragraphs, lists, blocks of code. Knows nothing of opinions.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd};

use super::document::{Block, Document, Role, Words};

/// Reads a page.
pub fn read(markdown: &str) -> Document {
    let mut page = Page::default();
    for event in Parser::new(markdown) {
        page.event(event);
    }
    page.document
}

#[derive(Debug, Default)]
struct Page {
    document: Document,
    words: Words,
    points: Vec<Words>,
    role: Role,
    in_item: bool,
    code: Option<(String, String)>,
}

impl Page {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some((_, code)) => code.push_str(&text),
                None => self.words.push(self.role, text.to_string()),
            },
            Event::Code(text) => self.words.push(Role::Id, text.to_string()),
            Event::SoftBreak | Event::HardBreak => self.words.push(self.role, " "),
            Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::Html(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::Rule
            | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        if let Tag::CodeBlock(kind) = tag {
            let language = if let CodeBlockKind::Fenced(name) = kind { name.to_string() } else { String::new() };
            self.code = Some((language, String::new()));
        }
        if matches!(tag, Tag::Emphasis) {
            self.role = Role::Emphasis;
        }
        if matches!(tag, Tag::Strong) {
            self.role = Role::Strong;
        }
        if matches!(tag, Tag::Item) {
            self.in_item = true;
        }
    }

    fn end(&mut self, tag: TagEnd) {
        if let TagEnd::Heading(level) = tag {
            let level = if level == HeadingLevel::H1 { 1 } else { 3 };
            let words = std::mem::take(&mut self.words);
            self.document.blocks.push(Block::Heading { level, words, aside: Words::default() });
        }
        if matches!(tag, TagEnd::Paragraph) && !self.in_item {
            let words = std::mem::take(&mut self.words);
            self.document.paragraph(words);
        }
        if matches!(tag, TagEnd::Item) {
            self.in_item = false;
            self.points.push(std::mem::take(&mut self.words));
        }
        if matches!(tag, TagEnd::List(_)) {
            let points = std::mem::take(&mut self.points);
            self.document.list(points);
        }
        if matches!(tag, TagEnd::CodeBlock)
            && let Some((language, text)) = self.code.take()
        {
            self.document.blocks.push(Block::Code { language, text });
        }
        if matches!(tag, TagEnd::Emphasis | TagEnd::Strong) {
            self.role = Role::Plain;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_pages_have() {
        let page = read("# Title\n\nSome `code` here.\n\n- one\n- two\n\n```law\nkind a\n```\n");
        assert_eq!(page.blocks.len(), 4);
        assert!(matches!(page.blocks.get(2), Some(Block::List(points)) if points.len() == 2));
        assert!(
            matches!(page.blocks.get(3), Some(Block::Code { language, text }) if language == "law" && text == "kind a\n")
        );
    }
}
