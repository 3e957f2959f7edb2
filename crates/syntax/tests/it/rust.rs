//! The Rust front end: damage, depth, and what recovery keeps.

use crate::properties::check;
use review_facts::Language;
use review_syntax::{Kind, NodeId, Role, STACK, Tree, flag};

/// Runs a test with the stack that the front end asks for.
pub fn deep<T: Send>(test: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        let thread = thread.spawn_scoped(scope, test).expect("a thread can be started");
        thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// Reads Rust and checks what holds for every tree.
fn read(source: &str) -> Tree {
    deep(|| {
        let tree = review_syntax::parse(source, Language::Rust);
        if let Err(wrong) = check(&tree, source) {
            panic!("{wrong}\n{source}");
        }
        tree
    })
}

fn texts<'s>(tree: &Tree, source: &'s str, kind: Kind) -> Vec<&'s str> {
    tree.ids().filter(|id| tree.kind(*id) == kind).map(|id| tree.text(id, source)).collect()
}

fn uncovered<'t>(tree: &'t Tree, source: &'t str) -> Vec<(&'t str, &'t str)> {
    tree.uncovered.iter().map(|region| (region.why.as_str(), region.span.text(source))).collect()
}

/// The first node of a kind with a text.
fn find(tree: &Tree, source: &str, kind: Kind, text: &str) -> NodeId {
    let found = tree.ids().find(|id| tree.kind(*id) == kind && tree.text(*id, source) == text);
    found.unwrap_or_else(|| panic!("no {kind:?} `{text}`"))
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

#[test]
fn one_error_costs_one_statement() {
    let source = "use a::b;\nfn f() {\n    x();\n    let y = ;\n    z();\n}\nfn g() {}\n";
    let tree = read(source);
    assert_eq!(uncovered(&tree, source), [("syntax error", "let y = ;")]);
    let names: Vec<_> = texts(&tree, source, Kind::Name);
    assert_eq!(names, ["a", "b", "f", "x", "z", "g"]);
}

#[test]
fn a_missing_semicolon_does_not_cost_what_follows() {
    let source = "const A: u32 = 1\n\n#[cfg(test)]\nmod tests {\n    struct S { a }\n    fn f() {}\n}\n";
    let tree = read(source);
    assert_eq!(
        uncovered(&tree, source),
        [("syntax error", "const A: u32 = 1"), ("syntax error", "struct S { a }")]
    );
    assert_eq!(texts(&tree, source, Kind::Decorator), ["#[cfg(test)]"]);
    find(&tree, source, Kind::Function, "fn f() {}");
}

#[test]
fn members_around_an_error_are_kept() {
    let source = "impl A for B {\n    fn f(&self) {}\n    fn g(&self) -> { x }\n    fn h() { y() }\n}\ntrait T { fn i(); const }";
    let tree = read(source);
    assert_eq!(
        uncovered(&tree, source),
        [("syntax error", "fn g(&self) -> { x }"), ("syntax error", "const")]
    );
    assert_eq!(texts(&tree, source, Kind::Function), ["fn f(&self) {}", "fn h() { y() }", "fn i()"]);
}

#[test]
fn text_that_is_no_tokens_is_cut_at_its_lines() {
    let source = "fn a() {}\n\n/// Doc.\n#[inline]\npub fn b() { ( }\n\nstruct C { d: u8 }\n";
    let tree = read(source);
    assert_eq!(uncovered(&tree, source), [("syntax error", "/// Doc.\n#[inline]\npub fn b() { ( }")]);
    find(&tree, source, Kind::Class, "struct C { d: u8 }");
    find(&tree, source, Kind::Function, "fn a() {}");
}

/// A shape that nests without end: its name, what stands before, how a level opens, what is inside, how a level
/// closes, what stands behind.
type Shape = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

const SHAPES: [Shape; 49] = [
    ("parens", "fn f() { ", "(", "1", ")", "; }"),
    ("blocks", "fn f() { ", "{", "1", "}", "; }"),
    ("not", "fn f() { ", "!", "1", "", "; }"),
    ("negation", "fn f() { ", "-", "1", "", "; }"),
    ("reference", "fn f() { ", "&", "1", "", "; }"),
    ("type", "type A = ", "Vec<", "u8", ">", ";"),
    ("type behind a comma", "type A = ", "M<u8, ", "u8", ">", ";"),
    ("tuple type", "type A = ", "(", "u8", ",)", ";"),
    ("reference type", "type A = ", "&", "u8", "", ";"),
    ("function type", "type A = ", "fn(u8) -> ", "u8", "", ";"),
    ("array type", "type A = ", "[", "u8", "; 1]", ";"),
    ("bounds", "type A = ", "impl I<Item = ", "u8", ">", ";"),
    ("closures", "fn f() { ", "|| ", "1", "", "; }"),
    ("closures with parameters", "fn f() { ", "|a, b| ", "1", "", "; }"),
    ("joined closures", "fn f() { ", "|a, b|", "1", "", "; }"),
    ("closures in calls", "fn f() { ", "g(|a, b| ", "1", ")", "; }"),
    ("typed closures", "fn f() { ", "|a: M<u8, u8>, b| -> u8 { ", "1", "}", "; }"),
    ("assignments", "fn f() { ", "a = ", "1", "", "; }"),
    ("returns", "fn f() { ", "return ", "1", "", "; }"),
    ("breaks", "fn f() { ", "break 'a ", "1", "", "; }"),
    ("use", "use ", "a::", "b", "", ";"),
    ("use groups", "use ", "a::{", "b", "}", ";"),
    ("modules", "", "mod m { ", "", "}", ""),
    ("functions", "", "fn f() { ", "", "}", ""),
    ("impls", "", "impl A { fn f() { ", "", "} }", ""),
    ("patterns", "fn f() { let ", "Some(", "x", ")", " = y; }"),
    ("struct patterns", "fn f() { let ", "S { a: ", "x", "}", " = y; }"),
    ("or patterns", "fn f() { let ", "(A | ", "x", ")", " = y; }"),
    ("bindings", "fn f() { let ", "a @ ", "x", "", " = y; }"),
    ("macros", "fn f() { ", "m!(", "1", ")", "; }"),
    ("format macros", "fn f() { ", "format!(\"{}\", ", "1", ")", "; }"),
    ("json", "fn f() { json!(", "{\"a\": ", "1", "}", "); }"),
    ("json lists", "fn f() { json!(", "[", "1", "]", "); }"),
    ("macro braces", "", "m! { a => ", "", "}", ""),
    ("unread macros", "m! { $ ", "{ $ ", "", "}", "}"),
    ("calls", "fn f() { ", "f(", "1", ")", "; }"),
    ("later arguments", "fn f() { ", "f(1, ", "1", ")", "; }"),
    ("lists", "fn f() { ", "[", "1", "]", "; }"),
    ("attributes", "#[a", "(a", "", ")", "] fn f() {}"),
    ("conditional attributes", "#[", "cfg_attr(b, ", "c", ")", "] fn f() {}"),
    ("ifs", "fn f() { ", "if a { ", "", "}", " }"),
    ("else ifs", "fn f() { ", "if a {} else ", "{}", "", " }"),
    ("matches", "fn f() { ", "match a { _ => ", "1", "}", " }"),
    ("struct literals", "fn f() { ", "S { a: ", "1", "}", "; }"),
    ("loops", "fn f() { ", "for S {} in ", "a", "{}", " }"),
    ("async blocks", "fn f() { ", "async move { ", "1", "}", " }"),
    ("lets", "fn f() { ", "if let A = ", "a", " {}", " }"),
    ("ranges", "fn f() { ", "..", "a", "", "; }"),
    ("qualified paths", "type A = ", "<", "u8", " as T>::B", ";"),
];

/// Chains that grow to the left: name, what stands first, what is repeated.
const CHAINS: [(&str, &str, &str); 12] = [
    ("methods", "a", ".b()"),
    ("fields", "a", ".b"),
    ("numbered fields", "a", ".0.1"),
    ("indices", "a", "[0]"),
    ("calls", "a", "()"),
    ("questions", "a", "?"),
    ("awaits", "a", ".await"),
    ("additions", "a", " + b"),
    ("comparisons", "a < b", " && c > d && e < f"),
    ("struct sums", "S {}", " + S {}"),
    ("casts", "a", " as b"),
    ("paths", "a", "::b"),
];

fn shape(shape: Shape, levels: usize) -> String {
    let (_, before, open, inside, close, after) = shape;
    [before, &open.repeat(levels), inside, &close.repeat(levels), after].concat()
}

fn chain((_, first, more): (&str, &str, &str), levels: usize) -> String {
    format!("fn f() {{ {first}{}; }}", more.repeat(levels))
}

fn too_deep(tree: &Tree) -> bool {
    tree.uncovered.iter().any(|region| region.why == "nested too deep")
}

/// Levels far above the bound. All shapes were also refused at 100,000 levels (the slowest in three seconds,
/// unoptimised); fewer keep the test fast.
const ENDLESS: usize = 20_000;

#[test]
fn endless_nesting_is_refused() {
    deep(|| {
        let shapes = SHAPES.map(|nested| (nested.0, shape(nested, ENDLESS)));
        let chains = CHAINS.map(|grown| (grown.0, chain(grown, ENDLESS)));
        for (name, source) in shapes.into_iter().chain(chains) {
            let tree = review_syntax::parse(&source, Language::Rust);
            assert!(too_deep(&tree), "{name}: {:?}", tree.uncovered.first());
        }
    });
}

/// The stack must do for what is right below the bound, whatever a level of the shape counts for.
#[test]
fn what_is_read_at_all_fits_the_stack() {
    deep(|| {
        let shapes = SHAPES
            .map(|nested| (nested.0, Box::new(move |n| shape(nested, n)) as Box<dyn Fn(usize) -> String>));
        let chains =
            CHAINS.map(|grown| (grown.0, Box::new(move |n| chain(grown, n)) as Box<dyn Fn(usize) -> String>));
        for (name, text) in shapes.into_iter().chain(chains) {
            let read = (1..20).any(|cost| {
                let tree = review_syntax::parse(&text(4_980 / cost), Language::Rust);
                !too_deep(&tree)
            });
            assert!(read, "{name} counts for more than twenty levels");
        }
    });
}

#[test]
fn only_the_item_that_is_too_deep_is_lost() {
    let source = format!("fn a() {{}}\nfn b() {{ {} }}\nfn c() {{}}\n", shape(SHAPES[0], ENDLESS));
    let tree = read(&source);
    assert_eq!(texts(&tree, &source, Kind::Name), ["a", "b", "f", "c"]);
    assert_eq!(tree.uncovered.len(), 1);
    assert!(too_deep(&tree));
}
