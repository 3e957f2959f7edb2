//! SQL text to tokens, for PostgreSQL, MySQL and SQLite at once.
//!
//! One decision that is not obvious: the lexer knows no grammar and cannot fail. It recognises what hides a
//! semicolon from a reader (quotes, dollar quotes, comments, lines for the client) and nothing else, so that
//! a broken statement costs only itself (database.md 3).

use super::dialect::Dialect;
use super::token::{Token, TokenKind};
use memchr::{memchr, memchr2, memmem};
use review_facts::Span;

/// Reads one token after the other.
pub(super) struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
    dialect: Dialect,
    /// What ends a statement; `;` unless a `DELIMITER` line says otherwise.
    delimiter: &'a [u8],
    /// `%I`, `%s`, `%L` are holes: the text is a template of `format()`.
    template: bool,
}

impl<'a> Lexer<'a> {
    /// Reads the part of `text` that `span` covers.
    pub fn new(text: &'a str, span: Span, dialect: Dialect) -> Self {
        let end = (span.end as usize).min(text.len());
        let start = span.start as usize;
        let bom = if start == 0 && text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
        let bytes = &text.as_bytes()[..end];
        Lexer { bytes, at: start + bom, dialect, delimiter: b";", template: false }
    }

    /// Takes `%I`, `%s` and `%L` for parts of names, as the templates of `format()` mean them.
    pub fn of_template(mut self) -> Self {
        self.template = true;
        self
    }

    /// The offset in bytes up to which the text was read.
    pub fn position(&self) -> usize {
        self.at
    }

    /// Goes on reading at another offset.
    pub fn seek(&mut self, position: usize) {
        self.at = position;
    }

    /// The next token, comments and lines for the client included. Unclosed quotes and comments end with
    /// the text.
    pub fn token(&mut self) -> Option<Token> {
        loop {
            self.skip_space();
            let start = self.at;
            let byte = *self.bytes.get(start)?;
            let Some(kind) = self.kind(byte) else { continue };
            return Some(Token { kind, span: Span::new(start as u32, self.end_of(kind) as u32) });
        }
    }

    /// Skips the rest of the line and all lines up to the one that is `\.`: data of `COPY … FROM stdin`.
    /// False, and nothing is skipped, when there is no such line.
    pub fn skip_data(&mut self) -> bool {
        let mut from = self.at;
        while let Some(found) = memmem::find(&self.bytes[from..], b"\n\\.") {
            let end = from + found + 3;
            if self.bytes.get(end).is_none_or(|byte| matches!(byte, b'\r' | b'\n')) {
                self.at = end;
                return true;
            }
            from = end;
        }
        false
    }

    /// Moves behind the token that starts here, and says what it is; none for what is skipped.
    fn kind(&mut self, byte: u8) -> Option<TokenKind> {
        let mysql = self.dialect == Dialect::MySql;
        let next = self.bytes.get(self.at + 1).copied();
        if self.bytes[self.at..].starts_with(self.delimiter) {
            self.at += self.delimiter.len();
            return Some(TokenKind::End);
        }
        if let Some(name) = matches!(byte, b'd' | b'D').then(|| self.delimiter_named()).flatten() {
            self.delimiter = name;
            self.at = self.line_end();
            return Some(TokenKind::End);
        }
        Some(match byte {
            b'-' if next == Some(b'-') => self.line_comment(),
            b'#' if mysql || self.is_hash_comment(next) => self.line_comment(),
            b'/' if next == Some(b'*') => return self.block_comment(),
            b'*' if mysql && next == Some(b'/') => {
                self.at += 2;
                return None;
            }
            b'\\' if next.is_some_and(|next| next.is_ascii_alphabetic() || next == b'!') => {
                self.at = self.line_end();
                TokenKind::Command
            }
            b'\'' => self.quoted(self.at, b'\'', mysql, TokenKind::Text),
            b'e' | b'E' if next == Some(b'\'') => self.quoted(self.at + 1, b'\'', true, TokenKind::Text),
            b'"' => self.quoted(self.at, b'"', mysql, TokenKind::Quoted),
            b'`' if self.is_closed_on_line() => self.quoted(self.at, b'`', false, TokenKind::Quoted),
            b'[' if self.bracketed().is_some() => {
                self.at += self.bracketed().unwrap_or(1);
                TokenKind::Quoted
            }
            b'$' if !mysql => self.dollar(),
            _ if byte.is_ascii_digit() => self.run(TokenKind::Number),
            _ if self.belongs_to_word(byte) || self.placeholder().is_some() => self.run(TokenKind::Word),
            _ => {
                self.at += 1;
                TokenKind::Mark(byte)
            }
        })
    }

