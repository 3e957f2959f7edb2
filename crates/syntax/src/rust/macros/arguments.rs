//! Arguments of macros: expressions, and the named fields of logging macros.

use crate::rust::lower::Lower;
use crate::tree::{Kind, Role, flag};
use proc_macro2::{Ident, TokenStream, TokenTree};
use review_facts::Span;
use syn::ext::IdentExt;
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};
use syn::{Expr, Lit, LitStr, Token, braced, token};

/// How a macro takes its arguments.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// Expressions.
    Plain,
    /// As `format!`, behind this many other arguments.
    Format(usize),
    /// As `tracing::info!`: fields before and after the message.
    Log,
    /// As `tracing::info_span!`: fields, and a name that is no message.
    Span,
}

impl Style {
    /// The style of a macro by its name: those of the standard library, log, tracing, anyhow and eyre.
    pub(super) fn of(name: &str) -> Style {
        match name {
            "format" | "format_args" | "print" | "println" | "eprint" | "eprintln" | "panic" | "todo"
            | "unimplemented" | "unreachable" | "anyhow" | "eyre" | "bail" => Style::Format(0),
            "write" | "writeln" | "assert" | "debug_assert" | "ensure" => Style::Format(1),
            "assert_eq" | "assert_ne" | "debug_assert_eq" | "debug_assert_ne" => Style::Format(2),
            "trace" | "debug" | "info" | "warn" | "error" | "event" | "log" => Style::Log,
            "span" | "trace_span" | "debug_span" | "info_span" | "warn_span" | "error_span" => Style::Span,
            _ => Style::Plain,
        }
    }

    fn has_fields(self) -> bool {
        matches!(self, Style::Log | Style::Span)
    }
}

enum Argument {
    Value(Expr),
    /// `key = value`, `key: value`; without a value in `log`'s `key:?`.
    Named(Key, Option<Expr>),
    /// `key => value`.
    Mapped(Box<(Expr, Expr)>),
    /// `{ key = value, … }` in front of a message.
    Fields(Vec<Argument>),
}

enum Key {
    Path(Vec<Ident>),
    Text(LitStr),
}

impl Lower<'_, '_> {
    /// Reads a body as arguments. False, and nothing done, when it is none.
    pub(super) fn argument_macro(&mut self, tokens: &TokenStream, style: Style) -> bool {
        let read = |input: ParseStream<'_>| read_arguments(input, style);
        let Ok(arguments) = read.parse2(tokens.clone()) else { return false };
        let message = message(&arguments, style);
        for (number, argument) in arguments.iter().enumerate() {
            self.macro_argument(argument, message == Some(number));
        }
        true
    }

    fn macro_argument(&mut self, argument: &Argument, message: bool) {
        match argument {
            Argument::Value(Expr::Lit(literal)) if message => {
                self.attributes(&literal.attrs);
                match &literal.lit {
                    Lit::Str(text) => self.template(text, Role::Arg),
                    other => self.literal(other, Role::Arg),
                };
            }
            Argument::Value(value) => {
                self.expr(value, Role::Arg);
            }
            Argument::Named(key, value) => {
                let flags = flag::KEYWORD | if value.is_none() { flag::SHORTHAND } else { 0 };
                self.node(Kind::Pair, Role::Arg, flags, |lower| {
                    let key = match key {
                        Key::Path(path) => lower.names(path, Role::Key, 0),
                        Key::Text(text) => lower.literal(&Lit::Str(text.clone()), Role::Key),
                    };
                    let end = value.as_ref().map(|value| lower.expr(value, Role::Value).end);
                    Span::new(key.start, end.unwrap_or(key.end))
                });
            }
            Argument::Mapped(pair) => {
                let (key, value) = &**pair;
                self.node(Kind::Pair, Role::Arg, flag::COMPUTED, |lower| {
                    let start = lower.expr(key, Role::Key).start;
                    Span::new(start, lower.expr(value, Role::Value).end)
                });
            }
            Argument::Fields(fields) => {
                for field in fields {
                    self.macro_argument(field, false);
                }
            }
        }
    }
}

/// Which argument is the format string.
fn message(arguments: &[Argument], style: Style) -> Option<usize> {
    let is_text = |argument: &Argument| match argument {
        Argument::Value(Expr::Lit(literal)) => matches!(literal.lit, Lit::Str(_)),
        _ => false,
    };
    match style {
        Style::Format(skip) => arguments.get(skip).filter(|argument| is_text(argument)).map(|_| skip),
        Style::Log => arguments.iter().position(is_text),
        Style::Plain | Style::Span => None,
    }
}

