//! Modules are found, imports followed.

use super::*;
use crate::{Manifest, TsConfig};
use review_facts::{FileClass, FileFacts, Place};

fn of(language: Language, path: &str, imports: Vec<Import>) -> File {
    let facts = FileFacts { imports, ..FileFacts::empty(language, "") };
    File { path: path.to_owned(), class: FileClass::Code, facts: Ok(facts) }
}

fn file(path: &str, imports: &[(&str, Option<&str>, &str)]) -> File {
    let import = |(module, name, local): &(&str, Option<&str>, &str)| Import {
        module: (*module).to_owned(),
        name: name.map(str::to_owned),
        local: (*local).to_owned(),
        reexport: false,
        type_only: false,
        inner: false,
        place: Place::default(),
    };
    of(Language::Python, path, imports.iter().map(import).collect())
}

fn resolved(files: &[File], defined: &[(u32, &str)], file: u32, path: &str) -> Resolved {
    let mut files = files.to_vec();
    for (file, name) in defined {
        let Ok(facts) = &mut files[*file as usize].facts else { continue };
        facts.exports.push(Export { name: (*name).to_owned(), local: None });
    }
    Names::of(&files, &Surroundings::default()).resolve(file, path)
}

fn here(file: u32, name: &str) -> Resolved {
    Resolved::Here { file, name: name.to_owned() }
}

#[test]
fn imports_are_followed_through_packages() {
    let files = [
        file("src/app/__init__.py", &[]),
        file("src/app/models.py", &[("app.types", Some("Enc"), "E"), (".db", Some("Base"), "Base")]),
        file("src/app/db.py", &[]),
        file("src/app/types/__init__.py", &[(".crypto", Some("Encrypted"), "Enc")]),
        file("src/app/types/crypto.py", &[("sqlalchemy", Some("TypeDecorator"), "TypeDecorator")]),
    ];
    assert_eq!(resolved(&files, &[], 1, "E"), here(4, "Encrypted"));
    assert_eq!(resolved(&files, &[], 1, "Base"), here(2, "Base"));
    assert_eq!(resolved(&files, &[], 1, "Own"), here(1, "Own"));
    let library = Resolved::Library("sqlalchemy.TypeDecorator".to_owned());
    assert_eq!(resolved(&files, &[], 4, "TypeDecorator"), library);
}

#[test]
fn a_module_of_the_standard_library_is_not_one_of_ours() {
    let files = [
        file("app/__init__.py", &[]),
        file("app/models.py", &[("types", None, "types"), ("app.gone", Some("X"), "X")]),
        file("app/types.py", &[]),
    ];
    let library = Resolved::Library("types.SimpleNamespace".to_owned());
    assert_eq!(resolved(&files, &[], 1, "types.SimpleNamespace"), library);
    assert_eq!(resolved(&files, &[(1, "X")], 1, "X"), here(0, "gone.X"));
}

#[test]
fn circles_and_wildcards_end() {
    let files = [
        file("a.py", &[("b", Some("X"), "X"), ("c", Some("*"), "")]),
        file("b.py", &[("a", Some("X"), "X")]),
        file("c.py", &[]),
    ];
    assert_eq!(resolved(&files, &[], 0, "X"), Resolved::Open("X".to_owned()));
    assert_eq!(resolved(&files, &[(2, "Y")], 0, "Y"), here(2, "Y"));
    assert_eq!(resolved(&files, &[(0, "Y"), (2, "Y")], 0, "Y"), here(0, "Y"));
}

#[test]
fn of_two_packages_the_one_above_counts() {
    let files = [
        file("x/app/__init__.py", &[]),
        file("x/app/db.py", &[]),
        file("y/app/__init__.py", &[]),
        file("y/app/db.py", &[]),
        file("y/app/models.py", &[("app.db", Some("Base"), "Base")]),
        file("z/run.py", &[("app.db", Some("Base"), "Base")]),
    ];
    assert_eq!(resolved(&files, &[], 4, "Base"), here(3, "Base"));
    assert!(!matches!(resolved(&files, &[], 5, "Base"), Resolved::Here { .. }), "two of the name");
}

/// A project of texts, manifests and settings among them.
struct Texts {
    files: Vec<File>,
    surroundings: Surroundings,
}