    /// One past the last byte of the token that was just read; line ends of Windows do not belong to it.
    fn end_of(&self, kind: TokenKind) -> usize {
        let line = matches!(kind, TokenKind::Comment | TokenKind::Command);
        let carriage_return = line && self.at > 0 && self.bytes[self.at - 1] == b'\r';
        if carriage_return { self.at - 1 } else { self.at }
    }

    fn skip_space(&mut self) {
        while self.bytes.get(self.at).is_some_and(|byte| byte.is_ascii_whitespace() || *byte == 0x0B) {
            self.at += 1;
        }
    }

    fn line_end(&self) -> usize {
        memchr(b'\n', &self.bytes[self.at..]).map_or(self.bytes.len(), |length| self.at + length)
    }

    fn is_at_line_start(&self) -> bool {
        let before = self.bytes[..self.at].iter().rev().find(|byte| !matches!(byte, b' ' | b'\t'));
        before.is_none_or(|byte| *byte == b'\n')
    }

    /// A backtick without a second one on its line is an operator of PostgreSQL.
    fn is_closed_on_line(&self) -> bool {
        let rest = &self.bytes[self.at + 1..];
        memchr2(b'`', b'\n', rest).is_some_and(|end| rest[end] == b'`')
    }

    /// The length in bytes of the `[name]` that stands here, as SQLite takes it. An array of PostgreSQL stands
    /// directly behind what it belongs to, or holds more than one word.
    fn bracketed(&self) -> Option<usize> {
        let before = self.at.checked_sub(1).map(|before| self.bytes[before]);
        let apart = before.is_none_or(|before| before.is_ascii_whitespace() || b"(,.".contains(&before));
        let inner = self.bytes[self.at + 1..]
            .iter()
            .take_while(|byte| is_word_byte(**byte) || **byte == b' ')
            .count();
        let named =
            self.bytes.get(self.at + 1).is_some_and(|byte| is_word_byte(*byte) && !byte.is_ascii_digit());
        (apart && named && self.bytes.get(self.at + 1 + inner) == Some(&b']')).then_some(inner + 2)
    }

    /// PostgreSQL has operators that start with `#`: there a comment stands alone on its line.
    fn is_hash_comment(&self, next: Option<u8>) -> bool {
        let plain = next.is_none_or(|next| next.is_ascii_whitespace() || next.is_ascii_alphabetic());
        plain && self.is_at_line_start()
    }

    fn line_comment(&mut self) -> TokenKind {
        self.at = self.line_end();
        TokenKind::Comment
    }

    /// Block comments nest in PostgreSQL; in MySQL they do not, and `/*!40101 … */` is run.
    fn block_comment(&mut self) -> Option<TokenKind> {
        let mysql = self.dialect == Dialect::MySql;
        self.at += 2;
        if mysql && self.bytes.get(self.at) == Some(&b'!') {
            self.at += 1;
            while self.bytes.get(self.at).is_some_and(u8::is_ascii_digit) {
                self.at += 1;
            }
            return None;
        }
        let mut depth = 1;
        while depth > 0 {
            let Some(found) = memchr2(b'*', b'/', &self.bytes[self.at..]) else {
                self.at = self.bytes.len();
                break;
            };
            self.at += found;
            match (self.bytes[self.at], self.bytes.get(self.at + 1)) {
                (b'*', Some(b'/')) => {
                    depth -= 1;
                    self.at += 2;
                }
                (b'/', Some(b'*')) if !mysql => {
                    depth += 1;
                    self.at += 2;
                }
                _ => self.at += 1,
            }
        }
        Some(TokenKind::Comment)
    }

