//! What our reader says, in the words of the comparison.

use super::Reading;
use review_facts::{Operation, Span, Word};
use review_schema::sql::{Column, Detail, Name, Policy, Script, Step, Table};

/// The statements of a script.
pub fn read(text: &str, script: &Script) -> Vec<Reading> {
    let read = |statement: &review_schema::sql::Statement| Reading {
        span: statement.span,
        facts: facts(text, &statement.steps),
    };
    script.statements.iter().map(read).collect()
}

fn facts(text: &str, steps: &[Step]) -> Vec<String> {
    let Some(last) = steps.iter().rfind(|step| !step.conditional) else { return Vec::new() };
    if let Some(alters) = alters_table(steps) {
        return alters;
    }
    let first = steps.first().unwrap_or(last);
    let mut facts = vec![last.operation.word().to_owned()];
    match (&last.detail, last.operation) {
        (Detail::Table(table), _) => facts.extend(of_table(text, last, table)),
        (Detail::Index(index), Operation::CreateIndex) => {
            let columns =
                index.parts.iter().map(|part| part.column.as_ref().map_or("", |name| name.name.as_str()));
            facts.push(format!("index {} on {}", shown(&last.object), shown(&last.table)));
            facts.push(columns.collect::<Vec<_>>().join(","));
            facts.push(format!("unique {} concurrently {}", index.unique, index.concurrently));
            facts.push(format!("partial {}", index.predicate.is_some()));
        }
        (Detail::Policy(policy), Operation::CreatePolicy) => facts.extend(of_policy(text, last, policy)),
        _ => facts.extend(of_names(first, last, steps)),
    }
    facts
}

fn of_names(first: &Step, last: &Step, steps: &[Step]) -> Vec<String> {
    match last.operation {
        Operation::DropTable => steps.iter().map(|step| shown(&step.table)).collect(),
        Operation::DropIndex | Operation::DropView | Operation::DropType | Operation::DropSchema => {
            steps.iter().map(|step| shown(&step.object)).collect()
        }
        Operation::DropPolicy | Operation::AlterPolicy => {
            vec![format!("{} on {}", shown(&first.object), shown(&first.table))]
        }
        Operation::RenameIndex => vec![format!("{} to {}", shown(&last.object), shown(&last.new_name))],
        Operation::Insert | Operation::Update => vec![shown(&last.table)],
        _ => Vec::new(),
    }
}

fn of_table(text: &str, step: &Step, table: &Table) -> Vec<String> {
    let mut facts = vec![shown(&step.table), format!("temporary {}", table.temporary)];
    if table.query.is_some() {
        return facts;
    }
    facts.extend(table.columns.iter().map(|column| of_column(text, column)));
    facts.push(format!("constraints {}", table.constraints.len()));
    facts
}

fn of_column(text: &str, column: &Column) -> String {
    let ty = squeezed(column.ty.text(text));
    let default = column.default.is_some();
    let references = column.references.as_ref().map(|references| references.table.clone());
    format!(
        "{}: {ty} not-null {} default {default} primary {} unique {} references {}",
        column.name.name,
        column.not_null,
        column.primary_key,
        column.unique,
        shown(&references)
    )
}

fn of_policy(text: &str, step: &Step, policy: &Policy) -> Vec<String> {
    let roles: Vec<&str> = policy.roles.iter().map(|role| role.name.as_str()).collect();
    let written = |span: Option<Span>| span.map_or(String::new(), |span| squeezed(span.text(text)));
    vec![
        format!("{} on {}", shown(&step.object), shown(&step.table)),
        format!("for {} to {}", policy.command.as_deref().unwrap_or(""), roles.join(",")),
        format!("restrictive {}", policy.restrictive),
        format!("using {}", written(policy.using)),
        format!("check {}", written(policy.check)),
    ]
}

/// The actions of an `ALTER TABLE`; none for other statements.
fn alters_table(steps: &[Step]) -> Option<Vec<String>> {
    let actions = [
        Operation::AddColumn,
        Operation::DropColumn,
        Operation::RenameColumn,
        Operation::AlterColumn,
        Operation::AddConstraint,
        Operation::DropConstraint,
        Operation::RenameConstraint,
        Operation::RenameTable,
        Operation::AlterTable,
        Operation::EnableRls,
        Operation::DisableRls,
    ];
    let first = steps.first().filter(|step| actions.contains(&step.operation))?;
    let mut facts = vec![format!("alter {}, {} actions", shown(&first.table), steps.len())];
    for step in steps {
        let forced = matches!(step.detail, Detail::Forced(true));
        let named = matches!(step.operation, Operation::AlterTable | Operation::AddConstraint);
        let object = if named { String::new() } else { shown(&step.object) };
        let new_name =
            if step.operation == Operation::AlterTable { String::new() } else { shown(&step.new_name) };
        facts.push(format!("{} {object} {new_name} {forced}", step.operation.word()));
    }
    Some(facts)
}

fn shown(name: &Option<Name>) -> String {
    let Some(name) = name else { return String::new() };
    match &name.schema {
        Some(schema) => format!("{schema}.{}", name.name),
        None => name.name.clone(),
    }
}

/// Without white space, as two readers may differ in which of it belongs to an expression.
pub fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}
