//! Expressions.
//!
//! `expr` only dispatches: its frame is paid for at every level of nesting, and debug builds keep every
//! local of every arm in it.

use super::lower::Lower;
use super::raw::Raw;
use crate::tree::{Kind, NodeId, Role, flag};
use review_facts::Span;
use syn::punctuated::Punctuated;
use syn::{BinOp, Expr, Member, RangeLimits, Token, UnOp};

impl Lower<'_, '_> {
    /// Adds an expression and returns its extent, parentheses included.
    pub(super) fn expr(&mut self, expr: &Expr, role: Role) -> Span {
        match expr {
            Expr::Array(e) => self.array(e, role),
            Expr::Assign(e) => self.assign(e, role),
            Expr::Async(e) => self.async_block(e, role),
            Expr::Await(e) => self.await_expr(e, role),
            Expr::Binary(e) => self.binary(e, role),
            Expr::Block(e) => self.block_expr(e, role),
            Expr::Break(e) => self.break_expr(e, role),
            Expr::Call(e) => self.call(e, role),
            Expr::Cast(e) => self.cast(e, role),
            Expr::Closure(e) => self.closure(e, role),
            Expr::Const(e) => self.const_block(e, role),
            Expr::Continue(e) => self.continue_expr(e, role),
            Expr::Field(e) => self.field_access(e, role),
            Expr::ForLoop(e) => self.for_loop(e, role),
            Expr::Group(e) => self.expr(&e.expr, role),
            Expr::If(e) => self.if_expr(e, role, 0),
            Expr::Index(e) => self.index(e, role),
            Expr::Infer(e) => self.token_leaf(Kind::Name, role, e.underscore_token.span, 1),
            Expr::Let(e) => self.let_expr(e, role),
            Expr::Lit(e) => self.literal_expr(e, role),
            Expr::Loop(e) => self.endless_loop(e, role),
            Expr::Macro(e) => self.macro_call(&e.attrs, &e.mac, role),
            Expr::Match(e) => self.match_expr(e, role),
            Expr::MethodCall(e) => self.method_call(e, role),
            Expr::Paren(e) => self.paren(e, role),
            Expr::Path(e) => self.path_expr(e, role),
            Expr::Range(e) => self.range(e, role),
            Expr::RawAddr(e) => self.raw_address(e, role),
            Expr::Reference(e) => self.reference(e, role),
            Expr::Repeat(e) => self.repeat(e, role),
            Expr::Return(e) => self.return_expr(e, role),
            Expr::Struct(e) => self.struct_expr(e, role),
            Expr::Try(e) => self.try_expr(e, role),
            Expr::TryBlock(e) => self.try_block(e, role),
            Expr::Tuple(e) => self.tuple(e, role),
            Expr::Unary(e) => self.unary(e, role),
            Expr::Unsafe(e) => self.unsafe_block(e, role),
            Expr::Verbatim(tokens) => self.unread(tokens),
            Expr::While(e) => self.while_loop(e, role),
            Expr::Yield(e) => self.yield_expr(e, role),
            _ => Span::default(),
        }
    }

    /// A leaf of one token.
    pub(super) fn token_leaf(
        &mut self,
        kind: Kind,
        role: Role,
        token: proc_macro2::Span,
        length: u32,
    ) -> Span {
        let start = self.start(token);
        let span = Span::new(start, start + length);
        self.out.leaf(kind, role, 0, span);
        span
    }

    /// Syntax that `syn` knows and has no type for.
    pub(super) fn unread(&mut self, tokens: &proc_macro2::TokenStream) -> Span {
        let Some(span) = self.tokens_span(tokens) else { return Span::default() };
        self.out.uncovered(span, "unstable syntax");
        span
    }

    /// Adds the operand a node begins with. Returns where the node starts: at the operand's attributes if it
    /// has any.
    fn leftmost(&mut self, node: NodeId, operand: &Expr, role: Role) -> Span {
        let span = self.expr(operand, role);
        let first = self.out.node(NodeId(node.0 + 1));
        Span::new(first.map_or(span.start, |first| first.start.min(span.start)), span.end)
    }

    /// Adds the elements of a list whose opening token ends at or behind `end`. Returns one past its closing
    /// token.
    fn list(
        &mut self,
        elements: &Punctuated<Expr, Token![,]>,
        role: Role,
        mut end: u32,
        (open, close): (u8, u8),
        token: proc_macro2::Span,
    ) -> u32 {
        let mut between = [open; 2];
        for element in elements {
            end = self.expr(element, role).end;
            between = [b','; 2];
        }
        self.at.close_behind(end, between, close, token)
    }

