//! What Rust's models are made of: attributes, derives, the types of fields, and the project's own types of columns.

use super::{last, opened, text};
use crate::{Context, Out};
use review_facts::{Column, ColumnType, TypeForm};
use review_syntax::{Kind as Syntax, NodeId, Role, flag};

/// Types around a type that say nothing about how it is stored.
const WRAPPERS: &[&str] =
    &["Box", "Arc", "Rc", "Cow", "Array", "ActiveValue", "Vec", "VecDeque", "HashSet", "BTreeSet"];

/// Types of the standard library and of `serde_json` that need no import, or one that says nothing more.
#[rustfmt::skip]
const STD: &[&str] = &[
    "String", "str", "bool", "char", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128",
    "usize", "f32", "f64", "HashMap", "BTreeMap",
];

/// A type read from its text.
pub(crate) struct RustType {
    /// Its path, dotted, with `Option` and the wrappers taken off; `std:String` where the name alone tells the
    /// library, `std:bytes` for `Vec<u8>`.
    pub(crate) path: String,
    /// It is an `Option` or a `Nullable`.
    pub(crate) optional: bool,
}

impl RustType {
    pub(crate) fn read(text: &str) -> RustType {
        let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(400).collect();
        let (mut rest, mut optional, mut wrapped) = (text.as_str(), false, false);
        for _ in 0..8 {
            rest = rest.trim().trim_start_matches(['&', '(']).trim_end_matches(')').trim_start();
            if rest.starts_with('\'') {
                rest = rest.split_once(' ').map_or("", |(_, rest)| rest);
            }
            rest = rest.strip_prefix("mut ").unwrap_or(rest).trim();
            if let Some(element) = rest.strip_prefix('[') {
                rest = element.split([';', ']']).next().unwrap_or_default().trim();
                if rest == "u8" {
                    return RustType { path: "std:bytes".to_owned(), optional };
                }
                continue;
            }
            let (head, arguments) = rest.split_once('<').unwrap_or((rest, ""));
            let name = head.rsplit("::").next().unwrap_or_default().trim();
            let inner = last_argument(arguments.strip_suffix('>').unwrap_or(arguments));
            match name {
                "Option" | "Nullable" if !inner.is_empty() => optional |= !wrapped,
                "Vec" if inner == "u8" => return RustType { path: "std:bytes".to_owned(), optional },
                _ if WRAPPERS.contains(&name) && !inner.is_empty() => wrapped = true,
                _ => {
                    let path = head.replace("::", ".").replace(' ', "");
                    let path = path.trim_start_matches('.');
                    let known = STD.contains(&path);
                    return RustType {
                        path: if known { format!("std:{path}") } else { path.to_owned() },
                        optional,
                    };
                }
            }
            rest = inner;
        }
        RustType { path: String::new(), optional }
    }
}

/// The last of the arguments between `<` and `>`: `Cow<'a, str>` is about `str`.
fn last_argument(arguments: &str) -> &str {
    let (mut depth, mut start) = (0_i32, 0);
    for (at, c) in arguments.char_indices() {
        match c {
            '<' | '(' | '[' => depth += 1,
            '>' | ')' | ']' => depth -= 1,
            ',' if depth == 0 && !arguments[at + 1..].trim().is_empty() => start = at + 1,
            _ => {}
        }
    }
    arguments[start..].trim().trim_end_matches(',').trim()
}

/// The arguments of the attributes of that name: `table_name = users` of `#[diesel(table_name = users)]`.
pub(crate) fn attribute<'c>(
    cx: &'c Context<'_>,
    item: NodeId,
    name: &'c str,
) -> impl Iterator<Item = NodeId> + 'c {
    let tree = cx.tree;
    let decorators = tree.kids(item).filter(move |kid| tree.kind(*kid) == Syntax::Decorator);
    let calls = decorators.filter_map(move |decorator| tree.kids(decorator).next());
    let calls = calls.filter(move |call| tree.kind(*call) == Syntax::Call && last(cx.callee(*call)) == name);
    calls.flat_map(move |call| tree.kids_with(call, Role::Arg))
}

/// The value of `key = value` among the arguments of an attribute: its text, or the path as written, dotted.
pub(crate) fn value(cx: &Context<'_>, item: NodeId, name: &str, key: &str) -> Option<String> {
    Some(written(cx, argument(cx, item, name, key)?))
}

