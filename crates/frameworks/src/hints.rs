//! How far a Python function carries type hints, with what by convention carries none.
//!
//! The conventions are data with their reasons, from the typing documentation, mypy's and ruff's settings, and what
//! frameworks' own documentation writes unhinted (frameworks.md 5.12).

use crate::Context;
use crate::complexity::Complexity;
use review_facts::Hints;
use review_syntax::{Kind, NodeId, Role, flag};

/// An inner function of fewer lines is read together with the one around it.
const SHORT_INNER: u32 = 3;

/// Decorators whose functions carry no hints at all, by the last part of their path, and why.
const EXEMPT_DECORATORS: &[(&str, &str)] = &[
    ("overload", "the implementation behind overloads takes its types from them"),
    ("override", "the overridden method says the types"),
    ("field_validator", "pydantic hands over values of any type"),
    ("model_validator", "pydantic hands over values of any type"),
    ("validator", "pydantic 1 hands over values of any type"),
    ("root_validator", "pydantic 1 hands over a dict"),
    ("field_serializer", "pydantic fixes the arguments"),
    ("model_serializer", "pydantic fixes the arguments"),
    ("validates", "SQLAlchemy and marshmallow call validators with key and value"),
    ("validates_schema", "marshmallow fixes the arguments"),
    ("pre_load", "marshmallow fixes the arguments"),
    ("post_load", "marshmallow fixes the arguments"),
    ("pre_dump", "marshmallow fixes the arguments"),
    ("post_dump", "marshmallow fixes the arguments"),
    ("declared_attr", "SQLAlchemy evaluates it on the class"),
    ("hybrid_property", "SQLAlchemy evaluates it on class and instance"),
    ("compiles", "SQLAlchemy's compiler fixes the arguments"),
    ("listens_for", "SQLAlchemy's events fix the arguments"),
    ("fixture", "pytest injects the arguments"),
    ("task", "Celery and its kind call tasks with serialised arguments"),
    ("shared_task", "Celery calls tasks with serialised arguments"),
    ("periodic_task", "Celery calls it without arguments"),
    ("receiver", "Django's signals fix the arguments"),
    ("command", "click's options fix the arguments"),
    ("group", "click's options fix the arguments"),
    ("setter", "the getter says the type"),
    ("deleter", "it takes and gives nothing"),
    ("api_view", "Django REST framework fixes the arguments"),
    ("action", "Django REST framework fixes the arguments"),
    ("display", "Django's admin fixes the arguments"),
    ("simple_tag", "Django's templates hand over anything"),
    ("inclusion_tag", "Django's templates hand over anything"),
    ("filter", "template filters are given anything"),
    ("template_filter", "template filters are given anything"),
    ("errorhandler", "Flask fixes the arguments"),
    ("exception_handler", "the framework fixes the arguments"),
];

/// Decorators under which a result needs no hint: FastAPI and its kind take the type of the answer from
/// `response_model`, Flask from what is returned.
#[rustfmt::skip]
const ROUTES: &[&str] = &[
    "get", "post", "put", "patch", "delete", "head", "options", "trace", "route", "api_route", "websocket",
    "websocket_route", "middleware", "on_event", "before_request", "after_request", "teardown_request",
    "teardown_appcontext", "context_processor", "app_errorhandler", "cli_command",
];

