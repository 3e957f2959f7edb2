//! Lines and columns of a text from byte offsets.
//!
//! Facts hold bytes; every consumer counts in its own unit: SARIF as we write it, VS Code and the `concise` line
//! in UTF-16 units, a person in characters. A file that is one line of megabytes with thousands of findings
//! must not be counted from its start each time, so counts are kept every [`STEP`] bytes.

use review_facts::{Place, Span};

const STEP: usize = 4096;

/// A text whose places can be turned into lines and columns.
#[derive(Clone, Debug)]
pub struct Text {
    text: String,
    /// Where each line starts, in bytes from 0. LF, CRLF and a lone CR end a line.
    starts: Vec<usize>,
    /// Counts at every [`STEP`]; empty when the text is ASCII and all counts are equal to the bytes.
    marks: Vec<Mark>,
}

/// How many units come before a byte.
#[derive(Clone, Copy, Debug, Default)]
struct Mark {
    byte: usize,
    chars: usize,
    utf16: usize,
}

/// A place found again in its text: part of one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region<'a> {
    /// The line without its end, and without the byte order mark.
    pub line: &'a str,
    /// First byte within `line`.
    pub start: usize,
    /// One past the last byte within `line`.
    pub end: usize,
    /// Columns in UTF-16 code units, from 1; the end is one past the last.
    pub utf16: (usize, usize),
    /// Columns in characters, from 1; the end is one past the last.
    pub chars: (usize, usize),
}

impl<'a> Region<'a> {
    /// What the place covers.
    pub fn snippet(&self) -> &'a str {
        &self.line[self.start..self.end]
    }
}

impl Text {
    /// Reads the lines of a text.
    pub fn new(text: String) -> Text {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (index, byte) in bytes.iter().enumerate() {
            if *byte == b'\n' || (*byte == b'\r' && bytes.get(index + 1) != Some(&b'\n')) {
                starts.push(index + 1);
            }
        }
        let marks = if text.is_ascii() { Vec::new() } else { marks(&text) };
        Text { text, starts, marks }
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// A line, from 1, without its end and without the byte order mark; none past the last.
    pub fn line(&self, line: u32) -> Option<&str> {
        let span = self.line_span(line)?;
        Some(&self.text[span.start as usize..span.end as usize])
    }

    /// Where a place stands; none when it does not fit the text, which then has changed since it was read.
    pub fn region(&self, place: Place) -> Option<Region<'_>> {
        let line = self.line_span(place.line)?;
        let span = place.span;
        // A place may reach over the end of its line, but not into the next.
        let next = self.starts.get(place.line as usize).copied().unwrap_or(self.text.len());
        if span.start < line.start
            || span.start > line.end
            || span.end < span.start
            || span.end as usize > next
        {
            return None;
        }
        let end = span.end.min(line.end);
        if !self.text.is_char_boundary(span.start as usize) || !self.text.is_char_boundary(end as usize) {
            return None;
        }
        let origin = self.count(line.start as usize);
        let (from, to) = (self.count(span.start as usize), self.count(end as usize));
        Some(Region {
            line: &self.text[line.start as usize..line.end as usize],
            start: (span.start - line.start) as usize,
            end: (end - line.start) as usize,
            utf16: (from.utf16 - origin.utf16 + 1, to.utf16 - origin.utf16 + 1),
            chars: (from.chars - origin.chars + 1, to.chars - origin.chars + 1),
        })
    }

    /// Editors do not count the byte order mark as a column, and it is no part of the line they show.
    fn line_span(&self, line: u32) -> Option<Span> {
        let index = (line as usize).checked_sub(1)?;
        let mut start = *self.starts.get(index)?;
        let end = self.starts.get(index + 1).copied().unwrap_or(self.text.len());
        if start == 0 && self.text.starts_with('\u{feff}') {
            start = '\u{feff}'.len_utf8();
        }
        let end = start + self.text[start..end].trim_end_matches(['\r', '\n']).len();
        Some(Span::new(u32::try_from(start).ok()?, u32::try_from(end).ok()?))
    }

    fn count(&self, byte: usize) -> Mark {
        if self.marks.is_empty() {
            return Mark { byte, chars: byte, utf16: byte };
        }
        let index = self.marks.partition_point(|mark| mark.byte <= byte).saturating_sub(1);
        let mut mark = self.marks[index];
        for c in self.text[mark.byte..byte].chars() {
            mark.chars += 1;
            mark.utf16 += c.len_utf16();
        }
        Mark { byte, ..mark }
    }
}

fn marks(text: &str) -> Vec<Mark> {
    let mut marks = vec![Mark::default()];
    let mut next = STEP;
    let mut mark = Mark::default();
    for (byte, c) in text.char_indices() {
        if byte >= next {
            marks.push(Mark { byte, ..mark });
            next += STEP;
        }
        mark.chars += 1;
        mark.utf16 += c.len_utf16();
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn region(text: &Text, line: u32, start: usize, end: usize) -> Option<Region<'_>> {
        text.region(Place { span: Span::new(start as u32, end as u32), line })
    }

    #[test]
    fn columns_count_each_unit_from_one() {
        let source = "a = 1\r\nx = '😀é' + name\n".to_owned();
        let at = source.find("name").unwrap();
        let text = Text::new(source);
        let name = region(&text, 2, at, at + 4).unwrap();
        assert_eq!(name.line, "x = '😀é' + name");
        assert_eq!(name.snippet(), "name");
        assert_eq!(name.chars, (12, 16));
        assert_eq!(name.utf16, (13, 17));
    }

    #[test]
    fn a_byte_order_mark_is_no_column() {
        let text = Text::new("\u{feff}import os".to_owned());
        let token = region(&text, 1, 3, 9).unwrap();
        assert_eq!((token.snippet(), token.utf16, token.chars), ("import", (1, 7), (1, 7)));
        assert_eq!(region(&text, 1, 0, 3), None, "the mark itself is no part of the line");
    }

    #[test]
    fn a_place_that_does_not_fit_is_none() {
        let text = Text::new("ab\né\n".to_owned());
        assert!(region(&text, 1, 0, 2).is_some());
        assert_eq!(region(&text, 1, 3, 4), None, "another line's bytes");
        assert_eq!(region(&text, 2, 3, 4), None, "within a character");
        assert_eq!(region(&text, 2, 4, 3), None, "ends before it starts");
        assert_eq!(region(&text, 0, 0, 1), None);
        assert_eq!(region(&text, 9, 0, 1), None);
        assert_eq!(region(&text, 1, 90, 91), None);
        assert_eq!(region(&text, 1, 1, 99), None, "reaches beyond its line");
        assert_eq!(region(&text, 1, 1, 3).map(|r| r.snippet()), Some("b"), "cut at the end of its line");
    }

    #[test]
    fn every_line_end_ends_a_line() {
        let text = Text::new("a\rb\r\nc\nd".to_owned());
        assert_eq!(
            (1..=5).map(|line| text.line(line)).collect::<Vec<_>>(),
            [Some("a"), Some("b"), Some("c"), Some("d"), None]
        );
    }

    /// The counts kept on the way give what counting from the start of the line gives.
    #[test]
    fn long_lines_are_counted_right() {
        let line: String = "ab😀é\u{301}漢".repeat(3000);
        let text = Text::new(format!("first\n{line}"));
        for (byte, _) in line.char_indices().step_by(97) {
            let found = region(&text, 2, 6 + byte, 6 + byte).unwrap();
            assert_eq!(found.chars.0, line[..byte].chars().count() + 1);
            assert_eq!(found.utf16.0, line[..byte].encode_utf16().count() + 1);
        }
    }
}
