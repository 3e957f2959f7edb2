//! Files of SQL: their sections, what their statements do, and the tables they create. Which of them a tool runs as migrations, and in which
//! direction, shows by their paths, which `project` knows.

use crate::migration::{SqlStep, of_script};
use crate::{Context, Out, Recogniser, model, triggers};
use review_facts::{
    Direction, Fact, Kind, Language, MigrationStep, Operation, SectionMarker, Span, SqlSection, Word,
};
use review_schema::sql::{self, Script};
use review_syntax::NodeId;

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "sql_script",
    finds: &[
        Kind::SqlSection,
        Kind::MigrationStep,
        Kind::Migration,
        Kind::Model,
        Kind::Column,
        Kind::ColumnType,
        Kind::Hook,
        Kind::Routine,
    ],
    languages: &[Language::Sql],
    libraries: &[
        "diesel",
        "diesel-migrations",
        "sqlx",
        "refinery",
        "prisma",
        "drizzle-kit",
        "postgrator",
        "@supabase/supabase-js",
        "node-pg-migrate",
        "db-migrate",
        "yoyo-migrations",
        "yoyo",
        "github.com/golang-migrate/migrate",
        "github.com/pressly/goose",
        "github.com/amacneil/dbmate",
    ],
    nodes: &[],
    node: |_: &Context<'_>, _: NodeId, _: &mut Out| {},
    file,
};

/// Steps of one file that are kept. No migration that people write has more; what is cut is an opaque step.
const MOST_STEPS: usize = 20_000;

fn file(cx: &Context<'_>, out: &mut Out) {
    let script = sql::read(cx.source);
    for index in 0..script.sections.len() as u32 {
        section(cx, &script, index, out);
    }
    // A list of queries for a generator creates nothing.
    if !script.named_queries {
        model::sql::of_script(cx, &script, out);
    }
    triggers::of_script(cx.source, &script, |step| cx.place_of(first_line(cx, step.place)), out);
    let mut steps = of_script(&script);
    if let Some(cut) = steps.get_mut(MOST_STEPS) {
        cut.step = MigrationStep { operation: Operation::Opaque, ..MigrationStep::default() };
        steps.truncate(MOST_STEPS + 1);
    }
    for (order, SqlStep { place, section, step }) in (0..).zip(steps) {
        let direction = direction(&script, section);
        let step = MigrationStep { direction, order, section, ..step };
        let place = cx.place_of(first_line(cx, place));
        out.fact(cx, cx.tree.root(), crate::migration::name_of(&step), place, step);
    }
}

/// One section. What stands above the first marker is one only when it holds statements, or when there is no marker.
fn section(cx: &Context<'_>, script: &Script, index: u32, out: &mut Out) {
    let own = script.sections[index as usize];
    let mut statements = script.statements.iter().filter(|statement| statement.section == index).peekable();
    let first = statements.peek().map(|statement| statement.span);
    if index == 0 && script.sections.len() > 1 && first.is_none() {
        return;
    }
    let at = first.unwrap_or(own.span);
    let body = SqlSection {
        marker: own.marker,
        content: script.content(cx.source, index),
        statements: statements.count() as u32,
        named_queries: script.named_queries,
        section: index,
    };
    let name = if own.marker == SectionMarker::None { "" } else { own.marker.word() };
    out.push(Fact {
        name: name.to_owned(),
        place: cx.place_of(first_line(cx, at)),
        places: Vec::new(),
        scope: String::new(),
        in_test: false,
        body: body.into(),
    });
}

fn direction(script: &Script, section: u32) -> Direction {
    use SectionMarker as M;
    match script.sections.get(section as usize).map(|section| section.marker) {
        Some(M::GooseDown | M::DbmateDown | M::PgMigrateDown) => Direction::Downgrade,
        _ => Direction::Upgrade,
    }
}

/// The first line of a span: a place never crosses a line end.
fn first_line(cx: &Context<'_>, span: Span) -> Span {
    let text = span.text(cx.source);
    let line = text.find(['\n', '\r']).map_or(span.end, |end| span.start + end as u32);
    Span::new(span.start, line)
}
