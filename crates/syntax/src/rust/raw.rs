//! Kinds of Rust that the generic tree has no word for.

/// A construct that stays [`Kind::Other`](crate::Kind::Other), by the number kept in its node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub(super) enum Raw {
    AsyncBlock,
    Binding,
    CfgAttr,
    ConstBlock,
    ExternBlock,
    GuardPattern,
    MacroDefinition,
    OrPattern,
    Range,
    Repeat,
    TraitAlias,
    TryBlock,
    TypeAlias,
    UnsafeBlock,
}

const NAMES: [&str; 14] = [
    "async block",
    "binding pattern",
    "cfg_attr",
    "const block",
    "extern block",
    "guard pattern",
    "macro definition",
    "or pattern",
    "range",
    "repeat array",
    "trait alias",
    "try block",
    "type alias",
    "unsafe block",
];

/// The name of a kind by its number.
pub(super) fn name(number: u16) -> &'static str {
    NAMES.get(usize::from(number)).copied().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_stand_in_the_order_of_the_kinds() {
        assert_eq!(name(Raw::AsyncBlock as u16), "async block");
        assert_eq!(name(Raw::Range as u16), "range");
        assert_eq!(name(Raw::UnsafeBlock as u16), "unsafe block");
    }
}
