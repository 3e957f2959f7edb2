//! What files import, alike for every language.

use review_facts::Language;
use review_syntax::{Lines, imports, parse};

/// One import a line: `local = module:name`, with what is special about it.
fn shown(language: Language, source: &str) -> Vec<String> {
    let tree = parse(source, language);
    let lines = Lines::new(source);
    imports(&tree, source, &lines)
        .into_iter()
        .map(|import| {
            let mut line = format!("{} = {}", import.local, import.module);
            if let Some(name) = &import.name {
                line += &format!(":{name}");
            }
            for (set, word) in [(import.reexport, " reexport"), (import.type_only, " type")] {
                if set {
                    line += word;
                }
            }
            line
        })
        .collect()
}

#[track_caller]
fn check(language: Language, source: &str, expected: &[&str]) {
    assert_eq!(shown(language, source), expected, "{source}");
}

#[test]
fn python_imports() {
    let python = |source, expected: &[&str]| check(Language::Python, source, expected);
    python("import a.b.c", &["a = a.b.c"]);
    python("import a, b.c as d", &["a = a", "d = b.c"]);
    python("from a.b import c, d as e", &["c = a.b:c", "e = a.b:d"]);
    python("from . import a", &["a = .:a"]);
    python("from ..x.y import (a,\n b)", &["a = ..x.y:a", "b = ..x.y:b"]);
    python("from m import *", &[" = m:*"]);
    python("from __future__ import annotations", &["annotations = __future__:annotations"]);
    python("if TYPE_CHECKING:\n    from a import b\nfrom c import d", &["b = a:b type", "d = c:d"]);
    python("def f():\n    import late", &["late = late"]);
    python("x = require('a')", &[]);
}

#[test]
fn typescript_imports() {
    let typescript = |source, expected: &[&str]| check(Language::TypeScript, source, expected);
    typescript("import d from 'm'", &["d = m:default"]);
    typescript(
        "import d, { a, b as c, type T } from 'm'",
        &["d = m:default", "a = m:a", "c = m:b", "T = m:T type"],
    );
    typescript("import * as ns from 'm'", &["ns = m"]);
    typescript("import 'm'", &[" = m"]);
    typescript("import type { T } from 'm'", &["T = m:T type"]);
    typescript("import x = require('m')", &["x = m"]);
    typescript("export { a, b as c } from 'm'", &["a = m:a reexport", "c = m:b reexport"]);
    typescript("export * from 'm'", &[" = m:* reexport"]);
    typescript("export * as ns from 'm'", &["ns = m reexport"]);
    typescript("const x = require('m')", &["x = m"]);
    typescript("const { a, b: c } = require('m')", &["a = m:a", "c = m:b"]);
    typescript("const y = require('m').z", &["y = m:z"]);
    typescript("const x = other('m'), z = require(name)", &[]);
    typescript("export { local }; export const x = 1", &[]);
}

#[test]
fn rust_imports() {
    let rust = |source, expected: &[&str]| check(Language::Rust, source, expected);
    rust("use crate::db::pool;", &["pool = crate::db:pool"]);
    rust("use a::{b, c::{d as e, self}, f::*};", &["b = a:b", "e = a::c:d", "c = a::c", " = a::f:*"]);
    rust("pub use a::b;", &["b = a:b reexport"]);
    rust("use a;", &["a = a"]);
    rust("use a::b as _;", &["_ = a:b"]);
}
