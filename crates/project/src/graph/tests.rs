//! What calls lead to, over files as they are written.

use super::*;
use crate::names::Names;
use crate::{Config, File, Source, Surroundings, build};
use review_facts::Language;

fn files(texts: &[(&str, &str)]) -> Vec<File> {
    let source = |(path, text): &(&str, &str)| {
        let language = Language::of_name(path.rsplit('/').next().unwrap()).unwrap();
        Source { path: (*path).to_owned(), facts: Ok(review_frameworks::read(text, language)) }
    };
    let sources = texts.iter().map(source).collect();
    build(sources, Surroundings::default(), &Config::default()).files
}

/// Where the calls in a function lead: `callee → file:function`, with `?` when it is not certain, `–` for nowhere.
fn calls(texts: &[(&str, &str)], function: &str) -> Vec<String> {
    let files = files(texts);
    let surroundings = Surroundings::default();
    let names = Names::of(&files, &surroundings);
    let index = Index::of(&files);
    let resolver = Resolver::new(&files, &index, &names);
    let node = node(&index, function);
    let code = index.code(node);
    let number = index.number(node);
    let of_function = |unit: u32| unit == number || code.units[unit as usize].parent == number;
    let calls = code.calls.iter().filter(|call| of_function(call.unit));
    let told = |call: &review_facts::code::Call| {
        let found = resolver.call(index.node(index.file(node), call.unit), call);
        let to = found.to.iter().map(|to| {
            let file = files[index.file(*to) as usize].path.as_str();
            format!("{file}:{}", index.full_name(*to))
        });
        let to = to.collect::<Vec<_>>().join(", ");
        let mark = if found.certain || to.is_empty() { "" } else { "?" };
        format!("{} → {}{mark}", code.text(call.callee), if to.is_empty() { "–" } else { to.as_str() })
    };
    calls.filter(|call| call.flags & call::DECORATOR == 0).map(told).collect()
}

fn node(index: &Index<'_>, function: &str) -> Node {
    let mut nodes = (0..index.len() as u32).map(Node);
    let is = |node: &Node| index.unit(*node).form == UnitForm::Function && index.full_name(*node) == function;
    nodes.find(is).unwrap_or_else(|| panic!("no function {function}"))
}

/// What is reached from a function: `yes`, `no` or `unknown`, with the functions on the way.
fn reached(texts: &[(&str, &str)], from: &str, direct: &[&str]) -> String {
    let files = files(texts);
    let surroundings = Surroundings::default();
    let names = Names::of(&files, &surroundings);
    let index = Index::of(&files);
    let resolver = Resolver::new(&files, &index, &names);
    let from = node(&index, from);
    let graph = Graph::of(&index, &resolver, &BTreeSet::from([from]), &BTreeSet::new());
    let direct: Vec<Node> = direct.iter().map(|name| node(&index, name)).collect();
    let way =
        |steps: &[Step]| steps.iter().map(|step| index.full_name(step.node)).collect::<Vec<_>>().join(" ");
    match Reach::of(&graph, &index, &direct, &[], DEPTH, &|_| false, &BTreeSet::new()).at(&graph, from) {
        Reached::Yes(steps) => format!("yes: {}", way(&steps)),
        Reached::Unknown(steps) => format!("unknown: {}", way(&steps)),
        Reached::No => "no".to_owned(),
    }
}

mod imports {
    use super::*;

