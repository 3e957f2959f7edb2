//! The kinds of facts: each noun once, with its fields and what they mean.
//!
//! A field's doc comment is what `review facts --kinds` prints and what a rule's author reads. Names say
//! what is, never what ought to be. Fields below `joined:` are empty in [`FileFacts`](crate::FileFacts) and
//! filled by `project`, which knows the path, the vocabulary and the other files. Fields below `hidden:`
//! are raw material for the join and are not visible to rules.

use crate::column::{Category, ModelSystem, Sensitivity, Storage, TypeForm};
use crate::field::{Field, Known, Type, Value, words};
use crate::migration::{
    Direction, Downgrade, Habit, MigrationBody, MigrationSystem, Operation, SectionMarker, Upgrade,
};
use crate::place::Place;
use crate::route::{HookForm, RouteSystem, TableUse, WriteKind};
use serde::{Deserialize, Serialize};

/// A fact: where it is, and what it says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// The name by which it is known inside its file, without kind and path: `Users.create`. Two facts of
    /// one kind may share it; then they are told apart by their order.
    pub name: String,
    /// The token to point at.
    pub place: Place,
    /// Further named places: `downgrade`, `definition`, `body`.
    pub places: Vec<(String, Place)>,
    /// The function or class it stands in, dotted from the outside; empty at the top of the file.
    pub scope: String,
    /// It stands in test code *within* its file (`#[cfg(test)]`, `if __name__`-free test functions). That a
    /// whole file is a test is known by its path, in `project`.
    pub in_test: bool,
    /// What it says.
    pub body: Body,
}

/// A field of a kind, documented.
#[derive(Clone, Copy, Debug)]
pub struct FieldDoc {
    /// The name as rules write it.
    pub name: &'static str,
    /// What it means.
    pub doc: &'static str,
    /// Its type.
    pub ty: Type,
    /// True when its value may be unknown.
    pub unknowable: bool,
}

/// A kind of facts, documented.
#[derive(Clone, Copy, Debug)]
pub struct KindDoc {
    /// The kind.
    pub kind: Kind,
    /// The name as rules write it.
    pub name: &'static str,
    /// What it is.
    pub doc: &'static str,
    /// Its own fields; every kind also has those of [`HEAD_FIELDS`].
    pub fields: &'static [FieldDoc],
}

