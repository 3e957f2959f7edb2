//! Structs whose derived `Debug` shows their texts: what `{:?}` of a whole value gives away.
//!
//! Only fields that are texts or bytes themselves count. A field of another type shows what that type's own `Debug`
//! shows, which for `secrecy::SecretString` and the like is nothing.

use crate::model::last;
use crate::model::rust::{self, Impl, RustType};
use crate::{Context, Out, Recogniser};
use review_facts::{Kind, Language, ShownType};
use review_syntax::{Kind as Syntax, NodeId, Role, flag};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "shown_type",
    finds: &[Kind::ShownType],
    languages: &[Language::Rust],
    libraries: &[],
    nodes: &[Syntax::Class],
    node,
    file: |_: &Context<'_>, _: &mut Out| {},
};

/// Fields of one struct that are kept.
const MOST_FIELDS: usize = 60;

fn node(cx: &Context<'_>, class: NodeId, out: &mut Out) {
    let tree = cx.tree;
    let Some(name) = tree.kid(class, Role::Name) else { return };
    if tree.has(class, flag::CLASS_IMPL) {
        let by_hand = Impl::read(cx, class).is_some_and(|of| last(&of.of) == "Debug");
        let name = if by_hand { rust::name_of(cx, name) } else { String::new() };
        if !name.is_empty() {
            out.fact(cx, class, name, cx.place(class), ShownType::default());
        }
        return;
    }
    if !tree.has(class, flag::CLASS_STRUCT) || !derives_debug(cx, class) {
        return;
    }
    let shown = rust::fields(cx, class).filter(|(field, _)| {
        let ty = tree.kid(*field, Role::Type).map(|ty| RustType::read(cx.text(ty)).path);
        let text = matches!(ty.as_deref(), Some("std:String" | "std:str" | "std:bytes"));
        // `#[debug(skip)]` of derive_more.
        text && rust::attribute(cx, *field, "debug").next().is_none()
    });
    let fields = shown.map(|(_, name)| rust::plain_name(cx, name).to_owned()).take(MOST_FIELDS).collect();
    out.fact(cx, class, cx.text(name), cx.place(name), ShownType { fields });
}

/// It derives `Debug` in every build.
fn derives_debug(cx: &Context<'_>, class: NodeId) -> bool {
    let tree = cx.tree;
    let mut decorators = tree
        .kids(class)
        .filter(|kid| tree.kind(*kid) == Syntax::Decorator && !tree.has(*kid, flag::CONDITIONAL));
    decorators.any(|decorator| {
        let call = tree.kids(decorator).next().filter(|call| cx.callee(*call) == "derive");
        call.is_some_and(|call| tree.kids_with(call, Role::Arg).any(|path| last(&cx.path(path)) == "Debug"))
    })
}
