//! The driver of MongoDB: fields of documents that are written, as columns of their collection.
//!
//! One decision that is not obvious: without a schema a write is the only declaration that a field has. Of several
//! writes of a file to one field the plain one counts.

use crate::model::{self, Bindings, calls, last, text};
use crate::{Context, Out, Recogniser};
use review_facts::{Column, Kind, Language, Model, ModelSystem};
use review_syntax::{Kind as Syntax, NodeId, Role, flag};
use std::collections::{BTreeMap, HashMap};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "mongodb_write",
    finds: &[Kind::Model, Kind::Column],
    languages: &[Language::TypeScript, Language::Tsx, Language::JavaScript],
    libraries: &["mongodb"],
    nodes: &[],
    node: |_: &Context<'_>, _: NodeId, _: &mut Out| {},
    file,
};

/// Objects inside each other that are opened.
const DEEPEST: u32 = 6;

/// Fields that are read of all writes of a file.
const MOST: usize = 5_000;

fn file(cx: &Context<'_>, out: &mut Out) {
    let holds = |sign: &[u8]| memchr::memmem::find(cx.source.as_bytes(), sign).is_some();
    let imported = cx.imports.iter().any(|import| import.module == "mongodb");
    if !imported && !holds(b"ollection(") {
        return;
    }
    let mut reader = Reader {
        cx,
        bindings: Bindings::of(cx),
        collections: collections(cx),
        imported,
        assigned: HashMap::new(),
        found: BTreeMap::new(),
        read: 0,
    };
    let calls: Vec<NodeId> = cx.tree.ids().filter(|id| reader.is_write(*id)).collect();
    if calls.is_empty() {
        return;
    }
    reader.assigned = assigned(cx);
    calls.into_iter().for_each(|call| reader.write(call));
    let mut by_table: BTreeMap<String, Vec<(NodeId, Column)>> = BTreeMap::new();
    for ((table, _), found) in reader.found {
        by_table.entry(table).or_default().push(found);
    }
    for (table, columns) in by_table {
        let Some(first) = columns.iter().map(|(at, _)| *at).min() else { continue };
        let model = Model {
            system: ModelSystem::MongoDb,
            table: table.clone(),
            certain: true,
            columns: columns.len() as u32,
            ..Model::default()
        };
        out.fact(cx, first, table.clone(), cx.place(first), model);
        for (at, column) in columns {
            let name = format!("{table}.{}", column.column);
            out.fact(cx, at, name, cx.place(at), column);
        }
    }
}

/// Methods that only collections of MongoDB have.
fn is_own_method(method: &str) -> bool {
    matches!(
        method,
        "insertOne"
            | "insertMany"
            | "updateOne"
            | "updateMany"
            | "replaceOne"
            | "findOneAndUpdate"
            | "findOneAndReplace"
    )
}

/// Collections by the paths that they are bound to: `this.users` for `this.users = db.collection("users")`.
fn collections(cx: &Context<'_>) -> HashMap<String, String> {
    let tree = cx.tree;
    let mut found = HashMap::new();
    for id in tree.ids().filter(|id| matches!(tree.kind(*id), Syntax::Assign | Syntax::Field)) {
        let target = tree.kid(id, Role::Target).or_else(|| tree.kid(id, Role::Name));
        let (Some(target), Some(value)) = (target, tree.kid(id, Role::Value)) else { continue };
        let Some(name) = collection(cx, value) else { continue };
        let path = cx.path(target);
        let path = if tree.kind(id) == Syntax::Field { format!("this.{path}") } else { path };
        found.entry(path).or_insert(name);
    }
    found
}

/// The name of the collection that an expression gives: `await db.collection("users")`, `() => db.collection("users")`.
fn collection(cx: &Context<'_>, node: NodeId) -> Option<String> {
    let tree = cx.tree;
    let mut node = node;
    for _ in 0..4 {
        node = match tree.kind(node) {
            Syntax::Unary if tree.has(node, flag::AWAIT) => tree.kid(node, Role::Value)?,
            Syntax::Function if tree.has(node, flag::CLOSURE) => tree.kid(node, Role::Body)?,
            Syntax::Call if cx.method(node) == "collection" => {
                let name = tree.kid(node, Role::Arg)?;
                return Some(text(cx, name).unwrap_or_else(|| last(&cx.path(name)).to_owned()));
            }
            Syntax::Call if cx.callee(node) == "Mongo.Collection" => {
                return text(cx, tree.kid(node, Role::Arg)?);
            }
            _ => return None,
        };
    }
    None
}

