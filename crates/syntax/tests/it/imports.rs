//! What files import, alike for every language.

use review_facts::Language;
use review_syntax::{Lines, exports, imports, modules, parse};

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
            for (set, word) in
                [(import.reexport, " reexport"), (import.type_only, " type"), (import.inner, " inner")]
            {
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
    python("def f():\n    import late", &["late = late inner"]);
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
    typescript("const l = await import('./l'); const { a } = await import('./m')", &["l = ./l", "a = ./m:a"]);
    typescript("lazy(() => import('./p')); use(require('q').r)", &[" = ./p inner", " = q"]);
    typescript(
        "function f() { const { a } = require('m') }\nimport b from 'n'",
        &["a = m:a inner", "b = n:default"],
    );
    typescript("module.exports = require('./x')", &[" = ./x:* reexport"]);
    typescript("exports.a = require('./x').b", &["a = ./x:b reexport"]);
    typescript("module.exports = { User: require('./user'), b }", &["User = ./user reexport"]);
    typescript("const x = { User: require('./user') }", &[" = ./user"]);
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

/// One offer a line: `name`, or `name = local`.
#[track_caller]
fn offers(language: Language, source: &str, expected: &[&str]) {
    let found = exports(&parse(source, language), source).into_iter().map(|export| match export.local {
        Some(local) => format!("{} = {local}", export.name),
        None => export.name,
    });
    assert_eq!(found.collect::<Vec<_>>(), expected, "{source}");
}

#[test]
fn python_exports() {
    let python = |source, expected: &[&str]| offers(Language::Python, source, expected);
    python("class A:\n    x = 1\ndef f():\n    y = 2\n", &["A", "f"]);
    python("a = b = 1\n(c, d), *e = f()\nx.y = 3\nz[0] = 4", &["a", "b", "c", "d", "e"]);
    python("try:\n    import x\n    T = x.T\nexcept ImportError:\n    T = None", &["T", "T"]);
    python("if True:\n    def f(): pass\nelse:\n    g: int = 1", &["f", "g"]);
}

#[test]
fn typescript_exports() {
    let typescript = |source, expected: &[&str]| offers(Language::TypeScript, source, expected);
    typescript("export const a = 1, { b, c: [d], ...e } = f(); const own = 2", &["a", "b", "d", "e"]);
    typescript(
        "export class A { x = 1 } export interface B {} export type C = A; class Own {}",
        &["A", "B", "C"],
    );
    typescript("export { a as b, c, d as default }", &["b = a", "c", "default = d"]);
    typescript("export default Users", &["default = Users"]);
    typescript("export default class Users {}", &["default = Users"]);
    typescript("export default () => 1", &["default"]);
    typescript("export = Users", &["= = Users"]);
    typescript("export * from 'm'; export { x } from 'n'", &[]);
    typescript("module.exports = { a, b: c, 'd': 1, e() {}, [f]: 2, ...g }", &["a", "b = c", "d", "e"]);
    typescript(
        "exports = module.exports = Users; module.exports.a = exports.b = f",
        &["= = Users", "a = f", "b = f"],
    );
    typescript("module.exports = require('./x'); exports.a = require('./y').b", &[]);
    typescript("module.exports = { a: require('./a'), b: 1 }", &["b"]);
    typescript("exports.a = function () {}; other.exports = 1; exports.a.b = 2", &["a"]);
}

#[test]
fn rust_exports_and_modules() {
    let source = "pub struct A; enum B { C }\nimpl A { fn no() {} }\nconst D: u8 = 1; fn e() { fn inner() {} }\n\
        mod tests { use super::*; struct F; mod deep { trait G {} } }\nmod other;\n#[path = \"x/y.rs\"] pub mod z;\n\
        diesel::table! { users (id) { id -> Integer, } }";
    offers(Language::Rust, source, &["A", "B", "D", "e", "users", "tests.F", "tests.deep.G"]);
    let found: Vec<_> = modules(&parse(source, Language::Rust), source)
        .into_iter()
        .map(|module| {
            (module.name, module.path, module.inline.map(|span| span.text(source).starts_with("mod")))
        })
        .collect();
    let module = |name: &str, path: Option<&str>, inline| (name.to_owned(), path.map(str::to_owned), inline);
    let expected = [
        module("tests", None, Some(true)),
        module("other", None, None),
        module("z", Some("x/y.rs"), None),
        module("tests.deep", None, Some(true)),
    ];
    assert_eq!(found, expected);
}
