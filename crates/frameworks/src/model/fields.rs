//! Models whose columns are fields made by calls: Django, Tortoise, Peewee.
//!
//! One decision that is not obvious: a class and its fields are stated as soon as they could be a model's. Forms and
//! serializers are written alike, and whether a class goes back to the library's model stands in other files.

use super::{keyword, last, maker_of, number, short, text, type_class, written_through};
use crate::{Context, Out};
use review_facts::{Column, Import, Model, ModelSystem};
use review_syntax::{Kind as Syntax, NodeId, Role, flag};
use std::collections::BTreeSet;

/// Fields that are no columns of their own table (Django, its content types, django-sortedm2m, django-imagekit; Tortoise
/// and Peewee call theirs alike).
const NO_COLUMN: &[&str] = &[
    "ManyToManyField",
    "SortedManyToManyField",
    "ParentalManyToManyField",
    "GenericForeignKey",
    "ImageSpecField",
    "BackrefAccessor",
    "DeferredForeignKey",
];

/// Calls of other libraries that make columns and may hold a type that ends in `Field`.
const OTHERS: &[&str] =
    &["Column", "mapped_column", "relationship", "Relationship", "Field", "field", "property"];

/// Ends of the names of bases whose subclasses are no models, by the conventions of Django, Django REST framework,
/// django-filter, graphene, django-import-export, WTForms.
#[rustfmt::skip]
const NO_MODEL: &[&str] = &[
    "Serializer", "Form", "FormSet", "FilterSet", "Filter", "Schema", "Resource", "Admin", "Inline", "TestCase", "View", "ViewSet",
    "APIView", "Manager", "QuerySet", "Field", "Widget", "Migration", "Command", "Factory", "AppConfig", "Enum", "Choices",
    "Exception", "Error", "Mutation", "ObjectType", "Middleware", "Func", "Aggregate", "Lookup", "Transform", "Expression",
];

/// Members of one class that are read.
const MEMBERS: usize = 2_000;

/// How a file speaks of models.
pub(crate) struct Fields {
    pub(crate) system: ModelSystem,
    /// The file itself imports the library.
    pub(crate) named: bool,
    /// The file's own names, when it imports all of the library's.
    wildcard: Option<BTreeSet<String>>,
}

impl Fields {
    /// By its imports; none when nothing in them speaks of models.
    pub(crate) fn of(cx: &Context<'_>) -> Option<Fields> {
        let of_system = |system| {
            let mut found = None;
            for import in cx.imports.iter().filter(|import| is_of(system, &import.module)) {
                *found.get_or_insert(false) |= import.name.as_deref() == Some("*");
            }
            found.map(|wildcard| {
                let own = || cx.outline.scopes.iter().map(|scope| scope.name.clone()).collect();
                Fields { system, named: true, wildcard: wildcard.then(own) }
            })
        };
        let systems = [ModelSystem::Tortoise, ModelSystem::Peewee, ModelSystem::Django];
        let named = systems.into_iter().find_map(of_system);
        named.or_else(|| {
            let other = cx.imports.iter().any(|import| super::is_library(&import.module));
            let speaks = !other && cx.imports.iter().any(speaks_of_models);
            speaks.then_some(Fields { system: ModelSystem::Django, named: false, wildcard: None })
        })
    }

    /// Everything of the file.
    pub(crate) fn read(&self, cx: &Context<'_>, out: &mut Out) {
        for node in cx.outline.scopes.iter().filter_map(|scope| scope.node) {
            match cx.tree.kind(node) {
                Syntax::Class => {
                    type_class(cx, node, self.is_field_class(cx, node), out);
                    self.class(cx, node, out);
                }
                Syntax::Function if self.named && cx.scope(node).name.is_empty() => {
                    let name = cx.tree.kid(node, Role::Name).map(|name| cx.text(name)).unwrap_or_default();
                    if name.to_ascii_lowercase().contains("field") {
                        maker_of(cx, node, |value| self.made(cx, value, 0), out);
                    }
                }
                _ => {}
            }
        }
    }