/// Fields that are set on a variable, by its name: `user.ssn = ssn`.
fn assigned<'a>(cx: &Context<'a>) -> HashMap<&'a str, Vec<NodeId>> {
    let tree = cx.tree;
    let mut found: HashMap<&str, Vec<NodeId>> = HashMap::new();
    for id in tree.ids().filter(|id| tree.kind(*id) == Syntax::Assign) {
        let target = tree.kid(id, Role::Target).filter(|target| tree.kind(*target) == Syntax::Member);
        let object = target.and_then(|target| tree.kid(target, Role::Object));
        if let Some(object) = object.filter(|object| tree.kind(*object) == Syntax::Name) {
            found.entry(cx.text(object)).or_default().push(id);
        }
    }
    found
}

struct Reader<'a, 'c> {
    cx: &'c Context<'a>,
    bindings: Bindings<'a>,
    collections: HashMap<String, String>,
    imported: bool,
    assigned: HashMap<&'a str, Vec<NodeId>>,
    /// By collection and field.
    found: BTreeMap<(String, String), (NodeId, Column)>,
    read: usize,
}

impl Reader<'_, '_> {
    fn is_write(&self, id: NodeId) -> bool {
        self.cx.tree.kind(id) == Syntax::Call
            && matches!(
                self.cx.method(id),
                "insert"
                    | "insertOne"
                    | "insertMany"
                    | "save"
                    | "update"
                    | "updateOne"
                    | "updateMany"
                    | "replaceOne"
                    | "findOneAndUpdate"
                    | "findOneAndReplace"
                    | "bulkWrite"
            )
    }

    /// The collection that a call writes to.
    fn table(&self, call: NodeId) -> Option<String> {
        let (cx, tree) = (self.cx, self.cx.tree);
        let callee = tree.kid(call, Role::Callee)?;
        let receiver = tree.kid(callee, Role::Object)?;
        if let Some(name) = collection(cx, receiver) {
            return Some(name);
        }
        let (path, method) = cx.receiver_and_method(call)?;
        if let Some(name) = self.collections.get(path) {
            return Some(name.clone());
        }
        let own = last(path);
        let lower = own.to_ascii_lowercase();
        let named = lower.ends_with("collection") || lower.ends_with("col") || path.contains("ollections.");
        // A capital begins the name of a model, which has a schema.
        let variable = self.imported && own.starts_with(char::is_lowercase);
        (is_own_method(method) && (named || variable)).then(|| own.to_owned())
    }

    fn write(&mut self, call: NodeId) {
        let (cx, tree) = (self.cx, self.cx.tree);
        let Some(table) = self.table(call) else { return };
        let arguments: Vec<NodeId> = tree.kids_with(call, Role::Arg).take(4).collect();
        let Some(first) = arguments.first().copied() else { return };
        match cx.method(call) {
            "insert" | "insertOne" | "insertMany" | "save" => self.document(&table, first, "", 0),
            "bulkWrite" => self.operations(&table, first),
            _ => {
                let Some(update) = arguments.get(1) else { return };
                // Another library's `update(id, fields)` has no filter.
                let filter = self.bindings.open(cx, first);
                if tree.kind(filter) == Syntax::Object || is_own_method(cx.method(call)) {
                    self.update(&table, *update);
                }
            }
        }
    }

    /// `[{ insertOne: { document: { … } } }, { updateOne: { filter, update } }]`.
    fn operations(&mut self, table: &str, list: NodeId) {
        let (cx, tree) = (self.cx, self.cx.tree);
        let list = self.bindings.open(cx, list);
        for operation in tree.kids(list).filter(|kid| tree.kind(*kid) == Syntax::Object).take(100) {
            for entry in self.bindings.entries(cx, operation) {
                let part = |name: &str| self.bindings.get(cx, entry.value, name);
                match (part("document").or_else(|| part("replacement")), part("update")) {
                    (Some(document), _) => self.document(table, document, "", 0),
                    (None, Some(update)) => self.update(table, update),
                    _ => {}
                }
            }
        }
    }

    /// `{ $set: { … } }`, or a whole document.
    fn update(&mut self, table: &str, update: NodeId) {
        let (cx, tree) = (self.cx, self.cx.tree);
        let opened = self.bindings.open(cx, update);
        let entries = match tree.kind(opened) {
            Syntax::Object => self.bindings.entries(cx, opened),
            _ => Vec::new(),
        };
        if !entries.iter().any(|entry| entry.key.starts_with('$')) {
            return self.document(table, update, "", 0);
        }
        for entry in entries {
            if matches!(entry.key, "$set" | "$setOnInsert" | "$push" | "$addToSet") {
                self.document(table, entry.value, "", 0);
            }
        }
    }