    fn array(&mut self, e: &syn::ExprArray, role: Role) -> Span {
        self.attributes(&e.attrs);
        let id = self.open(Kind::List, role, 0);
        let start = self.start(e.bracket_token.span.open());
        let close = e.bracket_token.span.close();
        let end = self.list(&e.elems, Role::None, start, (b'[', b']'), close);
        self.close(id, Span::new(start, end))
    }

    fn tuple(&mut self, e: &syn::ExprTuple, role: Role) -> Span {
        self.attributes(&e.attrs);
        let id = self.open(Kind::List, role, flag::TUPLE);
        let start = self.start(e.paren_token.span.open());
        let close = e.paren_token.span.close();
        let end = self.list(&e.elems, Role::None, start, (b'(', b')'), close);
        self.close(id, Span::new(start, end))
    }

    fn repeat(&mut self, e: &syn::ExprRepeat, role: Role) -> Span {
        self.attributes(&e.attrs);
        let brackets = e.bracket_token.span;
        let id = self.open_other(Raw::Repeat, role);
        self.expr(&e.expr, Role::Value);
        self.expr(&e.len, Role::Key);
        let span = Span::new(self.start(brackets.open()), self.after(brackets.close()));
        self.close(id, span)
    }

    fn assign(&mut self, e: &syn::ExprAssign, role: Role) -> Span {
        self.attributes(&e.attrs);
        let id = self.open(Kind::Assign, role, 0);
        let start = self.leftmost(id, &e.left, Role::Target).start;
        let end = self.expr(&e.right, Role::Value).end;
        self.close(id, Span::new(start, end))
    }

    fn binary(&mut self, e: &syn::ExprBinary, role: Role) -> Span {
        self.attributes(&e.attrs);
        let (kind, flags) = operator(&e.op);
        let (left, right) =
            if kind == Kind::Assign { (Role::Target, Role::Value) } else { (Role::Left, Role::Right) };
        let id = self.open(kind, role, flags);
        let start = self.leftmost(id, &e.left, left).start;
        let end = self.expr(&e.right, right).end;
        self.close(id, Span::new(start, end))
    }

    fn await_expr(&mut self, e: &syn::ExprAwait, role: Role) -> Span {
        self.attributes(&e.attrs);
        let id = self.open(Kind::Unary, role, flag::AWAIT);
        let base = self.leftmost(id, &e.base, Role::Value);
        let end = self.at.ident_behind(base.end, b'.', e.await_token.span).end;
        self.close(id, Span::new(base.start, end))
    }

    fn try_expr(&mut self, e: &syn::ExprTry, role: Role) -> Span {
        self.attributes(&e.attrs);
        let id = self.open(Kind::Unary, role, flag::PROPAGATE);
        let base = self.leftmost(id, &e.expr, Role::Value);
        let end = self.at.close_behind(base.end, [b' '; 2], b'?', e.question_token.span);
        self.close(id, Span::new(base.start, end))
    }

    fn unary(&mut self, e: &syn::ExprUnary, role: Role) -> Span {
        let (token, flags) = match e.op {
            UnOp::Deref(token) => (token.span, flag::DEREF),
            UnOp::Not(token) => (token.span, flag::NOT),
            UnOp::Neg(token) => (token.span, flag::NEG),
            _ => return self.expr(&e.expr, role),
        };
        self.attributes(&e.attrs);
        self.prefixed(flags, role, token, &e.expr)
    }

    fn reference(&mut self, e: &syn::ExprReference, role: Role) -> Span {
        self.attributes(&e.attrs);
        self.prefixed(flag::REF, role, e.and_token.span, &e.expr)
    }

    fn raw_address(&mut self, e: &syn::ExprRawAddr, role: Role) -> Span {
        self.attributes(&e.attrs);
        self.prefixed(flag::REF, role, e.and_token.span, &e.expr)
    }

    fn prefixed(&mut self, flags: u16, role: Role, token: proc_macro2::Span, operand: &Expr) -> Span {
        let id = self.open(Kind::Unary, role, flags);
        let start = self.start(token);
        let end = self.expr(operand, Role::Value).end;
        self.close(id, Span::new(start, end))
    }

    fn yield_expr(&mut self, e: &syn::ExprYield, role: Role) -> Span {
        self.attributes(&e.attrs);
        let start = self.start(e.yield_token.span);
        self.with_value(Kind::Unary, role, flag::YIELD, start, "yield", &e.expr)
    }