    #[test]
    fn renamed_imports_are_followed() {
        let api = "from .db import save as keep\nfrom . import db as store\n\ndef create():\n    keep()\n    store.save()\n";
        let python = [("app/api.py", api), ("app/db.py", "def save():\n    pass\n"), ("app/__init__.py", "")];
        assert_eq!(calls(&python, "create"), ["keep → app/db.py:save", "store.save → app/db.py:save"]);

        let api = "import { save as keep } from './db';\nimport * as store from './db';\nexport function create() { keep(); store.save(); }\n";
        let script = [("api.ts", api), ("db.ts", "export const save = () => {};\n")];
        assert_eq!(calls(&script, "create"), ["keep → db.ts:save", "store.save → db.ts:save"]);

        let lib = "mod db;\nuse crate::db::save as keep;\nuse crate::db as store;\npub fn create() { keep(); store::save(); crate::db::save(); }\n";
        let rust = [("src/lib.rs", lib), ("src/db.rs", "pub fn save() {}\n")];
        let to = "src/db.rs:save";
        assert_eq!(
            calls(&rust, "create"),
            [format!("keep → {to}"), format!("store.save → {to}"), format!("crate.db.save → {to}")]
        );
    }

    #[test]
    fn reexports_are_followed() {
        let python = [
            (
                "app/api.py",
                "from app.services import Users, save\n\ndef create():\n    Users().create()\n    save()\n",
            ),
            ("app/__init__.py", ""),
            ("app/services/__init__.py", "from .users import Users\nfrom .users import *\n"),
            (
                "app/services/users.py",
                "class Users:\n    def create(self):\n        pass\n\ndef save():\n    pass\n",
            ),
        ];
        let users = "app/services/users.py";
        // A class without `__init__` runs nothing of ours when it is made.
        assert_eq!(
            calls(&python, "create"),
            [
                format!("Users.create → {users}:Users.create"),
                "Users → –".to_owned(),
                format!("save → {users}:save")
            ]
        );

        let script = [
            (
                "api.ts",
                "import { make, remove } from './services';\nexport async function create() { await make(); remove(); }\n",
            ),
            ("services/index.ts", "export { create as make } from './users';\nexport * from './users';\n"),
            (
                "services/users.ts",
                "export async function create() {}\nexport const remove = async () => {};\n",
            ),
        ];
        assert_eq!(
            calls(&script, "create"),
            ["make → services/users.ts:create", "remove → services/users.ts:remove"]
        );

        let rust = [
            ("src/lib.rs", "mod db;\nuse db::save;\npub fn create() { save(); }\n"),
            ("src/db/mod.rs", "mod users;\npub use users::save;\n"),
            ("src/db/users.rs", "pub fn save() {}\n"),
        ];
        assert_eq!(calls(&rust, "create"), ["save → src/db/users.rs:save"]);
    }

    #[test]
    fn functions_of_one_name_are_told_apart() {
        let save = "def save():\n    pass\n";
        let python = [
            ("app/__init__.py", ""),
            ("app/a.py", save),
            ("app/b.py", save),
            (
                "app/api.py",
                "from app import b\nfrom app.a import save\n\ndef create():\n    save()\n    b.save()\n",
            ),
            ("app/other.py", "from elsewhere import save\n\ndef remove():\n    save()\n"),
        ];
        assert_eq!(calls(&python, "create"), ["save → app/a.py:save", "b.save → app/b.py:save"]);
        assert_eq!(calls(&python, "remove"), ["save → –"]);
        let rust = [
            (
                "src/lib.rs",
                "mod a;\nmod b;\npub fn create() { a::save(); b::Users::save(); b::Users::new().keep(); }\n",
            ),
            (
                "src/a.rs",
                "pub fn save() {}\npub struct Users;\nimpl Users { pub fn save() {} pub fn keep(&self) {} pub fn new() -> Self { Users } }\n",
            ),
            (
                "src/b.rs",
                "pub struct Users;\nimpl Users { pub fn save() {} pub fn keep(&self) {} pub fn new() -> Self { Users } }\n",
            ),
        ];
        assert_eq!(
            calls(&rust, "create"),
            [
                "a.save → src/a.rs:save",
                "b.Users.save → src/b.rs:Users.save",
                "b.Users.new.keep → src/b.rs:Users.keep",
                "b.Users.new → src/b.rs:Users.new",
            ]
        );
    }
}

mod receivers {
    use super::*;