macro_rules! kinds {
    ($(
        $(#[doc = $doc:literal])+
        $name:literal => $kind:ident {
            $($(#[doc = $field_doc:literal])+ $field:ident: $ty:ty,)*
            $(joined: $($(#[doc = $joined_doc:literal])+ $joined:ident: $joined_ty:ty,)*)?
            $(hidden: $($(#[doc = $hidden_doc:literal])+ $hidden:ident: $hidden_ty:ty,)*)?
        }
    )*) => {
        /// The kinds of facts.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Kind { $($(#[doc = $doc])+ $kind,)* }

        /// What a fact says, by kind.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub enum Body { $($(#[doc = $doc])+ $kind(Box<$kind>),)* }

        $(
            $(#[doc = $doc])+
            #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
            pub struct $kind {
                $($(#[doc = $field_doc])+ pub $field: $ty,)*
                $($($(#[doc = $joined_doc])+ pub $joined: $joined_ty,)*)?
                $($($(#[doc = $hidden_doc])+ pub $hidden: $hidden_ty,)*)?
            }
            impl From<$kind> for Body {
                fn from(value: $kind) -> Body {
                    Body::$kind(Box::new(value))
                }
            }
            impl $kind {
                const FIELDS: &'static [FieldDoc] = &[
                    $(FieldDoc { name: stringify!($field), doc: concat!($($field_doc),+),
                        ty: <$ty as Field>::TYPE, unknowable: <$ty as Field>::UNKNOWABLE },)*
                    $($(FieldDoc { name: stringify!($joined), doc: concat!($($joined_doc),+),
                        ty: <$joined_ty as Field>::TYPE, unknowable: <$joined_ty as Field>::UNKNOWABLE },)*)?
                ];
                #[allow(unused_variables, unused_assignments, unused_mut)]
                fn value(&self, field: usize) -> Option<Value<'_>> {
                    let mut index = 0;
                    $(if field == index { return Some(self.$field.value()); } index += 1;)*
                    $($(if field == index { return Some(self.$joined.value()); } index += 1;)*)?
                    None
                }
            }
        )*

        impl Kind {
            /// Every kind, in the order in which they are documented.
            pub const ALL: &'static [Kind] = &[$(Kind::$kind,)*];

            /// Name, meaning and fields.
            pub fn doc(self) -> &'static KindDoc {
                match self {
                    $(Kind::$kind => {
                        const DOC: KindDoc = KindDoc { kind: Kind::$kind, name: $name,
                            doc: concat!($($doc),+), fields: $kind::FIELDS };
                        &DOC
                    })*
                }
            }

            /// The name as rules write it.
            pub fn name(self) -> &'static str {
                match self { $(Kind::$kind => $name,)* }
            }

            /// The kind a rule names, if there is one.
            pub fn named(name: &str) -> Option<Kind> {
                match name { $($name => Some(Kind::$kind),)* _ => None }
            }
        }

        impl Body {
            /// The kind of the fact.
            pub fn kind(&self) -> Kind {
                match self { $(Body::$kind(_) => Kind::$kind,)* }
            }

            /// The value of the kind's field at `field` (position in [`KindDoc::fields`], from 0); none past
            /// the last one.
            pub fn value(&self, field: usize) -> Option<Value<'_>> {
                match self { $(Body::$kind(body) => body.value(field),)* }
            }
        }
    };
}

/// Fields that every kind has. They are answered by `project`, which knows path and place.
pub const HEAD_FIELDS: &[FieldDoc] = &[
    FieldDoc {
        name: "path",
        doc: " The file, from the project's root, with `/`.",
        ty: Type::Text,
        unknowable: false,
    },
    FieldDoc { name: "language", doc: " The language of the file.", ty: Type::Text, unknowable: false },
    FieldDoc { name: "name", doc: " The name inside the file.", ty: Type::Text, unknowable: false },
    FieldDoc {
        name: "scope",
        doc: " The function or class it stands in, dotted; empty at the top of the file.",
        ty: Type::Text,
        unknowable: false,
    },
    FieldDoc { name: "file", doc: " What the file is for.", ty: FileClass::TYPE, unknowable: false },
    FieldDoc {
        name: "test",
        doc: " It is test code: its file is a test, or it stands in a test module of its file.",
        ty: Type::Bool,
        unknowable: false,
    },
];

words! {
    /// What a file is for, by its path and its own words (frameworks.md 1).
    pub enum FileClass {
        /// Code that runs in production, on a server.
        Code = "code",
        /// A test, or support of tests.
        Test = "test",
        /// Seeds, fixtures, factories.
        Seed = "seed",
        /// A database migration.
        Migration = "migration",
        /// A script, a command-line entry, a job that no request reaches.
        Script = "script",
        /// Examples, documentation, stories.
        Example = "example",
        /// Written by a generator.
        Generated = "generated",
        /// Somebody else's code kept in the repository.
        Vendored = "vendored",
        /// Code that runs in a browser.
        Frontend = "frontend",
        /// Settings: `.env`, YAML, TOML, JSON.
        Config = "config",
        /// Settings for a developer's machine or a build: `docker-compose.dev.yml`, `.github/workflows/`.
        Development = "development",
        /// Texts for people in several languages.
        Translation = "translation",
    }
}

words! {
    /// How far a function's parameters and result carry type hints.
    pub enum Hints {
        /// Every parameter that needs one, and the result.
        Complete = "complete",
        /// Some.
        Partial = "partial",
        /// None at all.
        None = "none",
        /// By convention this function carries none (frameworks.md 5.12).
        Exempt = "exempt",
    }
}

words! {
    /// How much an error handler catches.
    pub enum Breadth {
        /// Named errors of one meaning.
        Narrow = "narrow",
        /// Every error: `except:`, `except Exception`, `catch`, `Err(_)`.
        Broad = "broad",
    }
}

words! {
    /// What the body of an error handler does with the error, the strongest first.
    pub enum Reaction {
        /// Raises it again, or another one.
        Rethrow = "rethrow",
        /// Answers with it: returns or sends an error of its own, converts it.
        Convert = "convert",
        /// Writes it to a log, a metric or an error tracker.
        Log = "log",
        /// Runs other code: cleans up, retries, sets state.
        Act = "act",
        /// Only continues with a fixed value: `return None`, `x = []`, `continue`.
        Default = "default",
        /// Does nothing: `pass`, `{}`.
        Nothing = "nothing",
    }
}

words! {
    /// What the guarded code is there for.
    pub enum Guards {
        /// None of the others.
        Other = "other",
        /// An import with a fallback.
        Import = "import",
        /// Closing, cleaning up, cancelling.
        Close = "close",
        /// A cache read or write.
        Cache = "cache",
        /// Metrics, tracing, analytics, log lines.
        Telemetry = "telemetry",
        /// A write to a database, a payment, a file that must last.
        Write = "write",
        /// Reading a value in a format it may not have: `int(x)`, `JSON.parse(x)`, `row.owner.name`; asking for a file.
        Parse = "parse",
        /// A channel or socket whose other end may be gone: `tx.send(x)`.
        Send = "send",
        /// Waiting for a task or thread of Rust to end: `handle.await`, `handle.join()`.
        Task = "task",
    }
}

words! {
    /// Where a log call writes.
    pub enum Sink {
        /// A logger object or a logging macro.
        Logger = "logger",
        /// Standard output or error: `print`, `console.log`, `println!`.
        Print = "print",
    }
}

words! {
    /// The most delicate class among the values a call logs.
    pub enum Exposure {
        /// Nothing delicate.
        None = "none",
        /// A delicate value, passed through a masker or covered by the logger's redaction.
        Masked = "masked",
        /// Contact data: e-mail, phone, name.
        Contact = "contact",
        /// Sensitive personal data: government ids, bank, card, health, biometrics, birth date.
        Sensitive = "sensitive",
        /// A credential: password, token, secret, key.
        Credential = "credential",
    }
}

words! {
    /// What a literal looks like, by its value.
    pub enum Shape {
        /// Nothing of note.
        Plain = "plain",
        /// Nothing there: an empty string; as a fallback also a word for nothing (`false`, `0`, `none`).
        Empty = "empty",
        /// A stand-in: `changeme`, `your-key-here`, `xxx`, `<token>`.
        Placeholder = "placeholder",
        /// The format of a provider's token: `AKIA…`, `ghp_…`, `sk_live_…`.
        Provider = "provider",
        /// A private key in PEM form.
        PrivateKey = "private-key",
        /// A URL with a password in it.
        UrlPassword = "url-password",
        /// Random-looking: long, of high entropy, no word, no path, no identifier.
        Random = "random",
        /// A password or passphrase that people would choose.
        Password = "password",
        /// A word with digits in it, bound to a name that means a secret and nothing else: `s3cr3t`, `hunter2`.
        Weak = "weak",
    }
}

words! {
    /// What an environment lookup falls back to.
    pub enum Fallback {
        /// It fails, or gives nothing.
        None = "none",
        /// A value computed elsewhere.
        Computed = "computed",
        /// A literal.
        Literal = "literal",
    }
}

words! {
    /// How a type check is switched off.
    pub enum SuppressionForm {
        /// `# type: ignore`.
        TypeIgnore = "type-ignore",
        /// `# pyright: ignore`.
        PyrightIgnore = "pyright-ignore",
        /// `@ts-ignore`.
        TsIgnore = "ts-ignore",
        /// `@ts-expect-error`.
        TsExpectError = "ts-expect-error",
        /// `@ts-nocheck`, `# mypy: ignore-errors`: the whole file.
        WholeFile = "whole-file",
    }
}

words! {
    /// Where `any` stands.
    pub enum AnyPosition {
        /// A parameter.
        Parameter = "parameter",
        /// A result.
        Result = "result",
        /// A variable or field.
        Variable = "variable",
        /// A cast: `x as any`.
        Cast = "cast",
        /// A type argument or part of a larger type: `Record<string, any>`.
        Part = "part",
        /// The parameter of `catch`.
        Catch = "catch",
        /// Where nothing else will do: the rest parameter of a function type that any function is to fit, and what a type
        /// parameter extends.
        Demanded = "demanded",
    }
}

kinds! {
    /// A function or method with a body: named, bound to a name, or registered under a text (`router.post("/users", …)`).
    /// Inner functions of that sort count by themselves, other callbacks belong to the function around them.
    "func" => Func {
        /// How far it carries type hints (Python; elsewhere `exempt`).
        hints: Hints,
        /// Parameters without a hint, and `return` when the result lacks one.
        missing: Vec<String>,
        /// Cyclomatic complexity as ruff's C901 counts it: 1 + if, elif, for, while, except, case; no boolean operators.
        cyclomatic: u32,
        /// Cognitive complexity (SonarSource): nesting-weighted.
        cognitive: u32,
        /// Deepest nesting of control flow.
        nesting: u32,
        /// Lines from its first to its last.
        lines: u32,
        /// Parameters, without `self` and `cls`.
        parameters: u32,
        /// It has a doc comment, a docstring, or comment lines directly above it.
        documented: bool,
        /// It is visible outside its file or class: no leading underscore, `export`, `pub`.
        public: bool,
        /// It belongs to a class, trait or impl.
        method: bool,
        /// It is declared `async`.
        is_async: bool,
        /// It is one flat table of cases: a single `match` or `switch` whose arms are short.
        table: bool,
        /// The decorators or attributes it carries, as dotted paths: `router.get`, `staticmethod`.
        decorators: Vec<String>,
    joined:
        /// Of the functions of its project that could carry type hints, how many in a hundred carry all (0 to 100).
        project_hinted: u32,
    hidden:
        /// What the class of a Python method extends, by the last names.
        bases: Vec<String>,
    }

    /// A place where errors are caught: `except`, `catch`, `.catch(…)`, `contextlib.suppress`, `Err(_) =>`,
    /// `let _ =`, `.ok()` as a statement.
    "handler" => Handler {
        /// How it is written: `except`, `catch`, `.catch()`, `suppress`, `Err(_) =>`, `Err(…) =>`, `if let Err`, `let _ =`, `.ok()`.
        form: String,
        /// The error types it names, dotted; empty for a bare one.
        caught: Vec<String>,
        /// Broad or narrow.
        breadth: Breadth,
        /// What its body does.
        reaction: Known<Reaction>,
        /// What the guarded code is there for.
        guards: Guards,
        /// A comment in or beside it says why the error does not matter.
        commented: bool,
        /// The error is used: by its name, or by a call that takes the current one (`logger.exception`, `format_exc`).
        uses_error: bool,
        /// The guarded code waits for something: it holds `await`, or is a promise.
        awaits: bool,
        /// It is the *no* of a question: the function asks (`is_open`) or compares, and the handler gives the fixed answer,
        /// or another member of one enumeration; or it leaves out what is only used where it was found.
        answers: bool,
        /// What `let _ =` and `.ok()` drop the result of, as a path: `store.save`; else empty.
        dropped: String,
    joined:
        /// What it drops the result of records who did what: `audit_log`.
        records: bool,
    }

    /// A call that logs or prints.
    "log_call" => LogCall {
        /// Where it writes.
        sink: Known<Sink>,
        /// The level: `debug`, `info`, `warning`, `error`, …; empty for prints.
        level: String,
        /// The callee as written: `logger.info`, `console.log`, `tracing::info!`.
        callee: String,
        /// It speaks to the person at a terminal: in a function that ends the process or is there for printing, while the
        /// file is loaded, in the file of a program (`#!`, its arguments are read, Rust's `main`) or of a build; or a
        /// comment says why.
        for_terminal: bool,
    joined:
        /// A logger is at hand: always in Python and Rust, whose loggers need no set-up; in TypeScript and JavaScript
        /// when at least every fifth line of the package goes through one and it does not run in a browser. Not in the file
        /// of the logger itself.
        has_logger: bool,
        /// The most delicate class among the logged values.
        exposes: Known<Exposure>,
        /// The most delicate logged value as written, shortened.
        value: String,
        /// What keeps a value of it out of the log: `redact of src/log.ts:3`; empty when nothing does.
        redacted_by: String,
    hidden:
        /// The values it logs; texts of the message are none.
        values: Vec<LoggedValue>,
        /// Its receiver is known to nobody but the team perhaps: where `review.toml` does not name it, it is no fact.
        only_for_team: bool,
    }

    /// A text literal whose value has the shape of a secret, or that is bound to the name of one. Only these
    /// are stored; all literals are counted.
    "literal" => Literal {
        /// What its value looks like.
        shape: Shape,
        /// For a provider's format its name: `aws-access-key-id`; else empty.
        provider: String,
        /// The name it is bound to: variable, field, key, parameter or argument; empty when none.
        bound_to: String,
        /// The value, masked: the first four characters and its length.
        masked: String,
        /// It is the fallback of an environment lookup (then the fact `env_lookup` speaks of it).
        fallback: bool,
        /// A library takes it as the secret by which it signs or encrypts, so that it works whatever it looks like:
        /// `session({ secret: "keyboard cat" })`.
        signs: bool,
    joined:
        /// The name it is bound to is that of a secret.
        named_secret: bool,
    }

    /// A lookup of an environment variable or setting.
    "env_lookup" => EnvLookup {
        /// The variable's name.
        variable: String,
        /// What it falls back to.
        fallback: Fallback,
        /// The shape of the literal it falls back to.
        shape: Shape,
    joined:
        /// The variable's name is that of a secret.
        named_secret: bool,
    }

    /// A comment that switches a type check off.
    "suppression" => Suppression {
        /// How.
        form: SuppressionForm,
        /// It names the error it switches off.
        specific: bool,
        /// A reason is written beside it.
        reason: bool,
    }

    /// An explicit `any` in TypeScript.
    "any_type" => AnyType {
        /// Where it stands.
        position: AnyPosition,
        /// What it types: the parameter, variable or function; empty when nothing is named.
        of: String,
        /// A comment tells the linter of `any` why it stands there: `// biome-ignore lint/suspicious/noExplicitAny: …`.
        explained: bool,
    }

    /// A statement that serves debugging by hand: `debugger`, `breakpoint()`, `pdb.set_trace()`, `dbg!`.
    "debug_statement" => DebugStatement {
        /// As written: `debugger`, `pdb.set_trace`, `dbg!`.
        form: String,
    joined:
        /// It stands in a file that tests read and no test runner runs: the input of a linter's or parser's tests.
        input: bool,
    }

    /// A test or group of tests that runs alone and keeps the others from running: `it.only`, `fdescribe`.
    "test_focus" => TestFocus {
        /// As written: `it.only`.
        form: String,
    joined:
        /// It stands in a file that tests read and no test runner runs: the input of a linter's or parser's tests.
        input: bool,
    }

    /// A migration of a database: one revision of a history, with its way forwards and its way back.
    "migration" => Migration {
        /// The system that runs it.
        system: MigrationSystem,
        /// Its revision: Alembic's id, a version number, a file's name.
        revision: String,
        /// What is written in the body of the upgrade.
        upgrade_body: MigrationBody,
        /// What is written in the body of the downgrade.
        downgrade_body: MigrationBody,
        /// It joins branches of the history and does nothing else.
        merge: bool,
    joined:
        /// What the upgrade changes.
        upgrade: Known<Upgrade>,
        /// What leads back.
        downgrade: Known<Downgrade>,
        /// What its history does about ways back.
        habit: Habit,
        /// The other heads of its history, when it is one itself and not the first.
        other_heads: Vec<String>,
        /// Parents that its history does not have.
        missing_parents: Vec<String>,
        /// Other migrations of its history with the same revision or number that come before it.
        same_revision: Vec<String>,
        /// It is new since the revision that the review compares with (`--changed`), and this migration, which was there
        /// before, has a later number; empty when there is none.
        numbered_before: String,
        /// The folder of its history.
        history: String,
        /// The file of its downgrade, when that is another one; empty when there is none.
        downgrade_path: String,
    hidden:
        /// The revisions it follows.
        parents: Vec<String>,
        /// Further revisions it needs, without following them (`depends_on`).
        depends_on: Vec<String>,
        /// Names of the branch it starts.
        branches: Vec<String>,
        /// Revisions it stands for (Django's `replaces`).
        replaces: Vec<String>,
        /// Revisions that come after it without naming it (Django's `run_before`).
        precedes: Vec<String>,
        /// It is of a kind that has no way back, in a system that also has another kind (sqlx's simple migrations).
        forward_only: bool,
    }

    /// One step of a migration.
    "migration_step" => MigrationStep {
        /// What it does.
        operation: Operation,
        /// The table it concerns, folded to lower case unless quoted; empty when there is none.
        table: String,
        /// The column, index, constraint, type, policy, … it concerns, or the function that an opaque step calls; empty for the table itself, and for what has no name.
        object: String,
        /// The new name, when it gives one.
        new_name: String,
        /// Forwards or back.
        direction: Direction,
        /// It runs only under a condition: in an `if`, in a loop, with `IF EXISTS`.
        conditional: bool,
    joined:
        /// It is a step of a migration; a script of SQL that no system runs has steps too.
        in_migration: bool,
        /// It makes, drops or renames something, and its migration has a downgrade that was read whole: so it is known
        /// whether the step is taken back.
        comparable: bool,
        /// The step that takes it back, when the other direction lacks it: `drop index ix_users_email`; else empty.
        missing_inverse: String,
    hidden:
        /// The columns it concerns, when it has several: of an index or a constraint.
        columns: Vec<String>,
        /// It drops what depends on the object too: `CASCADE`.
        cascade: bool,
        /// It makes a table that lives as long as the session.
        temporary: bool,
        /// Its position among the steps of its direction in its file, from 0: a loop runs steps in another order than
        /// that of the source.
        order: u32,
        /// Several parts of one file have sections (`-- +goose Up`): this one's, from 0.
        section: u32,
    }

    /// A part of a file of SQL: the whole file, or what stands below one of its markers (`-- +goose Down`).
    "sql_section" => SqlSection {
        /// The marker it stands below.
        marker: SectionMarker,
        /// What is written in it, read as the body of one direction.
        content: MigrationBody,
        /// How many statements it holds.
        statements: u32,
        /// The file is a list of named queries for a generator (`-- name: GetUser :one`), not a script that runs.
        named_queries: bool,
    hidden:
        /// Its number in the file, from 0.
        section: u32,
    }

    /// A history of migrations: all of one system below one folder.
    "history" => History {
        /// The system that runs it.
        system: MigrationSystem,
        /// Its folder.
        folder: String,
        /// How many migrations it has.
        migrations: u32,
        /// How many of them change the schema.
        schema_changes: u32,
        /// How many of those have no way back, and say nothing about it.
        without_downgrade: u32,
        /// What it does about ways back.
        habit: Habit,
        /// Heads beyond one per branch.
        extra_heads: u32,
    }

    /// A class that is mapped to a table, or lends its columns to such classes; or a table written as `Table(…)`.
    "model" => Model {
        /// The library that maps it.
        system: ModelSystem,
        /// The table as written; empty when the library or a base computes it.
        table: String,
        /// The class; empty for a table without one.
        class: String,
        /// By its own words it has no table: `__abstract__`, a declarative base, a mixin.
        is_abstract: bool,
    joined:
        /// It has a table.
        mapped: bool,
        /// Its table keeps records of who did what, and is no part of another such table.
        keeps_records: bool,
        /// A record has a place for who did it.
        says_who: Known<bool>,
        /// For what was done.
        says_what: Known<bool>,
        /// For what it was done to.
        says_resource: Known<bool>,
        /// For the time.
        says_when: Known<bool>,
        /// For the address and the agent that a request came from.
        says_origin: Known<bool>,
        /// What of that it has no place for, or none that is known: `who`, `what`, `resource`, `time`, `address`, `agent`.
        lacks: Vec<String>,
    hidden:
        /// Its bases, as written.
        bases: Vec<String>,
        /// How many columns it declares itself.
        columns: u32,
        /// It is a model by its own words: a table's name, a base or metaclass of the library.
        certain: bool,
        /// It is where tables begin: `class Base(DeclarativeBase)`, `Base = declarative_base()`, `db = SQLAlchemy()`.
        root: bool,
    }

    /// A column of a table, where it is declared: also in a mixin, an abstract base or a `Table(…)`.
    "column" => Column {
        /// The table as written; empty when the library or a base computes it, and in a mixin.
        table: String,
        /// The attribute of the class; empty in a `Table(…)`.
        attribute: String,
        /// Its name in the database.
        column: String,
        /// Its type as written, shortened to 80 characters: `String(11)`; the annotation when there is none.
        declared_type: String,
        /// The length its type gives; 0 when it gives none.
        length: u32,
        /// It may be null.
        nullable: bool,
        /// It is unique by its own words.
        unique: bool,
        /// It is the primary key or a part of it.
        primary_key: bool,
        /// The column it refers to: `accounts.id`; empty when none.
        references: String,
        /// A comment marks it as one that an extension of its library encrypts: Prisma's `/// @encrypted`.
        marked: bool,
    joined:
        /// The class of data it holds, by its name and type.
        sensitive: Sensitivity,
        /// What exactly that is.
        category: Category,
        /// `sensitive.classes` of `review.toml` names its class or category.
        chosen: bool,
        /// How it keeps its values; looked at where it holds delicate data.
        storage: Known<Storage>,
        /// What shows that: `EncryptedText (app/crypto.py) encrypts what it binds`; empty when nothing does.
        evidence: String,
        /// The most characters that the database takes for it; 0 where nothing limits them, or it is no text. What its
        /// type keeps values in decides: `impl = String(200)`.
        room: Known<u32>,
        /// The database keeps it as a number, a date or a truth value.
        scalar: bool,
    hidden:
        /// The class it stands in; empty in a `Table(…)`.
        model: String,
        /// Paths of its type, the outermost first, as written: the one given, then those of the annotation and of
        /// decorators. `library:Name` where the file by itself tells the library.
        types: Vec<String>,
        /// Names of the calls through which a setter or validator of its class writes it.
        written_through: Vec<String>,
        /// Every write passes through those calls: they are its own setter's.
        binds: bool,
        /// Paths of what converts its values on their way to the database, as written, or `library:Name`: TypeORM's
        /// `transformer`. Also what could hold such a thing: options that are not known.
        converters: Vec<String>,
        /// What made it, as written, when that is not the library by the file's own words: `db.Column`, `primary_key`.
        maker: String,
        /// It is a column only when its class has a table: an annotated field of SQLModel, a field of Django.
        annotated: bool,
        /// It is a field of a struct that maps a column declared elsewhere (diesel); a column itself only where no
        /// declaration is found.
        maps: bool,
    }

    /// A name of the project that stands for a type of columns, or makes columns.
    "column_type" => ColumnType {
        /// What it stands for.
        form: TypeForm,
    joined:
        /// How it keeps values.
        storage: Known<Storage>,
    hidden:
        /// Its bases or the types it stands for, as written.
        bases: Vec<String>,
        /// Names of the calls through which it binds values, helpers of its class and file opened.
        binds_through: Vec<String>,
        /// It binds values itself: it has a hook (`process_bind_param`, `get_prep_value`) or a setter.
        binds: bool,
        /// The type in which it keeps values, as written: `impl = LargeBinary`; empty when its base says it.
        inner: String,
        /// The length of that, or that its alias gives; 0 when none.
        length: u32,
        /// Its constructor makes something of its own of the length that it is given.
        sizes: bool,
    }

    /// A value that passes through an encrypting call on its way into a name: `user.kra_pin = encrypt(x)`,
    /// `User(kra_pin=encrypt(x))`.
    "encrypted_write" => EncryptedWrite {
        /// The attribute or keyword it goes to.
        target: String,
        /// The call, as written.
        callee: String,
    hidden:
        /// The table it goes to, where SQL says so.
        table: String,
        /// What an object or keyword with it is handed to, as a path; empty when it is nothing.
        passed_to: String,
    }

    /// A database client that gets what encrypts columns: `client.$extends(fieldEncryptionExtension())`.
    "client_encryption" => ClientEncryption {
        /// What it gets, as written.
        extension: String,
        /// The client that encrypts is used: `$extends` gives back a new one and leaves the old one as it was.
        used: bool,
        /// The extension is that of a library, which encrypts the columns that are marked for it.
        of_library: bool,
    }

    /// Something that keeps values out of a log: the configuration of a logger, or a list or function that one takes in.
    "log_redaction" => LogRedaction {
        /// The library it is written for: `pino`, `winston`, `structlog`, `logging`; empty for what a configuration
        /// takes in.
        by: String,
        /// The keys that it hides, as paths: `password`, `*.password`.
        keys: Vec<String>,
    hidden:
        /// The logger, the function that makes it, or the list, function or class itself, by its name at the top of the
        /// file; empty for the configuration of every logger of its library.
        owner: String,
        /// What it takes in by name.
        from: Vec<String>,
        /// The name of the options that a logger is made with; what those hide it hides.
        options: String,
        /// It hides more than its keys, which is not known from here.
        open: bool,
    }

    /// A way in from outside: a method, a path and a handler. Two registrations of one handler are two routes.
    "route" => Route {
        /// The library that takes the request.
        system: RouteSystem,
        /// In upper case: `POST`; `ANY` when all are taken; `QUERY`, `MUTATION` and `SUBSCRIPTION` of tRPC and GraphQL.
        method: String,
        /// The path of its address as far as the file says it; a part that is not known is `…`.
        url: String,
        /// The handler as written; empty when it is written in place.
        handler: String,
    joined:
        /// Its handler reaches a lasting write of domain data, within three calls.
        writes: Known<bool>,
        /// The tables that it writes, as far as they are known, each once.
        tables: Vec<String>,
        /// Through what it writes: `create (app/users.py:12)`, over the calls on the way.
        writes_through: String,
        /// Its handler reaches an audit record, or something that records all changes of what it writes.
        audited: Known<bool>,
        /// What shows that, over the calls on the way; empty when nothing does.
        audited_through: String,
        /// It is for administrators, or writes a table with sensitive columns.
        delicate: bool,
        /// The project has some audit mechanism.
        project_audits: bool,
    hidden:
        /// The first byte of the function that handles it, from 0, when it stands in this file; else 0, and `handler`
        /// names it.
        handler_at: u32,
        /// The router it is registered with, as written, or the name that the chain it stands in is bound to.
        router: String,
        /// What runs before it or around it and stands beside it, as written.
        around: Vec<String>,
        /// The first bytes of the functions that do and are written in place, from 0.
        around_at: Vec<u32>,
    }

    /// A call that changes what is stored.
    "write" => Write {
        /// The library through which it writes.
        system: ModelSystem,
        /// What it does.
        change: WriteKind,
        /// The table or model as written; empty when the call alone does not say.
        table: String,
    joined:
        /// What the table is for.
        table_use: TableUse,
        /// The function that writes: `Users.create`.
        function: String,
    hidden:
        /// The value that is written, as a path, when `table` is empty: `user` in `session.add(user)`.
        value: String,
        /// It writes for certain. Else only when `value` is an object of a model: `user.save()`.
        certain: bool,
        /// It changes rows by a query and makes no objects of them, so that hooks of the object mapper do not see it.
        by_query: bool,
    }

    /// Something that runs beside requests, events or changes without being called for each: middleware, an interceptor, a
    /// listener, a hook of the object mapper, a trigger.
    "hook" => Hook {
        /// What it hooks into.
        form: HookForm,
        /// What runs, as written; empty for a function that is written in place.
        runs: String,
        /// What it sees: the router, the event, the model or the table, as written; empty for all.
        on: String,
        /// The changes that it sees: `insert`, `update`, `delete`; empty for all, and where it sees no changes.
        changes: Vec<String>,
        /// It is set up under a condition, or sees a part alone: the paths below `/admin`.
        partly: bool,
    joined:
        /// What runs leaves an audit record.
        records: Known<bool>,
        /// What shows that, over the calls on the way.
        through: String,
    hidden:
        /// The first byte of the function that runs, from 0, when it is written in place.
        runs_at: u32,
        /// It runs for the routers that its own one is hung into as well (`fastify-plugin`).
        lifted: bool,
        /// It sees what comes after it in its file alone (Express, Hono, tRPC); else what comes before it as well.
        in_order: bool,
    }

    /// A router that is hung into another: `app.use("/users", users)`, `app.include_router(users)`.
    "mount" => Mount {
        /// The router it is hung into, as written.
        into: String,
        /// What is hung in, as written: a router, or the function that makes one or adds its routes.
        child: String,
        /// The path at which it is, as far as it is known; empty for that of the router itself.
        url: String,
    hidden:
        /// The first byte of the function that adds the routes, from 0, when it is written in place.
        child_at: u32,
    }

    /// A function or procedure of the database.
    "routine" => Routine {
        /// The tables into which its body inserts, as written, each once.
        inserts: Vec<String>,
        /// The routines that it calls for its value or effect, as written, each once.
        calls: Vec<String>,
    }

    /// A call of an asynchronous function of the project whose value is dropped. All calls of such functions count as
    /// read.
    "async_call" => AsyncCall {
    joined:
        /// The callee as written: `this.mailer.send`.
        callee: String,
        /// The function that it runs: `Mailer.send (src/mailer.ts:12)`.
        function: String,
        /// What that function waits for or throws is caught in it.
        catches: bool,
        /// It stands at the top of its file and not in a function.
        at_top: bool,
        /// A comment on its line or directly above says something.
        commented: bool,
    hidden:
        /// Nothing is written about it in any file.
        nothing: bool,
    }

    /// The project as a whole, once; what is known of its Python apart when it stands in a file of another language.
    "project" => Whole {
    joined:
        /// Routes that were found.
        routes: u32,
        /// Those of them that write domain data for certain.
        writing_routes: u32,
        /// It has some audit mechanism: a call, a table, a hook.
        has_audit: bool,
        /// What shows that; empty when nothing does.
        audit: String,
        /// Of its functions that could carry type hints, how many in a hundred carry all (0 to 100).
        hinted: u32,
        /// Functions that could carry type hints.
        hintable: u32,
    hidden:
        /// Nothing is written about it in any file.
        nothing: bool,
    }

    /// A type of Rust that can be printed for debugging: a struct that derives `Debug`, or a type that writes it by hand.
    "shown_type" => ShownType {
        /// Its fields that are texts or bytes and are shown; none for a type that writes it by hand.
        fields: Vec<String>,
    }

    /// A line left by an unfinished merge.
    "merge_marker" => MergeMarker {
        /// The marker: `<<<<<<<`, `>>>>>>>`.
        marker: String,
    }
}

/// A value handed to a log call.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoggedValue {
    /// The value as written, shortened to 80 characters: `user.email`.
    pub text: String,
    /// The name that says what it is: the last segment of the path, the key of a structured field, the
    /// variable. `email` for `user.email` and for `email=x`.
    pub name: String,
    /// The names of the calls it passes through, outermost first: `mask` for `mask(user.email)`, `len` for
    /// `len(token)`.
    pub through: Vec<String>,
    /// Only its truth, length or type is logged (`!!token`, `len(x)`, `x is None`, `type(x)`).
    pub reduced: bool,
    /// The function around it uses it as a thing with parts (`token.id`, `session.delete(token)`): what is logged is
    /// what that thing shows of itself.
    pub record: bool,
    /// The keys under which it is logged, the outermost first: `user.email` for `{ user: { email } }`; empty for a part
    /// of the text.
    pub key: String,
    /// The name of its type, where it is printed whole for debugging (Rust's `{:?}`) and the function declares it; else
    /// empty.
    pub ty: String,
    /// Where the value stands.
    pub place: Place,
}
