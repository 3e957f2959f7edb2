//! How hard a function is to follow: cyclomatic and cognitive complexity, nesting.
//!
//! Cyclomatic is what ruff's C901 counts: branches, loops, handlers and cases, no boolean operators. Cognitive is
//! SonarSource's definition. An anonymous callback belongs to the function around it, one level deeper; functions with
//! a name and callbacks that are registered under a text count by themselves. What a page draws (JSX) is no control
//! flow.

use crate::Context;
use review_syntax::{Kind, NodeId, Role, flag};

/// Lines of an arm that still belongs to a flat table.
const TABLE_ARM: u32 = 4;

/// Arms that make a table.
const TABLE_ARMS: u32 = 3;

/// The measures of one function.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Complexity {
    pub(crate) cyclomatic: u32,
    pub(crate) cognitive: u32,
    /// Deepest nesting of branches, loops, cases and handlers.
    pub(crate) nesting: u32,
    /// One flat table of cases and nothing else.
    pub(crate) table: bool,
    /// It gives back a value somewhere.
    pub(crate) returns_value: bool,
    /// It yields.
    pub(crate) yields: bool,
}

/// A level of nesting, as long as the walk is inside a subtree.
#[derive(Clone, Copy)]
struct Level {
    end: u32,
    /// Weight of a branch at this level (callbacks and ternaries count).
    depth: u32,
    /// Control flow alone.
    control: u32,
    /// Inside JSX, outside a block of statements.
    drawn: bool,
}

/// Measures a function. `name` is its own name, by which recursion is found.
pub(crate) fn of(cx: &Context<'_>, function: NodeId, name: &str) -> Complexity {
    let Some(body) = cx.tree.kid(function, Role::Body) else { return Complexity::default() };
    let mut walk = Walk::new(cx, function, name);
    walk.run(body);
    walk.finish()
}

struct Walk<'a, 'c> {
    cx: &'a Context<'c>,
    name: &'a str,
    function: NodeId,
    found: Complexity,
    recursive: bool,
    branches: u32,
    matches: u32,
    arms: u32,
    long_arm: bool,
    /// The end of the callback the walk is in: its returns are not the function's.
    callback_end: u32,
}

impl<'a, 'c> Walk<'a, 'c> {
    fn new(cx: &'a Context<'c>, function: NodeId, name: &'a str) -> Self {
        let found = Complexity { cyclomatic: 1, ..Complexity::default() };
        Walk {
            cx,
            name,
            function,
            found,
            recursive: false,
            branches: 0,
            matches: 0,
            arms: 0,
            long_arm: false,
            callback_end: 0,
        }
    }

    fn finish(self) -> Complexity {
        let mut found = self.found;
        found.cognitive += u32::from(self.recursive);
        found.table = self.matches == 1 && self.branches == 0 && self.arms >= TABLE_ARMS && !self.long_arm;
        found
    }

    fn run(&mut self, body: NodeId) {
        let tree = self.cx.tree;
        let end = tree.node(body).next;
        let mut levels = vec![Level { end, depth: 0, control: 0, drawn: false }];
        let mut at = body.0;
        while at < end {
            let id = NodeId(at);
            while levels.len() > 1 && levels.last().is_some_and(|level| level.end <= at) {
                levels.pop();
            }
            let Some(level) = levels.last().copied() else { break };
            if id != body && self.is_apart(id) {
                at = tree.node(id).next;
                continue;
            }
            at += 1;
            // Half of all nodes are names and literals, which neither branch nor nest.
            if matches!(tree.kind(id), Kind::Name | Kind::Str | Kind::StrPart | Kind::Number | Kind::Constant)
            {
                continue;
            }
            let level = self.enter(id, level, &mut levels);
            self.count(id, level);
        }
    }

    /// Functions and classes that are measured by themselves.
    fn is_apart(&self, id: NodeId) -> bool {
        match self.cx.tree.kind(id) {
            Kind::Function => is_counted(self.cx, id),
            Kind::Class => true,
            _ => false,
        }
    }

