//! Annotations of mapped attributes: `Mapped[str | None]`, `Optional[EmailStr]`, `Mapped[Annotated[str, …]]`.

use super::{column_call, read_call, short};
use crate::Context;
use review_facts::Column;
use review_syntax::NodeId;

/// Names around a type that say nothing about how it is stored.
const WRAPPERS: &[&str] =
    &["Mapped", "Optional", "Union", "Annotated", "None", "Final", "declared_attr", "typing", "orm"];

/// An annotation, read as text: most have no nodes of their own.
pub(crate) struct Annotation {
    node: NodeId,
    /// It is `Mapped[…]`.
    pub(crate) mapped: bool,
    /// It is `ClassVar[…]`.
    pub(crate) class_variable: bool,
    nullable: bool,
    names: Vec<String>,
    written: String,
}

impl Annotation {
    pub(crate) fn read(cx: &Context<'_>, node: NodeId) -> Annotation {
        let whole = cx.text(node);
        let text: String =
            whole.chars().filter(|c| !matches!(c, '"' | '\'') && !c.is_whitespace()).take(400).collect();
        let head = text.split('[').next().unwrap_or_default();
        let head = head.rsplit('.').next().unwrap_or_default();
        let mapped = head == "Mapped" || text.contains("declared_attr[Mapped[");
        let names = names(&text);
        let nullable =
            text.contains("Optional[") || text.split(['|', '[', ',', ']']).any(|part| part == "None");
        let inner = whole.trim().strip_prefix("Mapped[").and_then(|inner| inner.strip_suffix(']'));
        Annotation {
            node,
            mapped,
            class_variable: head == "ClassVar",
            nullable,
            names,
            written: short(inner.unwrap_or(whole)),
        }
    }

    /// Adds to a column what the annotation says beyond its call.
    pub(crate) fn complete(&self, cx: &Context<'_>, column: &mut Column) {
        let given = !column.types.is_empty();
        // `Annotated[str, mapped_column(String(3))]` holds a whole column.
        for call in cx.tree.subtree(self.node).take(60).filter_map(|id| column_call(cx, id)).take(1) {
            let maker = column.maker.clone();
            let nullable = column.nullable;
            read_call(cx, call, column);
            column.maker = maker;
            column.nullable = nullable;
        }
        column.nullable |= self.nullable;
        if !given && column.declared_type.is_empty() {
            column.declared_type.clone_from(&self.written);
        }
        column.types.extend(self.names.iter().cloned());
    }
}

/// The dotted names in an annotation, wrappers and what stands in parentheses left out.
fn names(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut depth = 0_u32;
    let mut name = String::new();
    for letter in text.chars().chain([' ']) {
        match letter {
            '(' => {
                depth += 1;
                // The call itself is read from the tree.
                name.clear();
            }
            ')' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            '_' | '.' => name.push(letter),
            _ if letter.is_alphanumeric() => name.push(letter),
            _ => {
                let last = name.rsplit('.').next().unwrap_or_default();
                if !last.is_empty() && !WRAPPERS.contains(&last) {
                    names.push(name.clone());
                }
                name.clear();
            }
        }
    }
    names.truncate(4);
    names
}
