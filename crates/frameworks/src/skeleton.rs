//! The skeleton of a file's code, in one pass: units, calls, and what names hold.
//!
//! One decision that is not obvious: nothing is resolved and nothing left out that the join could need to tell one
//! definition from another; literals and arithmetic are left out.

mod sets;

use crate::{Context, patterns};
use foldhash::{HashMap, HashMapExt};
use review_facts::code::{Arg, Bind, Call, Code, Name, Param, Part, Unit, UnitForm, Value, call};
use review_facts::{Language, Span};
use review_syntax::{Kind as Syntax, NodeId, Role, flag};

/// Arguments of a call that are kept, those inside an object included.
const ARGUMENTS: usize = 8;

/// Bytes of a text or path that are kept; longer ones name nothing.
const LONGEST: usize = 80;

/// Bytes of a type that are kept.
const LONGEST_TYPE: usize = 120;

/// Nodes of a pattern whose names are kept.
const PATTERN: usize = 40;

/// Nodes of the longest function of which it is said that it catches its errors: functions nest.
const LONGEST_BODY: u32 = 600;

/// The skeleton of the file.
pub(crate) fn of(cx: &Context<'_>) -> Code {
    let mut builder = Builder {
        cx,
        code: Code::default(),
        by_text: HashMap::new(),
        open: Vec::new(),
        nodes: Vec::new(),
        dropped: Vec::new(),
    };
    builder.unit(UnitForm::File, cx.tree.root(), Name(0));
    let mut at = 1;
    while let Some(node) = cx.tree.nodes.get(at as usize) {
        let id = NodeId(at);
        // Tests within a file are followed as little as files of tests.
        if is_test(cx, id) {
            at = node.next;
            continue;
        }
        builder.node(id);
        at += 1;
    }
    builder.finish()
}

fn is_test(cx: &Context<'_>, id: NodeId) -> bool {
    cx.language == Language::Rust
        && matches!(cx.tree.kind(id), Syntax::Function | Syntax::Class)
        && cx.own_scope(id).is_some_and(|scope| scope.in_test)
}

struct Builder<'a, 'c> {
    cx: &'a Context<'c>,
    code: Code,
    by_text: HashMap<&'c str, Name>,
    /// Open units with the node behind each.
    open: Vec<(u32, u32)>,
    /// The node of each unit.
    nodes: Vec<u32>,
    /// By name: it is the first of a call whose value is dropped.
    dropped: Vec<bool>,
}

