//! SeaORM: entities and their columns, and the project's types that become its values.
//!
//! An entity's module is its model: `struct Model` with the table beside it, in the derive's attribute or, in the
//! expanded form, in `impl EntityName for Entity`. Relations are no columns; `belongs_to` says what a column refers to.

use crate::model::rust::{self, Impl};
use crate::model::{calls, last, text};
use crate::signs;
use crate::{Context, Out, Recogniser};
use review_facts::{Column, Kind, Language, Model, ModelSystem};
use review_syntax::{Kind as Syntax, NodeId, Role, flag};
use std::collections::{BTreeMap, HashMap};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "seaorm_model",
    finds: &[Kind::Model, Kind::Column, Kind::ColumnType],
    languages: &[Language::Rust],
    libraries: &["sea-orm"],
    nodes: &[],
    node: |_: &Context<'_>, _: NodeId, _: &mut Out| {},
    file,
};

/// One of these stands in every file with an entity or with a type that becomes a value.
const SIGNS: &[&str] = &[
    "DeriveEntityModel",
    "DeriveModel",
    "DeriveValueType",
    "DeriveActiveEnum",
    "FromJsonQueryResult",
    "sea_orm",
];

/// Derives that make values of a type's one field, of its variants, or of its JSON.
const VALUES: &[&str] = &["DeriveValueType", "DeriveActiveEnum", "FromJsonQueryResult"];

/// Types of fields that stand for related rows (SeaORM 2, entity format).
const RELATED: &[&str] = &["HasOne", "HasMany", "BelongsTo", "HasManyVia"];

/// Names of values that SeaORM's prelude gives to types of other libraries.
#[rustfmt::skip]
const PRELUDE: &[&str] = &[
    "DateTime", "DateTimeUtc", "DateTimeLocal", "DateTimeWithTimeZone", "Date", "Time", "TimeDate", "TimeTime",
    "TimeDateTime", "TimeDateTimeWithTimeZone", "ChronoDate", "ChronoTime", "ChronoDateTime", "ChronoDateTimeUtc",
    "ChronoDateTimeWithTimeZone", "Decimal", "BigDecimal", "Uuid", "Json", "JsonValue", "IpNetwork", "PgVector",
];

fn file(cx: &Context<'_>, out: &mut Out) {
    if !signs::any_in(cx, SIGNS) {
        return;
    }
    for id in cx.tree.ids().filter(|id| cx.tree.kind(*id) == Syntax::Class) {
        if cx.tree.has(id, flag::CLASS_IMPL) {
            binds(cx, id, out);
        } else if cx.tree.has(id, flag::CLASS_STRUCT | flag::CLASS_ENUM) {
            rust::derived(cx, id, VALUES, out);
            entity(cx, id, out);
        }
    }
}

/// `#[derive(DeriveEntityModel)] #[sea_orm(table_name = "users")] pub struct Model`.
fn entity(cx: &Context<'_>, class: NodeId, out: &mut Out) {
    let tree = cx.tree;
    let derived = rust::derives(cx, class);
    let has = |name: &str| derived.iter().any(|derived| derived == name);
    // Its macro adds the derive.
    let attributed = tree.kids(class).any(|kid| {
        tree.kind(kid) == Syntax::Decorator
            && tree.kids(kid).next().is_some_and(|path| {
                matches!(cx.path(path).as_str(), "sea_orm.model" | "sea_orm.compact_model")
            })
    });
    if !(has("DeriveEntityModel") || has("DeriveModel") || attributed) {
        return;
    }
    let (Some(scope), Some(name)) = (cx.own_scope(class), tree.kid(class, Role::Name)) else { return };
    let siblings: Vec<NodeId> = match tree.parent(class) {
        Some(module) => tree.kids(module).filter(|kid| tree.kind(*kid) == Syntax::Class).collect(),
        None => Vec::new(),
    };
    let table =
        rust::value(cx, class, "sea_orm", "table_name").or_else(|| named(cx, &siblings)).unwrap_or_default();
    let references = references(cx, &siblings);
    let written = written_through(cx, &siblings);
    let mut columns = Vec::new();
    for (field, own) in rust::fields(cx, class) {
        let Some(mut column) = column(cx, field, own) else { continue };
        column.table.clone_from(&table);
        column.model.clone_from(&scope.name);
        column.references = references.get(&column.attribute).cloned().unwrap_or_default();
        column.written_through = written.get(&column.attribute).cloned().unwrap_or_default();
        columns.push((own, column));
    }
    // Every entity's struct is called `Model`: its table tells it apart.
    let known = if table.is_empty() { scope.name.clone() } else { table.clone() };
    let model = Model {
        system: ModelSystem::SeaOrm,
        table,
        class: scope.name.clone(),
        certain: true,
        columns: columns.len() as u32,
        ..Model::default()
    };
    out.fact(cx, class, known.clone(), cx.place(name), model);
    for (at, column) in columns {
        out.fact(cx, at, format!("{known}.{}", column.attribute), cx.place(at), column);
    }
}

