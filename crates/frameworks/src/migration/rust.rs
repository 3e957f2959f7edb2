//! What Rust adds to following a body: results, macros, associated functions, builder chains, and names that an enum
//! gives to tables and columns.

use super::value::{HOLE, Value};
use super::walk::Walk;
use crate::Context;
use review_facts::Language;
use review_syntax::{Kind as Syntax, NodeId, Role, flag};

/// Calls of one chain that are looked at; a table of some hundred columns is one chain.
const LONGEST_CHAIN: usize = 1_024;

/// What makes statements, tables and columns (sea-query's documentation).
const BUILDERS: &[&str] =
    &["Table", "Index", "ForeignKey", "TableForeignKey", "Type", "Query", "ColumnDef", "Statement"];

/// What a chain of calls on a builder makes: `Table::create().table(Users::Table).to_owned()`.
pub(crate) struct Built<'a> {
    /// The innermost call: `Table::create()`.
    pub root: NodeId,
    /// The path that it calls, dotted: `Table.create`.
    pub path: String,
    /// The methods behind it, in order.
    pub calls: Vec<(&'a str, NodeId)>,
}

impl Built<'_> {
    /// The calls of a method.
    pub(crate) fn all<'c>(&'c self, method: &'c str) -> impl Iterator<Item = NodeId> + 'c {
        self.calls.iter().filter(move |(name, _)| *name == method).map(|(_, call)| *call)
    }

    /// A method is called.
    pub(crate) fn has(&self, method: &str) -> bool {
        self.all(method).next().is_some()
    }
}

/// What a call that stands alone does to a body, as far as the language says so.
pub(super) enum Effect {
    /// Nothing: a macro that tells somebody, `Ok(())`. Its arguments are followed.
    None,
    /// It refuses: `Err(…)`, `panic!`.
    Refuses,
}

/// The effect of a call that the language gives a meaning; none for the others.
pub(super) fn effect(cx: &Context<'_>, call: NodeId) -> Option<Effect> {
    if cx.language != Language::Rust {
        return None;
    }
    let callee = cx.callee(call);
    let last = callee.rsplit('.').next().unwrap_or(callee);
    if !cx.tree.has(call, flag::MACRO) {
        return match callee {
            "Ok" | "Some" | "Box.pin" | "Box.new" | "Arc.new" | "Default.default" => Some(Effect::None),
            "Err" => Some(Effect::Refuses),
            _ => None,
        };
    }
    match last {
        // `todo!` is what the template has.
        "todo" | "println" | "eprintln" | "print" | "eprint" | "dbg" | "trace" | "debug" | "info"
        | "warn" | "error" | "log" | "assert" | "assert_eq" | "assert_ne" | "debug_assert" | "vec"
        | "format" | "include_str" | "matches" => Some(Effect::None),
        "panic" | "unimplemented" | "unreachable" | "bail" => Some(Effect::Refuses),
        _ => None,
    }
}

/// What an error says: its text, or the name of what makes it.
pub(super) fn reason(cx: &Context<'_>, call: NodeId) -> NodeId {
    let is_text = |id: &NodeId| matches!(cx.tree.kind(*id), Syntax::Str | Syntax::Template);
    let text = cx.tree.subtree(call).take(64).find(is_text);
    text.or_else(|| cx.tree.kid(call, Role::Callee)).unwrap_or(call)
}

