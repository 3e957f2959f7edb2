//! Writes through Django's ORM: `User.objects.create(…)`, `queryset.update(…)`, `user.save()`, `serializer.save()`.

use crate::{Context, Out, Recogniser, calls, routes, writes};
use review_facts::{Kind, Language, ModelSystem, WriteKind};
use review_syntax::{Kind as Syntax, NodeId};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "django_write",
    finds: &[Kind::Write],
    languages: &[Language::Python],
    libraries: &["django"],
    nodes: &[Syntax::Call],
    node,
    file: |_: &Context<'_>, _: &mut Out| {},
};

/// Methods of querysets that a chain goes through (Django, QuerySet API).
const QUERIES: &[&str] = &[
    "filter",
    "exclude",
    "all",
    "select_related",
    "prefetch_related",
    "order_by",
    "get_queryset",
    "annotate",
];

fn node(cx: &Context<'_>, call: NodeId, out: &mut Out) {
    let Some((receiver, method)) = cx.receiver_and_method(call) else { return };
    // What Django REST framework's mixins and model serializers do when asked to go on.
    if receiver == "super" {
        let change = match method {
            "create" | "perform_create" => WriteKind::Insert,
            "update" | "partial_update" | "perform_update" => WriteKind::Update,
            "destroy" | "perform_destroy" => WriteKind::Delete,
            _ => return,
        };
        if routes::imports(cx, &["rest_framework"]) {
            writes::add(cx, call, ModelSystem::Django, change, writes::Of::Something, out);
        }
        return;
    }
    let change = match method {
        "create" | "bulk_create" | "acreate" => WriteKind::Insert,
        "get_or_create" | "update_or_create" | "aget_or_create" | "aupdate_or_create" | "save" | "asave" => {
            WriteKind::Save
        }
        "update" | "bulk_update" | "aupdate" => WriteKind::Update,
        "delete" | "adelete" => WriteKind::Delete,
        _ => return,
    };
    let parts: Vec<&str> = receiver.split('.').collect();
    if let Some(at) =
        parts.iter().position(|part| matches!(*part, "objects" | "all_objects" | "_default_manager"))
    {
        let model = parts[..at].last().copied().filter(|model| model.starts_with(char::is_uppercase));
        let model = model.unwrap_or_default().to_owned();
        let of = if model.is_empty() { writes::Of::Something } else { writes::Of::Table(model) };
        return writes::add(cx, call, ModelSystem::Django, change, of, out);
    }
    if !matches!(method, "save" | "asave" | "delete" | "adelete" | "update")
        || !routes::imports(cx, &["django", "rest_framework"]) && !is_view(receiver)
    {
        return;
    }
    let queried = parts.iter().any(|part| QUERIES.contains(part));
    let last = parts.last().copied().unwrap_or_default();
    if queried && method != "save" {
        return writes::add(cx, call, ModelSystem::Django, change, writes::Of::Something, out);
    }
    let saves = calls::parts(last).any(|part| matches!(part.as_str(), "serializer" | "form" | "formset"));
    if method == "save" && saves {
        return writes::add(cx, call, ModelSystem::Django, change, writes::Of::Something, out);
    }
    // `users = User.objects.filter(…)`, and further down `users.update(…)`; a dictionary has that method too.
    if method == "update" {
        let bound = cx.bound_call(receiver).map(|call| cx.callee(call)).unwrap_or_default();
        if bound.split('.').any(|part| part == "objects" || QUERIES.contains(&part)) {
            writes::add(cx, call, ModelSystem::Django, change, writes::Of::Perhaps(receiver.to_owned()), out);
        }
        return;
    }
    let module = cx.import(receiver).is_some_and(|import| import.name.is_none());
    if !module && !matches!(last, "super" | "cache") {
        writes::add(cx, call, ModelSystem::Django, change, writes::Of::Perhaps(receiver.to_owned()), out);
    }
}

fn is_view(receiver: &str) -> bool {
    receiver.ends_with("serializer")
}
