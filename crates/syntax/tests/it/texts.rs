//! Texts that are put together, in every way the languages have.

use review_facts::Language;
use review_syntax::{Kind, Role, TextPart, Tree, parse};

/// The pieces of the value of the first assignment: literal text as it stands, values as `{value}`.
#[track_caller]
fn parts(language: Language, source: &str) -> Option<String> {
    let tree = parse(source, language);
    let assign = tree.ids().find(|id| tree.kind(*id) == Kind::Assign).expect("an assignment");
    let value = tree.kid(assign, Role::Value).expect("a value");
    tree.text_parts(value, source).map(|parts| parts.iter().map(|part| shown(&tree, *part, source)).collect())
}

fn shown(tree: &Tree, part: TextPart, source: &str) -> String {
    match part {
        TextPart::Text(span) => span.text(source).to_owned(),
        TextPart::Value(id) => format!("{{{}}}", tree.text(id, source)),
    }
}

#[track_caller]
fn check(language: Language, source: &str, expected: &str) {
    assert_eq!(parts(language, source).as_deref(), Some(expected), "{source}");
}

#[test]
fn python_texts() {
    let python = |source, expected| check(Language::Python, source, expected);
    python("x = 'a'", "a");
    python("x = rb'''a'b'''", "a'b");
    python("x = ''", "");
    python("x = f'a{b}c{d!r:>{w}}'", "a{b}c{d}{w}");
    python("x = 'a' f'b{c}' \"d\"", "ab{c}d");
    python("x = ('a'\n  # why\n  'b')", "ab");
    python("x = 'a' + b + 'c'", "a{b}c");
    python("x = b + c + 'd'", "{b}{c}d");
    python("x = 'a %s b %s' % (c, d)", "a %s b %s{c}{d}");
    python("x = 'a %s' % c", "a %s{c}");
    python("x = '%(k)s' % {'k': v}", "%(k)s{v}");
    python("x = 'a {} {k}'.format(b, k=c)", "a {} {k}{b}{c}");
    python("x = ('a ' + b + ' %s') % c", "a {b} %s{c}");
    assert_eq!(parts(Language::Python, "x = a + b"), None);
    assert_eq!(parts(Language::Python, "x = a % b"), None);
    assert_eq!(parts(Language::Python, "x = a.format(b)"), None);
    assert_eq!(parts(Language::Python, "x = f(g)"), None);
}

#[test]
fn typescript_texts() {
    let typescript = |source, expected| check(Language::TypeScript, source, expected);
    typescript("const x = 'a'", "a");
    typescript("const x = `a\nb`", "a\nb");
    typescript("const x = `a${b}c${d.e}`", "a{b}c{d.e}");
    typescript("const x = `a${`b${c}`}`", "ab{c}");
    typescript("const x = 'a' + b + `c${d}`", "a{b}c{d}");
    assert_eq!(parts(Language::TypeScript, "const x = a + 1"), None);
}

#[test]
fn rust_texts() {
    let rust = |source, expected| check(Language::Rust, source, expected);
    rust("fn f() { let x = \"a\"; }", "a");
    rust("fn f() { let x = r##\"a\"#b\"##; }", "a\"#b");
}

#[test]
fn a_long_chain_is_bounded() {
    for operand in [" + 'a'", " + a"] {
        let source = format!("x = 'start'{}", operand.repeat(100_000));
        let tree = parse(&source, Language::Python);
        let mut longest = 0;
        for id in tree.ids().step_by(1_000) {
            longest = longest.max(tree.text_parts(id, &source).map_or(0, |parts| parts.len()));
        }
        assert!(longest <= 1_001, "{longest}");
    }
    let source = format!("x = start{}", " + 'a'".repeat(100_000));
    let shown = parts(Language::Python, &source).expect("a long text is still a text");
    let rest = shown.trim_end_matches('a');
    assert!(
        rest.starts_with("{start + 'a'") && rest.ends_with("'a'}"),
        "what is not told apart is one value"
    );
    assert_eq!(shown.len() - rest.len(), 1_000);
}
