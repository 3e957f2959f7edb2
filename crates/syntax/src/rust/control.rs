//! Blocks, statements and control flow.

use super::lower::Lower;
use super::raw::Raw;
use crate::tree::{Kind, Role, flag};
use review_facts::Span;
use syn::{Block, Expr, Pat, Stmt};

impl Lower<'_, '_> {
    /// Adds a block.
    pub(super) fn block(&mut self, block: &Block, role: Role) -> Span {
        self.block_with(&[], block, role)
    }

    /// Adds a block with the inner attributes that stand in it.
    pub(super) fn block_with(&mut self, attrs: &[syn::Attribute], block: &Block, role: Role) -> Span {
        let braces = block.brace_token.span;
        let span = Span::new(self.start(braces.open()), self.after(braces.close()));
        self.out.open(Kind::Block, role, 0, span);
        self.inner_attributes(attrs);
        self.statements(&block.stmts);
        self.out.close();
        span
    }

    pub(super) fn statements(&mut self, statements: &[Stmt]) {
        for statement in statements {
            self.statement(statement);
        }
    }

    pub(super) fn statement(&mut self, statement: &Stmt) {
        match statement {
            Stmt::Local(local) => self.local(local),
            Stmt::Item(item) => self.item(item),
            Stmt::Expr(expr, _) => {
                self.expr(expr, Role::None);
            }
            Stmt::Macro(statement) => {
                self.macro_call(&statement.attrs, &statement.mac, Role::None);
            }
        }
    }

    fn local(&mut self, local: &syn::Local) {
        let (pattern, ty) = match &local.pat {
            Pat::Type(typed) => (&*typed.pat, Some(&*typed.ty)),
            pattern => (pattern, None),
        };
        let mutable = matches!(pattern, Pat::Ident(name) if name.mutability.is_some());
        let flags = flag::DECL | if mutable { 0 } else { flag::CONST };
        let id = self.open(Kind::Assign, Role::None, flags);
        let first = self.attributes(&local.attrs);
        let start = first.unwrap_or_else(|| self.start(local.let_token.span));
        let mut end = self.pattern(pattern, Role::Target).end;
        if let Some(ty) = ty {
            end = self.type_leaf(ty, Role::Type).end;
        }
        if let Some(init) = &local.init {
            end = self.expr(&init.expr, Role::Value).end;
            if let Some((_, diverge)) = &init.diverge {
                end = self.expr(diverge, Role::Else).end;
            }
        }
        self.close(id, Span::new(start, end));
    }

    pub(super) fn let_expr(&mut self, e: &syn::ExprLet, role: Role) -> Span {
        self.attributes(&e.attrs);
        let id = self.open(Kind::Assign, role, flag::DECL | flag::CONST);
        let start = self.start(e.let_token.span);
        self.pattern(&e.pat, Role::Target);
        let end = self.expr(&e.expr, Role::Value).end;
        self.close(id, Span::new(start, end))
    }

    pub(super) fn block_expr(&mut self, e: &syn::ExprBlock, role: Role) -> Span {
        self.outer_attributes(&e.attrs);
        self.block_with(&e.attrs, &e.block, role)
    }

    pub(super) fn unsafe_block(&mut self, e: &syn::ExprUnsafe, role: Role) -> Span {
        self.wrapped(Raw::UnsafeBlock, role, &e.attrs, e.unsafe_token.span, &e.block)
    }

    pub(super) fn const_block(&mut self, e: &syn::ExprConst, role: Role) -> Span {
        self.wrapped(Raw::ConstBlock, role, &e.attrs, e.const_token.span, &e.block)
    }

    pub(super) fn async_block(&mut self, e: &syn::ExprAsync, role: Role) -> Span {
        self.wrapped(Raw::AsyncBlock, role, &e.attrs, e.async_token.span, &e.block)
    }

    pub(super) fn try_block(&mut self, e: &syn::ExprTryBlock, role: Role) -> Span {
        self.wrapped(Raw::TryBlock, role, &e.attrs, e.try_token.span, &e.block)
    }

    fn wrapped(
        &mut self,
        raw: Raw,
        role: Role,
        attrs: &[syn::Attribute],
        keyword: proc_macro2::Span,
        block: &Block,
    ) -> Span {
        self.outer_attributes(attrs);
        let id = self.open_other(raw, role);
        let start = self.start(keyword);
        let end = self.block_with(attrs, block, Role::Body).end;
        self.close(id, Span::new(start, end))
    }

    pub(super) fn if_expr(&mut self, e: &syn::ExprIf, role: Role, flags: u16) -> Span {
        self.attributes(&e.attrs);
        let id = self.open(Kind::If, role, flags);
        let start = self.start(e.if_token.span);
        self.expr(&e.cond, Role::Cond);
        let mut end = self.block(&e.then_branch, Role::Body).end;
        if let Some((_, branch)) = &e.else_branch {
            end = match &**branch {
                Expr::If(branch) => self.if_expr(branch, Role::Else, flag::ELIF),
                branch => self.expr(branch, Role::Else),
            }
            .end;
        }
        self.close(id, Span::new(start, end))
    }

    pub(super) fn for_loop(&mut self, e: &syn::ExprForLoop, role: Role) -> Span {
        self.outer_attributes(&e.attrs);
        let id = self.open(Kind::Loop, role, flag::FOR);
        let start = self.start(e.for_token.span);
        self.pattern(&e.pat, Role::Target);
        self.expr(&e.expr, Role::Iter);
        let end = self.block_with(&e.attrs, &e.body, Role::Body).end;
        self.close(id, Span::new(start, end))
    }

    pub(super) fn while_loop(&mut self, e: &syn::ExprWhile, role: Role) -> Span {
        self.outer_attributes(&e.attrs);
        let id = self.open(Kind::Loop, role, flag::WHILE);
        let start = self.start(e.while_token.span);
        self.expr(&e.cond, Role::Cond);
        let end = self.block_with(&e.attrs, &e.body, Role::Body).end;
        self.close(id, Span::new(start, end))
    }

    pub(super) fn endless_loop(&mut self, e: &syn::ExprLoop, role: Role) -> Span {
        self.outer_attributes(&e.attrs);
        let id = self.open(Kind::Loop, role, flag::INFINITE);
        let start = self.start(e.loop_token.span);
        let end = self.block_with(&e.attrs, &e.body, Role::Body).end;
        self.close(id, Span::new(start, end))
    }

    pub(super) fn match_expr(&mut self, e: &syn::ExprMatch, role: Role) -> Span {
        self.outer_attributes(&e.attrs);
        let id = self.open(Kind::Match, role, 0);
        let start = self.start(e.match_token.span);
        self.expr(&e.expr, Role::Cond);
        self.inner_attributes(&e.attrs);
        for arm in &e.arms {
            self.arm(arm);
        }
        let end = self.after(e.brace_token.span.close());
        self.close(id, Span::new(start, end))
    }

    fn arm(&mut self, arm: &syn::Arm) {
        let flags = if matches!(arm.pat, Pat::Wild(_)) { flag::DEFAULT } else { 0 };
        let id = self.open(Kind::Arm, Role::None, flags);
        let first = self.attributes(&arm.attrs);
        let pattern = self.guarded_pattern(&arm.pat);
        let start = first.unwrap_or(pattern.start);
        let end = self.expr(&arm.body, Role::Body).end;
        self.close(id, Span::new(start, end));
    }
}
