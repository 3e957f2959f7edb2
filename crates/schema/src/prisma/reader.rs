//! Reading a text as blocks.

use super::config::{Datasource, Generator, Setting};
use super::cursor::Cursor;
use super::lexer;
use super::schema::{Enum, Model, Name, Schema};
use super::token::{Token, TokenKind};
use review_facts::Span;

/// So many bytes of a text are read; what stands behind them is broken. It bounds the memory at about 300 MB
/// for a text of brackets alone. The longest schemas of known projects have 300 KB.
const LONGEST: usize = 2 << 20;

/// Reads a text. It never fails: what cannot be read is in [`Schema::broken`].
pub fn read(text: &str) -> Schema {
    let known = &text[..text.floor_char_boundary(LONGEST)];
    let tokens = lexer::tokens(known);
    let mut reader =
        Reader { cursor: Cursor::new(known, &tokens), schema: Schema::default(), above: Above::default() };
    reader.blocks();
    let mut schema = reader.schema;
    schema.comments = tokens.iter().filter(|token| token.is_comment()).map(|token| token.span).collect();
    if known.len() < text.len() {
        let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
        schema.broken.push(Span::new(known.len() as u32, end));
    }
    schema.broken = joined(text, schema.broken);
    schema
}

/// A position in the text, and what was read before it.
pub(super) struct Reader<'a> {
    pub cursor: Cursor<'a>,
    pub schema: Schema,
    above: Above,
}

/// The comments that belong to what comes next: those without an empty line between them.
#[derive(Default)]
struct Above {
    docs: Vec<Span>,
    /// Line ends since the last comment.
    lines: u32,
}

/// What begins at the start of a line in a block.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Entry {
    /// A field, a value or a setting.
    Name,
    /// An attribute of the block.
    BlockAttribute,
    /// An attribute of the field above.
    FieldAttribute,
}

impl<'a> Reader<'a> {
    fn blocks(&mut self) {
        loop {
            self.skip_comments();
            if self.cursor.peek().is_none() {
                return;
            }
            match self.at_block() {
                true => self.block(),
                false => self.broken_line(false),
            }
        }
    }

    /// True before a keyword, a name and a brace. Keywords alone are names too, of fields and even of models.
    fn at_block(&self) -> bool {
        self.cursor.peek().is_some_and(|token| is_keyword(token.span.text(self.cursor.text)))
            && self.cursor.is_at(1, TokenKind::Word)
            && self.cursor.is_at(2, TokenKind::Mark('{'))
    }

    fn block(&mut self) {
        let start = self.cursor;
        let docs = self.docs();
        let keyword = self.cursor.word().unwrap_or_default();
        let name = self.cursor.word().unwrap_or_default();
        self.cursor.next();
        let head = self.cursor.span_since(&start);
        match keyword.text.as_str() {
            "enum" => {
                let read = self.enumeration(Enum { name, docs, ..Enum::default() }, head);
                self.schema.enums.push(read);
            }
            "datasource" => {
                let (settings, span) = self.settings(head);
                self.schema.datasources.push(Datasource { name, span, settings });
            }
            "generator" => {
                let (settings, span) = self.settings(head);
                self.schema.generators.push(Generator { name, span, settings });
            }
            kind => {
                let model = self.model(name, docs, head);
                let models = match kind {
                    "view" => &mut self.schema.views,
                    "type" => &mut self.schema.types,
                    _ => &mut self.schema.models,
                };
                models.push(model);
            }
        }
    }

    fn model(&mut self, name: Name, docs: String, head: Span) -> Model {
        let mut model = Model { name, docs, ..Model::default() };
        let mut open = self.rest_of_head();
        while let Some(entry) = self.entry(&mut open) {
            match entry {
                Entry::Name => model.fields.extend(self.field()),
                Entry::BlockAttribute => model.attributes.extend(self.block_attribute()),
                Entry::FieldAttribute => {
                    self.late_attribute(model.fields.last_mut().map(|last| &mut last.attributes))
                }
            }
        }
        model.span = self.close(head, open);
        model
    }

    fn enumeration(&mut self, mut read: Enum, head: Span) -> Enum {
        let mut open = self.rest_of_head();
        while let Some(entry) = self.entry(&mut open) {
            match entry {
                Entry::Name => read.values.extend(self.enum_value()),
                Entry::BlockAttribute => read.attributes.extend(self.block_attribute()),
                Entry::FieldAttribute => {
                    self.late_attribute(read.values.last_mut().map(|last| &mut last.attributes))
                }
            }
        }
        read.span = self.close(head, open);
        read
    }

