//! Peewee: models and fields, those of its playhouse included.

use crate::model::Fields;
use crate::{Context, Out, Recogniser};
use review_facts::{Kind, Language, ModelSystem};
use review_syntax::NodeId;

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "peewee_model",
    finds: &[Kind::Model, Kind::Column, Kind::ColumnType],
    languages: &[Language::Python],
    libraries: &["peewee"],
    nodes: &[],
    node: |_: &Context<'_>, _: NodeId, _: &mut Out| {},
    file,
};

fn file(cx: &Context<'_>, out: &mut Out) {
    if let Some(fields) = Fields::of(cx).filter(|fields| fields.system == ModelSystem::Peewee) {
        fields.read(cx, out);
    }
}
