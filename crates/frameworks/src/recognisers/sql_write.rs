//! Writes as text of SQL that is handed to a call: `cursor.execute("INSERT INTO users …")`, `query!("UPDATE …")`.

use crate::{Context, Out, Recogniser, writes};
use review_facts::{Kind, Language, ModelSystem, WriteKind};
use review_syntax::{Kind as Syntax, NodeId, Role};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "sql_write",
    finds: &[Kind::Write],
    languages: &[Language::Python, Language::TypeScript, Language::Tsx, Language::JavaScript, Language::Rust],
    libraries: &[
        "sqlx",
        "psycopg",
        "psycopg2",
        "asyncpg",
        "sqlite3",
        "pg",
        "mysql2",
        "better-sqlite3",
        "postgres",
    ],
    nodes: &[Syntax::Str, Syntax::Template],
    node,
    file: |_: &Context<'_>, _: &mut Out| {},
};

/// Calls between a text and the one that runs it: `text("…")`, `sql("…")`, formatting.
const STEPS: usize = 5;

fn node(cx: &Context<'_>, text: NodeId, out: &mut Out) {
    let source = cx.text(text);
    let trimmed =
        source.trim_start_matches(|c: char| !c.is_ascii_alphabetic() || matches!(c, 'r' | 'f' | 'b'));
    let verb = trimmed.as_bytes().get(..6);
    let writes = |word: &[u8]| verb.is_some_and(|verb| verb.eq_ignore_ascii_case(word));
    if ![&b"INSERT"[..], b"UPDATE", b"DELETE", b"REPLAC"].into_iter().any(writes) {
        return;
    }
    let Some((change, table)) = statement(trimmed) else { return };
    let tree = cx.tree;
    let mut at = text;
    for _ in 0..STEPS {
        let Some(parent) = tree.parent(at) else { return };
        if tree.kind(parent) == Syntax::Call && tree.role(at) == Role::Arg {
            let callee = cx.callee(parent);
            // A log line or an error may begin like a statement.
            let last = callee.rsplit('.').next().unwrap_or_default();
            if crate::calls::logs(cx, parent) || last.ends_with("Error") || last.ends_with("Exception") {
                return;
            }
            return writes::add(cx, parent, ModelSystem::Sql, change, writes::Of::Table(table), out);
        }
        if !matches!(
            tree.kind(parent),
            Syntax::Template | Syntax::Binary | Syntax::Member | Syntax::Call | Syntax::Unary
        ) {
            return;
        }
        at = parent;
    }
}

/// The change and the table of a statement, when the text begins with one.
fn statement(text: &str) -> Option<(WriteKind, String)> {
    let head: String = text.chars().take(160).collect();
    let mut words = head.split_whitespace();
    let verb = words.next()?.to_ascii_uppercase();
    let mut next = || words.next();
    let (change, table) = match verb.as_str() {
        "INSERT" | "REPLACE" => {
            let mut word = next()?;
            while matches!(word.to_ascii_uppercase().as_str(), "OR" | "IGNORE" | "REPLACE") {
                word = next()?;
            }
            if !word.eq_ignore_ascii_case("INTO") {
                return None;
            }
            (WriteKind::Insert, next()?)
        }
        "UPDATE" => {
            let table = next()?;
            let mut rest = [next(), next(), next()].into_iter().flatten();
            if !rest.any(|word| word.eq_ignore_ascii_case("SET")) {
                return None;
            }
            (WriteKind::Update, table)
        }
        "DELETE" => {
            if !next()?.eq_ignore_ascii_case("FROM") {
                return None;
            }
            (WriteKind::Delete, next()?)
        }
        _ => return None,
    };
    let table = table.split('(').next().unwrap_or_default();
    let table = table.trim_matches(|c: char| !c.is_alphanumeric() && c != '_' && c != '.');
    (!table.is_empty())
        .then(|| (change, table.rsplit('.').next().unwrap_or(table).trim_matches('"').to_owned()))
}
