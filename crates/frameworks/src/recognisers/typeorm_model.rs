//! TypeORM: decorated classes, `EntitySchema`, and what converts values on their way to the database.
//!
//! One decision that is not obvious: a relation is no column, but the key that it brings is. Where the class declares
//! that key as a column of its own, which TypeORM takes for the same one, it is stated once.

use crate::model::converter::{self, imported, named, returned};
use crate::model::decorated::{Decoration, annotated, arrow, bases, decorations, written_through};
use crate::model::entity_schema::{constant, push, schema, with_keys};
use crate::model::typeorm::{LIBRARIES, column_decorator, read_call};
use crate::model::{Bindings, last, text};
use crate::{Context, Out, Recogniser};
use review_facts::{Column, ColumnType, Kind, Language, Model, ModelSystem, TypeForm};
use review_syntax::{Kind as Syntax, NodeId, Role, flag};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "typeorm_model",
    finds: &[Kind::Model, Kind::Column, Kind::ColumnType],
    languages: &[Language::TypeScript, Language::Tsx, Language::JavaScript],
    libraries: &["typeorm"],
    nodes: &[],
    node: |_: &Context<'_>, _: NodeId, _: &mut Out| {},
    file,
};

/// Modules whose `Column` and `Entity` are another library's.
const OTHERS: &[&str] =
    &["sequelize-typescript", "@sequelize/core", "@mikro-orm/", "@nestjs/", "type-graphql"];

fn file(cx: &Context<'_>, out: &mut Out) {
    let holds = |sign: &[u8]| memchr::memmem::find(cx.source.as_bytes(), sign).is_some();
    let of_library = cx.imports.iter().any(|import| import.module.starts_with("typeorm"));
    let decorated = holds(b"Column(");
    if !of_library && !decorated && !holds(b"ransformer") {
        return;
    }
    let bindings = Bindings::of(cx);
    for id in cx.tree.ids() {
        match cx.tree.kind(id) {
            Syntax::Class => {
                if !converter::holder(cx, &bindings, id, ["to", "from"], out) {
                    extended(cx, id, out);
                }
                if of_library || decorated {
                    class(cx, &bindings, id, out);
                }
            }
            Syntax::Object => drop(converter::holder(cx, &bindings, id, ["to", "from"], out)),
            Syntax::Call if of_library => call(cx, &bindings, id, out),
            Syntax::Function if of_library && cx.scope(id).name.is_empty() => maker(cx, &bindings, id, out),
            Syntax::Assign if of_library && cx.scope(id).name.is_empty() => {
                constant(cx, &bindings, id, out);
                other_name(cx, id, out);
            }
            _ => {}
        }
    }
}

/// `class Sealed extends EncryptionTransformer`.
fn extended(cx: &Context<'_>, class: NodeId, out: &mut Out) {
    let bases: Vec<String> = bases(cx, class)
        .iter()
        .filter(|base| base.ends_with("Transformer"))
        .map(|b| named(cx, b, LIBRARIES))
        .collect();
    if !bases.is_empty() {
        converter::state(
            cx,
            class,
            ColumnType { form: TypeForm::Class, bases, ..ColumnType::default() },
            out,
        );
    }
}

fn call(cx: &Context<'_>, bindings: &Bindings<'_>, call: NodeId, out: &mut Out) {
    let callee = cx.callee(call);
    if callee.ends_with("EntitySchema") && cx.tree.has(call, flag::NEW) {
        return schema(cx, bindings, call, out);
    }
    if callee.ends_with("Transformer") {
        let bases = vec![named(cx, callee, LIBRARIES)];
        converter::state(cx, call, ColumnType { form: TypeForm::Alias, bases, ..ColumnType::default() }, out);
    }
}

/// A class with what its decorators say.
fn class(cx: &Context<'_>, bindings: &Bindings<'_>, id: NodeId, out: &mut Out) {
    let tree = cx.tree;
    let (Some(scope), Some(name)) = (cx.own_scope(id), tree.kid(id, Role::Name)) else { return };
    let mut fact = Model { class: scope.name.clone(), system: ModelSystem::TypeOrm, ..Model::default() };
    fact.bases = bases(cx, id);
    for decoration in decorations(cx, id) {
        match imported(cx, &decoration.path, "typeorm").as_deref() {
            Some("Entity" | "ChildEntity") => {
                fact.certain = true;
                fact.table = table(cx, bindings, &decoration);
            }
            // What a view shows, other tables hold.
            Some("ViewEntity") => return,
            _ => {}
        }
    }
    let written = written_through(cx, id, ["BeforeInsert", "BeforeUpdate"]);
    let mut columns: Vec<(NodeId, Column)> = Vec::new();
    let mut keys = Vec::new();
    for member in tree.kids(id).filter(|kid| matches!(tree.kind(*kid), Syntax::Field | Syntax::Function)) {
        let Some(own) = tree.kid(member, Role::Name) else { continue };
        let decorations = decorations(cx, member);
        if decorations.is_empty() {
            continue;
        }
        match read_member(cx, bindings, member, own, &decorations) {
            Member::Columns(found) => columns.extend(found.into_iter().map(|column| (own, column))),
            Member::Embedded(class) => fact.bases.push(class),
            Member::Keys(found) => keys.extend(found.into_iter().map(|column| (own, column))),
            Member::None => {}
        }
    }
    // A decorator that is not known makes a column only among others.
    let certain = fact.certain || columns.iter().any(|(_, column)| column.maker.is_empty());
    if !certain {
        return;
    }
    with_keys(&mut columns, keys);
    for (_, column) in &mut columns {
        if let Some(through) = written.get(&column.attribute) {
            column.written_through.extend(through.iter().cloned());
        }
    }
    push(cx, id, name, fact, columns, out);
}