    /// A quoted run that starts with its quote at `open`; a doubled quote stands for itself.
    fn quoted(&mut self, open: usize, quote: u8, backslash: bool, kind: TokenKind) -> TokenKind {
        let escape = if backslash { b'\\' } else { quote };
        self.at = open + 1;
        loop {
            let Some(found) = memchr2(quote, escape, self.bytes.get(self.at..).unwrap_or_default()) else {
                self.at = self.bytes.len();
                return kind;
            };
            self.at += found;
            let escapes = self.bytes[self.at] != quote || self.bytes.get(self.at + 1) == Some(&quote);
            if !escapes {
                self.at += 1;
                return kind;
            }
            self.at += 2;
        }
    }

    /// `$tag$ … $tag$`, else `$1`, else a lone `$`.
    fn dollar(&mut self) -> TokenKind {
        let start = self.at;
        let tag = self.bytes[start + 1..].iter().take_while(|byte| is_word_byte(**byte)).count();
        let numbered = self.bytes.get(start + 1).is_some_and(u8::is_ascii_digit);
        let body = start + tag + 2;
        if self.bytes.get(body - 1) == Some(&b'$') && !numbered {
            let marker = &self.bytes[start..body];
            let length = memmem::find(&self.bytes[body..], marker);
            self.at = length.map_or(self.bytes.len(), |length| body + length + marker.len());
            return TokenKind::Dollar;
        }
        self.at = start + 1 + tag;
        if tag > 0 { TokenKind::Parameter } else { TokenKind::Mark(b'$') }
    }

    /// A word or a number, with the placeholders of a template in it.
    fn run(&mut self, kind: TokenKind) -> TokenKind {
        while let Some(byte) = self.bytes.get(self.at).copied() {
            let point =
                byte == b'.' && kind == TokenKind::Number && self.bytes.get(self.at + 1) != Some(&b'.');
            if let Some(length) = self.placeholder() {
                self.at += length;
            } else if point || self.belongs_to_word(byte) {
                self.at += 1;
            } else {
                break;
            }
        }
        kind
    }

    /// A dollar sign is part of a word, unless it is what ends a statement: `END$$`.
    fn belongs_to_word(&self, byte: u8) -> bool {
        is_word_byte(byte) || (byte == b'$' && self.delimiter[0] != b'$')
    }

    /// The length in bytes of the `%I`, `%s`, `%L` or `%1$I` that stands here in a template.
    fn placeholder(&self) -> Option<usize> {
        if !self.template || self.bytes.get(self.at) != Some(&b'%') {
            return None;
        }
        let rest = &self.bytes[self.at + 1..];
        let digits = rest.iter().take(3).take_while(|byte| byte.is_ascii_digit()).count();
        let numbered = if digits > 0 && rest.get(digits) == Some(&b'$') { digits + 1 } else { 0 };
        matches!(rest.get(numbered), Some(b'I' | b's' | b'L')).then_some(numbered + 2)
    }

    /// What the `DELIMITER` line that starts here names. `DELIMITER` is an option of `COPY` too: there a
    /// string follows, here a run of punctuation up to the end of the line.
    fn delimiter_named(&self) -> Option<&'a [u8]> {
        let word = b"delimiter";
        let rest = &self.bytes[self.at..];
        let named = rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        if !named || !matches!(rest.get(word.len()), Some(b' ' | b'\t')) || !self.is_at_line_start() {
            return None;
        }
        let name = rest[word.len()..self.line_end() - self.at].trim_ascii();
        let usable = name.iter().all(|byte| b";/$|!@#%^&~\\".contains(byte));
        (usable && !name.is_empty()).then_some(name)
    }
}

/// True for bytes of words. Everything beyond ASCII is a letter here, as it is for PostgreSQL.
fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}