fn read_arguments(input: ParseStream<'_>, style: Style) -> syn::Result<Vec<Argument>> {
    let mut arguments = Vec::new();
    while !input.is_empty() {
        arguments.push(read_argument(input, style)?);
        if !input.is_empty() {
            // `log` puts a semicolon between its fields and the message; `vec![x; n]` has one too.
            if input.parse::<Option<Token![;]>>()?.is_none() {
                input.parse::<Token![,]>()?;
            }
        }
    }
    Ok(arguments)
}

fn read_argument(input: ParseStream<'_>, style: Style) -> syn::Result<Argument> {
    if style.has_fields() && (input.peek(Token![%]) || input.peek(Token![?])) {
        input.parse::<TokenTree>()?;
        return Ok(Argument::Value(input.parse()?));
    }
    if may_be_named(input, style) {
        let fork = input.fork();
        if let Some(named) = read_named(&fork, style) {
            input.advance_to(&fork);
            return Ok(named);
        }
    }
    if style.has_fields() && input.peek(token::Brace) {
        let fork = input.fork();
        if let Ok(fields) = read_fields(&fork, style) {
            input.advance_to(&fork);
            return Ok(Argument::Fields(fields));
        }
    }
    // An inline snapshot of insta.
    if style == Style::Plain && input.peek(Token![@]) {
        input.parse::<Token![@]>()?;
    }
    let value: Expr = input.parse()?;
    // `slog` has its fields so, with a sigil perhaps: `"user" => %user.id`.
    if matches!(style, Style::Plain | Style::Log) && input.peek(Token![=>]) {
        input.parse::<Token![=>]>()?;
        if style.has_fields() && (input.peek(Token![%]) || input.peek(Token![?])) {
            input.parse::<TokenTree>()?;
        }
        return Ok(Argument::Mapped(Box::new((value, input.parse()?))));
    }
    Ok(Argument::Value(value))
}

fn read_fields(input: ParseStream<'_>, style: Style) -> syn::Result<Vec<Argument>> {
    let content;
    braced!(content in input);
    let fields = read_arguments(&content, style)?;
    if input.is_empty() || input.peek(Token![,]) { Ok(fields) } else { Err(input.error("an expression")) }
}

fn may_be_named(input: ParseStream<'_>, style: Style) -> bool {
    if style.has_fields() && input.peek(LitStr) {
        return input.peek2(Token![=]) || input.peek2(Token![:]);
    }
    let dotted = style.has_fields() && input.peek2(Token![.]);
    input.peek(Ident::peek_any) && (dotted || input.peek2(Token![=]) || input.peek2(Token![:]))
}

/// `key = value`, `key: value`, `a.b = value`, `"key" = value`, with the sigils of logging macros.
fn read_named(input: ParseStream<'_>, style: Style) -> Option<Argument> {
    let key = if input.peek(LitStr) && style.has_fields() {
        Key::Text(input.parse().ok()?)
    } else {
        let mut path = vec![input.call(Ident::parse_any).ok()?];
        while style.has_fields() && input.peek(Token![.]) && input.peek2(Ident::peek_any) {
            input.parse::<TokenTree>().ok()?;
            path.push(input.call(Ident::parse_any).ok()?);
        }
        Key::Path(path)
    };
    if input.peek(Token![:]) && !input.peek(Token![::]) {
        input.parse::<Token![:]>().ok()?;
        if style.has_fields() && read_capture(input) {
            return Some(Argument::Named(key, read_value(input, style)));
        }
        return Some(Argument::Named(key, Some(input.parse().ok()?)));
    }
    if input.peek(Token![=]) && !input.peek(Token![==]) && !input.peek(Token![=>]) {
        return Some(Argument::Named(key, Some(read_value(input, style)?)));
    }
    None
}

/// How a field of `log` says that it is shown: `key:?`, `key:%`, `key:err`.
fn read_capture(input: ParseStream<'_>) -> bool {
    let fork = input.fork();
    let sigil = fork.peek(Token![%]) || fork.peek(Token![?]);
    let word = fork.peek(Ident::peek_any);
    if !(sigil || word) || fork.parse::<TokenTree>().is_err() {
        return false;
    }
    let ends = fork.is_empty() || fork.peek(Token![,]) || fork.peek(Token![;]);
    let captures = (ends && sigil) || (fork.peek(Token![=]) && !fork.peek(Token![==]));
    if captures {
        input.advance_to(&fork);
    }
    captures
}

/// `= value`, the value behind `%` or `?` perhaps.
fn read_value(input: ParseStream<'_>, style: Style) -> Option<Expr> {
    input.parse::<Token![=]>().ok()?;
    if style.has_fields() && (input.peek(Token![%]) || input.peek(Token![?])) {
        input.parse::<TokenTree>().ok()?;
    }
    input.parse().ok()
}
