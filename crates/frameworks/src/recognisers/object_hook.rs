//! Hooks of object mappers in TypeScript and JavaScript: TypeORM's subscribers and listeners, Sequelize's hooks, Mongoose's
//! middleware, Prisma's extensions.

use crate::around::{self, Around, Runner};
use crate::{Context, Out, Recogniser, routes};
use review_facts::{HookForm, Kind, Language};
use review_syntax::{Kind as Syntax, NodeId, Role, flag};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "object_hook",
    finds: &[Kind::Hook],
    languages: &[Language::TypeScript, Language::Tsx, Language::JavaScript],
    libraries: &[],
    nodes: &[Syntax::Call, Syntax::Decorator],
    node,
    file: |_: &Context<'_>, _: &mut Out| {},
};

/// Nodes of a function that are looked at for what it compares.
const LOOKED_AT: usize = 600;

fn node(cx: &Context<'_>, id: NodeId, out: &mut Out) {
    let tree = cx.tree;
    if tree.kind(id) == Syntax::Decorator {
        let kid = tree.kids(id).next();
        // `@AfterCreate static record()` of sequelize-typescript has no call.
        if let Some(name) = kid.filter(|kid| tree.kind(*kid) == Syntax::Name) {
            of_method(cx, name, id, cx.text(name), out);
        }
        return;
    }
    let callee = cx.callee(id);
    let (receiver, method) = cx.receiver_and_method(id).unwrap_or(("", callee));
    match method {
        "EventSubscriber" => subscriber(cx, id, out),
        "post" | "pre" if receiver.to_ascii_lowercase().ends_with("schema") => {
            middleware(cx, id, receiver, method, out)
        }
        "addHook" => added(cx, id, receiver, out),
        "afterCreate" | "afterUpdate" | "afterDestroy" | "afterSave" | "afterUpsert"
            if !receiver.is_empty() =>
        {
            called(cx, id, receiver, method, out);
        }
        "define" | "init" => options(cx, id, receiver, method, out),
        "$use" => uses(cx, id, out),
        "$extends" => extends(cx, id, out),
        _ if receiver.is_empty() && (method.starts_with("After") || method.starts_with("Before")) => {
            if let Some(decorator) = tree.parent(id).filter(|parent| tree.kind(*parent) == Syntax::Decorator)
            {
                of_method(cx, id, decorator, method, out);
            }
        }
        _ => {}
    }
}

/// TypeORM: `@EventSubscriber() class … { listenTo() { return User } afterInsert(event) { … } }`.
fn subscriber(cx: &Context<'_>, call: NodeId, out: &mut Out) {
    let tree = cx.tree;
    let Some(class) = tree.ancestors(call).take(2).find(|id| tree.kind(*id) == Syntax::Class) else { return };
    let method = |id: NodeId| tree.kid(id, Role::Name).map_or("", |name| cx.text(name));
    let methods: Vec<NodeId> =
        tree.kids(class).filter(|kid| tree.kind(*kid) == Syntax::Function).take(40).collect();
    let mut on = String::new();
    if let Some(listens) = methods.iter().find(|id| method(**id) == "listenTo") {
        let returned = tree.subtree(*listens).take(20).find(|id| tree.kind(*id) == Syntax::Return);
        let model = returned.and_then(|returned| tree.kid(returned, Role::Value));
        on = model.map_or_else(|| "…".to_owned(), |model| cx.path(model));
    }
    for function in methods {
        let Some(changes) = around::changes(method(function)) else { continue };
        let partly = compares_model(cx, function);
        add(cx, function, &on, changes, partly, &[Runner::Here(tree.span(function).start)], out);
    }
}

