//! Reading values.

use super::schema::Name;
use super::token::{Token, TokenKind};
use super::value::{Node, ValueKind};
use review_facts::Span;

/// Reads what stands between two parentheses, or a single value. Commas, line ends and comments part values
/// and mean nothing else, and a bracket that closes nothing is passed over.
pub(super) fn nodes(text: &str, tokens: &[Token]) -> Vec<Node> {
    let mut builder = Builder { text, nodes: Vec::new(), open: Vec::new(), label: None, callable: false };
    for (at, token) in tokens.iter().enumerate() {
        let colon = tokens.get(at + 1).is_some_and(|next| next.kind == TokenKind::Mark(':'));
        builder.token(*token, colon);
    }
    builder.end(tokens.last().map_or(0, |token| token.span.end));
    builder.nodes
}

struct Builder<'a> {
    text: &'a str,
    nodes: Vec<Node>,
    /// Positions of the nodes that are not closed.
    open: Vec<usize>,
    label: Option<Name>,
    /// The last token was a word, so that a parenthesis begins its arguments.
    callable: bool,
}

impl Builder<'_> {
    fn token(&mut self, token: Token, before_colon: bool) {
        let written = token.span.text(self.text);
        let callable = std::mem::take(&mut self.callable);
        match token.kind {
            TokenKind::Word if before_colon => {
                self.label_alone();
                self.label = Some(Name::new(written, token.span));
            }
            TokenKind::Word => {
                self.push(ValueKind::Word, written.to_owned(), token.span);
                self.callable = true;
            }
            TokenKind::Text => self.push(ValueKind::Text, unquoted(written), token.span),
            TokenKind::Mark('(') if callable => {
                if let Some(last) = self.nodes.last_mut() {
                    last.kind = ValueKind::Call;
                }
                self.open.push(self.nodes.len() - 1);
            }
            _ if token.opens() => {
                let kind =
                    if token.kind == TokenKind::Mark('[') { ValueKind::List } else { ValueKind::Unread };
                self.open.push(self.nodes.len());
                self.push(kind, String::new(), token.span);
            }
            _ if token.closes() => {
                self.label_alone();
                self.close(token.span.end);
            }
            TokenKind::Mark(',') => self.label_alone(),
            _ => self.callable = callable && token.kind == TokenKind::Block,
        }
    }

    fn push(&mut self, kind: ValueKind, text: String, span: Span) {
        self.nodes.push(Node { label: self.label.take(), kind, text, span, inside: 0 });
    }

    /// A label whose value is missing.
    fn label_alone(&mut self) {
        if let Some(span) = self.label.as_ref().map(|label| label.span) {
            self.push(ValueKind::Unread, String::new(), span);
        }
    }

    fn close(&mut self, end: u32) {
        let Some(at) = self.open.pop() else { return };
        let inside = self.nodes.len() - at - 1;
        if let Some(node) = self.nodes.get_mut(at) {
            node.inside = inside;
            node.span.end = end;
        }
    }

    fn end(&mut self, end: u32) {
        self.label_alone();
        while !self.open.is_empty() {
            self.close(end);
        }
    }
}

/// A string without its quotes, its escapes resolved. They are those of JSON.
pub(super) fn unquoted(written: &str) -> String {
    let inner = written.strip_prefix('"').unwrap_or(written);
    let mut text = String::with_capacity(inner.len());
    let mut letters = inner.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => break,
            '\\' => text.extend(escaped(&mut letters)),
            _ => text.push(letter),
        }
    }
    text
}

fn escaped(letters: &mut std::str::Chars) -> Option<char> {
    Some(match letters.next()? {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'b' => '\u{8}',
        'f' => '\u{C}',
        'u' => {
            let digits = letters.as_str().get(..4)?;
            let letter = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)?;
            *letters = letters.as_str().get(4..)?.chars();
            letter
        }
        other => other,
    })
}
