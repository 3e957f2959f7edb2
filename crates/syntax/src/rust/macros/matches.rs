//! `matches!(value, pattern if guard)` and the assertions made of it.

use crate::rust::lower::Lower;
use crate::tree::Role;
use proc_macro2::TokenStream;
use syn::parse::{ParseStream, Parser};
use syn::{Expr, Pat, Token};

struct Matches {
    value: Expr,
    pattern: Pat,
    guard: Option<Expr>,
    rest: Vec<Expr>,
}

impl Lower<'_, '_> {
    /// The value is an argument, the pattern has role Target and the guard role Cond, as in an arm.
    pub(super) fn matches_macro(&mut self, tokens: &TokenStream) -> bool {
        let Ok(matches) = read.parse2(tokens.clone()) else { return false };
        self.expr(&matches.value, Role::Arg);
        self.pattern(&matches.pattern, Role::Target);
        if let Some(guard) = &matches.guard {
            self.expr(guard, Role::Cond);
        }
        for argument in &matches.rest {
            self.expr(argument, Role::Arg);
        }
        true
    }
}

fn read(input: ParseStream<'_>) -> syn::Result<Matches> {
    let value = input.parse()?;
    input.parse::<Token![,]>()?;
    let pattern = Pat::parse_multi_with_leading_vert(input)?;
    let guard = match input.parse::<Option<Token![if]>>()? {
        Some(_) => Some(input.parse()?),
        None => None,
    };
    let mut rest = Vec::new();
    while !input.is_empty() {
        input.parse::<Token![,]>()?;
        if !input.is_empty() {
            rest.push(input.parse()?);
        }
    }
    Ok(Matches { value, pattern, guard, rest })
}