fn texts(all: &[(&str, &str)]) -> Texts {
    let read = || {
        let (mut files, mut surroundings) = (Vec::new(), Surroundings::default());
        for (path, text) in all {
            surroundings.manifests.extend(Manifest::parse(path, text));
            surroundings.tsconfigs.extend(TsConfig::parse(path, text));
            let language = Language::of_name(path.rsplit('/').next().unwrap());
            if let Some(language) = language.filter(|language| *language != Language::Config) {
                let facts = Ok(review_frameworks::read(text, language));
                files.push(File { path: (*path).to_owned(), class: FileClass::Code, facts });
            }
        }
        Texts { files, surroundings }
    };
    // Parsers need a larger stack than that of a test.
    std::thread::scope(|scope| {
        let builder = std::thread::Builder::new().stack_size(64 << 20);
        builder.spawn_scoped(scope, read).unwrap().join().unwrap()
    })
}

impl Texts {
    /// What names stand for in a file: `src/a.ts X`, `library X`, `open`.
    #[track_caller]
    fn check(&self, from: &str, expected: &[(&str, &str)]) {
        let names = Names::of(&self.files, &self.surroundings);
        let from = self.files.iter().position(|file| file.path == from).unwrap() as u32;
        let found: Vec<(&str, String)> = expected
            .iter()
            .map(|(path, _)| {
                let shown = match names.resolve(from, path) {
                    Resolved::Here { file, name } => {
                        format!("{} {name}", self.files[file as usize].path).trim_end().to_owned()
                    }
                    Resolved::Library(path) => format!("library {path}"),
                    Resolved::Open(_) => "open".to_owned(),
                };
                (*path, shown)
            })
            .collect();
        let expected: Vec<(&str, String)> =
            expected.iter().map(|(path, shown)| (*path, (*shown).to_owned())).collect();
        assert_eq!(found, expected);
    }
}

#[test]
fn typescript_looks_beside_the_file() {
    let project = texts(&[
        ("src/a.ts", "export class A {}\nexport default class Main {}\nfunction own() {}"),
        ("src/b.tsx", "export const B = 1;\nexport { B as C };"),
        ("src/dir/index.ts", "export type T = string;"),
        ("src/both.ts", "export const x = 1;"),
        ("src/both/index.ts", "export const x = 2;"),
        ("src/lib.d.ts", "export declare function declared(): void;"),
        (
            "src/use.ts",
            "import Main, { A, own } from './a.js';\nimport { B, C as D } from './b';\nimport type { T } from './dir';\n\
             import * as all from './a';\nimport { x } from './both';\nimport { declared } from './lib';\n\
             import { gone } from './gone';\nimport fs, { join } from 'node:path';\nimport up from '../../up';",
        ),
    ]);
    project.check(
        "src/use.ts",
        &[
            ("A", "src/a.ts A"),
            ("A.create", "src/a.ts A.create"),
            ("Main", "src/a.ts Main"),
            ("own", "open"),
            ("B", "src/b.tsx B"),
            ("D", "src/b.tsx B"),
            ("T", "src/dir/index.ts T"),
            ("all", "src/a.ts"),
            ("all.A.x", "src/a.ts A.x"),
            ("all.default", "src/a.ts Main"),
            ("x", "src/both.ts x"),
            ("declared", "src/lib.d.ts declared"),
            ("gone", "open"),
            ("join", "library node:path.join"),
            ("fs.sep", "library node:path.default.sep"),
            ("up", "open"),
            ("local.member", "src/use.ts local.member"),
        ],
    );
}

#[test]
fn reexports_are_followed_and_two_of_a_name_stay_open() {
    let project = texts(&[
        ("m/one.ts", "export class One {}\nexport class Both {}\nexport default 1;"),
        ("m/two.ts", "export class Two {}\nexport class Both {}\nexport { One } from './one';"),
        (
            "m/index.ts",
            "export * from './one';\nexport * from './two';\nexport * as ns from './two';\nexport * from './circle';",
        ),
        ("m/circle.ts", "export * from './index';\nexport { Loop } from './circle';"),
        ("m/lib.ts", "export * from '@prisma/client';\nexport const own = 1;"),
        (
            "m/named.ts",
            "import { Two } from './two';\nexport { Two as Renamed };\nexport { default } from './one';",
        ),
        (
            "use.ts",
            "import { One, Two, Both, ns, Loop, None } from './m';\nimport { own, User } from './m/lib';\n\
             import one, { Renamed } from './m/named';",
        ),
    ]);
    project.check(
        "use.ts",
        &[
            ("One", "m/one.ts One"),
            ("Two", "m/two.ts Two"),
            ("Both", "open"),
            ("ns.Two", "m/two.ts Two"),
            ("ns", "m/two.ts"),
            ("Loop", "open"),
            ("None", "open"),
            ("own", "m/lib.ts own"),
            ("User", "library @prisma/client.User"),
            ("Renamed", "m/two.ts Two"),
            ("one", "m/one.ts default"),
        ],
    );
}

