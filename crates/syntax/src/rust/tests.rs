//! Tests of the Rust front end as a whole.

use crate::tree::{Kind, NodeId, Role, Tree, flag};
use crate::{STACK, parse};
use review_facts::Language;

/// Runs a test on a thread with the stack that [`parse`] asks for.
fn deep<T: Send>(test: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, test).unwrap().join().unwrap()
    })
}

fn read(source: &str) -> Tree {
    deep(|| parse(source, Language::Rust))
}

/// The first node of a kind with a text.
fn find(tree: &Tree, source: &str, kind: Kind, text: &str) -> NodeId {
    let found = tree.ids().find(|id| tree.kind(*id) == kind && tree.text(*id, source) == text);
    found.unwrap_or_else(|| panic!("no {kind:?} `{text}`"))
}

fn texts<'s>(tree: &Tree, source: &'s str, kind: Kind) -> Vec<&'s str> {
    tree.ids().filter(|id| tree.kind(*id) == kind).map(|id| tree.text(id, source)).collect()
}

#[test]
fn a_method_call_is_a_call_of_a_member() {
    let source = "fn f() { (a).b::<T>(1)?.await }";
    let tree = read(source);
    let call = find(&tree, source, Kind::Call, "(a).b::<T>(1)");
    let member = tree.kid(call, Role::Callee).unwrap();
    assert_eq!(tree.text(member, source), "(a).b");
    assert_eq!(tree.text(tree.kid(member, Role::Property).unwrap(), source), "b");
    assert_eq!(texts(&tree, source, Kind::Type), ["T"]);
    assert_eq!(texts(&tree, source, Kind::Unary), ["(a).b::<T>(1)?.await", "(a).b::<T>(1)?"]);
}

#[test]
fn cfg_attr_is_opened() {
    let source = r#"#[cfg_attr(feature = "full", derive(A, B), diesel(table_name = users))] struct S;"#;
    let tree = read(source);
    let decorators: Vec<_> = tree.ids().filter(|id| tree.kind(*id) == Kind::Decorator).collect();
    let of = |id: &NodeId| tree.text(*id, source);
    assert_eq!(decorators.iter().map(of).collect::<Vec<_>>(), ["derive(A, B)", "diesel(table_name = users)"]);
    assert!(decorators.iter().all(|id| tree.has(*id, flag::CONDITIONAL)));
}

#[test]
fn documentation_is_a_comment_and_no_decorator() {
    let source = "/// One.\n#[doc = \"two\"]\n#[must_use] // three\nfn f() {}\n";
    let tree = read(source);
    let comments: Vec<_> = tree.comments.iter().map(|c| (c.span.text(source), c.doc, c.trailing)).collect();
    assert_eq!(
        comments,
        [("/// One.", true, false), ("#[doc = \"two\"]", true, false), ("// three", false, true)]
    );
    assert_eq!(texts(&tree, source, Kind::Decorator), ["#[must_use]"]);
}

#[test]
fn tests_are_flagged() {
    let source = "#[cfg(test)] mod tests { #[tokio::test] async fn f() {} fn g() {} }";
    let tree = read(source);
    let flags: Vec<_> =
        tree.ids().filter(|id| tree.kind(*id) == Kind::Function).map(|id| tree.has(id, flag::TEST)).collect();
    assert_eq!(flags, [true, false]);
    let module = tree.ids().find(|id| tree.kind(*id) == Kind::Class).unwrap();
    assert!(tree.has(module, flag::CLASS_MOD));
    let decorator = tree.kids(module).next().unwrap();
    assert_eq!((tree.kind(decorator), tree.text(decorator, source)), (Kind::Decorator, "#[cfg(test)]"));
}

#[test]
fn format_strings_show_what_they_capture() {
    let source = r##"fn f() { info!(%id, user.name = ?u, "a {email} b {} {{no}} {x:>w$.2}", y) }"##;
    let tree = read(source);
    assert_eq!(texts(&tree, source, Kind::StrPart), ["a ", " b {} {{no}} "]);
    let parts: Vec<_> = tree
        .ids()
        .filter(|id| tree.kind(*id) == Kind::Name && tree.role(*id) == Role::Part)
        .map(|id| tree.text(id, source))
        .collect();
    assert_eq!(parts, ["email", "x", "w"]);
    let call = tree.ids().find(|id| tree.kind(*id) == Kind::Call).unwrap();
    let arguments: Vec<_> =
        tree.kids_with(call, Role::Arg).map(|id| (tree.kind(id), tree.text(id, source))).collect();
    assert_eq!(arguments[0], (Kind::Name, "id"));
    assert_eq!(arguments[1], (Kind::Pair, "user.name = ?u"));
    assert_eq!(arguments[3], (Kind::Name, "y"));
}

#[test]
fn escapes_in_format_strings_are_no_placeholders() {
    let source = r##"fn f() { println!("\u{1F600}{a}\"{b}"); print!(r#"\{c}"#) }"##;
    let tree = read(source);
    let names: Vec<_> = tree.ids().filter(|id| tree.role(*id) == Role::Part).collect();
    let names: Vec<_> = names.iter().map(|id| tree.text(*id, source)).collect();
    assert_eq!(names, ["\\u{1F600}", "a", "\\\"", "b", "\\", "c"]);
}

#[test]
fn byte_order_mark_and_shebang_keep_their_bytes() {
    let source = "\u{feff}#!/usr/bin/env run\n// é\nfn é(x: Ü) {}\nfn g() {}";
    let tree = read(source);
    assert_eq!(texts(&tree, source, Kind::Name), ["é", "x", "g"]);
    assert_eq!(texts(&tree, source, Kind::Type), ["Ü"]);
    assert_eq!(tree.comments[0].span.text(source), "// é");
    assert!(tree.uncovered.is_empty());
}