/// `@AfterInsert() record()` in an entity of TypeORM or a model of sequelize-typescript.
fn of_method(cx: &Context<'_>, token: NodeId, decorator: NodeId, name: &str, out: &mut Out) {
    let tree = cx.tree;
    let (Some(changes), Some(function)) = (around::changes(name), routes::decorated(cx, decorator)) else {
        return;
    };
    let class = tree.parent(function).filter(|class| tree.kind(*class) == Syntax::Class);
    let Some(model) = class.and_then(|class| tree.kid(class, Role::Name)) else { return };
    add(cx, token, cx.text(model), changes, false, &[Runner::Here(tree.span(function).start)], out);
}

/// Mongoose: `userSchema.post("save", record)`.
fn middleware(cx: &Context<'_>, call: NodeId, schema: &str, when: &str, out: &mut Out) {
    let mut args = routes::positional(cx, call);
    let (Some(name), Some(runs)) = (args.next(), args.next()) else { return };
    let Some(name) = cx.tree.str_content(name, cx.source) else { return };
    let changes = around::changes(&format!("{when}{}", name.text(cx.source)));
    if let Some(changes) = changes {
        add(cx, call, schema, changes, around::is_conditional(cx, call), &around::runners(cx, runs), out);
    }
}

/// Sequelize: `User.addHook("afterUpdate", record)`; that of a connection sees every model.
fn added(cx: &Context<'_>, call: NodeId, receiver: &str, out: &mut Out) {
    let args: Vec<NodeId> = routes::positional(cx, call).take(3).collect();
    let (Some(name), Some(runs)) = (args.first(), args.last().filter(|_| args.len() > 1)) else { return };
    let Some(name) = cx.tree.str_content(*name, cx.source) else { return };
    if let Some(changes) = around::changes(name.text(cx.source)) {
        let partly = around::is_conditional(cx, call);
        add(cx, call, model_of(receiver), changes, partly, &around::runners(cx, *runs), out);
    }
}

/// Sequelize: `User.afterUpdate(record)`.
fn called(cx: &Context<'_>, call: NodeId, receiver: &str, name: &str, out: &mut Out) {
    let (Some(runs), Some(changes)) = (routes::positional(cx, call).last(), around::changes(name)) else {
        return;
    };
    add(
        cx,
        call,
        model_of(receiver),
        changes,
        around::is_conditional(cx, call),
        &around::runners(cx, runs),
        out,
    );
}

/// The model; empty for a connection.
fn model_of(receiver: &str) -> &str {
    let last = receiver.rsplit('.').next().unwrap_or_default();
    if last.starts_with(char::is_uppercase) { receiver } else { "" }
}

/// Sequelize: `sequelize.define("User", { … }, { hooks: { afterUpdate: record } })`, `User.init(…)`.
fn options(cx: &Context<'_>, call: NodeId, receiver: &str, method: &str, out: &mut Out) {
    let tree = cx.tree;
    let args: Vec<NodeId> = routes::positional(cx, call).take(4).collect();
    let Some(options) =
        args.get(1..).and_then(|rest| rest.last()).filter(|id| tree.kind(**id) == Syntax::Object)
    else {
        return;
    };
    let Some(hooks) = routes::keyed(cx, *options, "hooks").filter(|id| tree.kind(*id) == Syntax::Object)
    else {
        return;
    };
    let model = match (method, args.first().and_then(|name| tree.str_content(*name, cx.source))) {
        ("define", Some(name)) => name.text(cx.source).to_owned(),
        ("init", _) => receiver.to_owned(),
        _ => return,
    };
    for kid in tree.kids(hooks).take(24) {
        let (name, runs) = match tree.kind(kid) {
            Syntax::Pair => {
                (tree.kid(kid, Role::Key), tree.kid(kid, Role::Value).or_else(|| tree.kid(kid, Role::Key)))
            }
            Syntax::Function => (tree.kid(kid, Role::Name), Some(kid)),
            _ => continue,
        };
        let (Some(name), Some(runs)) = (name, runs) else { continue };
        if let Some(changes) = around::changes(crate::path::unquoted(cx.text(name))) {
            add(cx, name, &model, changes, false, &around::runners(cx, runs), out);
        }
    }
}