/// The node of the value of `key = value` among the arguments of an attribute.
pub(crate) fn argument(cx: &Context<'_>, item: NodeId, name: &str, key: &str) -> Option<NodeId> {
    let tree = cx.tree;
    let mut pairs = attribute(cx, item, name).filter(|argument| tree.kind(*argument) == Syntax::Pair);
    let pair = pairs.find(|pair| tree.kid(*pair, Role::Key).is_some_and(|own| cx.text(own) == key))?;
    tree.kid(pair, Role::Value)
}

/// The value of an attribute that is a pair itself: `users` of `#[table_name = "users"]`.
pub(crate) fn own_value(cx: &Context<'_>, item: NodeId, key: &str) -> Option<String> {
    let tree = cx.tree;
    let decorators = tree.kids(item).filter(|kid| tree.kind(*kid) == Syntax::Decorator);
    let mut pairs = decorators.filter_map(|decorator| tree.kids(decorator).next());
    let pair = pairs.find(|pair| {
        tree.kind(*pair) == Syntax::Pair && tree.kid(*pair, Role::Key).is_some_and(|own| cx.text(own) == key)
    })?;
    Some(written(cx, tree.kid(pair, Role::Value)?))
}

fn written(cx: &Context<'_>, value: NodeId) -> String {
    let path = || match cx.tree.kind(value) {
        Syntax::Name | Syntax::Member => cx.path(value),
        _ => cx.text(value).to_owned(),
    };
    text(cx, value).unwrap_or_else(path)
}

/// The attribute has the word alone: `embed` of `#[diesel(embed)]`.
pub(crate) fn has_word(cx: &Context<'_>, item: NodeId, name: &str, word: &str) -> bool {
    attribute(cx, item, name).any(|argument| cx.text(argument) == word)
}

/// The last segments of what a type derives.
pub(crate) fn derives(cx: &Context<'_>, item: NodeId) -> Vec<String> {
    attribute(cx, item, "derive").take(40).map(|derived| last(&cx.path(derived)).to_owned()).collect()
}

/// The fields of a struct that have names, each with it.
pub(crate) fn fields<'c>(cx: &'c Context<'_>, item: NodeId) -> impl Iterator<Item = (NodeId, NodeId)> + 'c {
    let fields = cx.tree.kids(item).filter(|kid| cx.tree.kind(*kid) == Syntax::Field);
    fields.filter_map(|field| Some((field, cx.tree.kid(field, Role::Name)?)))
}

/// A field's name without `r#`.
pub(crate) fn plain_name<'a>(cx: &Context<'a>, name: NodeId) -> &'a str {
    let text = cx.text(name);
    text.strip_prefix("r#").unwrap_or(text)
}

/// Reads the type of a field into its column.
pub(crate) fn read_type(cx: &Context<'_>, field: NodeId, column: &mut Column) {
    let Some(hint) = cx.tree.kid(field, Role::Type) else { return };
    column.declared_type = super::short(cx.text(hint));
    let ty = RustType::read(cx.text(hint));
    column.nullable = ty.optional;
    if !ty.path.is_empty() {
        column.types.push(ty.path);
    }
}

/// The type that an `impl` is for, with the path and the arguments of its trait.
pub(crate) struct Impl {
    /// The name of the type.
    pub(crate) name: NodeId,
    /// The trait, dotted; empty for an inherent one.
    pub(crate) of: String,
    /// The arguments of the trait: `Text`, `Pg`.
    pub(crate) arguments: Vec<NodeId>,
}

impl Impl {
    pub(crate) fn read(cx: &Context<'_>, class: NodeId) -> Option<Impl> {
        let tree = cx.tree;
        if !tree.has(class, flag::CLASS_IMPL) {
            return None;
        }
        let name = tree.kid(class, Role::Name)?;
        let base = tree.kid(class, Role::Base);
        let mut arguments = Vec::new();
        if let Some(base) = base {
            let between = tree.kids(class).filter(|kid| tree.kind(*kid) == Syntax::Type);
            let (from, to) = (tree.span(base).end, tree.span(name).start);
            arguments
                .extend(between.filter(|kid| tree.span(*kid).start >= from && tree.span(*kid).end <= to));
        }
        Some(Impl { name, of: base.map(|base| cx.path(base)).unwrap_or_default(), arguments })
    }
}

/// Types of columns that other types of the file give: of the one field of a newtype, of an enumeration.
pub(crate) fn newtype(cx: &Context<'_>, name: &str) -> Option<String> {
    let class = type_of_file(cx, name)?;
    if cx.tree.has(class, flag::CLASS_ENUM) {
        return Some("std:enum".to_owned());
    }
    let mut fields = cx.tree.kids(class).filter(|kid| cx.tree.kind(*kid) == Syntax::Field);
    let only = fields.next().filter(|_| fields.next().is_none())?;
    let path = RustType::read(cx.text(cx.tree.kid(only, Role::Type)?)).path;
    (!path.is_empty()).then_some(path)
}

