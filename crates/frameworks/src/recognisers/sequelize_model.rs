//! Sequelize: `sequelize.define(…)`, `Model.init(…)`, classes of sequelize-typescript and of Sequelize 7.
//!
//! One decision that is not obvious: `DataTypes.VIRTUAL` is no column. What its setter keeps elsewhere is judged at the
//! column it goes to.

use crate::model::{self, Bindings, is_false, is_true, last, text};
use crate::{Context, Out, Recogniser};
use review_facts::{Column, ColumnType, Kind, Language, Model, ModelSystem, TypeForm};
use review_syntax::{Kind as Syntax, NodeId, Role, flag};
use std::collections::BTreeMap;

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "sequelize_model",
    finds: &[Kind::Model, Kind::Column, Kind::ColumnType],
    languages: &[Language::TypeScript, Language::Tsx, Language::JavaScript],
    libraries: &["sequelize", "sequelize-typescript", "@sequelize/core"],
    nodes: &[],
    node: |_: &Context<'_>, _: NodeId, _: &mut Out| {},
    file,
};

/// Data types of Sequelize 3 to 7.
#[rustfmt::skip]
const TYPES: &[&str] = &[
    "STRING", "CHAR", "TEXT", "CITEXT", "TSVECTOR", "INTEGER", "BIGINT", "SMALLINT", "TINYINT", "MEDIUMINT", "NUMBER", "FLOAT", "DOUBLE", "REAL",
    "DECIMAL", "NUMERIC", "BOOLEAN", "DATE", "DATEONLY", "TIME", "NOW", "HSTORE", "JSON", "JSONB", "JSONTYPE", "BLOB", "RANGE", "UUID", "UUIDV1",
    "UUIDV4", "ENUM", "ARRAY", "GEOMETRY", "GEOGRAPHY", "CIDR", "INET", "MACADDR", "MACADDR8", "VIRTUAL",
];

/// Modules of Sequelize's classes.
const DECORATED: &[&str] = &["sequelize-typescript", "@sequelize/core/decorators-legacy"];

/// Modules whose decorators check or document a value and leave it as it is.
const NEUTRAL: &[&str] =
    &["class-validator", "class-transformer", "type-graphql", "@nestjs/swagger", "@nestjs/graphql"];

/// Libraries whose calls describe a column that is kept encrypted, and what they are in the vocabulary.
const ENCRYPTING: &[(&str, &str)] = &[
    ("sequelize-encrypted", "sequelize-encrypted:vault"),
    ("@massiveinfinity/sequelize-encrypted", "sequelize-encrypted:vault"),
    ("@24hr/seqcryptor", "@24hr/seqcryptor:encryptor"),
];

fn file(cx: &Context<'_>, out: &mut Out) {
    let holds = |sign: &[u8]| memchr::memmem::find(cx.source.as_bytes(), sign).is_some();
    let calls = holds(b".define(") || holds(b".init(");
    let decorated = cx.imports.iter().any(|import| DECORATED.contains(&import.module.as_str()));
    let setter = holds(b"setDataValue") || (holds(b"defineProperty") && holds(b"set"));
    if setter && !calls {
        decorators(cx, out);
    }
    if !decorated && !(calls && (holds(b"equelize") || holds(b"DataTypes"))) {
        return;
    }
    let known = Known::of(cx);
    for id in cx.tree.ids() {
        match cx.tree.kind(id) {
            Syntax::Call if calls => call(cx, &known, id, out),
            Syntax::Class if decorated => class(cx, &known, id, out),
            Syntax::Function if decorated && cx.scope(id).name.is_empty() => maker(cx, &known, id, out),
            _ => {}
        }
    }
}

/// What a file says of its models in other places than their descriptions.
struct Known<'a> {
    bindings: Bindings<'a>,
    classes: BTreeMap<&'a str, NodeId>,
    /// Functions that run before a model is written, with the receiver: `User.beforeSave(f)`,
    /// `User.addHook("beforeCreate", f)`.
    hooks: Vec<(&'a str, NodeId)>,
}