/// `@Entity("users")`, `@Entity({ name: "users" })`.
fn table(cx: &Context<'_>, bindings: &Bindings<'_>, entity: &Decoration) -> String {
    let names = entity.arguments(cx).into_iter().map(|argument| bindings.open(cx, argument));
    let mut texts = names.filter_map(|name| {
        text(cx, name).or_else(|| text(cx, bindings.open(cx, bindings.get(cx, name, "name")?)))
    });
    texts.next().unwrap_or_default()
}

/// What a member of a class is to its table.
enum Member {
    None,
    /// Columns; several when it is not known which of its decorators makes it.
    Columns(Vec<Column>),
    /// The columns of this class.
    Embedded(String),
    /// The keys of a relation.
    Keys(Vec<Column>),
}

fn read_member(
    cx: &Context<'_>,
    bindings: &Bindings<'_>,
    member: NodeId,
    own: NodeId,
    decorations: &[Decoration],
) -> Member {
    let of_library: Vec<Option<String>> =
        decorations.iter().map(|decoration| imported(cx, &decoration.path, "typeorm")).collect();
    let has = |name: &str| of_library.iter().any(|known| known.as_deref() == Some(name));
    if has("ManyToOne") || (has("OneToOne") && has("JoinColumn")) {
        return Member::Keys(keys(cx, bindings, own, decorations, &of_library));
    }
    let bare = Column { attribute: crate::path::unquoted(cx.text(own)).to_owned(), ..Column::default() };
    for decoration in decorations {
        let first = decoration.path.split('.').next().unwrap_or_default();
        let other = cx.import(first).is_some_and(|i| OTHERS.iter().any(|other| i.module.starts_with(other)));
        let Some(own_type) = column_decorator(cx, &decoration.path).or_else(|| {
            (last(&decoration.path) == "Column" && !other && cx.import(first).is_some()).then_some("")
        }) else {
            continue;
        };
        let arguments = decoration.arguments(cx);
        if let Some(embedded) = arguments.first().and_then(|argument| arrow(cx, *argument)) {
            return Member::Embedded(cx.path(embedded));
        }
        let mut column = bare.clone();
        if column_decorator(cx, &decoration.path).is_none() {
            column.maker.clone_from(&decoration.path);
        }
        column.primary_key = matches!(last(&decoration.path), "PrimaryColumn" | "PrimaryGeneratedColumn");
        read_call(cx, bindings, &arguments, own_type, &mut column);
        annotated(cx, member, "typeorm", &mut column);
        let beside = decorations.iter().filter(|other| other.path != decoration.path && other.may_be_own(cx));
        column.types.extend(beside.filter(|other| encrypts(&other.path)).map(|other| other.path.clone()));
        return Member::Columns(vec![column]);
    }
    if of_library.iter().any(Option::is_some) {
        return Member::None;
    }
    let may_make: Vec<&Decoration> =
        decorations.iter().filter(|decoration| decoration.may_be_own(cx)).take(4).collect();
    let speaking: Vec<&Decoration> =
        may_make.iter().copied().filter(|decoration| decoration.speaks_of_columns()).collect();
    let chosen = if speaking.is_empty() { may_make } else { speaking };
    let columns = chosen.into_iter().map(|decoration| {
        let mut column = Column { maker: decoration.path.clone(), ..bare.clone() };
        let options = decoration.arguments(cx).into_iter();
        let options =
            options.filter(|argument| cx.tree.kind(*argument) == Syntax::Object).collect::<Vec<_>>();
        read_call(cx, bindings, &options, "", &mut column);
        annotated(cx, member, "typeorm", &mut column);
        column
    });
    Member::Columns(columns.collect())
}

fn encrypts(path: &str) -> bool {
    let name = last(path).to_ascii_lowercase();
    name.contains("encrypt") || name.contains("cipher")
}