    fn class(&self, cx: &Context<'_>, id: NodeId, out: &mut Out) {
        let tree = cx.tree;
        let (Some(scope), Some(name)) = (cx.own_scope(id), tree.kid(id, Role::Name)) else { return };
        let bases: Vec<String> = tree.kids_with(id, Role::Base).take(12).map(|base| cx.path(base)).collect();
        // Plain classes lend their fields to the models of Tortoise alone.
        if bases.is_empty() && self.system != ModelSystem::Tortoise {
            return;
        }
        if bases.iter().any(|base| self.is_other(cx, base)) {
            return;
        }
        let mut fact = Model { system: self.system, class: scope.name.clone(), bases, ..Model::default() };
        let mut columns = Vec::new();
        let mut described = false;
        for member in tree.kids(id).take(MEMBERS) {
            match tree.kind(member) {
                Syntax::Field => {
                    let (own, value) = (tree.kid(member, Role::Name), tree.kid(member, Role::Value));
                    let (Some(own), Some(value)) = (own, value) else { continue };
                    // The type of what an expression of Django gives back.
                    if cx.text(own) != "output_field"
                        && let Some(column) = self.column(cx, cx.text(own), value)
                    {
                        columns.push((own, column));
                    }
                }
                Syntax::Class if tree.kid(member, Role::Name).is_some_and(|name| cx.text(name) == "Meta") => {
                    described |= describe(cx, member, &mut fact);
                }
                _ => {}
            }
        }
        let known = ["django:", "tortoise:", "peewee:", "playhouse:"];
        let is_known = |path: &String| known.iter().any(|library| path.starts_with(library));
        let of_library = |(_, column): &(NodeId, Column)| column.types.iter().any(is_known);
        fact.certain = columns.iter().any(of_library)
            || (self.wildcard.is_some() && fact.bases.iter().any(|base| base == "Model"));
        let fields = columns.iter().any(|(_, column)| column.maker.is_empty());
        if !fact.certain {
            let other = |base: &String| NO_MODEL.iter().any(|end| last(base).ends_with(end));
            let could = fields || described || (self.named && !fact.bases.is_empty());
            if !could || fact.bases.iter().any(other) {
                return;
            }
        }
        fact.columns = columns.len() as u32;
        if self.system == ModelSystem::Peewee {
            fact.is_abstract = columns.is_empty();
        }
        let (table, class) = (fact.table.clone(), fact.class.clone());
        let written = written_through(cx, id);
        out.fact(cx, id, class.clone(), cx.place(name), fact);
        for (at, mut column) in columns {
            column.model.clone_from(&class);
            column.table.clone_from(&table);
            column.written_through = written.get(&column.attribute).cloned().unwrap_or_default();
            out.fact(cx, at, format!("{class}.{}", column.attribute), cx.place(at), column);
        }
    }

    fn column(&self, cx: &Context<'_>, attribute: &str, value: NodeId) -> Option<Column> {
        let mut column = self.made(cx, value, 0)?;
        attribute.clone_into(&mut column.attribute);
        // It is one only where the class is a model.
        column.annotated = true;
        if column.column.is_empty() {
            column.column = attribute.to_owned();
            let whole = self.system == ModelSystem::Peewee && column.column.ends_with("_id");
            if !column.references.is_empty() && !whole {
                column.column.push_str("_id");
            }
        }
        super::finish(&mut column);
        Some(column)
    }

    /// The column that a call makes: `models.CharField(…)`, `encrypt(models.CharField(…))`, `EncryptedText(…)`.
    fn made(&self, cx: &Context<'_>, call: NodeId, depth: u32) -> Option<Column> {
        let tree = cx.tree;
        if tree.kind(call) != Syntax::Call || depth > 3 {
            return None;
        }
        let callee = cx.callee(call);
        let name = last(callee);
        if name.is_empty() || NO_COLUMN.contains(&name) || OTHERS.contains(&name) {
            return None;
        }
        let path = self.path(cx, callee)?;
        let inner = tree.kids_with(call, Role::Arg).find(|arg| tree.kind(*arg) != Syntax::Pair);
        let base = keyword(cx, call, "base_field").or(inner);
        let base = base.and_then(|base| self.made(cx, base, depth + 1)).filter(|base| base.maker.is_empty());
        let mut column = Column::default();
        match base {
            Some(base) => {
                column = base;
                column.declared_type = short(&format!("{callee}({})", column.declared_type));
            }
            None => {
                column.declared_type = short(callee);
                if !is_field_name(name) {
                    // What the library has besides fields: managers, constraints.
                    let could = !path.contains(':')
                        && (name.starts_with(char::is_uppercase) || name.contains("field"));
                    if !could {
                        return None;
                    }
                    column.maker = callee.to_owned();
                }
            }
        }
        column.types.insert(0, path);
        if is_relation(name) {
            let to = ["to", "model_name", "model"].into_iter().find_map(|key| keyword(cx, call, key));
            let to = inner.or(to).map(|to| text(cx, to).unwrap_or_else(|| cx.path(to)));
            column.references = to.filter(|to| !to.is_empty()).unwrap_or_else(|| "?".to_owned());
            column.unique |= name.contains("OneToOne");
        }
        column.primary_key |= self.system == ModelSystem::Peewee && name.ends_with("AutoField");
        for pair in tree.kids_with(call, Role::Arg).filter(|arg| tree.kind(*arg) == Syntax::Pair).take(60) {
            self.pair(cx, pair, &mut column);
        }
        Some(column)
    }

