//! Lookups of environment variables and settings, and what they fall back to.
//!
//! One decision that is not obvious: all lookups of a file are found in one walk that starts from the lookup and climbs to
//! its fallback, because a fallback stands behind (`||`), around (`if`), inside (`default=`) or beside it.

use crate::{Context, constant, signs};
use review_facts::{Fallback, Language};
use review_syntax::{Kind, NodeId, Role, flag};

/// One lookup.
#[derive(Clone, Debug)]
pub(crate) struct Lookup {
    /// The variable's name.
    pub(crate) variable: String,
    /// The node to point at.
    pub(crate) at: NodeId,
    /// What it falls back to.
    pub(crate) kind: Fallback,
    /// The literal it falls back to.
    pub(crate) fallback: Option<NodeId>,
}

/// Nodes between a lookup and its fallback.
const CLIMB: usize = 8;

/// All lookups of the file, in source order.
pub(crate) fn lookups<'c>(cx: &'c Context<'_>) -> &'c [Lookup] {
    cx.lookups.get_or_init(|| find(cx))
}

fn find(cx: &Context<'_>) -> Vec<Lookup> {
    let words: &[&str] = match cx.language {
        Language::Python => &["environ", "getenv", "env", "config", "Settings"],
        _ => &["env", "Env", "onfig"],
    };
    if !signs::any_in(cx, words) {
        return Vec::new();
    }
    let reader = Reader { cx, readers: readers(cx) };
    let rust = cx.language == Language::Rust;
    let mut found = Vec::new();
    for id in cx.tree.ids() {
        match cx.tree.kind(id) {
            Kind::Call => reader.call(id, &mut found),
            Kind::Decorator => reader.attribute(id, &mut found),
            // Rust reads it by calls and attributes alone.
            _ if rust => {}
            Kind::Member | Kind::Index => reader.member(id, &mut found),
            Kind::Class => reader.class(id, &mut found),
            Kind::Assign => reader.destructured(id, &mut found),
            _ => {}
        }
    }
    found
}

struct Reader<'c, 'a> {
    cx: &'c Context<'a>,
    /// Local names of objects that read the environment when called: `env = Env()`.
    readers: Vec<String>,
}

/// Constructors of such objects: django-environ, environs, starlette, python-decouple.
const READERS: &[&str] = &[
    "environ.Env",
    "environs.Env",
    "environs.EnvParser",
    "starlette.config.Config",
    "decouple.Config",
    "decouple.AutoConfig",
];

fn readers(cx: &Context<'_>) -> Vec<String> {
    let libraries = ["environ", "environs", "starlette", "decouple"];
    let known = |module: &str| libraries.contains(&module.split('.').next().unwrap_or_default());
    if cx.language != Language::Python || !cx.imports.iter().any(|import| known(&import.module)) {
        return Vec::new();
    }
    let known =
        |call: NodeId| cx.imported_path(cx.callee(call)).is_some_and(|path| READERS.contains(&path.as_str()));
    cx.tree
        .ids()
        .filter(|id| cx.tree.kind(*id) == Kind::Assign)
        .filter_map(|id| Some((cx.tree.kid(id, Role::Target)?, cx.tree.kid(id, Role::Value)?)))
        .filter(|(_, value)| cx.tree.kind(*value) == Kind::Call && known(*value))
        .map(|(target, _)| cx.path(target))
        .collect()
}

impl Reader<'_, '_> {
    fn call(&self, call: NodeId, found: &mut Vec<Lookup>) {
        let callee = self.cx.callee(call);
        let lookup = match self.cx.language {
            Language::Python => self.python_call(call, callee),
            Language::Rust => self.rust_call(call, callee),
            _ => self.script_call(call, callee),
        };
        found.extend(lookup);
    }

