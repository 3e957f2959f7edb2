//! Types of columns that a project defines: classes with bind hooks, aliases, helpers that make columns.

use super::converter::functions_of_sql;
use super::{column_call, last, of_library, read_call, type_path};
use crate::{Context, Out};
use review_facts::{Column, ColumnType, Language, TypeForm};
use review_syntax::{Kind as Syntax, NodeId, Role, flag};

/// Hooks through which a type gives a value to the database: those of SQLAlchemy's `TypeDecorator` and `TypeEngine`, of
/// Django's, Tortoise's and Peewee's `Field`.
const HOOKS: &[&str] = &[
    "process_bind_param",
    "bind_processor",
    "bind_expression",
    "get_prep_value",
    "get_db_prep_value",
    "get_db_prep_save",
    "pre_save",
    "get_placeholder",
    "to_db_value",
    "db_value",
];

/// Functions of the same class or file that are opened from a hook, one after the other.
const OPENED: usize = 12;

/// `class EncryptedText(TypeDecorator)`: what it binds values through. Without a hook it
/// has to be one by its bases: `is_type`.
pub(crate) fn type_class(cx: &Context<'_>, class: NodeId, is_type: bool, out: &mut Out) {
    let tree = cx.tree;
    let (Some(scope), Some(name)) = (cx.own_scope(class), tree.kid(class, Role::Name)) else { return };
    let methods: Vec<(&str, NodeId)> = tree
        .kids(class)
        .filter(|kid| tree.kind(*kid) == Syntax::Function)
        .filter_map(|function| Some((cx.text(tree.kid(function, Role::Name)?), function)))
        .collect();
    let hooks: Vec<NodeId> =
        methods.iter().filter(|(name, _)| HOOKS.contains(name)).map(|(_, function)| *function).collect();
    let bases: Vec<String> = tree.kids_with(class, Role::Base).take(8).map(|base| cx.path(base)).collect();
    // What keeps the values; a class without it has that of its base.
    let field = |wanted: &str| {
        let mut fields = tree.kids(class).filter(|kid| tree.kind(*kid) == Syntax::Field);
        fields.find(|field| tree.kid(*field, Role::Name).is_some_and(|name| cx.text(name) == wanted))
    };
    let inner = field("impl").and_then(|field| tree.kid(field, Role::Value));
    let named = is_type || inner.is_some() || field("cache_ok").is_some();
    // A mixin of fields needs no base.
    let of_fields =
        |hook: &NodeId| tree.kid(*hook, Role::Name).is_some_and(|name| !cx.text(name).contains("bind"));
    let mixin = is_type || hooks.iter().any(of_fields);
    if (hooks.is_empty() && !named) || (bases.is_empty() && !mixin) {
        return;
    }
    let mut binds_through = opened(cx, &hooks, &methods);
    binds_through.extend(in_sql(cx, &hooks));
    let (inner, length) = inner.map_or_else(Default::default, |inner| type_path(cx, inner));
    let constructor = methods.iter().find(|(name, _)| *name == "__init__").map(|(_, function)| *function);
    let fact = ColumnType {
        form: TypeForm::Class,
        bases,
        binds: !hooks.is_empty(),
        binds_through,
        inner,
        length,
        sizes: constructor.is_some_and(|constructor| !hands_on(cx, constructor)),
        ..ColumnType::default()
    };
    out.fact(cx, class, scope.name.clone(), cx.place(name), fact);
}

/// True when a constructor hands on what it is given as it is: `super().__init__(length)`, `(*args, **kwargs)`.
fn hands_on(cx: &Context<'_>, constructor: NodeId) -> bool {
    let tree = cx.tree;
    let mut calls = tree.subtree(constructor).take(2_000).filter(|id| tree.kind(*id) == Syntax::Call);
    let Some(call) = calls.find(|call| last(cx.callee(*call)) == "__init__") else { return false };
    let mut given = tree.kids_with(call, Role::Arg);
    given.any(|argument| match tree.kind(argument) {
        Syntax::Name | Syntax::Spread => true,
        Syntax::Pair => tree.kid(argument, Role::Value).is_some_and(|value| tree.kind(value) == Syntax::Name),
        _ => false,
    })
}