fn column(cx: &Context<'_>, field: NodeId, own: NodeId) -> Option<Column> {
    let has = |word: &str| rust::has_word(cx, field, "sea_orm", word);
    if has("ignore") {
        return None;
    }
    let attribute = rust::plain_name(cx, own).to_owned();
    let mut column = Column {
        column: rust::value(cx, field, "sea_orm", "column_name").unwrap_or_else(|| attribute.clone()),
        attribute,
        unique: has("unique"),
        primary_key: has("primary_key"),
        ..Column::default()
    };
    rust::read_type(cx, field, &mut column);
    let ty = column.types.first().map(String::as_str).unwrap_or_default();
    if RELATED.contains(&last(ty)) {
        return None;
    }
    if PRELUDE.contains(&ty) && cx.import(ty).is_none_or(|import| import.module.starts_with("sea_orm")) {
        column.types = vec![format!("sea_orm:{ty}")];
    }
    column.nullable |= has("nullable");
    let given = rust::value(cx, field, "sea_orm", "column_type").unwrap_or_default();
    let digits: String =
        given.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    if given.starts_with("String") || given.starts_with("Char") {
        column.length = digits.parse().unwrap_or(0);
    }
    Some(column)
}

/// The table of the expanded form: `impl EntityName for Entity { fn table_name(&self) -> &str { "users" } }`.
fn named(cx: &Context<'_>, siblings: &[NodeId]) -> Option<String> {
    let tree = cx.tree;
    let of_entity = |class: &&NodeId| Impl::read(cx, **class).is_some_and(|of| last(&of.of) == "EntityName");
    let class = siblings.iter().find(of_entity)?;
    let mut functions = tree.kids(*class).filter(|kid| tree.kind(*kid) == Syntax::Function);
    let function = functions
        .find(|function| tree.kid(*function, Role::Name).is_some_and(|own| cx.text(own) == "table_name"))?;
    tree.subtree(function).take(40).find_map(|id| text(cx, id))
}

/// What columns refer to, by `belongs_to` in a relation: `users.Id` for `from = "Column::UserId"`.
fn references(cx: &Context<'_>, siblings: &[NodeId]) -> HashMap<String, String> {
    let tree = cx.tree;
    let mut found = HashMap::new();
    let enums = siblings.iter().filter(|class| tree.has(**class, flag::CLASS_ENUM));
    for variant in enums.flat_map(|class| tree.kids(*class)).filter(|kid| tree.kind(*kid) == Syntax::Field) {
        let (Some(from), Some(to)) =
            (rust::value(cx, variant, "sea_orm", "from"), rust::value(cx, variant, "sea_orm", "to"))
        else {
            continue;
        };
        let parts = |text: &str| -> Vec<String> {
            let parts = text.split(',').map(|part| part.trim_matches(['(', ')', ' ']));
            parts.map(|part| part.replace("::", ".").replace(".Column.", ".").replace("super.", "")).collect()
        };
        for (from, to) in parts(&from).iter().zip(parts(&to)) {
            found.insert(crate::model::underscored(last(from)), to);
        }
    }
    found
}

/// Per column, the calls through which `ActiveModelBehavior` writes it before it is saved.
fn written_through(cx: &Context<'_>, siblings: &[NodeId]) -> BTreeMap<String, Vec<String>> {
    let tree = cx.tree;
    let mut written: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let hooks = siblings
        .iter()
        .filter(|class| Impl::read(cx, **class).is_some_and(|of| last(&of.of) == "ActiveModelBehavior"));
    for hook in hooks {
        for assign in tree.subtree(*hook).take(4_000).filter(|id| tree.kind(*id) == Syntax::Assign) {
            let (Some(target), Some(value)) = (tree.kid(assign, Role::Target), tree.kid(assign, Role::Value))
            else {
                continue;
            };
            if tree.kind(target) == Syntax::Member {
                let through = calls(cx, value);
                written.entry(last(&cx.path(target)).to_owned()).or_default().extend(through);
            }
        }
    }
    written.values_mut().for_each(|through| through.truncate(8));
    written
}

/// `impl From<Sealed> for sea_orm::Value`.
fn binds(cx: &Context<'_>, class: NodeId, out: &mut Out) {
    let tree = cx.tree;
    let Some(of) = Impl::read(cx, class).filter(|of| last(&of.of) == "From") else { return };
    let value = cx.path(of.name);
    let of_library = match value.rsplit_once('.') {
        Some((module, _)) => module.starts_with("sea_"),
        None => cx.import("Value").is_none_or(|import| import.module.starts_with("sea_")),
    };
    // The same type is borrowed in another one.
    let owned = of.arguments.first().filter(|ty| !cx.text(**ty).starts_with('&'));
    let Some(ty) = owned.filter(|_| last(&value) == "Value" && of_library) else { return };
    let variants = tree.subtree(class).take(400).filter(|id| tree.kind(*id) == Syntax::Member);
    let bytes = { variants }.any(|id| matches!(cx.path(id).as_str(), "Value.Bytes" | "Self.Bytes"));
    let base = rust::newtype(cx, &rust::name_of(cx, *ty));
    let base = if bytes { "std:bytes".to_owned() } else { base.unwrap_or_else(|| "std:String".to_owned()) };
    rust::bound(cx, class, *ty, "from", vec![base], out);
}
