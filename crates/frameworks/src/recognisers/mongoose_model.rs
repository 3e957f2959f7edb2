//! Mongoose: schemas, those written as classes for NestJS and Typegoose, and the plugins that encrypt their fields.
//!
//! One decision that is not obvious: a field of a nested object is a column under its dotted path, and a schema inside
//! another one by name is judged where it is written.

use crate::model::{self, Bindings, is_false, is_true, last, text};
use crate::{Context, Out, Recogniser};
use review_facts::{Column, Kind, Language, Model, ModelSystem};
use review_syntax::{Kind as Syntax, NodeId, Role};
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "mongoose_model",
    finds: &[Kind::Model, Kind::Column],
    languages: &[Language::TypeScript, Language::Tsx, Language::JavaScript],
    libraries: &["mongoose", "@nestjs/mongoose", "@typegoose/typegoose", "typegoose"],
    nodes: &[],
    node: |_: &Context<'_>, _: NodeId, _: &mut Out| {},
    file,
};

/// Modules of classes that become schemas.
const CLASSES: &[&str] = &["@nestjs/mongoose", "@typegoose/typegoose", "typegoose"];

/// Plugins that encrypt the fields that an option lists.
const LISTED: &[(&str, &str)] = &[
    ("mongoose-field-encryption", "fields"),
    ("mongoose-cipher", "fields"),
    ("mongoose-encryption", "encryptedFields"),
];

/// Plugins that encrypt the fields that say so themselves.
const MARKED: &[(&str, &str)] =
    &[("mongoose-plugin-encryptor", "encrypted"), ("mongoose-advanced-encryption", "encrypt")];

/// Fields that are read of all schemas of a file.
const MOST: u32 = 10_000;

/// Objects inside each other that are opened.
const DEEPEST: u32 = 8;

/// A schema and the names it goes by in its file.
struct Schema {
    class: String,
    /// Variables that hold it.
    names: Vec<String>,
    table: String,
    /// Where it is written, and the token that names it.
    at: NodeId,
    name: NodeId,
    /// A class that has no table by itself.
    is_abstract: bool,
    fields: Vec<(NodeId, Column, Marks)>,
}

/// What plugins look at in a field.
#[derive(Default)]
struct Marks {
    indexed: bool,
    encrypt: bool,
    encrypted: bool,
}

fn file(cx: &Context<'_>, out: &mut Out) {
    let holds = |sign: &[u8]| memchr::memmem::find(cx.source.as_bytes(), sign).is_some();
    let of_classes = cx.imports.iter().any(|import| CLASSES.contains(&import.module.as_str()));
    if !(of_classes || holds(b"Schema(") || holds(b"Schema<")) {
        return;
    }
    let imported = cx.imports.iter().any(|import| import.module.contains("mongoose"));
    if !imported && !holds(b"mongoose.Schema") {
        return;
    }
    let bindings = Bindings::of(cx);
    let reader =
        Reader { cx, bindings, models: registered(cx), factories: factories(cx), visited: Cell::new(0) };
    let mut schemas = reader.schemas(of_classes);
    for id in cx.tree.ids().filter(|id| cx.tree.kind(*id) == Syntax::Call) {
        reader.handed_over(id, &mut schemas);
        let Some((receiver, method)) = cx.receiver_and_method(id) else { continue };
        let own = |schema: &&mut Schema| schema.names.iter().any(|name| name == receiver);
        match method {
            "add" | "plugin" | "pre" => {
                let Some(schema) = schemas.iter_mut().find(own) else { continue };
                match method {
                    "add" => reader.add(id, schema),
                    "plugin" => reader.plugin(id, schema),
                    _ => reader.hook(id, schema),
                }
            }
            _ => {}
        }
    }
    schemas.into_iter().for_each(|schema| push(cx, schema, out));
}