    fn python_call(&self, call: NodeId, callee: &str) -> Option<Lookup> {
        let (object, last) = callee.rsplit_once('.').unwrap_or(("", callee));
        let reads = |path: &str| {
            matches!(
                path,
                "os.getenv"
                    | "os.environ.get"
                    | "os.environ.pop"
                    | "os.environ.setdefault"
                    | "decouple.config"
            )
        };
        // Most names come from elsewhere: a look at the import spares their path.
        let import = self.cx.import(callee.split('.').next().unwrap_or_default());
        let from_there = import.is_some_and(|import| matches!(import.module.as_str(), "os" | "decouple"));
        let direct =
            reads(callee) || from_there && self.cx.imported_path(callee).is_some_and(|path| reads(&path));
        // `env("X")`, `env.str("X")`, `config("X", cast=str)`.
        let reader = |name: &str| self.readers.iter().any(|reader| reader == name);
        let through =
            reader(callee) || (reader(object) && !matches!(last, "read_env" | "read_envfile" | "seal"));
        // Flask's configuration and Django's settings, by the names their documentation gives them.
        let settings = (last == "get" && matches!(object, "app.config" | "current_app.config" | "settings"))
            || (callee == "getattr"
                && self.argument(call, 0).is_some_and(|object| {
                    self.cx
                        .imported_path(self.cx.text(object))
                        .is_some_and(|path| path == "django.conf.settings")
                }));
        if !direct && !through && !settings {
            return None;
        }
        let named = self.argument(call, usize::from(callee == "getattr"))?;
        let variable = self.text(named)?;
        let second = self.argument(call, 1 + usize::from(callee == "getattr"));
        let default = self.keyword(call, "default").or(second);
        Some(self.lookup(variable, named, call, default))
    }

    fn script_call(&self, call: NodeId, callee: &str) -> Option<Lookup> {
        let (object, last) = callee.rsplit_once('.').unwrap_or(("", callee));
        if last == "default" {
            return self.schema_default(call);
        }
        let environment = matches!(callee, "Deno.env.get" | "process.env.get" | "Bun.env.get");
        let service = matches!(last, "get" | "getOrThrow")
            && object.rsplit('.').next().is_some_and(|name| {
                matches!(name, "configService" | "_configService" | "config" | "nestConfigService")
            })
            && self.cx.imports.iter().any(|import| import.module == "@nestjs/config");
        if !environment && !service {
            return None;
        }
        let named = self.argument(call, 0)?;
        Some(self.lookup(self.text(named)?, named, call, self.argument(call, 1)))
    }

    /// `X: z.string().default("…")` in a schema of the environment: one that reads `process.env`, or whose name holds `env`.
    fn schema_default(&self, call: NodeId) -> Option<Lookup> {
        let cx = self.cx;
        let pair = cx.tree.ancestors(call).take(CLIMB).find(|node| cx.tree.kind(*node) == Kind::Pair)?;
        let variable = constant::name(cx, cx.tree.kid(pair, Role::Key));
        let mut about_environment = false;
        for node in cx.tree.ancestors(pair).take(2 * CLIMB) {
            about_environment |= match cx.tree.kind(node) {
                Kind::Call => {
                    let first = cx.tree.kid(node, Role::Arg).filter(|arg| cx.tree.kind(*arg) == Kind::Member);
                    names_environment(cx.callee(node))
                        || first.is_some_and(|arg| cx.path(arg) == "process.env")
                }
                Kind::Assign => names_environment(&constant::name(cx, cx.tree.kid(node, Role::Target))),
                Kind::Function | Kind::Class => break,
                _ => false,
            };
        }
        let default = self.argument(call, 0)?;
        about_environment.then(|| self.lookup(variable, default, call, Some(default)))
    }

    fn rust_call(&self, call: NodeId, callee: &str) -> Option<Lookup> {
        let cx = self.cx;
        let last = callee.rsplit('.').next().unwrap_or_default();
        let reads = match last {
            "option_env" => cx.tree.has(call, flag::MACRO),
            "var" | "var_os" => {
                callee.ends_with("env.var")
                    || callee.ends_with("env.var_os")
                    || callee == "dotenvy.var"
                    || cx
                        .imported_path(callee)
                        .is_some_and(|path| path.replace("::", ".").ends_with("env.var"))
            }
            _ => false,
        };
        if !reads {
            return None;
        }
        let named = self.argument(call, 0)?;
        let variable = self.text(named).unwrap_or_else(|| constant::name(cx, Some(named)));
        Some(self.lookup(variable, named, call, None))
    }

