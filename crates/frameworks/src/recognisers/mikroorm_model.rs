//! MikroORM: decorated classes, `EntitySchema`, `defineEntity`, and the types that convert values.
//!
//! One decision that is not obvious: a property that leads to another table is the key that it keeps; what it takes in
//! of a class beside it is stated at that class.

use crate::model::converter::{self, imported, named};
use crate::model::decorated::{
    Decoration, annotated, arrow, bases, decorations, speaks_of_columns, written_through,
};
use crate::model::entity_schema::{push, with_keys};
use crate::model::mikroorm::{LIBRARY, Property, chain, options, snake};
use crate::model::{Bindings, is_true, last, short, text};
use crate::{Context, Out, Recogniser};
use review_facts::{Column, ColumnType, Kind, Language, Model, ModelSystem, TypeForm};
use review_syntax::{Kind as Syntax, NodeId, Role, flag};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "mikroorm_model",
    finds: &[Kind::Model, Kind::Column, Kind::ColumnType],
    languages: &[Language::TypeScript, Language::Tsx, Language::JavaScript],
    libraries: &["@mikro-orm/core"],
    nodes: &[],
    node: |_: &Context<'_>, _: NodeId, _: &mut Out| {},
    file,
};

/// What gives a value to the database.
const HOOK: &str = "convertToDatabaseValue";

/// Members and properties of one entity.
const MOST: usize = 400;

fn file(cx: &Context<'_>, out: &mut Out) {
    let holds = |sign: &[u8]| memchr::memmem::find(cx.source.as_bytes(), sign).is_some();
    let of_library = holds(b"@mikro-orm");
    if !of_library && !holds(HOOK.as_bytes()) {
        return;
    }
    let bindings = Bindings::of(cx);
    for id in cx.tree.ids() {
        match cx.tree.kind(id) {
            Syntax::Class if ty(cx, &bindings, id, out) => {}
            Syntax::Class if of_library => class(cx, &bindings, id, out),
            Syntax::Call if of_library => {
                let callee = cx.method(id);
                let schema = callee == "EntitySchema" && cx.tree.has(id, flag::NEW);
                if (schema || callee == "defineEntity") && imported(cx, cx.callee(id), LIBRARY).is_some() {
                    defined(cx, &bindings, id, out);
                }
            }
            Syntax::Function if of_library && cx.scope(id).name.is_empty() => maker(cx, &bindings, id, out),
            _ => {}
        }
    }
}

/// `class Sealed extends Type { convertToDatabaseValue(value) { … } }`.
fn ty(cx: &Context<'_>, bindings: &Bindings<'_>, class: NodeId, out: &mut Out) -> bool {
    let of_library: Vec<String> = bases(cx, class)
        .iter()
        .filter(|base| base.ends_with("Type"))
        .map(|base| named(cx, base, &[LIBRARY]))
        .collect();
    let hook = converter::through(cx, bindings, class, HOOK);
    // SQL around the value: `pgp_sym_encrypt(${key}, …)`.
    let by_sql = cx.tree.kids(class).find(|kid| {
        let name = cx.tree.kid(*kid, Role::Name);
        cx.tree.kind(*kid) == Syntax::Function
            && name.is_some_and(|name| cx.text(name) == "convertToDatabaseValueSQL")
    });
    if hook.is_none() && by_sql.is_none() && !of_library.iter().any(|base| base.contains(':')) {
        return false;
    }
    let mut through = hook.clone().unwrap_or_default();
    through.extend(by_sql.into_iter().flat_map(|hook| converter::functions_of_sql(cx, hook)));
    let plain = |base: String| match base.split_once(':') {
        // `Type` itself keeps what its hooks give.
        Some((_, "Type")) => format!("{LIBRARY}:string"),
        Some((library, name)) => format!("{library}:{}", name.strip_suffix("Type").unwrap_or(name)),
        None => base,
    };
    let fact = ColumnType {
        form: TypeForm::Class,
        bases: of_library.into_iter().map(plain).collect(),
        binds: hook.is_some() || by_sql.is_some(),
        binds_through: through,
        ..ColumnType::default()
    };
    converter::state(cx, class, fact, out);
    true
}