/// The columns that a relation brings: `org_id` for `@JoinColumn({ name: "org_id" })`, `orgId` without a name.
fn keys(
    cx: &Context<'_>,
    bindings: &Bindings<'_>,
    own: NodeId,
    decorations: &[Decoration],
    of_library: &[Option<String>],
) -> Vec<Column> {
    let attribute = cx.text(own).to_owned();
    let nth = |name: &str| of_library.iter().position(|known| known.as_deref() == Some(name));
    let relation = nth("ManyToOne").or_else(|| nth("OneToOne"));
    let to = relation.and_then(|at| decorations[at].arguments(cx).first().copied());
    let to = to.map(|to| match arrow(cx, to) {
        Some(class) => cx.path(class),
        None => text(cx, to).unwrap_or_default(),
    });
    let joined = nth("JoinColumn").and_then(|at| decorations[at].arguments(cx).first().copied());
    let joined = joined.map(|joined| bindings.open(cx, joined));
    let several: Vec<NodeId> = match joined {
        Some(list) if cx.tree.kind(list) == Syntax::List => cx.tree.kids(list).take(8).collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    };
    let named = |node: NodeId, name: &str| bindings.get(cx, node, name).and_then(|name| text(cx, name));
    let key = |node: Option<NodeId>| {
        let referenced = node.and_then(|node| named(node, "referencedColumnName"));
        let referenced = referenced.unwrap_or_else(|| "id".to_owned());
        let computed = || format!("{attribute}{}", capital(&referenced));
        Column {
            attribute: attribute.clone(),
            column: node.and_then(|node| named(node, "name")).unwrap_or_else(computed),
            references: format!("{}.{referenced}", to.as_deref().unwrap_or_default()),
            nullable: true,
            types: vec!["typeorm:key".to_owned()],
            ..Column::default()
        }
    };
    if several.is_empty() {
        vec![key(None)]
    } else {
        several.into_iter().map(|node| key(Some(node))).collect()
    }
}

fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// `function EncryptedColumn(options) { return Column({ …options, transformer }) }`.
fn maker(cx: &Context<'_>, bindings: &Bindings<'_>, function: NodeId, out: &mut Out) {
    let tree = cx.tree;
    let Some(name) = cx.name_node(function) else { return };
    let decorates = |id: NodeId| tree.parent(id).is_some_and(|above| tree.kind(above) == Syntax::Decorator);
    // `Column({ … })(target, key)` is given what it decorates behind its options.
    let curried =
        |id: NodeId| tree.kid(id, Role::Callee).is_some_and(|callee| tree.kind(callee) == Syntax::Call);
    let makes = |id: &NodeId| {
        tree.kind(*id) == Syntax::Call
            && column_decorator(cx, cx.callee(*id)).is_some()
            && !decorates(*id)
            && !curried(*id)
    };
    let mut column = Column::default();
    let mut bases = Vec::new();
    if let Some(call) = tree.subtree(function).take(600).find(makes) {
        let arguments: Vec<NodeId> = tree.kids_with(call, Role::Arg).take(3).collect();
        read_call(cx, bindings, &arguments, "", &mut column);
        // What it is given itself stands where it is used.
        let parameters = parameters(cx, function);
        column.converters.retain(|path| !parameters.contains(&path.as_str()));
        bases.append(&mut column.converters);
        bases.append(&mut column.types);
    } else {
        let Some(made) = returned(cx, function).filter(|made| tree.kind(*made) == Syntax::Call) else {
            return;
        };
        let callee = cx.callee(made);
        if !last(callee).ends_with("Column") || last(callee).starts_with(char::is_lowercase) {
            return;
        }
        bases.push(callee.to_owned());
    }
    let fact = ColumnType {
        form: TypeForm::Maker,
        bases,
        binds: column.binds,
        binds_through: column.written_through,
        ..ColumnType::default()
    };
    out.fact(cx, function, cx.text(name).to_owned(), cx.place(name), fact);
}

/// `const SecretColumn = EncryptedColumn`.
fn other_name(cx: &Context<'_>, assign: NodeId, out: &mut Out) {
    let (Some(target), Some(value)) = (cx.tree.kid(assign, Role::Target), cx.tree.kid(assign, Role::Value))
    else {
        return;
    };
    let is_name = matches!(cx.tree.kind(value), Syntax::Name | Syntax::Member);
    if is_name && cx.tree.kind(target) == Syntax::Name && last(&cx.path(value)).ends_with("Column") {
        let bases = vec![named(cx, &cx.path(value), LIBRARIES)];
        let fact = ColumnType { form: TypeForm::Maker, bases, ..ColumnType::default() };
        out.fact(cx, assign, cx.text(target).to_owned(), cx.place(target), fact);
    }
}

fn parameters<'a>(cx: &Context<'a>, function: NodeId) -> Vec<&'a str> {
    let tree = cx.tree;
    let parameters = tree.kids(function).filter(|kid| tree.kind(*kid) == Syntax::Param).take(12);
    parameters.filter_map(|parameter| Some(cx.text(tree.kid(parameter, Role::Name)?))).collect()
}
