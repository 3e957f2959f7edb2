//! Byte offsets of `proc_macro2` spans.
//!
//! Spans know line and column, in characters. Asking them for a byte range costs more than the rest of
//! lowering together (calibration.md 1), so lines are looked up in a table of our own, and characters too
//! where the text has any outside ASCII.

use super::scan::{ident_end, is_ident};
use memchr::memchr_iter;
use proc_macro2::{LineColumn, Span as TokenSpan};
use review_facts::Span;

/// A character's byte offset is kept for every 16th character.
const STRIDE: usize = 16;

/// Where the tokens of one lexed text stand in the file.
pub(super) struct Positions<'s> {
    text: &'s str,
    /// Offset of the text in the file, in bytes.
    base: u32,
    /// Offset of each line in the text: in bytes, or in characters when there are `strides`.
    lines: Vec<u32>,
    /// Byte offset of every 16th character; empty for ASCII.
    strides: Vec<u32>,
}

impl<'s> Positions<'s> {
    /// Reads the lines of a text that stands at `base` in its file.
    pub(super) fn new(text: &'s str, base: u32) -> Positions<'s> {
        let mut lines = vec![0];
        let mut strides = Vec::new();
        if text.is_ascii() {
            lines.extend(memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1));
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

    /// An identifier that stands behind `end`, with white space and `separator`s in between: looked up only
    /// when something else is there too.
    pub(super) fn ident_behind(&self, end: u32, separator: u8, token: TokenSpan) -> Span {
        let Some(start) = self.behind(end, [separator; 2]).filter(|at| is_ident(self.byte(*at))) else {
            return self.ident(token);
        };
        let length = ident_end(self.text.as_bytes(), start) as u32;
        Span::new(self.base + start as u32, self.base + length)
    }

    /// One past a closing token that stands behind `end`, with white space and `between` in between: looked up
    /// only when something else is there too.
    pub(super) fn close_behind(&self, end: u32, between: [u8; 2], close: u8, token: TokenSpan) -> u32 {
        match self.behind(end, between).filter(|at| self.byte(*at) == close) {
            Some(at) => self.base + at as u32 + 1,
            None => self.start(token) + 1,
        }
    }

    /// The first byte behind an offset that is no white space and none of two others.
    fn behind(&self, end: u32, between: [u8; 2]) -> Option<usize> {
        let start = end.checked_sub(self.base)? as usize;
        let rest = self.text.as_bytes().get(start..)?;
        let length = rest.iter().position(|byte| !byte.is_ascii_whitespace() && !between.contains(byte))?;
        Some(start + length)
    }

    fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes()[at]
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