impl<'a> Known<'a> {
    fn of(cx: &Context<'a>) -> Known<'a> {
        let tree = cx.tree;
        let mut known = Known { bindings: Bindings::of(cx), classes: BTreeMap::new(), hooks: Vec::new() };
        for id in tree.ids() {
            match tree.kind(id) {
                Syntax::Class => {
                    if let Some(name) = tree.kid(id, Role::Name) {
                        known.classes.entry(cx.text(name)).or_insert(id);
                    }
                }
                Syntax::Call => {
                    let Some((receiver, method)) = cx.receiver_and_method(id) else { continue };
                    if (method.starts_with("before") || method == "addHook") && known.hooks.len() < 200 {
                        known.hooks.extend(tree.kids_with(id, Role::Arg).last().map(|hook| (receiver, hook)));
                    }
                }
                _ => {}
            }
        }
        known
    }

    fn hooks_of(&self, models: &[&str]) -> Vec<NodeId> {
        self.hooks.iter().filter(|(receiver, _)| models.contains(receiver)).map(|(_, hook)| *hook).collect()
    }

    /// Setters among the members of a class: attribute and calls.
    fn setters(&self, cx: &Context<'_>, class: &str) -> BTreeMap<String, Vec<String>> {
        let tree = cx.tree;
        let mut setters = BTreeMap::new();
        let Some(class) = self.classes.get(class) else { return setters };
        for member in tree.kids(*class).filter(|member| is_setter(cx, *member)) {
            if let Some(name) = tree.kid(member, Role::Name) {
                setters.insert(cx.text(name).to_owned(), model::opened(cx, &[member], &[]));
            }
        }
        setters
    }
}

/// `sequelize.define("user", {…}, {…})`, `User.init({…}, {…})`, `super.init({…}, {…})`.
fn call(cx: &Context<'_>, known: &Known<'_>, call: NodeId, out: &mut Out) {
    let bindings = &known.bindings;
    let callee = cx.callee(call);
    let of_name = match last(callee) {
        "define" if callee != "define" => true,
        "init" if callee != "init" => false,
        _ => return,
    };
    let mut arguments = cx.tree.kids_with(call, Role::Arg);
    let name = if of_name { arguments.next() } else { None };
    let (Some(fields), options) = (arguments.next(), arguments.next()) else { return };
    let fields = bindings.open(cx, fields);
    if cx.tree.kind(fields) != Syntax::Object {
        return;
    }
    let options = options.map(|options| bindings.open(cx, options));
    let entries = bindings.entries(cx, fields);
    let described = entries.iter().any(|entry| {
        let value = bindings.open(cx, entry.value);
        let ty = bindings.get(cx, value, "type").unwrap_or(value);
        known_type(cx, ty).is_some()
    });
    if !described {
        return;
    }
    let own_class = || cx.scope(call).name.split('.').next().unwrap_or_default().to_owned();
    let class = match (name, callee.rsplit_once('.')) {
        (Some(name), _) => text(cx, name).unwrap_or_else(|| cx.path(name)),
        (None, Some(("super" | "this", _))) => own_class(),
        (None, Some((class, _))) => class.to_owned(),
        (None, None) => return,
    };
    let option = |name: &str| bindings.get(cx, options?, name);
    let table = option("tableName").and_then(|name| text(cx, name)).unwrap_or_default();
    let underscored = option("underscored").is_some_and(|value| is_true(cx, value));
    let mut setters = known.setters(cx, &class);
    if let Some(methods) = option("setterMethods").filter(|methods| cx.tree.kind(*methods) == Syntax::Object)
    {
        for entry in bindings.entries(cx, methods) {
            setters.insert(entry.key.to_owned(), bindings.setter(cx, entry.value));
        }
    }
    let mut columns = Vec::new();
    for entry in &entries {
        let mut column = Column { attribute: entry.key.to_owned(), nullable: true, ..Column::default() };
        if !describe(cx, bindings, entry.value, &mut column) {
            continue;
        }
        if let Some(through) = setters.remove(entry.key)
            && !column.binds
        {
            column.written_through = through;
            column.binds = true;
        }
        columns.push((entry.at, column));
    }
    let variable = cx.tree.parent(call).and_then(|parent| cx.tree.kid(parent, Role::Target));
    let variable = variable.map(|variable| cx.path(variable)).unwrap_or_default();
    let mut hooks = known.hooks_of(&[&class, &variable]);
    if let Some(given) = option("hooks").filter(|given| cx.tree.kind(*given) == Syntax::Object) {
        hooks.extend(bindings.entries(cx, given).into_iter().map(|entry| entry.value));
    }
    ask_for_hooks(cx, &hooks, &mut columns);
    let at = name.or_else(|| cx.tree.kid(call, Role::Callee)).unwrap_or(call);
    let model = Model { class, table, certain: true, ..Model::default() };
    push(cx, call, at, model, columns, underscored, out);
}

/// A hook that encrypts fields without naming them leaves all of them open.
fn ask_for_hooks(cx: &Context<'_>, hooks: &[NodeId], columns: &mut [(NodeId, Column)]) {
    let Some(callee) = hooks.iter().find_map(|hook| model::encrypts_unnamed(cx, *hook)) else { return };
    for (_, column) in columns {
        column.types.push(format!("{callee}.encrypt"));
    }
}

fn push(
    cx: &Context<'_>,
    at: NodeId,
    name: NodeId,
    model: Model,
    columns: Vec<(NodeId, Column)>,
    underscored: bool,
    out: &mut Out,
) {
    let (class, table) = (model.class.clone(), model.table.clone());
    let model = Model { system: ModelSystem::Sequelize, columns: columns.len() as u32, ..model };
    out.fact(cx, at, class.clone(), cx.place(name), model);
    for (at, mut column) in columns {
        column.model.clone_from(&class);
        column.table.clone_from(&table);
        if column.column.is_empty() && underscored {
            column.column = crate::model::underscored(&column.attribute);
        }
        model::finish(&mut column);
        let name = format!("{class}.{}", column.attribute);
        out.fact(cx, at, name, cx.place(at), column);
    }
}

/// Reads what describes a column: a type, or an object with one. False when it is none.
fn describe(cx: &Context<'_>, bindings: &Bindings<'_>, value: NodeId, column: &mut Column) -> bool {
    let value = bindings.open(cx, value);
    if cx.tree.kind(value) != Syntax::Object {
        if let Some(library) = encrypting(cx, bindings, value) {
            column.declared_type = model::short(cx.text(value));
            column.types = vec![library.to_owned()];
            return true;
        }
        return read_type(cx, bindings, value, column);
    }
    for entry in bindings.entries(cx, value) {
        match entry.key {
            "type" if !read_type(cx, bindings, entry.value, column) => return false,
            "field" => column.column = text(cx, entry.value).unwrap_or_default(),
            "allowNull" => column.nullable = !is_false(cx, entry.value),
            "unique" => column.unique = !is_false(cx, entry.value),
            "primaryKey" => column.primary_key = is_true(cx, entry.value),
            "references" => column.references = references(cx, bindings, entry.value),
            // An option of plugins, which no library's documentation here knows.
            "encrypt" | "encrypted" | "encryption" if !is_false(cx, entry.value) => {
                column.types.push("options.encrypt".to_owned());
            }
            "set" => {
                column.written_through = bindings.setter(cx, entry.value);
                column.binds = true;
            }
            _ => {}
        }
    }
    true
}

/// `{ model: "users", key: "id" }`, `{ model: User }`, `"users"`.
fn references(cx: &Context<'_>, bindings: &Bindings<'_>, value: NodeId) -> String {
    let to = bindings.get(cx, value, "model").or_else(|| bindings.get(cx, value, "table")).unwrap_or(value);
    match cx.tree.kind(to) {
        Syntax::Object => {
            bindings.get(cx, to, "tableName").and_then(|name| text(cx, name)).unwrap_or_default()
        }
        _ => text(cx, to).unwrap_or_else(|| cx.path(to)),
    }
}

/// Reads a type; false for what is not stored.
fn read_type(cx: &Context<'_>, bindings: &Bindings<'_>, node: NodeId, column: &mut Column) -> bool {
    let node = bindings.open(cx, node);
    column.declared_type = model::short(cx.text(node));
    if let Some(name) = known_type(cx, node) {
        if name == "VIRTUAL" {
            return false;
        }
        let number = cx.tree.kids_with(node, Role::Arg).find(|arg| cx.tree.kind(*arg) == Syntax::Number);
        column.length = number.map_or(0, |number| model::number(cx, number));
        column.types.insert(0, format!("sequelize:{name}"));
        return true;
    }
    let path = match cx.tree.kind(node) {
        Syntax::Call => cx.callee(node).to_owned(),
        // A type in the database's own words.
        Syntax::Str => format!("sequelize:{}", text(cx, node).unwrap_or_default()),
        _ => cx.path(node),
    };
    if !path.is_empty() {
        column.types.insert(0, path);
    }
    true
}

/// The name of a type of Sequelize's: `STRING` for `DataTypes.STRING(30)`, `UUID` for `DataTypes.ARRAY(DataTypes.UUID)`.
fn known_type<'a>(cx: &Context<'a>, node: NodeId) -> Option<&'static str> {
    let mut node = node;
    for _ in 0..4 {
        let path = match cx.tree.kind(node) {
            Syntax::Call => cx.callee(node).to_owned(),
            Syntax::Name | Syntax::Member => cx.path(node),
            _ => return None,
        };
        let name = path.split('.').find_map(|part| TYPES.iter().find(|name| **name == part))?;
        let bare = !path.contains('.');
        let elsewhere = |module: &str| !module.contains("sequelize") && !DECORATED.contains(&module);
        if bare && cx.import(&path).is_some_and(|import| elsewhere(&import.module)) {
            return None;
        }
        let inner = cx.tree.kid(node, Role::Arg).filter(|_| matches!(*name, "ARRAY" | "RANGE"));
        match inner {
            Some(inner) if known_type_at(cx, inner) => node = inner,
            _ => return Some(*name),
        }
    }
    None
}