/// A class with what its decorators say.
fn class(cx: &Context<'_>, bindings: &Bindings<'_>, id: NodeId, out: &mut Out) {
    let tree = cx.tree;
    let (Some(scope), Some(name)) = (cx.own_scope(id), tree.kid(id, Role::Name)) else { return };
    let mut model = Model { class: scope.name.clone(), system: ModelSystem::MikroOrm, ..Model::default() };
    model.bases = bases(cx, id);
    for decoration in decorations(cx, id) {
        if imported(cx, &decoration.path, LIBRARY).as_deref() != Some("Entity") {
            continue;
        }
        model.certain = true;
        if let Some(options) = decoration.arguments(cx).first() {
            let option = |name: &str| bindings.get(cx, *options, name);
            // What an expression or a view shows, other tables hold.
            if option("expression").is_some() || option("view").is_some() {
                return;
            }
            let table = option("tableName").or_else(|| option("collection"));
            model.table = table.and_then(|table| text(cx, bindings.open(cx, table))).unwrap_or_default();
            model.is_abstract = option("abstract").is_some_and(|is| is_true(cx, is));
        }
    }
    let (mut columns, mut keys) = (Vec::new(), Vec::new());
    for member in
        tree.kids(id).filter(|kid| matches!(tree.kind(*kid), Syntax::Field | Syntax::Function)).take(MOST)
    {
        let Some(own) = tree.kid(member, Role::Name) else { continue };
        let decorations = decorations(cx, member);
        if decorations.is_empty() {
            continue;
        }
        let Some(mut property) = read_member(cx, bindings, &decorations) else { continue };
        crate::path::unquoted(cx.text(own)).clone_into(&mut property.column.attribute);
        if property.kind.is_empty() && !property.computed {
            annotated(cx, member, LIBRARY, &mut property.column);
        }
        take(own, property, &mut model, &mut columns, &mut keys);
    }
    if !(model.certain || columns.iter().any(|(_, column): &(_, Column)| column.maker.is_empty())) {
        return;
    }
    with_keys(&mut columns, keys);
    let written = written_through(cx, id, ["BeforeCreate", "BeforeUpdate"]);
    for (_, column) in &mut columns {
        if let Some(through) = written.get(&column.attribute) {
            column.written_through.extend(through.iter().cloned());
        }
    }
    push(cx, id, name, model, columns, out);
}

/// What the decorators of a member make it; none when that is nothing of a table.
fn read_member(cx: &Context<'_>, bindings: &Bindings<'_>, decorations: &[Decoration]) -> Option<Property> {
    let mut property = Property::default();
    let mut made = false;
    for decoration in decorations {
        let Some(name) = imported(cx, &decoration.path, LIBRARY) else { continue };
        let arguments = decoration.arguments(cx);
        match name.as_str() {
            "Property" | "PrimaryKey" | "Enum" => {
                made = true;
                property.column.primary_key |= name == "PrimaryKey";
                if name == "Enum" {
                    property.column.types = vec![format!("{LIBRARY}:enum")];
                    "enum".clone_into(&mut property.column.declared_type);
                }
            }
            "ManyToOne" | "OneToOne" | "Embedded" => {
                made = true;
                name.clone_into(&mut property.kind);
                // `(book) => book.author`: where the other end keeps the key.
                let end = arguments.get(1).and_then(|end| arrow(cx, *end));
                property.mapped_by = name == "OneToOne" && end.is_some();
            }
            "Unique" => property.column.unique = true,
            "OneToMany" | "ManyToMany" | "Formula" => return None,
            _ => continue,
        }
        for argument in arguments {
            options(cx, bindings, argument, &mut property, 0);
            let owner = bindings.get(cx, argument, "owner").is_some_and(|owner| is_true(cx, owner));
            property.mapped_by &= !owner;
        }
    }
    if made {
        return Some(property);
    }
    let own = decorations.iter().find(|other| other.may_be_own(cx) && speaks_of_columns(&other.path))?;
    property.column.maker.clone_from(&own.path);
    Some(property)
}

/// Takes a property in: as a column, as the key of a relation, as the class whose properties it brings.
fn take(
    at: NodeId,
    property: Property,
    model: &mut Model,
    columns: &mut Vec<(NodeId, Column)>,
    keys: &mut Vec<(NodeId, Column)>,
) {
    let Property { mut column, kind, target, computed, mapped_by, object } = property;
    if computed {
        return;
    }
    let kind: String =
        kind.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    match kind.as_str() {
        "" | "scalar" => {
            if column.column.is_empty() {
                column.column = snake(&column.attribute);
            }
            // What stands for all of the options stands for their type, too.
            if column.types.is_empty() && column.maker.is_empty() {
                column.types = match column.converters.is_empty() {
                    true => vec![format!("{LIBRARY}:unknown")],
                    false => std::mem::take(&mut column.converters),
                };
            }
            columns.push((at, column));
        }
        "manytoone" | "m1" | "onetoone" | "11" if !mapped_by => {
            if column.column.is_empty() {
                column.column = format!("{}_id", snake(&column.attribute));
            }
            column.references = format!("{target}.id");
            column.types = vec![format!("{LIBRARY}:key")];
            column.converters.clear();
            keys.push((at, column));
        }
        "embedded" if object => {
            column.column = snake(&column.attribute);
            column.types = vec![format!("{LIBRARY}:json")];
            columns.push((at, column));
        }
        "embedded" if !target.is_empty() => model.bases.push(target),
        _ => {}
    }
}

