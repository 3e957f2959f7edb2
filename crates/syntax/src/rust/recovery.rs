//! From text to items, also when some of it is broken or too deep.
//!
//! A text that parses is read in one go. Otherwise its tokens are cut into items and each is read alone;
//! modules, impls, traits and functions that do not parse are opened and their members read alone. A text that cannot
//! even be cut into tokens is cut at the lines where an item seems to start.

use super::DEEPEST;
use super::items::Parts;
use super::lower::Lower;
use super::positions::Positions;
use super::scan::scan;
use crate::tree::{Builder, Kind, NodeId, Role, flag};
use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use review_facts::Span;
use syn::parse::Parser;
use syn::{Block, File, ImplItem, Item, TraitItem, Visibility};

/// Blocks inside each other that are opened to save what is around an error.
const MOST_OPENED: u32 = 16;

/// Reads a text that stands at `base` and whose depth is known.
pub(super) fn read(builder: &mut Builder, text: &str, base: u32, depth: u32) {
    if !read_text(builder, text, base, depth) {
        for (start, end) in pieces_of_lines(text) {
            let piece = &text[start..end];
            let base = base + start as u32;
            if !read_text(builder, piece, base, scan(piece, base).depth) {
                let end = base + piece.trim_end().len() as u32;
                builder.uncovered(Span::new(base, end), "syntax error");
            }
        }
    }
}

/// Reads a text of its own. False, and nothing done, when it cannot be cut into tokens.
fn read_text(builder: &mut Builder, text: &str, base: u32, depth: u32) -> bool {
    let spans = Spans;
    let Ok(tokens) = text.parse::<TokenStream>() else { return false };
    let positions = Positions::new(text, base);
    let mut lower = Lower { out: builder, at: &positions, macros: 0 };
    if depth > DEEPEST {
        lower.broken(tokens, depth, Scope::Items, 0);
    } else if let Ok(file) = syn::parse2::<File>(tokens) {
        lower.file(&file);
    } else if let Ok(tokens) = text.parse() {
        // Cut anew: keeping a copy would cost every file that parses.
        lower.broken(tokens, depth, Scope::Items, 0);
    }
    drop(spans);
    true
}

/// Spans live in a table of the thread that only ever grows; every span is looked up in it, so what was read
/// before makes the next file slower (calibration.md 5). Dropped when a text's offsets have been taken, also
/// by a panic.
struct Spans;

impl Drop for Spans {
    fn drop(&mut self) {
        proc_macro2::extra::invalidate_current_thread_spans();
    }
}

/// What stands between a pair of braces.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    Items,
    Impl,
    Trait,
    Statements,
}

impl Lower<'_, '_> {
    /// Reads tokens that do not parse as a whole, part by part. `depth` bounds all of them.
    fn broken(&mut self, tokens: TokenStream, depth: u32, scope: Scope, opened: u32) {
        for part in cut(tokens) {
            let (Some(first), Some(last)) = (part.first(), part.last()) else { continue };
            let span = Span::new(self.tree_span(first).start, self.tree_span(last).end);
            let depth = if depth > DEEPEST { scan(self.at.text(span), span.start).depth } else { depth };
            if depth > DEEPEST || !self.part(TokenStream::from_iter(part.iter().cloned()), scope) {
                self.opened(part, span, depth, scope, opened);
            }
        }
    }

    /// Reads a part. False, and nothing done, when it does not parse.
    fn part(&mut self, tokens: TokenStream, scope: Scope) -> bool {
        match scope {
            Scope::Items => syn::parse2::<File>(tokens).map(|file| self.file(&file)).is_ok(),
            Scope::Impl => syn::parse2(tokens).map(|item| self.impl_member(&item)).is_ok(),
            Scope::Trait => syn::parse2(tokens).map(|item| self.trait_member(&item)).is_ok(),
            Scope::Statements => {
                Block::parse_within.parse2(tokens).map(|statements| self.statements(&statements)).is_ok()
            }
        }
    }