fn known_type_at(cx: &Context<'_>, node: NodeId) -> bool {
    let path = match cx.tree.kind(node) {
        Syntax::Call => cx.callee(node).to_owned(),
        Syntax::Name | Syntax::Member => cx.path(node),
        _ => return false,
    };
    path.split('.').any(|part| TYPES.contains(&part))
}

/// A call to a library that describes an encrypted column: `vault.field("ssn")`, `encryptor({…})`.
fn encrypting(cx: &Context<'_>, bindings: &Bindings<'_>, value: NodeId) -> Option<&'static str> {
    if cx.tree.kind(value) != Syntax::Call {
        return None;
    }
    let first = cx.callee(value).split('.').next()?;
    let made = bindings.declaration(cx, value, first).and_then(|at| cx.tree.kid(at, Role::Value));
    let maker = match made {
        Some(made) if cx.tree.kind(made) == Syntax::Call => cx.callee(made).split('.').next()?,
        _ => first,
    };
    let module = &cx.import(maker)?.module;
    ENCRYPTING.iter().find(|(library, _)| library == module).map(|(_, name)| *name)
}

fn is_setter(cx: &Context<'_>, member: NodeId) -> bool {
    let tree = cx.tree;
    tree.kind(member) == Syntax::Function
        && tree.has(member, flag::ACCESSOR)
        && tree.kids(member).any(|kid| tree.kind(kid) == Syntax::Param)
}

