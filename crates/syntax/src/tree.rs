//! The generic tree: preorder nodes of 20 bytes, and the vocabulary of their kinds, roles and flags.
//!
//! This file is the contract between the three front ends and every recogniser. What a language writes
//! differently but means alike has one form here; what does not fit stays [`Kind::Other`] *with its
//! children and span*. Every identifier of the source lies in exactly one leaf (a property test).

use review_facts::{Language, Span};

/// A node of the tree by its position in preorder, from 0. The root is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

/// What a node is.
///
/// Kids are named by their [`Role`]; a kid without a role is listed as "kids". Spliced away, so that only
/// their kids appear: parentheses, expression statements, class bodies' punctuation, `as T` / `satisfies T`
/// / `x!` (the type of a cast stays as a [`Kind::Type`] sibling behind the expression, with [`Role::Cast`]),
/// Python's `decorated_definition`, TypeScript's `export` in front of a declaration (flag
/// [`flag::EXPORTED`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Kind {
    /// The whole file. Kids: its items and statements.
    File,
    /// Statements between braces or indented. Kids: the statements.
    Block,
    /// Anything that can be called and has parameters: `def`, `function`, method, arrow, `lambda`, Rust `fn`
    /// and closure. Kids: `Decorator`s, Name (role Name; absent for closures), `Param`s, result type (role
    /// Returns), body (role Body: a `Block`, or an expression for `lambda`, arrow and closure; absent for
    /// declarations). Type parameters are one `Type` leaf without a role. Decorators are part of the span.
    /// A TypeScript overload is a Function without body. Flags: ASYNC, CLOSURE (an expression without a name), METHOD (declared directly in a
    /// class, trait, impl or object), EXPORTED (`export`, `pub`), PRIVATE (`private`, `#x`), STATIC,
    /// GENERATOR (in Python: it yields), OVERRIDE, TEST (`#[test]` and the like), ACCESSOR (get/set).
    Function,
    /// `class`, `struct`, `enum`, `union`, `interface`, `trait`, `impl`, inline `mod`. Kids: `Decorator`s, Name (role
    /// Name; for `impl` the type's path, role Name), bases (role Base: expressions or `Type`s; for `impl T
    /// for S` the trait), keyword arguments of a Python class as `Pair`s (role Arg), then its members as
    /// direct kids. Type parameters are one `Type` leaf without a role; type arguments of an extended class
    /// (`extends Repository<User>`) are `Type`s with role Type behind the base. TypeScript's `extends` gives
    /// expressions as bases, `implements` and an interface's `extends` give `Type`s. A namespace or
    /// `declare module` is a CLASS_MOD. Index and call signatures are `Type` leaves without a role. Flags say which: CLASS_STRUCT, CLASS_ENUM, CLASS_INTERFACE, CLASS_TRAIT, CLASS_IMPL,
    /// CLASS_MOD (none: a class), EXPORTED, ABSTRACT.
    Class,
    /// A member with a type or value: class attribute (Python: an assignment directly in a class body),
    /// TypeScript property, struct field, enum variant or TypeScript enum member. Kids: `Decorator`s, Name (role Name), `Type` (role Type),
    /// value (role Value). Flags: STATIC, OPTIONAL, PRIVATE, EXPORTED, READONLY. Enum variants with fields have
    /// them as kids.
    Field,
    /// A parameter. Kids: `Decorator`s, pattern or Name (role Name), `Type` (role Type), default (role Value).
    /// Flags: SPLAT (`*args`, `...rest`), DOUBLE_SPLAT (`**kwargs`), OPTIONAL (`x?`), SELF (Rust receiver), PROPERTY
    /// (TypeScript's `constructor(private x: X)`: the parameter is a field too; then also PRIVATE, READONLY).
    Param,
    /// A decorator, or one attribute of a Rust item (`derive` lists are Calls with arguments). Kid: the
    /// expression, `Name`, `Member` or `Call` (for `#[a(b = "c", d)]` a Call with args Pair and Name). Flags:
    /// CONDITIONAL when it came out of `cfg_attr(…, X)`; the condition stays beside it as a leaf of kind Other.
    /// `#[a = "b"]` is a Pair. INNER for `#![…]`. An expression's attributes stand in front of it.
    Decorator,
    /// One import statement. Kids: the module (role Source: a `Str` in TypeScript; in Python the dotted name,
    /// relative dots included, as one `Name` leaf; in Rust the path prefix as `Name`/`Member`),
    /// then `Imported`s; nested Rust groups are `Import`s inside. Flags: TYPE_ONLY, EXPORTED (re-export),
    /// WILDCARD (`import *`, `use a::*`, `export * from`), REQUIRE (`const x = require("m")` stays an Assign).
    Import,
    /// One imported name. Kids: the name (role Name), the local name (role Alias). Flags: NAMESPACE
    /// (`* as x`, or a whole module: `import a.b`, then role Name is absent when Source says it; without an alias the node is empty and
    /// stands behind the source), DEFAULT
    /// (`import x from`, the name is then the local one, role Alias), TYPE_ONLY.
    Imported,
    /// `export { a as b }`, `export default x`, `export =`. Kids: `Imported`s or the expression. With a
    /// source it is an `Import` with EXPORTED instead. `export default function f() {}` and `export default
    /// class` are the declaration, itself EXPORTED, inside an Export. Flags: DEFAULT, TYPE_ONLY.
    Export,
    /// A call. Kids: callee (role Callee), type arguments (`Type`), arguments (role Arg; keyword arguments
    /// are `Pair`s, unpacked ones `Spread`s). Flags: NEW (`new X()`), TAGGED (the one argument is the template
    /// or string behind the tag), MACRO (Rust; callee is the path without `!`), OPTIONAL (`f?.()`). Rust
    /// format-like macros get a `Template` for their format string, and their further arguments; named ones
    /// are `Pair`s. Structured fields of `tracing` macros are `Pair`s too (`user = %x`: key `user`, value `x`);
    /// a bare `%x` or `?x` is the value alone. Rust's method call has callee `Member`. `matches!` has its pattern in
    /// role Target and its guard in role Cond; `table!` has an Object with the path (role Callee), the primary key
    /// (role Key, a tuple) and a Pair of name and `Type` per column. Macros of statements have them as kids.
    Call,
    /// An identifier. A leaf.
    Name,
    /// `a.b`, `a?.b`, `a!.b`, `a::b`. Kids: object (role Object), `Name` (role Property), type arguments
    /// (`Type`). Flags: OPTIONAL (`?.`), PATH (`::`).
    Member,
    /// `a[b]`. Kids: object (role Object), index (role Key). Slices have their parts as Keys. Flags: SLICE (`a[:n]`),
    /// OPTIONAL (`a?.[b]`).
    Index,
    /// `a = b`, `a += b`, `let a = b`, `const a = b`, `a := b`. Kids: target (role Target: Name, Member,
    /// Index or a pattern as List/Object/Call), `Type` (role Type), value (role Value). One node per declarator. Flags:
    /// DECL (`let`, `const`, `var`), CONST (`const`, `static`, Rust `let` without `mut`), AUGMENTED (`+=`), EXPORTED.
    /// `a = b = c` nests: the value is an Assign. `type A = …` is an Assign with DECL whose value is a `Type`.
    /// A default inside a pattern (`[a = 1]`) and `case … as x` are Assigns too. Rust `let … else` has its block in role Else.
    Assign,
    /// `return x`. Kid: the value (role Value).
    Return,
    /// `raise x from y`, `throw x`. Kids: the value (role Value), the cause (role Source).
    Raise,
    /// `break`, `continue`. Flags: BREAK or CONTINUE. Rust `break x` has a Value.
    Jump,
    /// `try`. Kids: `Block` (role Body), `Catch`es, `Block` (role Else), `Block` (role Finally).
    Try,
    /// `except …`, `catch …`. Kids: each error type apart (role Type: Name or Member; a tuple is opened), the
    /// bound name (role Name), a TypeScript type annotation (`Type`, role Cast), `Block` (role Body). Flag GROUP for
    /// `except*`.
    Catch,
    /// `with a as b, c:`. Kids: each context expression (role Value), its name (role Alias) behind it, `Block`
    /// (role Body). Flag ASYNC. TypeScript `using` is an Assign.
    With,
    /// `if`, `elif`, `else`; `a if b else c`, `a ? b : c`. Kids: condition (role Cond), then (role Body), else
    /// (role Else; a chain nests: the `If` in role Else has flag ELIF). Flags: ELIF, TERNARY. Rust `if let P = x`: Cond is
    /// an `Assign` with DECL.
    If,
    /// Any loop and every comprehension clause. Kids: target (role Target), what is iterated (role Iter),
    /// condition (role Cond), body (role Body), `else` (role Else). Flags: FOR, WHILE, INFINITE, ASYNC,
    /// COMPREHENSION (body is the element expression; further clauses nest inside as Loops without role and
    /// body; `if` clauses are role Cond of the loop they stand behind). INFINITE goes with WHILE for `while True`
    /// and with FOR for `for (;;)`; initializer and increment of a `for (…;…;…)` have no role.
    Loop,
    /// `match`, `switch`. Kids: subject (role Cond), `Arm`s.
    Match,
    /// One arm or `case`. Kids: pattern (role Target; absent for `default`), guard (role Cond), body (role Body, or several
    /// statements as kids with role Body). Flag DEFAULT for `default`, `_`, `case _`. The arms of Rust's `select!`
    /// are kids of its Call, with the future in role Value.
    Arm,
    /// A text or byte literal without interpolation, prefix and quotes included: also an f-string or a template
    /// literal without parts. A leaf. Flags: BYTES, RAW,
    /// TRIPLE (Python).
    Str,
    /// A text with parts: f-string, template literal, the format string of a Rust macro, implicit
    /// concatenation. Kids in order: `StrPart` (literal text) and expressions (role Part); concatenation has its
    /// `Str` and `Template` kids instead, flag CONCAT. `"…" % x`, `.format()` and `+` stay Binary and Call:
    /// `text_parts` gives one view of all.
    Template,
    /// Literal text inside a `Template`. A leaf.
    StrPart,
    /// A number. A leaf.
    Number,
    /// `true`, `false`, `null`, `None`, `undefined`, `...`. A leaf. Flags: TRUE, FALSE, NULL (none: ellipsis).
    Constant,
    /// A dict, object literal or struct literal. Kids: for a struct literal the path (role Callee), then
    /// `Pair`s, `Spread`s and methods (`Function` with METHOD). Also an object pattern.
    Object,
    /// Key and value: dict item, keyword argument, object property, named macro argument. Kids: key (role
    /// Key: Name, Str, or any expression when computed), value (role Value; absent when SHORTHAND: the key is
    /// the value too; in a pattern the value of a SHORTHAND is its default). A JSX attribute is a KEYWORD pair.
    /// Flags: SHORTHAND, COMPUTED (the key is an expression: `[a]: 1`, and in a Python dict everything but a
    /// literal, so that a Name without COMPUTED is always a literal key), KEYWORD (an argument).
    Pair,
    /// An array, list, tuple, set; also a list pattern. Kids: elements. Flags: TUPLE, SET.
    List,
    /// `*x`, `**x`, `...x`, Rust `..x`. Kid: the value (role Value).
    Spread,
    /// One operand. Kid: role Value. Flags: NOT, NEG, AWAIT, YIELD, PROPAGATE (`?`), REF (`&`), DEREF, VOID
    /// (`void x`), TYPEOF, DELETE (`delete x`, `del x`), UPDATE (`++`).
    Unary,
    /// Two operands. Kids: role Left, role Right. Flags: AND, OR, NULLISH (`??`), ADD, MOD, COMPARE, IN (also `not
    /// in`), IS (`is`, `is not`, `instanceof`). Comparison chains
    /// nest to the left.
    Binary,
    /// A type. A leaf unless it holds a call (`Annotated[T, Depends(f)]`), then its parts as
    /// kids: the names before brackets, `Type`s, and expressions.
    Type,
    /// Text that was not read: a syntax error, the tokens of an unknown macro, too deep nesting. A leaf; see also
    /// [`Tree::uncovered`].
    Uncovered,
    /// None of the others; [`Tree::raw`] names it. Kids: what it contains.
    Other,
}

