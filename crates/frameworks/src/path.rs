//! Names of things as written: dotted paths, the name a function is bound to.

use review_syntax::{Kind, NodeId, Role, Tree, flag};

/// Segments of a path that are kept: the last ones. Builder chains are long and their ends say what they do.
const SEGMENTS: usize = 12;

/// A path up to this length is looked at byte by byte.
const VERBATIM: usize = 120;

/// True when the source spells the path of the node in one piece: names and dots, nothing else.
pub(crate) fn is_verbatim(tree: &Tree, id: NodeId, source: &str) -> bool {
    match tree.kind(id) {
        Kind::Name => true,
        Kind::Member => {
            let text = tree.text(id, source);
            text.len() <= VERBATIM
                && text
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$' | b'.') || b >= 0x80)
                && text.bytes().filter(|b| *b == b'.').count() < SEGMENTS
                && !text.starts_with(|c: char| c.is_ascii_digit())
        }
        _ => false,
    }
}

/// The dotted path of a node; see [`crate::Context::path`].
pub(crate) fn of(tree: &Tree, id: NodeId, source: &str) -> String {
    let mut text = String::new();
    write(tree, id, source, &mut text);
    text
}

/// Writes the dotted path of a node behind `out`; see [`crate::Context::path`].
pub(crate) fn write(tree: &Tree, id: NodeId, source: &str, out: &mut String) {
    let mut segments = [""; SEGMENTS];
    let mut free = SEGMENTS;
    let mut at = Some(id);
    // Segments are bounded, what lies between them is not: `a[0][0][0]…`.
    for _ in 0..SEGMENTS * 8 {
        let Some(node) = at else { break };
        let (segment, next) = match tree.kind(node) {
            Kind::Name => (Some(tree.text(node, source)), None),
            Kind::Member => (
                tree.kid(node, Role::Property).map(|property| tree.text(property, source)),
                tree.kid(node, Role::Object),
            ),
            Kind::Call => (None, tree.kid(node, Role::Callee)),
            Kind::Unary | Kind::Spread => (None, tree.kid(node, Role::Value)),
            Kind::Index => (None, tree.kid(node, Role::Object)),
            _ => (Some("_"), None),
        };
        at = next;
        if let Some(segment) = segment {
            free -= 1;
            segments[free] = segment;
            if free == 0 {
                break;
            }
        }
    }
    for (index, segment) in segments[free..].iter().enumerate() {
        if index > 0 {
            out.push('.');
        }
        out.push_str(segment);
    }
}

/// The token that names a function or class: its own name, or that of the variable, field or key it is bound
/// to (`const f = () => …`, `{ f: () => … }`, `this.f = function () {}`), also through one plain call around
/// it (`const f = memo(() => …)`).
pub(crate) fn name_node(tree: &Tree, id: NodeId) -> Option<NodeId> {
    if let Some(name) = tree.kid(id, Role::Name) {
        return Some(name);
    }
    bound_name(tree, if tree.kind(id) == Kind::Function { wrapper(tree, id) } else { id })
}

/// The plain call that a function is handed to first, or the function itself.
fn wrapper(tree: &Tree, function: NodeId) -> NodeId {
    let call = tree.parent(function).filter(|call| {
        tree.role(function) == Role::Arg
            && tree.kind(*call) == Kind::Call
            && !tree.has(*call, flag::NEW)
            && tree.kid(*call, Role::Arg) == Some(function)
            && tree.kid(*call, Role::Callee).is_some_and(|callee| tree.kind(callee) == Kind::Name)
    });
    call.unwrap_or(function)
}

/// The file's default export is this function without a name, by itself or in one plain call: `export default
/// defineHandler(async () => …)`.
pub(crate) fn is_default_export(tree: &Tree, function: NodeId) -> bool {
    let exported = tree.parent(wrapper(tree, function));
    exported.is_some_and(|parent| tree.kind(parent) == Kind::Export && tree.has(parent, flag::DEFAULT))
}

/// The name to which a value is bound.
fn bound_name(tree: &Tree, value: NodeId) -> Option<NodeId> {
    let parent = tree.parent(value).filter(|_| tree.role(value) == Role::Value)?;
    let target = match tree.kind(parent) {
        Kind::Assign => tree.kid(parent, Role::Target)?,
        Kind::Pair if !tree.has(parent, flag::COMPUTED | flag::KEYWORD) => tree.kid(parent, Role::Key)?,
        Kind::Field => tree.kid(parent, Role::Name)?,
        _ => return None,
    };
    match tree.kind(target) {
        Kind::Name | Kind::Str => Some(target),
        Kind::Member => tree.kid(target, Role::Property),
        _ => None,
    }
}

/// The call that registers a callback under a text, and the text: `router.post("/users", async () => { … })`.
pub(crate) fn registration(tree: &Tree, callback: NodeId) -> Option<(NodeId, NodeId)> {
    if tree.kind(callback) != Kind::Function || tree.role(callback) != Role::Arg {
        return None;
    }
    let body = tree.kid(callback, Role::Body)?;
    let call = tree.parent(callback)?;
    let label = tree.kid(call, Role::Arg)?;
    let named =
        tree.kind(body) == Kind::Block && tree.kind(call) == Kind::Call && tree.kind(label) == Kind::Str;
    named.then_some((call, label))
}

/// The text of a string literal without prefix and quotes.
pub(crate) fn unquoted(text: &str) -> &str {
    let inner = text.trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == '#');
    let inner = inner.trim_end_matches('#');
    for quote in ["\"\"\"", "'''", "\"", "'", "`"] {
        if let Some(inner) = inner.strip_prefix(quote) {
            return inner.strip_suffix(quote).unwrap_or(inner);
        }
    }
    text
}

/// The first 60 bytes of a text up to its line end.
pub(crate) fn shortened(text: &str) -> &str {
    let line = text.lines().next().unwrap_or("").trim();
    let mut end = line.len().min(60);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    &line[..end]
}