    const USERS: &str = "class Users:\n    def create(self):\n        pass\n";

    #[test]
    fn fastapi_hands_services_in() {
        let api = "
from typing import Annotated
from fastapi import Depends
from app.users import Users

def get_users() -> Users:
    return Users()

def by_type(users: Users = Depends(get_users)):
    users.create()

def by_class(users=Depends(Users)):
    users.create()

def by_function(users=Depends(get_users)):
    users.create()

def annotated(users: Annotated[Users, Depends(get_users)]):
    users.create()

def unknown(users=Depends(make())):
    users.create()
";
        let texts = [("app/__init__.py", ""), ("app/users.py", USERS), ("app/api.py", api)];
        for function in ["by_type", "by_class", "by_function", "annotated"] {
            let calls = calls(&texts, function);
            assert!(
                calls.contains(&"users.create → app/users.py:Users.create".to_owned()),
                "{function}: {calls:?}"
            );
        }
        let calls = calls(&texts, "unknown");
        assert!(calls.contains(&"users.create → app/users.py:Users.create?".to_owned()), "{calls:?}");
    }

    #[test]
    fn python_services_are_found_by_fields() {
        let api = "
from app.users import Users

class Api:
    other: Users

    def __init__(self, given: Users):
        self.users = Users()
        self.given = given

    def create(self):
        self.users.create()
        self.given.create()
        self.other.create()
        self.helper()
        self.nothing.create()

    def helper(self):
        pass
";
        let texts = [("app/__init__.py", ""), ("app/users.py", USERS), ("app/api.py", api)];
        let to = "app/users.py:Users.create";
        assert_eq!(
            calls(&texts, "Api.create"),
            [
                format!("self.users.create → {to}"),
                format!("self.given.create → {to}"),
                format!("self.other.create → {to}"),
                "self.helper → app/api.py:Api.helper".to_owned(),
                format!("self.nothing.create → {to}?"),
            ]
        );
    }

    #[test]
    fn constructors_hand_services_in() {
        let service =
            "export class UsersService { async create() {} }\nexport interface Mailer { send(): void }\n";
        let api = "
import { inject, injectable } from 'tsyringe';
import { UsersService } from './users';

@injectable()
export class Api {
  private local = new UsersService();
  @Inject(UsersService) private readonly field: UsersService;
  constructor(private readonly users: UsersService, @inject('Users') private named: UsersService, plain: UsersService) {
    this.kept = plain;
  }
  async create() {
    await this.users.create();
    this.named.create();
    this.field.create();
    this.local.create();
    this.kept.create();
    this.missing.create();
  }
}
";
        let texts = [("src/users.ts", service), ("src/api.ts", api)];
        let to = "src/users.ts:UsersService.create";
        assert_eq!(
            calls(&texts, "Api.create"),
            [
                format!("this.users.create → {to}"),
                format!("this.named.create → {to}"),
                format!("this.field.create → {to}"),
                format!("this.local.create → {to}"),
                format!("this.kept.create → {to}"),
                format!("this.missing.create → {to}?"),
            ]
        );
    }

