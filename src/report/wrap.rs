//! Words broken into lines of a width. Knows nothing of formats.

use unicode_width::UnicodeWidthStr;

use super::document::{Role, Words};

/// How wide a text is on a terminal.
pub(super) fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// One piece of a line: letters of one role, without a line break.
pub(super) type Piece = (Role, String);

/// A word, possibly of several roles, with the blank before it.
#[derive(Debug, Default)]
struct Word {
    pieces: Vec<Piece>,
    width: usize,
    /// The role of the blank before it.
    blank: Option<Role>,
}

/// Breaks words into lines: the first is at most `first` wide, the others at most `rest`. Never gives an empty list.
pub(super) fn wrap(words: &Words, first: usize, rest: usize) -> Vec<Vec<Piece>> {
    let mut lines: Vec<Vec<Piece>> = vec![Vec::new()];
    let mut used = 0;
    for word in split(words) {
        let room = if lines.len() == 1 { first } else { rest }.max(1);
        let blank = usize::from(used > 0 && word.blank.is_some());
        if used > 0 && used + blank + word.width > room {
            lines.push(Vec::new());
            used = 0;
        } else if blank == 1 {
            push(&mut lines, word.blank.unwrap_or_default(), " ");
            used += 1;
        }
        for (role, text) in word.pieces {
            for part in cut(&text, rest.max(1)) {
                let wide = width(part);
                let room = if lines.len() == 1 { first } else { rest }.max(1);
                if used > 0 && used + wide > room {
                    lines.push(Vec::new());
                    used = 0;
                }
                push(&mut lines, role, part);
                used += wide;
            }
        }
    }
    lines
}

fn push(lines: &mut [Vec<Piece>], role: Role, text: &str) {
    let Some(line) = lines.last_mut() else { return };
    match line.last_mut() {
        Some((r, t)) if *r == role => t.push_str(text),
        Some(_) | None => line.push((role, text.to_owned())),
    }
}

/// A word in parts that are each at most `most` wide.
fn cut(text: &str, most: usize) -> Vec<&str> {
    if width(text) <= most {
        return vec![text];
    }
    let (mut parts, mut start, mut used) = (Vec::new(), 0, 0);
    for (at, c) in text.char_indices() {
        let wide = unicode_width::UnicodeWidthChar::width(c).unwrap_or(0);
        if used + wide > most && at > start {
            parts.push(text.get(start..at).unwrap_or(""));
            (start, used) = (at, 0);
        }
        used += wide;
    }
    parts.push(text.get(start..).unwrap_or(""));
    parts
}

fn split(words: &Words) -> Vec<Word> {
    let mut found: Vec<Word> = Vec::new();
    let mut blank = None;
    let mut open = false;
    for run in &words.0 {
        let mut rest = run.text.as_str();
        while !rest.is_empty() {
            let end = rest.find([' ', '\n', '\t']).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            if !word.is_empty() {
                if !open {
                    found.push(Word { blank, ..Word::default() });
                }
                if let Some(last) = found.last_mut() {
                    last.width += width(word);
                    last.pieces.push((run.role, word.to_owned()));
                }
                (open, blank) = (true, None);
            }
            rest = after.trim_start_matches([' ', '\n', '\t']);
            if rest.len() < after.len() {
                (open, blank) = (false, Some(run.role));
            }
        }
    }
    found
}

/// How wide words are on one line.
pub(super) fn width_of(words: &Words) -> usize {
    split(words).iter().map(|w| w.width + 1).sum::<usize>().saturating_sub(1)
}

/// The widest word: less than this, a column cannot be without breaking it.
pub(super) fn widest_word(words: &Words) -> usize {
    split(words).iter().map(|w| w.width).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(words: &Words, first: usize, rest: usize) -> Vec<String> {
        wrap(words, first, rest).into_iter().map(|l| l.into_iter().map(|(_, t)| t).collect()).collect()
    }

    #[test]
    fn fills_lines_and_keeps_words_of_several_roles_together() {
        let words = Words::plain("the act of ").and(Role::Id, "USA").and(Role::Plain, ", a State");
        assert_eq!(texts(&words, 11, 20), ["the act of", "USA, a State"]);
        assert_eq!(texts(&words, 14, 14), ["the act of", "USA, a State"]);
        assert_eq!(texts(&words, 15, 15), ["the act of USA,", "a State"]);
    }

    #[test]
    fn breaks_what_is_too_long() {
        assert_eq!(texts(&Words::plain("abcdefgh ij"), 3, 3), ["abc", "def", "gh", "ij"]);
        assert_eq!(texts(&Words::default(), 3, 3), [""]);
    }
}