    fn pair(&self, cx: &Context<'_>, pair: NodeId, column: &mut Column) {
        let tree = cx.tree;
        let (Some(key), Some(value)) = (tree.kid(pair, Role::Key), tree.kid(pair, Role::Value)) else {
            return;
        };
        let is_true = tree.kind(value) == Syntax::Constant && tree.has(value, flag::TRUE);
        match cx.text(key) {
            "db_column" | "source_field" | "column_name" => {
                column.column = text(cx, value).unwrap_or_default();
            }
            "null" => column.nullable |= is_true,
            "unique" => column.unique |= is_true,
            "primary_key" | "pk" => column.primary_key |= is_true,
            "max_length" if column.length == 0 => column.length = number(cx, value),
            // One of a list of words.
            "choices" if tree.kind(value) != Syntax::Constant => column.types.push("enum:Enum".to_owned()),
            _ => {}
        }
    }

    /// `library:Name` where the file's imports lead to the library of models, else as written; none for what they
    /// lead to elsewhere in Django: `forms.CharField`.
    fn path(&self, cx: &Context<'_>, path: &str) -> Option<String> {
        let Some(full) = cx.imported_path(path) else {
            let own = self.wildcard.as_ref().is_none_or(|own| own.contains(path));
            return Some(if !own && !path.contains('.') && is_field_name(path) {
                format!("{}:{path}", library(self.system))
            } else {
                path.to_owned()
            });
        };
        match full.split('.').next().unwrap_or_default() {
            "django" if !is_of(ModelSystem::Django, &full) => None,
            // Its fields put other columns together.
            "django_prices" => None,
            first @ ("django" | "tortoise" | "peewee" | "playhouse") => {
                Some(format!("{first}:{}", last(path)))
            }
            _ => Some(path.to_owned()),
        }
    }

    /// A class of fields: by its base, or by its name where its bases are the project's own.
    fn is_field_class(&self, cx: &Context<'_>, class: NodeId) -> bool {
        let foreign = |full: String| {
            let first = full.split('.').next().unwrap_or_default();
            matches!(first, "rest_framework" | "wtforms" | "marshmallow" | "graphene" | "import_export")
        };
        let bases: Vec<String> =
            cx.tree.kids_with(class, Role::Base).take(8).map(|base| cx.path(base)).collect();
        let of_forms =
            |base: &String| self.path(cx, base).is_none() || cx.imported_path(base).is_some_and(foreign);
        if bases.iter().any(of_forms) {
            return false;
        }
        let name = cx.tree.kid(class, Role::Name).map(|name| cx.text(name)).unwrap_or_default();
        bases.iter().any(|base| is_field_name(last(base))) || (self.named && name.contains("Field"))
    }

    /// A base of Django's that is no model: `models.Manager`, `models.TextChoices`, `forms.Form`.
    fn is_other(&self, cx: &Context<'_>, base: &str) -> bool {
        let Some(full) = cx.imported_path(base) else { return false };
        let model = full.ends_with(".Model") || !full.starts_with("django.db.models");
        full.starts_with("django.") && (!model || !is_of(ModelSystem::Django, &full))
    }
}

/// The module, or a path in it, is of what the system makes models with.
fn is_of(system: ModelSystem, module: &str) -> bool {
    let below =
        |whole: &str| module.strip_prefix(whole).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    match system {
        ModelSystem::Tortoise => below("tortoise"),
        ModelSystem::Peewee => below("peewee") || below("playhouse"),
        _ => {
            below("django.db")
                || (below("django.contrib")
                    && module.split('.').any(|part| {
                        matches!(
                            part,
                            "models" | "fields" | "base_user" | "base_session" | "db" | "postgres" | "auth"
                        )
                    }))
        }
    }
}

fn library(system: ModelSystem) -> &'static str {
    match system {
        ModelSystem::Tortoise => "tortoise",
        ModelSystem::Peewee => "peewee",
        _ => "django",
    }
}

/// An import that a file of models without the library's own has: the project's base classes or fields.
fn speaks_of_models(import: &Import) -> bool {
    let speaks = |text: &str| {
        let text = text.to_ascii_lowercase();
        text.contains("model") || text.contains("field")
    };
    speaks(&import.module) || speaks(&import.local)
}

fn is_field_name(name: &str) -> bool {
    name.ends_with("Field") || is_relation(name)
}

fn is_relation(name: &str) -> bool {
    matches!(name, "ParentalKey" | "ForeignKeyField")
        || name.ends_with("ForeignKey")
        || name.ends_with("OneToOneField")
}

/// `class Meta`: true when it says that the class is a model.
fn describe(cx: &Context<'_>, meta: NodeId, fact: &mut Model) -> bool {
    let tree = cx.tree;
    let mut described = false;
    for member in tree.kids(meta).filter(|kid| tree.kind(*kid) == Syntax::Field).take(100) {
        let (Some(own), Some(value)) = (tree.kid(member, Role::Name), tree.kid(member, Role::Value)) else {
            continue;
        };
        let is_true = tree.kind(value) == Syntax::Constant && tree.has(value, flag::TRUE);
        match cx.text(own) {
            // A proxy has the table of another model.
            "abstract" | "proxy" => fact.is_abstract |= is_true,
            "db_table" | "table" | "table_name" => fact.table = text(cx, value).unwrap_or_default(),
            _ => continue,
        }
        described = true;
    }
    described
}