    /// Opens a level for what nests; gives the level the node itself stands on.
    fn enter(&self, id: NodeId, level: Level, levels: &mut Vec<Level>) -> Level {
        let tree = self.cx.tree;
        let Some(parent) = tree.parent(id) else { return level };
        let role = tree.role(id);
        let kind = tree.kind(id);
        let mut inner = Level { end: tree.node(id).next, ..level };
        match tree.kind(parent) {
            Kind::If if matches!(role, Role::Body | Role::Else) && !self.is_elif(id) => {
                inner.depth += 1;
                inner.control += u32::from(!tree.has(parent, flag::TERNARY));
            }
            Kind::Loop
                if matches!(role, Role::Body | Role::Else) && !tree.has(parent, flag::COMPREHENSION) =>
            {
                inner.depth += 1;
                inner.control += 1;
            }
            Kind::Match if kind == Kind::Arm => {
                inner.depth += 1;
                inner.control += 1;
            }
            Kind::Catch if role == Role::Body => {
                inner.depth += 1;
                inner.control += 1;
            }
            Kind::Function if role == Role::Body && parent != self.function => inner.depth += 1,
            Kind::Assign if role == Role::Else => inner.depth += 1,
            _ => {}
        }
        match kind {
            Kind::Block => inner.drawn = false,
            Kind::Other if tree.raw(id).starts_with("jsx") => inner.drawn = true,
            _ => {}
        }
        let differs = (inner.depth, inner.control, inner.drawn) != (level.depth, level.control, level.drawn);
        if differs {
            levels.push(inner);
        }
        if differs { inner } else { level }
    }

    fn is_elif(&self, id: NodeId) -> bool {
        self.cx.tree.kind(id) == Kind::If && self.cx.tree.has(id, flag::ELIF)
    }

    fn count(&mut self, id: NodeId, level: Level) {
        let tree = self.cx.tree;
        let parent = tree.parent(id);
        let is_else_of = |kind: Kind| {
            tree.role(id) == Role::Else && parent.is_some_and(|parent| tree.kind(parent) == kind)
        };
        if is_else_of(Kind::Loop)
            || (is_else_of(Kind::If)
                && !self.is_elif(id)
                && parent.is_some_and(|parent| !tree.has(parent, flag::TERNARY)))
        {
            self.found.cognitive += 1;
        }
        match tree.kind(id) {
            Kind::If if tree.has(id, flag::TERNARY) => {
                self.found.cognitive += if level.drawn { 0 } else { 1 + level.depth };
            }
            Kind::If => {
                let weight = if tree.has(id, flag::ELIF) { 0 } else { level.depth };
                self.branch(1 + weight, level);
                self.branches += 1;
            }
            Kind::Loop if !tree.has(id, flag::COMPREHENSION) => {
                self.branch(1 + level.depth, level);
                self.branches += 1;
            }
            Kind::Match => {
                self.found.cognitive += 1 + level.depth;
                self.found.nesting = self.found.nesting.max(level.control + 1);
                self.matches += 1;
            }
            Kind::Arm => self.arm(id),
            Kind::Try => {
                self.found.cyclomatic += u32::from(tree.kid(id, Role::Else).is_some());
                self.branches += 1;
            }
            Kind::Catch => {
                self.branch(1 + level.depth, level);
            }
            Kind::Assign if tree.kid(id, Role::Else).is_some() => {
                self.found.cyclomatic += 1;
                self.found.cognitive += 1;
                self.branches += 1;
            }
            Kind::Binary if tree.has(id, flag::AND | flag::OR) && !level.drawn => self.logic(id),
            Kind::Call if !self.recursive => self.recursive = self.calls_itself(id),
            Kind::Function => self.callback_end = self.callback_end.max(tree.node(id).next),
            Kind::Return if id.0 >= self.callback_end => {
                let value = tree.kid(id, Role::Value);
                self.found.returns_value |= value
                    .is_some_and(|value| tree.kind(value) != Kind::Constant || !tree.has(value, flag::NULL));
            }
            Kind::Unary if tree.has(id, flag::YIELD) && id.0 >= self.callback_end => self.found.yields = true,
            _ => {}
        }
    }

