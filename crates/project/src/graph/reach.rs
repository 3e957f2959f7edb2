//! What is reached from where: for one question, the answer of every node, and the next call on the way.

use super::{Edge, Graph, Index, Node};
use foldhash::{HashMap, HashMapExt};
use std::collections::BTreeSet;

/// Calls between a handler and what answers a question, at most (design.md: to depth 3).
pub(crate) const DEPTH: u32 = 3;

/// How far something is, and through which call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Way {
    steps: u32,
    /// The edge out of the node, by its position, and where it leads; none when the node answers itself.
    next: Option<(u32, Node)>,
}

/// The answer at a node.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Reached {
    /// It is, over these nodes: the node itself first, the one that answers last.
    Yes(Vec<Step>),
    /// It may be; the last step but one is the call that did not resolve, or the way is longer than looked at.
    Unknown(Vec<Step>),
    /// It is not.
    No,
}

/// One step on the way: a node, and the call by which the next is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) node: Node,
    /// Among the calls of the node's file; none at the end, and for a closure that runs with its function.
    pub(crate) call: Option<u32>,
    /// The call has several candidates, or none that is certain.
    pub(crate) open: bool,
}

/// The answers of all nodes to one question.
pub(crate) struct Reach {
    /// Calls on a way, at most.
    depth: u32,
    certain: Vec<Option<Way>>,
    possible: Vec<Option<Way>>,
}

impl Reach {
    /// `direct` are the nodes that answer yes by themselves, `maybe` those that may; a certain way of
    /// more calls than `depth` is open, and so is one through a `doubtful` function. The calls of
    /// `parts`, which are parts of what answers, are no steps.
    pub(crate) fn of(
        graph: &Graph,
        index: &Index<'_>,
        direct: &[Node],
        maybe: &[Node],
        depth: u32,
        doubtful: &dyn Fn(Node) -> bool,
        parts: &BTreeSet<Node>,
    ) -> Reach {
        let back = backwards(graph, index.len());
        let certain = spread(graph, &back, direct.iter().copied(), Some(doubtful), parts);
        let possible = spread(graph, &back, direct.iter().chain(maybe).copied(), None, parts);
        Reach { depth, certain, possible }
    }

    /// The answer at a node.
    pub(crate) fn at(&self, graph: &Graph, node: Node) -> Reached {
        match (self.certain[node.0 as usize], self.possible[node.0 as usize]) {
            (Some(way), _) if way.steps <= self.depth => Reached::Yes(steps(graph, &self.certain, node)),
            (None, None) => Reached::No,
            (None, Some(_)) => Reached::Unknown(steps(graph, &self.possible, node)),
            (Some(_), _) => Reached::Unknown(steps(graph, &self.certain, node)),
        }
    }
}

/// Per node the edges that lead to it: where they start, and their position there.
fn backwards(graph: &Graph, count: usize) -> Vec<Vec<(Node, u32)>> {
    let mut back: Vec<Vec<(Node, u32)>> = vec![Vec::new(); count];
    for (from, edges) in (0_u32..).zip(&graph.edges) {
        for (position, edge) in (0_u32..).zip(edges) {
            for to in &edge.to {
                back[to.0 as usize].push((Node(from), position));
            }
        }
    }
    back
}

/// From the nodes that answer backwards, the nearest first. An edge that is not certain counts when all that it may
/// lead to answer, or at once where possibilities are asked for: where no function is doubtful.
fn spread(
    graph: &Graph,
    back: &[Vec<(Node, u32)>],
    from: impl Iterator<Item = Node>,
    certain: Option<&dyn Fn(Node) -> bool>,
    parts: &BTreeSet<Node>,
) -> Vec<Option<Way>> {
    let mut ways: Vec<Option<Way>> = vec![None; back.len()];
    let mut left: HashMap<(Node, u32), usize> = HashMap::new();
    let mut now: Vec<Node> = Vec::new();
    for node in from {
        if ways[node.0 as usize].is_none() {
            ways[node.0 as usize] = Some(Way { steps: 0, next: None });
            now.push(node);
        }
    }
    now.sort_unstable();
    let mut steps = 0;
    while !now.is_empty() {
        steps += 1;
        let mut then: Vec<Node> = Vec::new();
        // What is no step of its own is followed to its end first: it is nearer than any step.
        for counts in [false, true] {
            let mut position_of_now = 0;
            while let Some(to) = now.get(position_of_now).copied() {
                position_of_now += 1;
                if certain.is_some_and(|doubtful| doubtful(to)) {
                    continue;
                }
                for (from, position) in &back[to.0 as usize] {
                    let edge = &graph.edges[from.0 as usize][*position as usize];
                    let is_step = edge.call.is_some() && !parts.contains(from);
                    if is_step != counts || ways[from.0 as usize].is_some() {
                        continue;
                    }
                    if !edge.certain && certain.is_some() {
                        let open = left.entry((*from, *position)).or_insert(edge.to.len());
                        *open = open.saturating_sub(1);
                        if *open > 0 {
                            continue;
                        }
                    }
                    let (steps, level) = if is_step { (steps, &mut then) } else { (steps - 1, &mut now) };
                    ways[from.0 as usize] = Some(Way { steps, next: Some((*position, to)) });
                    level.push(*from);
                }
            }
        }
        then.sort_unstable();
        now = then;
    }
    ways
}

/// The way from a node, spelled out.
fn steps(graph: &Graph, ways: &[Option<Way>], node: Node) -> Vec<Step> {
    let mut found = Vec::new();
    let mut at = node;
    while let Some(way) = ways[at.0 as usize] {
        let Some((position, next)) = way.next else {
            found.push(Step { node: at, call: None, open: false });
            break;
        };
        let edge: &Edge = &graph.edges[at.0 as usize][position as usize];
        found.push(Step { node: at, call: edge.call, open: !edge.certain });
        at = next;
    }
    found
}