    #[test]
    fn rust_hands_state_in() {
        let lib = "
mod users;
use users::Users;
use axum::extract::State;
use actix_web::web;
use std::sync::Arc;

pub struct App { users: Users, shared: Arc<Users> }

async fn axum_state(State(app): State<Arc<App>>) {
    app.users.create();
    app.shared.create();
}

async fn actix_data(app: web::Data<App>) {
    app.users.create();
}

async fn taken(pool: Pool) -> Result<(), Error> {
    let Some(one) = Users::find(&pool).await? else { return Ok(()) };
    one.create();
    for each in Users::all(&pool).await? {
        each.create();
    }
    let made = Users::find(&pool).await?.unwrap();
    made.create();
    if let Ok(Some(deep)) = pool.anything() {
        deep.create();
    }
    match Users::find(&pool).await? {
        Some(found) => found.create(),
        None => {}
    }
    Users::find(&pool).await?.unwrap().create();
    let copy = made.clone();
    copy.create();
    let matched = match Users::find(&pool).await? {
        Some(inner) => inner,
        None => return Ok(()),
    };
    matched.create();
    let either = if let Some(inner) = Users::find(&pool).await? {
        inner
    } else {
        log();
        Users::find(&pool).await?.unwrap()
    };
    either.create();
    Users { id: 1 }.create();
    let extended = Users::find(&pool).await?.or_missing(1)?;
    extended.create();
}

trait OrMissing<T> { fn or_missing(self, what: u8) -> Result<T, Error>; }
impl<T> OrMissing<T> for Option<T> { fn or_missing(self, what: u8) -> Result<T, Error> { todo() } }
";
        let users = "
pub struct Users;
impl Users {
    pub fn create(&self) {}
    pub async fn find(pool: &Pool) -> Result<Option<Self>, Error> { todo() }
    pub async fn all(pool: &Pool) -> Result<Vec<Users>, Error> { todo() }
}
";
        let texts = [("src/lib.rs", lib), ("src/users.rs", users)];
        let to = "src/users.rs:Users.create";
        let created = |function: &str| {
            let calls = calls(&texts, function).into_iter();
            calls.filter(|call| call.contains("create")).collect::<Vec<_>>()
        };
        assert_eq!(
            created("axum_state"),
            [format!("app.users.create → {to}"), format!("app.shared.create → {to}")]
        );
        assert_eq!(created("actix_data"), [format!("app.users.create → {to}")]);
        assert_eq!(
            created("taken"),
            [
                format!("one.create → {to}"),
                format!("each.create → {to}"),
                format!("made.create → {to}"),
                format!("deep.create → {to}?"),
                format!("found.create → {to}"),
                format!("Users.find.unwrap.create → {to}"),
                format!("copy.create → {to}"),
                format!("matched.create → {to}"),
                format!("either.create → {to}"),
                format!("Users.create → {to}"),
                format!("extended.create → {to}"),
            ]
        );
    }

    #[test]
    fn subclasses_may_run_instead() {
        let python = [(
            "app.py",
            "
class Store:
    def save(self):
        self.write()

    def write(self):
        raise NotImplementedError

class Files(Store):
    def write(self):
        super().write()

class Tables(Store):
    def write(self):
        pass

class Special(Tables):
    def write(self):
        pass

def create(store: Store, files: Files, tables: Tables):
    store.write()
    store.save()
    files.save()
    files.write()
    tables.write()
",
        )];
        assert_eq!(
            calls(&python, "create"),
            [
                "store.write → app.py:Store.write, app.py:Files.write, app.py:Tables.write, app.py:Special.write?",
                "store.save → app.py:Store.save",
                "files.save → app.py:Store.save",
                "files.write → app.py:Files.write",
                "tables.write → app.py:Tables.write, app.py:Special.write?",
            ]
        );
        assert_eq!(
            calls(&python, "Store.save"),
            [
                "self.write → app.py:Store.write, app.py:Files.write, app.py:Tables.write, app.py:Special.write?"
            ]
        );
        assert!(calls(&python, "Files.write").contains(&"super.write → app.py:Store.write".to_owned()));
    }