impl<'a> Walk<'_, 'a> {
    /// A chain of calls on what a path or a name gives; also one that a name is bound to. None for anything else.
    pub(crate) fn built(&self, node: NodeId) -> Option<Built<'a>> {
        let tree = self.cx.tree;
        let mut calls = Vec::new();
        let mut at = node;
        for _ in 0..LONGEST_CHAIN {
            match tree.kind(at) {
                Syntax::Unary => at = tree.kid(at, Role::Value)?,
                Syntax::Name => match self.bound(self.cx.text(at)) {
                    Some(Value::Made(made)) if made != at => at = made,
                    // `schema.create_table_from_entity(…)`.
                    _ => {
                        let (_, root) = calls.pop()?;
                        calls.reverse();
                        return Some(Built { root, path: self.cx.callee(root).to_owned(), calls });
                    }
                },
                Syntax::Call => {
                    let callee = tree.kid(at, Role::Callee)?;
                    if tree.kind(callee) == Syntax::Member && !tree.has(callee, flag::PATH) {
                        calls.push((self.cx.text(tree.kid(callee, Role::Property)?), at));
                        at = tree.kid(callee, Role::Object)?;
                        continue;
                    }
                    calls.reverse();
                    return Some(Built { root: at, path: self.cx.callee(at).to_owned(), calls });
                }
                _ => return None,
            }
        }
        None
    }

    /// A chain on a builder of a library: `Table::create()…`, also as `backend.build(&…)` makes a statement of it.
    pub(super) fn made_by_path(&self, call: NodeId) -> Option<Value> {
        if self.cx.callee(call).ends_with(".build") {
            let built = self.positional(call).next().map(|built| self.value(built));
            return built.filter(|built| matches!(built, Value::Made(_)));
        }
        let chain = self.built(call)?;
        let owner = chain.path.rsplit('.').nth(1)?;
        BUILDERS.contains(&owner).then_some(Value::Made(call))
    }

    /// What a path of Rust is worth: an associated function of this file, or the name that a variant stands for.
    pub(super) fn rust_path(&self, node: NodeId) -> Value {
        let tree = self.cx.tree;
        let path = self.cx.path(node);
        let mut segments = path.rsplit('.');
        let (Some(last), Some(owner)) = (segments.next(), segments.next()) else { return Value::Unknown };
        if let Some(function) = self.associated(owner, last) {
            return Value::Function(function);
        }
        if last == "Entity" {
            return self.entity_table(owner).map_or(Value::Unknown, Value::Text);
        }
        let is_constant = last.len() > 1 && !last.contains(|c: char| c.is_ascii_lowercase());
        if is_constant || !owner.starts_with(char::is_uppercase) || !last.starts_with(char::is_uppercase) {
            return Value::Unknown;
        }
        let classes = tree.kids(tree.root()).filter(|kid| tree.kind(*kid) == Syntax::Class);
        let is_owner = |class: &NodeId| {
            tree.has(*class, flag::CLASS_ENUM)
                && tree.kid(*class, Role::Name).is_some_and(|own| self.cx.text(own) == owner)
        };
        let class = { classes }.find(is_owner);
        let variant = class.and_then(|class| {
            tree.kids(class)
                .filter(|kid| tree.kind(*kid) == Syntax::Field)
                .find(|field| tree.kid(*field, Role::Name).is_some_and(|own| self.cx.text(own) == last))
        });
        let given = variant.and_then(|variant| self.iden(variant));
        let of_enum = || if last == "Table" { class.and_then(|class| self.iden(class)) } else { None };
        let default = || snake_case(if last == "Table" { owner } else { last });
        Value::Text(given.or_else(of_enum).unwrap_or_else(default))
    }

    /// The table of an entity: `#[sea_orm(table_name = "users")]` of its model, when its module stands in this file.
    /// Otherwise it goes by its module's name, which is the same in both directions; unless the file names tables by
    /// texts too, for then one table may have two names.
    fn entity_table(&self, module: &str) -> Option<String> {
        let tree = self.cx.tree;
        let named = |class: &NodeId, name: &str| {
            tree.kind(*class) == Syntax::Class
                && tree.kid(*class, Role::Name).is_some_and(|own| self.cx.text(own) == name)
        };
        let here = tree.kids(tree.root()).find(|kid| named(kid, module) && tree.has(*kid, flag::CLASS_MOD));
        match here {
            Some(module) => self.iden(tree.kids(module).find(|kid| named(kid, "Model"))?),
            None if *self.tables_by_text.get_or_init(|| names_tables_by_text(self.cx.source)) => None,
            None => Some(snake_case(module)),
        }
    }

    /// A name that stands for itself: `struct UserStatus;` that derives its name.
    pub(crate) fn name_of_unit(&self, node: NodeId) -> Option<String> {
        let tree = self.cx.tree;
        let name = self.cx.text(node);
        if tree.kind(node) != Syntax::Name || !name.starts_with(char::is_uppercase) {
            return None;
        }
        let mut classes = tree.kids(tree.root()).filter(|kid| tree.kind(*kid) == Syntax::Class);
        let class = classes.find(|class| {
            !tree.has(*class, flag::CLASS_IMPL)
                && tree.kid(*class, Role::Name).is_some_and(|own| self.cx.text(own) == name)
        });
        Some(class.and_then(|class| self.iden(class)).unwrap_or_else(|| snake_case(name)))
    }

    /// The name that `#[iden = "…"]` or `#[sea_orm(iden = "…")]` gives.
    fn iden(&self, item: NodeId) -> Option<String> {
        let tree = self.cx.tree;
        let decorators = tree.kids(item).filter(|kid| tree.kind(*kid) == Syntax::Decorator);
        let pairs = decorators.flat_map(|decorator| {
            tree.subtree(decorator).take(16).filter(|id| tree.kind(*id) == Syntax::Pair)
        });
        let mut named = pairs.filter(|pair| {
            tree.kid(*pair, Role::Key)
                .is_some_and(|key| matches!(self.cx.text(key), "iden" | "table_name" | "enum_name"))
        });
        let value = named.next().and_then(|pair| tree.kid(pair, Role::Value))?;
        tree.str_content(value, self.cx.source).map(|span| span.text(self.cx.source).to_owned())
    }

    /// A function of an `impl` of this file.
    pub(super) fn associated(&self, owner: &str, name: &str) -> Option<NodeId> {
        let tree = self.cx.tree;
        let impls = tree.kids(tree.root()).filter(|kid| {
            tree.kind(*kid) == Syntax::Class
                && tree.has(*kid, flag::CLASS_IMPL)
                && (matches!(owner, "Self" | "self")
                    || tree.kid(*kid, Role::Name).is_some_and(|own| self.cx.text(own) == owner))
        });
        let mut functions =
            impls.flat_map(|class| tree.kids(class).filter(|kid| tree.kind(*kid) == Syntax::Function));
        functions
            .find(|function| tree.kid(*function, Role::Name).is_some_and(|own| self.cx.text(own) == name))
    }

    /// What a macro of Rust gives: a text with holes, a list.
    pub(super) fn macro_value(&self, call: NodeId) -> Value {
        let first = self.cx.tree.kids_with(call, Role::Arg).next();
        let text = || first.map_or(Value::Unknown, |text| self.value(text));
        match self.cx.callee(call) {
            "format" => match text() {
                Value::Text(text) => Value::Text(super::value::holed(&text, false)),
                other => other,
            },
            "concat" => Value::Text(HOLE.to_string()),
            "vec" => Value::List(self.positional(call).take(64).map(|one| self.value(one)).collect()),
            _ => Value::Unknown,
        }
    }
}

/// The file names some table by a text, in a statement or in SQL.
fn names_tables_by_text(source: &str) -> bool {
    let texts = [".table(Alias", ".table(\"", "execute_unprepared(", "from_string(", "from_sql_and_values("];
    texts.into_iter().any(|text| memchr::memmem::find(source.as_bytes(), text.as_bytes()).is_some())
}

/// `UserStatus` as `user_status`.
fn snake_case(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let chars: Vec<char> = name.chars().collect();
    for (index, c) in chars.iter().enumerate() {
        let next_is_lower = chars.get(index + 1).is_some_and(|next| next.is_lowercase());
        let behind_lower = index > 0 && !chars[index - 1].is_uppercase();
        if c.is_uppercase() && index > 0 && chars[index - 1] != '_' && (behind_lower || next_is_lower) {
            out.push('_');
        }
        out.extend(c.to_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_variants_become_names_of_columns() {
        for (name, expected) in [
            ("UserName", "user_name"),
            ("Id", "id"),
            ("HTTPLog", "http_log"),
            ("OAuth2State", "o_auth2_state"),
        ] {
            assert_eq!(snake_case(name), expected);
        }
    }
}