fn push(cx: &Context<'_>, schema: Schema, out: &mut Out) {
    let model = Model {
        system: ModelSystem::Mongoose,
        class: schema.class.clone(),
        table: schema.table.clone(),
        is_abstract: schema.is_abstract,
        certain: !schema.is_abstract,
        columns: schema.fields.len() as u32,
        ..Model::default()
    };
    out.fact(cx, schema.at, schema.class.clone(), cx.place(schema.name), model);
    for (at, mut column, _) in schema.fields {
        column.model.clone_from(&schema.class);
        column.table.clone_from(&schema.table);
        model::finish(&mut column);
        let name = format!("{}.{}", schema.class, column.attribute);
        out.fact(cx, at, name, cx.place(at), column);
    }
}

/// Names of models by the variable of their schema: `mongoose.model("User", userSchema, "people")`, with the collection.
fn registered<'a>(cx: &Context<'a>) -> BTreeMap<&'a str, (String, String)> {
    let tree = cx.tree;
    let mut models = BTreeMap::new();
    for call in tree.ids().filter(|id| tree.kind(*id) == Syntax::Call) {
        if !matches!(cx.method(call), "model" | "discriminator") {
            continue;
        }
        let mut arguments = tree.kids_with(call, Role::Arg);
        let (Some(name), Some(schema)) = (arguments.next(), arguments.next()) else { continue };
        let Some(name) = text(cx, name) else { continue };
        let collection = arguments.next().and_then(|name| text(cx, name)).unwrap_or_default();
        if tree.kind(schema) == Syntax::Name {
            models.entry(cx.text(schema)).or_insert((name, collection));
        }
    }
    models
}

fn factories<'a>(cx: &Context<'a>) -> BTreeMap<&'a str, &'a str> {
    let tree = cx.tree;
    let made = |id: NodeId| {
        let value = tree.kid(id, Role::Value).filter(|value| last(cx.callee(*value)) == "createForClass")?;
        Some((cx.text(tree.kid(value, Role::Arg)?), cx.text(tree.kid(id, Role::Target)?)))
    };
    tree.ids().filter(|id| tree.kind(*id) == Syntax::Assign).filter_map(made).collect()
}

struct Reader<'a, 'c> {
    cx: &'c Context<'a>,
    bindings: Bindings<'a>,
    models: BTreeMap<&'a str, (String, String)>,
    /// Variables of the schemas made of classes, by class: `SchemaFactory.createForClass(Cat)`.
    factories: BTreeMap<&'a str, &'a str>,
    visited: Cell<u32>,
}

impl Reader<'_, '_> {
    fn schemas(&self, of_classes: bool) -> Vec<Schema> {
        let tree = self.cx.tree;
        let mut schemas = Vec::new();
        let mut inner = BTreeSet::new();
        for id in tree.ids() {
            match tree.kind(id) {
                Syntax::Call if self.is_schema(id) && !inner.contains(&id) => {
                    schemas.extend(self.schema(id, &mut inner));
                }
                Syntax::Class if of_classes => schemas.extend(self.class(id, &mut inner)),
                _ => {}
            }
        }
        schemas
    }

    /// `new Schema(…)`, `mongoose.Schema(…)`.
    fn is_schema(&self, call: NodeId) -> bool {
        let callee = self.cx.callee(call);
        let decorates =
            self.cx.tree.parent(call).is_some_and(|parent| self.cx.tree.kind(parent) == Syntax::Decorator);
        if last(callee) != "Schema" || decorates {
            return false;
        }
        let first = callee.split('.').next().unwrap_or_default();
        self.cx.import(first).is_none_or(|import| import.module.contains("mongoose"))
    }

