//! Text literals that look like a secret, or are bound to the name of one.
//!
//! One decision that is not obvious: the words that name a secret are applied later, with the team's own. Here a coarse list
//! of letters only keeps the many `Passw0rd`-like identifiers of a program out of the facts.

use crate::secret_shape::{self, Look, look, masked};
use crate::{Context, Out, Recogniser, calls, constant, environment, settings, signing};
use review_facts::{Body, Kind, Language, Literal, Place, Shape, Span};
use review_syntax::{Kind as Syntax, NodeId, Role, flag};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "literal",
    finds: &[Kind::Literal],
    languages: &[
        Language::Python,
        Language::TypeScript,
        Language::Tsx,
        Language::JavaScript,
        Language::Rust,
        Language::Config,
    ],
    libraries: &[],
    nodes: &[Syntax::Str, Syntax::Template, Syntax::Binary],
    node,
    file,
};

/// Letters in the names of secrets. Only values that nobody would take for a secret under another name depend on it.
const LETTERS: [&str; 16] = [
    "pass", "pwd", "secret", "token", "key", "cred", "auth", "pin", "jwt", "private", "salt", "sign",
    "session", "cookie", "dsn", "conn",
];

/// True when a name could be that of a secret.
fn could_be_secret(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    LETTERS.iter().any(|letters| lower.contains(letters))
}

fn node(cx: &Context<'_>, id: NodeId, out: &mut Out) {
    if !is_whole_text(cx, id) {
        return;
    }
    out.count(Kind::Literal, 1);
    let role = cx.tree.role(id);
    if signing::takes(cx, id) {
        return signs(cx, id, out);
    }
    if role == Role::Key || is_statement(cx, id) || cx.tree.node(id).end - cx.tree.node(id).start < 6 {
        return literal_of_name(cx, id, out);
    }
    let Some(text) = constant::joined(cx, id) else { return };
    let mut seen = look(&text.text);
    if !text.fixed && matches!(seen.shape, Shape::Random | Shape::Password) {
        seen = Look::default();
    }
    if seen.provider == "google-api-key" && is_web_configuration(cx, id) {
        return;
    }
    if seen.shape == Shape::Plain && text.fixed && secret_shape::is_weak(&text.text) {
        seen = Shape::Weak.into();
    }
    let bound_to = match seen.shape {
        Shape::Plain => return,
        _ => constant::bound_name(cx, id),
    };
    if seen.shape == Shape::Weak && !names_only_secret(&bound_to, &text.text) {
        return;
    }
    store(cx, id, seen, bound_to, &text.text, out);
}

/// A text that a library signs with works as a secret whatever it looks like, unless something fills it in first.
fn signs(cx: &Context<'_>, id: NodeId, out: &mut Out) {
    let Some(text) = constant::joined(cx, id).filter(|text| text.fixed) else { return };
    let seen = look(&text.text);
    if seen.shape == Shape::Empty || ["${", "{{", "<%", "$("].iter().any(|mark| text.text.contains(mark)) {
        return;
    }
    let bound_to = constant::bound_name(cx, id);
    let fact = Literal { signs: true, ..fact(seen, bound_to, &text.text) };
    out.fact(cx, id, name(&fact), cx.place(id), fact);
}

/// The name means a secret and has no second meaning, and the value is not made of the name's own words.
fn names_only_secret(name: &str, value: &str) -> bool {
    let words: Vec<String> = calls::parts(name).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let only = match words.as_slice() {
        [.., "password" | "passwd" | "pwd" | "passphrase" | "secret"] => true,
        [.., first, "key"] => {
            matches!(*first, "secret" | "api" | "access" | "private" | "signing" | "encryption")
        }
        [.., first, "token"] => matches!(*first, "access" | "auth" | "api" | "bearer" | "refresh"),
        _ => false,
    };
    let letters = value.trim_end_matches(|c: char| c.is_ascii_digit());
    only && !words.iter().any(|word| letters.contains(word))
}

/// A short text can only be remarkable by what it is bound to: `password = ""`.
fn literal_of_name(cx: &Context<'_>, id: NodeId, out: &mut Out) {
    if cx.tree.role(id) == Role::Key || cx.tree.kind(id) != Syntax::Str || is_statement(cx, id) {
        return;
    }
    let text = cx.tree.str_content(id, cx.source).unwrap_or_default().text(cx.source);
    let seen = look(text);
    if seen.shape != Shape::Plain {
        store(cx, id, seen, constant::bound_name(cx, id), text, out);
    }
}

