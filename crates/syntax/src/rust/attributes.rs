//! Attributes: decorators, with `cfg_attr` opened and documentation left to the comments.
//!
//! What stands in an attribute is a language of its own (`fields(id = %id)`, `crate = "…"`), so its arguments
//! are read one by one: what cannot be read costs that argument alone.

use super::lower::Lower;
use super::raw::Raw;
use crate::tree::{Comment, Kind, Role, flag};
use proc_macro2::{Ident, Punct, Span as TokenSpan, TokenStream, TokenTree, extra::DelimSpan};
use review_facts::Span;
use syn::ext::IdentExt;
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};
use syn::{AttrStyle, Attribute, Expr, LitBool, Meta, Token, Type, parenthesized, token};

/// One argument of an attribute and the comma behind it.
struct Argument {
    what: What,
    comma: Option<TokenSpan>,
}

enum What {
    Path(Vec<Ident>),
    Pair(Vec<Ident>, Value),
    Call(Vec<Ident>, DelimSpan, Vec<Argument>),
    Tuple(DelimSpan, Vec<Argument>),
    Value(Value),
    Unread(TokenStream),
}

enum Value {
    Expr(Expr),
    /// `body = Page<User>`
    Type(Type),
}

impl Lower<'_, '_> {
    /// Adds the attributes as decorators. Returns where the first one starts.
    pub(super) fn attributes(&mut self, attrs: &[Attribute]) -> Option<u32> {
        let mut first = None;
        for attribute in attrs {
            let start = self.attribute(attribute);
            first = first.or(start);
        }
        first
    }

    pub(super) fn outer_attributes(&mut self, attrs: &[Attribute]) {
        for attribute in attrs.iter().filter(|attribute| !is_inner(attribute)) {
            self.attribute(attribute);
        }
    }

    pub(super) fn inner_attributes(&mut self, attrs: &[Attribute]) {
        for attribute in attrs.iter().filter(|attribute| is_inner(attribute)) {
            self.attribute(attribute);
        }
    }

    /// Where the first attribute starts that is no documentation.
    pub(super) fn attributes_start(&self, attrs: &[Attribute]) -> Option<u32> {
        let first = attrs.iter().find(|attribute| !is_inner(attribute) && !is_doc(attribute))?;
        Some(self.start(first.pound_token.span))
    }

    fn attribute(&mut self, attribute: &Attribute) -> Option<u32> {
        let start = self.start(attribute.pound_token.span);
        let written = self.at.rest(start).starts_with('#');
        if is_doc(attribute) {
            if written {
                let end = self.after(attribute.bracket_token.span.close());
                let span = Span::new(start, end);
                self.out.comment(Comment { span, doc: true, trailing: false });
            }
            return None;
        }
        let span = Span::new(start, self.after(attribute.bracket_token.span.close()));
        let flags = if is_inner(attribute) { flag::INNER } else { 0 };
        match &attribute.meta {
            Meta::List(list) if list.path.is_ident("cfg_attr") => {
                let close = list.delimiter.span().close();
                self.cfg_attr(&list.path.segments[0].ident, close, read(&list.tokens), flags);
            }
            meta => {
                self.out.open(Kind::Decorator, Role::None, flags, span);
                self.meta(meta);
                self.out.close();
            }
        }
        Some(start)
    }

    fn meta(&mut self, meta: &Meta) {
        match meta {
            Meta::Path(path) => {
                self.path(None, path, Role::None, false);
            }
            Meta::List(list) => {
                let id = self.open(Kind::Call, Role::None, 0);
                let start = self.path(None, &list.path, Role::Callee, true).start;
                self.arguments(read(&list.tokens));
                let end = self.after(list.delimiter.span().close());
                self.close(id, Span::new(start, end));
            }
            Meta::NameValue(pair) => {
                let id = self.open(Kind::Pair, Role::None, flag::KEYWORD);
                let start = self.path(None, &pair.path, Role::Key, false).start;
                let end = self.expr(&pair.value, Role::Value).end;
                self.close(id, Span::new(start, end));
            }
        }
    }

    /// The decorators behind the condition. The condition itself stays as one leaf, so that no name is lost.
    fn cfg_attr(&mut self, name: &Ident, close: TokenSpan, arguments: Vec<Argument>, flags: u16) {
        let mut arguments = arguments.into_iter();
        let condition_end = arguments.next().and_then(|condition| condition.comma).unwrap_or(close);
        let span = Span::new(self.start(name.span()), self.start(condition_end));
        self.out.leaf(Kind::Other, Role::None, Raw::CfgAttr as u16, span);
        for argument in arguments {
            match argument.what {
                What::Call(path, parens, inner) if path.len() == 1 && path[0] == "cfg_attr" => {
                    self.cfg_attr(&path[0], parens.close(), inner, flags);
                }
                what => {
                    self.node(Kind::Decorator, Role::None, flags | flag::CONDITIONAL, |lower| {
                        lower.argument(what, Role::None, 0)
                    });
                }
            }
        }
    }

