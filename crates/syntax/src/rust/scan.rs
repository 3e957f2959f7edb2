//! One pass over the bytes of a Rust source: its comments, and how deep a parser could have to go.
//!
//! `syn` recurses, so the depth has to be bounded before it runs; over `proc_macro2` tokens that costs a third
//! of lexing again (calibration.md 4). This scanner has to know literals anyway to tell comments from text,
//! and gives the bound for one counter more.

use crate::tree::Comment;
use memchr::{memchr, memchr2};
use review_facts::Span;

/// What a scan finds.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// The comments in source order.
    pub(super) comments: Vec<Comment>,
    /// At least as many levels as any parse of the text can recurse.
    pub(super) depth: u32,
}

/// Scans source text. Offsets of comments count from `base`.
pub(super) fn scan(source: &str, base: u32) -> Scan {
    let mut scanner = Scanner {
        bytes: source.as_bytes(),
        base,
        at: 0,
        code_on_line: false,
        bound: Bound::default(),
        before: Before::Nothing,
        comments: Vec::new(),
    };
    scanner.run();
    Scan { comments: scanner.comments, depth: scanner.bound.deepest }
}

/// One past the string literal whose opening quote or prefix stands at `at`; none when there is no string.
pub(super) fn string_end(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = &bytes[at..];
    let (prefix, raw) = match rest {
        [b'b' | b'c', b'r', b'"' | b'#', ..] => (2, true),
        [b'r', b'"' | b'#', ..] => (1, true),
        [b'b' | b'c', b'"', ..] => (1, false),
        _ => (0, false),
    };
    let quote = at + prefix;
    let hashes = bytes[quote..].iter().take_while(|byte| **byte == b'#').count();
    if (hashes > 0 && !raw) || bytes.get(quote + hashes) != Some(&b'"') {
        return None;
    }
    Some(if raw { raw_end(bytes, quote, hashes) } else { quoted_end(bytes, quote) })
}

/// One past the closing quote of the string that opens at `quote`.
fn quoted_end(bytes: &[u8], quote: usize) -> usize {
    let mut at = quote + 1;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr2(b'\\', b'"', rest)) {
        at += found;
        if bytes[at] == b'"' {
            return at + 1;
        }
        at += 2;
    }
    bytes.len()
}

/// One past the raw string whose `hashes` hash signs start at `start`.
fn raw_end(bytes: &[u8], start: usize, hashes: usize) -> usize {
    let mut at = start + hashes + 1;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr(b'"', rest)) {
        at += found + 1;
        let closing = &bytes[at..bytes.len().min(at + hashes)];
        if closing.len() == hashes && closing.iter().all(|byte| *byte == b'#') {
            return at + hashes;
        }
    }
    bytes.len()
}

/// One past the identifier at `at`, a raw one included.
pub(super) fn ident_end(bytes: &[u8], at: usize) -> usize {
    let start = if bytes[at..].starts_with(b"r#") { at + 2 } else { at };
    let rest = &bytes[start..];
    let length = rest.iter().position(|byte| !is_ident(*byte)).unwrap_or(rest.len());
    let end = start + length;
    // Outside ASCII the lexer has seen to it that only letters and white space are left.
    match rest[..length].iter().position(|byte| *byte >= 0x80) {
        Some(wide) => (start + wide..end).find(|at| is_wide_space(bytes, *at)).unwrap_or(end),
        None => end,
    }
}

/// A byte that can be part of an identifier.
pub(super) fn is_ident(byte: u8) -> bool {
    IDENT[usize::from(byte)]
}

/// Bytes that identifiers are made of; a table, since every byte of most files is looked up.
static IDENT: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < table.len() {
        let char = byte as u8;
        table[byte] = char.is_ascii_alphanumeric() || char == b'_' || char >= 0x80;
        byte += 1;
    }
    table
};

