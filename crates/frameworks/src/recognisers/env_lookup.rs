//! Lookups of environment variables and settings, with what they fall back to.

use crate::secret_shape::look;
use crate::{Context, Out, Recogniser, constant, environment};
use review_facts::{EnvLookup, Fallback, Kind, Language, Shape};
use review_syntax::NodeId;

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "env_lookup",
    finds: &[Kind::EnvLookup],
    languages: &[Language::Python, Language::TypeScript, Language::Tsx, Language::JavaScript, Language::Rust],
    libraries: &[],
    nodes: &[],
    node: |_: &Context<'_>, _: NodeId, _: &mut Out| {},
    file,
};

fn file(cx: &Context<'_>, out: &mut Out) {
    for lookup in environment::lookups(cx) {
        let text = lookup.fallback.and_then(|node| constant::text(cx, node));
        let shape = match (lookup.kind, text) {
            (Fallback::Literal, Some((text, _))) if is_nothing(&text) => Shape::Empty,
            (Fallback::Literal, Some((text, _))) => look(&text).shape,
            _ => Shape::Plain,
        };
        let fact =
            EnvLookup { variable: lookup.variable, fallback: lookup.kind, shape, ..EnvLookup::default() };
        out.fact(cx, lookup.at, fact.variable.clone(), cx.place(lookup.at), fact);
    }
}

/// Words that switch something off or say that nothing is there: `os.environ.get("CLIENT_SECRET", "0")`.
fn is_nothing(text: &str) -> bool {
    const WORDS: [&str; 11] = ["0", "1", "true", "false", "none", "null", "nil", "yes", "no", "on", "off"];
    WORDS.contains(&text.trim().to_ascii_lowercase().as_str())
}
