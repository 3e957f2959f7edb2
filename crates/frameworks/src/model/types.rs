//! Types of columns that a project defines: classes with bind hooks, aliases, helpers that make columns.

use super::{column_call, last, of_library, read_call, type_path};
use crate::{Context, Out};
use review_facts::{Column, ColumnType, TypeForm};
use review_syntax::{Kind as Syntax, NodeId, Role};

/// Hooks through which a type gives a value to the database (SQLAlchemy's `TypeDecorator` and `TypeEngine`).
const HOOKS: &[&str] = &["process_bind_param", "bind_processor", "bind_expression"];

/// Functions of the same class or file that are opened from a hook, one after the other.
const OPENED: usize = 12;

/// `class EncryptedText(TypeDecorator)`: what it binds values through.
pub(crate) fn type_class(cx: &Context<'_>, class: NodeId, out: &mut Out) {
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
    let of_types = |base: &String| {
        let last = last(base);
        last == "TypeDecorator"
            || last == "UserDefinedType"
            || last.contains("Encrypt")
            || (last.ends_with("Type") && of_library(cx, base) == Some(true))
    };
    if hooks.is_empty() && !bases.iter().any(of_types) {
        return;
    }
    let binds_through = opened(cx, &hooks, &methods);
    let fact = ColumnType {
        form: TypeForm::Class,
        bases,
        binds: !hooks.is_empty(),
        binds_through,
        ..ColumnType::default()
    };
    out.fact(cx, class, scope.name.clone(), cx.place(name), fact);
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
            let method = callee.strip_prefix("self.").filter(|rest| !rest.contains('.'));
            let own = method.and_then(|name| methods.iter().find(|(own, _)| *own == name).map(|(_, f)| *f));
            let own = own.or_else(|| (callee == name).then(|| cx.function_of_file(name)).flatten());
            if let Some(own) = own
                && !open.contains(&own)
                && open.len() < OPENED
            {
                open.push(own);
            }
            if !name.is_empty() && !through.iter().any(|known| known == name) && through.len() < 40 {
                through.push(name.to_owned());
            }
        }
    }
    through
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
    let Some((form, bases)) = stands_for(cx, value) else { return };
    let name = cx.text(target).to_owned();
    let fact = ColumnType { form, bases, ..ColumnType::default() };
    out.fact(cx, assign, name, cx.place(target), fact);
}

fn stands_for(cx: &Context<'_>, value: NodeId) -> Option<(TypeForm, Vec<String>)> {
    let tree = cx.tree;
    match tree.kind(value) {
        Syntax::Index | Syntax::Type => {
            let whole = cx.text(value);
            let head = whole.split('[').next().unwrap_or_default();
            if last(head) != "Annotated" {
                return None;
            }
            let call = tree.subtree(value).take(60).find_map(|id| column_call(cx, id));
            let mut column = Column::default();
            if let Some(call) = call {
                read_call(cx, call, &mut column);
            }
            super::Annotation::read(cx, value).complete(cx, &mut column);
            let form = if call.is_some() { TypeForm::Maker } else { TypeForm::Alias };
            Some((form, column.types))
        }
        Syntax::Call if last(cx.callee(value)) == "partial" => {
            let made = tree.kid(value, Role::Arg).map(|made| cx.path(made))?;
            matches!(last(&made), "Column" | "mapped_column").then(|| (TypeForm::Maker, Vec::new()))
        }
        Syntax::Call | Syntax::Name | Syntax::Member => {
            let (path, _) = type_path(cx, value);
            let is_type = last(&path).contains("Encrypt")
                || (of_library(cx, &path) == Some(true)
                    && last(&path).starts_with(char::is_uppercase)
                    && !matches!(last(&path), "Table" | "MetaData" | "SQLAlchemy" | "Index"));
            is_type.then(|| (TypeForm::Alias, vec![path]))
        }
        _ => None,
    }
}

/// `def primary_key(name): return Column(…)`.
pub(crate) fn maker(cx: &Context<'_>, function: NodeId, out: &mut Out) {
    let tree = cx.tree;
    let Some(name) = tree.kid(function, Role::Name) else { return };
    let mut returns = tree.subtree(function).take(400).filter(|id| tree.kind(*id) == Syntax::Return);
    let Some(call) = returns.find_map(|id| column_call(cx, tree.kid(id, Role::Value)?)) else { return };
    let mut column = Column::default();
    read_call(cx, call, &mut column);
    let fact = ColumnType { form: TypeForm::Maker, bases: column.types, ..ColumnType::default() };
    out.fact(cx, function, cx.text(name).to_owned(), cx.place(name), fact);
}
