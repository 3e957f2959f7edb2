//! `json!`: objects and lists with expressions as values.

use crate::rust::lower::Lower;
use crate::tree::{Kind, Role, flag};
use proc_macro2::{Span as TokenSpan, TokenStream, extra::DelimSpan};
use review_facts::Span;
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};
use syn::{Expr, Ident, Token, braced, bracketed, token};

enum Json {
    Object(DelimSpan, Vec<(Expr, Json)>),
    List(DelimSpan, Vec<Json>),
    Null(TokenSpan),
    Value(Expr),
}

impl Lower<'_, '_> {
    pub(super) fn json_macro(&mut self, tokens: &TokenStream) -> bool {
        let Ok(json) = read_value.parse2(tokens.clone()) else { return false };
        self.json(&json, Role::Arg);
        true
    }

    fn json(&mut self, json: &Json, role: Role) -> Span {
        match json {
            Json::Object(braces, pairs) => self.node(Kind::Object, role, 0, |lower| {
                for (key, value) in pairs {
                    lower.node(Kind::Pair, Role::None, 0, |lower| {
                        let start = lower.expr(key, Role::Key).start;
                        Span::new(start, lower.json(value, Role::Value).end)
                    });
                }
                Span::new(lower.start(braces.open()), lower.after(braces.close()))
            }),
            Json::List(brackets, values) => self.node(Kind::List, role, 0, |lower| {
                for value in values {
                    lower.json(value, Role::None);
                }
                Span::new(lower.start(brackets.open()), lower.after(brackets.close()))
            }),
            Json::Null(null) => {
                let span = self.at.ident(*null);
                self.out.leaf(Kind::Constant, role, flag::NULL, span);
                span
            }
            Json::Value(value) => self.expr(value, role),
        }
    }
}

fn read_value(input: ParseStream<'_>) -> syn::Result<Json> {
    let fork = input.fork();
    let structured = if fork.peek(token::Brace) {
        read_object(&fork).ok()
    } else if fork.peek(token::Bracket) {
        read_list(&fork).ok()
    } else if fork.peek(Ident) {
        fork.parse::<Ident>().ok().filter(|ident| ident == "null").map(|ident| Json::Null(ident.span()))
    } else {
        None
    };
    if let Some(json) = structured
        && (fork.is_empty() || fork.peek(Token![,]))
    {
        input.advance_to(&fork);
        return Ok(json);
    }
    input.parse().map(Json::Value)
}

fn read_object(input: ParseStream<'_>) -> syn::Result<Json> {
    let content;
    let braces = braced!(content in input);
    let mut pairs = Vec::new();
    while !content.is_empty() {
        let key = content.parse()?;
        content.parse::<Token![:]>()?;
        pairs.push((key, read_value(&content)?));
        if !content.is_empty() {
            content.parse::<Token![,]>()?;
        }
    }
    Ok(Json::Object(braces.span, pairs))
}

fn read_list(input: ParseStream<'_>) -> syn::Result<Json> {
    let content;
    let brackets = bracketed!(content in input);
    let mut values = Vec::new();
    while !content.is_empty() {
        values.push(read_value(&content)?);
        if !content.is_empty() {
            content.parse::<Token![,]>()?;
        }
    }
    Ok(Json::List(brackets.span, values))
}