/// Rust's white space outside ASCII: U+0085, U+200E, U+200F, U+2028, U+2029.
fn is_wide_space(bytes: &[u8], at: usize) -> bool {
    match bytes[at] {
        0xC2 => bytes.get(at + 1) == Some(&0x85),
        0xE2 => {
            bytes.get(at + 1) == Some(&0x80) && matches!(bytes.get(at + 2), Some(0x8E | 0x8F | 0xA8 | 0xA9))
        }
        _ => false,
    }
}

/// What stood before the token that is read: enough to tell the `|` of a closure from the operator.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    /// Something a binary operator can follow.
    Operand,
    /// A closing brace: what follows continues an expression or starts a statement.
    Brace,
    Operator(u8),
}

struct Scanner<'s> {
    bytes: &'s [u8],
    base: u32,
    at: usize,
    code_on_line: bool,
    bound: Bound,
    before: Before,
    comments: Vec<Comment>,
}

impl Scanner<'_> {
    fn run(&mut self) {
        while let Some(byte) = self.bytes.get(self.at).copied() {
            match byte {
                b'\n' => {
                    self.code_on_line = false;
                    self.at += 1;
                }
                b' ' | b'\t' | b'\r' | 0x0B | 0x0C => self.at += 1,
                b'/' if self.next() == Some(b'/') => self.line_comment(),
                b'/' if self.next() == Some(b'*') => self.block_comment(),
                _ => {
                    self.code_on_line = true;
                    self.token(byte);
                }
            }
        }
    }

    fn next(&self) -> Option<u8> {
        self.bytes.get(self.at + 1).copied()
    }

    fn line_comment(&mut self) {
        let rest = &self.bytes[self.at..];
        let mut length = memchr(b'\n', rest).unwrap_or(rest.len());
        if length > 0 && rest[length - 1] == b'\r' {
            length -= 1;
        }
        let doc = (rest.starts_with(b"///") && !rest.starts_with(b"////")) || rest.starts_with(b"//!");
        self.comment(self.at + length, doc);
    }

    fn block_comment(&mut self) {
        let rest = &self.bytes[self.at..];
        let doc = (rest.starts_with(b"/**") && !rest.starts_with(b"/***") && !rest.starts_with(b"/**/"))
            || rest.starts_with(b"/*!");
        let mut open = 1;
        let mut end = 2;
        while open > 0 && end < rest.len() {
            match (rest[end], rest.get(end + 1)) {
                (b'/', Some(b'*')) => (open, end) = (open + 1, end + 2),
                (b'*', Some(b'/')) => (open, end) = (open - 1, end + 2),
                _ => end += 1,
            }
        }
        self.comment(self.at + end.min(rest.len()), doc);
    }

    fn comment(&mut self, end: usize, doc: bool) {
        let span = Span::new(self.base + self.at as u32, self.base + end as u32);
        self.comments.push(Comment { span, doc, trailing: self.code_on_line });
        self.at = end;
    }

    fn token(&mut self, byte: u8) {
        match byte {
            b'"' => self.literal(quoted_end(self.bytes, self.at)),
            b'\'' => self.quote(),
            b'(' | b'[' | b'{' => {
                self.bound.open();
                self.before = Before::Operator(byte);
                self.at += 1;
            }
            b')' | b']' | b'}' => {
                self.bound.close();
                self.before = if byte == b'}' { Before::Brace } else { Before::Operand };
                self.at += 1;
            }
            _ if is_ident(byte) => self.word(byte),
            _ => self.operator(byte),
        }
    }

    fn literal(&mut self, end: usize) {
        if self.before == Before::Brace {
            self.bound.statement();
        }
        self.before = Before::Operand;
        self.at = end;
    }

    /// A character, or a lifetime.
    fn quote(&mut self) {
        let content = self.at + 1;
        let end = match self.bytes.get(content) {
            None => content,
            Some(b'\\') => {
                let rest = self.bytes.get(content + 2..).unwrap_or_default();
                let length = rest.iter().position(|byte| *byte == b'\'').unwrap_or(rest.len());
                (content + 3 + length).min(self.bytes.len())
            }
            Some(first) => {
                let after = content + char_length(*first);
                if self.bytes.get(after) == Some(&b'\'') { after + 1 } else { content }
            }
        };
        self.literal(end);
        if end == content {
            self.bound.token();
            self.before = Before::Operator(b'\'');
        }
    }

    fn word(&mut self, first: u8) {
        if is_wide_space(self.bytes, self.at) {
            self.at += char_length(first);
            return;
        }
        if matches!(first, b'b' | b'c' | b'r') {
            if let Some(end) = string_end(self.bytes, self.at) {
                return self.literal(end);
            }
            if first == b'b' && self.next() == Some(b'\'') {
                self.at += 1;
                return self.quote();
            }
        }
        let end = ident_end(self.bytes, self.at);
        let word = &self.bytes[self.at..end];
        if self.before == Before::Brace && !matches!(word, b"else" | b"as" | b"in") {
            self.bound.statement();
        }
        self.bound.token();
        self.before = match self.before {
            Before::Operator(b'\'') => Before::Operator(b'\''),
            _ if leads_expression(word) => Before::Operator(b'k'),
            _ => Before::Operand,
        };
        self.at = end.max(self.at + 1);
    }

    fn operator(&mut self, byte: u8) {
        let before = self.before;
        match byte {
            b';' => self.bound.statement(),
            b',' => self.bound.comma(),
            b'#' if before == Before::Brace => self.bound.statement(),
            b'<' => self.bound.angle(),
            b'>' if !matches!(before, Before::Operator(b'-' | b'=')) => self.bound.angle_end(),
            b'|' => {
                // Without parameters, or the operator: no list in either case.
                if self.next() == Some(b'|') && !self.bound.in_pipes() {
                    self.bound.token();
                    self.at += 1;
                } else {
                    let operand = matches!(before, Before::Operand | Before::Brace | Before::Operator(b'?'));
                    self.bound.pipe(!operand);
                }
            }
            _ => self.bound.token(),
        }
        self.before = Before::Operator(byte);
        self.at += 1;
    }
}

