//! One iterative walk over a tree-sitter tree, by the tables of a [`Grammar`].
//!
//! One decision that is not obvious: the walk is the cost of reading Python and TypeScript beside the parser
//! itself, so it moves one cursor, asks for a field only where a rule names fields, and does not go below
//! leaves unless a comment or an error may stand there (calibration.md 1).

use crate::grammar::{Act, Compiled, ERROR_TABLE, Grammar, QUIET_TABLE};
use crate::tree::{Builder, Comment, Kind, NodeId, Role, Tree, Uncovered};
use review_facts::{Language, Span};
use std::ops::ControlFlow;
use std::time::{Duration, Instant};
use tree_sitter::{Node, ParseOptions, ParseState, Parser, TreeCursor};

/// The kind number of syntax errors.
const ERROR: u16 = u16::MAX;

/// How long a file may keep the parser busy, at least and per byte: twenty times what code takes. What is no
/// code at all can take quadratic time to recover from (`+ }? ` 2,400 times over, 12 KB: 67 s), and nothing that
/// the parser tells of its progress sets the two apart but the clock. It changes no meaning: of such a file
/// nothing is read either way.
const PATIENCE: (Duration, Duration) = (Duration::from_secs(2), Duration::from_micros(4));

/// Flags that a declaration takes over from the statement around it.
const DECLARATION: [Kind; 4] = [Kind::Function, Kind::Class, Kind::Assign, Kind::Field];

/// A node that a hook looks at.
pub(crate) struct At<'t> {
    pub(crate) node: Node<'t>,
    pub(crate) role: Role,
    pub(crate) rule: Compiled,
}

impl At<'_> {
    pub(crate) fn span(&self) -> Span {
        span(self.node)
    }
}

/// What holds for the kids of a node of the grammar.
#[derive(Clone, Copy)]
pub(crate) struct Frame {
    kids: u16,
    roles: u16,
    /// Role of kids whose field says nothing.
    pub(crate) role: Role,
    /// Flags for declarations among the kids.
    pub(crate) kid_flags: u16,
    /// Nodes to close behind the kids.
    pub(crate) closes: u32,
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// A node that was opened for a declaration to come (its decorators stand before it); 0: none.
    pub(crate) pending: u32,
    /// Where text begins that no kid has taken yet: of a string with parts, of a syntax error.
    pub(crate) position: u32,
    /// For hooks: how many kids of interest there were.
    pub(crate) count: u32,
    /// The innermost function that the kids stand in; 0: none.
    function: u32,
    error: bool,
    quiet: bool,
}

/// The walk's state.
pub(crate) struct Walk<'w> {
    pub(crate) source: &'w str,
    pub(crate) out: Builder,
    /// Regions of the source that were hidden from the parser: TypeScript's type arguments of tagged templates.
    pub(crate) masks: &'w [Span],
    grammar: &'static Grammar,
    frames: Vec<Frame>,
    has_error: bool,
    regions: Vec<Span>,
    /// The last answer of [`Walk::next`] per byte asked for, so that a search never runs over the same text twice.
    seen: [(u32, u32); 2],
}

/// Walks what [`parse`] gave for the source (none: nothing is read of it), or for as many bytes of it with `masks` blanked.
pub(crate) fn read(
    source: &str,
    tree: Option<tree_sitter::Tree>,
    masks: &[Span],
    language: Language,
    grammar: &'static Grammar,
    raw_names: fn(u16) -> &'static str,
) -> Tree {
    let mut out = Builder::new(source, language, raw_names);
    let Some(tree) = tree else {
        out.uncovered(Span::new(0, source.len() as u32), "too hard to parse");
        return out.finish();
    };
    let root = tree.root_node();
    let mut walk = Walk {
        source,
        out,
        masks,
        grammar,
        frames: Vec::with_capacity(64),
        has_error: root.has_error(),
        regions: Vec::new(),
        seen: [(1, 0); 2],
    };
    walk.run(&mut root.walk());
    walk.finish()
}

