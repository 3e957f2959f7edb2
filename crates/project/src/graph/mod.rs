//! The call graph: which function calls which, and what is reached from where.
//!
//! A node is a unit of a file (a function, class, object, or the file itself). A call that resolves has one target, or
//! several when a base stands for what implements it. One that does not resolve is judged by its candidates: the
//! project's functions and methods of that name. One decision that is not obvious: edges keep the call and no text, so
//! that a path is spelled out only when somebody asks for it.

mod index;
mod reach;
mod resolve;
#[cfg(test)]
mod tests;

pub(crate) use index::{Index, Node, last_of_type};
pub(crate) use reach::{DEPTH, Reach, Reached, Step};
pub(crate) use resolve::{Resolver, Thing};

use foldhash::{HashMap, HashMapExt};
use review_facts::code::{Code, UnitForm, Value, call};
use std::collections::BTreeSet;

/// What one call may run.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Edge {
    /// The call, as its position among those of the file; none for a closure that its function runs.
    pub(crate) call: Option<u32>,
    /// Where it may lead, in order.
    pub(crate) to: Vec<Node>,
    /// It runs one of them for certain.
    pub(crate) certain: bool,
}

/// The calls of a project, as far as they can be reached from where one starts.
pub(crate) struct Graph {
    /// By node; empty for what is not reached.
    pub(crate) edges: Vec<Vec<Edge>>,
}

impl Graph {
    /// Resolves the calls that can be reached. `from` are functions that run by themselves: handlers of routes, listeners;
    /// they do not run with what they are written in.
    /// `hooks` run by themselves as well, and with what they run in.
    pub(crate) fn of(
        index: &Index<'_>,
        resolver: &Resolver<'_>,
        from: &BTreeSet<Node>,
        hooks: &BTreeSet<Node>,
    ) -> Graph {
        let mut walk = Walk {
            index,
            resolver,
            apart: from,
            edges: vec![Vec::new(); index.len()],
            seen: vec![false; index.len()],
            open: Vec::new(),
            // What makes middleware builds a function as a decorator does.
            decorators: hooks.clone(),
            inside: HashMap::new(),
        };
        from.iter().chain(hooks).for_each(|node| walk.reach(*node));
        while let Some(node) = walk.open.pop() {
            walk.visit(node);
        }
        Graph { edges: walk.edges }
    }
}

/// Units and calls directly inside each unit of a file, by their numbers.
struct Inside {
    units: Vec<Vec<u32>>,
    calls: Vec<Vec<u32>>,
}

struct Walk<'a, 'b> {
    index: &'a Index<'b>,
    resolver: &'a Resolver<'b>,
    apart: &'a BTreeSet<Node>,
    edges: Vec<Vec<Edge>>,
    seen: Vec<bool>,
    open: Vec<Node>,
    /// Functions that decorate, and what stands in them: the wrapper that one builds runs with what it decorates.
    decorators: BTreeSet<Node>,
    inside: HashMap<u32, Inside>,
}

impl Walk<'_, '_> {
    fn reach(&mut self, node: Node) {
        if !std::mem::replace(&mut self.seen[node.0 as usize], true) {
            self.open.push(node);
        }
    }

    fn add(&mut self, from: Node, call: Option<u32>, to: Vec<Node>, certain: bool) {
        to.iter().for_each(|node| self.reach(*node));
        self.edges[from.0 as usize].push(Edge { call, to, certain });
    }

    fn visit(&mut self, node: Node) {
        let (file, code) = (self.index.file(node), self.index.code(node));
        let number = self.index.number(node) as usize;
        let inside = self.inside.entry(file).or_insert_with(|| Inside::of(code));
        let (units, calls) = (inside.units[number].clone(), inside.calls[number].clone());
        for inner in units {
            let inner = self.index.node(file, inner);
            if self.index.is_closure(inner) && !self.apart.contains(&inner) {
                self.add(node, None, vec![inner], true);
            }
        }
        if self.decorators.contains(&node) {
            self.run_wrappers(node);
        }
        for number in calls {
            self.call(node, code, number);
        }
        // What decorates the class of a handler runs around it.
        let class = code.units[number].parent as usize;
        if self.apart.contains(&node) && code.units[class].form == UnitForm::Class {
            let around = self.inside.get(&file).map(|inside| inside.calls[class].clone()).unwrap_or_default();
            for number in around {
                if code.calls[number as usize].flags & call::DECORATOR != 0 {
                    self.call(node, code, number);
                }
            }
        }
    }

    fn call(&mut self, node: Node, code: &Code, number: u32) {
        let call = &code.calls[number as usize];
        let mut found = self.resolver.call(node, call);
        if found.by_name {
            // What a framework runs is not what an unknown object does.
            found.to.retain(|to| !self.apart.contains(to));
        }
        if call.flags & call::DECORATOR != 0 {
            for decorator in &found.to {
                if self.decorators.insert(*decorator) && self.seen[decorator.0 as usize] {
                    self.run_wrappers(*decorator);
                }
            }
        }
        if !found.to.is_empty() {
            self.add(node, Some(number), found.to, found.certain);
        }
        if call.flags & call::DECORATOR != 0 {
            return;
        }
        // What is handed to a call is run by it, as far as anybody can tell.
        for arg in code.args(call) {
            let Value::Path(path) = arg.value else { continue };
            if let Thing::Func(to) = self.resolver.path(node, code.text(path))
                && !self.apart.contains(&to)
                && to != node
            {
                self.add(node, Some(number), vec![to], true);
            }
        }
    }

    /// The named functions inside of a decorator run with it.
    fn run_wrappers(&mut self, decorator: Node) {
        let (file, code) = (self.index.file(decorator), self.index.code(decorator));
        let number = self.index.number(decorator) as usize;
        let inside = self.inside.entry(file).or_insert_with(|| Inside::of(code));
        for inner in inside.units[number].clone() {
            let inner = self.index.node(file, inner);
            let function = self.index.unit(inner).form == UnitForm::Function;
            if function && !self.index.is_closure(inner) && self.decorators.insert(inner) {
                if self.seen[inner.0 as usize] {
                    self.run_wrappers(inner);
                }
                self.add(decorator, None, vec![inner], true);
            }
        }
    }
}

impl Inside {
    fn of(code: &Code) -> Inside {
        let mut inside =
            Inside { units: vec![Vec::new(); code.units.len()], calls: vec![Vec::new(); code.units.len()] };
        for (number, unit) in (0_u32..).zip(&code.units).skip(1) {
            inside.units[unit.parent as usize].push(number);
        }
        for (number, call) in (0_u32..).zip(&code.calls) {
            inside.calls[call.unit as usize].push(number);
        }
        inside
    }
}