/// Methods that a framework calls on what extends its class, by the end of that class's name: the framework says what comes
/// in and out (the documentation of Django, Django REST framework, Django Channels, SQLAlchemy, argparse, logging, json,
/// threading, ast, html.parser).
#[rustfmt::skip]
const HOOKS: &[(&str, &[&str])] = &[
    ("Serializer", &[
        "validate", "create", "update", "save", "to_representation", "to_internal_value", "run_validation",
        "get_fields", "build_field", "get_field_names",
    ]),
    ("View", &[
        "get_queryset", "get_object", "get_context_data", "get_form_kwargs", "get_form_class", "form_valid",
        "form_invalid", "get_success_url", "get_template_names", "dispatch", "setup", "initial",
        "finalize_response", "initialize_request", "handle_exception", "get_permissions",
        "get_serializer_class", "get_serializer_context", "perform_create", "perform_update",
        "perform_destroy", "filter_queryset", "paginate_queryset", "permission_denied",
    ]),
    ("ViewSet", &[
        "get_queryset", "get_object", "dispatch", "initial", "finalize_response", "initialize_request",
        "handle_exception", "get_permissions", "get_serializer", "get_serializer_class",
        "get_serializer_context", "perform_create", "perform_update", "perform_destroy", "filter_queryset",
        "paginate_queryset", "permission_denied",
    ]),
    ("Permission", &["has_permission", "has_object_permission"]),
    ("Throttle", &["allow_request", "get_cache_key", "get_rate", "parse_rate", "wait"]),
    ("Pagination", &["paginate_queryset", "get_paginated_response", "get_paginated_response_schema"]),
    ("Paginator", &["paginate_queryset", "get_paginated_response"]),
    ("Authentication", &["authenticate", "authenticate_header", "authenticate_credentials"]),
    ("Backend", &["authenticate", "get_user", "has_perm"]),
    ("MiddlewareMixin", &["process_request", "process_response", "process_view", "process_exception"]),
    ("BaseCommand", &["handle", "add_arguments"]),
    ("AppConfig", &["ready"]),
    ("Model", &["save", "delete", "clean", "full_clean", "get_absolute_url"]),
    ("Manager", &["get_queryset", "create", "create_user", "create_superuser"]),
    ("Form", &["clean", "save", "is_valid"]),
    ("Admin", &[
        "get_queryset", "save_model", "delete_model", "has_add_permission", "has_change_permission",
        "has_delete_permission", "has_view_permission", "get_readonly_fields", "get_fields", "get_form",
    ]),
    ("Field", &[
        "to_python", "from_db_value", "get_prep_value", "get_db_prep_value", "db_type", "deconstruct",
        "to_representation", "to_internal_value", "validate", "contribute_to_class", "formfield",
        "_serialize", "_deserialize", "process_formdata",
    ]),
    ("Consumer", &["connect", "disconnect", "receive", "receive_json"]),
    ("TypeDecorator", &[
        "process_bind_param", "process_result_value", "process_literal_param", "load_dialect_impl",
        "coerce_compared_value",
    ]),
    ("JSONEncoder", &["default", "encode", "iterencode"]),
    ("Handler", &["emit", "handle", "format"]),
    ("Formatter", &["format", "formatTime", "formatException"]),
    ("Filter", &["filter"]),
    ("Action", &["__call__"]),
    ("Thread", &["run"]),
    ("Process", &["run"]),
    ("HTMLParser", &["handle_starttag", "handle_endtag", "handle_startendtag", "handle_data", "handle_comment"]),
];

/// Starts of such methods that take the name of a field or node.
const HOOK_STARTS: &[(&str, &str)] = &[
    ("Serializer", "validate_"),
    ("Serializer", "get_"),
    ("Form", "clean_"),
    ("Form", "validate_"),
    ("NodeVisitor", "visit_"),
    ("NodeTransformer", "visit_"),
    ("Schema", "get_"),
];

/// Special methods with a fixed signature (the Python language reference, 3.3).
#[rustfmt::skip]
const FIXED_METHODS: &[&str] = &[
    "__str__", "__repr__", "__bytes__", "__format__", "__len__", "__length_hint__", "__bool__", "__int__",
    "__float__", "__index__", "__hash__", "__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__",
    "__contains__", "__dir__", "__sizeof__", "__del__", "__exit__", "__aexit__", "__set_name__",
    "__delattr__", "__getstate__", "__setstate__", "__copy__", "__deepcopy__", "__reduce__", "__reduce_ex__",
    "__instancecheck__", "__subclasscheck__", "__init_subclass__", "__class_getitem__", "__unicode__",
    "__nonzero__", "__prepare__",
];

/// Special methods that give nothing back (mypy lets `__init__` go without when a parameter is hinted).
const SILENT_METHODS: &[&str] =
    &["__init__", "__post_init__", "__setattr__", "__setitem__", "__delitem__", "__set__", "__delete__"];

/// What a function says of its types.
pub(crate) struct Signature {
    pub(crate) hints: Hints,
    /// Names of parameters, and `return`.
    pub(crate) missing: Vec<String>,
}