/// `@Table class User extends Model { @Column name: string }`.
fn class(cx: &Context<'_>, known: &Known<'_>, id: NodeId, out: &mut Out) {
    let (tree, bindings) = (cx.tree, &known.bindings);
    let Some(name) = tree.kid(id, Role::Name) else { return };
    let mut model = Model { class: cx.text(name).to_owned(), ..Model::default() };
    model.bases = tree.kids_with(id, Role::Base).take(4).map(|base| cx.path(base)).collect();
    let mut underscored = false;
    for decorator in tree.kids(id).filter(|kid| tree.kind(*kid) == Syntax::Decorator) {
        let Some((name, call)) = decorator_of(cx, decorator) else { continue };
        if name != "Table" {
            continue;
        }
        model.certain = true;
        let Some(options) = call.and_then(|call| tree.kid(call, Role::Arg)) else { continue };
        let option = |name: &str| bindings.get(cx, options, name);
        let table = option("tableName").and_then(|table| text(cx, table)).or_else(|| text(cx, options));
        model.table = table.unwrap_or_default();
        underscored = option("underscored").is_some_and(|value| is_true(cx, value));
    }
    let setters = known.setters(cx, &model.class);
    let mut columns: Vec<(NodeId, Column)> = Vec::new();
    for member in
        tree.kids(id).filter(|member| matches!(tree.kind(*member), Syntax::Field | Syntax::Function))
    {
        let Some((at, mut column)) = member_column(cx, bindings, member) else { continue };
        // A getter and a setter of one name are one column.
        if columns.iter().any(|(_, other)| other.attribute == column.attribute) {
            continue;
        }
        if let Some(through) = setters.get(&column.attribute)
            && !column.binds
        {
            column.written_through.clone_from(through);
            column.binds = true;
        }
        columns.push((at, column));
    }
    if !model.certain && columns.is_empty() {
        return;
    }
    let mut hooks = known.hooks_of(&[&model.class]);
    hooks.extend(tree.kids(id).filter(|member| {
        tree.kind(*member) == Syntax::Function
            && tree.kids(*member).filter(|kid| tree.kind(*kid) == Syntax::Decorator).any(|decorator| {
                decorator_of(cx, decorator).is_some_and(|(name, _)| name.starts_with("Before"))
            })
    }));
    ask_for_hooks(cx, &hooks, &mut columns);
    model.is_abstract = !model.certain;
    push(cx, id, name, model, columns, underscored, out);
}

