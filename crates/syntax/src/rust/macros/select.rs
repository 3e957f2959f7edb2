//! `select!` of tokio, futures and crossbeam: arms of pattern, future and body.

use crate::rust::lower::Lower;
use crate::tree::{Kind, Role, flag};
use proc_macro2::{Ident, TokenStream};
use review_facts::Span;
use syn::ext::IdentExt;
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};
use syn::{Expr, Pat, Token, token};

struct Select {
    /// `biased;`
    biased: Option<Ident>,
    arms: Vec<Arm>,
}

struct Arm {
    head: Head,
    body: Expr,
}

enum Head {
    /// `pattern = future, if condition`
    Future(Box<(Pat, Expr, Option<Expr>)>),
    /// `operation(channel) -> pattern`
    Operation(Box<(Expr, Pat)>),
    /// `else`, and `default` and `complete` of futures.
    Word(Ident),
}

impl Lower<'_, '_> {
    /// Arms have the future in role Value; those that wait for nothing have flag DEFAULT.
    pub(super) fn select_macro(&mut self, tokens: &TokenStream) -> bool {
        let Ok(select) = read.parse2(tokens.clone()) else { return false };
        if let Some(biased) = &select.biased {
            self.name(biased, Role::None);
        }
        for arm in &select.arms {
            self.select_arm(arm);
        }
        true
    }

    fn select_arm(&mut self, arm: &Arm) {
        let flags = if matches!(arm.head, Head::Word(_)) { flag::DEFAULT } else { 0 };
        self.node(Kind::Arm, Role::None, flags, |lower| {
            let start = lower.select_head(&arm.head);
            Span::new(start, lower.expr(&arm.body, Role::Body).end)
        });
    }

    /// Returns where the head starts.
    fn select_head(&mut self, head: &Head) -> u32 {
        match head {
            Head::Future(parts) => {
                let (pattern, future, condition) = &**parts;
                let start = self.pattern(pattern, Role::Target).start;
                self.expr(future, Role::Value);
                if let Some(condition) = condition {
                    self.expr(condition, Role::Cond);
                }
                start
            }
            Head::Operation(parts) => {
                let start = self.expr(&parts.0, Role::Value).start;
                self.pattern(&parts.1, Role::Target);
                start
            }
            // `default` and `complete` are names to the compiler, `else` is not.
            Head::Word(word) if word == "else" => self.start(word.span()),
            Head::Word(word) => self.name(word, Role::Target).start,
        }
    }
}

fn read(input: ParseStream<'_>) -> syn::Result<Select> {
    let biased = if input.peek(syn::Ident) && input.peek2(Token![;]) {
        let word = input.parse()?;
        input.parse::<Token![;]>()?;
        Some(word)
    } else {
        None
    };
    let mut arms = Vec::new();
    while !input.is_empty() {
        arms.push(read_arm(input)?);
    }
    Ok(Select { biased, arms })
}

fn read_arm(input: ParseStream<'_>) -> syn::Result<Arm> {
    let fork = input.fork();
    let head = match read_operation(&fork) {
        Ok(head) => {
            input.advance_to(&fork);
            head
        }
        Err(_) => read_head(input)?,
    };
    input.parse::<Token![=>]>()?;
    Ok(Arm { head, body: read_body(input)? })
}

/// `recv(receiver) -> pattern` of crossbeam.
fn read_operation(input: ParseStream<'_>) -> syn::Result<Head> {
    let operation: syn::ExprCall = input.parse()?;
    input.parse::<Token![->]>()?;
    Ok(Head::Operation(Box::new((Expr::Call(operation), Pat::parse_single(input)?))))
}

fn read_head(input: ParseStream<'_>) -> syn::Result<Head> {
    if input.peek(Ident::peek_any) && input.peek2(Token![=>]) {
        return Ok(Head::Word(input.call(Ident::parse_any)?));
    }
    let pattern = Pat::parse_multi_with_leading_vert(input)?;
    input.parse::<Token![=]>()?;
    let future = input.parse()?;
    let condition = match input.parse::<Option<Token![,]>>()? {
        Some(_) => {
            input.parse::<Token![if]>()?;
            Some(input.parse()?)
        }
        None => None,
    };
    Ok(Head::Future(Box::new((pattern, future, condition))))
}

fn read_body(input: ParseStream<'_>) -> syn::Result<Expr> {
    let block = input.peek(token::Brace);
    let body = Expr::parse_with_earlier_boundary_rule(input)?;
    if !input.is_empty() && (!block || input.peek(Token![,])) {
        input.parse::<Token![,]>()?;
    }
    Ok(body)
}