/// Prisma: `prisma.$use(async (params, next) => …)`.
fn uses(cx: &Context<'_>, call: NodeId, out: &mut Out) {
    let Some(runs) = routes::positional(cx, call).next() else { return };
    let partly = around::is_conditional(cx, call) || compares_model(cx, runs);
    add(cx, call, "", Vec::new(), partly, &around::runners(cx, runs), out);
}

/// Prisma: `prisma.$extends({ query: { $allModels: { async update({ … }) { … } } } })`.
fn extends(cx: &Context<'_>, call: NodeId, out: &mut Out) {
    let tree = cx.tree;
    let Some(query) = routes::positional(cx, call).next().and_then(|arg| routes::keyed(cx, arg, "query"))
    else {
        return;
    };
    for entry in members(cx, query) {
        let (name, value) = entry;
        if tree.kind(value) == Syntax::Function {
            // `query: { $allOperations() {} }`.
            if name == "$allOperations" {
                operation(cx, call, "", name, value, out);
            }
            continue;
        }
        let on = if name == "$allModels" { "" } else { name };
        for (operation_name, function) in members(cx, value) {
            operation(cx, call, on, operation_name, function, out);
        }
    }
}

fn operation(cx: &Context<'_>, call: NodeId, on: &str, name: &str, function: NodeId, out: &mut Out) {
    let one = |change: &str| vec![change.to_owned()];
    let changes = match name {
        "$allOperations" => Vec::new(),
        "create" | "createMany" | "createManyAndReturn" => one("insert"),
        "update" | "updateMany" => one("update"),
        "delete" | "deleteMany" => one("delete"),
        _ => return,
    };
    let partly = around::is_conditional(cx, call) || compares_model(cx, function);
    add(cx, function, on, changes, partly, &around::runners(cx, function), out);
}

/// Names and values of an object, methods included.
fn members<'a>(cx: &Context<'a>, object: NodeId) -> Vec<(&'a str, NodeId)> {
    let tree = cx.tree;
    let mut found = Vec::new();
    for kid in tree.kids(object).take(60) {
        let (name, value) = match tree.kind(kid) {
            Syntax::Pair => (tree.kid(kid, Role::Key), tree.kid(kid, Role::Value)),
            Syntax::Function => (tree.kid(kid, Role::Name), Some(kid)),
            _ => continue,
        };
        if let (Some(name), Some(value)) = (name, value) {
            found.push((crate::path::unquoted(cx.text(name)), value));
        }
    }
    found
}

/// What runs asks which model it is: `params.model === "User"`.
fn compares_model(cx: &Context<'_>, function: NodeId) -> bool {
    let tree = cx.tree;
    let is_model = |id: NodeId| {
        let path = cx.path(id);
        let last = path.rsplit('.').next().unwrap_or_default();
        matches!(last, "model" | "tableName" | "entity" | "metadata" | "name")
    };
    tree.subtree(function).take(LOOKED_AT).any(|id| match tree.kind(id) {
        Syntax::Binary if tree.has(id, flag::COMPARE) => {
            let sides = [tree.kid(id, Role::Left), tree.kid(id, Role::Right)];
            let path = |id: &NodeId| matches!(tree.kind(*id), Syntax::Name | Syntax::Member);
            let text = sides.iter().flatten().any(|id| matches!(tree.kind(*id), Syntax::Str | Syntax::Name));
            text && sides.into_iter().flatten().filter(path).any(is_model)
        }
        Syntax::Call => {
            let method = cx.method(id);
            matches!(method, "includes" | "has") && tree.kid(id, Role::Arg).is_some_and(is_model)
        }
        _ => false,
    })
}

fn add(
    cx: &Context<'_>,
    token: NodeId,
    on: &str,
    changes: Vec<String>,
    partly: bool,
    runners: &[Runner],
    out: &mut Out,
) {
    let around = Around { form: HookForm::Model, on: on.to_owned(), changes, partly, ..Around::default() };
    around::add(cx, token, &around, runners, out);
}
