//! A tree as text, for fixtures: one node a line, indented.
//!
//! One decision that is not obvious: leaves show their text and inner nodes do not, so that a change deep
//! inside moves one line of a fixture.

use crate::tree::{Kind, NodeId, Role, Tree, flag};
use std::fmt::Write as _;

/// Texts longer than this many characters are cut.
const SHOWN: usize = 60;

impl Tree {
    /// The tree as text: per node its role, kind, flags, and its text when it is a leaf; behind it comments and
    /// what was not read. Meant for trees that people read: time grows with the depth of nesting.
    pub fn dump(&self, source: &str) -> String {
        let mut text = String::new();
        let mut ends: Vec<u32> = Vec::new();
        for id in self.ids() {
            while ends.last().is_some_and(|end| *end <= id.0) {
                ends.pop();
            }
            let _ = writeln!(text, "{:indent$}{}", "", self.line(id, source), indent = ends.len() * 2);
            ends.push(self.node(id).next);
        }
        for comment in &self.comments {
            let doc = if comment.doc { " doc" } else { "" };
            let trailing = if comment.trailing { " trailing" } else { "" };
            let _ = writeln!(text, "comment{doc}{trailing} {}", shown(comment.span.text(source)));
        }
        for region in &self.uncovered {
            let _ = writeln!(text, "uncovered, {}: {}", region.why, shown(region.span.text(source)));
        }
        text
    }

    fn line(&self, id: NodeId, source: &str) -> String {
        let node = self.node(id);
        let mut line = match node.role {
            Role::None => String::new(),
            role => format!("{role:?}: "),
        };
        match node.kind {
            Kind::Other => line.push_str(self.raw(id)),
            kind => {
                let _ = write!(line, "{kind:?}");
                let mut left = node.flags;
                for (bit, name) in names(kind) {
                    if left & bit != 0 {
                        left &= !bit;
                        let _ = write!(line, " {name}");
                    }
                }
                if left != 0 {
                    let _ = write!(line, " {left:#x}");
                }
            }
        }
        if id.0 + 1 == node.next && id.0 != 0 {
            let _ = write!(line, " {}", shown(self.text(id, source)));
        }
        line
    }
}

fn shown(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{:?}…", &text[..end]),
        None => format!("{text:?}"),
    }
}