/// The name of a decorator of Sequelize's, and its call if it is one.
fn decorator_of<'a>(cx: &Context<'a>, decorator: NodeId) -> Option<(String, Option<NodeId>)> {
    let inner = cx.tree.kids(decorator).next()?;
    let (path, call) = match cx.tree.kind(inner) {
        Syntax::Call => (cx.callee(inner).to_owned(), Some(inner)),
        _ => (cx.path(inner), None),
    };
    let import = cx.import(path.split('.').next()?)?;
    if !DECORATED.contains(&import.module.as_str()) {
        return None;
    }
    let name = if path.contains('.') { last(&path).to_owned() } else { import.name.clone()? };
    Some((name, call))
}

fn member_column(cx: &Context<'_>, bindings: &Bindings<'_>, member: NodeId) -> Option<(NodeId, Column)> {
    let tree = cx.tree;
    let at = tree.kid(member, Role::Name)?;
    let mut column = Column { attribute: cx.text(at).to_owned(), nullable: true, ..Column::default() };
    let mut is_column = false;
    let mut others = Vec::new();
    for decorator in tree.kids(member).filter(|kid| tree.kind(*kid) == Syntax::Decorator) {
        let Some((name, call)) = decorator_of(cx, decorator) else {
            others.extend(other_decorator(cx, decorator));
            continue;
        };
        let argument = call.and_then(|call| tree.kid(call, Role::Arg));
        match name.as_str() {
            "Column" | "Attribute" => {
                is_column = true;
                if let Some(argument) = argument
                    && !describe(cx, bindings, argument, &mut column)
                {
                    return None;
                }
            }
            "CreatedAt" | "UpdatedAt" | "DeletedAt" => is_column = true,
            "PrimaryKey" => column.primary_key = true,
            "AllowNull" => column.nullable = argument.is_none_or(|value| !is_false(cx, value)),
            "NotNull" => column.nullable = false,
            "Unique" => column.unique = true,
            "ForeignKey" => {
                let to = argument.and_then(|to| tree.kid(to, Role::Body));
                column.references = to.map(|to| cx.path(to)).unwrap_or_default();
            }
            _ => {}
        }
    }
    if !is_column {
        // One of the project's own may make the column.
        let speaks = |path: &&String| model::decorated::speaks_of_columns(path);
        column.maker.clone_from(others.iter().find(speaks)?);
        others.clear();
    }
    if column.types.is_empty() {
        infer(cx, member, &mut column);
    }
    column.types.extend(others);
    Some((at, column))
}

/// A decorator that is not Sequelize's: the project's own can have a setter.
fn other_decorator(cx: &Context<'_>, decorator: NodeId) -> Option<String> {
    let inner = cx.tree.kids(decorator).next()?;
    let path = match cx.tree.kind(inner) {
        Syntax::Call => cx.callee(inner).to_owned(),
        _ => cx.path(inner),
    };
    let module = cx.import(path.split('.').next()?).map_or("", |import| import.module.as_str());
    (!path.is_empty() && !NEUTRAL.contains(&module)).then_some(path)
}