    fn schema(&self, call: NodeId, inner: &mut BTreeSet<NodeId>) -> Option<Schema> {
        let (cx, tree) = (self.cx, self.cx.tree);
        let mut arguments = tree.kids_with(call, Role::Arg);
        let fields = self.bindings.open(cx, arguments.next()?);
        if tree.kind(fields) != Syntax::Object {
            return None;
        }
        let options = arguments.next();
        let option = |name: &str| self.bindings.get(cx, options?, name);
        let parent = tree.parent(call)?;
        let variable = match tree.kind(parent) {
            Syntax::Assign => tree.kid(parent, Role::Target),
            Syntax::Field => tree.kid(parent, Role::Name),
            _ => None,
        };
        let known = variable.and_then(|variable| self.models.get(cx.text(variable)));
        let registering = matches!(cx.method(parent), "model" | "discriminator");
        let inline = tree.kid(parent, Role::Arg).filter(|_| registering);
        let (class, collection) = match (known, inline.and_then(|name| text(cx, name)), variable) {
            (Some((model, collection)), ..) => (model.clone(), collection.clone()),
            (_, Some(model), _) => (model, String::new()),
            (.., Some(variable)) => (last(&cx.path(variable)).to_owned(), String::new()),
            _ => ("Schema".to_owned(), String::new()),
        };
        let given = option("collection").and_then(|name| text(cx, name));
        let mut found = Schema {
            class,
            names: variable.map(|variable| cx.path(variable)).into_iter().collect(),
            table: given.unwrap_or(collection),
            at: call,
            name: variable.or(inline).or_else(|| tree.kid(call, Role::Callee)).unwrap_or(call),
            is_abstract: false,
            fields: Vec::new(),
        };
        self.fields(fields, "", 0, inner, &mut found.fields);
        if option("encryptionType").is_some() {
            for (_, column, _) in found.fields.iter_mut().filter(|(_, _, marks)| marks.encrypt) {
                column.types.push("mongoose:encrypt".to_owned());
            }
        } else {
            ask_about(&mut found.fields, "options.encrypt", |marks| marks.encrypt);
        }
        Some(found)
    }

    /// The fields of an object, those of nested objects under their dotted paths.
    fn fields(
        &self,
        object: NodeId,
        prefix: &str,
        depth: u32,
        inner: &mut BTreeSet<NodeId>,
        found: &mut Vec<(NodeId, Column, Marks)>,
    ) {
        if depth > DEEPEST || self.visited.get() > MOST {
            return;
        }
        self.visited.set(self.visited.get() + 1);
        for entry in self.bindings.entries(self.cx, object) {
            let path =
                if prefix.is_empty() { entry.key.to_owned() } else { format!("{prefix}.{}", entry.key) };
            if self.visited.get() <= MOST {
                self.visited.set(self.visited.get() + 1);
                self.field(entry.at, entry.value, path, depth, inner, found);
            }
        }
    }

    /// One field: a type, an object with a type, a nested object, a list of any of these, a schema.
    fn field(
        &self,
        at: NodeId,
        value: NodeId,
        path: String,
        depth: u32,
        inner: &mut BTreeSet<NodeId>,
        found: &mut Vec<(NodeId, Column, Marks)>,
    ) {
        let (cx, tree) = (self.cx, self.cx.tree);
        let mut column = Column { attribute: path.clone(), nullable: true, ..Column::default() };
        let mut marks = Marks::default();
        let opened = self.bindings.open(cx, value);
        let mut ty = value;
        if tree.kind(opened) == Syntax::Object {
            match self.type_of(opened) {
                Some(given) => {
                    ty = given;
                    self.options(opened, &mut column, &mut marks);
                }
                None if tree.kids(opened).next().is_some() => {
                    return self.fields(opened, &path, depth + 1, inner, found);
                }
                None => {}
            }
        }
        let own = found.len();
        self.read_type(ty, &mut column);
        found.push((at, column, marks));
        if let Some(object) = self.document(ty, inner) {
            self.fields(object, &path, depth + 1, inner, found);
            // What its fields do to their values, it does.
            let mut children = found[own + 1..].iter();
            if let Some(through) = children.find(|(_, child, _)| child.binds) {
                let through = through.1.written_through.clone();
                found[own].1.written_through = through;
                found[own].1.binds = true;
            }
        }
    }

    /// The `type` of an object that describes a field; none where `type` is itself the name of a nested field.
    fn type_of(&self, object: NodeId) -> Option<NodeId> {
        let given = self.bindings.get(self.cx, object, "type")?;
        self.bindings.get(self.cx, given, "type").is_none().then_some(given)
    }