/// None when the parser loses [`PATIENCE`].
pub(crate) fn parse(text: &str, grammar: &Grammar) -> Option<tree_sitter::Tree> {
    let mut parser = Parser::new();
    parser.set_language(&grammar.language).ok()?;
    let (least, per_byte) = PATIENCE;
    let patience = least + per_byte * text.len() as u32;
    let started = Instant::now();
    let mut progress = |_: &ParseState| {
        if started.elapsed() > patience { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let options = ParseOptions::new().progress_callback(&mut progress);
    let bytes = text.as_bytes();
    parser.parse_with_options(&mut |at, _| bytes.get(at..).unwrap_or(b""), None, Some(options))
}

impl<'w> Walk<'w> {
    fn run(&mut self, cursor: &mut TreeCursor<'_>) {
        let root = cursor.node();
        let whole = Span::new(0, self.source.len() as u32);
        let mut frame = self.frame_of(whole, 0, 0, Role::None);
        if root.kind_id() == ERROR {
            frame.kids = ERROR_TABLE;
            frame.error = true;
        }
        self.frames.push(frame);
        if !cursor.goto_first_child() {
            self.leave();
            return;
        }
        loop {
            let node = cursor.node();
            if let Some(frame) = self.enter(node, cursor) {
                self.frames.push(frame);
                if cursor.goto_first_child() {
                    continue;
                }
                self.leave();
            }
            while !cursor.goto_next_sibling() {
                self.leave();
                if self.frames.is_empty() || !cursor.goto_parent() {
                    return;
                }
            }
        }
    }

    /// Reads one node; the frame for its kids when they are to be looked at.
    fn enter(&mut self, node: Node<'_>, cursor: &TreeCursor<'_>) -> Option<Frame> {
        let &Frame { kids, roles, mut role, .. } = self.frames.last()?;
        let kind = node.kind_id();
        if self.has_error {
            if kind == ERROR {
                return self.error(node);
            }
            if node.is_missing() {
                self.missing(node);
                return None;
            }
        }
        let mut rule = self.grammar.rule(kids, kind)?;
        if roles != 0
            && !matches!(rule.act, Act::Skip)
            && let Some(field) = cursor.field_id()
            && let Some(named) = self.grammar.role(roles, field.get())
        {
            role = named;
        }
        if matches!(rule.act, Act::Resume) {
            self.gap(node.start_byte() as u32);
            if let Some(frame) = self.frames.last_mut() {
                frame.position = node.end_byte() as u32;
            }
            rule = self.grammar.rule(0, kind)?;
        }
        self.apply(node, rule, role)
    }

    fn apply(&mut self, node: Node<'_>, rule: Compiled, role: Role) -> Option<Frame> {
        let mut rule = rule;
        while let Act::Choose(test, yes, no) = rule.act {
            rule = self.grammar.numbered(if test(self, node, role) { yes } else { no });
        }
        if rule.marks != 0 {
            self.out.flag(rule.marks);
        }
        let role = rule.being.unwrap_or(role);
        match rule.act {
            Act::Skip | Act::Choose(..) | Act::Resume => None,
            Act::Splice => {
                let mut frame = self.frame(&At { node, role, rule });
                let parent = self.parent();
                frame.kid_flags = parent.kid_flags;
                frame.quiet = parent.quiet;
                Some(frame)
            }
            Act::Leaf(kind, flags) => self.leaf(node, kind, role, flags),
            Act::OtherLeaf => self.leaf(node, Kind::Other, role, node.kind_id()),
            Act::Node(kind, flags) => Some(self.open(&At { node, role, rule }, kind, flags)),
            Act::Other => Some(self.open(&At { node, role, rule }, Kind::Other, node.kind_id())),
            Act::Wrap(kind, flags, inner) => self.wrap(node, kind, flags, role, inner),
            Act::Comment => {
                self.comment(node);
                None
            }
            Act::Turn(role) => {
                self.parent().role = role;
                None
            }
            Act::KidFlags(flags) => {
                self.parent().kid_flags |= flags;
                None
            }
            Act::Hook(hook) => hook(self, &At { node, role, rule }),
        }
    }

    /// The frame around the node that is being read.
    pub(crate) fn parent(&mut self) -> &mut Frame {
        // The walk ends when the last frame is left, so there is one.
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    /// The frame that a rule gives for the kids of a node, when the node itself is spliced away: it has the
    /// extent of the node around it.
    pub(crate) fn frame(&mut self, at: &At<'_>) -> Frame {
        let &mut Frame { start, end, .. } = self.parent();
        self.frame_of(Span::new(start, end), at.rule.kids, at.rule.roles, at.rule.role.unwrap_or(at.role))
    }

    fn frame_of(&self, span: Span, kids: u16, roles: u16, role: Role) -> Frame {
        let function = self.frames.last().map_or(0, |frame| frame.function);
        Frame {
            kids,
            roles,
            role,
            kid_flags: 0,
            closes: 0,
            start: span.start,
            end: span.end,
            pending: 0,
            position: span.start,
            count: 0,
            function,
            error: false,
            quiet: false,
        }
    }

    /// Opens a node, or takes over the one that was opened for it when its decorators came.
    pub(crate) fn open(&mut self, at: &At<'_>, kind: Kind, flags: u16) -> Frame {
        let mut flags = flags;
        let span = at.span();
        let parent = self.parent();
        if parent.kid_flags != 0 && DECLARATION.contains(&kind) {
            flags |= parent.kid_flags;
        }
        let pending = std::mem::take(&mut parent.pending);
        let id = if pending != 0 && kind != Kind::Decorator {
            let node = self.out.node_mut(NodeId(pending));
            (node.kind, node.role, node.end) = (kind, at.role, span.end);
            node.flags = flags;
            NodeId(pending)
        } else {
            self.parent().pending = pending;
            self.out.open(kind, at.role, flags, span)
        };
        let role = at.rule.role.unwrap_or(Role::None);
        let mut frame = self.frame_of(span, at.rule.kids, at.rule.roles, role);
        frame.closes = 1;
        if kind == Kind::Function {
            frame.function = id.0;
        }
        frame
    }

    /// Adds a leaf. Below it comments and errors are still noted.
    pub(crate) fn leaf(&mut self, node: Node<'_>, kind: Kind, role: Role, flags: u16) -> Option<Frame> {
        let span = span(node);
        self.out.leaf(kind, role, flags, span);
        if kind == Kind::Type && self.next(b'/', span.start) < span.end {
            return Some(self.quiet(node));
        }
        (self.has_error && node.has_error()).then(|| self.quiet(node))
    }

    /// A frame in which only comments and errors are noted.
    pub(crate) fn quiet(&self, node: Node<'_>) -> Frame {
        Frame { quiet: true, ..self.frame_of(span(node), QUIET_TABLE, 0, Role::None) }
    }

    fn wrap(&mut self, node: Node<'_>, kind: Kind, flags: u16, role: Role, inner: Role) -> Option<Frame> {
        self.out.open(kind, role, flags, span(node));
        let general = self.grammar.rule(0, node.kind_id())?;
        let frame = self.apply(node, general, inner);
        match frame {
            Some(frame) => Some(Frame { closes: frame.closes + 1, ..frame }),
            None => {
                self.out.close();
                None
            }
        }
    }

    fn leave(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        if frame.error {
            self.gap_in(frame.position, frame.end);
        }
        if frame.pending != 0 {
            // Decorators of nothing that can have any: a syntax error.
            self.out.close_behind_kids();
        }
        for _ in 0..frame.closes {
            self.out.close();
        }
    }

    /// Flags the function that the node being read stands in.
    pub(crate) fn flag_function(&mut self, flags: u16) {
        let function = self.parent().function;
        if function != 0 {
            self.out.node_mut(NodeId(function)).flags |= flags;
        }
    }

    fn comment(&mut self, node: Node<'_>) {
        let mut span = span(node);
        let text = span.text(self.source);
        // A lone CR ends a line for us and not for the grammar; a comment of one line is cut there.
        if !text.starts_with("/*") {
            span.end = span.start + text.find(['\r', '\n']).unwrap_or(text.len()) as u32;
        }
        let before = self.source.get(..span.start as usize).unwrap_or("");
        let before = before.trim_end_matches([' ', '\t', '\u{c}', '\u{feff}']);
        let trailing = !before.is_empty() && !before.ends_with(['\n', '\r']);
        let doc = text.starts_with("/**") && !text.starts_with("/**/");
        self.out.comment(Comment { span, doc, trailing });
    }

    fn error(&mut self, node: Node<'_>) -> Option<Frame> {
        let parent = self.parent();
        if parent.quiet {
            self.regions.push(span(node));
            return None;
        }
        if parent.error {
            return None;
        }
        let frame = self.frame_of(span(node), ERROR_TABLE, 0, Role::None);
        Some(Frame { error: true, ..frame })
    }

    /// The parser made a token up. What stands on that line around it is read, but not to be relied on.
    fn missing(&mut self, node: Node<'_>) {
        // Bounded, because every token of a line of a megabyte can be one that is missing.
        const AROUND: usize = 200;
        let at = node.start_byte();
        let &mut Frame { start, end, .. } = self.parent();
        let bytes = self.source.as_bytes();
        let line_end = |byte: &u8| matches!(*byte, b'\n' | b'\r');
        let floor = at.saturating_sub(AROUND).max(start as usize).min(at);
        let roof = (at + AROUND).min(end as usize).max(at);
        let mut from = bytes[floor..at].iter().rposition(line_end).map_or(floor, |line| floor + line + 1);
        let mut to = bytes[at..roof].iter().position(line_end).map_or(roof, |line| at + line);
        while !self.source.is_char_boundary(from) {
            from += 1;
        }
        while !self.source.is_char_boundary(to) {
            to -= 1;
        }
        self.regions.push(Span::new(from as u32, to as u32));
    }

    /// Notes unread text inside a syntax error, up to `to`.
    fn gap(&mut self, to: u32) {
        let from = self.parent().position;
        self.gap_in(from, to);
    }

    fn gap_in(&mut self, from: u32, to: u32) {
        let text = Span::new(from, to).text(self.source);
        let start = from + (text.len() - text.trim_start().len()) as u32;
        let end = start + text.trim().len() as u32;
        if start < end {
            self.out.leaf(Kind::Uncovered, Role::None, 0, Span::new(start, end));
            self.regions.push(Span::new(start, end));
        }
    }

    /// Adds the literal text of a template that no kid has taken yet, up to `to`.
    pub(crate) fn text_part(&mut self, to: u32) {
        let from = self.parent().position;
        if from < to {
            self.out.leaf(Kind::StrPart, Role::Part, 0, Span::new(from, to));
        }
    }

    /// Where a byte (`(` or `/`) stands next, from an offset on; the end of the source when nowhere.
    pub(crate) fn next(&mut self, byte: u8, from: u32) -> u32 {
        let slot = &mut self.seen[usize::from(byte == b'/')];
        let (asked, answer) = *slot;
        if asked <= from && from <= answer {
            return answer;
        }
        let rest = &self.source.as_bytes()[from as usize..];
        let found = from + memchr::memchr(byte, rest).unwrap_or(rest.len()) as u32;
        *slot = (from, found);
        found
    }

    fn finish(mut self) -> Tree {
        self.regions.sort();
        let mut merged: Vec<Span> = Vec::new();
        for region in self.regions {
            match merged.last_mut() {
                Some(last)
                    if region.start <= last.end
                        || Span::new(last.end, region.start).text(self.source).trim().is_empty() =>
                {
                    last.end = last.end.max(region.end);
                }
                _ => merged.push(region),
            }
        }
        for span in merged {
            self.out.region(Uncovered { span, why: "syntax error".to_owned() });
        }
        self.out.finish()
    }
}

fn span(node: Node<'_>) -> Span {
    Span::new(node.start_byte() as u32, node.end_byte() as u32)
}