    #[test]
    fn a_trait_stands_for_all_that_implement_it() {
        let two = "
use std::sync::Arc;
pub trait Repo { fn save(&self); fn twice(&self) { self.save(); } }
pub struct Pg;
pub struct Memory;
impl Repo for Pg { fn save(&self) {} }
impl Repo for Memory { fn save(&self) {} fn twice(&self) {} }
fn dynamic(repo: Arc<dyn Repo>) { repo.save(); }
fn generic(repo: &impl Repo) { repo.save(); }
fn exact(repo: Pg) { repo.save(); repo.twice(); }
";
        let texts = [("src/lib.rs", two)];
        let both = "repo.save → src/lib.rs:Pg.save, src/lib.rs:Memory.save?";
        assert_eq!(calls(&texts, "dynamic"), [both]);
        assert_eq!(calls(&texts, "generic"), [both]);
        assert_eq!(
            calls(&texts, "exact"),
            ["repo.save → src/lib.rs:Pg.save", "repo.twice → src/lib.rs:Repo.twice"]
        );

        let script = [(
            "repo.ts",
            "
interface Repo { save(): void }
class Pg implements Repo { save() {} }
class Memory implements Repo { save() {} }
class One { run() {} }
abstract class Base { abstract run(): void; go() { this.run(); } }
class Only extends Base { run() {} }
export function create(repo: Repo, base: Base) { repo.save(); base.run(); base.go(); }
",
        )];
        assert_eq!(
            calls(&script, "create"),
            [
                "repo.save → repo.ts:Pg.save, repo.ts:Memory.save?",
                "base.run → repo.ts:Base.run, repo.ts:Only.run?",
                "base.go → repo.ts:Base.go"
            ]
        );
    }

    #[test]
    fn two_traits_with_one_method_are_not_told_apart() {
        let lib = "
pub trait Crud { fn create(); }
pub trait Form { fn create(); }
pub struct Post;
impl Crud for Post { fn create() {} }
impl Form for Post { fn create() {} }
pub struct Own;
impl Crud for Own { fn create() {} }
impl Own { pub fn create() {} }
fn run() { Post::create(); Own::create(); }
";
        let calls = calls(&[("src/lib.rs", lib)], "run");
        assert!(
            calls[0].starts_with("Post.create → src/lib.rs:Post.create, src/lib.rs:Post.create"),
            "{calls:?}"
        );
        assert!(calls[0].ends_with('?'));
        assert_eq!(calls[1], "Own.create → src/lib.rs:Own.create");
    }
}

mod ways {
    use super::*;

    fn chain(length: usize) -> String {
        let mut text = String::new();
        for at in 0..length {
            text.push_str(&format!("def f{at}():\n    f{}()\n\n", at + 1));
        }
        text + &format!("def f{length}():\n    pass\n")
    }

    #[test]
    fn ways_of_three_calls_are_followed() {
        let text = chain(5);
        let texts = [("app.py", text.as_str())];
        assert_eq!(reached(&texts, "f0", &["f0"]), "yes: f0");
        assert_eq!(reached(&texts, "f0", &["f3"]), "yes: f0 f1 f2 f3");
        // Longer ones are seen, and not believed.
        assert_eq!(reached(&texts, "f0", &["f4"]), "unknown: f0 f1 f2 f3 f4");
        assert_eq!(reached(&texts, "f1", &["f0"]), "no");
    }

    #[test]
    fn cycles_end() {
        let text = "def a():\n    b()\n\ndef b():\n    a()\n    b()\n    c()\n\ndef c():\n    a()\n\ndef d():\n    pass\n";
        let texts = [("app.py", text)];
        assert_eq!(reached(&texts, "a", &["c"]), "yes: a b c");
        assert_eq!(reached(&texts, "a", &["d"]), "no");
        let classes = "class A(B):\n    pass\n\nclass B(A):\n    pass\n\ndef run(a: A):\n    a.go()\n    a.b.c.d()\n\ndef go():\n    pass\n";
        assert_eq!(reached(&[("app.py", classes)], "run", &["go"]), "no");
        let modules = [
            ("a/__init__.py", "from b import go\n"),
            ("b/__init__.py", "from a import go\n"),
            ("app.py", "from a import go\n\ndef run():\n    go()\n\ndef other():\n    pass\n"),
        ];
        assert_eq!(reached(&modules, "run", &["other"]), "no");
    }

