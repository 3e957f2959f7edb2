//! Values that go into fields: assigned to a member, given to a class, given to a method that writes.
//!
//! One decision that is not obvious: what the owner is, is not decided here; a path is kept, and the join says whether
//! it is a model. Nothing at all (`None`, an empty text) is left out, because writing it reveals nothing.

use super::Builder;
use review_facts::Language;
use review_facts::code::{Name, Set, Value};
use review_syntax::{Kind as Syntax, NodeId, Role, flag};

/// Methods that are given fields and write them (SQLAlchemy, Django, Prisma, TypeORM, Sequelize, Mongoose, Drizzle,
/// Kysely, MongoDB's driver), or that fill an object from what is not named.
#[rustfmt::skip]
const WRITES: &[&str] = &[
    "create", "createMany", "createManyAndReturn", "create_many", "insert", "insertMany", "insert_many", "insertOne", "insert_one",
    "update", "updateMany", "update_many", "updateOne", "update_one", "updateManyAndReturn", "upsert", "save", "values", "set",
    "bulkCreate", "build", "findOrCreate", "findOneAndUpdate", "findByIdAndUpdate", "find_one_and_update", "replaceOne", "replace_one",
    "get_or_create", "update_or_create", "onConflictDoUpdate", "on_conflict_do_update", "assign", "merge", "nativeUpdate",
    "nativeInsert", "setDataValue", "setattr", "plainToClass", "plainToInstance", "parse_obj", "model_validate", "sqlmodel_update",
    "bulk_insert_mappings", "bulk_update_mappings",
];

/// Calls whose first argument says of which table a chain of calls is.
#[rustfmt::skip]
const TABLES: &[&str] = &[
    "insert", "update", "query", "insertInto", "insert_into", "updateTable", "into", "table", "replace", "select",
];

/// Keys under which methods take the fields that they write.
const DATA: &[&str] = &["data", "create", "update", "set", "defaults", "values", "$set", "$setOnInsert"];

/// Calls of a chain, and objects inside one another, that are looked through.
const DEEP: u32 = 6;

/// Fields of one object.
const FIELDS: usize = 200;