    /// The object that describes a document inside: of `[{…}]`, `{ type: {…} }`, `new Schema({…})` at this place.
    fn document(&self, ty: NodeId, inner: &mut BTreeSet<NodeId>) -> Option<NodeId> {
        let (cx, tree) = (self.cx, self.cx.tree);
        let mut node = ty;
        for _ in 0..4 {
            let opened = self.bindings.open(cx, node);
            match tree.kind(opened) {
                Syntax::List => node = tree.kids(opened).next()?,
                Syntax::Object => {
                    let Some(given) = self.type_of(opened) else { return Some(opened) };
                    node = given;
                }
                // A schema with a name is judged where it is written.
                Syntax::Call if self.is_schema(opened) && opened == node => {
                    inner.insert(opened);
                    node = tree.kid(opened, Role::Arg)?;
                }
                _ => return None,
            }
        }
        None
    }

    fn options(&self, object: NodeId, column: &mut Column, marks: &mut Marks) {
        let cx = self.cx;
        for entry in self.bindings.entries(cx, object) {
            let set = !is_false(cx, entry.value);
            match entry.key {
                "required" => column.nullable = !set,
                "unique" => {
                    column.unique = set;
                    marks.indexed |= set;
                }
                "index" => marks.indexed |= set,
                "ref" => column.references = text(cx, entry.value).unwrap_or_else(|| cx.path(entry.value)),
                // A value out of a list is no free text.
                "enum" => column.types.push("mongoose:enum".to_owned()),
                "set" => {
                    column.written_through = self.bindings.setter(cx, entry.value);
                    column.binds = true;
                }
                "encrypt" => marks.encrypt = set,
                "encrypted" => marks.encrypted = is_true(cx, entry.value),
                _ => {}
            }
        }
    }

    fn read_type(&self, ty: NodeId, column: &mut Column) {
        let (cx, tree) = (self.cx, self.cx.tree);
        column.declared_type = model::short(cx.text(ty));
        let mut node = ty;
        for _ in 0..4 {
            let opened = self.bindings.open(cx, node);
            match tree.kind(opened) {
                Syntax::List => match tree.kids(opened).next() {
                    Some(element) => node = element,
                    None => return column.types.push("mongoose:Mixed".to_owned()),
                },
                Syntax::Object => match self.type_of(opened) {
                    Some(given) => node = given,
                    None => return column.types.push("mongoose:Document".to_owned()),
                },
                Syntax::Call if self.is_schema(opened) && opened == node => {
                    return column.types.push("mongoose:Document".to_owned());
                }
                Syntax::Str => {
                    return column.types.push(format!("mongoose:{}", text(cx, opened).unwrap_or_default()));
                }
                _ => {
                    let path = match tree.kind(node) {
                        Syntax::Call => cx.callee(node).to_owned(),
                        _ => cx.path(node),
                    };
                    let known = known_type(&path).map(|name| format!("mongoose:{name}"));
                    column.types.extend(known.or(Some(path)).filter(|path| !path.is_empty()));
                    return;
                }
            }
        }
    }

    /// A class with `@Prop()` fields.
    fn class(&self, id: NodeId, inner: &mut BTreeSet<NodeId>) -> Option<Schema> {
        let (cx, tree) = (self.cx, self.cx.tree);
        let name = tree.kid(id, Role::Name)?;
        let mut found = Schema {
            class: cx.text(name).to_owned(),
            names: self.factories.get(cx.text(name)).map(|name| (*name).to_owned()).into_iter().collect(),
            table: String::new(),
            at: id,
            name,
            is_abstract: true,
            fields: Vec::new(),
        };
        for decorator in tree.kids(id).filter(|kid| tree.kind(*kid) == Syntax::Decorator) {
            let Some((decorator, argument)) = self.decorator(decorator) else { continue };
            match decorator.as_str() {
                "Schema" | "modelOptions" => found.is_abstract = false,
                _ => continue,
            }
            let options =
                argument.map(|options| self.bindings.get(cx, options, "schemaOptions").unwrap_or(options));
            let collection = options.and_then(|options| self.bindings.get(cx, options, "collection"));
            found.table = collection.and_then(|name| text(cx, name)).unwrap_or_default();
        }
        for member in tree.kids(id).filter(|member| tree.kind(*member) == Syntax::Field) {
            let Some(at) = tree.kid(member, Role::Name) else { continue };
            let decorators = tree.kids(member).filter(|kid| tree.kind(*kid) == Syntax::Decorator);
            let prop = decorators.filter_map(|decorator| self.decorator(decorator));
            let Some((_, argument)) =
                prop.into_iter().find(|(name, _)| matches!(name.as_str(), "Prop" | "prop"))
            else {
                continue;
            };
            self.member(member, at, argument, inner, &mut found.fields);
        }
        if found.is_abstract && found.fields.is_empty() {
            return None;
        }
        Some(found)
    }

