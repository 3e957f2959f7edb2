//! The call graph: which function calls which, and what is reached from where.
//!
//! A node is a unit of a file (a function, class, object, or the file itself). A call that resolves has one target, or
//! several when a base stands for what implements it. One that does not resolve is judged by its candidates: the
//! project's functions and methods of that name. One decision that is not obvious: edges keep the call and no text, so
//! that a path is spelled out only when somebody asks for it.

mod index;
mod reach;
mod resolve;

pub(crate) use index::{Index, Node};
pub(crate) use reach::{DEPTH, Reach, Reached, Step};
pub(crate) use resolve::{Resolver, Thing};

use crate::File;
use crate::names::Names;
use review_facts::code::{UnitForm, Value, call};
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

/// The calls of a project.
pub(crate) struct Graph {
    /// By node.
    pub(crate) edges: Vec<Vec<Edge>>,
}

impl Graph {
    /// Resolves every call. `apart` are functions that are written inside another and do not run with it: handlers of
    /// routes, listeners.
    pub(crate) fn of(files: &[File], index: &Index<'_>, names: &Names<'_>, apart: &BTreeSet<Node>) -> Graph {
        let mut edges: Vec<Vec<Edge>> = vec![Vec::new(); index.len()];
        let resolver = Resolver::new(files, index, names);
        let mut decorators: BTreeSet<Node> = BTreeSet::new();
        for (file, code) in index.codes() {
            for (number, unit) in (0_u32..).zip(&code.units) {
                let inner = index.node(file, number);
                if number != 0 && index.is_closure(inner) && !apart.contains(&inner) {
                    let around = index.node(file, unit.parent);
                    edges[around.0 as usize].push(Edge { call: None, to: vec![inner], certain: true });
                }
            }
            for (number, call) in (0_u32..).zip(&code.calls) {
                let from = index.node(file, call.unit);
                let found = resolver.call(from, call);
                let run = found.to.clone();
                if !found.to.is_empty() {
                    let edge = Edge { call: Some(number), to: found.to, certain: found.certain };
                    edges[from.0 as usize].push(edge);
                }
                if call.flags & call::DECORATOR != 0 {
                    // The wrapper that a decorator builds runs with what it decorates.
                    decorators.extend(run);
                    continue;
                }
                // What is handed to a call is run by it, as far as anybody can tell.
                for arg in &call.args {
                    let Value::Path(path) = arg.value else { continue };
                    if let Thing::Func(to) = resolver.path(from, code.text(path))
                        && !apart.contains(&to)
                        && to != from
                    {
                        edges[from.0 as usize].push(Edge { call: Some(number), to: vec![to], certain: true });
                    }
                }
            }
        }
        for (file, code) in index.codes() {
            for (number, unit) in (0_u32..).zip(&code.units).skip(1) {
                let (inner, around) = (index.node(file, number), index.node(file, unit.parent));
                if decorators.contains(&around) && unit.form == UnitForm::Function && !index.is_closure(inner)
                {
                    // Units stand in order: what is inside of this one comes later.
                    decorators.insert(inner);
                    edges[around.0 as usize].push(Edge { call: None, to: vec![inner], certain: true });
                }
            }
        }
        Graph { edges }
    }
}