/// `new EntitySchema({ name: "User", properties: {…} })`, `defineEntity({ name: "User", properties: (p) => ({…}) })`.
fn defined(cx: &Context<'_>, bindings: &Bindings<'_>, call: NodeId, out: &mut Out) {
    let tree = cx.tree;
    let Some(given) = tree.kid(call, Role::Arg).map(|given| bindings.open(cx, given)) else { return };
    let option = |name: &str| bindings.get(cx, given, name);
    let written = |name: &str| option(name).and_then(|value| text(cx, bindings.open(cx, value)));
    let Some(properties) = option("properties") else { return };
    let properties = arrow(cx, properties).unwrap_or(properties);
    let properties = bindings.open(cx, properties);
    if tree.kind(properties) != Syntax::Object || option("expression").is_some() {
        return;
    }
    let bound = tree.parent(call).filter(|parent| tree.kind(*parent) == Syntax::Assign);
    let bound = bound.and_then(|assign| tree.kid(assign, Role::Target));
    let entity = written("name").or_else(|| option("class").map(|class| cx.path(class))).unwrap_or_default();
    let mut model = Model {
        class: bound.map_or_else(|| entity.clone(), |bound| cx.text(bound).to_owned()),
        table: written("tableName").or_else(|| written("collection")).unwrap_or_else(|| snake(&entity)),
        system: ModelSystem::MikroOrm,
        is_abstract: option("abstract").is_some_and(|is| is_true(cx, is)),
        certain: true,
        ..Model::default()
    };
    if model.is_abstract {
        model.table.clear();
    }
    if let Some(base) = option("extends") {
        model.bases.push(text(cx, base).unwrap_or_else(|| cx.path(base)));
    }
    let (mut columns, mut keys) = (Vec::new(), Vec::new());
    for kid in tree.kids(properties).take(MOST) {
        match tree.kind(kid) {
            Syntax::Pair if !tree.has(kid, flag::COMPUTED) => {
                let Some(key) = tree.kid(kid, Role::Key) else { continue };
                let value = tree.kid(kid, Role::Value).unwrap_or(key);
                let mut property = described(cx, bindings, value);
                crate::path::unquoted(cx.text(key)).clone_into(&mut property.column.attribute);
                if property.column.declared_type.is_empty() {
                    property.column.declared_type = short(cx.text(value));
                }
                take(key, property, &mut model, &mut columns, &mut keys);
            }
            Syntax::Spread => {
                let Some(value) = tree.kid(kid, Role::Value) else { continue };
                let path = if tree.kind(value) == Syntax::Call {
                    cx.callee(value).to_owned()
                } else {
                    cx.path(value)
                };
                model.bases.push(path.strip_suffix(".properties").unwrap_or(&path).to_owned());
            }
            _ => {}
        }
    }
    with_keys(&mut columns, keys);
    model.bases.retain(|base| !base.is_empty() && base != "_");
    let name = bound.or_else(|| tree.kid(call, Role::Callee)).unwrap_or(call);
    push(cx, call, name, model, columns, out);
}

/// The description of one property.
fn described(cx: &Context<'_>, bindings: &Bindings<'_>, value: NodeId) -> Property {
    if let Some(property) = chain(cx, bindings, value) {
        return property;
    }
    let mut property = Property::default();
    options(cx, bindings, value, &mut property, 0);
    property
}

/// `function SealedProperty() { return Property({ type: Sealed }) }`.
fn maker(cx: &Context<'_>, bindings: &Bindings<'_>, function: NodeId, out: &mut Out) {
    let tree = cx.tree;
    let Some(name) = cx.name_node(function) else { return };
    let makes = |id: &NodeId| {
        let decorates = || tree.parent(*id).is_some_and(|above| tree.kind(above) == Syntax::Decorator);
        let curried = || tree.kid(*id, Role::Callee).is_some_and(|callee| tree.kind(callee) == Syntax::Call);
        tree.kind(*id) == Syntax::Call
            && last(cx.callee(*id)) == "Property"
            && imported(cx, cx.callee(*id), LIBRARY).is_some()
            && !decorates()
            && !curried()
    };
    let Some(call) = tree.subtree(function).take(600).find(makes) else { return };
    let mut property = Property::default();
    for argument in tree.kids_with(call, Role::Arg).take(2) {
        options(cx, bindings, argument, &mut property, 0);
    }
    let column = property.column;
    let parameters: Vec<&str> = tree
        .kids(function)
        .filter(|kid| tree.kind(*kid) == Syntax::Param)
        .filter_map(|param| Some(cx.text(tree.kid(param, Role::Name)?)))
        .collect();
    // What it is given itself stands where it is used.
    let given = column.converters.into_iter().filter(|path| !parameters.contains(&path.as_str()));
    let mut bases: Vec<String> = given.collect();
    bases.extend(column.types);
    let fact = ColumnType {
        form: TypeForm::Maker,
        bases,
        binds: column.binds,
        binds_through: column.written_through,
        ..ColumnType::default()
    };
    out.fact(cx, function, cx.text(name).to_owned(), cx.place(name), fact);
}
