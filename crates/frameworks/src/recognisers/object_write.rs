//! Writes through the object mappers of TypeScript whose models write themselves or through a repository: TypeORM,
//! Sequelize, Mongoose, MikroORM.

use crate::{Context, Out, Recogniser, calls, routes, writes};
use review_facts::{Kind, Language, ModelSystem, WriteKind};
use review_syntax::{Kind as Syntax, NodeId, Role};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "object_write",
    finds: &[Kind::Write],
    languages: &[Language::TypeScript, Language::Tsx, Language::JavaScript],
    libraries: &["typeorm", "sequelize", "sequelize-typescript", "mongoose", "@mikro-orm/core"],
    nodes: &[Syntax::Call],
    node,
    file: |_: &Context<'_>, _: &mut Out| {},
};

/// Words of names that hold a repository or an entity manager (TypeORM's and MikroORM's documentation).
const REPOSITORIES: &[&str] = &["repo", "repository", "repositories", "manager", "em", "dao"];

fn node(cx: &Context<'_>, call: NodeId, out: &mut Out) {
    let Some((receiver, method)) = cx.receiver_and_method(call) else { return };
    let last = receiver.rsplit('.').next().unwrap_or_default();
    // Only Mongoose has these names.
    let mongoose = match method {
        "insertMany" => Some(WriteKind::Insert),
        "findByIdAndUpdate" | "findOneAndUpdate" | "findOneAndReplace" | "updateOne" | "replaceOne" => {
            Some(WriteKind::Update)
        }
        "findByIdAndDelete" | "findOneAndDelete" | "findByIdAndRemove" | "findOneAndRemove" | "deleteOne" => {
            Some(WriteKind::Delete)
        }
        "bulkWrite" | "bulkSave" => Some(WriteKind::Save),
        _ => None,
    };
    if let Some(change) = mongoose {
        let of = if is_class(last) { writes::Of::Table(last.to_owned()) } else { writes::Of::Something };
        return writes::add(cx, call, ModelSystem::Mongoose, change, of, out);
    }
    let change = match method {
        "create" | "insert" | "bulkCreate" | "findOrCreate" => WriteKind::Insert,
        "save" | "upsert" | "persistAndFlush" | "findOrBuild" => WriteKind::Save,
        "update" | "increment" | "decrement" | "nativeUpdate" | "restore" | "updateMany" => WriteKind::Update,
        "delete" | "destroy" | "remove" | "softDelete" | "softRemove" | "nativeDelete" | "deleteMany"
        | "truncate" => WriteKind::Delete,
        _ => return,
    };
    let by_repository = calls::parts(last).any(|part| REPOSITORIES.contains(&part.as_str()));
    if by_repository {
        // TypeORM's `create` only makes an object.
        if method == "create" {
            return;
        }
        // `manager.save(User, user)` names the entity.
        let entity = cx
            .tree
            .kid(call, Role::Arg)
            .filter(|arg| cx.tree.kind(*arg) == Syntax::Name && is_class(cx.text(*arg)));
        let of = match entity {
            Some(entity) => writes::Of::Table(cx.text(entity).to_owned()),
            None => writes::Of::Table(entity_of(last)),
        };
        return writes::add(cx, call, ModelSystem::TypeOrm, change, of, out);
    }
    if is_class(last) {
        return writes::add(
            cx,
            call,
            ModelSystem::Sequelize,
            change,
            writes::Of::Perhaps(receiver.to_owned()),
            out,
        );
    }
    let mapped = routes::imports(
        cx,
        &["typeorm", "sequelize", "sequelize-typescript", "mongoose", "@nestjs/mongoose", "@mikro-orm"],
    );
    if matches!(method, "save" | "destroy" | "remove" | "update" | "increment" | "decrement" | "restore")
        && (mapped || method == "save" || method == "destroy")
    {
        writes::add(cx, call, ModelSystem::Sequelize, change, writes::Of::Perhaps(receiver.to_owned()), out);
    }
}

fn is_class(name: &str) -> bool {
    name.starts_with(char::is_uppercase) && name.chars().any(char::is_lowercase)
}

/// `User` for `userRepository`; empty for a manager.
fn entity_of(name: &str) -> String {
    let base =
        ["Repository", "Repo", "Dao"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or_default();
    let mut letters = base.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}
