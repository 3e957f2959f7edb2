//! Macro calls: what reads as Rust is lowered, the rest is not covered.
//!
//! `syn` hands macro bodies over as tokens. Bodies with a grammar of their own that matters (`json!`,
//! `select!`, `table!`, …) have a reader each; every other macro is tried as arguments, then as statements,
//! and at last only the blocks in it are read. A reader parses everything before anything is lowered, so that
//! a failed attempt leaves no trace in the tree.

mod arguments;
mod format;
mod json;
mod matches;
mod select;
mod statics;
mod tables;

use super::lower::Lower;
use super::raw::Raw;
use crate::tree::{Kind, Role, flag};
use arguments::Style;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use review_facts::Span;
use syn::parse::Parser;
use syn::{Attribute, Block, MacroDelimiter};

/// Macro bodies inside each other that are read. Each level lexes and parses what is inside again, so that
/// the cost is this many times the file's size at most.
const MOST_NESTED: u32 = 16;

impl Lower<'_, '_> {
    /// Adds a macro call and returns its extent.
    pub(super) fn macro_call(&mut self, attrs: &[Attribute], mac: &syn::Macro, role: Role) -> Span {
        self.attributes(attrs);
        let id = self.open(Kind::Call, role, flag::MACRO);
        let start = self.path(None, &mac.path, Role::Callee, false).start;
        if !mac.tokens.is_empty() {
            self.macro_body(mac);
        }
        let end = self.after(mac.delimiter.span().close());
        self.close(id, Span::new(start, end))
    }

    /// A macro among items: a call, or `macro_rules! name { … }`.
    pub(super) fn macro_item(&mut self, item: &syn::ItemMacro) {
        let Some(name) = &item.ident else {
            self.macro_call(&item.attrs, &item.mac, Role::None);
            return;
        };
        let id = self.open_other(Raw::MacroDefinition, Role::None);
        let first = self.attributes(&item.attrs);
        let start = self.path(None, &item.mac.path, Role::Callee, false).start;
        self.name(name, Role::Name);
        if let Some(span) = self.tokens_span(&item.mac.tokens) {
            self.out.uncovered(span, "macro definition");
        }
        let end = self.after(item.mac.delimiter.span().close());
        self.close(id, Span::new(first.unwrap_or(start), end));
    }

    fn macro_body(&mut self, mac: &syn::Macro) {
        let Some(name) = mac.path.segments.last().map(|last| last.ident.to_string()) else { return };
        if self.macros >= MOST_NESTED || is_quotation(&name) {
            return self.unread_macro(&mac.tokens, &name);
        }
        self.macros += 1;
        let tokens = &mac.tokens;
        let read = match name.as_str() {
            "json" | "json_internal" => self.json_macro(tokens),
            "matches" | "assert_matches" | "debug_assert_matches" => self.matches_macro(tokens),
            "select" | "select_biased" => self.select_macro(tokens),
            "table" => self.table_macro(tokens),
            "joinable" => self.joinable_macro(tokens),
            "lazy_static" | "thread_local" => self.statics_macro(tokens),
            "bitflags" => self.bitflags_macro(tokens),
            "cfg_if" => self.cfg_if_macro(tokens),
            _ => false,
        };
        if !read && !self.code_macro(mac, Style::of(&name)) {
            self.islands(tokens, &name);
        }
        self.macros -= 1;
    }

    /// Arguments or statements; between braces statements are the likelier.
    fn code_macro(&mut self, mac: &syn::Macro, style: Style) -> bool {
        let braces = style == Style::Plain && matches!(mac.delimiter, MacroDelimiter::Brace(_));
        match braces {
            true => self.statement_macro(&mac.tokens) || self.argument_macro(&mac.tokens, style),
            false => self.argument_macro(&mac.tokens, style) || self.statement_macro(&mac.tokens),
        }
    }

    /// Statements or items.
    fn statement_macro(&mut self, tokens: &TokenStream) -> bool {
        let Ok(statements) = Block::parse_within.parse2(tokens.clone()) else { return false };
        self.statements(&statements);
        true
    }

    /// Tokens of which only the blocks are read.
    fn islands(&mut self, tokens: &TokenStream, name: &str) {
        let mut sea: Option<Span> = None;
        for tree in tokens.clone() {
            let span = self.tree_span(&tree);
            // A doc comment is three tokens where the comment stands.
            if self.at.rest(span.start).starts_with("//") || self.at.rest(span.start).starts_with("/*") {
                continue;
            }
            if let TokenTree::Group(group) = &tree
                && self.macros < MOST_NESTED
                && !group.stream().is_empty()
            {
                let code = (group.delimiter() == Delimiter::Brace)
                    .then(|| Block::parse_within.parse2(group.stream()).ok())
                    .flatten();
                if let Some(sea) = sea.take() {
                    self.out.uncovered(sea, format!("macro {name}!"));
                }
                self.macros += 1;
                match code {
                    Some(statements) => {
                        self.out.open(Kind::Block, Role::None, 0, span);
                        self.statements(&statements);
                        self.out.close();
                    }
                    None => self.islands(&group.stream(), name),
                }
                self.macros -= 1;
                continue;
            }
            sea = Some(Span::new(sea.map_or(span.start, |sea| sea.start), span.end));
        }
        if let Some(sea) = sea {
            self.out.uncovered(sea, format!("macro {name}!"));
        }
    }

    fn unread_macro(&mut self, tokens: &TokenStream, name: &str) {
        if let Some(span) = self.tokens_span(tokens) {
            self.out.uncovered(span, format!("macro {name}!"));
        }
    }
}

/// Macros whose body is code that runs elsewhere: what they hold is said, not done.
fn is_quotation(name: &str) -> bool {
    matches!(name, "quote" | "quote_spanned" | "parse_quote" | "parse_quote_spanned" | "stringify")
}