/// Reads the signature of a Python function. `decorators` are its dotted paths.
pub(crate) fn of(
    cx: &Context<'_>,
    function: NodeId,
    name: &str,
    decorators: &[String],
    body: &Complexity,
) -> Signature {
    let tree = cx.tree;
    let returned = tree.kid(function, Role::Returns).is_some();
    let mut missing = Vec::new();
    let mut given = u32::from(returned);
    let mut names_request = false;
    let method = tree.has(function, flag::METHOD);
    for (index, param) in tree.kids(function).filter(|kid| tree.kind(*kid) == Kind::Param).enumerate() {
        let Some(target) = tree.kid(param, Role::Name) else { continue };
        let own = cx.text(target).trim_start_matches('*');
        if index == 0 && method && is_receiver(own) {
            continue;
        }
        if tree.kid(param, Role::Type).is_some() {
            given += 1;
            continue;
        }
        let splat = tree.has(param, flag::SPLAT | flag::DOUBLE_SPLAT) || cx.text(param).starts_with('*');
        let request = own == "request" && index <= 1;
        names_request |= request;
        if !(splat || request || own.starts_with('_') || own == "/") {
            missing.push(own.to_owned());
        }
    }
    let needs_result = gives_something(cx, function, body)
        && !SILENT_METHODS.contains(&name)
        && !names_request
        && !decorators.iter().any(|path| path.contains('.') && ROUTES.contains(&last(path)));
    if needs_result && !returned {
        missing.push("return".to_owned());
    }
    let hints = match (missing.is_empty(), given) {
        // Nothing that needs a hint, and none there.
        (true, 0) => Hints::Exempt,
        (true, _) => Hints::Complete,
        _ if is_exempt(cx, function, name, decorators) => {
            return Signature { hints: Hints::Exempt, missing: Vec::new() };
        }
        (false, 0) => Hints::None,
        (false, _) => Hints::Partial,
    };
    Signature { hints, missing }
}

/// The first parameter of a method: instance, class, metaclass.
fn is_receiver(name: &str) -> bool {
    matches!(name, "self" | "cls" | "mcs" | "mcls" | "metacls" | "klass" | "this") || name.starts_with('_')
}

fn is_exempt(cx: &Context<'_>, function: NodeId, name: &str, decorators: &[String]) -> bool {
    let tree = cx.tree;
    if tree.has(function, flag::CLOSURE) || FIXED_METHODS.contains(&name) {
        return true;
    }
    if decorators.iter().any(|path| is_exempting(cx, path)) {
        return true;
    }
    if is_hook(cx, function, name) {
        return true;
    }
    let inner = cx.scope(function).node.is_some_and(|node| tree.kind(node) == Kind::Function);
    inner && tree.kid(function, Role::Body).is_some_and(|body| lines(cx, body) < SHORT_INNER)
}

/// The method is one that the framework calls, by what its class extends.
fn is_hook(cx: &Context<'_>, function: NodeId, name: &str) -> bool {
    let class = cx.scope(function).node.filter(|node| cx.tree.kind(*node) == Kind::Class);
    let Some(class) = class else { return false };
    cx.tree.kids_with(class, Role::Base).take(8).any(|base| {
        let path = cx.path(base);
        let called = |end: &str| last(&path).ends_with(end);
        HOOKS.iter().any(|(end, names)| names.contains(&name) && called(end))
            || HOOK_STARTS.iter().any(|(end, start)| name.starts_with(start) && called(end))
    })
}

/// A decorator of the table. `task` without an object is exempting when it comes from a library of task queues: in
/// others (Prefect, Airflow) tasks are typed like any function.
fn is_exempting(cx: &Context<'_>, path: &str) -> bool {
    if path == "task" {
        let module = cx.import(path).map_or("", |import| import.module.as_str());
        return ["celery", "huey", "dramatiq", "procrastinate"]
            .contains(&module.split('.').next().unwrap_or(""));
    }
    EXEMPT_DECORATORS.iter().any(|(word, _)| *word == last(path))
}

fn last(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

fn lines(cx: &Context<'_>, node: NodeId) -> u32 {
    let span = cx.tree.span(node);
    cx.lines.line(span.end.saturating_sub(1)) - cx.lines.line(span.start) + 1
}

/// The function gives a value back, or only promises to: an abstract method, a protocol's.
fn gives_something(cx: &Context<'_>, function: NodeId, body: &Complexity) -> bool {
    if body.returns_value || body.yields {
        return true;
    }
    let Some(block) = cx.tree.kid(function, Role::Body) else { return true };
    let mut statements = cx.tree.kids(block).filter(|kid| cx.tree.kind(*kid) != Kind::Str);
    let (first, second) = (statements.next(), statements.next());
    match (first, second) {
        (Some(only), None) => match cx.tree.kind(only) {
            Kind::Constant => true,
            Kind::Raise => cx.text(only).contains("NotImplemented"),
            _ => false,
        },
        _ => false,
    }
}