    fn file(&mut self, file: &File) {
        self.attributes(&file.attrs);
        self.items(&file.items);
    }

    /// Reads what is inside the braces of a part that does not parse; what has none is not covered.
    fn opened(&mut self, mut part: Vec<TokenTree>, span: Span, depth: u32, scope: Scope, opened: u32) {
        let why = if depth > DEEPEST { "nested too deep" } else { "syntax error" };
        let Some(TokenTree::Group(body)) = part.pop().filter(|_| opened < MOST_OPENED) else {
            return self.out.uncovered(span, why);
        };
        let braces = self.tree_span(&TokenTree::Group(body.clone()));
        let head = Span::new(span.start, braces.start);
        // The same item with nothing in its braces says what belongs there.
        let mut nothing = Group::new(body.delimiter(), TokenStream::new());
        nothing.set_span(body.span());
        part.push(TokenTree::Group(nothing));
        let shallow = depth <= DEEPEST || scan(self.at.text(head), head.start).depth <= DEEPEST;
        let head = if shallow { self.head(TokenStream::from_iter(part), scope) } else { None };
        let Some((id, start, inside)) = head else { return self.out.uncovered(span, why) };
        if inside == Scope::Statements {
            self.out.open(Kind::Block, Role::Body, 0, braces);
        }
        self.broken(body.stream(), depth, inside, opened + 1);
        if inside == Scope::Statements {
            self.out.close();
        }
        self.close(id, Span::new(start, span.end));
    }

    /// Adds the head of a block without its members and leaves it open. None, and nothing done, when it is
    /// no block that can be opened.
    fn head(&mut self, tokens: TokenStream, scope: Scope) -> Option<(NodeId, u32, Scope)> {
        let (id, start, inside) = match scope {
            Scope::Items | Scope::Statements => match syn::parse2::<Item>(tokens).ok()? {
                Item::Mod(item) if item.content.is_some() => {
                    let (id, start) = self.mod_head(&item);
                    (id, start, Scope::Items)
                }
                Item::Impl(item) => {
                    let (id, start) = self.impl_head(&item);
                    (id, start, Scope::Impl)
                }
                Item::Trait(item) => {
                    let (id, start) = self.trait_head(&item);
                    (id, start, Scope::Trait)
                }
                Item::Fn(item) => {
                    let parts = Parts { attrs: &item.attrs, vis: &item.vis, flags: 0 };
                    let (id, span) = self.function_head(&parts, item.modifiers.defaultness, &item.sig);
                    (id, span.start, Scope::Statements)
                }
                _ => return None,
            },
            Scope::Impl => {
                let ImplItem::Fn(item) = syn::parse2::<ImplItem>(tokens).ok()? else { return None };
                let parts = Parts { attrs: &item.attrs, vis: &item.vis, flags: flag::METHOD };
                let (id, span) = self.function_head(&parts, item.modifiers.defaultness, &item.sig);
                (id, span.start, Scope::Statements)
            }
            Scope::Trait => {
                let TraitItem::Fn(item) = syn::parse2::<TraitItem>(tokens).ok()? else { return None };
                let parts = Parts { attrs: &item.attrs, vis: &Visibility::Inherited, flags: flag::METHOD };
                let (id, span) = self.function_head(&parts, item.modifiers.defaultness, &item.sig);
                (id, span.start, Scope::Statements)
            }
        };
        Some((id, start, inside))
    }
}

/// Cuts tokens into items or statements: at a semicolon, behind braces, and in front of a keyword that stands
/// below the first token, so that a missing semicolon does not cost what follows.
fn cut(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut parts = Vec::new();
    let mut part = Part::default();
    let mut column = None;
    let mut trees = tokens.into_iter().peekable();
    while let Some(tree) = trees.next() {
        let start = tree.span().start();
        let column = *column.get_or_insert(start.column);
        if start.column == column && starts_item(&tree) && part.has_begun {
            parts.push(std::mem::take(&mut part).trees);
        }
        let ends = match &tree {
            TokenTree::Punct(punct) => punct.as_char() == ';',
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                !part.has_value() && !trees.peek().is_some_and(continues)
            }
            _ => false,
        };
        part.push(tree);
        if ends {
            parts.push(std::mem::take(&mut part).trees);
        }
    }
    if !part.trees.is_empty() {
        parts.push(part.trees);
    }
    parts
}

