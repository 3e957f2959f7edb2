//! Deep nesting and long chains: nothing recurses, nothing takes quadratic time.

use crate::properties;
use review_facts::Language;

/// Levels of every shape. All of them were also read at 100,000 levels (the slowest in four seconds, unoptimised);
/// fewer keep the test fast, and the stack is small enough to overflow on anything that recurses.
const DEEP: usize = 10_000;

/// Bytes of stack: 25 per level.
const STACK: usize = 256 << 10;

/// What stands before, in and behind the middle, each but the middle as often as there are levels.
type Shape = (&'static str, &'static str, &'static str);

#[test]
fn python_is_read_at_any_depth() {
    let shapes: &[Shape] = &[
        ("(", "x", ")"),
        ("[", "x", "]"),
        ("{1: ", "x", "}"),
        ("f(", "x", ")"),
        ("f(k=", "x", ")"),
        ("a[", "x", "]"),
        ("not ", "x", ""),
        ("-", "x", ""),
        ("await ", "x", ""),
        ("lambda: ", "x", ""),
        ("lambda a=", "x", ": 0"),
        ("", "x", ".a"),
        ("", "x", "()"),
        ("", "x", " + x"),
        ("", "x", " and x"),
        ("", "x", " < x"),
        ("", "x", " 'x'"),
        ("x if x else ", "x", ""),
        ("x = ", "x", ""),
        ("", "if x: y\n", "elif x: y\n"),
        ("@d\n", "def f(): pass", ""),
        ("", "x = 'a'", " 'b'"),
        ("f'{", "x", "}'"),
        ("async ", "x", ""),
    ];
    read_all(Language::Python, shapes);
    // An annotation is looked into for calls: not once per level.
    read(Language::Python, format!("x: {}f(1){}", "a[".repeat(DEEP), "]".repeat(DEEP)));
    read(Language::Python, format!("with {}: pass", "a as b, ".repeat(DEEP)));
    read(Language::Python, format!("[x {}]", "for x in y if x ".repeat(DEEP)));
    read(Language::Python, format!("class A:\n x: int\n{}", " y = 1\n".repeat(DEEP)));
}

#[test]
fn typescript_is_read_at_any_depth() {
    let shapes: &[Shape] = &[
        ("(", "x", ")"),
        ("[", "x", "]"),
        ("x = {a: ", "x", "}"),
        ("f(", "x", ")"),
        ("a[", "x", "]"),
        ("{", "x", "}"),
        ("!", "x", ""),
        ("await ", "x", ""),
        ("x => ", "x", ""),
        ("() => {", "x", "}"),
        ("function f() {", "x", "}"),
        ("class A { m() {", "x", "} }"),
        ("x ? x : ", "x", ""),
        ("x = ", "x", ""),
        ("if (x) y; else ", "z", ""),
        ("if (x) ", "z", ""),
        ("", "x", ".a"),
        ("", "x", "?.a"),
        ("", "x", "()"),
        ("", "x", "!"),
        ("", "x", " as T"),
        ("", "x", " + x"),
        ("", "x", " && x"),
        ("", "x", ", x"),
        ("`${", "x", "}`"),
        ("f`${", "x", "}`"),
        ("", "f", "`x`"),
        ("", "f", "<T>`x`"),
        ("a<", "x", ">"),
        ("new ", "X", ""),
        ("namespace N {", "x", "}"),
        ("label: ", "x", ""),
        ("@d ", "class A {}", ""),
        ("switch (x) { case 1: ", "x", "}"),
        ("try {", "x", "} catch {}"),
    ];
    read_all(Language::TypeScript, shapes);
    read(Language::TypeScript, format!("let x: {}b{}", "a<".repeat(DEEP), ">".repeat(DEEP)));
    read(Language::TypeScript, format!("type A = {}b /* c */{}", "{ a: ".repeat(DEEP), "}".repeat(DEEP)));
    read(Language::TypeScript, format!("class A {{ {} m() {{}} }}", "@d ".repeat(DEEP)));
    read_all(Language::Tsx, &[("<a>", "x", "</a>"), ("<a b={", "x", "} />"), ("<a>{", "x", "}</a>")]);
}

fn read_all(language: Language, shapes: &[Shape]) {
    for (before, middle, after) in shapes {
        read(language, format!("{}{middle}{}", before.repeat(DEEP), after.repeat(DEEP)));
    }
}

fn read(language: Language, source: String) {
    let reading = std::thread::Builder::new().stack_size(STACK).spawn(move || {
        let tree = review_syntax::parse(&source, language);
        let shape = &source[..source.len().min(40)];
        assert!(tree.nodes.len() > 1, "nothing was read of {shape}…");
        properties::structure(&tree, &source).unwrap_or_else(|wrong| panic!("{shape}…: {wrong}"));
    });
    reading.expect("a thread can be started").join().expect("the shape is read");
}