    fn branch(&mut self, cognitive: u32, level: Level) {
        self.found.cyclomatic += 1;
        self.found.cognitive += cognitive;
        self.found.nesting = self.found.nesting.max(level.control + 1);
    }

    fn arm(&mut self, arm: NodeId) {
        let tree = self.cx.tree;
        if !tree.has(arm, flag::DEFAULT) {
            self.found.cyclomatic += 1;
        }
        let span = tree.span(arm);
        self.arms += 1;
        self.long_arm |=
            self.cx.lines.line(span.end.saturating_sub(1)) - self.cx.lines.line(span.start) >= TABLE_ARM;
    }

    /// A sequence of like boolean operators costs one: `a && b && c` one, `a && b || c` two. Counted at its top.
    fn logic(&mut self, top: NodeId) {
        let tree = self.cx.tree;
        let is_logic = |id: NodeId| tree.kind(id) == Kind::Binary && tree.has(id, flag::AND | flag::OR);
        if tree.parent(top).is_some_and(is_logic) {
            return;
        }
        // SonarJS leaves `||` out, which mostly gives a default there; it only ends a sequence of `&&`.
        let or_is_default = tree.language.is_ecmascript();
        // In the order in which the operators are written: left operand, operator, right operand.
        let mut previous = None;
        let mut open = vec![(top, false)];
        while let Some((id, done)) = open.pop() {
            if done {
                let operator = tree.has(id, flag::AND);
                self.found.cognitive += u32::from(previous != Some(operator) && (operator || !or_is_default));
                previous = Some(operator);
                continue;
            }
            let right = tree.kid(id, Role::Right).filter(|right| is_logic(*right));
            let left = tree.kid(id, Role::Left).filter(|left| is_logic(*left));
            open.extend(right.map(|right| (right, false)));
            open.push((id, true));
            open.extend(left.map(|left| (left, false)));
        }
    }

    /// `name(…)`, `self.name(…)`.
    fn calls_itself(&self, call: NodeId) -> bool {
        let callee = self.cx.callee(call);
        let own = match callee.split_once('.') {
            None => callee,
            Some(("self" | "this" | "cls" | "Self", method)) => method,
            Some(_) => return false,
        };
        let method = self.cx.tree.has(self.function, flag::METHOD);
        own == self.name && !own.is_empty() && (method == callee.contains('.'))
    }
}

/// A function that is a fact of its own: it has a body, and a name or a text under which it is registered. Callbacks
/// of tests are not: their texts are no names, and a file has hundreds.
pub(crate) fn is_counted(cx: &Context<'_>, function: NodeId) -> bool {
    if cx.tree.kid(function, Role::Body).is_none() {
        return false;
    }
    // An operator as a key (`{"<=": lambda …}`) is no name.
    let is_name = |token: NodeId| cx.text(token).chars().any(char::is_alphanumeric);
    cx.name_node(function).is_some_and(is_name)
        || crate::path::is_default_export(cx.tree, function)
        || registered(cx, function).is_some()
}

/// The call and the text under which a callback is registered, tests aside.
pub(crate) fn registered(cx: &Context<'_>, function: NodeId) -> Option<(NodeId, NodeId)> {
    let (call, label) = crate::path::registration(cx.tree, function)?;
    let root = cx.callee(call).split('.').next().unwrap_or("");
    (!TEST_CALLS.contains(&root)).then_some((call, label))
}

/// Functions under which test runners take texts (Jest, Vitest, Mocha, Jasmine, Playwright, Cypress, k6).
#[rustfmt::skip]
const TEST_CALLS: &[&str] = &[
    "it", "test", "describe", "context", "suite", "specify", "bench", "fit", "fdescribe", "xit", "xdescribe",
    "xtest", "before", "beforeEach", "beforeAll", "after", "afterEach", "afterAll", "group", "step", "setup",
    "teardown", "Given", "When", "Then", "jest", "vi", "Deno",
];