    fn return_expr(&mut self, e: &syn::ExprReturn, role: Role) -> Span {
        self.attributes(&e.attrs);
        let start = self.start(e.return_token.span);
        self.with_value(Kind::Return, role, 0, start, "return", &e.expr)
    }

    fn break_expr(&mut self, e: &syn::ExprBreak, role: Role) -> Span {
        self.attributes(&e.attrs);
        let start = self.start(e.break_token.span);
        self.with_value(Kind::Jump, role, flag::BREAK, start, "break", &e.expr)
    }

    fn continue_expr(&mut self, e: &syn::ExprContinue, role: Role) -> Span {
        self.attributes(&e.attrs);
        let start = self.start(e.continue_token.span);
        self.with_value(Kind::Jump, role, flag::CONTINUE, start, "continue", &None)
    }

    fn with_value(
        &mut self,
        kind: Kind,
        role: Role,
        flags: u16,
        start: u32,
        keyword: &str,
        value: &Option<Box<Expr>>,
    ) -> Span {
        let id = self.open(kind, role, flags);
        let mut end = start + keyword.len() as u32;
        if let Some(value) = value {
            end = self.expr(value, Role::Value).end;
        }
        self.close(id, Span::new(start, end))
    }

    fn call(&mut self, e: &syn::ExprCall, role: Role) -> Span {
        self.attributes(&e.attrs);
        let id = self.open(Kind::Call, role, 0);
        let mut callee = match &*e.func {
            Expr::Path(path) => self.path(path.qself.as_ref(), &path.path, Role::Callee, true),
            callee => self.leftmost(id, callee, Role::Callee),
        };
        if let Expr::Path(path) = &*e.func {
            callee.end = self.last_arguments(&path.path).unwrap_or(callee.end);
        }
        let close = e.paren_token.span.close();
        let end = self.list(&e.args, Role::Arg, callee.end, (b'(', b')'), close);
        self.close(id, Span::new(callee.start, end))
    }

    fn method_call(&mut self, e: &syn::ExprMethodCall, role: Role) -> Span {
        self.attributes(&e.attrs);
        let id = self.open(Kind::Call, role, 0);
        let member = self.open(Kind::Member, Role::Callee, 0);
        let receiver = self.leftmost(member, &e.receiver, Role::Object);
        let mut end = self.name_behind(receiver.end, b'.', &e.method, Role::Property).end;
        self.close(member, Span::new(receiver.start, end));
        if let Some(turbofish) = &e.turbofish {
            end = self.angle_arguments(turbofish);
        }
        let end = self.list(&e.args, Role::Arg, end, (b'(', b')'), e.paren_token.span.close());
        self.close(id, Span::new(receiver.start, end))
    }

    fn field_access(&mut self, e: &syn::ExprField, role: Role) -> Span {
        self.attributes(&e.attrs);
        let id = self.open(Kind::Member, role, 0);
        let base = self.leftmost(id, &e.base, Role::Object);
        let end = match &e.member {
            Member::Named(name) => self.name_behind(base.end, b'.', name, Role::Property).end,
            number => self.member(number, Role::Property).end,
        };
        self.close(id, Span::new(base.start, end))
    }

    /// A field's name or number.
    pub(super) fn member(&mut self, member: &Member, role: Role) -> Span {
        match member {
            Member::Named(ident) => self.name(ident, role),
            Member::Unnamed(index) => {
                let length = index.index.checked_ilog10().unwrap_or(0) + 1;
                self.token_leaf(Kind::Number, role, index.span, length)
            }
        }
    }

    fn index(&mut self, e: &syn::ExprIndex, role: Role) -> Span {
        self.attributes(&e.attrs);
        let id = self.open(Kind::Index, role, 0);
        let start = self.leftmost(id, &e.expr, Role::Object).start;
        let key = self.expr(&e.index, Role::Key);
        let end = self.at.close_behind(key.end, [b' '; 2], b']', e.bracket_token.span.close());
        self.close(id, Span::new(start, end))
    }

    fn cast(&mut self, e: &syn::ExprCast, role: Role) -> Span {
        self.attributes(&e.attrs);
        let start = self.expr(&e.expr, role).start;
        Span::new(start, self.type_leaf(&e.ty, Role::Cast).end)
    }

    fn paren(&mut self, e: &syn::ExprParen, role: Role) -> Span {
        self.attributes(&e.attrs);
        let end = self.expr(&e.expr, role).end;
        let end = self.at.close_behind(end, [b' '; 2], b')', e.paren_token.span.close());
        Span::new(self.start(e.paren_token.span.open()), end)
    }

