//! Maps by which MongoDB's driver encrypts fields itself.

use crate::model::{last, text};
use crate::{Context, Out};
use review_facts::EncryptedWrite;
use review_syntax::{Kind as Syntax, NodeId, Role};

/// Fields that the driver encrypts by itself: `ssn: { encrypt: { bsonType: "string" } }` in a schema map,
/// `{ path: "ssn", bsonType: "string" }` among encrypted fields. Which collection they are of, the map's key says, and
/// whether a client is given the map, another file.
pub(crate) fn fields(cx: &Context<'_>, out: &mut Out) {
    let tree = cx.tree;
    let key_of =
        |pair: NodeId| tree.kid(pair, Role::Key).map_or("", |key| cx.text(key)).trim_matches(['"', '\'']);
    for id in tree.ids().filter(|id| tree.kind(*id) == Syntax::Pair) {
        let target = match key_of(id) {
            "encrypt" => {
                let property = tree.ancestors(id).take(2).find(|above| tree.kind(*above) == Syntax::Pair);
                property.map(|property| key_of(property).to_owned())
            }
            "path" => {
                let beside = tree.parent(id).filter(|object| tree.kind(*object) == Syntax::Object);
                let described = beside.is_some_and(|object| {
                    tree.kids(object)
                        .take(20)
                        .any(|pair| tree.kind(pair) == Syntax::Pair && key_of(pair) == "bsonType")
                });
                tree.kid(id, Role::Value).filter(|_| described).and_then(|path| text(cx, path))
            }
            _ => None,
        };
        let Some(target) = target.filter(|target| !target.is_empty()) else { continue };
        let target = last(&target).to_owned();
        let write = EncryptedWrite {
            target: target.clone(),
            callee: "encrypt".to_owned(),
            ..EncryptedWrite::default()
        };
        out.fact(cx, id, target, cx.place(id), write);
    }
}
