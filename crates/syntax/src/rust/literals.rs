//! Literals.

use super::lower::Lower;
use super::scan::{ident_end, string_end};
use crate::tree::{Kind, Role, flag};
use review_facts::Span;
use syn::{ExprLit, Lit};

impl Lower<'_, '_> {
    pub(super) fn literal_expr(&mut self, e: &ExprLit, role: Role) -> Span {
        self.attributes(&e.attrs);
        self.literal(&e.lit, role)
    }

    /// Adds a literal. Ends of strings and integers are read off the text, the others are asked for.
    pub(super) fn literal(&mut self, lit: &Lit, role: Role) -> Span {
        let token = lit.span();
        let start = self.start(token);
        let text = self.at.rest(start).as_bytes();
        if text.first() == Some(&b'-') {
            return self.negative(start, self.at.end(token), role);
        }
        let (kind, mut flags) = match lit {
            Lit::Str(_) | Lit::CStr(_) | Lit::Char(_) => (Kind::Str, 0),
            Lit::ByteStr(_) | Lit::Byte(_) => (Kind::Str, flag::BYTES),
            Lit::Bool(bool) => (Kind::Constant, if bool.value { flag::TRUE } else { flag::FALSE }),
            _ => (Kind::Number, 0),
        };
        let end = match lit {
            Lit::Str(_) | Lit::CStr(_) | Lit::ByteStr(_) => {
                let raw = matches!(text, [b'r', ..] | [b'b' | b'c', b'r', ..]);
                flags |= if raw { flag::RAW } else { 0 };
                // A suffix may follow the quote.
                string_end(text, 0).map(|end| start + ident_end(text, end) as u32)
            }
            Lit::Int(_) | Lit::Bool(_) => Some(start + ident_end(text, 0) as u32),
            _ => None,
        };
        let span = Span::new(start, end.unwrap_or_else(|| self.at.end(token)));
        self.out.leaf(kind, role, flags, span);
        span
    }

    /// A negative number in a pattern, one literal to `syn`.
    fn negative(&mut self, start: u32, end: u32, role: Role) -> Span {
        let text = self.at.rest(start);
        let digits = text[1..].find(|char: char| char.is_ascii_digit()).unwrap_or(0) as u32;
        self.out.open(Kind::Unary, role, flag::NEG, Span::new(start, end));
        self.out.leaf(Kind::Number, Role::Value, 0, Span::new(start + 1 + digits, end));
        self.out.close();
        Span::new(start, end)
    }
}
