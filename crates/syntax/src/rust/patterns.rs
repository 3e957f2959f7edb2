//! Patterns: names, and the calls, objects and lists they look like.

use super::lower::Lower;
use super::raw::Raw;
use crate::tree::{Kind, Role, flag};
use review_facts::Span;
use syn::punctuated::Punctuated;
use syn::{Pat, Token};

impl Lower<'_, '_> {
    /// Adds a pattern and returns its extent.
    pub(super) fn pattern(&mut self, pattern: &Pat, role: Role) -> Span {
        match pattern {
            Pat::Const(p) => self.const_block(p, role),
            Pat::Guard(p) => self.guard_pattern(p, role),
            Pat::Ident(p) => self.ident_pattern(p, role),
            Pat::Lit(p) => self.literal_expr(p, role),
            Pat::Macro(p) => self.macro_call(&p.attrs, &p.mac, role),
            Pat::Or(p) => self.or_pattern(p, role),
            Pat::Paren(p) => {
                self.pattern(&p.pat, role);
                Span::new(self.start(p.paren_token.span.open()), self.after(p.paren_token.span.close()))
            }
            Pat::Path(p) => self.path(p.qself.as_ref(), &p.path, role, false),
            Pat::Range(p) => self.range(p, role),
            Pat::Reference(p) => self.reference_pattern(p, role),
            Pat::Rest(p) => self.rest(p, role),
            Pat::Slice(p) => {
                let brackets = p.bracket_token.span;
                let span = Span::new(self.start(brackets.open()), self.after(brackets.close()));
                self.list_pattern(&p.elems, role, 0, span)
            }
            Pat::Struct(p) => self.struct_pattern(p, role),
            Pat::Tuple(p) => {
                let parens = p.paren_token.span;
                let span = Span::new(self.start(parens.open()), self.after(parens.close()));
                self.list_pattern(&p.elems, role, flag::TUPLE, span)
            }
            Pat::TupleStruct(p) => self.tuple_struct_pattern(p, role),
            Pat::Type(p) => {
                let start = self.pattern(&p.pat, role).start;
                Span::new(start, self.type_leaf(&p.ty, Role::Type).end)
            }
            Pat::Verbatim(tokens) => self.unread(tokens),
            Pat::Wild(p) => self.token_leaf(Kind::Name, role, p.underscore_token.span, 1),
            _ => Span::default(),
        }
    }

    /// The pattern of an arm and the guard behind it.
    pub(super) fn guarded_pattern(&mut self, pattern: &Pat) -> Span {
        let Pat::Guard(guarded) = pattern else { return self.pattern(pattern, Role::Target) };
        let start = self.pattern(&guarded.pat, Role::Target).start;
        Span::new(start, self.expr(&guarded.guard, Role::Cond).end)
    }

    fn guard_pattern(&mut self, p: &syn::PatGuard, role: Role) -> Span {
        let id = self.open_other(Raw::GuardPattern, role);
        let span = self.guarded_pattern(&p.pat);
        let end = self.expr(&p.guard, Role::Cond).end;
        self.close(id, Span::new(span.start, end))
    }

    fn ident_pattern(&mut self, p: &syn::PatIdent, role: Role) -> Span {
        self.attributes(&p.attrs);
        let first = [p.by_ref.map(|token| token.span), p.mutability.map(|token| token.span)];
        let first = first.into_iter().flatten().next();
        let Some((_, inner)) = &p.subpat else {
            let name = self.name(&p.ident, role);
            return Span::new(first.map_or(name.start, |token| self.start(token)), name.end);
        };
        let id = self.open_other(Raw::Binding, role);
        let name = self.name(&p.ident, Role::Name);
        let end = self.pattern(inner, Role::Value).end;
        let start = first.map_or(name.start, |token| self.start(token));
        self.close(id, Span::new(start, end))
    }

    fn or_pattern(&mut self, p: &syn::PatOr, role: Role) -> Span {
        let id = self.open_other(Raw::OrPattern, role);
        let mut span: Option<Span> = None;
        for case in &p.cases {
            let case = self.pattern(case, Role::None);
            span = Some(Span::new(span.map_or(case.start, |span| span.start), case.end));
        }
        self.close(id, span.unwrap_or_default())
    }

    fn reference_pattern(&mut self, p: &syn::PatReference, role: Role) -> Span {
        let id = self.open(Kind::Unary, role, flag::REF);
        let start = self.start(p.and_token.span);
        let end = self.pattern(&p.pat, Role::Value).end;
        self.close(id, Span::new(start, end))
    }

    fn rest(&mut self, p: &syn::PatRest, role: Role) -> Span {
        self.token_leaf(Kind::Spread, role, p.dot2_token.spans[0], 2)
    }

    fn list_pattern(
        &mut self,
        elements: &Punctuated<Pat, Token![,]>,
        role: Role,
        flags: u16,
        span: Span,
    ) -> Span {
        self.out.open(Kind::List, role, flags, span);
        for element in elements {
            self.pattern(element, Role::None);
        }
        self.out.close();
        span
    }

    fn tuple_struct_pattern(&mut self, p: &syn::PatTupleStruct, role: Role) -> Span {
        let id = self.open(Kind::Call, role, 0);
        let start = self.path(p.qself.as_ref(), &p.path, Role::Callee, true).start;
        self.last_arguments(&p.path);
        for element in &p.elems {
            self.pattern(element, Role::Arg);
        }
        let end = self.after(p.paren_token.span.close());
        self.close(id, Span::new(start, end))
    }

    fn struct_pattern(&mut self, p: &syn::PatStruct, role: Role) -> Span {
        let id = self.open(Kind::Object, role, 0);
        let start = self.path(p.qself.as_ref(), &p.path, Role::Callee, true).start;
        self.last_arguments(&p.path);
        for field in &p.fields {
            self.field_pattern(field);
        }
        if let Some(rest) = &p.rest {
            self.rest(rest, Role::None);
        }
        let end = self.after(p.brace_token.span.close());
        self.close(id, Span::new(start, end))
    }

    fn field_pattern(&mut self, field: &syn::FieldPat) {
        let flags = if field.colon_token.is_some() { 0 } else { flag::SHORTHAND };
        let id = self.open(Kind::Pair, Role::None, flags);
        let first = self.attributes(&field.attrs);
        let span = match field.colon_token {
            Some(_) => {
                let start = self.member(&field.member, Role::Key).start;
                Span::new(start, self.pattern(&field.pat, Role::Value).end)
            }
            // `ref` and `mut` stand in the pattern, the name only once in the source.
            None => self.pattern(&field.pat, Role::Key),
        };
        self.close(id, Span::new(first.unwrap_or(span.start), span.end));
    }
}