    /// A decorator of the libraries' and its first argument.
    fn decorator(&self, decorator: NodeId) -> Option<(String, Option<NodeId>)> {
        let (cx, tree) = (self.cx, self.cx.tree);
        let call = tree.kids(decorator).next().filter(|inner| tree.kind(*inner) == Syntax::Call)?;
        let import = cx.import(cx.callee(call).split('.').next()?)?;
        if !CLASSES.contains(&import.module.as_str()) {
            return None;
        }
        Some((import.name.clone().unwrap_or_else(|| cx.method(call).to_owned()), tree.kid(call, Role::Arg)))
    }

    fn member(
        &self,
        member: NodeId,
        at: NodeId,
        argument: Option<NodeId>,
        inner: &mut BTreeSet<NodeId>,
        found: &mut Vec<(NodeId, Column, Marks)>,
    ) {
        let (cx, tree) = (self.cx, self.cx.tree);
        let path = cx.text(at).to_owned();
        // `@Prop(raw({ … }))`.
        let argument = argument.map(|given| match tree.kind(given) {
            Syntax::Call if cx.method(given) == "raw" => tree.kid(given, Role::Arg).unwrap_or(given),
            _ => self.bindings.open(cx, given),
        });
        let typed = argument.is_some_and(|given| match tree.kind(given) {
            Syntax::Object => self.bindings.get(cx, given, "type").is_some() || is_raw(cx, given),
            _ => true,
        });
        if let Some(given) = argument.filter(|_| typed) {
            // `type: () => String` of Typegoose.
            let lazy = self.bindings.get(cx, given, "type").filter(|ty| tree.kind(*ty) == Syntax::Function);
            if let Some(body) = lazy.and_then(|ty| tree.kid(ty, Role::Body)) {
                let mut column = Column { attribute: path, nullable: true, ..Column::default() };
                let mut marks = Marks::default();
                self.options(given, &mut column, &mut marks);
                self.read_type(body, &mut column);
                found.push((at, column, marks));
                return;
            }
            return self.field(at, given, path, 0, inner, found);
        }
        let mut column = Column { attribute: path, nullable: true, ..Column::default() };
        let mut marks = Marks::default();
        if let Some(given) = argument {
            self.options(given, &mut column, &mut marks);
        }
        if let Some(hint) = tree.kid(member, Role::Type) {
            column.declared_type = model::short(cx.text(hint));
            let mut parts = column.declared_type.split(['|', '<', '>', ' ', '[']).map(str::trim);
            let said = |part: &&str| !matches!(*part, "" | "null" | "undefined" | "Array" | "Ref");
            if let Some(name) = parts.find(said) {
                let known = known_type(name).map(|name| format!("mongoose:{name}"));
                column.types.push(known.unwrap_or_else(|| name.to_owned()));
            }
        }
        found.push((at, column, marks));
    }

    /// `schema.add({ … })`.
    fn add(&self, call: NodeId, schema: &mut Schema) {
        let Some(fields) = self.cx.tree.kid(call, Role::Arg) else { return };
        let fields = self.bindings.open(self.cx, fields);
        if self.cx.tree.kind(fields) == Syntax::Object {
            self.fields(fields, "", 0, &mut BTreeSet::new(), &mut schema.fields);
        }
    }

