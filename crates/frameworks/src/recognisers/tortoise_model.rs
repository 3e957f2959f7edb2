//! Tortoise: models and fields, plain classes that lend fields to models included.

use crate::model::Fields;
use crate::{Context, Out, Recogniser};
use review_facts::{Kind, Language, ModelSystem};
use review_syntax::NodeId;

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "tortoise_model",
    finds: &[Kind::Model, Kind::Column, Kind::ColumnType],
    languages: &[Language::Python],
    libraries: &["tortoise-orm", "tortoise"],
    nodes: &[],
    node: |_: &Context<'_>, _: NodeId, _: &mut Out| {},
    file,
};

fn file(cx: &Context<'_>, out: &mut Out) {
    if let Some(fields) = Fields::of(cx).filter(|fields| fields.system == ModelSystem::Tortoise) {
        fields.read(cx, out);
    }
}
