//! Writes of encrypted values in TypeScript and JavaScript, whatever library keeps them.

use crate::{Context, Out, Recogniser, model};
use review_facts::{Kind, Language};
use review_syntax::NodeId;

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "encrypted_write",
    finds: &[Kind::EncryptedWrite],
    languages: &[Language::TypeScript, Language::Tsx, Language::JavaScript],
    libraries: &[],
    nodes: &[],
    node: |_: &Context<'_>, _: NodeId, _: &mut Out| {},
    file: model::writes,
};
