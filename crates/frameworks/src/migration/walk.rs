//! A body, followed statement by statement.

use super::value::Value;
use super::{Steps, bare_step, rust, sql};
use crate::Context;
use review_facts::{Language, MigrationStep, Operation};
use review_syntax::{Kind as Syntax, NodeId, Role, flag};
use std::cell::OnceCell;

/// Helpers of the same file are followed this deep (database.md 1).
const DEEPEST_HELPER: usize = 3;

/// Nested statements and expressions deeper than this are not followed.
const DEEPEST: u32 = 200;

/// Statements and expressions that are followed in one body, helpers and repeated loops included.
const FUEL: u32 = 50_000;

/// Loops over a fixed list of at most so many elements are followed once per element.
const LONGEST_LOOP: usize = 64;

/// What a system of migrations means by its own calls.
pub(crate) struct System {
    /// The name under which the tool is imported: `alembic.op`. Systems that pass it as a parameter have none.
    pub is_tool: fn(&str) -> bool,
    /// Reads a call whose receiver is the tool, a builder or a connection; false when it is none of the system's.
    pub call: fn(&mut Walk<'_, '_>, &Call<'_>) -> bool,
    /// What a method of the tool gives.
    pub result: fn(&Walk<'_, '_>, NodeId, &str) -> Value,
}

/// A call with a receiver: `op.add_column(…)`.
pub(crate) struct Call<'c> {
    /// The call.
    pub node: NodeId,
    /// What stands before the method.
    pub receiver: Value,
    /// The method's name; empty when the receiver itself is called.
    pub method: &'c str,
}

/// A body on the way.
pub(crate) struct Walk<'w, 'a> {
    pub cx: &'w Context<'a>,
    pub system: &'static System,
    /// What was found, with the node to point at.
    pub steps: Steps,
    /// Something was called whose effect is not known to be none.
    pub acted: bool,
    /// The error that the body raises unconditionally.
    pub refusal: Option<NodeId>,
    /// The file names tables by texts; found when asked for.
    pub(super) tables_by_text: OnceCell<bool>,
    bound: Vec<(String, Value)>,
    helpers: Vec<NodeId>,
    conditional: u32,
    depth: u32,
    fuel: u32,
    /// Something was not followed, and said to be so.
    cut: bool,
}

impl<'w, 'a> Walk<'w, 'a> {
    pub(crate) fn new(cx: &'w Context<'a>, system: &'static System) -> Walk<'w, 'a> {
        Walk {
            cx,
            system,
            steps: Vec::new(),
            acted: false,
            refusal: None,
            tables_by_text: OnceCell::new(),
            bound: Vec::new(),
            helpers: Vec::new(),
            conditional: 0,
            depth: 0,
            fuel: FUEL,
            cut: false,
        }
    }

    /// Binds a name from here on.
    pub(crate) fn bind(&mut self, name: &str, value: Value) {
        self.bound.push((name.to_owned(), value));
    }

    /// The value a name is bound to in the bodies that are being followed.
    pub(crate) fn bound(&self, name: &str) -> Option<Value> {
        self.bound.iter().rev().find(|(bound, _)| bound == name).map(|(_, value)| value.clone())
    }

    /// What a name means at the top of the file: a function, a constant, a table.
    pub(crate) fn module_level(&self, name: &str) -> Value {
        let tree = self.cx.tree;
        // A constant that is made of constants is followed only so far.
        if self.depth > DEEPEST {
            return Value::Unknown;
        }
        for kid in tree.kids(tree.root()) {
            match tree.kind(kid) {
                Syntax::Function
                    if tree.kid(kid, Role::Name).is_some_and(|own| self.cx.text(own) == name) =>
                {
                    return Value::Function(kid);
                }
                Syntax::Assign
                    if tree.kid(kid, Role::Target).is_some_and(|own| self.cx.text(own) == name) =>
                {
                    let Some(value) = tree.kid(kid, Role::Value) else { return Value::Unknown };
                    let refers = tree
                        .subtree(value)
                        .any(|id| tree.kind(id) == Syntax::Name && self.cx.text(id) == name);
                    return if refers { Value::Unknown } else { self.value(value) };
                }
                _ => {}
            }
        }
        Value::Unknown
    }

    /// Puts a step out.
    pub(crate) fn step(&mut self, at: NodeId, mut step: MigrationStep) {
        step.conditional |= self.conditional > 0;
        self.steps.push((at, step));
    }