    /// Adds an argument. `keyword` marks pairs that are arguments of a call.
    fn argument(&mut self, what: What, role: Role, keyword: u16) -> Span {
        match what {
            What::Path(path) => self.names(&path, role, flag::PATH),
            What::Pair(path, value) => self.node(Kind::Pair, role, keyword, |lower| {
                let start = lower.names(&path, Role::Key, 0).start;
                Span::new(start, lower.value(&value, Role::Value).end)
            }),
            What::Call(path, parens, arguments) => self.node(Kind::Call, role, 0, |lower| {
                let start = lower.names(&path, Role::Callee, flag::PATH).start;
                lower.arguments(arguments);
                Span::new(start, lower.after(parens.close()))
            }),
            What::Tuple(parens, arguments) => self.node(Kind::List, role, flag::TUPLE, |lower| {
                for argument in arguments {
                    lower.argument(argument.what, Role::None, flag::KEYWORD);
                }
                Span::new(lower.start(parens.open()), lower.after(parens.close()))
            }),
            What::Value(value) => self.value(&value, role),
            What::Unread(tokens) => {
                let span = self.tokens_span(&tokens).unwrap_or_default();
                self.out.uncovered(span, "attribute");
                span
            }
        }
    }

    fn value(&mut self, value: &Value, role: Role) -> Span {
        match value {
            Value::Expr(value) => self.expr(value, role),
            Value::Type(ty) => self.type_leaf(ty, role),
        }
    }

    fn arguments(&mut self, arguments: Vec<Argument>) {
        for argument in arguments {
            self.argument(argument.what, Role::Arg, flag::KEYWORD);
        }
    }
}

fn is_inner(attribute: &Attribute) -> bool {
    matches!(attribute.style, AttrStyle::Inner(_))
}

/// `/// text`, `#[doc = "text"]`; `#[doc(hidden)]` and `#[doc = include_str!("…")]` are attributes.
fn is_doc(attribute: &Attribute) -> bool {
    match &attribute.meta {
        Meta::NameValue(pair) => pair.path.is_ident("doc") && matches!(pair.value, Expr::Lit(_)),
        _ => false,
    }
}

/// The arguments between the parentheses of an attribute.
fn read(tokens: &TokenStream) -> Vec<Argument> {
    (|input: ParseStream<'_>| Ok(read_arguments(input))).parse2(tokens.clone()).unwrap_or_default()
}

fn read_arguments(input: ParseStream<'_>) -> Vec<Argument> {
    let mut arguments = Vec::new();
    while !input.is_empty() {
        let what = read_argument(input);
        // A semicolon separates the name of a `test_case` from its arguments.
        let separator = if input.is_empty() { None } else { input.parse::<Punct>().ok() };
        let comma = separator.map(|separator| separator.span());
        arguments.push(Argument { what, comma });
    }
    arguments
}

fn read_argument(input: ParseStream<'_>) -> What {
    for read in [read_named, read_tuple, read_lone] {
        let fork = input.fork();
        if let Some(what) = read(&fork) {
            input.advance_to(&fork);
            return what;
        }
    }
    let mut tokens = Vec::new();
    while !at_end(input)
        && let Ok(token) = input.parse::<TokenTree>()
    {
        tokens.push(token);
    }
    What::Unread(TokenStream::from_iter(tokens))
}

fn read_lone(input: ParseStream<'_>) -> Option<What> {
    read_value(input).map(What::Value)
}

fn at_end(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![,]) || input.peek(Token![;])
}

fn read_value(input: ParseStream<'_>) -> Option<Value> {
    let fork = input.fork();
    if let Ok(value) = fork.parse()
        && at_end(&fork)
    {
        input.advance_to(&fork);
        return Some(Value::Expr(value));
    }
    let ty = input.parse().ok()?;
    at_end(input).then_some(Value::Type(ty))
}

/// `path`, `path = value`, `path(…)`; none when something else follows.
fn read_named(input: ParseStream<'_>) -> Option<What> {
    if input.peek(LitBool) || !input.peek(Ident::peek_any) {
        return None;
    }
    let mut path = vec![input.call(Ident::parse_any).ok()?];
    loop {
        if input.peek(Token![::]) && input.peek3(Ident::peek_any) {
            input.parse::<Token![::]>().ok()?;
        } else if input.peek(Token![.]) && input.peek2(Ident::peek_any) {
            input.parse::<Token![.]>().ok()?;
        } else {
            break;
        }
        path.push(input.call(Ident::parse_any).ok()?);
    }
    if at_end(input) {
        return Some(What::Path(path));
    }
    if input.peek(Token![=]) && !input.peek(Token![==]) {
        input.parse::<Token![=]>().ok()?;
        // How `tracing` says that a field is shown by Display or Debug.
        if input.peek(Token![%]) || input.peek(Token![?]) {
            input.parse::<TokenTree>().ok()?;
        }
        return read_value(input).map(|value| What::Pair(path, value));
    }
    let (parens, arguments) = read_parens(input)?;
    at_end(input).then_some(What::Call(path, parens, arguments))
}

fn read_tuple(input: ParseStream<'_>) -> Option<What> {
    let (parens, arguments) = read_parens(input)?;
    at_end(input).then_some(What::Tuple(parens, arguments))
}

fn read_parens(input: ParseStream<'_>) -> Option<(DelimSpan, Vec<Argument>)> {
    if !input.peek(token::Paren) {
        return None;
    }
    let read = |input: ParseStream<'_>| -> syn::Result<(DelimSpan, Vec<Argument>)> {
        let content;
        let parens = parenthesized!(content in input);
        Ok((parens.span, read_arguments(&content)))
    };
    read(input).ok()
}