    #[test]
    fn closures_and_functions_that_are_passed_on_run() {
        let script = [
            (
                "app.ts",
                "
import { retry } from 'library';
import { save } from './db';
export async function inline() { await retry(async () => { await save(); }); }
export async function nested() { await retry(() => retry(() => save())); }
export async function named() { await retry(save); }
export async function option() { await retry({ run: save }); }
export async function kept() { const later = () => save(); await retry(later); }
export function never() { return 1; }
",
            ),
            ("db.ts", "export async function save() {}\n"),
        ];
        for function in ["inline", "nested", "named", "option", "kept"] {
            let told = reached(&script, function, &["save"]);
            assert!(told.starts_with("yes: "), "{function}: {told}");
        }
        assert_eq!(reached(&script, "never", &["save"]), "no");

        let python = [(
            "app.py",
            "
from background import run

def save():
    pass

def named(tasks):
    tasks.add_task(save, 1)

def keyword(tasks):
    run(target=save)

def lambdas(tasks):
    run(lambda: save())

def inner(tasks):
    def later():
        save()
    run(later)

def queued():
    save.delay()
",
        )];
        for function in ["named", "keyword", "lambdas", "inner", "queued"] {
            let told = reached(&python, function, &["save"]);
            assert!(told.starts_with("yes: "), "{function}: {told}");
        }

        let rust = [(
            "src/lib.rs",
            "
fn save() {}
fn inline(pool: Pool) { pool.run(|conn| { save(); }); }
fn moved() { tokio::spawn(async move { save(); }); }
fn named(pool: Pool) { pool.map(save); }
",
        )];
        for function in ["inline", "moved", "named"] {
            let told = reached(&rust, function, &["save"]);
            assert!(told.starts_with("yes: "), "{function}: {told}");
        }
    }

    #[test]
    fn what_a_closure_does_is_nearer_than_what_a_call_does() {
        let text = "
import { each } from 'library';
export function far() { note(); }
export async function create() { far(); await each(async () => { await each(() => { log(); }); }); }
export function note() {}
";
        let files = files(&[("app.ts", text)]);
        let surroundings = Surroundings::default();
        let names = Names::of(&files, &surroundings);
        let index = Index::of(&files);
        let resolver = Resolver::new(&files, &index, &names);
        let create = node(&index, "create");
        let graph = Graph::of(&index, &resolver, &BTreeSet::from([create]), &BTreeSet::new());
        let closures = (0..index.len() as u32).map(Node).filter(|node| index.is_closure(*node));
        let direct = [node(&index, "far"), closures.max().unwrap()];
        let reach = Reach::of(&graph, &index, &direct, &[], DEPTH, &|_| false, &BTreeSet::new());
        let Reached::Yes(steps) = reach.at(&graph, create) else { panic!("not reached") };
        assert!(steps.iter().all(|step| step.call.is_none()), "{steps:?}");
    }

    #[test]
    fn several_candidates_answer_when_all_do() {
        let text = "
class A:
    def leave(self):
        note()

class B:
    def leave(self):
        note()

class C:
    def stay(self):
        note()

class D:
    def stay(self):
        pass

def note():
    pass

def all(x):
    x.leave()

def some(x):
    x.stay()

def none(x):
    x.go()
";
        let texts = [("app.py", text)];
        assert!(reached(&texts, "all", &["note"]).starts_with("yes: all "));
        assert_eq!(reached(&texts, "some", &["note"]), "unknown: some C.stay note");
        assert_eq!(reached(&texts, "none", &["note"]), "no");
    }

    #[test]
    fn decorators_run_around_what_they_decorate() {
        let text = "
def audited(f):
    def run(*args):
        note()
        return f(*args)
    return run

def note():
    pass

@audited
def create():
    pass

def plain():
    pass
";
        let texts = [("app.py", text)];
        assert_eq!(reached(&texts, "create", &["note"]), "yes: create audited audited.run note");
        assert_eq!(reached(&texts, "plain", &["note"]), "no");
    }
}
