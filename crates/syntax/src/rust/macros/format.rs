//! Format strings: literal text and the names captured in it.

use crate::rust::lower::Lower;
use crate::rust::scan::ident_end;
use crate::tree::{Kind, Role};
use review_facts::Span;
use syn::{Lit, LitStr};

impl Lower<'_, '_> {
    /// Adds a format string. Without a brace it is text like any other.
    ///
    /// `{name}` splits the text and leaves the name; `{}` and `{0}` name no variable and stay in the text, as
    /// the placeholders of other languages do.
    pub(super) fn template(&mut self, text: &LitStr, role: Role) -> Span {
        let start = self.start(text.span());
        let whole = self.at.rest(start).as_bytes();
        let raw = whole.first() == Some(&b'r');
        let hashes = whole.iter().skip(1).take_while(|byte| raw && **byte == b'#').count();
        let first = usize::from(raw) + hashes + 1;
        let end = self.at.end(text.span());
        let last = ((end - start) as usize).saturating_sub(hashes + 1 + text.suffix().len()).max(first);
        let content = whole.get(first..last).unwrap_or_default();
        if !content.contains(&b'{') {
            return self.literal(&Lit::Str(text.clone()), role);
        }
        let span = Span::new(start, end);
        self.out.open(Kind::Template, role, 0, span);
        self.parts(content, start + first as u32, raw);
        self.out.close();
        span
    }

    /// Adds the parts of a content that stands at `base`.
    fn parts(&mut self, content: &[u8], base: u32, raw: bool) {
        let mut text = 0;
        let mut at = 0;
        while at < content.len() {
            match content[at] {
                b'\\' if !raw => at = escape_end(content, at),
                b'{' if content.get(at + 1) == Some(&b'{') => at += 2,
                b'{' => {
                    let rest = &content[at..];
                    let length = rest.iter().position(|byte| *byte == b'}').unwrap_or(rest.len());
                    let names = captures(&content[..at + length], at + 1);
                    if !names.is_empty() {
                        self.str_part(base, text, at);
                        text = at + length + 1;
                    }
                    for (start, end) in names {
                        let span = Span::new(base + start as u32, base + end as u32);
                        self.out.leaf(Kind::Name, Role::Part, 0, span);
                    }
                    at += length + 1;
                }
                _ => at += 1,
            }
        }
        self.str_part(base, text, content.len());
    }

    fn str_part(&mut self, base: u32, start: usize, end: usize) {
        if start < end {
            let span = Span::new(base + start as u32, base + end as u32);
            self.out.leaf(Kind::StrPart, Role::Part, 0, span);
        }
    }
}

/// One past an escape; the braces of `\u{…}` are no placeholder.
fn escape_end(content: &[u8], at: usize) -> usize {
    if !content[at..].starts_with(b"\\u{") {
        return at + 2;
    }
    let rest = &content[at..];
    at + rest.iter().position(|byte| *byte == b'}').map_or(rest.len(), |length| length + 1)
}

/// The names in a placeholder whose inside starts at `start` and ends with the text: the argument, and
/// width and precision (`{:width$}`).
fn captures(text: &[u8], start: usize) -> Vec<(usize, usize)> {
    let mut names = Vec::new();
    let mut at = start;
    let mut spec = false;
    while at < text.len() {
        let byte = text[at];
        if !(byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80) {
            // Digits belong to a position or a width, with what follows them.
            spec |= byte == b':';
            at += 1;
            continue;
        }
        let end = ident_end(text, at);
        // In the specification only a name with a dollar is an argument: `{x:?}`, `{x:>width$}`.
        if !spec || text.get(end) == Some(&b'$') {
            names.push((at, end));
        }
        at = end;
    }
    names
}