/// An item or statement that is being cut out.
#[derive(Default)]
struct Part {
    trees: Vec<TokenTree>,
    /// There is more than attributes, a visibility and modifiers: what follows does not belong to them.
    has_begun: bool,
    /// The first words that are no visibility.
    first: Option<Ident>,
    second: Option<Ident>,
}

impl Part {
    fn push(&mut self, tree: TokenTree) {
        match &tree {
            TokenTree::Ident(ident) => {
                self.has_begun |= !is_word(ident, &["pub", "unsafe", "async", "const", "extern", "default"]);
                if self.first.is_none() && !is_word(ident, &["pub", "default"]) {
                    self.first = Some(ident.clone());
                } else if self.first.is_some() && self.second.is_none() {
                    self.second = Some(ident.clone());
                }
            }
            TokenTree::Punct(punct) => self.has_begun |= !matches!(punct.as_char(), '#' | '!'),
            TokenTree::Group(_) | TokenTree::Literal(_) => {}
        }
        self.trees.push(tree);
    }

    /// It ends with a semicolon alone: its braces are part of a value.
    fn has_value(&self) -> bool {
        let Some(first) = &self.first else { return false };
        let function =
            || self.second.as_ref().is_some_and(|word| is_word(word, &["fn", "unsafe", "async", "extern"]));
        is_word(first, &["static", "use", "type", "let"]) || (first == "const" && !function())
    }
}

/// Tokens behind braces that continue what the braces belong to.
fn continues(tree: &TokenTree) -> bool {
    match tree {
        TokenTree::Punct(punct) => !matches!(punct.as_char(), '#' | '\'' | '&' | '*' | '!'),
        TokenTree::Ident(ident) => is_word(ident, &["else", "as", "in"]),
        TokenTree::Group(_) | TokenTree::Literal(_) => false,
    }
}

fn starts_item(tree: &TokenTree) -> bool {
    match tree {
        TokenTree::Punct(punct) => punct.as_char() == '#',
        TokenTree::Ident(ident) => is_word(ident, &ITEM_WORDS) || is_word(ident, &STATEMENT_WORDS),
        _ => false,
    }
}

const ITEM_WORDS: [&str; 16] = [
    "async",
    "const",
    "enum",
    "extern",
    "fn",
    "impl",
    "macro_rules",
    "mod",
    "pub",
    "static",
    "struct",
    "trait",
    "type",
    "union",
    "unsafe",
    "use",
];

const STATEMENT_WORDS: [&str; 7] = ["for", "if", "let", "loop", "match", "return", "while"];

fn is_word(ident: &Ident, words: &[&str]) -> bool {
    words.iter().any(|word| ident == word)
}

/// The text cut in front of the lines that start an item in the first column, with the attributes and
/// documentation above it.
fn pieces_of_lines(text: &str) -> Vec<(usize, usize)> {
    let mut starts = vec![0];
    let mut prefix = true;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let above = line.starts_with("#[") || line.starts_with("///");
        if (above || line_starts_item(line)) && !prefix {
            starts.push(at);
        }
        prefix = above || (prefix && line.trim().is_empty());
        at += line.len();
    }
    let ends = starts.iter().copied().skip(1).chain([text.len()]).collect::<Vec<_>>();
    starts.into_iter().zip(ends).collect()
}

fn line_starts_item(line: &str) -> bool {
    let word = line.find(|char: char| !char.is_ascii_alphanumeric() && char != '_').unwrap_or(line.len());
    ITEM_WORDS.contains(&&line[..word])
}