    /// A step of a table and, where it has one, of something on it.
    pub(crate) fn step_of(&mut self, at: NodeId, operation: Operation, table: String, object: String) {
        self.step(at, MigrationStep { table, object, ..bare_step(operation) });
    }

    /// A step that cannot be read; what is called there names it.
    pub(crate) fn opaque(&mut self, at: NodeId) {
        let object = self.cx.callee(at).to_owned();
        self.step(at, MigrationStep { object, ..bare_step(Operation::Opaque) });
    }

    /// The steps of a text of SQL that is executed at a call.
    pub(crate) fn sql(&mut self, at: NodeId, text: &str) {
        for step in sql::steps(text) {
            self.step(at, step);
        }
    }

    /// What is executed: a text of SQL, or a statement as an object.
    pub(crate) fn execute(&mut self, at: NodeId, what: &Value) {
        match what {
            Value::Text(text) => self.sql(at, text),
            Value::Statement(operation, table) => {
                self.step_of(at, *operation, table.clone(), String::new());
            }
            Value::List(several) => several.iter().for_each(|one| self.execute(at, one)),
            _ => self.opaque(at),
        }
    }

    /// Follows a function: its parameters are bound by the caller.
    pub(crate) fn function(&mut self, function: NodeId) {
        if let Some(body) = self.cx.tree.kid(function, Role::Body) {
            self.helpers.push(function);
            self.follow(body);
            self.helpers.pop();
        }
    }

    /// Follows a statement or expression.
    pub(crate) fn follow(&mut self, node: NodeId) {
        if self.fuel == 0 || self.depth > DEEPEST {
            if !self.cut {
                self.cut = true;
                self.opaque(node);
            }
            return;
        }
        self.fuel -= 1;
        self.depth += 1;
        self.follow_kind(node);
        self.depth -= 1;
    }

    fn follow_kind(&mut self, node: NodeId) {
        let tree = self.cx.tree;
        match tree.kind(node) {
            Syntax::Call => self.call(node),
            Syntax::Assign | Syntax::Field => self.assign(node),
            Syntax::If => self.branch(node),
            Syntax::Loop => self.repeat(node),
            Syntax::With => self.with(node),
            Syntax::Function => self.nested(node),
            Syntax::Class => {}
            Syntax::Try => {
                for kid in tree.kids(node) {
                    if tree.kind(kid) == Syntax::Catch {
                        self.conditionally(|walk| walk.follow_kids(kid));
                    } else {
                        self.follow(kid);
                    }
                }
            }
            Syntax::Match => self.conditionally(|walk| walk.follow_kids(node)),
            Syntax::Raise => self.refuse(node),
            Syntax::Str
            | Syntax::StrPart
            | Syntax::Name
            | Syntax::Number
            | Syntax::Constant
            | Syntax::Type => {}
            Syntax::Uncovered => self.opaque(node),
            _ => self.follow_kids(node),
        }
    }

    /// The body refuses here, unless only a condition leads here.
    pub(super) fn refuse(&mut self, at: NodeId) {
        if self.conditional == 0 {
            self.refusal.get_or_insert(at);
        }
    }

    fn follow_kids(&mut self, node: NodeId) {
        for kid in self.cx.tree.kids(node) {
            self.follow(kid);
        }
    }

    pub(super) fn conditionally(&mut self, then: impl FnOnce(&mut Self)) {
        self.conditional += 1;
        then(self);
        self.conditional -= 1;
    }

    /// A name is bound to what its value is worth then; the value itself is followed first.
    fn assign(&mut self, node: NodeId) {
        let tree = self.cx.tree;
        let Some(value) = tree.kid(node, Role::Value) else { return };
        self.follow(value);
        if let Some(target) = tree.kid(node, Role::Target).or_else(|| tree.kid(node, Role::Name)) {
            let worth = if tree.has(node, flag::AUGMENTED) { Value::Unknown } else { self.value(value) };
            self.bind_pattern(target, worth);
        }
    }