/// The type of a bare `@Column`, from the annotation.
fn infer(cx: &Context<'_>, member: NodeId, column: &mut Column) {
    let tree = cx.tree;
    let of_parameter = || {
        let parameter = tree.kids(member).find(|kid| tree.kind(*kid) == Syntax::Param)?;
        tree.kid(parameter, Role::Type)
    };
    let hint = tree.kid(member, Role::Type).or_else(|| tree.kid(member, Role::Returns)).or_else(of_parameter);
    let Some(hint) = hint else { return };
    column.declared_type = model::short(cx.text(hint));
    let mut parts = column.declared_type.split(['|', '<', '>', ' ', '[']).map(str::trim);
    let said =
        |part: &&str| !matches!(*part, "" | "null" | "undefined" | "CreationOptional" | "NonAttribute");
    let first = parts.find(said).map(str::to_owned);
    column.types.extend(first.map(|name| format!("sequelize:{name}")));
}

/// Functions that return or define a property with a setter, to stand before a column.
fn decorators(cx: &Context<'_>, out: &mut Out) {
    let tree = cx.tree;
    for id in tree.ids().filter(|id| tree.kind(*id) == Syntax::Function) {
        if !cx.scope(id).name.is_empty() || tree.has(id, flag::METHOD) {
            continue;
        }
        let (Some(scope), Some(name)) = (cx.own_scope(id), cx.name_node(id)) else { continue };
        let setters = tree.subtree(id).skip(1).take(2_000).filter_map(|inner| match tree.kind(inner) {
            Syntax::Pair if tree.kid(inner, Role::Key).is_some_and(|key| cx.text(key) == "set") => {
                tree.kid(inner, Role::Value)
            }
            Syntax::Function if tree.kid(inner, Role::Name).is_some_and(|name| cx.text(name) == "set") => {
                Some(inner)
            }
            _ => None,
        });
        let setters: Vec<NodeId> =
            setters.filter(|set| tree.kind(*set) == Syntax::Function).take(4).collect();
        // What makes the whole column is no decorator beside one.
        if setters.is_empty() || made(cx, id).is_some() {
            continue;
        }
        let binds_through = model::opened(cx, &setters, &[]);
        let fact =
            ColumnType { form: TypeForm::Decorator, binds: true, binds_through, ..ColumnType::default() };
        out.fact(cx, id, scope.name.clone(), cx.place(name), fact);
    }
}

/// The call of `@Column` that a function makes and gives back: `return Column({ … })`.
fn made(cx: &Context<'_>, function: NodeId) -> Option<NodeId> {
    let tree = cx.tree;
    let calls = tree.subtree(function).take(600).filter(|id| tree.kind(*id) == Syntax::Call);
    let mut columns = calls.filter(|call| {
        let callee = cx.callee(*call);
        let decorates = tree.parent(*call).is_some_and(|above| tree.kind(above) == Syntax::Decorator);
        let curried = tree.kid(*call, Role::Callee).is_some_and(|callee| tree.kind(callee) == Syntax::Call);
        let of_library = || {
            let import = cx.import(callee.split('.').next().unwrap_or_default());
            import.is_some_and(|import| DECORATED.contains(&import.module.as_str()))
        };
        matches!(last(callee), "Column" | "Attribute") && !decorates && !curried && of_library()
    });
    columns.next()
}

/// `function EncryptedColumn() { return Column({ type: DataType.TEXT, set(value) { … } }) }`.
fn maker(cx: &Context<'_>, known: &Known<'_>, function: NodeId, out: &mut Out) {
    let (Some(name), Some(call)) = (cx.name_node(function), made(cx, function)) else { return };
    let mut column = Column::default();
    if let Some(description) = cx.tree.kid(call, Role::Arg) {
        describe(cx, &known.bindings, description, &mut column);
    }
    let fact = ColumnType {
        form: TypeForm::Maker,
        bases: column.types,
        binds: column.binds,
        binds_through: column.written_through,
        ..ColumnType::default()
    };
    out.fact(cx, function, cx.text(name).to_owned(), cx.place(name), fact);
}