fn char_length(first: u8) -> usize {
    match first {
        0xF0.. => 4,
        0xE0.. => 3,
        0xC0.. => 2,
        _ => 1,
    }
}

/// Words behind which a `|` opens a closure.
fn leads_expression(word: &[u8]) -> bool {
    matches!(
        word,
        b"move"
            | b"async"
            | b"static"
            | b"const"
            | b"return"
            | b"break"
            | b"else"
            | b"in"
            | b"if"
            | b"match"
            | b"while"
            | b"yield"
            | b"let"
            | b"mut"
            | b"for"
            | b"unsafe"
            | b"use"
            | b"raw"
            | b"box"
            | b"do"
    )
}

/// An upper bound of a parser's recursion: one level for every token, back to where its group began at a
/// statement's end, and to where a list began at a comma.
///
/// Commas inside `<…>` and between the `|` of a closure belong to a list that is nested without brackets,
/// so both are remembered. A `<` that turns out to be an operator makes the bound larger, never smaller.
#[derive(Default)]
struct Bound {
    now: u32,
    deepest: u32,
    /// The groups around the open one.
    around: Vec<Group>,
    group: Group,
}

#[derive(Default)]
struct Group {
    /// Level at which its statements start.
    base: u32,
    /// Levels of the lists without brackets that are open.
    lists: Vec<u32>,
    /// Which of the lists is a closure's parameters; there cannot be two.
    pipe: Option<usize>,
}

impl Bound {
    fn token(&mut self) {
        self.now += 1;
        self.deepest = self.deepest.max(self.now);
    }