/// What a node is to its parent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum Role {
    None,
    Name,
    Alias,
    Type,
    Returns,
    Cast,
    Base,
    Callee,
    Arg,
    Object,
    Property,
    Key,
    Value,
    Target,
    Left,
    Right,
    Cond,
    Body,
    Else,
    Finally,
    Iter,
    Source,
    Part,
}

/// Flags of a node. One bit can mean different things for different kinds; each is named after its kind's
/// documentation.
#[allow(missing_docs)]
pub mod flag {
    // Function, Class, Field, Param, Assign
    pub const ASYNC: u16 = 1 << 0;
    pub const CLOSURE: u16 = 1 << 1;
    pub const METHOD: u16 = 1 << 2;
    pub const EXPORTED: u16 = 1 << 3;
    pub const PRIVATE: u16 = 1 << 4;
    pub const STATIC: u16 = 1 << 5;
    pub const GENERATOR: u16 = 1 << 6;
    pub const OVERRIDE: u16 = 1 << 7;
    pub const TEST: u16 = 1 << 8;
    pub const ACCESSOR: u16 = 1 << 9;
    pub const ABSTRACT: u16 = 1 << 10;
    // Class
    pub const CLASS_STRUCT: u16 = 1 << 4;
    pub const CLASS_ENUM: u16 = 1 << 5;
    pub const CLASS_INTERFACE: u16 = 1 << 6;
    pub const CLASS_TRAIT: u16 = 1 << 7;
    pub const CLASS_IMPL: u16 = 1 << 8;
    pub const CLASS_MOD: u16 = 1 << 9;
    // Field, Param, Call, Member
    pub const OPTIONAL: u16 = 1 << 11;
    pub const READONLY: u16 = 1 << 12;
    pub const SPLAT: u16 = 1 << 0;
    pub const DOUBLE_SPLAT: u16 = 1 << 1;
    pub const SELF: u16 = 1 << 2;
    pub const PROPERTY: u16 = 1 << 13;
    // Decorator
    pub const CONDITIONAL: u16 = 1 << 0;
    pub const INNER: u16 = 1 << 1;
    // Import, Imported, Export, Arm
    pub const TYPE_ONLY: u16 = 1 << 0;
    pub const WILDCARD: u16 = 1 << 1;
    pub const NAMESPACE: u16 = 1 << 2;
    pub const DEFAULT: u16 = 1 << 4;
    // Call
    pub const NEW: u16 = 1 << 0;
    pub const TAGGED: u16 = 1 << 1;
    pub const MACRO: u16 = 1 << 2;
    // Member
    pub const PATH: u16 = 1 << 0;
    // Index
    pub const SLICE: u16 = 1 << 0;
    // Assign
    pub const DECL: u16 = 1 << 0;
    pub const CONST: u16 = 1 << 1;
    pub const AUGMENTED: u16 = 1 << 2;
    // Jump
    pub const BREAK: u16 = 1 << 0;
    pub const CONTINUE: u16 = 1 << 1;
    // Catch
    pub const GROUP: u16 = 1 << 1;
    // If
    pub const ELIF: u16 = 1 << 0;
    pub const TERNARY: u16 = 1 << 1;
    // Loop (ASYNC is shared)
    pub const FOR: u16 = 1 << 1;
    pub const WHILE: u16 = 1 << 2;
    pub const INFINITE: u16 = 1 << 3;
    pub const COMPREHENSION: u16 = 1 << 4;
    // Str, Template
    pub const BYTES: u16 = 1 << 0;
    pub const RAW: u16 = 1 << 1;
    pub const TRIPLE: u16 = 1 << 2;
    pub const CONCAT: u16 = 1 << 3;
    // Constant
    pub const TRUE: u16 = 1 << 0;
    pub const FALSE: u16 = 1 << 1;
    pub const NULL: u16 = 1 << 2;
    // Pair
    pub const SHORTHAND: u16 = 1 << 0;
    pub const COMPUTED: u16 = 1 << 1;
    pub const KEYWORD: u16 = 1 << 2;
    // List
    pub const TUPLE: u16 = 1 << 0;
    pub const SET: u16 = 1 << 1;
    // Unary
    pub const NOT: u16 = 1 << 0;
    pub const NEG: u16 = 1 << 1;
    pub const AWAIT: u16 = 1 << 2;
    pub const YIELD: u16 = 1 << 3;
    pub const PROPAGATE: u16 = 1 << 4;
    pub const REF: u16 = 1 << 5;
    pub const DEREF: u16 = 1 << 6;
    pub const VOID: u16 = 1 << 7;
    pub const TYPEOF: u16 = 1 << 8;
    pub const DELETE: u16 = 1 << 9;
    pub const UPDATE: u16 = 1 << 10;
    // Binary
    pub const AND: u16 = 1 << 0;
    pub const OR: u16 = 1 << 1;
    pub const NULLISH: u16 = 1 << 2;
    pub const ADD: u16 = 1 << 3;
    pub const MOD: u16 = 1 << 4;
    pub const COMPARE: u16 = 1 << 5;
    pub const IN: u16 = 1 << 6;
    pub const IS: u16 = 1 << 7;
}