    /// `schema.plugin(fieldEncryption, { fields: [ … ] })`.
    fn plugin(&self, call: NodeId, schema: &mut Schema) {
        let (cx, tree) = (self.cx, self.cx.tree);
        let mut arguments = tree.kids_with(call, Role::Arg);
        let (Some(plugin), options) = (arguments.next(), arguments.next()) else { return };
        let path = match tree.kind(plugin) {
            Syntax::Call => cx.callee(plugin).to_owned(),
            _ => cx.path(plugin),
        };
        let module = self.module(plugin, &path);
        if let Some((library, mark)) = MARKED.iter().find(|(library, _)| *library == module) {
            for (_, column, marks) in &mut schema.fields {
                if if *mark == "encrypt" { marks.encrypt } else { marks.encrypted } {
                    column.types.push(format!("{library}:plugin"));
                }
            }
        } else if let Some((library, option)) = LISTED.iter().find(|(library, _)| *library == module) {
            self.listed(library, option, options, schema);
        } else if speaks_of_encryption(&path) || speaks_of_encryption(&module) {
            let named = if module.is_empty() { path } else { format!("{module}:{path}_encrypt") };
            ask_about(&mut schema.fields, &named, |_| true);
        }
    }

    /// The module that a plugin comes from: imported, or required on the spot.
    fn module(&self, plugin: NodeId, path: &str) -> String {
        let (cx, tree) = (self.cx, self.cx.tree);
        let required = tree.subtree(plugin).take(6).filter(|id| tree.kind(*id) == Syntax::Call);
        let mut required = required.filter(|call| cx.callee(*call) == "require");
        if let Some(module) = required.next().and_then(|call| tree.kid(call, Role::Arg)) {
            return text(cx, module).unwrap_or_default();
        }
        let import = path.split('.').next().and_then(|first| cx.import(first));
        import.map(|import| import.module.clone()).unwrap_or_default()
    }

    fn listed(&self, library: &str, option: &str, options: Option<NodeId>, schema: &mut Schema) {
        let (cx, tree) = (self.cx, self.cx.tree);
        let name = format!("{library}:plugin");
        let open = |fields: &mut Vec<(NodeId, Column, Marks)>| {
            ask_about(fields, &format!("{library}:encryptedFields"), |_| true);
        };
        let options = options.map(|options| self.bindings.open(cx, options));
        let Some(options) = options.filter(|options| tree.kind(*options) == Syntax::Object) else {
            return open(&mut schema.fields);
        };
        let texts = |name: &str| -> Option<Option<Vec<String>>> {
            let list = self.bindings.open(cx, self.bindings.get(cx, options, name)?);
            let known = tree.kind(list) == Syntax::List
                && tree.kids(list).all(|kid| tree.str_content(kid, cx.source).is_some());
            Some(known.then(|| tree.kids(list).filter_map(|kid| text(cx, kid)).collect()))
        };
        let names = |list: &[String], path: &str| {
            list.iter().any(|name| {
                path == name || path.strip_prefix(name.as_str()).is_some_and(|r| r.starts_with('.'))
            })
        };
        match (texts(option), library) {
            (Some(Some(list)), _) => {
                for (_, column, _) in schema.fields.iter_mut().filter(|(_, c, _)| names(&list, &c.attribute))
                {
                    column.types.push(name.clone());
                }
            }
            (None, "mongoose-encryption") => {
                let excluded = match texts("excludeFromEncryption") {
                    Some(None) => return open(&mut schema.fields),
                    Some(Some(list)) => list,
                    None => Vec::new(),
                };
                for (_, column, marks) in &mut schema.fields {
                    if !marks.indexed && !names(&excluded, &column.attribute) {
                        column.types.push(name.clone());
                    }
                }
            }
            _ => open(&mut schema.fields),
        }
    }

    /// `registerEncryption(schema)`: what it does is not known, and its name speaks of it.
    fn handed_over(&self, call: NodeId, schemas: &mut [Schema]) {
        let (cx, tree) = (self.cx, self.cx.tree);
        let callee = cx.callee(call);
        if !speaks_of_encryption(callee) || last(callee) == "plugin" {
            return;
        }
        for argument in tree.kids_with(call, Role::Arg).take(4).filter(|arg| tree.kind(*arg) == Syntax::Name)
        {
            let given = |schema: &&mut Schema| schema.names.iter().any(|name| name == cx.text(argument));
            for schema in schemas.iter_mut().filter(given) {
                ask_about(&mut schema.fields, &format!("{callee}.encrypt"), |_| true);
            }
        }
    }

