//! SQL as steps of a migration: in a string of code, and in a file of its own.

use review_facts::{MigrationStep, Operation, Span};
use review_schema::sql::{Detail, Name, Script, Statement, Step};

/// A step in a text of SQL.
pub(crate) struct SqlStep {
    /// The token to point at, in bytes from 0 of the text.
    pub place: Span,
    /// The section of the text it stands in, from 0.
    pub section: u32,
    pub step: MigrationStep,
}

/// Functions that a query calls and that change no schema: PostgreSQL's own for settings, sequences, locks and waiting.
const HARMLESS: &[&str] = &[
    "set_config",
    "current_setting",
    "setval",
    "nextval",
    "currval",
    "pg_sleep",
    "count",
    "now",
    "version",
    "max",
    "min",
    "coalesce",
    "exists",
    "pg_advisory_lock",
    "pg_advisory_xact_lock",
    "pg_advisory_unlock",
    "to_regclass",
    "concat",
    "string_agg",
    "array_agg",
    "json_agg",
    "jsonb_agg",
    "row_number",
    "sum",
    "distinct",
    "cast",
];

/// The steps of a text of SQL that code runs; its unknown parts are [`super::value::HOLE`]s.
pub(crate) fn steps(text: &str) -> Vec<MigrationStep> {
    let script = review_schema::sql::read(text);
    of_script(&script).into_iter().map(|step| step.step).collect()
}

/// The steps of a text, in its order. Of several statements that change rows of one table one after the other only
/// the first is kept: a dump has one for every row.
pub(crate) fn of_script(script: &Script) -> Vec<SqlStep> {
    let mut steps: Vec<SqlStep> = Vec::new();
    for statement in &script.statements {
        for step in of_statement(statement) {
            let repeats = |last: &SqlStep| {
                let data =
                    [Operation::Insert, Operation::Update, Operation::Delete].contains(&step.operation);
                data && last.section == statement.section
                    && last.step.operation == step.operation
                    && step.table.as_ref().is_some_and(|table| table.name == last.step.table)
            };
            if !steps.last().is_some_and(repeats) {
                steps.push(SqlStep { place: step.place, section: statement.section, step: of_step(step) });
            }
        }
    }
    if let Some(unread) = script.unread {
        let section = steps.last().map_or(0, |last| last.section);
        steps.push(SqlStep { place: unread, section, step: super::bare_step(Operation::Opaque) });
    }
    steps
}

/// The steps of a statement; a block whose statements could be read is these.
fn of_statement(statement: &Statement) -> impl Iterator<Item = &Step> {
    let opened = statement.steps.len() > 1;
    statement.steps.iter().filter(move |step| !(opened && step.operation == Operation::Block))
}

fn of_step(step: &Step) -> MigrationStep {
    let name = |name: &Option<Name>| name.as_ref().map(|name| name.name.clone()).unwrap_or_default();
    let mut object = name(&step.object);
    if step.operation == Operation::Query && HARMLESS.contains(&object.as_str()) {
        object.clear();
    }
    MigrationStep {
        operation: step.operation,
        table: name(&step.table),
        object,
        new_name: name(&step.new_name),
        conditional: step.conditional || step.if_exists,
        cascade: step.cascade,
        columns: step.columns.iter().map(|column| column.name.clone()).collect(),
        temporary: matches!(&step.detail, Detail::Table(table) if table.temporary),
        ..MigrationStep::default()
    }
}