    fn settings(&mut self, head: Span) -> (Vec<Setting>, Span) {
        let mut settings = Vec::new();
        let mut open = self.rest_of_head();
        while let Some(entry) = self.entry(&mut open) {
            match entry {
                Entry::Name => settings.extend(self.setting()),
                Entry::BlockAttribute | Entry::FieldAttribute => self.broken_line(true),
            }
        }
        (settings, self.close(head, open))
    }

    /// Passes what stands behind the brace of a head, up to the line end. Prisma does not read it, even if it
    /// is a field. False when the block is closed there, which Prisma does not accept.
    fn rest_of_head(&mut self) -> bool {
        while let Some(token) = self.cursor.peek().filter(|token| token.kind != TokenKind::Line) {
            if !token.is_comment() {
                self.broken(token.span);
            }
            self.cursor.next();
            if token.kind == TokenKind::Mark('}') {
                return false;
            }
        }
        true
    }

    /// What begins next in a block; none at its end. `open` turns false at the closing brace and stays true
    /// when the text or the head of another block comes before it.
    fn entry(&mut self, open: &mut bool) -> Option<Entry> {
        while *open {
            self.skip_comments();
            match self.cursor.peek()?.kind {
                TokenKind::Mark('}') => {
                    self.cursor.next();
                    *open = false;
                }
                TokenKind::Word if self.at_block() => return None,
                TokenKind::Word => return Some(Entry::Name),
                TokenKind::AtAt => return Some(Entry::BlockAttribute),
                TokenKind::At => return Some(Entry::FieldAttribute),
                _ => self.broken_line(true),
            }
        }
        None
    }

    /// The span of a block that ends here.
    fn close(&mut self, head: Span, open: bool) -> Span {
        self.forget_docs();
        if open {
            self.broken(head);
        }
        Span::new(head.start, self.cursor.end_before().max(head.end))
    }

    /// Passes line ends and comments.
    fn skip_comments(&mut self) {
        while let Some(token) = self.cursor.peek() {
            match token.kind {
                TokenKind::Line => self.above.lines += 1,
                _ if token.is_comment() => self.above.comment(token),
                _ => return,
            }
            self.cursor.next();
        }
    }

    /// The text of the comments above.
    pub fn docs(&mut self) -> String {
        let docs = std::mem::take(&mut self.above).docs;
        let lines: Vec<&str> = docs.iter().map(|span| doc_text(span.text(self.cursor.text))).collect();
        lines.join("\n")
    }

    /// Leaves the comments above to nothing.
    pub fn forget_docs(&mut self) {
        self.above = Above::default();
    }

    /// Passes a line that cannot be read. In a block it ends before a brace that closes the block.
    pub fn broken_line(&mut self, in_block: bool) {
        self.forget_docs();
        let start = self.cursor;
        let mut depth = 0u32;
        while let Some(token) = self.cursor.peek().filter(|token| token.kind != TokenKind::Line) {
            match token.kind {
                TokenKind::Mark('{') => depth += 1,
                TokenKind::Mark('}') if depth == 0 && in_block => break,
                TokenKind::Mark('}') => depth = depth.saturating_sub(1),
                _ => {}
            }
            self.cursor.next();
        }
        self.broken_since(&start);
    }

    /// Notes what was passed since `start` as broken.
    pub fn broken_since(&mut self, start: &Cursor<'a>) {
        if !self.cursor.since(start).is_empty() {
            self.broken(self.cursor.span_since(start));
        }
    }

    /// Notes a broken part.
    pub fn broken(&mut self, span: Span) {
        self.schema.broken.push(span);
    }
}

/// Orders broken parts, and makes one of those that overlap or have nothing but white space between them.
fn joined(text: &str, mut parts: Vec<Span>) -> Vec<Span> {
    parts.sort_unstable();
    let mut joined: Vec<Span> = Vec::new();
    for part in parts {
        match joined.last_mut() {
            Some(last) if Span::new(last.end, part.start).text(text).chars().all(char::is_whitespace) => {
                last.end = last.end.max(part.end);
            }
            _ => joined.push(part),
        }
    }
    joined
}

impl Above {
    fn comment(&mut self, token: Token) {
        if self.lines > 1 {
            self.docs.clear();
        }
        self.lines = 0;
        if token.kind != TokenKind::Comment {
            self.docs.push(token.span);
        }
    }
}

fn is_keyword(word: &str) -> bool {
    matches!(word, "model" | "view" | "type" | "enum" | "datasource" | "generator")
}

/// A `///` or `/* */` comment without its marks.
pub(super) fn doc_text(comment: &str) -> &str {
    let block = comment.strip_prefix("/*").and_then(|inner| inner.strip_suffix("*/"));
    block.or_else(|| comment.strip_prefix("///")).unwrap_or(comment).trim()
}
