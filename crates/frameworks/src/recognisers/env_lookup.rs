//! Lookups of environment variables and settings, with what they fall back to.

use crate::secret_shape::look;
use crate::{Context, Out, Recogniser, calls, constant, environment};
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
            (Fallback::Literal, Some((text, _))) if opens_nothing(&lookup.variable, &text) => Shape::Empty,
            (Fallback::Literal, Some((text, _))) => look(&text).shape,
            _ => Shape::Plain,
        };
        let fact = EnvLookup {
            variable: lookup.variable.clone(),
            fallback: lookup.kind,
            shape,
            ..EnvLookup::default()
        };
        out.fact(cx, lookup.at, fact.variable.clone(), cx.place(lookup.at), fact);
    }
}

/// Words that switch something off or say that nothing is there: `os.environ.get("CLIENT_SECRET", "0")`.
fn is_nothing(text: &str) -> bool {
    const WORDS: [&str; 11] = ["0", "1", "true", "false", "none", "null", "nil", "yes", "no", "on", "off"];
    WORDS.contains(&text.trim().to_ascii_lowercase().as_str())
}

/// A stand-in for a key that another service issues, and that service refuses: `YOUR_MAPS_API_KEY_HERE`. One for a secret of
/// one's own (`your-jwt-secret-here`) works like any other.
fn opens_nothing(variable: &str, text: &str) -> bool {
    let words: Vec<String> = calls::parts(variable).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let issued = matches!(
        words.as_slice(),
        [.., "api" | "access", "key"]
            | [.., "api" | "access" | "auth" | "bot", "token"]
            | [.., "client", "secret"]
    );
    let lower = text.to_ascii_lowercase();
    let to_fill_in = (lower.starts_with("your") && (lower.contains(['_', '-', ' '])))
        || ["dummy", "placeholder"].iter().any(|word| lower.starts_with(word))
        || (lower.starts_with('<') && lower.ends_with('>'))
        || (text.len() >= 4 && lower.bytes().all(|byte| matches!(byte, b'x' | b'*' | b'.')));
    issued && to_fill_in
}