/// A node: 20 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// First byte, from 0.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// The node behind this subtree in preorder.
    pub next: u32,
    /// The parent; the root is its own.
    pub parent: u32,
    /// What it is.
    pub kind: Kind,
    /// What it is to its parent.
    pub role: Role,
    /// Flags by kind; for [`Kind::Other`] the front end's own number of the kind.
    pub flags: u16,
}

/// A comment, its markers included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The comment, in bytes from 0, without the line end.
    pub span: Span,
    /// It documents what follows or encloses it (`///`, `//!`, `/** */`). Python docstrings are strings.
    pub doc: bool,
    /// Code stands before it on its line.
    pub trailing: bool,
}

/// A region that was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uncovered {
    /// The region, in bytes from 0.
    pub span: Span,
    /// Why: `syntax error`, `macro select!`, `nested too deep`.
    pub why: String,
}

/// The tree of one file.
#[derive(Clone, Debug)]
pub struct Tree {
    /// The language it was read as.
    pub language: Language,
    /// Nodes in preorder; the first is the file.
    pub nodes: Vec<Node>,
    /// Comments in source order.
    pub comments: Vec<Comment>,
    /// What was not read, in source order, without overlap.
    pub uncovered: Vec<Uncovered>,
    /// Names of the front end's own kinds, by the number in [`Node::flags`] of a [`Kind::Other`].
    raw_names: fn(u16) -> &'static str,
}