#[test]
fn settings_and_packages_say_where_a_module_lies() {
    let project = texts(&[
        (
            "tsconfig.base.json",
            r#"{ "compilerOptions": { "paths": { "@/*": ["./apps/web/src/*"], "@env": ["./env"] } } }"#,
        ),
        ("apps/web/tsconfig.json", "{ // the app\n \"extends\": \"../../tsconfig.base.json\", }"),
        ("apps/web/package.json", r##"{ "name": "web", "imports": { "#db": "./src/db.ts" } }"##),
        (
            "apps/api/tsconfig.json",
            r#"{ "compilerOptions": { "baseUrl": "src", "paths": { "~/*": ["*"], "*": ["types/*"] } } }"#,
        ),
        ("env.ts", "export const env = 1;"),
        ("apps/web/src/db.ts", "export const db = 1;"),
        ("apps/api/src/db.ts", "export const db = 2;"),
        (
            "packages/ui/package.json",
            r#"{ "name": "@acme/ui", "exports": { ".": { "import": "./dist/esm/main.js" }, "./*": "./src/parts/*.tsx" } }"#,
        ),
        ("packages/ui/src/main.ts", "export const ui = 1;"),
        ("packages/ui/src/parts/button.tsx", "export const Button = 1;"),
        ("packages/ui/extra.ts", "export const extra = 1;"),
        ("x/package.json", r#"{ "name": "twice" }"#),
        ("x/index.ts", "export const t = 1;"),
        ("y/package.json", r#"{ "name": "twice" }"#),
        ("y/index.ts", "export const t = 1;"),
        (
            "apps/web/src/use.ts",
            "import { db } from '@/db';\nimport { env } from '@env';\nimport { gone } from '@/gone';\n\
             import { db as own } from '#db';\nimport { ui } from '@acme/ui';\nimport { Button } from '@acme/ui/button';\n\
             import { extra } from '@acme/ui/extra';\nimport { t } from 'twice';\nimport { z } from '@acme/other';\n\
             import { no } from '@acme/ui/no';",
        ),
        (
            "apps/api/src/use.ts",
            "import { db } from 'db';\nimport { db as home } from '~/db';\nimport { Pool } from 'pg';",
        ),
    ]);
    project.check(
        "apps/web/src/use.ts",
        &[
            ("db", "apps/web/src/db.ts db"),
            ("env", "env.ts env"),
            ("gone", "open"),
            ("own", "apps/web/src/db.ts db"),
            ("ui", "packages/ui/src/main.ts ui"),
            ("Button", "packages/ui/src/parts/button.tsx Button"),
            ("extra", "packages/ui/extra.ts extra"),
            ("t", "open"),
            ("z", "library @acme/other.z"),
            ("no", "open"),
        ],
    );
    project.check(
        "apps/api/src/use.ts",
        &[("db", "apps/api/src/db.ts db"), ("home", "apps/api/src/db.ts db"), ("Pool", "library pg.Pool")],
    );
}

#[test]
fn common_modules_export_members_and_wholes() {
    let project = texts(&[
        ("whole.js", "class Users {}\nmodule.exports = Users;"),
        (
            "members.js",
            "const a = 1;\nmodule.exports = { a, b: a, User: require('./whole') };\nmodule.exports.c = a;",
        ),
        ("pass.js", "module.exports = require('./members');"),
        (
            "use.js",
            "const Users = require('./whole');\nconst { a, b: renamed } = require('./members');\n\
             const all = require('./pass');\nconst c = require('./members').c;\nimport whole from './whole.js';\n\
             async function f() { const { a: late } = await import('./members.js'); }",
        ),
    ]);
    project.check(
        "use.js",
        &[
            ("Users", "whole.js Users"),
            ("Users.find", "whole.js Users.find"),
            ("a", "members.js a"),
            ("renamed", "members.js a"),
            ("all.b", "members.js a"),
            ("all.User", "whole.js Users"),
            ("c", "members.js a"),
            ("whole", "whole.js Users"),
            ("late", "members.js a"),
        ],
    );
}

#[test]
fn rust_paths_go_through_modules_uses_and_crates() {
    let project = texts(&[
        (
            "Cargo.toml",
            "[package]\nname = \"my-app\"\n[dependencies]\nserde = \"1\"\nmy-types = { path = \"types\" }",
        ),
        ("types/Cargo.toml", "[package]\nname = \"my-types\""),
        ("types/src/lib.rs", "mod secret;\npub use secret::*;\npub mod plain { pub struct Text; }"),
        ("types/src/secret.rs", "use crate::plain::Text;\npub struct Secret(Text);"),
        (
            "src/lib.rs",
            "mod a;\n#[path = \"odd/place.rs\"]\nmod moved;\npub mod b;\npub mod deep { pub mod inner { pub struct In; } pub use self::inner::In as Out; }\n\
             pub use a::Hidden;\npub struct Root;",
        ),
        ("src/a.rs", "pub struct Hidden;\npub mod below;"),
        ("src/a/below.rs", "pub type Below = super::Hidden;\npub enum Kind { One }"),
        ("src/odd/place.rs", "pub struct Moved;\nmod near;"),
        ("src/odd/near.rs", "pub struct Near;"),
        (
            "src/b/mod.rs",
            "use crate::a::below::{Below, Kind as K};\nuse super::{Root, moved::Moved};\nuse my_types::{Secret, plain};\n\
             use crate::deep::Out;\nuse serde::Deserialize;\nuse crate::*;\nuse self::child::Child;\nmod child;\n\
             use std::fmt;\nuse crate::gone::Gone;\nmod tests { use super::other::Else; }",
        ),
        ("src/b/child.rs", "use super::*;\npub struct Child;"),
    ]);
    project.check(
        "src/b/mod.rs",
        &[
            ("Below", "src/a/below.rs Below"),
            ("K.One", "src/a/below.rs Kind.One"),
            ("Root", "src/lib.rs Root"),
            ("Moved", "src/odd/place.rs Moved"),
            ("Secret", "types/src/secret.rs Secret"),
            ("plain.Text", "types/src/lib.rs plain.Text"),
            ("Out", "src/lib.rs deep.inner.In"),
            ("Deserialize", "library serde.Deserialize"),
            ("Hidden", "src/a.rs Hidden"),
            ("Child", "src/b/child.rs Child"),
            ("fmt.Debug", "library std.fmt.Debug"),
            ("std.io.Error", "library std.io.Error"),
            ("crate.a.Hidden", "src/a.rs Hidden"),
            ("super.Root", "src/lib.rs Root"),
            ("Else", "src/b/mod.rs Else"),
            ("String", "src/b/mod.rs String"),
            ("self.field", "src/b/mod.rs self.field"),
        ],
    );
    project.check("src/b/child.rs", &[("K", "src/a/below.rs Kind"), ("Child", "src/b/child.rs Child")]);
    project.check("src/odd/place.rs", &[("near.Near", "src/odd/near.rs Near")]);
    project.check("types/src/secret.rs", &[("Text", "types/src/lib.rs plain.Text")]);
}

#[test]
fn what_rust_does_not_show_is_of_the_module_or_open() {
    let project = texts(&[
        ("Cargo.toml", "[package]\nname = \"app\"\n[dependencies]\nsea-orm = \"1\"\ndiesel = \"2\""),
        (
            "src/lib.rs",
            "pub mod user;\npub mod both;\npub mod outside;\npub mod circle;\nuse user::Entity;\nuse outside::Any;",
        ),
        ("src/user.rs", "use sea_orm::entity::prelude::*;\npub struct Model;"),
        ("src/outside.rs", "pub use diesel::sql_types::*;"),
        (
            "src/both.rs",
            "#[cfg(a)]\nuse crate::user::Model as M;\n#[cfg(b)]\nuse diesel::Model as M;\nuse diesel::sql_types::*;",
        ),
        ("src/circle.rs", "pub use self::X as Y;\npub use self::Y as X;\npub use super::circle::*;"),
    ]);
    project.check("src/lib.rs", &[("Entity", "src/user.rs Entity"), ("Any", "open"), ("circle.X", "open")]);
    project.check("src/both.rs", &[("M", "open"), ("Nullable", "library diesel.sql_types.Nullable")]);
    project.check("src/circle.rs", &[("X", "open"), ("Z", "src/circle.rs Z")]);
}
