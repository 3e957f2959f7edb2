//! Reading the lines of a block: fields, values of enums and settings.

use super::attribute::Attribute;
use super::config::Setting;
use super::reader::{Reader, doc_text};
use super::schema::{EnumValue, Field, FieldType};
use super::token::TokenKind;
use super::values;
use review_facts::Span;

impl Reader<'_> {
    /// Reads a field; none when its line has no type.
    pub fn field(&mut self) -> Option<Field> {
        let start = self.cursor;
        let docs = self.docs();
        let name = self.cursor.word()?;
        self.cursor.skip_blocks_before(TokenKind::Word);
        let Some(r#type) = self.field_type() else {
            self.cursor = start;
            self.broken_line(true);
            return None;
        };
        let mut field = Field { name, r#type, docs, ..Field::default() };
        field.attributes = self.field_attributes();
        field.span = self.cursor.span_since(&start);
        field.trailing = self.end_of_line(&mut field.docs);
        Some(field)
    }

    fn field_type(&mut self) -> Option<FieldType> {
        let mut read = FieldType { name: self.cursor.word()?, ..FieldType::default() };
        if read.name.text == "Unsupported" && self.cursor.take(TokenKind::Mark('(')).is_some() {
            let text = self.cursor.take(TokenKind::Text).map(|token| token.span.text(self.cursor.text));
            read.unsupported = Some(text.map(values::unquoted).unwrap_or_default());
            self.cursor.take(TokenKind::Mark(')'));
        }
        if self.cursor.is(TokenKind::Mark('[')) && self.cursor.is_at(1, TokenKind::Mark(']')) {
            self.cursor.next();
            self.cursor.next();
            read.list = true;
        }
        read.optional = self.cursor.take(TokenKind::Mark('?')).is_some();
        Some(read)
    }

    /// Reads a value of an enum.
    pub fn enum_value(&mut self) -> Option<EnumValue> {
        let docs = self.docs();
        let mut value = EnumValue { name: self.cursor.word()?, docs, ..EnumValue::default() };
        value.attributes = self.field_attributes();
        value.trailing = self.end_of_line(&mut value.docs);
        Some(value)
    }

    /// Reads a setting; none when it has no equals sign.
    pub fn setting(&mut self) -> Option<Setting> {
        let start = self.cursor;
        let key = self.cursor.word()?;
        if self.cursor.take(TokenKind::Mark('=')).is_none() {
            self.cursor = start;
            self.broken_line(true);
            return None;
        }
        let value = self.cursor;
        if self.cursor.take(TokenKind::Text).is_none() {
            self.cursor.take(TokenKind::Word);
            if let Some(group) = self.cursor.group().filter(|group| !group.closed) {
                self.broken(group.span);
            }
        }
        let nodes = values::nodes(self.cursor.text, self.cursor.since(&value));
        if nodes.is_empty() {
            self.broken(self.cursor.span_since(&start));
        }
        self.end_of_line(&mut String::new());
        Some(Setting { key, nodes })
    }

    /// Reads an attribute of a block and ends its line.
    pub fn block_attribute(&mut self) -> Option<Attribute> {
        let attribute = self.attribute();
        self.end_of_line(&mut String::new());
        attribute
    }

    /// Reads attributes at the start of a line. Prisma wants them on the line of their field, but whoever
    /// writes them below means that field, so they are added to `attributes`.
    pub fn late_attribute(&mut self, attributes: Option<&mut Vec<Attribute>>) {
        let start = self.cursor;
        let late = self.field_attributes();
        self.broken_since(&start);
        if let Some(attributes) = attributes {
            attributes.extend(late);
        }
        self.end_of_line(&mut String::new());
    }

    fn field_attributes(&mut self) -> Vec<Attribute> {
        let mut attributes = Vec::new();
        self.cursor.skip_blocks_before(TokenKind::At);
        while self.cursor.is(TokenKind::At) {
            attributes.extend(self.attribute());
            self.cursor.skip_blocks_before(TokenKind::At);
        }
        attributes
    }

    /// Reads an attribute; none when its mark has no name behind it.
    fn attribute(&mut self) -> Option<Attribute> {
        let start = self.cursor;
        self.cursor.next();
        let Some(name) = self.cursor.word() else {
            self.broken_since(&start);
            return None;
        };
        let mut attribute = Attribute { name, ..Attribute::default() };
        if self.cursor.is(TokenKind::Mark('(')) {
            let group = self.cursor.group()?;
            if !group.closed {
                self.broken(group.span);
            }
            attribute.nodes = values::nodes(self.cursor.text, group.inside);
        }
        attribute.span = self.cursor.span_since(&start);
        Some(attribute)
    }

    /// Passes what is left of a line; what is no comment is broken. The comment is the result, and one that
    /// documents is added to `docs`.
    fn end_of_line(&mut self, docs: &mut String) -> Option<Span> {
        let mut trailing = None;
        self.forget_docs();
        while let Some(token) = self.cursor.peek().filter(|token| token.kind != TokenKind::Line) {
            if !token.is_comment() {
                if token.kind != TokenKind::Mark('}') {
                    self.broken_line(true);
                }
                break;
            }
            self.cursor.next();
            trailing = Some(token.span);
            if token.kind != TokenKind::Comment {
                docs.push_str(if docs.is_empty() { "" } else { "\n" });
                docs.push_str(doc_text(token.span.text(self.cursor.text)));
            }
        }
        trailing
    }
}
