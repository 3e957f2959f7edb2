//! Parsing alone, for the benchmark: what any tool over these parsers pays before it has looked at anything.

use proc_macro2::{TokenStream, TokenTree};
use review_facts::Language;
use std::hint::black_box;
use tree_sitter::Parser;

/// Parses a text as the front ends do and throws the result away. With `walk` every node of the parser's own tree
/// is visited once and asked for kind and byte range; in Rust, where that tree has no offsets, every token is
/// asked for line and column of its start. Returns how many were visited; 0 without `walk` and for
/// languages without a parser.
///
/// The thread must have a stack of at least [`crate::STACK`] bytes, and the text must be that of a real project: how
/// deep it nests is not looked at.
pub fn parse_only(source: &str, language: Language, walk: bool) -> usize {
    let grammar = match language {
        Language::Python => tree_sitter_python::LANGUAGE,
        Language::TypeScript => tree_sitter_typescript::LANGUAGE_TYPESCRIPT,
        Language::Tsx | Language::JavaScript => tree_sitter_typescript::LANGUAGE_TSX,
        Language::Rust => return rust(source, walk),
        Language::Sql | Language::Prisma | Language::Config => return 0,
    };
    let mut parser = Parser::new();
    if parser.set_language(&grammar.into()).is_err() {
        return 0;
    }
    let Some(tree) = parser.parse(source, None) else { return 0 };
    if walk { nodes(&tree) } else { 0 }
}

fn nodes(tree: &tree_sitter::Tree) -> usize {
    let mut cursor = tree.walk();
    let mut visited = 0;
    loop {
        let node = cursor.node();
        black_box((node.kind_id(), node.start_byte(), node.end_byte()));
        visited += 1;
        if cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return visited;
            }
        }
    }
}

fn rust(source: &str, walk: bool) -> usize {
    let text = source.get(crate::rust::prologue(source)..).unwrap_or_default();
    let Ok(tokens) = text.parse::<TokenStream>() else { return 0 };
    let visited = if walk { starts(tokens.clone()) } else { 0 };
    let _ = black_box(syn::parse2::<syn::File>(tokens).is_ok());
    proc_macro2::extra::invalidate_current_thread_spans();
    visited
}

fn starts(tokens: TokenStream) -> usize {
    let mut visited = 0;
    let mut open = vec![tokens.into_iter()];
    while let Some(tokens) = open.last_mut() {
        match tokens.next() {
            None => drop(open.pop()),
            Some(token) => {
                black_box(token.span().start());
                visited += 1;
                if let TokenTree::Group(group) = token {
                    open.push(group.stream().into_iter());
                }
            }
        }
    }
    visited
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_visited_once() {
        // module, expression_statement, assignment, and its three tokens.
        assert_eq!(parse_only("x = 1\n", Language::Python, true), 6);
        assert_eq!(parse_only("x = 1\n", Language::Python, false), 0);
        // `fn`, `f`, the parentheses, the braces, and what is in them.
        assert_eq!(parse_only("#!/bin/sh\nfn f() { g(1); }\n", Language::Rust, true), 8);
    }
}
