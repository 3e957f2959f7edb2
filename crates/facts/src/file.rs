//! What one file says, alone: a pure function of its bytes, its language and the build.

use crate::code::Code;
use crate::{Fact, Kind, Language, Place, Span};
use serde::{Deserialize, Serialize};

/// Everything that one file says, without looking at any other and without knowing its path.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FileFacts {
    /// The language it was read as.
    pub language: Language,
    /// Size in bytes.
    pub bytes: u32,
    /// Lines, counting a last line without line end.
    pub lines: u32,
    /// Facts in source order.
    pub facts: Vec<Fact>,
    /// Per kind that was looked for here: how many were *read*, remarkable or not. A kind of which only the
    /// remarkable ones are stored (string literals, calls) is counted here; a kind without an entry was
    /// not looked for, so nothing may be concluded about it.
    pub read: Vec<(Kind, u32)>,
    /// What the file imports and re-exports.
    pub imports: Vec<Import>,
    /// What is defined, what calls what: raw material for the join.
    pub code: Code,
    /// What it offers to files that import it, in source order, re-exports aside.
    pub exports: Vec<Export>,
    /// The modules it declares: Rust's `mod`.
    pub modules: Vec<Module>,
    /// Comments that allow a finding.
    pub allows: Vec<Allow>,
    /// Regions that could not be read.
    pub uncovered: Vec<Uncovered>,
    /// The file says it is generated (`@generated`, `DO NOT EDIT` in its first lines).
    pub generated: bool,
    /// The file says it runs in a browser (`'use client'`, JSX components).
    pub frontend: bool,
}

impl FileFacts {
    /// Facts about nothing, for a file of which nothing has been read yet.
    pub fn empty(language: Language, source: &str) -> FileFacts {
        FileFacts {
            language,
            bytes: source.len() as u32,
            lines: source.lines().count() as u32,
            facts: Vec::new(),
            read: Vec::new(),
            imports: Vec::new(),
            code: Code::default(),
            exports: Vec::new(),
            modules: Vec::new(),
            allows: Vec::new(),
            uncovered: Vec::new(),
            generated: false,
            frontend: false,
        }
    }

    /// How many of a kind were read here; none when the kind was not looked for.
    pub fn read(&self, kind: Kind) -> Option<u32> {
        self.read.iter().find(|(k, _)| *k == kind).map(|(_, n)| *n)
    }

    /// The bytes under which the facts are kept in the cache.
    pub fn to_bytes(&self) -> Vec<u8> {
        // Serialising plain data to memory has no way to fail; an empty entry would read back as an error.
        postcard::to_stdvec(self).unwrap_or_default()
    }

    /// Reads what [`FileFacts::to_bytes`] wrote.
    ///
    /// # Errors
    /// When the bytes are cut, damaged or of another build.
    pub fn from_bytes(bytes: &[u8]) -> Result<FileFacts, CodecError> {
        postcard::from_bytes(bytes).map_err(|error| CodecError(error.to_string()))
    }
}

/// Facts could not be read back.
#[derive(Debug, PartialEq, Eq)]
pub struct CodecError(String);

impl std::fmt::Display for CodecError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "stored facts cannot be read: {}", self.0)
    }
}

impl std::error::Error for CodecError {}

/// One imported name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// The module as written: `app.db`, `.models`, `@/lib/log`, `crate::db`.
    pub module: String,
    /// The name in that module; none when the module itself is bound (`import x`, `import * as x`), `*` for
    /// all names.
    pub name: Option<String>,
    /// The name it has in this file; empty when nothing is bound (`import "x"`, `export * from "x"`).
    pub local: String,
    /// It is passed on to importers of this file (`export … from`, `pub use`).
    pub reexport: bool,
    /// Only the type is imported (`import type`, under `TYPE_CHECKING`).
    pub type_only: bool,
    /// It stands in a function, and binds only there.
    pub inner: bool,
    /// Where the local name stands.
    pub place: Place,
}

/// A name that a file offers to others: what Python's and Rust's top level defines, public or not, and what
/// TypeScript and JavaScript export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Export {
    /// The name by which others take it, in Rust behind the modules of the file it stands in: `User`, `tests.User`,
    /// `default`; `=` for all that a file is (`module.exports = x`, `export = x`).
    pub name: String,
    /// The file's own name for it where that is another one: `a` of `export { a as b }`, `Users` of `export default
    /// Users`.
    pub local: Option<String>,
}

/// A module that a file declares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Module {
    /// Its name behind those of the modules of the file it stands in: `tests`, `tests.helpers`.
    pub name: String,
    /// Where it lies, as `#[path = "…"]` says.
    pub path: Option<String>,
    /// Its extent, in bytes from 0, when it stands in this file; none when it lies in one of its own.
    pub inline: Option<Span>,
}

/// A comment that allows findings: `# review: allow(rule-id, other-rule) reason`, with `until=2026-12-31`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allow {
    /// The rule ids as written.
    pub rules: Vec<String>,
    /// The reason as written, without `until=`; empty when none is given.
    pub reason: String,
    /// The last day on which it holds, as written (`YYYY-MM-DD`).
    pub until: Option<String>,
    /// It holds for the whole file (`allow-file`).
    pub whole_file: bool,
    /// The line it speaks of, from 1: its own when code stands before it, else the next line with code.
    pub line: u32,
    /// The comment.
    pub place: Place,
}

/// A region of source that was not read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uncovered {
    /// The region, in bytes from 0.
    pub span: Span,
    /// The line it starts on, from 1.
    pub line: u32,
    /// Why: "syntax error", "macro `select!`", "nested too deep".
    pub why: String,
    /// Words inside it that mark an area (`execute`, `.route(`, `encrypt`), without repetition.
    pub anchors: Vec<String>,
}
