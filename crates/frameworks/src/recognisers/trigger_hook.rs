//! Triggers and routines of the database in texts of SQL that code hands on: migrations of Alembic, Knex, TypeORM.

use crate::{Context, Out, Recogniser, triggers};
use review_facts::{Kind, Language};
use review_schema::sql;
use review_syntax::{Kind as Syntax, NodeId};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "trigger_hook",
    finds: &[Kind::Hook, Kind::Routine],
    languages: &[Language::Python, Language::TypeScript, Language::Tsx, Language::JavaScript],
    libraries: &[],
    nodes: &[Syntax::Str],
    node,
    file: |_: &Context<'_>, _: &mut Out| {},
};

/// Bytes of a text that is read; a whole schema stands in a file of its own.
const LONGEST: usize = 100_000;

fn node(cx: &Context<'_>, text: NodeId, out: &mut Out) {
    // Most texts are no SQL, which their first letters show.
    let quoted =
        cx.text(text).trim_start_matches(|c: char| !c.is_ascii_alphabetic() || matches!(c, 'r' | 'f'));
    let begins = quoted.as_bytes().get(..6).is_some_and(|head| head.eq_ignore_ascii_case(b"CREATE"));
    if !begins || quoted.len() > LONGEST {
        return;
    }
    let Some(content) = cx.tree.str_content(text, cx.source) else { return };
    let written = content.text(cx.source);
    let head = written.trim_start().as_bytes();
    // `CREATE TABLE` is the usual one.
    let made = |word: &str| {
        head.windows(word.len()).take(120).any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
    };
    if made("TRIGGER") || made("FUNCTION") {
        let script = sql::read(written);
        let place = cx.place(text);
        triggers::of_script(written, &script, |_| place, out);
    }
}