/// The class is one of SQLAlchemy's types, by its bases.
pub(crate) fn is_sqlalchemy_type(cx: &Context<'_>, class: NodeId) -> bool {
    cx.tree.kids_with(class, Role::Base).take(8).map(|base| cx.path(base)).any(|base| {
        let last = last(&base);
        last == "TypeDecorator"
            || last == "UserDefinedType"
            || last.contains("Encrypt")
            || (last.ends_with("Type") && of_library(cx, &base) == Some(true))
    })
}

/// The function of SQL around a value: `get_placeholder` returns `pgp_sym_encrypt(%s, …)`.
fn in_sql(cx: &Context<'_>, hooks: &[NodeId]) -> Option<String> {
    let named = |hook: &&NodeId| {
        cx.tree.kid(**hook, Role::Name).is_some_and(|name| cx.text(name) == "get_placeholder")
    };
    let hook = *hooks.iter().find(named)?;
    let texts = cx
        .tree
        .subtree(hook)
        .take(200)
        .filter(|id| matches!(cx.tree.kind(*id), Syntax::Str | Syntax::StrPart));
    texts.map(|id| cx.text(id)).find_map(|text| {
        let at = text.to_ascii_lowercase().find("encrypt")?;
        let start =
            text[..at].rfind(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).map_or(0, |at| at + 1);
        Some(text[start..at].to_owned() + "encrypt")
    })
}

/// The calls of the hooks, and of the methods and functions of the file that they call.
pub(crate) fn opened(cx: &Context<'_>, hooks: &[NodeId], methods: &[(&str, NodeId)]) -> Vec<String> {
    let tree = cx.tree;
    let mut open: Vec<NodeId> = hooks.to_vec();
    let mut through: Vec<String> = Vec::new();
    let mut next = 0;
    while next < open.len() {
        let function = open[next];
        next += 1;
        for call in tree.subtree(function).take(2_000).filter(|id| tree.kind(*id) == Syntax::Call) {
            let callee = cx.callee(call);
            let name = last(callee);
            let method = callee.split_once('.').filter(|(receiver, name)| {
                let own = matches!(*receiver, "self" | "Self" | "this");
                // In Rust a value of the type goes by any name, and another type is no value.
                let value = cx.language == Language::Rust && !receiver.starts_with(char::is_uppercase);
                !name.contains('.') && (own || value)
            });
            let method = method.map(|(_, name)| name);
            let own = method.and_then(|name| methods.iter().find(|(own, _)| *own == name).map(|(_, f)| *f));
            let own = own.or_else(|| (callee == name).then(|| cx.function_of_file(name)).flatten());
            if let Some(own) = own
                && !open.contains(&own)
                && open.len() < OPENED
            {
                open.push(own);
            }
            // The database does what SQL says.
            let of_sql = name == "sql" && tree.has(call, flag::TAGGED);
            let name = constructor(cx, callee).unwrap_or(name);
            let names = if of_sql { functions_of_sql(cx, call) } else { vec![name.to_owned()] };
            for name in names.into_iter().filter(|name| !name.is_empty()) {
                if !through.contains(&name) && through.len() < 40 {
                    through.push(name);
                }
            }
        }
    }
    through
}

/// What `Sealed::new(x)` is called by in Rust: `Sealed.new`, because every type has its `new`.
fn constructor<'c>(cx: &Context<'_>, callee: &'c str) -> Option<&'c str> {
    let (owner, name) = callee.rsplit_once('.').filter(|_| cx.language == Language::Rust)?;
    let own = last(owner);
    let named = matches!(name, "new" | "from") && own.starts_with(char::is_uppercase);
    named.then(|| &callee[owner.len() - own.len()..])
}

/// `Secret = StringEncryptedType(String, key)`, `intpk = Annotated[int, mapped_column(…)]`,
/// `Column = partial(db.Column, nullable=False)`.
pub(crate) fn alias(cx: &Context<'_>, assign: NodeId, out: &mut Out) {
    let tree = cx.tree;
    let (Some(target), Some(value)) = (tree.kid(assign, Role::Target), tree.kid(assign, Role::Value)) else {
        return;
    };
    if tree.kind(target) != Syntax::Name {
        return;
    }
    let Some((form, bases, length)) = stands_for(cx, value) else { return };
    let name = cx.text(target).to_owned();
    let fact = ColumnType { form, bases, length, ..ColumnType::default() };
    out.fact(cx, assign, name, cx.place(target), fact);
}

