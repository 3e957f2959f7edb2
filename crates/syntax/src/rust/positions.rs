//! Byte offsets of `proc_macro2` spans.
//!
//! Spans know line and column, in characters. Asking them for a byte range costs more than the rest of
//! lowering together (calibration.md 1), so lines are looked up in a table of our own, and characters too
//! where the text has any outside ASCII.

use super::scan::ident_end;
use proc_macro2::{LineColumn, Span as TokenSpan};
use review_facts::Span;

/// A character's byte offset is kept for every 64th character.
const STRIDE: usize = 64;

/// Where the tokens of one lexed text stand in the file.
pub(super) struct Positions<'s> {
    text: &'s str,
    /// Offset of the text in the file, in bytes.
    base: u32,
    /// Offset of each line in the text: in bytes, or in characters when there are `strides`.
    lines: Vec<u32>,
    /// Byte offset of every 64th character; empty for ASCII.
    strides: Vec<u32>,
}

impl<'s> Positions<'s> {
    /// Reads the lines of a text that stands at `base` in its file.
    pub(super) fn new(text: &'s str, base: u32) -> Positions<'s> {
        let mut lines = vec![0];
        let mut strides = Vec::new();
        if text.is_ascii() {
            let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            lines.extend(ends.map(|(at, _)| at as u32 + 1));
        } else {
            for (number, (at, char)) in text.char_indices().enumerate() {
                if number % STRIDE == 0 {
                    strides.push(at as u32);
                }
                if char == '\n' {
                    lines.push(number as u32 + 1);
                }
            }
        }
        Positions { text, base, lines, strides }
    }

    /// The first byte of a token.
    pub(super) fn start(&self, span: TokenSpan) -> u32 {
        self.offset(span.start())
    }

    /// One past the last byte of a token.
    pub(super) fn end(&self, span: TokenSpan) -> u32 {
        self.offset(span.end())
    }

    /// An identifier: its end is read off the text, which is cheaper than asking.
    pub(super) fn ident(&self, span: TokenSpan) -> Span {
        let start = self.start(span);
        let end = ident_end(self.text.as_bytes(), (start - self.base) as usize);
        Span::new(start, self.base + end as u32)
    }

    /// The text of the file at an offset, to its end.
    pub(super) fn rest(&self, offset: u32) -> &'s str {
        self.text.get((offset - self.base) as usize..).unwrap_or("")
    }

    /// The text of a span of the file.
    pub(super) fn text(&self, span: Span) -> &'s str {
        Span::new(span.start - self.base, span.end - self.base).text(self.text)
    }

    fn offset(&self, position: LineColumn) -> u32 {
        let line = self.lines.get(position.line.saturating_sub(1)).copied().unwrap_or(0);
        let number = line as usize + position.column;
        if self.strides.is_empty() {
            return self.base + number as u32;
        }
        let start = self.strides.get(number / STRIDE).copied().unwrap_or(self.text.len() as u32);
        let rest = self.text.get(start as usize..).unwrap_or("");
        let within = rest.char_indices().nth(number % STRIDE).map_or(rest.len(), |(at, _)| at);
        self.base + start + within as u32
    }
}
