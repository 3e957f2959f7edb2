//! Line numbers from byte offsets.

use review_facts::{Place, Span};

/// Where each line of a text starts.
#[derive(Clone, Debug)]
pub struct Lines {
    starts: Vec<u32>,
    length: u32,
}

impl Lines {
    /// Reads the line starts of a text. LF, CRLF and a lone CR end a line.
    pub fn new(text: &str) -> Lines {
        let bytes = text.as_bytes();
        // Code has about 35 bytes a line.
        let mut starts = Vec::with_capacity(bytes.len() / 32 + 1);
        starts.push(0);
        let mut look = |index: usize| {
            if bytes[index] == b'\n' || bytes[index] == b'\r' && bytes.get(index + 1) != Some(&b'\n') {
                starts.push(index as u32 + 1);
            }
        };
        // Lines are too short for a call of a search each: eight bytes are looked at together.
        let (words, rest) = bytes.as_chunks::<8>();
        for (at, word) in words.iter().enumerate() {
            if holds_line_end(u64::from_le_bytes(*word)) {
                (at * 8..at * 8 + 8).for_each(&mut look);
            }
        }
        (bytes.len() - rest.len()..bytes.len()).for_each(&mut look);
        Lines { starts, length: bytes.len() as u32 }
    }

    /// The line, from 1, in which the byte at `offset` (from 0) stands.
    pub fn line(&self, offset: u32) -> u32 {
        self.starts.partition_point(|start| *start <= offset) as u32
    }

    /// The bytes of a line (from 1) with its line end, as a span; empty past the last line.
    pub fn span(&self, line: u32) -> Span {
        let index = line.saturating_sub(1) as usize;
        let Some(start) = self.starts.get(index) else { return Span::new(self.length, self.length) };
        Span::new(*start, self.starts.get(index + 1).copied().unwrap_or(self.length))
    }

    /// How many lines there are; an empty text has one.
    pub fn count(&self) -> u32 {
        self.starts.len() as u32
    }

    /// How many lines hold something: the end of the last line starts no other.
    pub fn written(&self) -> u32 {
        self.count() - u32::from(self.starts.last() == Some(&self.length))
    }

    /// A place for a span: cut at the end of the line it starts on.
    pub fn place(&self, span: Span) -> Place {
        let line = self.line(span.start);
        let end = self.span(line).end;
        Place { span: Span::new(span.start, span.end.min(end).max(span.start)), line }
    }
}

/// One of the eight bytes is LF or CR (or, which is rare and does no harm, follows one and differs from it by one bit).
fn holds_line_end(word: u64) -> bool {
    const LOW: u64 = u64::from_le_bytes([1; 8]);
    const HIGH: u64 = u64::from_le_bytes([0x80; 8]);
    let zero = |word: u64| word.wrapping_sub(LOW) & !word & HIGH;
    zero(word ^ (LOW * b'\n' as u64)) | zero(word ^ (LOW * b'\r' as u64)) != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_end_counts_once() {
        let lines = Lines::new("a\r\nb\rc\nd");
        assert_eq!((1..=5).map(|line| lines.span(line).start).collect::<Vec<_>>(), [0, 3, 5, 7, 8]);
        assert_eq!(lines.line(4), 2);
        assert_eq!(lines.count(), 4);
    }

    #[test]
    fn line_ends_are_found_wherever_they_stand_among_eight_bytes() {
        for end in ["\n", "\r", "\r\n", "\n\r", "\x0b\n", "\x0b\x0c\x0e", "\r\r\n"] {
            for before in 0..20 {
                for after in 0..10 {
                    let text = format!("{}{end}{}", "a".repeat(before), "b".repeat(after));
                    let bytes = text.as_bytes();
                    let ends = |at: &usize| {
                        bytes[*at] == b'\n' || bytes[*at] == b'\r' && bytes.get(at + 1) != Some(&b'\n')
                    };
                    let starts = (0..bytes.len()).filter(ends).map(|at| at as u32 + 1);
                    let expected: Vec<u32> = std::iter::once(0).chain(starts).collect();
                    assert_eq!(Lines::new(&text).starts, expected, "{text:?}");
                }
            }
        }
    }

    #[test]
    fn a_place_never_crosses_its_line() {
        let lines = Lines::new("ab\ncd");
        assert_eq!(lines.place(Span::new(1, 5)).span, Span::new(1, 3));
    }
}