    fn bind_pattern(&mut self, target: NodeId, worth: Value) {
        let tree = self.cx.tree;
        match (tree.kind(target), worth) {
            (Syntax::Name, worth) => self.bind(self.cx.text(target), worth),
            (Syntax::List, Value::List(values)) => {
                let kids: Vec<NodeId> = tree.kids(target).collect();
                for (kid, value) in kids.into_iter().zip(values) {
                    self.bind_pattern(kid, value);
                }
            }
            (Syntax::List | Syntax::Object, worth) => {
                let same = match worth {
                    Value::Connection | Value::Foreign | Value::Tool => worth,
                    _ => Value::Unknown,
                };
                let names: Vec<NodeId> =
                    tree.subtree(target).filter(|id| tree.kind(*id) == Syntax::Name).take(64).collect();
                for name in names {
                    self.bind(self.cx.text(name), same.clone());
                }
            }
            _ => {}
        }
    }

    fn branch(&mut self, node: NodeId) {
        let tree = self.cx.tree;
        if let Some(condition) = tree.kid(node, Role::Cond) {
            self.follow(condition);
        }
        for role in [Role::Body, Role::Else] {
            let parts: Vec<NodeId> = tree.kids_with(node, role).collect();
            for part in parts {
                self.conditionally(|walk| walk.follow(part));
            }
        }
    }

    fn repeat(&mut self, node: NodeId) {
        let tree = self.cx.tree;
        let over = tree.kid(node, Role::Iter);
        if let Some(over) = over {
            self.follow(over);
        }
        let target = tree.kid(node, Role::Target);
        let Some(body) = tree.kid(node, Role::Body) else { return };
        match over.map(|over| self.value(over)) {
            Some(Value::List(values)) if values.len() <= LONGEST_LOOP => {
                for value in values {
                    if let Some(target) = target {
                        self.bind_pattern(target, value);
                    }
                    self.follow(body);
                }
            }
            _ => {
                if let Some(target) = target {
                    self.bind_pattern(target, Value::Unknown);
                }
                self.conditionally(|walk| walk.follow(body));
            }
        }
    }

    fn with(&mut self, node: NodeId) {
        let tree = self.cx.tree;
        let kids: Vec<NodeId> = tree.kids(node).collect();
        let mut worth = Value::Unknown;
        for kid in kids {
            match tree.role(kid) {
                Role::Value => {
                    self.follow(kid);
                    worth = self.value(kid);
                }
                Role::Alias => self.bind_pattern(kid, std::mem::take(&mut worth)),
                _ => self.follow(kid),
            }
        }
    }

    /// A function inside the body: a named one waits to be called, a callback is followed where it stands.
    fn nested(&mut self, node: NodeId) {
        match self.cx.name_node(node).filter(|_| self.cx.tree.role(node) != Role::Arg) {
            Some(name) => self.bind(self.cx.text(name), Value::Function(node)),
            None => self.function(node),
        }
    }

    /// A function that is given to a call and runs there, with what it is given. What is no function is followed as an
    /// expression.
    pub(crate) fn callback(&mut self, given: NodeId, values: &[Value]) {
        let tree = self.cx.tree;
        let Value::Function(function) = self.value(given) else { return self.follow(given) };
        if self.helpers.contains(&function) {
            return self.opaque(given);
        }
        let outer = self.bound.len();
        let parameters: Vec<NodeId> =
            tree.kids(function).filter(|kid| tree.kind(*kid) == Syntax::Param).take(16).collect();
        for (index, parameter) in parameters.into_iter().enumerate() {
            if let Some(pattern) = tree.kid(parameter, Role::Name) {
                self.bind_pattern(pattern, values.get(index).cloned().unwrap_or_default());
            }
        }
        self.helpers.push(function);
        if let Some(body) = tree.kid(function, Role::Body) {
            self.follow(body);
        }
        self.helpers.pop();
        self.bound.truncate(outer);
    }