/// The struct or enum of that name in the file.
fn type_of_file(cx: &Context<'_>, name: &str) -> Option<NodeId> {
    let tree = cx.tree;
    let mut classes = tree.ids().filter(|id| tree.kind(*id) == Syntax::Class);
    classes.find(|class| {
        tree.has(*class, flag::CLASS_STRUCT | flag::CLASS_ENUM)
            && tree.kid(*class, Role::Name).is_some_and(|own| cx.text(own) == name)
    })
}

/// A type that gives its values to the database by a hook of its own, `hook` of the `impl`: what it binds them through.
/// `named` is the node that names it.
pub(crate) fn bound(
    cx: &Context<'_>,
    class: NodeId,
    named: NodeId,
    hook: &str,
    bases: Vec<String>,
    out: &mut Out,
) {
    let tree = cx.tree;
    let name = name_of(cx, named);
    if name.is_empty() {
        return;
    }
    let functions = |class: NodeId| {
        let functions = tree.kids(class).filter(|kid| tree.kind(*kid) == Syntax::Function);
        functions.filter_map(|function| Some((cx.text(tree.kid(function, Role::Name)?), function)))
    };
    let hooks: Vec<NodeId> =
        functions(class).filter(|(own, _)| *own == hook).map(|(_, function)| function).collect();
    let own = tree.ids().filter(|id| {
        tree.kind(*id) == Syntax::Class
            && Impl::read(cx, *id).is_some_and(|own| own.of.is_empty() && name_of(cx, own.name) == name)
    });
    let methods: Vec<(&str, NodeId)> = own.flat_map(functions).collect();
    let binds_through = opened(cx, &hooks, &methods);
    let fact =
        ColumnType { form: TypeForm::Class, bases, binds: true, binds_through, ..ColumnType::default() };
    out.fact(cx, class, name, cx.place(named), fact);
}

/// The last segment of the path that a type's node spells; empty for what is no path.
pub(crate) fn name_of(cx: &Context<'_>, named: NodeId) -> String {
    let path = match cx.tree.kind(named) {
        Syntax::Type => RustType::read(cx.text(named)).path,
        _ => cx.path(named),
    };
    let name = last(&path).rsplit(':').next().unwrap_or_default();
    if name.chars().all(|c| c.is_alphanumeric() || c == '_') { name.to_owned() } else { String::new() }
}

/// A type whose derive gives its one field, or its variants, to the database.
pub(crate) fn derived(cx: &Context<'_>, class: NodeId, by: &[&str], out: &mut Out) {
    let tree = cx.tree;
    let Some(name) = tree.kid(class, Role::Name) else { return };
    let found = derives(cx, class);
    let Some(derive) = found.iter().find(|derived| by.contains(&derived.as_str())) else { return };
    let base = if derive == "FromJsonQueryResult" {
        Some("std:json".to_owned())
    } else {
        newtype(cx, cx.text(name))
    };
    let fact =
        ColumnType { form: TypeForm::Alias, bases: base.into_iter().collect(), ..ColumnType::default() };
    out.fact(cx, class, cx.text(name), cx.place(name), fact);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_read_through_what_wraps_them() {
        for (text, path, optional) in [
            ("String", "std:String", false),
            ("Option<&'a str>", "std:str", true),
            ("Option<Option<Vec<u8>>>", "std:bytes", true),
            ("Cow<'a, str>", "std:str", false),
            ("&'static [u8]", "std:bytes", false),
            ("[u8; 32]", "std:bytes", false),
            ("Nullable<Array<Nullable<Text>>>", "Text", true),
            ("crate::types::Encrypted<String>", "crate.types.Encrypted", false),
            ("Option<chrono::DateTime<Utc>>", "chrono.DateTime", true),
            ("Vec<Option<String>>", "std:String", false),
            ("HashMap<String, Vec<u8>>", "std:HashMap", false),
            ("Vec<", "Vec", false),
            ("Option<Option<Option<Option<Option<Option<Option<Option<Option<u8>>>>>>>>>", "", true),
        ] {
            let ty = RustType::read(text);
            assert_eq!((ty.path.as_str(), ty.optional), (path, optional), "{text}");
        }
    }
}
