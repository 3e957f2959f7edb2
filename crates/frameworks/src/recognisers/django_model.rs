//! Django: models, fields, and the project's own classes of fields.

use crate::model::Fields;
use crate::{Context, Out, Recogniser};
use review_facts::{Kind, Language, ModelSystem};
use review_syntax::NodeId;

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "django_model",
    finds: &[Kind::Model, Kind::Column, Kind::ColumnType],
    languages: &[Language::Python],
    libraries: &["django"],
    nodes: &[],
    node: |_: &Context<'_>, _: NodeId, _: &mut Out| {},
    file,
};

fn file(cx: &Context<'_>, out: &mut Out) {
    if let Some(fields) = Fields::of(cx).filter(|fields| fields.system == ModelSystem::Django) {
        fields.read(cx, out);
    }
}
