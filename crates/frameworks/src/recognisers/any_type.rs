//! Explicit `any` in TypeScript.
//!
//! Types are leaves of the tree, so the word is looked for in their text: whole words alone, not in string literal
//! types, not where it names a property or a parameter (`any: string`).

use crate::{Context, Out, Recogniser};
use review_facts::{AnyPosition, AnyType, Kind, Language, Span};
use review_syntax::{Kind as Syntax, NodeId, Role};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "any_type",
    finds: &[Kind::AnyType],
    languages: &[Language::TypeScript, Language::Tsx],
    libraries: &[],
    nodes: &[Syntax::Type],
    node,
    file: |_: &Context<'_>, _: &mut Out| {},
};

fn node(cx: &Context<'_>, id: NodeId, out: &mut Out) {
    let Some(parent) = cx.tree.parent(id) else { return };
    if cx.tree.kind(parent) == Syntax::Type {
        return;
    }
    out.count(Kind::AnyType, 1);
    let text = cx.text(id);
    let start = cx.tree.span(id).start;
    let mut named: Option<(AnyPosition, String)> = None;
    for at in words(text) {
        let whole = text[..at].trim_start_matches([':', ' ', '<', '\n', '\r', '\t']).is_empty()
            && text[at + 3..].trim_start_matches(['>', ' ', '\n', '\r', '\t']).is_empty();
        let (position, of) = named.get_or_insert_with(|| (position(cx, id, parent), of(cx, id, parent)));
        let position = match position {
            AnyPosition::Catch => *position,
            _ if is_demanded(text, at) => AnyPosition::Demanded,
            _ if whole => *position,
            _ => AnyPosition::Part,
        };
        let place = cx.place_of(Span::new(start + at as u32, start + at as u32 + 3));
        let explained = is_explained(cx, start + at as u32);
        out.fact(
            cx,
            id,
            Context::name_in(cx.scope(id), of),
            place,
            AnyType { position, of: of.clone(), explained },
        );
    }
}

/// The linter's rule is switched off for this line by name and with a reason (typescript-eslint `no-explicit-any` with
/// `--`, Biome `noExplicitAny` with `:`).
fn is_explained(cx: &Context<'_>, at: u32) -> bool {
    let line = cx.lines.line(at);
    let comments = &cx.tree.comments;
    let behind = comments.partition_point(|comment| comment.span.start <= at);
    // The one before it, on the line above; the one behind it, on its line.
    let above = behind.checked_sub(1).map(|index| &comments[index]).filter(|comment| {
        let end = cx.lines.line(comment.span.end.saturating_sub(1));
        end + 1 == line && !comment.trailing
    });
    let beside = comments.get(behind).filter(|comment| cx.lines.line(comment.span.start) == line);
    above.into_iter().chain(beside).any(|comment| {
        let text = comment.span.text(cx.source);
        let reason = text
            .split_once("no-explicit-any")
            .and_then(|(_, rest)| rest.split_once("--"))
            .or_else(|| text.split_once("noExplicitAny")?.1.split_once(':'));
        reason.is_some_and(|(_, reason)| reason.split_whitespace().count() >= 2)
    })
}

/// Where `any` stands as a type of its own in the text of a type.
fn words(text: &str) -> impl Iterator<Item = usize> + '_ {
    let bytes = text.as_bytes();
    let part_of_word = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$' | b'.') || *b >= 0x80;
    let mut quote = None;
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let start = at;
            at += 1;
            match (quote, bytes[start]) {
                (Some(_), b'\\') => at += 1,
                (Some(open), byte) if open == byte => quote = None,
                (Some(_), _) => {}
                (None, byte @ (b'"' | b'\'' | b'`')) => quote = Some(byte),
                (None, b'/') if bytes[start..].starts_with(b"//") => {
                    at = text[start..].find('\n').map_or(bytes.len(), |end| start + end);
                }
                (None, b'/') if bytes[start..].starts_with(b"/*") => {
                    at = text[start + 2..].find("*/").map_or(bytes.len(), |end| start + end + 4);
                }
                (None, byte) if part_of_word(&byte) => {
                    let rest = &bytes[start..];
                    let end = start + rest.iter().position(|b| !part_of_word(b)).unwrap_or(rest.len());
                    at = end;
                    if &bytes[start..end] == b"any" && !names_something(&text[..start], &text[end..]) {
                        return Some(start);
                    }
                }
                _ => {}
            }
        }
        None
    })
}

/// The word names a property or parameter: a colon follows it, and it is not the branch of a conditional type
/// (`T extends X ? any : Y`).
fn names_something(before: &str, after: &str) -> bool {
    let after = after.trim_start();
    if after.starts_with("?:") || after.starts_with('(') {
        return true;
    }
    after.starts_with(':') && before.trim_end().ends_with(['{', ';', ',', '(', '\n'])
}

/// Bytes of a type in front of the word that are looked at.
const BEFORE: usize = 2000;