impl Tree {
    /// A tree of the file node alone.
    pub fn bare(source: &str, language: Language) -> Tree {
        Builder::new(source, language, |_| "").finish()
    }

    /// The file node.
    pub fn root(&self) -> NodeId {
        NodeId(0)
    }

    /// The node's record.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    /// What the node is.
    pub fn kind(&self, id: NodeId) -> Kind {
        self.node(id).kind
    }

    /// What the node is to its parent.
    pub fn role(&self, id: NodeId) -> Role {
        self.node(id).role
    }

    /// True when the node carries the flag. The caller has checked the kind.
    pub fn has(&self, id: NodeId, flag: u16) -> bool {
        self.node(id).flags & flag != 0
    }

    /// The node's bytes, from 0.
    pub fn span(&self, id: NodeId) -> Span {
        let node = self.node(id);
        Span::new(node.start, node.end)
    }

    /// The text of a node.
    pub fn text<'s>(&self, id: NodeId, source: &'s str) -> &'s str {
        self.span(id).text(source)
    }

    /// The parent; none for the file.
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        (id.0 != 0).then(|| NodeId(self.node(id).parent))
    }

    /// The enclosing nodes, the nearest first. Bound the walk: nesting can be 100,000 deep.
    pub fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.parent(id), |id| self.parent(*id))
    }

    /// The kids of a node, in source order.
    pub fn kids(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let end = self.node(id).next;
        let mut at = id.0 + 1;
        std::iter::from_fn(move || {
            if at >= end {
                return None;
            }
            let kid = NodeId(at);
            at = self.nodes[at as usize].next;
            Some(kid)
        })
    }

    /// The first kid with the role.
    pub fn kid(&self, id: NodeId, role: Role) -> Option<NodeId> {
        self.kids(id).find(|kid| self.role(*kid) == role)
    }

    /// The kids with the role.
    pub fn kids_with(&self, id: NodeId, role: Role) -> impl Iterator<Item = NodeId> + '_ {
        self.kids(id).filter(move |kid| self.role(*kid) == role)
    }

    /// All nodes of a subtree in preorder, the node itself first.
    pub fn subtree(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        (id.0..self.node(id).next).map(NodeId)
    }

    /// All nodes in preorder.
    pub fn ids(&self) -> impl Iterator<Item = NodeId> + '_ {
        (0..self.nodes.len() as u32).map(NodeId)
    }

    /// The front end's name of a [`Kind::Other`] node: `assert_statement`, `Expr::Range`.
    pub fn raw(&self, id: NodeId) -> &'static str {
        if self.kind(id) == Kind::Other { (self.raw_names)(self.node(id).flags) } else { "" }
    }

    /// Comments that lie wholly inside a span.
    pub fn comments_in(&self, span: Span) -> &[Comment] {
        let from = self.comments.partition_point(|comment| comment.span.start < span.start);
        let to = self.comments.partition_point(|comment| comment.span.start < span.end);
        &self.comments[from..to.max(from)]
    }
}

