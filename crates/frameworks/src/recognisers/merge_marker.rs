//! Lines left by an unfinished merge, in every language.

use crate::{Context, Out, Recogniser};
use review_facts::{Kind, Language, MergeMarker, Span};
use review_syntax::NodeId;

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "merge_marker",
    finds: &[Kind::MergeMarker],
    languages: &Language::ALL,
    libraries: &[],
    nodes: &[],
    node: |_: &Context<'_>, _: NodeId, _: &mut Out| {},
    file,
};

/// A conflict is an opening and a closing marker, each at the start of a line and followed by a space: seven
/// equals signs alone are a heading underline in reStructuredText.
fn file(cx: &Context<'_>, out: &mut Out) {
    out.count(Kind::MergeMarker, cx.lines.written());
    for marker in ["<<<<<<< ", ">>>>>>> "] {
        for at in memchr::memmem::find_iter(cx.source.as_bytes(), marker) {
            if at == 0 || cx.source.as_bytes()[at - 1] == b'\n' {
                let place = cx.place_of(Span::new(at as u32, at as u32 + 7));
                let marker = marker.trim_end().to_owned();
                out.fact(cx, cx.tree.root(), "", place, MergeMarker { marker });
            }
        }
    }
}