/// The flags of a kind, as the documentation of [`Kind`] names them.
fn names(kind: Kind) -> &'static [(u16, &'static str)] {
    match kind {
        Kind::Function => &[
            (flag::ASYNC, "ASYNC"),
            (flag::CLOSURE, "CLOSURE"),
            (flag::METHOD, "METHOD"),
            (flag::EXPORTED, "EXPORTED"),
            (flag::PRIVATE, "PRIVATE"),
            (flag::STATIC, "STATIC"),
            (flag::GENERATOR, "GENERATOR"),
            (flag::OVERRIDE, "OVERRIDE"),
            (flag::TEST, "TEST"),
            (flag::ACCESSOR, "ACCESSOR"),
            (flag::ABSTRACT, "ABSTRACT"),
            (flag::OPTIONAL, "OPTIONAL"),
        ],
        Kind::Class => &[
            (flag::EXPORTED, "EXPORTED"),
            (flag::ABSTRACT, "ABSTRACT"),
            (flag::CLASS_STRUCT, "CLASS_STRUCT"),
            (flag::CLASS_ENUM, "CLASS_ENUM"),
            (flag::CLASS_INTERFACE, "CLASS_INTERFACE"),
            (flag::CLASS_TRAIT, "CLASS_TRAIT"),
            (flag::CLASS_IMPL, "CLASS_IMPL"),
            (flag::CLASS_MOD, "CLASS_MOD"),
        ],
        Kind::Field => &[
            (flag::EXPORTED, "EXPORTED"),
            (flag::PRIVATE, "PRIVATE"),
            (flag::STATIC, "STATIC"),
            (flag::OVERRIDE, "OVERRIDE"),
            (flag::ABSTRACT, "ABSTRACT"),
            (flag::OPTIONAL, "OPTIONAL"),
            (flag::READONLY, "READONLY"),
        ],
        Kind::Param => &[
            (flag::SPLAT, "SPLAT"),
            (flag::DOUBLE_SPLAT, "DOUBLE_SPLAT"),
            (flag::SELF, "SELF"),
            (flag::PRIVATE, "PRIVATE"),
            (flag::OVERRIDE, "OVERRIDE"),
            (flag::OPTIONAL, "OPTIONAL"),
            (flag::READONLY, "READONLY"),
            (flag::PROPERTY, "PROPERTY"),
        ],
        Kind::Decorator => &[(flag::CONDITIONAL, "CONDITIONAL"), (flag::INNER, "INNER")],
        Kind::Import | Kind::Imported | Kind::Export | Kind::Arm => &[
            (flag::TYPE_ONLY, "TYPE_ONLY"),
            (flag::WILDCARD, "WILDCARD"),
            (flag::NAMESPACE, "NAMESPACE"),
            (flag::EXPORTED, "EXPORTED"),
            (flag::DEFAULT, "DEFAULT"),
        ],
        Kind::Call => &[
            (flag::NEW, "NEW"),
            (flag::TAGGED, "TAGGED"),
            (flag::MACRO, "MACRO"),
            (flag::OPTIONAL, "OPTIONAL"),
        ],
        Kind::Member => &[(flag::PATH, "PATH"), (flag::OPTIONAL, "OPTIONAL")],
        Kind::Index => &[(flag::SLICE, "SLICE"), (flag::OPTIONAL, "OPTIONAL")],
        Kind::Assign => &[
            (flag::DECL, "DECL"),
            (flag::CONST, "CONST"),
            (flag::AUGMENTED, "AUGMENTED"),
            (flag::EXPORTED, "EXPORTED"),
        ],
        Kind::Jump => &[(flag::BREAK, "BREAK"), (flag::CONTINUE, "CONTINUE")],
        Kind::Catch => &[(flag::GROUP, "GROUP")],
        Kind::With => &[(flag::ASYNC, "ASYNC")],
        Kind::If => &[(flag::ELIF, "ELIF"), (flag::TERNARY, "TERNARY")],
        Kind::Loop => &[
            (flag::ASYNC, "ASYNC"),
            (flag::FOR, "FOR"),
            (flag::WHILE, "WHILE"),
            (flag::INFINITE, "INFINITE"),
            (flag::COMPREHENSION, "COMPREHENSION"),
        ],
        Kind::Str | Kind::Template => {
            &[(flag::BYTES, "BYTES"), (flag::RAW, "RAW"), (flag::TRIPLE, "TRIPLE"), (flag::CONCAT, "CONCAT")]
        }
        Kind::Constant => &[(flag::TRUE, "TRUE"), (flag::FALSE, "FALSE"), (flag::NULL, "NULL")],
        Kind::Pair => {
            &[(flag::SHORTHAND, "SHORTHAND"), (flag::COMPUTED, "COMPUTED"), (flag::KEYWORD, "KEYWORD")]
        }
        Kind::List => &[(flag::TUPLE, "TUPLE"), (flag::SET, "SET")],
        Kind::Unary => &[
            (flag::NOT, "NOT"),
            (flag::NEG, "NEG"),
            (flag::AWAIT, "AWAIT"),
            (flag::YIELD, "YIELD"),
            (flag::PROPAGATE, "PROPAGATE"),
            (flag::REF, "REF"),
            (flag::DEREF, "DEREF"),
            (flag::VOID, "VOID"),
            (flag::TYPEOF, "TYPEOF"),
            (flag::DELETE, "DELETE"),
            (flag::UPDATE, "UPDATE"),
        ],
        Kind::Binary => &[
            (flag::AND, "AND"),
            (flag::OR, "OR"),
            (flag::NULLISH, "NULLISH"),
            (flag::ADD, "ADD"),
            (flag::MOD, "MOD"),
            (flag::COMPARE, "COMPARE"),
            (flag::IN, "IN"),
            (flag::IS, "IS"),
        ],
        _ => &[],
    }
}