    /// `schema.pre("save", function () { this.password = hash(this.password) })`. What it encrypts is a fact of its
    /// own, because updates pass a hook by; what it hashes is stated here.
    fn hook(&self, call: NodeId, schema: &mut Schema) {
        let (cx, tree) = (self.cx, self.cx.tree);
        let Some(function) = tree.kids_with(call, Role::Arg).skip(1).last() else { return };
        if let Some(callee) = model::encrypts_unnamed(cx, function) {
            ask_about(&mut schema.fields, &format!("{callee}.encrypt"), |_| true);
        }
        let hashes = |name: &String| {
            let name = name.to_ascii_lowercase();
            name.contains("hash") && !name.contains("unhash")
        };
        let mut hashed: BTreeSet<&str> = BTreeSet::new();
        let mut name = String::new();
        for id in tree.subtree(function).take(2_000) {
            match tree.kind(id) {
                // What a callback of the hashing call is given.
                Syntax::Call if hashes(&cx.method(id).to_owned()) => {
                    cx.method(id).clone_into(&mut name);
                    for callback in
                        tree.kids_with(id, Role::Arg).filter(|arg| tree.kind(*arg) == Syntax::Function)
                    {
                        let parameters = tree.kids(callback).filter(|kid| tree.kind(*kid) == Syntax::Param);
                        hashed.extend(parameters.filter_map(|p| tree.kid(p, Role::Name)).map(|p| cx.text(p)));
                    }
                }
                Syntax::Assign => {
                    let (Some(target), Some(value)) = (tree.kid(id, Role::Target), tree.kid(id, Role::Value))
                    else {
                        continue;
                    };
                    let through = model::calls(cx, value).into_iter().find(hashes);
                    let from_hashed = tree.kind(value) == Syntax::Name && hashed.contains(cx.text(value));
                    let Some(through) = through.or_else(|| from_hashed.then(|| name.clone())) else {
                        continue;
                    };
                    if tree.kind(target) == Syntax::Name {
                        name = through;
                        hashed.insert(cx.text(target));
                        continue;
                    }
                    let path = cx.path(target);
                    let attribute = path.split_once('.').map_or("", |(_, attribute)| attribute);
                    for (_, column, _) in
                        schema.fields.iter_mut().filter(|(_, c, _)| c.attribute == attribute)
                    {
                        column.written_through.push(through.clone());
                    }
                }
                _ => {}
            }
        }
    }
}

/// Leaves open how the chosen fields keep their values, by a type that cannot be found.
fn ask_about(fields: &mut [(NodeId, Column, Marks)], name: &str, chosen: impl Fn(&Marks) -> bool) {
    for (_, column, _) in fields.iter_mut().filter(|(_, _, marks)| chosen(marks)) {
        column.types.push(name.to_owned());
    }
}

fn speaks_of_encryption(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["crypt", "cipher", "vault"].iter().any(|word| name.contains(word)) && !name.contains("bcrypt")
}

/// True for the object that `raw(…)` was given: its values are types.
fn is_raw(cx: &Context<'_>, object: NodeId) -> bool {
    let parent = cx.tree.parent(object).filter(|parent| cx.tree.kind(*parent) == Syntax::Call);
    parent.is_some_and(|call| cx.method(call) == "raw")
}

/// The schema type of a path: `String` for `String` and for `Schema.Types.String`.
fn known_type(path: &str) -> Option<&str> {
    #[rustfmt::skip]
    const TYPES: &[&str] = &[
        "String", "Number", "Boolean", "Bool", "Date", "Buffer", "ObjectId", "ObjectID", "Oid", "Mixed", "Decimal128", "Map", "Array", "Object", "BigInt",
        "UUID", "Int32", "Double", "Long", "string", "number", "boolean", "any", "unknown", "object", "Record", "bigint", "DocumentArray", "Embedded",
    ];
    let name = last(path);
    let known = TYPES.contains(&name);
    let of_library = match path.rsplit_once('.') {
        Some((above, _)) => {
            matches!(last(above), "Types" | "SchemaTypes" | "mongoose" | "Schema" | "MongooseSchema")
        }
        None => true,
    };
    (known && of_library).then_some(name)
}
