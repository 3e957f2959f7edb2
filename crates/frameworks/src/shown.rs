//! The types of the values that a Rust macro prints whole, by `{:?}` or as a field `?user`.
//!
//! A value's type is read where its function declares it as a parameter; other bindings are not followed.

use crate::{Context, path};
use review_facts::LoggedValue;
use review_syntax::{Kind, NodeId, Role, flag};

/// Nodes above a value among which its function is looked for.
const ABOVE: usize = 60;

/// Extractors of web frameworks around the value itself (axum, actix-web, warp's and Rocket's forms).
const AROUND: &[&str] =
    &["Json", "Form", "Query", "Path", "State", "Extension", "Data", "Valid", "ValidatedJson"];

/// Fills in the types of what the call prints by `Debug`.
pub(crate) fn types(cx: &Context<'_>, call: NodeId, values: &mut [LoggedValue]) {
    let tree = cx.tree;
    let mut positional: Vec<NodeId> = Vec::new();
    let mut template = None;
    let mut whole: Vec<NodeId> = Vec::new();
    for argument in tree.kids_with(call, Role::Arg).take(60) {
        match tree.kind(argument) {
            Kind::Str | Kind::Template if template.is_none() => template = Some(argument),
            Kind::Pair => {
                whole.extend(tree.kid(argument, Role::Value).filter(|value| behind(cx, *value, '?')))
            }
            _ if template.is_some() => positional.push(argument),
            _ => whole.extend(Some(argument).filter(|value| behind(cx, *value, '?'))),
        }
    }
    if let Some(template) = template {
        let parts = tree.kids_with(template, Role::Part).filter(|part| tree.kind(*part) == Kind::Name);
        whole.extend(parts.filter(|part| {
            let rest = &cx.source[tree.span(*part).end as usize..];
            rest.starts_with(":?}") || rest.starts_with(":#?}")
        }));
        whole.extend(by_debug(cx.text(template)).filter_map(|at| positional.get(at).copied()));
    }
    for node in whole {
        if let Some((name, ty)) = declared(cx, node) {
            let place = cx.place(name);
            values.iter_mut().filter(|value| value.place == place).for_each(|value| value.ty.clone_from(&ty));
        }
    }
}

/// The same for the parameters that `#[instrument]` records, by `Debug` all of them.
pub(crate) fn of_parameter(cx: &Context<'_>, parameter: NodeId) -> String {
    cx.tree.kid(parameter, Role::Type).map(|ty| named(cx.text(ty))).unwrap_or_default()
}

fn behind(cx: &Context<'_>, node: NodeId, sign: char) -> bool {
    cx.source[..cx.tree.span(node).start as usize].trim_end().ends_with(sign)
}

/// Which of the arguments behind the text it prints by `Debug`, from 0.
fn by_debug(template: &str) -> impl Iterator<Item = usize> {
    let text = template.replace("{{", "");
    let mut next = 0;
    let mut found = Vec::new();
    for hole in text.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
        let (argument, how) = hole.split_once(':').unwrap_or((hole, ""));
        let at = match argument.trim() {
            "" => {
                next += 1;
                Some(next - 1)
            }
            number => number.parse().ok(),
        };
        found.extend(at.filter(|_| how.trim_end().ends_with('?')));
    }
    found.into_iter()
}

/// The name of a value printed whole and its type, where a parameter of the function around it declares it.
fn declared(cx: &Context<'_>, node: NodeId) -> Option<(NodeId, String)> {
    let tree = cx.tree;
    let mut node = node;
    while tree.kind(node) == Kind::Unary && tree.has(node, flag::REF | flag::DEREF) {
        node = tree.kid(node, Role::Value)?;
    }
    if tree.kind(node) != Kind::Name {
        return None;
    }
    let name = cx.text(node);
    let mut around = tree.ancestors(node).take(ABOVE);
    let function = around.find(|id| tree.kind(*id) == Kind::Function && !tree.has(*id, flag::CLOSURE))?;
    if name == "self" {
        let class = tree.parent(function).filter(|class| tree.has(*class, flag::CLASS_IMPL))?;
        return Some((node, crate::model::last(&cx.path(tree.kid(class, Role::Name)?)).to_owned()));
    }
    let mut parameters = tree.kids(function).filter(|kid| tree.kind(*kid) == Kind::Param);
    let parameter = parameters.find(|parameter| {
        let binds = |id: NodeId| tree.kind(id) == Kind::Name && cx.text(id) == name;
        tree.kid(*parameter, Role::Name).is_some_and(|pattern| tree.subtree(pattern).take(12).any(binds))
    })?;
    Some((node, of_parameter(cx, parameter)))
}

/// The last name of a type, what is around it taken off: `LoginRequest` for `&Json<api::LoginRequest>`.
fn named(ty: &str) -> String {
    let mut ty = ty.trim();
    for _ in 0..4 {
        ty = ty.trim_start_matches('&').trim_start();
        ty = ty.strip_prefix("mut ").unwrap_or(ty);
        let inner = ty.strip_suffix('>').and_then(|ty| ty.split_once('<'));
        match inner {
            Some((around, inner)) if AROUND.contains(&around.rsplit("::").next().unwrap_or_default()) => {
                ty = inner
            }
            _ => break,
        }
    }
    let read = crate::model::rust::RustType::read(ty).path;
    if read.contains(':') { String::new() } else { path::shortened(crate::model::last(&read)).to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_that_show_by_debug_are_found() {
        let found = |template: &str| by_debug(template).collect::<Vec<_>>();
        assert_eq!(found("{} {:?} {name:?} {0:#?} {{:?}} {:>5}"), [1, 0]);
        assert_eq!(found("nothing"), [0_usize; 0]);
    }

    #[test]
    fn types_are_named_by_their_last_name() {
        for (ty, name) in [
            ("&Json<api::LoginRequest>", "LoginRequest"),
            ("Option<&'a User>", "User"),
            ("&str", ""),
            ("web::Data<Arc<App>>", "App"),
        ] {
            assert_eq!(named(ty), name, "{ty}");
        }
    }
}