fn stands_for(cx: &Context<'_>, value: NodeId) -> Option<(TypeForm, Vec<String>, u32)> {
    let tree = cx.tree;
    match tree.kind(value) {
        Syntax::Index | Syntax::Type => {
            let whole = cx.text(value);
            let head = whole.split('[').next().unwrap_or_default();
            if last(head) != "Annotated" {
                return type_of_library(cx, head).then(|| (TypeForm::Alias, vec![head.to_owned()], 0));
            }
            let call = tree.subtree(value).take(60).find_map(|id| column_call(cx, id));
            let mut column = Column::default();
            if let Some(call) = call {
                read_call(cx, call, &mut column);
            }
            super::Annotation::read(cx, value).complete(cx, &mut column);
            let form = if call.is_some() { TypeForm::Maker } else { TypeForm::Alias };
            Some((form, column.types, column.length))
        }
        Syntax::Call if cx.method(value) == "partial" => {
            let made = tree.kid(value, Role::Arg).map(|made| cx.path(made))?;
            matches!(last(&made), "Column" | "mapped_column").then(|| (TypeForm::Maker, Vec::new(), 0))
        }
        Syntax::Call | Syntax::Name | Syntax::Member => {
            let (path, length) = type_path(cx, value);
            let is_type = last(&path).contains("Encrypt") || type_of_library(cx, &path);
            is_type.then(|| (TypeForm::Alias, vec![path], length))
        }
        _ => None,
    }
}

/// True for what a library of columns calls by a capital, whatever the file calls it: `_TypeDecorator`.
fn type_of_library(cx: &Context<'_>, path: &str) -> bool {
    let Some(full) = cx.imported_path(path) else { return false };
    of_library(cx, path) == Some(true)
        && last(&full).starts_with(char::is_uppercase)
        && !matches!(last(&full), "Table" | "MetaData" | "SQLAlchemy" | "Index")
}

/// `def primary_key(name): return Column(…)`, `def locked(of): return StringEncryptedType(of, key)`.
pub(crate) fn maker(cx: &Context<'_>, function: NodeId, out: &mut Out) {
    let made = |value| {
        let call = column_call(cx, value)?;
        let mut column = Column::default();
        read_call(cx, call, &mut column);
        Some(column)
    };
    maker_of(cx, function, made, out);
    type_maker(cx, function, out);
}

/// A function whose only result is a type of a library. What that is given is the function's own business: no length
/// of a caller arrives for sure.
fn type_maker(cx: &Context<'_>, function: NodeId, out: &mut Out) {
    let tree = cx.tree;
    let Some(name) = tree.kid(function, Role::Name) else { return };
    let returns = tree.subtree(function).take(400).filter(|id| tree.kind(*id) == Syntax::Return);
    let mut values = returns.filter_map(|id| tree.kid(id, Role::Value));
    let Some(value) = values.next().filter(|value| tree.kind(*value) == Syntax::Call) else { return };
    let path = cx.callee(value);
    if values.next().is_some() || !type_of_library(cx, path) || column_call(cx, value).is_some() {
        return;
    }
    let bases = vec![path.to_owned()];
    let fact = ColumnType { form: TypeForm::Alias, bases, sizes: true, ..ColumnType::default() };
    out.fact(cx, function, cx.text(name).to_owned(), cx.place(name), fact);
}

/// A function that returns a column, as `made` tells it.
pub(crate) fn maker_of(
    cx: &Context<'_>,
    function: NodeId,
    made: impl Fn(NodeId) -> Option<Column>,
    out: &mut Out,
) {
    let tree = cx.tree;
    let Some(name) = tree.kid(function, Role::Name) else { return };
    let mut returns = tree.subtree(function).take(400).filter(|id| tree.kind(*id) == Syntax::Return);
    let Some(column) = returns.find_map(|id| made(tree.kid(id, Role::Value)?)) else { return };
    let (bases, length) = (column.types, column.length);
    let fact = ColumnType { form: TypeForm::Maker, bases, length, ..ColumnType::default() };
    out.fact(cx, function, cx.text(name).to_owned(), cx.place(name), fact);
}
