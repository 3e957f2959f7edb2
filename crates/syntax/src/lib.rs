//! Source to one small generic tree, for Python, TypeScript, TSX, JavaScript and Rust.
//!
//! This crate knows languages and no framework, and it never fails on input: what cannot be read becomes an
//! [`Uncovered`] region of the tree. Comments are kept beside the tree, in source order.
//!
//! One decision that is not obvious: the tree holds no text. A node is 20 bytes of offsets into the source
//! (calibration.md 1: anything richer costs more than the recognisers that read it).

mod bare;
mod dump;
mod exports;
mod grammar;
mod imports;
mod lines;
mod python;
mod rust;
mod text;
mod tree;
mod treesitter;
mod typescript;

#[doc(hidden)]
pub use bare::parse_only;
pub use exports::{exports, modules};
pub use imports::imports;
pub use lines::Lines;
pub use text::TextPart;
pub use tree::{Builder, Comment, Kind, Node, NodeId, Role, Tree, Uncovered, flag};

use review_facts::Language;

/// Reads source text into the generic tree. `source` is the whole file, byte order mark and shebang
/// included; offsets count from its first byte. Languages without a front end (SQL, Prisma, settings) give
/// a tree of one [`Kind::File`] node.
///
/// The thread must have a stack of at least [`STACK`] bytes.
pub fn parse(source: &str, language: Language) -> Tree {
    match language {
        Language::Python => python::parse(source),
        Language::TypeScript | Language::Tsx | Language::JavaScript => typescript::parse(source, language),
        Language::Rust => rust::parse(source),
        Language::Sql | Language::Prisma | Language::Config => Tree::bare(source, language),
    }
}

/// Stack in bytes that [`parse`] may need: `syn` recurses (calibration.md 4: 10.7 KB a level, bound 5,000).
pub const STACK: usize = 64 << 20;