    fn call(&mut self, call: NodeId) {
        let tree = self.cx.tree;
        let Some(callee) = tree.kid(call, Role::Callee) else { return self.follow_kids(call) };
        let (receiver, method, object) = match tree.kind(callee) {
            Syntax::Member if !(tree.has(callee, flag::PATH) && self.cx.language == Language::Rust) => {
                let object = tree.kid(callee, Role::Object);
                let property = tree.kid(callee, Role::Property).map_or("", |property| self.cx.text(property));
                (object.map_or(Value::Unknown, |object| self.value(object)), property, object)
            }
            _ => (self.value(callee), "", None),
        };
        let own =
            object.filter(|object| self.cx.language == Language::Rust && self.cx.text(*object) == "self");
        if let Some(helper) = own.and_then(|_| self.associated("self", method)) {
            return self.helper(call, helper);
        }
        if let Value::Function(helper) = receiver
            && method.is_empty()
        {
            return self.helper(call, helper);
        }
        match rust::effect(self.cx, call) {
            Some(rust::Effect::Refuses) => return self.refuse(rust::reason(self.cx, call)),
            Some(rust::Effect::None) => return self.follow_arguments(call),
            None => {}
        }
        let read = Call { node: call, receiver, method };
        if self.cx.language.is_ecmascript() && self.builtin(&read, object) {
            return;
        }
        if (self.system.call)(self, &read) {
            return;
        }
        self.unread(&read);
        if let Some(object) = object {
            self.follow(object);
        }
        self.follow_arguments(call);
    }

    /// Follows what a call is given.
    pub(crate) fn follow_arguments(&mut self, call: NodeId) {
        let arguments: Vec<NodeId> = self.cx.tree.kids_with(call, Role::Arg).collect();
        for argument in arguments {
            self.follow(argument);
        }
    }

    /// A call that the system does not know: it may matter when it runs foreign code for its effect, or when it is
    /// given the means to change the database.
    fn unread(&mut self, call: &Call<'_>) {
        let tree = self.cx.tree;
        let given = |walk: &Self| {
            tree.kids_with(call.node, Role::Arg).any(|argument| {
                let argument = if tree.kind(argument) == Syntax::Pair {
                    tree.kid(argument, Role::Value).unwrap_or(argument)
                } else {
                    argument
                };
                matches!(walk.value(argument), Value::Tool | Value::Connection | Value::Builder(_))
            })
        };
        // `await f()`, `f()?` and `return f()` run it as `f()` does.
        let passes_on = |id: &NodeId| {
            tree.kind(*id) == Syntax::Return
                || (tree.kind(*id) == Syntax::Unary && tree.has(*id, flag::AWAIT | flag::PROPAGATE))
        };
        let whole = tree.ancestors(call.node).take_while(passes_on).last().unwrap_or(call.node);
        let for_its_effect = !matches!(tree.role(whole), Role::Value | Role::Arg | Role::Object | Role::Cond);
        let known = matches!(call.receiver, Value::Imported(_));
        match call.receiver {
            Value::Foreign if for_its_effect || given(self) => self.opaque(call.node),
            Value::Tool | Value::Builder(_) | Value::Connection => self.opaque(call.node),
            _ if !known && given(self) => self.opaque(call.node),
            _ => self.acted |= for_its_effect && !self.only_tells(call),
        }
    }

    /// The call only tells somebody: it logs or prints.
    fn only_tells(&self, call: &Call<'_>) -> bool {
        let callee = self.cx.callee(call.node).to_ascii_lowercase();
        callee == "print"
            || callee.split('.').any(|part| {
                matches!(part, "log" | "logger" | "logging" | "console" | "_logger" | "_log" | "warnings")
            })
    }

    /// A helper of this file, followed with its arguments bound.
    pub(super) fn helper(&mut self, call: NodeId, helper: NodeId) {
        let tree = self.cx.tree;
        let named =
            self.helpers.iter().filter(|function| !self.cx.tree.has(**function, flag::CLOSURE)).count();
        if named > DEEPEST_HELPER || self.helpers.contains(&helper) {
            return self.opaque(call);
        }
        let parameters: Vec<NodeId> = tree
            .kids(helper)
            .filter(|kid| tree.kind(*kid) == Syntax::Param && !tree.has(*kid, flag::SELF))
            .collect();
        let mut bound = Vec::new();
        for (index, parameter) in parameters.into_iter().enumerate() {
            let Some(name) = tree.kid(parameter, Role::Name) else { continue };
            let name = self.cx.text(name);
            let value = if tree.has(parameter, flag::SPLAT) {
                Value::List(self.positional(call).skip(index).map(|rest| self.value(rest)).collect())
            } else {
                let given = self.argument(call, index, name).or_else(|| tree.kid(parameter, Role::Value));
                given.map_or(Value::Unknown, |given| self.value(given))
            };
            bound.push((name.to_owned(), value));
        }
        let outer = self.bound.len();
        self.bound.extend(bound);
        self.function(helper);
        self.bound.truncate(outer);
    }
}
