//! `lazy_static!`, `thread_local!`, `bitflags!` and `cfg_if!`: declarations in a wrapping of their own.

use crate::rust::lower::Lower;
use crate::tree::{Kind, Role, flag};
use proc_macro2::{Ident, Span as TokenSpan, TokenStream, extra::DelimSpan};
use review_facts::Span;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Block, Expr, Stmt, Token, Type, Visibility, braced};

struct Static {
    attrs: Vec<Attribute>,
    vis: Visibility,
    keyword: Token![static],
    name: Ident,
    ty: Type,
    value: Expr,
}

/// `struct Name: Type { const FLAG = value; }`
struct Flags {
    attrs: Vec<Attribute>,
    vis: Visibility,
    keyword: TokenSpan,
    name: Ident,
    ty: Type,
    braces: DelimSpan,
    flags: Vec<(Vec<Attribute>, Token![const], Ident, Expr)>,
}

struct Branch {
    attrs: Vec<Attribute>,
    braces: DelimSpan,
    statements: Vec<Stmt>,
}

impl Lower<'_, '_> {
    pub(super) fn statics_macro(&mut self, tokens: &TokenStream) -> bool {
        let Ok(statics) = read_statics.parse2(tokens.clone()) else { return false };
        for item in &statics {
            let flags = flag::DECL | flag::CONST | self.exported(&item.vis);
            self.node(Kind::Assign, Role::None, flags, |lower| {
                let start = lower.item_start(&item.attrs, &item.vis, item.keyword.span);
                lower.attributes(&item.attrs);
                lower.visibility_path(&item.vis);
                lower.name(&item.name, Role::Target);
                lower.type_leaf(&item.ty, Role::Type);
                Span::new(start, lower.expr(&item.value, Role::Value).end)
            });
        }
        true
    }

    /// The structures as classes, their flags as constants in them.
    pub(super) fn bitflags_macro(&mut self, tokens: &TokenStream) -> bool {
        let Ok(structures) = read_bitflags.parse2(tokens.clone()) else { return false };
        for item in &structures {
            let flags = flag::CLASS_STRUCT | self.exported(&item.vis);
            self.node(Kind::Class, Role::None, flags, |lower| {
                let start = lower.item_start(&item.attrs, &item.vis, item.keyword);
                lower.attributes(&item.attrs);
                lower.visibility_path(&item.vis);
                lower.name(&item.name, Role::Name);
                lower.type_leaf(&item.ty, Role::Base);
                for (attrs, keyword, name, value) in &item.flags {
                    lower.node(Kind::Assign, Role::None, flag::DECL | flag::CONST, |lower| {
                        let first = lower.attributes(attrs);
                        lower.name(name, Role::Target);
                        let end = lower.expr(value, Role::Value).end;
                        Span::new(first.unwrap_or_else(|| lower.start(keyword.span)), end)
                    });
                }
                Span::new(start, lower.after(item.braces.close()))
            });
        }
        true
    }

    /// The branches as blocks, each behind its `cfg`.
    pub(super) fn cfg_if_macro(&mut self, tokens: &TokenStream) -> bool {
        let Ok(branches) = read_branches.parse2(tokens.clone()) else { return false };
        for branch in &branches {
            self.attributes(&branch.attrs);
            self.node(Kind::Block, Role::None, 0, |lower| {
                lower.statements(&branch.statements);
                Span::new(lower.start(branch.braces.open()), lower.after(branch.braces.close()))
            });
        }
        true
    }
}

fn read_statics(input: ParseStream<'_>) -> syn::Result<Vec<Static>> {
    let mut statics = Vec::new();
    while !input.is_empty() {
        let attrs = input.call(Attribute::parse_outer)?;
        let vis = input.parse()?;
        let keyword = input.parse()?;
        input.parse::<Option<Token![ref]>>()?;
        let name = input.parse()?;
        input.parse::<Token![:]>()?;
        let ty = input.parse()?;
        input.parse::<Token![=]>()?;
        let value = input.parse()?;
        if !input.is_empty() {
            input.parse::<Token![;]>()?;
        }
        statics.push(Static { attrs, vis, keyword, name, ty, value });
    }
    Ok(statics)
}

fn read_bitflags(input: ParseStream<'_>) -> syn::Result<Vec<Flags>> {
    let mut structures = Vec::new();
    while !input.is_empty() {
        let attrs = input.call(Attribute::parse_outer)?;
        let vis = input.parse()?;
        let keyword = match input.parse::<Option<Token![impl]>>()? {
            Some(keyword) => keyword.span,
            None => input.parse::<Token![struct]>()?.span,
        };
        let name = input.parse()?;
        input.parse::<Token![:]>()?;
        let ty = input.parse()?;
        let content;
        let braces = braced!(content in input).span;
        let mut flags = Vec::new();
        while !content.is_empty() {
            let attrs = content.call(Attribute::parse_outer)?;
            let keyword = content.parse()?;
            let name = content.call(Ident::parse_any)?;
            content.parse::<Token![=]>()?;
            flags.push((attrs, keyword, name, content.parse()?));
            content.parse::<Token![;]>()?;
        }
        structures.push(Flags { attrs, vis, keyword, name, ty, braces, flags });
    }
    Ok(structures)
}

fn read_branches(input: ParseStream<'_>) -> syn::Result<Vec<Branch>> {
    let mut branches = Vec::new();
    while !input.is_empty() {
        if !branches.is_empty() {
            input.parse::<Token![else]>()?;
        }
        let attrs = match input.parse::<Option<Token![if]>>()? {
            Some(_) => input.call(Attribute::parse_outer)?,
            None => Vec::new(),
        };
        let content;
        let braces = braced!(content in input).span;
        branches.push(Branch { attrs, braces, statements: Block::parse_within(&content)? });
    }
    Ok(branches)
}
