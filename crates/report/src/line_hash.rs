//! The line hash by which GitHub recognises an alert when code moves: `primaryLocationLineHash`.
//!
//! The value must be the one that GitHub's own upload action computes, else it warns on every result. It is a
//! rolling hash (base 37, 64 bits wrapping) over the 100 UTF-16 units that follow the start of the line,
//! without spaces and tabs, with every line end as LF (integration.md 1.4).

use foldhash::{HashMap, HashMapExt};
use std::collections::VecDeque;

const WINDOW: usize = 100;
const BASE: i64 = 37;
/// Stands for the end of the file; no UTF-16 unit has this value.
const END: i64 = 0xFFFF;

/// The hash of every line of a text.
#[derive(Clone, Debug, Default)]
pub struct LineHashes {
    /// Hash and how often it was seen so far in the text, from 1; by line.
    lines: Vec<(u64, u32)>,
}

impl LineHashes {
    /// Reads a whole text, which is decoded as the upload action does: byte order mark kept, invalid bytes as
    /// U+FFFD.
    pub fn new(text: &str) -> LineHashes {
        let mut rolling = Rolling::new();
        // Code has about 35 bytes a line.
        rolling.lines.reserve(text.len() / 32);
        rolling.seen.reserve(text.len() / 32);
        if text.is_ascii() {
            text.bytes().for_each(|unit| rolling.unit(i64::from(unit)));
        } else {
            text.encode_utf16().for_each(|unit| rolling.unit(i64::from(unit)));
        }
        rolling.finish()
    }

    /// The value for a line, from 1: hash in hex, a colon, and which one of its kind it is. None past the end.
    pub fn get(&self, line: u32) -> Option<String> {
        let (hash, count) = self.lines.get((line as usize).checked_sub(1)?)?;
        Some(format!("{hash:x}:{count}"))
    }
}

/// The hash of a window is the hash of everything up to its end without what had been read before its start, which
/// has grown by one power of the base for each unit of the window. So nothing in between has to be kept.
struct Rolling {
    /// Hash of all units so far.
    hash: i64,
    /// How many units there were.
    count: usize,
    /// 37 to the power of the window's length.
    grown: i64,
    /// Lines whose window is not full: the count at which it will be, and the hash before their start.
    waiting: VecDeque<(usize, i64)>,
    at_line_start: bool,
    after_cr: bool,
    seen: HashMap<u64, u32>,
    lines: Vec<(u64, u32)>,
}

impl Rolling {
    fn new() -> Rolling {
        Rolling {
            hash: 0,
            count: 0,
            grown: (0..WINDOW).fold(1, |power: i64, _| power.wrapping_mul(BASE)),
            waiting: VecDeque::with_capacity(WINDOW),
            at_line_start: true,
            after_cr: false,
            seen: HashMap::new(),
            lines: Vec::new(),
        }
    }

    fn unit(&mut self, unit: i64) {
        let line_feed_of_crlf = self.after_cr && unit == i64::from(b'\n');
        if unit == i64::from(b' ') || unit == i64::from(b'\t') || line_feed_of_crlf {
            self.after_cr = false;
            return;
        }
        self.after_cr = unit == i64::from(b'\r');
        let unit = if self.after_cr { i64::from(b'\n') } else { unit };
        if self.at_line_start {
            self.waiting.push_back((self.count + WINDOW, self.hash));
        }
        self.at_line_start = unit == i64::from(b'\n');
        self.push(unit);
    }

    /// Lines end in the order in which they start, so their hashes are pushed in line order.
    fn push(&mut self, unit: i64) {
        self.hash = self.hash.wrapping_mul(BASE).wrapping_add(unit);
        self.count += 1;
        if let Some((full, before)) = self.waiting.front()
            && *full == self.count
        {
            let hash = self.hash.wrapping_sub(before.wrapping_mul(self.grown)) as u64;
            self.waiting.pop_front();
            let count = self.seen.entry(hash).or_default();
            *count += 1;
            self.lines.push((hash, *count));
        }
    }

    fn finish(mut self) -> LineHashes {
        self.unit(END);
        for _ in 0..WINDOW {
            self.push(0);
        }
        LineHashes { lines: self.lines }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(text: &str) -> Vec<String> {
        let hashes = LineHashes::new(text);
        (1..).map_while(|line| hashes.get(line)).collect()
    }

    fn firsts(hashes: &[&str]) -> Vec<String> {
        hashes.iter().map(|hash| format!("{hash}:1")).collect()
    }

    /// Vectors of the upload action's own tests (integration.md 1.4).
    #[test]
    fn the_values_of_the_upload_action() {
        assert_eq!(hashes(""), ["c129715d7a2bc9a3:1"]);
        assert_eq!(
            hashes(" a\nb\n  \t\tc\n d"),
            firsts(&["271789c17abda88f", "54703d4cd895b18", "180aee12dab6264", "a23a3dc5e078b07b"])
        );
        let greetings = firsts(&[
            "e9496ae3ebfced30",
            "fb7c023a8b9ccb3f",
            "ce8ba1a563dcdaca",
            "e20e36e16fcb0cc8",
            "b3edc88f2938467e",
            "c8e28b0b4002a3a0",
            "c129715d7a2bc9a3",
        ]);
        for text in [
            " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n",
            " hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r",
            " hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n",
            " hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n",
        ] {
            assert_eq!(hashes(text), greetings, "{text:?}");
        }
        assert_eq!(
            hashes("x = 2\nx = 1\nprint(x)\nx = 3\nprint(x)\nx = 4\nprint(x)\n"),
            firsts(&[
                "e54938cc54b302f1",
                "bb609acbe9138d60",
                "1131fd5871777f34",
                "5c482a0f8b35ea28",
                "54517377da7028d2",
                "2c644846cb18d53e",
                "f1b89f20de0d133",
                "c129715d7a2bc9a3",
            ])
        );
    }

    #[test]
    fn equal_lines_are_numbered() {
        let lorem = hashes(&"Lorem ipsum dolor sit amet.\n".repeat(10));
        let same: Vec<String> = (1..=6).map(|count| format!("a7f2ff13bc495cf2:{count}")).collect();
        assert_eq!(lorem[..6], same);
        assert_eq!(
            lorem[6..],
            firsts(&[
                "a7f2ff1481e87703",
                "a9cf91f7bbf1862b",
                "55ec222b86bcae53",
                "cc97dc7b1d7d8f7b",
                "c129715d7a2bc9a3",
            ])
        );
    }

    /// Made with the upload action's own code: byte order mark, astral characters, invalid UTF-8, lone CR, long
    /// lines, characters that are not white space to it.
    #[test]
    fn odd_texts() {
        let vectors: serde_json::Value =
            serde_json::from_str(include_str!("../testdata/line-hash.json")).unwrap();
        let vectors = vectors.as_object().unwrap();
        assert_eq!(vectors.len(), 10);
        for (name, vector) in vectors {
            let hex = vector[0].as_str().unwrap();
            let bytes: Vec<u8> = (0..hex.len() / 2)
                .map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap())
                .collect();
            let expected: Vec<String> = vector[1]
                .as_array()
                .unwrap()
                .iter()
                .map(|line| line.as_str().unwrap().split_once('=').unwrap().1.to_owned())
                .collect();
            assert_eq!(hashes(&String::from_utf8_lossy(&bytes)), expected, "{name}");
        }
    }

    #[test]
    fn no_hash_outside_the_text() {
        let hashes = LineHashes::new("a\n");
        assert_eq!(hashes.get(0), None);
        assert!(hashes.get(2).is_some());
        assert_eq!(hashes.get(3), None);
    }
}
