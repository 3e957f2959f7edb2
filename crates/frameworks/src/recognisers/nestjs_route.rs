//! Routes of NestJS: methods of a `@Controller("users")` class with `@Post("…")`; GraphQL's `@Mutation()`.

use crate::routes::{self, Handler};
use crate::{Context, Out, Recogniser};
use review_facts::{Kind, Language, RouteSystem};
use review_syntax::{Kind as Syntax, NodeId, Role};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "nestjs_route",
    finds: &[Kind::Route],
    languages: &[Language::TypeScript, Language::Tsx],
    libraries: &["@nestjs/common", "@nestjs/graphql"],
    nodes: &[Syntax::Decorator],
    node,
    file: |_: &Context<'_>, _: &mut Out| {},
};

fn node(cx: &Context<'_>, decorator: NodeId, out: &mut Out) {
    let tree = cx.tree;
    let Some(call) = tree.kids(decorator).next().filter(|kid| tree.kind(*kid) == Syntax::Call) else {
        return;
    };
    let method = match cx.callee(call) {
        verb @ ("Get" | "Post" | "Put" | "Patch" | "Delete" | "Options" | "Head") => verb,
        "All" => "any",
        kind @ ("Query" | "Mutation" | "Subscription") => kind,
        _ => return,
    };
    let Some(function) = routes::decorated(cx, decorator) else { return };
    let class = tree.parent(function).filter(|class| tree.kind(*class) == Syntax::Class);
    let Some(class) = class else { return };
    let Some(prefix) = prefix(cx, class) else { return };
    let own =
        tree.kid(call, Role::Arg).filter(|arg| matches!(tree.kind(*arg), Syntax::Str | Syntax::Template));
    let own = own.map_or_else(String::new, |own| routes::path_text(cx, own));
    let url = match (own.trim_matches('/'), prefix.trim_matches('/')) {
        ("", prefix) => format!("/{prefix}"),
        (own, "") => format!("/{own}"),
        (own, prefix) => format!("/{prefix}/{own}"),
    };
    let token = tree.kid(call, Role::Callee).unwrap_or(call);
    routes::add(cx, token, RouteSystem::NestJs, method, &url, Handler::Here(function), out);
}

/// The path of the controller; none when the class is none.
fn prefix(cx: &Context<'_>, class: NodeId) -> Option<String> {
    let tree = cx.tree;
    let decorators = tree.kids(class).take_while(|kid| tree.kind(*kid) == Syntax::Decorator);
    for call in decorators.filter_map(|decorator| tree.kids(decorator).next()) {
        match cx.callee(call) {
            "Controller" | "JsonController" => {
                let Some(arg) = tree.kid(call, Role::Arg) else { return Some(String::new()) };
                let path = match tree.kind(arg) {
                    Syntax::Object => routes::keyed(cx, arg, "path"),
                    Syntax::List => tree.kids(arg).next(),
                    _ => Some(arg),
                };
                return Some(path.map_or_else(String::new, |path| routes::path_text(cx, path)));
            }
            "Resolver" => return Some(String::new()),
            _ => {}
        }
    }
    None
}