/// Builds a tree in preorder: `open` a node, add its kids, `close` it.
pub struct Builder {
    tree: Tree,
    open: Vec<u32>,
}

impl Builder {
    /// Starts with the file node open.
    pub fn new(source: &str, language: Language, raw_names: fn(u16) -> &'static str) -> Builder {
        let file = Node {
            start: 0,
            end: source.len() as u32,
            next: 1,
            parent: 0,
            kind: Kind::File,
            role: Role::None,
            flags: 0,
        };
        let nodes = Vec::with_capacity(source.len() / 6 + 1);
        let mut tree = Tree { language, nodes, comments: Vec::new(), uncovered: Vec::new(), raw_names };
        tree.nodes.push(file);
        Builder { tree, open: vec![0] }
    }

    /// Opens a node as the next kid of the open one; its end is set by [`Builder::close`] or
    /// [`Builder::close_at`].
    pub fn open(&mut self, kind: Kind, role: Role, flags: u16, span: Span) -> NodeId {
        let id = self.tree.nodes.len() as u32;
        let parent = self.open.last().copied().unwrap_or(0);
        self.tree.nodes.push(Node {
            start: span.start,
            end: span.end,
            next: id + 1,
            parent,
            kind,
            role,
            flags,
        });
        self.open.push(id);
        NodeId(id)
    }