    /// The fields of a document: of an object, of a list of them, and those that are set on a variable.
    fn document(&mut self, table: &str, node: NodeId, prefix: &str, depth: u32) {
        let (cx, tree) = (self.cx, self.cx.tree);
        if depth > DEEPEST {
            return;
        }
        let opened = self.bindings.open(cx, node);
        match tree.kind(opened) {
            Syntax::List => {
                for element in tree.kids(opened).take(100) {
                    if matches!(tree.kind(element), Syntax::Object | Syntax::Name) {
                        self.document(table, element, prefix, depth + 1);
                    }
                }
            }
            Syntax::Object => {
                for entry in self.bindings.entries(cx, opened) {
                    // An operator's own words: `$each`.
                    if entry.key.starts_with('$') {
                        self.document(table, entry.value, prefix, depth + 1);
                        continue;
                    }
                    self.field(table, entry.at, entry.value, &join(prefix, entry.key), depth);
                }
            }
            _ => {}
        }
        if tree.kind(node) != Syntax::Name || opened == node {
            return;
        }
        let name = cx.text(node);
        let declared = self.bindings.declaration(cx, node, name);
        let set = self.assigned.get(name).cloned().unwrap_or_default();
        // What is set behind the write is not written by it.
        let set = set.into_iter().take_while(|assign| assign.0 < node.0).take(200);
        for assign in
            set.filter(|assign| self.bindings.declaration(cx, *assign, name) == declared).collect::<Vec<_>>()
        {
            let (Some(target), Some(value)) = (tree.kid(assign, Role::Target), tree.kid(assign, Role::Value))
            else {
                continue;
            };
            if let Some(property) = tree.kid(target, Role::Property) {
                self.field(table, property, value, &join(prefix, cx.text(property)), depth);
            }
        }
    }

    fn field(&mut self, table: &str, at: NodeId, value: NodeId, path: &str, depth: u32) {
        let (cx, tree) = (self.cx, self.cx.tree);
        if self.read >= MOST {
            return;
        }
        self.read += 1;
        let opened = self.bindings.open(cx, value);
        let nested = match tree.kind(opened) {
            Syntax::Object => tree.kids(opened).next().is_some(),
            Syntax::List => tree.kids(opened).any(|kid| tree.kind(kid) == Syntax::Object),
            _ => false,
        };
        if nested {
            return self.document(table, value, path, depth + 1);
        }
        let mut through = calls(cx, value);
        if opened != value {
            through.extend(calls(cx, opened));
        }
        // A helper of the file is known by what it does.
        let helpers: Vec<NodeId> =
            through.iter().filter_map(|name| cx.function_of_file(name)).take(4).collect();
        if !helpers.is_empty() {
            through.retain(|name| cx.function_of_file(name).is_none() || model::may_encrypt(name));
            through.extend(model::opened(cx, &helpers, &[]));
        }
        let column = Column {
            table: table.to_owned(),
            column: path.to_owned(),
            declared_type: "document field".to_owned(),
            nullable: true,
            types: vec![format!("mongodb:{}", value_type(cx, opened))],
            written_through: through,
            binds: true,
            ..Column::default()
        };
        let key = (table.to_owned(), path.to_owned());
        match self.found.get(&key) {
            Some((_, known)) if says(known) >= says(&column) => {}
            _ => drop(self.found.insert(key, (at, column))),
        }
    }
}

/// How much a write says: one that stores what it is given as it is says most, one of `null` least.
fn says(column: &Column) -> u8 {
    let of_any_type = column.types.iter().any(|ty| ty == "mongodb:field");
    2 * u8::from(of_any_type) + u8::from(column.written_through.is_empty())
}

fn join(prefix: &str, key: &str) -> String {
    if prefix.is_empty() { key.to_owned() } else { format!("{prefix}.{key}") }
}

/// What a value shows of its type.
fn value_type(cx: &Context<'_>, value: NodeId) -> &'static str {
    match cx.tree.kind(value) {
        Syntax::Constant => "Boolean",
        Syntax::Unary if cx.tree.has(value, flag::NOT) => "Boolean",
        Syntax::Binary if cx.tree.has(value, flag::COMPARE) => "Boolean",
        Syntax::Call if matches!(cx.method(value), "Date" | "now") => "Date",
        Syntax::Call if matches!(cx.method(value), "ObjectId" | "ObjectID") => "ObjectId",
        _ => "field",
    }
}