    fn open(&mut self) {
        self.token();
        let inside = Group { base: self.now, ..Group::default() };
        self.around.push(std::mem::replace(&mut self.group, inside));
    }

    fn close(&mut self) {
        if let Some(outside) = self.around.pop() {
            self.now = self.group.base;
            self.group = outside;
        }
    }

    fn statement(&mut self) {
        self.now = self.group.base;
        self.group.lists.clear();
        self.group.pipe = None;
    }

    fn comma(&mut self) {
        self.now = self.group.lists.last().copied().unwrap_or(self.group.base);
    }

    fn angle(&mut self) {
        self.token();
        self.group.lists.push(self.now);
    }

    fn angle_end(&mut self) {
        let last = self.group.lists.len().checked_sub(1);
        if last.is_some() && self.group.pipe != last {
            self.group.lists.pop();
        }
    }

    fn in_pipes(&self) -> bool {
        self.group.pipe.is_some()
    }

    fn pipe(&mut self, opens: bool) {
        self.token();
        if let Some(open) = self.group.pipe.take() {
            self.group.lists.truncate(open);
        } else if opens {
            self.group.pipe = Some(self.group.lists.len());
            self.group.lists.push(self.now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comments(source: &str) -> Vec<(&str, bool, bool)> {
        let found = scan(source, 0).comments;
        found.iter().map(|c| (c.span.text(source), c.doc, c.trailing)).collect()
    }

    #[test]
    fn comments_are_told_from_text() {
        let source = r####"let a = "// no"; // one
            let b = r##"/* "# no"##; /* two /* nested */ end */ let c = b'"'; // three
            let d = '"'; let e: &'a str = '\''; // four
            let f = br"\"; let g = c"\"//"; let h = r#type; // five
            'l: loop {} // six"####;
        let found: Vec<_> = comments(source).into_iter().map(|(text, _, _)| text).collect();
        let expected = ["// one", "/* two /* nested */ end */", "// three", "// four", "// five", "// six"];
        assert_eq!(found, expected);
    }

    #[test]
    fn documentation_and_trailing_comments_are_marked() {
        let source =
            "/// a\n//! b\n/** c */\n/*! d */\n//// e\n/*** f */\n/**/\n// g\r\nx // h\n\t/* i */ y /* j */";
        let found = comments(source);
        let doc: Vec<_> = found.iter().filter(|c| c.1).map(|c| c.0).collect();
        assert_eq!(doc, ["/// a", "//! b", "/** c */", "/*! d */"]);
        let trailing: Vec<_> = found.iter().filter(|c| c.2).map(|c| c.0).collect();
        assert_eq!(trailing, ["// h", "/* j */"]);
        assert_eq!(found[7].0, "// g");
    }

    #[test]
    fn what_never_ends_ends_with_the_text() {
        for source in ["\"a", "'", "'\\", "b'", "r#\"a\"", "/* a /* b */", "b\"\\", "//", "r#", "'\\u{"] {
            scan(source, 0);
        }
    }

    #[test]
    fn lists_and_statements_do_not_add_up() {
        let depth = |source: &str| scan(source, 0).depth;
        let once = depth("fn f() { let x = g(a | b, c < d, |e, f| e || f); h { i: 1 } }");
        assert!(once < 30, "{once}");
        assert_eq!(
            depth(&"fn f() { let x = g(1, 2, 3); }\n".repeat(100)),
            depth("fn f() { let x = g(1, 2, 3); }")
        );
        assert!(depth(&format!("[{}]", "a || b, ".repeat(1_000))) < 10);
        assert!(depth(&format!("[{}]", "(a | b), ".repeat(1_000))) < 10);
    }

    #[test]
    fn lists_without_brackets_add_up() {
        for text in ["M<u8, ", "|a, b| ", "-> M<a, ", "|a: M<b, c>, d| ", " + S {}"] {
            assert!(scan(&text.repeat(100), 0).depth >= 100, "{text}");
        }
    }
}
