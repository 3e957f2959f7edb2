//! The languages that are read.

use serde::{Deserialize, Serialize};

/// A language of source files. `Config` stands for line-oriented settings (`.env`, `.ini`, YAML, TOML, JSON
/// settings) in which only literals are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Language {
    Python,
    TypeScript,
    Tsx,
    JavaScript,
    Rust,
    Sql,
    Prisma,
    Config,
}

impl Language {
    /// Every language, in the order in which they are reported.
    pub const ALL: [Language; 8] = [
        Language::Python,
        Language::TypeScript,
        Language::Tsx,
        Language::JavaScript,
        Language::Rust,
        Language::Sql,
        Language::Prisma,
        Language::Config,
    ];

    /// The word by which rules and reports name the language. TSX counts as TypeScript.
    pub fn word(self) -> &'static str {
        match self {
            Language::Python => "python",
            Language::TypeScript | Language::Tsx => "typescript",
            Language::JavaScript => "javascript",
            Language::Rust => "rust",
            Language::Sql => "sql",
            Language::Prisma => "prisma",
            Language::Config => "config",
        }
    }

    /// The language of a file by its name (the last segment of its path), or none that is read.
    pub fn of_name(name: &str) -> Option<Language> {
        if name == ".env" || name.starts_with(".env.") {
            return Some(Language::Config);
        }
        let (_, extension) = name.rsplit_once('.')?;
        Some(match extension {
            "py" | "pyi" => Language::Python,
            "ts" | "mts" | "cts" => Language::TypeScript,
            "tsx" => Language::Tsx,
            "js" | "mjs" | "cjs" | "jsx" => Language::JavaScript,
            "rs" => Language::Rust,
            "sql" => Language::Sql,
            "prisma" => Language::Prisma,
            "env" | "ini" | "cfg" | "conf" | "properties" | "yml" | "yaml" | "toml" | "json" => {
                Language::Config
            }
            _ => return None,
        })
    }

    /// True for TypeScript, TSX and JavaScript.
    pub fn is_ecmascript(self) -> bool {
        matches!(self, Language::TypeScript | Language::Tsx | Language::JavaScript)
    }
}