/// A name that says its value is none of use: `example`, `TEST_PRIVATE_KEY`.
fn names_example(name: &str) -> bool {
    const WORDS: [&str; 11] = [
        "example",
        "examples",
        "sample",
        "dummy",
        "fake",
        "mock",
        "placeholder",
        "test",
        "testing",
        "testnet",
        "demo",
    ];
    calls::parts(name).any(|word| WORDS.contains(&word.as_str()))
}

/// It stands inside a value of such a name: `examples=[{"password": "…"}]`, `const testnetAccounts = [{ secretKey: "…" }]`.
fn is_part_of_example(cx: &Context<'_>, id: NodeId) -> bool {
    let around = cx.tree.ancestors(id).take(8).take_while(|node| cx.tree.kind(*node) != Syntax::Function);
    let mut names = around.filter_map(|node| match cx.tree.kind(node) {
        Syntax::Pair => cx.tree.kid(node, Role::Key),
        Syntax::Assign => cx.tree.kid(node, Role::Target),
        _ => None,
    });
    names.any(|name| names_example(&constant::name(cx, Some(name))))
}

/// The settings of a developer's machine or of tests, as a class: `class Development(Config)`.
fn is_setting_of_development(cx: &Context<'_>, id: NodeId) -> bool {
    const WORDS: [&str; 4] = ["development", "dev", "test", "testing"];
    let mut around = cx.tree.ancestors(id).take(8).take_while(|node| cx.tree.kind(*node) != Syntax::Function);
    let class = around.find(|node| cx.tree.kind(*node) == Syntax::Class);
    let name = class.and_then(|class| cx.tree.kid(class, Role::Name)).map_or("", |name| cx.text(name));
    calls::parts(name).any(|word| WORDS.contains(&word.as_str()))
}

/// The comment directly above says that it is none: "This is not a secret."
fn is_called_public(cx: &Context<'_>, id: NodeId) -> bool {
    const MOST_LINES: usize = 12;
    let mut line = cx.place(id).line;
    let start = cx.lines.span(line).start;
    let before = cx.tree.comments.partition_point(|comment| comment.span.start < start);
    for comment in cx.tree.comments[..before].iter().rev().take(MOST_LINES) {
        if comment.trailing || cx.lines.line(comment.span.end.saturating_sub(1)) + 1 != line {
            return false;
        }
        let text: String = comment.span.text(cx.source).chars().take(400).collect::<String>().to_lowercase();
        if ["not a secret", "not secret", "no secret", "not sensitive"]
            .iter()
            .any(|words| text.contains(words))
        {
            return true;
        }
        line = cx.lines.line(comment.span.start);
    }
    false
}

fn store(cx: &Context<'_>, id: NodeId, mut seen: Look, bound_to: String, text: &str, out: &mut Out) {
    if names_example(&bound_to) || is_part_of_example(cx, id) {
        seen = Shape::Placeholder.into();
    }
    let by_its_name = matches!(seen.shape, Shape::Random | Shape::Password | Shape::Weak);
    if by_its_name && (is_setting_of_development(cx, id) || is_called_public(cx, id)) {
        seen = Shape::Placeholder.into();
    }
    let kept = match seen.shape {
        Shape::Plain => false,
        Shape::Provider | Shape::PrivateKey | Shape::UrlPassword => true,
        Shape::Random => !bound_to.is_empty(),
        Shape::Weak => true,
        Shape::Password | Shape::Placeholder | Shape::Empty => could_be_secret(&bound_to),
    };
    if kept {
        let fact = fact(seen, bound_to, text);
        out.fact(cx, id, name(&fact), cx.place(id), fact);
    }
}

fn fact(seen: Look, bound_to: String, text: &str) -> Literal {
    Literal {
        shape: seen.shape,
        provider: seen.provider.to_owned(),
        bound_to,
        masked: masked(text.trim()),
        ..Literal::default()
    }
}

fn name(literal: &Literal) -> String {
    match (literal.bound_to.as_str(), literal.provider.as_str()) {
        ("", "") => "text".to_owned(),
        ("", provider) => provider.to_owned(),
        (name, _) => name.to_owned(),
    }
}