    /// `process.env.X`, `process.env["X"]`, `os.environ["X"]`.
    fn member(&self, id: NodeId, found: &mut Vec<Lookup>) {
        let cx = self.cx;
        let Some(object) = cx.tree.kid(id, Role::Object) else { return };
        if cx.tree.kind(object) != Kind::Member && cx.tree.kind(object) != Kind::Name {
            return;
        }
        let key = match cx.tree.kind(id) {
            Kind::Member => cx.tree.kid(id, Role::Property),
            _ => cx.tree.kid(id, Role::Key).filter(|key| cx.tree.kind(*key) == Kind::Str),
        };
        let Some(key) = key else { return };
        let property = cx.tree.kid(object, Role::Property).map_or("", |property| cx.text(property));
        let environment = match cx.language {
            Language::Python => {
                cx.tree.kind(id) == Kind::Index
                    && (property == "environ" && cx.path(object) == "os.environ"
                        || cx.import(cx.text(object)).is_some_and(|import| {
                            import.module == "os" && import.name.as_deref() == Some("environ")
                        }))
            }
            Language::Rust => false,
            _ => {
                property == "env"
                    && matches!(cx.path(object).as_str(), "process.env" | "import.meta.env" | "Bun.env")
            }
        };
        let called = cx.tree.role(id) == Role::Callee || cx.tree.role(id) == Role::Target;
        if environment && !called {
            found.push(self.lookup(constant::name(cx, Some(key)), key, id, None));
        }
    }

    /// `const { X = "…" } = process.env`.
    fn destructured(&self, assign: NodeId, found: &mut Vec<Lookup>) {
        let cx = self.cx;
        let (Some(target), Some(value)) =
            (cx.tree.kid(assign, Role::Target), cx.tree.kid(assign, Role::Value))
        else {
            return;
        };
        if cx.tree.kind(target) != Kind::Object
            || !matches!(cx.path(value).as_str(), "process.env" | "import.meta.env" | "Bun.env")
        {
            return;
        }
        for pair in cx.tree.kids(target).filter(|kid| cx.tree.kind(*kid) == Kind::Pair) {
            let Some(key) = cx.tree.kid(pair, Role::Key) else { continue };
            let default = cx.tree.kid(pair, Role::Value).and_then(|value| match cx.tree.kind(value) {
                Kind::Assign => cx.tree.kid(value, Role::Value),
                _ if cx.tree.has(pair, flag::SHORTHAND) => Some(value),
                _ => None,
            });
            found.push(self.with_default(constant::name(cx, Some(key)), key, default));
        }
    }

    /// Fields of pydantic's `BaseSettings`: each is a variable of the environment, its default the fallback.
    fn class(&self, class: NodeId, found: &mut Vec<Lookup>) {
        let cx = self.cx;
        if cx.language != Language::Python
            || !cx.tree.kids_with(class, Role::Base).any(|base| cx.path(base).ends_with("BaseSettings"))
        {
            return;
        }
        for field in cx.tree.kids(class).filter(|kid| cx.tree.kind(*kid) == Kind::Field) {
            let Some(name) = cx.tree.kid(field, Role::Name) else { continue };
            if cx.tree.kid(field, Role::Type).is_none() {
                continue;
            }
            let mut default = cx.tree.kid(field, Role::Value);
            if let Some(call) = default
                .filter(|value| cx.tree.kind(*value) == Kind::Call && cx.callee(*value).ends_with("Field"))
            {
                default = self.keyword(call, "default").or_else(|| self.argument(call, 0));
            }
            found.push(self.with_default(cx.text(name).to_owned(), name, default));
        }
    }

    /// clap's `#[arg(env = "X", default_value = "…")]`.
    fn attribute(&self, decorator: NodeId, found: &mut Vec<Lookup>) {
        let cx = self.cx;
        if cx.language != Language::Rust {
            return;
        }
        let call = cx.tree.kids(decorator).find(|kid| cx.tree.kind(*kid) == Kind::Call);
        let Some(call) = call.filter(|call| matches!(cx.callee(*call), "arg" | "clap" | "structopt")) else {
            return;
        };
        let named = self.keyword(call, "env");
        let bare = cx
            .tree
            .kids_with(call, Role::Arg)
            .find(|arg| cx.tree.kind(*arg) == Kind::Name && cx.text(*arg) == "env");
        let (variable, at) = match (named, bare) {
            (Some(named), _) => (self.text(named), named),
            (None, Some(bare)) => {
                let field = cx.tree.parent(decorator).and_then(|field| cx.tree.kid(field, Role::Name));
                (field.map(|name| cx.text(name).to_uppercase()), bare)
            }
            (None, None) => return,
        };
        let default = self.keyword(call, "default_value").or_else(|| self.keyword(call, "default_value_t"));
        found.extend(variable.map(|variable| self.with_default(variable, at, default)));
    }

    /// A lookup whose fallback is `default`, else stands behind or around `node`.
    fn lookup(&self, variable: String, at: NodeId, node: NodeId, default: Option<NodeId>) -> Lookup {
        let computed = self.with_default(variable, at, default);
        if computed.kind == Fallback::Literal {
            return computed;
        }
        match self.behind(node) {
            Some(behind) => self.with_default(computed.variable, at, Some(behind)),
            None => computed,
        }
    }