/// `unknown` does not do here: in the rest parameter of a function type, which then fits no function with parameters of
/// its own, and in what a type parameter extends, where interfaces fit `Record<string, any>` alone.
fn is_demanded(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end();
    let before = before
        .strip_suffix('<')
        .map_or(before, |outer| outer.trim_end().trim_end_matches("Array").trim_end());
    let name = before.strip_suffix(':').map(str::trim_end);
    let rest = name.is_some_and(|name| {
        name.trim_end_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | '$')).ends_with("...")
    });
    rest || (!before.ends_with("extends")
        && within_constraint(&text.as_bytes()[at.saturating_sub(BEFORE)..at]))
}

/// What stands behind these bytes is part of what something extends: `F extends (...args: never) => `.
fn within_constraint(before: &[u8]) -> bool {
    // One entry per open bracket: what stands in it extends something.
    let mut open = vec![false];
    for (index, byte) in before.iter().enumerate() {
        let last = open.len() - 1;
        match byte {
            b'<' | b'(' | b'[' | b'{' => open.push(open[last]),
            b'>' if index > 0 && before[index - 1] == b'=' => {}
            b'>' | b')' | b']' | b'}' if last > 0 => {
                open.pop();
            }
            b',' | b';' | b'?' if last == 0 || !open[last - 1] => open[last] = false,
            b'=' if before.get(index + 1) != Some(&b'>') => open[last] = false,
            b's' if before[..=index].ends_with(b" extends") => open[last] = true,
            _ => {}
        }
    }
    open.last().copied().unwrap_or(false)
}

fn position(cx: &Context<'_>, id: NodeId, parent: NodeId) -> AnyPosition {
    match (cx.tree.kind(parent), cx.tree.role(id)) {
        (Syntax::Catch, _) => AnyPosition::Catch,
        (_, Role::Cast) => AnyPosition::Cast,
        (Syntax::Param, _) => AnyPosition::Parameter,
        (Syntax::Function, Role::Returns) => AnyPosition::Result,
        (Syntax::Assign | Syntax::Field, Role::Type) => AnyPosition::Variable,
        _ => AnyPosition::Part,
    }
}

/// The name of what is typed.
fn of(cx: &Context<'_>, id: NodeId, parent: NodeId) -> String {
    let named = match cx.tree.kind(parent) {
        _ if cx.tree.role(id) == Role::Cast => cast(cx, id, parent),
        Syntax::Param | Syntax::Field | Syntax::Catch | Syntax::Class => cx.tree.kid(parent, Role::Name),
        Syntax::Assign => cx.tree.kid(parent, Role::Target),
        Syntax::Function => cx.name_node(parent),
        Syntax::Call => return cx.callee(parent).to_owned(),
        _ => None,
    };
    named.filter(|name| is_path(cx, *name)).map(|name| cx.path(name)).unwrap_or_default()
}

fn is_path(cx: &Context<'_>, id: NodeId) -> bool {
    matches!(cx.tree.kind(id), Syntax::Name | Syntax::Member | Syntax::Call | Syntax::Index | Syntax::Unary)
}

/// The expression that is cast: in front of its type, or behind it in `<any>x`.
fn cast(cx: &Context<'_>, id: NodeId, parent: NodeId) -> Option<NodeId> {
    let start = cx.tree.span(id).start as usize;
    let bracketed = cx.source[..start].ends_with('<') || cx.text(id).starts_with('<');
    let mut kids = cx.tree.kids(parent);
    if bracketed {
        return kids.skip_while(|kid| *kid != id).nth(1);
    }
    let mut previous = None;
    for kid in kids.by_ref().take_while(|kid| *kid != id) {
        previous = Some(kid);
    }
    previous
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_does_not_do_everywhere() {
        let demanded = |text: &str| is_demanded(text, words(text).last().unwrap());
        for text in [
            "(...args: any[]) => void",
            "new (...args: Array<any>) => T",
            "<F extends (...args: never) => any>",
            "<T extends Record<string, any>>",
            "<A, M extends Map<A, any> = Map<A, A>>",
            "T extends Promise<any> ? T : never",
        ] {
            assert!(demanded(text), "{text}");
        }
        for text in [
            "any",
            "(arg: any) => void",
            "(a: (...args: never) => void, b: any) => void",
            "<T extends any>",
            "<T = any>",
            "<T extends Row = any>",
            "<T extends Record<string, X>, V = any>",
            "T extends X ? any : Y",
            "Record<string, any>",
        ] {
            assert!(!demanded(text), "{text}");
        }
    }

    #[test]
    fn only_the_type_counts() {
        let count = |text: &str| words(text).count();
        for text in
            ["any", ": any", "any[]", "Record<string, any>", "(x: number) => any", "T extends X ? any : Y"]
        {
            assert_eq!(count(text), 1, "{text}");
        }
        assert_eq!(count("{ a: any; b?: any }"), 2);
        for text in [
            "'any' | \"any\"",
            "{ any: string }",
            "{ a: X; any?: string }",
            "Company",
            "any.Thing",
            "(any: X) => void",
            "X /* any */",
        ] {
            assert_eq!(count(text), 0, "{text}");
        }
    }
}