impl<'c> Builder<'_, 'c> {
    /// `user.pin = x`, `user["pin"] = x`.
    pub(super) fn set_member(&mut self, assign: NodeId) {
        let tree = self.cx.tree;
        let (Some(target), Some(value)) = (tree.kid(assign, Role::Target), tree.kid(assign, Role::Value))
        else {
            return;
        };
        let field = match tree.kind(target) {
            Syntax::Member => tree.kid(target, Role::Property),
            Syntax::Index => tree.kid(target, Role::Key).filter(|key| tree.kind(*key) == Syntax::Str),
            _ => None,
        };
        let (Some(field), Some(owner)) = (field, tree.kid(target, Role::Object)) else { return };
        if matches!(tree.kind(value), Syntax::Function | Syntax::Class)
            || !matches!(tree.kind(owner), Syntax::Name | Syntax::Member)
        {
            return;
        }
        let owner = self.path(owner);
        if !matches!(self.code.text(owner), "module" | "exports" | "module.exports") {
            let name = self.key(field);
            self.set(assign, owner, false, name, value);
        }
    }

    /// `Employee { pin: x }` of Rust.
    pub(super) fn set_struct(&mut self, object: NodeId) {
        let tree = self.cx.tree;
        if tree.role(object) == Role::Target {
            return;
        }
        let Some(path) = tree.kid(object, Role::Callee) else { return };
        let owner = self.path(path);
        self.fields(object, owner, DEEP);
    }

    /// `User(pin=x)`, `new User({ pin })`, `users.create({ data: { pin } })`, `insert(users).values({ pin })`.
    pub(super) fn set_by_call(&mut self, call: NodeId, callee: &'c str) {
        let tree = self.cx.tree;
        let (receiver, method) = callee.rsplit_once('.').unwrap_or(("", callee));
        if self.cx.language == Language::Rust {
            return self.set_by_rust(call, method);
        }
        let class = method.starts_with(|first: char| first.is_ascii_uppercase());
        if !class && !WRITES.contains(&method) {
            return;
        }
        let mut arguments: Vec<NodeId> = tree.kids_with(call, Role::Arg).take(FIELDS).collect();
        if class {
            let owner = self.path_of(call, callee);
            return self.arguments(&arguments, owner, tree.has(call, flag::NEW));
        }
        if method == "setattr" || method == "setDataValue" {
            let owner = match method {
                "setattr" if !arguments.is_empty() => self.path_or_none(arguments.remove(0)),
                _ => self.name_of(receiver),
            };
            let [key, value, ..] = arguments[..] else { return };
            let named = tree.kind(key) == Syntax::Str;
            let name = if named { self.key(key) } else { self.name("*") };
            return self.set(call, owner, false, name, value);
        }
        // `manager.save(User, …)`, `Object.assign(user, …)`: the first argument says what is written.
        let first = arguments.first().copied().filter(|first| tree.kind(*first) == Syntax::Name);
        let says = first.filter(|first| {
            let name = self.cx.text(*first);
            let is_class = name.starts_with(|first: char| first.is_ascii_uppercase());
            arguments.len() > 1 && (is_class || matches!(method, "assign" | "setattr"))
        });
        if let Some(first) = says {
            arguments.remove(0);
            let (owner, called) = (self.path(first), method != "assign");
            return self.written(&arguments, owner, called);
        }
        let owner = match self.table_of(call) {
            Some(table) => table,
            None if receiver.is_empty() => return,
            None => self.name_of(receiver),
        };
        if matches!(method, "update" | "findByIdAndUpdate" | "updateOne" | "set") && arguments.len() > 1 {
            let keyword = arguments.iter().any(|argument| tree.kind(*argument) == Syntax::Pair);
            // What is looked for stands in front of what is written.
            if !keyword {
                arguments.remove(0);
            }
        }
        self.written(&arguments, owner, true);
    }

    /// `.set(users::pin.eq(x))` of diesel, `.col_expr(user::Column::Pin, x)` of SeaORM.
    fn set_by_rust(&mut self, call: NodeId, method: &'c str) {
        let tree = self.cx.tree;
        let mut arguments = tree.kids_with(call, Role::Arg);
        let (column, value) = match method {
            "eq" => {
                let written = tree.ancestors(call).take(4).any(|above| {
                    tree.kind(above) == Syntax::Call && matches!(self.cx.method(above), "set" | "values")
                });
                let callee = tree.kid(call, Role::Callee).filter(|_| written);
                (callee.and_then(|callee| tree.kid(callee, Role::Object)), arguments.next())
            }
            "col_expr" => (arguments.next(), arguments.next()),
            _ => return,
        };
        let (Some(column), Some(value)) = (column, value) else { return };
        let path = self.cx.path(column);
        let (owner, name) = path.rsplit_once('.').unwrap_or(("", &path));
        let owner = owner.strip_suffix("Column").unwrap_or(owner).trim_end_matches('.');
        let (owner, name) = (self.name_of(owner), self.name_of(&snake(name)));
        self.set(call, owner, true, name, value);
    }

    /// Of which table a chain of calls is: `users` in `insert(users).values(…)`.
    fn table_of(&mut self, call: NodeId) -> Option<Name> {
        let tree = self.cx.tree;
        let mut at = tree.kid(call, Role::Callee)?;
        for _ in 0..DEEP {
            at = match tree.kind(at) {
                Syntax::Member => tree.kid(at, Role::Object)?,
                Syntax::Call => {
                    let method = self.cx.method(at);
                    let argument = tree.kid(at, Role::Arg);
                    if let Some(argument) = argument.filter(|_| TABLES.contains(&method)) {
                        let named =
                            matches!(tree.kind(argument), Syntax::Name | Syntax::Member | Syntax::Str);
                        return named.then(|| self.path_or_none(argument));
                    }
                    tree.kid(at, Role::Callee)?
                }
                _ => return None,
            };
        }
        None
    }

    /// Keywords and objects that a class is given.
    fn arguments(&mut self, arguments: &[NodeId], owner: Name, made: bool) {
        let tree = self.cx.tree;
        for argument in arguments {
            match tree.kind(*argument) {
                Syntax::Pair => self.field_of(*argument, owner, DEEP),
                Syntax::Object if made => self.fields(*argument, owner, 0),
                Syntax::Spread if tree.has(*argument, flag::DOUBLE_SPLAT) || !made => {
                    self.whole(*argument, owner, true);
                }
                Syntax::Name | Syntax::Member if made && arguments.len() == 1 => {
                    self.whole(*argument, owner, true);
                }
                _ => {}
            }
        }
    }

    /// What a method that writes is given.
    fn written(&mut self, arguments: &[NodeId], owner: Name, called: bool) {
        let tree = self.cx.tree;
        for argument in arguments.iter().take(FIELDS) {
            match tree.kind(*argument) {
                Syntax::Pair => self.field_of(*argument, owner, 0),
                Syntax::Object => self.fields(*argument, owner, 0),
                Syntax::List => {
                    let objects = tree.kids(*argument).take(FIELDS);
                    for object in objects.filter(|object| tree.kind(*object) == Syntax::Object) {
                        self.fields(object, owner, 0);
                    }
                }
                Syntax::Name | Syntax::Member | Syntax::Spread => self.whole(*argument, owner, called),
                _ => {}
            }
        }
    }

    /// The fields of an object.
    fn fields(&mut self, object: NodeId, owner: Name, depth: u32) {
        let tree = self.cx.tree;
        for kid in tree.kids(object).take(FIELDS) {
            match tree.kind(kid) {
                Syntax::Pair => self.field_of(kid, owner, depth),
                // Rust's are of the same type, whose fields are written elsewhere.
                Syntax::Spread if self.cx.language != Language::Rust => self.spread(kid, owner, depth),
                _ => {}
            }
        }
    }

    /// `...x`; what `...(c ? { pin } : {})` and `...(c && { pin })` name is named.
    fn spread(&mut self, spread: NodeId, owner: Name, depth: u32) {
        let tree = self.cx.tree;
        let Some(value) = tree.kid(spread, Role::Value) else { return };
        let choices: Vec<NodeId> = match tree.kind(value) {
            Syntax::If => [Role::Body, Role::Else].iter().filter_map(|role| tree.kid(value, *role)).collect(),
            Syntax::Binary => tree.kid(value, Role::Right).into_iter().collect(),
            _ => vec![value],
        };
        let named = |choice: &NodeId| {
            matches!(tree.kind(*choice), Syntax::Object | Syntax::Constant) && depth <= DEEP
        };
        if choices.is_empty() || !choices.iter().all(named) {
            return self.whole(spread, owner, true);
        }
        for choice in choices {
            if tree.kind(choice) == Syntax::Object {
                self.fields(choice, owner, depth + 1);
            }
        }
    }

    /// One field, or an object of them under a key that says so.
    fn field_of(&mut self, pair: NodeId, owner: Name, depth: u32) {
        let tree = self.cx.tree;
        let Some(key) = tree.kid(pair, Role::Key).filter(|_| !tree.has(pair, flag::COMPUTED)) else {
            return;
        };
        if !matches!(tree.kind(key), Syntax::Name | Syntax::Str) {
            return;
        }
        let value = tree.kid(pair, Role::Value).unwrap_or(key);
        let text = crate::path::unquoted(self.cx.text(key));
        let below = depth < DEEP && self.cx.language != Language::Rust;
        if below && DATA.contains(&text) {
            return match tree.kind(value) {
                Syntax::Object => self.fields(value, owner, depth + 1),
                Syntax::List => self.written(&[value], owner, true),
                Syntax::Name | Syntax::Member | Syntax::Call => self.whole(value, owner, true),
                _ => {}
            };
        }
        // A row of another table is written along: `profile: { create: { … } }`.
        if below && tree.kind(value) == Syntax::Object {
            let is_data = |kid: NodeId| {
                let key = tree.kid(kid, Role::Key).filter(|_| tree.kind(kid) == Syntax::Pair);
                key.is_some_and(|key| {
                    matches!(
                        crate::path::unquoted(self.cx.text(key)),
                        "create" | "update" | "upsert" | "createMany" | "connectOrCreate" | "updateMany"
                    )
                })
            };
            if tree.kids(value).take(FIELDS).any(is_data) {
                let other = self.key(key);
                return self.fields(value, other, depth + 1);
            }
        }
        let name = self.key(key);
        self.set(pair, owner, true, name, value);
    }

    fn whole(&mut self, at: NodeId, owner: Name, called: bool) {
        let value = self.cx.tree.kid(at, Role::Value).unwrap_or(at);
        let name = self.name("*");
        self.set(at, owner, called, name, value);
    }

    fn set(&mut self, at: NodeId, owner: Name, called: bool, name: Name, value: NodeId) {
        if name == Name(0) || owner == Name(0) && self.cx.language != Language::Rust || self.is_nothing(value)
        {
            return;
        }
        let value = match self.value(value) {
            Value::Path(path) | Value::Call(path) => path,
            _ => Name(0),
        };
        let tree = self.cx.tree;
        let (unit, start) = (self.current(), tree.span(at).start);
        let line = self.cx.lines.line(start);
        self.code.sets.push(Set { unit, owner, called, name, value, at: start, line });
    }

    /// `None`, `null`, an empty text, also inside of `Set(…)`.
    fn is_nothing(&self, value: NodeId) -> bool {
        let tree = self.cx.tree;
        match tree.kind(value) {
            Syntax::Constant => true,
            Syntax::Str => tree.str_content(value, self.cx.source).is_some_and(|content| content.is_empty()),
            Syntax::Name | Syntax::Member => {
                matches!(crate::model::last(self.cx.text(value)), "None" | "NotSet" | "undefined")
            }
            Syntax::Call => {
                let mut arguments = tree.kids_with(value, Role::Arg);
                let (first, more) = (arguments.next(), arguments.next());
                more.is_none()
                    && self.cx.callee(value) == "Set"
                    && first.is_some_and(|first| {
                        matches!(tree.kind(first), Syntax::Constant)
                            || matches!(self.cx.text(first), "None" | "undefined")
                    })
            }
            _ => false,
        }
    }

    fn path_of(&mut self, call: NodeId, callee: &'c str) -> Name {
        match self.cx.tree.kid(call, Role::Callee) {
            Some(node) if callee.len() <= super::LONGEST => self.path(node),
            _ => Name(0),
        }
    }

    /// The path of a name, the text of a literal; none for anything else.
    fn path_or_none(&mut self, node: NodeId) -> Name {
        match self.value(node) {
            Value::Path(path) | Value::Text(path) => path,
            _ => Name(0),
        }
    }
}

/// `KraPin` in lower case with underscores, as SeaORM names its columns.
fn snake(name: &str) -> String {
    match name.starts_with(char::is_uppercase) {
        true => crate::model::underscored(name),
        false => name.to_lowercase(),
    }
}