    fn with_default(&self, variable: String, at: NodeId, default: Option<NodeId>) -> Lookup {
        let cx = self.cx;
        let (kind, fallback) = match default {
            None => (Fallback::None, None),
            Some(default) => match constant::text(cx, default) {
                Some((_, node)) => (Fallback::Literal, Some(node)),
                None => match cx.tree.kind(default) {
                    Kind::Constant => (Fallback::None, None),
                    Kind::Number => (Fallback::Literal, None),
                    _ => (Fallback::Computed, None),
                },
            },
        };
        Lookup { variable, at, kind, fallback }
    }

    /// What stands behind `||`, `??` and `or`, in `unwrap_or(…)`, or in the other branch of a condition.
    fn behind(&self, node: NodeId) -> Option<NodeId> {
        let cx = self.cx;
        let mut at = node;
        let mut fallback = None;
        for _ in 0..CLIMB {
            let Some(parent) = cx.tree.parent(at) else { break };
            at = match (cx.tree.kind(parent), cx.tree.role(at)) {
                (Kind::Binary, role) if cx.tree.has(parent, flag::OR | flag::NULLISH) => {
                    if role == Role::Left {
                        fallback = cx.tree.kid(parent, Role::Right);
                    }
                    parent
                }
                (Kind::If, Role::Body) if cx.tree.has(parent, flag::TERNARY) => {
                    return cx.tree.kid(parent, Role::Else);
                }
                (Kind::Unary, _) if !cx.tree.has(parent, flag::NOT | flag::TYPEOF) => parent,
                (Kind::Match, Role::Cond) => return self.other_arm(parent),
                (Kind::Member, Role::Object) => {
                    let Some(call) = cx
                        .tree
                        .parent(parent)
                        .filter(|call| cx.tree.kid(*call, Role::Callee) == Some(parent))
                    else {
                        break;
                    };
                    let property =
                        cx.tree.kid(parent, Role::Property).map_or("", |property| cx.text(property));
                    match property {
                        "unwrap_or" | "unwrap_or_else" | "or_else" => return self.argument(call, 0),
                        "map" | "ok" | "and_then" | "as_deref" | "map_err" | "filter" | "trim"
                        | "toString" | "strip" | "split" | "lower" => call,
                        _ => break,
                    }
                }
                (Kind::Call, Role::Arg)
                    if fallback.is_none()
                        && matches!(
                            cx.callee(parent),
                            "str" | "int" | "bool" | "String" | "Number" | "SecretStr" | "Secret"
                        ) =>
                {
                    parent
                }
                _ => break,
            };
        }
        fallback
    }

    /// The value of `Err(_) => …` or `None => …`.
    fn other_arm(&self, found: NodeId) -> Option<NodeId> {
        let cx = self.cx;
        let arms = cx.tree.kids(found).filter(|kid| cx.tree.kind(*kid) == Kind::Arm).take(4);
        arms.filter(|arm| {
            let pattern = cx.tree.kid(*arm, Role::Target).map_or("_", |target| cx.text(target));
            ["Err", "None", "_"].iter().any(|start| pattern.starts_with(start))
        })
        .find_map(|arm| cx.tree.kid(arm, Role::Body))
    }

    /// The positional argument at a position, from 0.
    fn argument(&self, call: NodeId, position: usize) -> Option<NodeId> {
        let tree = self.cx.tree;
        let positional = tree.kids_with(call, Role::Arg).filter(|arg| tree.kind(*arg) != Kind::Pair);
        positional.take(position + 1).nth(position)
    }

    fn keyword(&self, call: NodeId, name: &str) -> Option<NodeId> {
        let cx = self.cx;
        let pairs = cx.tree.kids_with(call, Role::Arg).filter(|arg| cx.tree.kind(*arg) == Kind::Pair);
        pairs
            .filter(|pair| cx.tree.kid(*pair, Role::Key).is_some_and(|key| cx.text(key) == name))
            .find_map(|pair| cx.tree.kid(pair, Role::Value))
    }

    fn text(&self, id: NodeId) -> Option<String> {
        Some(self.cx.tree.str_content(id, self.cx.source)?.text(self.cx.source).to_owned())
    }
}

/// A name holds the word `env` or `environment`: `envSchema`, `createEnv`, `serverEnvironment`.
fn names_environment(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or_default();
    crate::calls::parts(last).any(|word| matches!(word.as_str(), "env" | "environment"))
}