/// The outermost node of a text: the literal itself, or the template or concatenation it is a piece of.
fn is_whole_text(cx: &Context<'_>, id: NodeId) -> bool {
    let tree = cx.tree;
    if tree.kind(id) == Syntax::Binary && !tree.has(id, flag::ADD | flag::MOD) {
        return false;
    }
    let inside = tree.parent(id).is_some_and(|parent| match tree.kind(parent) {
        Syntax::Template => true,
        Syntax::Binary => {
            tree.has(parent, flag::ADD) || (tree.has(parent, flag::MOD) && tree.role(id) == Role::Left)
        }
        Syntax::Import | Syntax::Export => true,
        _ => false,
    });
    // A sum is a text when a literal is among its first operands.
    let texts = |id: NodeId| {
        [Role::Left, Role::Right]
            .into_iter()
            .filter_map(|side| tree.kid(id, side))
            .any(|side| matches!(tree.kind(side), Syntax::Str | Syntax::Template | Syntax::Binary))
    };
    !inside && (tree.kind(id) != Syntax::Binary || texts(id))
}

/// A text that stands as a statement of its own documents the code.
fn is_statement(cx: &Context<'_>, id: NodeId) -> bool {
    let parent = cx.tree.parent(id);
    cx.tree.role(id) == Role::None
        && parent.is_some_and(|parent| {
            matches!(cx.tree.kind(parent), Syntax::File | Syntax::Block | Syntax::Class)
        })
}

/// The configuration that Firebase gives to browsers: its key names the project and opens nothing (Firebase docs, "Learn
/// about using and managing API keys").
fn is_web_configuration(cx: &Context<'_>, id: NodeId) -> bool {
    let object = cx.tree.ancestors(id).take(4).find(|node| cx.tree.kind(*node) == Syntax::Object);
    let Some(object) = object else { return false };
    cx.tree.kids(object).take(32).any(|pair| {
        let key = constant::name(cx, cx.tree.kid(pair, Role::Key));
        matches!(key.as_str(), "authDomain" | "messagingSenderId" | "storageBucket" | "measurementId")
    })
}

fn file(cx: &Context<'_>, out: &mut Out) {
    if cx.language == Language::Config {
        return settings_file(cx, out);
    }
    let is_literal = |body: &Body| matches!(body, Body::Literal(_));
    if !out.facts.iter().any(|fact| is_literal(&fact.body)) {
        return;
    }
    let mut fallbacks: Vec<(Span, String)> = environment::lookups(cx)
        .iter()
        .filter_map(|lookup| Some((cx.tree.span(lookup.fallback?), lookup.variable.clone())))
        .collect();
    fallbacks.sort();
    for fact in &mut out.facts {
        let at = fact.place.span.start;
        let Body::Literal(literal) = &mut fact.body else { continue };
        let behind = fallbacks.partition_point(|(span, _)| span.start <= at);
        let Some((span, variable)) = behind.checked_sub(1).map(|index| &fallbacks[index]) else { continue };
        if at < span.end {
            literal.fallback = true;
            literal.bound_to.clone_from(variable);
            fact.name.clone_from(variable);
        }
    }
}

/// Settings have no tree: their lines are read as keys and values.
fn settings_file(cx: &Context<'_>, out: &mut Out) {
    let mut read = 0;
    for entry in settings::entries(cx.source) {
        read += 1;
        let text = entry.value.text(cx.source);
        let seen = look(text);
        let key = entry.key.rsplit('.').next().unwrap_or_default().to_owned();
        // The key in `google-services.json`, which every copy of an app carries (Firebase docs, as above).
        if seen.provider == "google-api-key" && key == "current_key" {
            continue;
        }
        let kept = match seen.shape {
            Shape::Plain => false,
            Shape::Provider | Shape::PrivateKey | Shape::UrlPassword => true,
            _ => could_be_secret(&key),
        };
        if kept {
            let fact = fact(seen, key, text);
            let place = place(cx, &entry);
            out.fact(cx, cx.tree.root(), name(&fact), place, fact);
        }
    }
    out.count(Kind::Literal, read);
}

/// The value on its first line; an empty one is shown by its key.
fn place(cx: &Context<'_>, entry: &settings::Entry) -> Place {
    let at = if entry.value.is_empty() { entry.key_at } else { entry.value };
    cx.place_of(at)
}