    /// Closes the open node, keeping the end it was opened with.
    pub fn close(&mut self) {
        let next = self.tree.nodes.len() as u32;
        if self.open.len() > 1
            && let Some(id) = self.open.pop()
        {
            self.tree.nodes[id as usize].next = next;
        }
    }

    /// Closes the open node and sets its end.
    pub fn close_at(&mut self, end: u32) {
        if let Some(id) = self.open.last() {
            self.tree.nodes[*id as usize].end = end;
        }
        self.close();
    }

    /// Closes the open node where its last kid ends.
    pub fn close_behind_kids(&mut self) {
        let Some(id) = self.open.last() else { return };
        let id = NodeId(*id);
        self.tree.nodes[id.0 as usize].next = self.tree.nodes.len() as u32;
        let end = self.tree.kids(id).last().map_or(self.tree.node(id).end, |kid| self.tree.node(kid).end);
        self.close_at(end);
    }

    /// Adds a node without kids.
    pub fn leaf(&mut self, kind: Kind, role: Role, flags: u16, span: Span) -> NodeId {
        let id = self.open(kind, role, flags, span);
        self.close();
        id
    }

    /// The record of a node; none when it was not added yet.
    pub fn node(&self, id: NodeId) -> Option<&Node> {
        self.tree.nodes.get(id.0 as usize)
    }

    /// The record of a node, to set flags, role or end afterwards.
    pub fn node_mut(&mut self, id: NodeId) -> &mut Node {
        &mut self.tree.nodes[id.0 as usize]
    }

    /// Flags the open node.
    pub fn flag(&mut self, flags: u16) {
        if let Some(id) = self.open.last() {
            self.tree.nodes[*id as usize].flags |= flags;
        }
    }

    /// Adds a comment; comments may be added in any order.
    pub fn comment(&mut self, comment: Comment) {
        self.tree.comments.push(comment);
    }

    /// Adds a region that was not read, with a leaf for it at this point of the tree.
    pub fn uncovered(&mut self, span: Span, why: impl Into<String>) {
        self.leaf(Kind::Uncovered, Role::None, 0, span);
        self.tree.uncovered.push(Uncovered { span, why: why.into() });
    }

    /// Adds a region that was not read, or is not to be relied on, without a leaf of its own.
    pub fn region(&mut self, region: Uncovered) {
        self.tree.uncovered.push(region);
    }

    /// Closes what is open and gives the tree.
    pub fn finish(mut self) -> Tree {
        while self.open.len() > 1 {
            self.close();
        }
        self.tree.nodes[0].next = self.tree.nodes.len() as u32;
        self.tree.comments.sort_by_key(|comment| comment.span);
        self.tree.uncovered.sort_by_key(|region| region.span);
        self.tree
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_is_twenty_bytes() {
        assert_eq!(std::mem::size_of::<Node>(), 20);
    }
}
