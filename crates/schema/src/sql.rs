//! SQL as it is written in migrations, dumps and strings: statements, what they do, and where they stand.
//!
//! It reads PostgreSQL, MySQL and SQLite. One decision that is not obvious: there is no grammar and no tree.
//! A text is split at what ends a statement, and each statement is read from left to right by its first
//! words; expressions stay spans of text. So nothing recurses, nothing fails, and a statement that cannot be
//! read ([`Operation::Opaque`](review_facts::Operation::Opaque)) costs only itself.
//!
//! ```text
//! text ── lexer ──> tokens ── split ──> statements ── statement ──> steps with details
//! ```
//!
//! SQL in strings of other languages is read the same way: the caller puts a [`HOLE`] where a value is
//! known only at run time, and maps the spans back.

mod alter;
mod alter_table;
mod block;
mod column;
mod constraint;
mod content;
mod create;
mod cursor;
mod detail;
mod dialect;
mod drop;
mod function;
mod grant;
mod index;
mod lexer;
mod marker;
mod name;
mod object;
mod policy;
mod query;
mod rows;
mod script;
mod split;
mod statement;
mod step;
mod table;
mod token;

#[cfg(test)]
mod tests;

pub use detail::*;
pub use dialect::Dialect;
pub use name::Name;
pub use script::{Script, Section, Statement, read, read_as};
pub use step::Step;
pub use token::HOLE;

use review_facts::Span;

/// Reads the statements that stand directly in the body of a function in PL/pgSQL or SQL, and the strings it
/// runs with `EXECUTE`. All steps are marked conditional.
pub fn read_body(text: &str, body: Span) -> Vec<Step> {
    block::read_body(text, body).steps
}