impl<'c> Builder<'_, 'c> {
    fn node(&mut self, id: NodeId) {
        while self.open.len() > 1 && self.open.last().is_some_and(|(_, next)| id.0 >= *next) {
            self.open.pop();
        }
        let tree = self.cx.tree;
        match tree.kind(id) {
            Syntax::Function => self.function(id),
            Syntax::Class => self.class(id),
            Syntax::Object if self.is_bound_object(id) => {
                let name = self.cx.name_node(id);
                let name = name.map(|name| self.key(name)).unwrap_or_default();
                self.unit(UnitForm::Object, id, name);
                self.default_export(id);
            }
            Syntax::Object if self.cx.language == Language::Rust => self.set_struct(id),
            Syntax::Param => self.shadow(id, Role::Name),
            Syntax::Loop => {
                self.shadow(id, Role::Target);
                self.looped(id);
            }
            Syntax::Arm => self.arm(id),
            Syntax::Catch => self.shadow(id, Role::Name),
            Syntax::Field => self.field(id),
            Syntax::Pair => self.pair(id),
            Syntax::Assign => {
                self.shadow(id, Role::Target);
                self.assign(id);
                self.set_member(id);
            }
            Syntax::With => self.with(id),
            Syntax::Export => self.export(id),
            Syntax::Call => self.call(id),
            Syntax::Decorator => self.decorator(id),
            _ => {}
        }
    }

    /// Names that this node gives a meaning in its function, when nothing else says which.
    fn shadow(&mut self, id: NodeId, role: Role) {
        let tree = self.cx.tree;
        let current = self.current();
        if current == 0 {
            return;
        }
        let Some(target) = tree.kid(id, role) else { return };
        match tree.kind(target) {
            // A plain parameter is known as one.
            Syntax::Name if tree.kind(id) == Syntax::Param => {}
            Syntax::Name => {
                let value = tree.kid(id, Role::Value).map(|value| tree.kind(value));
                let known = tree.kind(id) == Syntax::Assign
                    && matches!(
                        value,
                        Some(Syntax::Name | Syntax::Member | Syntax::Call | Syntax::Function | Syntax::Unary)
                    );
                if !known {
                    let name = self.name(self.cx.text(target));
                    self.code.shadowed.push((current, name));
                }
            }
            Syntax::Object | Syntax::List | Syntax::Call => {
                let names = tree.subtree(target).take(PATTERN).filter(|id| tree.kind(*id) == Syntax::Name);
                for name in names {
                    let name = self.name(self.cx.text(name));
                    self.code.shadowed.push((current, name));
                }
            }
            _ => {}
        }
    }

    /// Functions as arguments by the numbers of their units.
    fn finish(mut self) -> Code {
        let dropped = &self.dropped;
        self.code.shadowed.retain(|(_, name)| dropped.get(name.0 as usize).is_some_and(|dropped| *dropped));
        let args = self.code.args.iter_mut().map(|arg| &mut arg.value);
        for value in args.chain(self.code.wrapped.iter_mut().map(|bind| &mut bind.value)) {
            if let Value::Unit(node) = *value {
                *value =
                    self.nodes.binary_search(&node).map_or(Value::Other, |unit| Value::Unit(unit as u32));
            }
        }
        // The project keeps it for as long as it lasts.
        self.code.names.shrink();
        self.code.units.shrink_to_fit();
        self.code.calls.shrink_to_fit();
        self.code.binds.shrink_to_fit();
        self.code.args.shrink_to_fit();
        self.code
    }

    /// The unit that what stands here belongs to.
    fn current(&self) -> u32 {
        self.open.last().map_or(0, |(unit, _)| *unit)
    }

    fn unit(&mut self, form: UnitForm, id: NodeId, name: Name) -> u32 {
        let tree = self.cx.tree;
        let token = self.cx.name_node(id).unwrap_or(id);
        let unit = self.code.units.len() as u32;
        self.code.units.push(Unit {
            form,
            name,
            parent: self.current(),
            span: tree.span(id),
            line: self.cx.lines.line(tree.span(token).start),
            bases: Part::default(),
            params: Part::default(),
            returns: Name(0),
            is_async: false,
            catches: false,
            default_export: false,
            handed: false,
            in_test: self.cx.own_scope(id).unwrap_or_else(|| self.cx.scope(id)).in_test,
        });
        self.open.push((unit, tree.node(id).next));
        self.nodes.push(id.0);
        unit
    }

    fn function(&mut self, id: NodeId) {
        let name = self.cx.name_node(id).map(|name| self.key(name)).unwrap_or_default();
        let unit = self.unit(UnitForm::Function, id, name);
        let returns = self.cx.tree.kid(id, Role::Returns).map(|ty| self.ty(ty)).unwrap_or_default();
        let tree = self.cx.tree;
        let is_async = tree.has(id, flag::ASYNC) && !tree.has(id, flag::GENERATOR);
        let catches = is_async && self.catches(id);
        let handed = name != Name(0) && self.is_handed(id);
        let first = self.code.params.len();
        for param in tree.kids(id).filter(|kid| tree.kind(*kid) == Syntax::Param) {
            self.param(param, self.code.params.len() - first);
        }
        let params = Part::since(&self.code.params, first);
        let unit = &mut self.code.units[unit as usize];
        unit.handed = handed;
        (unit.returns, unit.is_async, unit.catches, unit.params) = (returns, is_async, catches, params);
        self.default_export(id);
    }

    /// It is a member of an object that is an argument.
    fn is_handed(&self, function: NodeId) -> bool {
        let tree = self.cx.tree;
        let mut above = tree.ancestors(function).take(3).skip_while(|id| tree.kind(*id) == Syntax::Pair);
        let (object, call) = (above.next(), above.next());
        object.is_some_and(|id| tree.kind(id) == Syntax::Object && tree.role(id) == Role::Arg)
            && call.is_some_and(|id| tree.kind(id) == Syntax::Call)
    }

    /// Nothing goes wrong outside of a `try` that catches it: there nothing is waited for, thrown or passed on.
    fn catches(&self, function: NodeId) -> bool {
        let tree = self.cx.tree;
        let Some(body) = tree.kid(function, Role::Body).filter(|body| tree.kind(*body) == Syntax::Block)
        else {
            return false;
        };
        let end = tree.node(body).next;
        if end - body.0 > LONGEST_BODY {
            return false;
        }
        let mut at = body.0 + 1;
        while at < end {
            let id = NodeId(at);
            let waits = match tree.kind(id) {
                Syntax::Function => {
                    at = tree.node(id).next;
                    continue;
                }
                // What is tried, when every error of it is caught.
                Syntax::Block if tree.role(id) == Role::Body && self.is_tried(id) => {
                    at = tree.node(id).next;
                    continue;
                }
                Syntax::Unary => tree.has(id, flag::AWAIT),
                Syntax::Loop => tree.has(id, flag::ASYNC),
                Syntax::Raise => true,
                Syntax::Return => {
                    tree.kid(id, Role::Value).is_some_and(|value| tree.kind(value) == Syntax::Call)
                }
                _ => false,
            };
            if waits {
                return false;
            }
            at += 1;
        }
        true
    }

    /// The body of a `try` that catches every error; whether its handler throws is seen when that is looked at.
    fn is_tried(&self, block: NodeId) -> bool {
        let tree = self.cx.tree;
        let Some(attempt) = tree.parent(block).filter(|parent| tree.kind(*parent) == Syntax::Try) else {
            return false;
        };
        let mut handlers = tree.kids(attempt).filter(|kid| tree.kind(*kid) == Syntax::Catch);
        handlers.any(|handler| tree.kid(handler, Role::Type).is_none())
    }

    fn class(&mut self, id: NodeId) {
        let tree = self.cx.tree;
        // `mod users;` stands for another file.
        if tree.has(id, flag::CLASS_MOD) && self.cx.text(id).ends_with(';') {
            return;
        }
        let has = |flag| tree.has(id, flag);
        let form = if has(flag::CLASS_IMPL) {
            UnitForm::Impl
        } else if has(flag::CLASS_INTERFACE) || has(flag::CLASS_TRAIT) {
            UnitForm::Interface
        } else if has(flag::CLASS_MOD) {
            UnitForm::Module
        } else {
            UnitForm::Class
        };
        let name = self.cx.name_node(id).map(|name| self.ty(name)).unwrap_or_default();
        let unit = self.unit(form, id, name);
        let first = self.code.bases.len();
        for base in tree.kids_with(id, Role::Base).take(12) {
            let base = self.ty(base);
            self.code.bases.push(base);
        }
        self.code.units[unit as usize].bases = Part::since(&self.code.bases, first);
        self.default_export(id);
    }

    fn default_export(&mut self, id: NodeId) {
        let tree = self.cx.tree;
        let exported = tree
            .ancestors(id)
            .take(2)
            .any(|parent| tree.kind(parent) == Syntax::Export && tree.has(parent, flag::DEFAULT));
        if let Some(unit) = self.code.units.last_mut() {
            unit.default_export = exported;
        }
    }

    /// An object that a name at the top of the file, a member of such an object, or the file's export stands for.
    fn is_bound_object(&self, id: NodeId) -> bool {
        let tree = self.cx.tree;
        if self.cx.language == Language::Rust || tree.role(id) != Role::Value && tree.role(id) != Role::None {
            return false;
        }
        let Some(parent) = tree.parent(id) else { return false };
        let around = self.code.units[self.current() as usize].form;
        match tree.kind(parent) {
            Syntax::Assign | Syntax::Export => around == UnitForm::File,
            Syntax::Pair => around == UnitForm::Object,
            _ => false,
        }
    }

    /// A parameter of the function that was just opened, behind so many others.
    fn param(&mut self, id: NodeId, before: usize) {
        let tree = self.cx.tree;
        if tree.has(id, flag::SELF) {
            return;
        }
        let name = tree.kid(id, Role::Name).and_then(|name| self.only_name(name));
        let name = name.map(|name| self.name(self.cx.text(name))).unwrap_or_default();
        let ty = tree.kid(id, Role::Type).map(|ty| self.ty(ty)).unwrap_or_default();
        let current = self.current();
        if tree.has(id, flag::PROPERTY) {
            let class = self.code.units[current as usize].parent;
            self.bind(class, name, ty, Value::Other);
        }
        let receiver = before == 0
            && self.cx.language == Language::Python
            && matches!(self.code.text(name), "self" | "cls");
        if !receiver && before < 24 {
            self.code.params.push(Param { name, ty, rest: tree.has(id, flag::SPLAT | flag::DOUBLE_SPLAT) });
        }
        if let Some(value) = tree.kid(id, Role::Value) {
            let value = self.provided(value);
            if matches!(value, Value::Call(_) | Value::Path(_)) && ty == Name(0) {
                self.bind(current, name, ty, value);
            }
        }
    }

    /// What a parameter holds when it is not given: FastAPI's `Depends(get_users)` gives what `get_users()` gives.
    fn provided(&mut self, value: NodeId) -> Value {
        let tree = self.cx.tree;
        let provides = tree.kind(value) == Syntax::Call
            && matches!(self.cx.callee(value).rsplit('.').next(), Some("Depends" | "Security"));
        let provider = tree.kid(value, Role::Arg).filter(|_| provides);
        match provider.filter(|arg| matches!(tree.kind(*arg), Syntax::Name | Syntax::Member)) {
            Some(provider) => Value::Call(self.path(provider)),
            None if provides => Value::Other,
            None => self.value(value),
        }
    }

    fn field(&mut self, id: NodeId) {
        let tree = self.cx.tree;
        let Some(name) = tree.kid(id, Role::Name) else { return };
        let name = self.key(name);
        let ty = tree.kid(id, Role::Type).map(|ty| self.ty(ty)).unwrap_or_default();
        let value = tree.kid(id, Role::Value).map_or(Value::Other, |value| self.value(value));
        if ty != Name(0) || value != Value::Other {
            self.bind(self.current(), name, ty, value);
        }
    }

    /// A member of an object that stands for another name: `{ create, remove: removeUser }`.
    fn pair(&mut self, id: NodeId) {
        let tree = self.cx.tree;
        if self.code.units[self.current() as usize].form != UnitForm::Object {
            return;
        }
        let Some(key) = tree.kid(id, Role::Key) else { return };
        let value = tree.kid(id, Role::Value).unwrap_or(key);
        let value = self.value(value);
        if matches!(value, Value::Path(_) | Value::Call(_)) {
            let name = self.key(key);
            self.bind(self.current(), name, Name(0), value);
        }
    }

    fn assign(&mut self, id: NodeId) {
        let tree = self.cx.tree;
        let Some(target) = tree.kid(id, Role::Target) else { return };
        let ty = tree.kid(id, Role::Type).map(|ty| self.ty(ty)).unwrap_or_default();
        let node = tree.kid(id, Role::Value);
        let value = node.map_or(Value::Other, |value| self.value(value));
        if ty == Name(0) && matches!(value, Value::Other | Value::Unit(_)) {
            return;
        }
        if let (Value::Call(_), Some(call), Syntax::Name) = (value, node, tree.kind(target))
            && let Some(function) = self.wrapped(call)
        {
            let name = self.name(self.cx.text(target));
            self.code.wrapped.push(Bind {
                unit: self.current(),
                name,
                ty: Name(0),
                value: Value::Unit(function.0),
                part: false,
                loose: false,
            });
        }
        match tree.kind(target) {
            Syntax::Name => {
                let name = self.name(self.cx.text(target));
                self.bind(self.current(), name, ty, value);
            }
            Syntax::Member => {
                let path = self.cx.path(target);
                let Some((owner, member)) = path.rsplit_once('.') else { return };
                match owner {
                    "self" | "this" => {
                        let Some(class) = self.class_around() else { return };
                        let name = self.name_of(member);
                        let ty = if ty == Name(0) { self.type_of_param(value) } else { ty };
                        self.bind(class, name, ty, value);
                    }
                    "module" if member == "exports" => {
                        let name = self.name("default");
                        self.bind(0, name, ty, value);
                    }
                    "exports" | "module.exports" => {
                        let name = self.name_of(member);
                        self.bind(0, name, ty, value);
                    }
                    _ => {}
                }
            }
            Syntax::Call => {
                if let Some(name) = patterns::inner(self.cx, target) {
                    self.bind_loosely(name, value, false);
                }
            }
            _ => {}
        }
    }

    /// The one function among the first arguments of a call.
    fn wrapped(&self, call: NodeId) -> Option<NodeId> {
        let tree = self.cx.tree;
        if tree.kind(call) != Syntax::Call {
            return None;
        }
        tree.kids_with(call, Role::Arg).take(3).find(|arg| tree.kind(*arg) == Syntax::Function)
    }

    /// The type of the parameter that a value names: the class in which it is kept does not see it.
    fn type_of_param(&self, value: Value) -> Name {
        let Value::Path(path) = value else { return Name(0) };
        let params = self.code.params(&self.code.units[self.current() as usize]);
        params.iter().find(|param| param.name == path).map_or(Name(0), |param| param.ty)
    }

    /// The name that a parameter's pattern is, or that it takes out: `app`, `State(app)`.
    fn only_name(&self, pattern: NodeId) -> Option<NodeId> {
        let tree = self.cx.tree;
        match tree.kind(pattern) {
            Syntax::Name => Some(pattern),
            Syntax::Call => {
                let mut args = tree.kids_with(pattern, Role::Arg);
                let only = args.next().filter(|arg| tree.kind(*arg) == Syntax::Name);
                only.filter(|_| args.next().is_none())
            }
            _ => None,
        }
    }

    /// `for user in users`: an element of what is gone over.
    fn looped(&mut self, id: NodeId) {
        let tree = self.cx.tree;
        let (Some(target), Some(over)) = (tree.kid(id, Role::Target), tree.kid(id, Role::Iter)) else {
            return;
        };
        if tree.kind(target) == Syntax::Name {
            let value = self.value(over);
            self.bind_loosely(target, value, true);
        }
    }

    /// `Some(user) => …`: what is matched, without its wrapper.
    fn arm(&mut self, id: NodeId) {
        let tree = self.cx.tree;
        let Some(name) = tree.kid(id, Role::Target).and_then(|pattern| patterns::inner(self.cx, pattern))
        else {
            return;
        };
        let matched = tree.parent(id).and_then(|parent| tree.kid(parent, Role::Cond));
        if let Some(matched) = matched {
            let value = self.value(matched);
            self.bind_loosely(name, value, false);
        }
    }

    /// Binds a name in a part of its function.
    fn bind_loosely(&mut self, name: NodeId, value: Value, part: bool) {
        let (unit, name) = (self.current(), self.name(self.cx.text(name)));
        if matches!(value, Value::Path(_) | Value::Call(_)) && name != Name(0) {
            self.code.binds.push(Bind { unit, name, ty: Name(0), value, part, loose: true });
        }
    }

    fn class_around(&self) -> Option<u32> {
        let class = |unit: &u32| {
            matches!(
                self.code.units[*unit as usize].form,
                UnitForm::Class | UnitForm::Impl | UnitForm::Object
            )
        };
        self.open.iter().rev().map(|(unit, _)| *unit).find(class)
    }

    fn with(&mut self, id: NodeId) {
        let tree = self.cx.tree;
        let mut value = Value::Other;
        for kid in tree.kids(id).take(16) {
            match tree.role(kid) {
                Role::Value => value = self.value(kid),
                Role::Alias if tree.kind(kid) == Syntax::Name && value != Value::Other => {
                    let name = self.name(self.cx.text(kid));
                    self.bind(self.current(), name, Name(0), value);
                }
                _ => {}
            }
        }
    }

    fn export(&mut self, id: NodeId) {
        let tree = self.cx.tree;
        if !tree.has(id, flag::DEFAULT) {
            return;
        }
        let Some(exported) = tree.kids(id).next() else { return };
        let value = self.value(exported);
        if matches!(value, Value::Path(_) | Value::Call(_)) {
            let name = self.name("default");
            self.bind(0, name, Name(0), value);
        }
    }

    fn decorator(&mut self, id: NodeId) {
        let tree = self.cx.tree;
        let Some(kid) = tree.kids(id).next() else { return };
        if matches!(tree.kind(kid), Syntax::Name | Syntax::Member) {
            let callee = self.path(kid);
            let at = tree.span(kid).start;
            self.push_call(callee, at, at, call::DECORATOR, Part::default());
        }
    }

    fn call(&mut self, id: NodeId) {
        let tree = self.cx.tree;
        let text = self.cx.callee(id);
        if text.is_empty() || text == "_" {
            return;
        }
        let callee = match text.strip_prefix("_.").and_then(|rest| Some((self.literal_receiver(id)?, rest))) {
            Some((ty, rest)) => self.name_of(&format!("{ty}.{rest}")),
            None if text.len() <= LONGEST => self.name(text),
            None => self.name_of(tail(text)),
        };
        let mut flags = 0;
        let mut set = |is: bool, flag: u8| flags |= if is { flag } else { 0 };
        set(tree.has(id, flag::NEW), call::NEW);
        set(tree.has(id, flag::MACRO), call::MACRO);
        let node = tree.kid(id, Role::Callee).unwrap_or(id);
        set(!self.cx.outline.is_verbatim(id) && is_computed(self.cx, node), call::COMPUTED);
        if let Some(parent) = tree.parent(id) {
            set(tree.kind(parent) == Syntax::Decorator, call::DECORATOR);
            set(tree.kind(parent) == Syntax::Unary && tree.has(parent, flag::AWAIT), call::AWAITED);
        }
        if self.is_statement(id) {
            flags |= call::STATEMENT;
            flags |= if self.is_commented(id) { call::COMMENTED } else { 0 };
            let first = self.name(text.split('.').next().unwrap_or_default()).0 as usize;
            if self.dropped.len() <= first {
                self.dropped.resize(first + 1, false);
            }
            self.dropped[first] = true;
        }
        let first = self.code.args.len();
        for arg in tree.kids_with(id, Role::Arg).take(24) {
            self.arg(arg, true, first + ARGUMENTS);
        }
        let args = Part::since(&self.code.args, first);
        let token = tree.kid(node, Role::Property).unwrap_or(node);
        self.push_call(callee, tree.span(id).start, tree.span(token).start, flags, args);
        self.set_by_call(id, text);
    }

    /// A call from one byte on, whose last name stands at another.
    /// Rust: the type of `Query { id }` in `Query { id }.list()`.
    fn literal_receiver(&self, call: NodeId) -> Option<String> {
        let tree = self.cx.tree;
        let callee = tree.kid(call, Role::Callee)?;
        let object = tree.kid(callee, Role::Object).filter(|_| tree.kind(callee) == Syntax::Member)?;
        if self.cx.language != Language::Rust || tree.kind(object) != Syntax::Object {
            return None;
        }
        let ty = self.cx.path(tree.kid(object, Role::Callee)?);
        (ty.len() <= LONGEST).then_some(ty)
    }

    fn push_call(&mut self, callee: Name, at: u32, named_at: u32, flags: u8, args: Part) {
        let line = self.cx.lines.line(named_at);
        self.code.calls.push(Call { unit: self.current(), callee, at, line, flags, args });
    }

    /// Its value goes nowhere. In Rust the last of a block without `;` is the block's value.
    fn is_statement(&self, id: NodeId) -> bool {
        let tree = self.cx.tree;
        let Some(parent) = tree.parent(id) else { return false };
        if !matches!(tree.kind(parent), Syntax::Block | Syntax::File) {
            return false;
        }
        self.cx.language != Language::Rust || patterns::ends_with_semicolon(self.cx, id)
    }

    /// A comment on its lines, or on the line above, says something.
    fn is_commented(&self, id: NodeId) -> bool {
        let (tree, lines) = (self.cx.tree, self.cx.lines);
        let span = tree.span(id);
        let first = lines.line(span.start).saturating_sub(1).max(1);
        let around = Span::new(lines.span(first).start, lines.span(lines.line(span.end)).end);
        let comments = tree.comments_in(around).iter().take(ARGUMENTS);
        comments
            .filter(|comment| !comment.trailing || comment.span.start >= span.start)
            .any(|comment| self.cx.says_something(comment))
    }

    /// Adds what an argument says; `most` is how many arguments there may be in all.
    fn arg(&mut self, id: NodeId, open: bool, most: usize) {
        let tree = self.cx.tree;
        if self.code.args.len() >= most {
            return;
        }
        match tree.kind(id) {
            Syntax::Pair => {
                let Some(key) = tree.kid(id, Role::Key) else { return };
                let value = tree.kid(id, Role::Value).unwrap_or(key);
                let value = self.value(value);
                let key = self.key(key);
                self.code.args.push(Arg { key, value });
            }
            Syntax::Object | Syntax::List if open => {
                for kid in tree.kids(id).take(24) {
                    if tree.kind(kid) == Syntax::Pair || tree.kind(id) == Syntax::List {
                        self.arg(kid, false, most);
                    }
                }
            }
            _ => {
                let value = self.value(id);
                if !matches!(value, Value::Other | Value::Literal) || open {
                    self.code.args.push(Arg { key: Name(0), value });
                }
            }
        }
    }

    fn value(&mut self, id: NodeId) -> Value {
        let tree = self.cx.tree;
        let mut id = id;
        for _ in 0..4 {
            match tree.kind(id) {
                Syntax::Str => {
                    let content = tree.str_content(id, self.cx.source).unwrap_or_default();
                    let text = content.text(self.cx.source);
                    let fits = text.len() <= LONGEST && !text.contains('\n');
                    return if fits { Value::Text(self.name(text)) } else { Value::Literal };
                }
                Syntax::Name | Syntax::Member => return Value::Path(self.path(id)),
                Syntax::Call => {
                    let callee = self.cx.callee(id);
                    return match callee.is_empty() || callee.len() > LONGEST {
                        true => Value::Other,
                        false => Value::Call(self.name(callee)),
                    };
                }
                Syntax::Object if self.cx.language == Language::Rust => {
                    // `Users { pool }` makes one as `Users::new(pool)` does.
                    let Some(path) = tree.kid(id, Role::Callee) else { return Value::Other };
                    return Value::Call(self.path(path));
                }
                // The function becomes a unit later on; until then its node stands for it.
                Syntax::Function => return Value::Unit(id.0),
                Syntax::Unary if tree.has(id, flag::AWAIT | flag::PROPAGATE | flag::REF) => {
                    let Some(value) = tree.kid(id, Role::Value) else { return Value::Other };
                    id = value;
                }
                Syntax::If | Syntax::Match => {
                    let value = patterns::passed_on(self.cx, id).or_else(|| patterns::of_an_arm(self.cx, id));
                    let Some(value) = value else { return Value::Other };
                    id = value;
                }
                Syntax::Object | Syntax::List | Syntax::Number | Syntax::Template => return Value::Literal,
                _ => return Value::Other,
            }
        }
        Value::Other
    }

    fn bind(&mut self, unit: u32, name: Name, ty: Name, value: Value) {
        if name != Name(0) {
            self.code.binds.push(Bind { unit, name, ty, value, part: false, loose: false });
        }
    }

    fn path(&mut self, id: NodeId) -> Name {
        if crate::path::is_verbatim(self.cx.tree, id, self.cx.source) {
            return self.name(self.cx.text(id));
        }
        let path = self.cx.path(id);
        self.name_of(&path)
    }

    /// A key or name token, without quotes.
    fn key(&mut self, id: NodeId) -> Name {
        let text = crate::path::unquoted(self.cx.text(id));
        if text.len() <= LONGEST { self.name(text) } else { Name(0) }
    }

    /// A type or base as written, white space left out but between words.
    fn ty(&mut self, id: NodeId) -> Name {
        let text = self.cx.text(id);
        if text.len() > LONGEST_TYPE * 4 {
            return Name(0);
        }
        if !text.contains(char::is_whitespace) && text.len() <= LONGEST_TYPE {
            return self.name(text);
        }
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let mut tight = String::with_capacity(text.len());
        for part in text.split_whitespace() {
            if tight.ends_with(is_word) && part.starts_with(is_word) {
                tight.push(' ');
            }
            tight.push_str(part);
        }
        if tight.len() <= LONGEST_TYPE { self.name_of(&tight) } else { Name(0) }
    }

    fn name(&mut self, text: &'c str) -> Name {
        if text.is_empty() {
            return Name(0);
        }
        if let Some(name) = self.by_text.get(text) {
            return *name;
        }
        let name = self.code.names.add(text);
        self.by_text.insert(text, name);
        name
    }

    /// A text that does not stand in the source in one piece.
    fn name_of(&mut self, text: &str) -> Name {
        if text.is_empty() {
            return Name(0);
        }
        if let Some(name) = self.by_text.get(text) {
            return *name;
        }
        self.code.names.add(text)
    }
}

/// The last names of a long path.
fn tail(path: &str) -> &str {
    let mut cut = path.len().saturating_sub(LONGEST);
    while !path.is_char_boundary(cut) {
        cut += 1;
    }
    path[cut..].split_once('.').map_or("", |(_, rest)| rest)
}

/// Something inside the path is no name: a call, an index.
fn is_computed(cx: &Context<'_>, id: NodeId) -> bool {
    let mut at = id;
    for _ in 0..12 {
        match cx.tree.kind(at) {
            Syntax::Name => return false,
            Syntax::Member => match cx.tree.kid(at, Role::Object) {
                Some(object) => at = object,
                None => return false,
            },
            _ => return true,
        }
    }
    true
}