    fn path_expr(&mut self, e: &syn::ExprPath, role: Role) -> Span {
        self.attributes(&e.attrs);
        self.path(e.qself.as_ref(), &e.path, role, false)
    }

    pub(super) fn range(&mut self, e: &syn::ExprRange, role: Role) -> Span {
        self.attributes(&e.attrs);
        let id = self.open_other(Raw::Range, role);
        let (token, length) = match e.limits {
            RangeLimits::HalfOpen(token) => (token.spans[0], 2),
            RangeLimits::Closed(token) => (token.spans[0], 3),
        };
        let start = match &e.start {
            Some(start) => self.leftmost(id, start, Role::Left).start,
            None => self.start(token),
        };
        let end = match &e.end {
            Some(end) => self.expr(end, Role::Right).end,
            None => self.start(token) + length,
        };
        self.close(id, Span::new(start, end))
    }

    fn struct_expr(&mut self, e: &syn::ExprStruct, role: Role) -> Span {
        self.attributes(&e.attrs);
        let id = self.open(Kind::Object, role, 0);
        let start = self.path(e.qself.as_ref(), &e.path, Role::Callee, true).start;
        self.last_arguments(&e.path);
        for field in &e.fields {
            self.field_value(field);
        }
        if let Some(dots) = e.dot2_token {
            let spread = self.open(Kind::Spread, Role::None, 0);
            let first = self.start(dots.spans[0]);
            let end = match &e.rest {
                Some(rest) => self.expr(rest, Role::Value).end,
                None => first + 2,
            };
            self.close(spread, Span::new(first, end));
        }
        let end = self.after(e.brace_token.span.close());
        self.close(id, Span::new(start, end))
    }

    fn field_value(&mut self, field: &syn::FieldValue) {
        let flags = if field.colon_token.is_some() { 0 } else { flag::SHORTHAND };
        let id = self.open(Kind::Pair, Role::None, flags);
        let first = self.attributes(&field.attrs);
        let key = self.member(&field.member, Role::Key);
        let end = match field.colon_token {
            Some(_) => self.expr(&field.expr, Role::Value).end,
            None => key.end,
        };
        self.close(id, Span::new(first.unwrap_or(key.start), end));
    }

    fn closure(&mut self, e: &syn::ExprClosure, role: Role) -> Span {
        self.attributes(&e.attrs);
        let flags = flag::CLOSURE | if e.asyncness.is_some() { flag::ASYNC } else { 0 };
        let id = self.open(Kind::Function, role, flags);
        let first = [
            e.lifetimes.as_ref().map(|lifetimes| lifetimes.for_token.span),
            e.constness.map(|token| token.span),
            e.asyncness.map(|token| token.span),
            e.capture.map(|token| token.span),
        ];
        let first = first.into_iter().flatten().next().unwrap_or(e.inputs_begin.span);
        let start = self.start(first);
        for input in &e.inputs {
            self.closure_param(input);
        }
        self.returns(&e.output);
        let end = self.expr(&e.body, Role::Body).end;
        self.close(id, Span::new(start, end))
    }

    fn closure_param(&mut self, input: &syn::Pat) {
        self.node(Kind::Param, Role::None, 0, |lower| match input {
            syn::Pat::Type(typed) => {
                let first = lower.attributes(&typed.attrs);
                let start = lower.pattern(&typed.pat, Role::Name).start;
                Span::new(first.unwrap_or(start), lower.type_leaf(&typed.ty, Role::Type).end)
            }
            pattern => lower.pattern(pattern, Role::Name),
        });
    }
}

/// The node of a binary operator and its flags.
fn operator(op: &BinOp) -> (Kind, u16) {
    let flags = match op {
        BinOp::And(_) => flag::AND,
        BinOp::Or(_) => flag::OR,
        BinOp::Add(_) => flag::ADD,
        BinOp::Rem(_) => flag::MOD,
        BinOp::Eq(_) | BinOp::Ne(_) | BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_) => {
            flag::COMPARE
        }
        BinOp::AddAssign(_)
        | BinOp::SubAssign(_)
        | BinOp::MulAssign(_)
        | BinOp::DivAssign(_)
        | BinOp::RemAssign(_)
        | BinOp::BitXorAssign(_)
        | BinOp::BitAndAssign(_)
        | BinOp::BitOrAssign(_)
        | BinOp::ShlAssign(_)
        | BinOp::ShrAssign(_) => return (Kind::Assign, flag::AUGMENTED),
        _ => 0,
    };
    (Kind::Binary, flags)
}
