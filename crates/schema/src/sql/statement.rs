//! One statement to its steps, told by its first word.

use super::cursor::Cursor;
use super::detail::{Block, Detail};
use super::name::Name;
use super::object;
use super::step::Step;
use super::token::{HOLE, Token, TokenKind};
use super::{alter, block, create, drop, grant, query, rows};
use review_facts::{Operation, Span};

/// First words of statements that change neither the schema nor rows: settings, locks, transactions,
/// maintenance, and what a client says to itself.
const SETTINGS: &[&str] = &[
    "ABORT",
    "ANALYSE",
    "ANALYZE",
    "ATTACH",
    "BEGIN",
    "CHECK",
    "CHECKPOINT",
    "CHECKSUM",
    "CLOSE",
    "CLUSTER",
    "COMMIT",
    "DEALLOCATE",
    "DECLARE",
    "DETACH",
    "DISCARD",
    "END",
    "FETCH",
    "FLUSH",
    "KILL",
    "LISTEN",
    "LOAD",
    "LOCK",
    "MOVE",
    "NOTIFY",
    "OPTIMIZE",
    "PRAGMA",
    "REFRESH",
    "REINDEX",
    "RELEASE",
    "REPAIR",
    "RESET",
    "ROLLBACK",
    "SAVEPOINT",
    "START",
    "UNLISTEN",
    "UNLOCK",
    "USE",
    "VACUUM",
    "WAIT",
    "XA",
];

/// Reads the steps of one statement. There is always at least one; what cannot be read is
/// [`Operation::Opaque`].
pub(super) fn steps(text: &str, tokens: &[Token]) -> Vec<Step> {
    let cursor = Cursor::new(text, tokens);
    let mut steps = read(cursor);
    if steps.is_empty() {
        steps.push(Step::new(Operation::Opaque));
    }
    steps.shrink_to_fit();
    let span = cursor.span();
    for step in &mut steps {
        if step.span.is_empty() {
            step.span = span;
        }
        let named = step.object.as_ref().or(step.table.as_ref()).map(|name| name.span);
        step.place = named.unwrap_or_else(|| first_token(tokens, step.span));
    }
    steps
}

fn read(mut cursor: Cursor) -> Vec<Step> {
    let whole = cursor;
    if cursor.is_mark(b'(') {
        return query::read(whole);
    }
    let Some(first) = cursor.next().filter(|token| token.kind == TokenKind::Word) else { return Vec::new() };
    let word = first.span.text(cursor.text);
    if word.contains(HOLE) {
        return Vec::new();
    }
    let word = word.to_ascii_uppercase();
    match word.as_str() {
        "CREATE" => create::read(cursor),
        "ALTER" => alter::read(cursor),
        "DROP" => drop::read(cursor),
        "RENAME" => rename_tables(cursor),
        "COMMENT" => comment(cursor),
        "GRANT" | "REVOKE" => vec![grant::read(whole)],
        "INSERT" | "REPLACE" | "UPDATE" | "DELETE" | "TRUNCATE" | "MERGE" | "COPY" => rows::read(whole),
        "LOAD" if cursor.is_any(&["DATA", "XML"]) => rows::read(whole),
        "SELECT" | "WITH" | "VALUES" | "TABLE" => query::read(whole),
        "SHOW" | "EXPLAIN" | "DESCRIBE" | "DESC" | "HELP" => vec![Step::new(Operation::Query)],
        "DO" => block::read(whole),
        "CALL" => vec![Step::of_object(Operation::Block, cursor.name())],
        "SIGNAL" => vec![signal(cursor)],
        "IMPORT" => vec![Step::new(Operation::CreateOther)],
        "SECURITY" | "REASSIGN" => vec![Step::new(Operation::AlterOther)],
        "PRAGMA" => vec![Step::of_object(Operation::Setting, cursor.name())],
        "SET" => {
            cursor.take_any(&["LOCAL", "SESSION", "GLOBAL"]);
            vec![Step::of_object(Operation::Setting, cursor.name())]
        }
        setting if SETTINGS.contains(&setting) => vec![Step::new(Operation::Setting)],
        _ => Vec::new(),
    }
}

/// `RENAME TABLE a TO b, c TO d` of MySQL.
fn rename_tables(mut cursor: Cursor) -> Vec<Step> {
    if cursor.take_any(&["TABLE", "TABLES"]).is_none() {
        return Vec::new();
    }
    let rename = |mut item: Cursor| {
        let table = item.name();
        item.take(&["TO"]);
        Step { span: item.span(), ..Step::of_table(Operation::RenameTable, table).to(item.name()) }
    };
    cursor.items().into_iter().map(rename).collect()
}

/// `COMMENT ON COLUMN users.email IS '…'`.
fn comment(mut cursor: Cursor) -> Vec<Step> {
    if !cursor.take(&["ON"]) {
        return Vec::new();
    }
    let kind = object::kind(&mut cursor).unwrap_or_default();
    let step = Step::new(Operation::Comment);
    let step = match kind.as_str() {
        "TABLE" | "FOREIGN TABLE" => step.on(cursor.name()),
        "COLUMN" => {
            let (table, column) = object::column_of_table(&mut cursor);
            Step { table, object: column, ..step }
        }
        _ => {
            let object = cursor.name();
            let on_table = cursor.take(&["ON"]);
            cursor.take(&["DOMAIN"]);
            Step { object, table: if on_table { cursor.name() } else { None }, ..step }
        }
    };
    vec![step.with(Detail::Words(kind))]
}

/// `SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '…'` of MySQL.
fn signal(mut cursor: Cursor) -> Step {
    let whole = cursor.span();
    let text = cursor.skip_past(&["MESSAGE_TEXT"]).then(|| {
        cursor.take_mark(b'=');
        cursor.string().map(|token| token.span)
    });
    let raises = text.flatten().unwrap_or(whole);
    Step::new(Operation::Block).with(Detail::Block(Block { raises: Some(raises), ..Block::default() }))
}

fn first_token(tokens: &[Token], span: Span) -> Span {
    let first = tokens.partition_point(|token| token.span.start < span.start);
    tokens.get(first).map_or(span, |token| token.span)
}

/// The name of a table: `a`, `ONLY a`, `ONLY (a)`, `a *`.
pub(super) fn table_name(cursor: &mut Cursor) -> Option<Name> {
    cursor.take(&["ONLY"]);
    let name = if let Some(mut group) = cursor.group() { group.name() } else { cursor.name() };
    cursor.take_mark(b'*');
    name
}
