//! Comments that switch a type check off.
//!
//! Only real comments count, and only where the checker itself would read them: at the start of a comment, or
//! behind another mark in it (`# noqa: F401  # type: ignore`).

use crate::{Context, Out, Recogniser};
use review_facts::{Kind, Language, Span, Suppression, SuppressionForm};
use review_syntax::{Comment, NodeId};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "suppression",
    finds: &[Kind::Suppression],
    languages: &[Language::Python, Language::TypeScript, Language::Tsx, Language::JavaScript],
    libraries: &[],
    nodes: &[],
    node: |_: &Context<'_>, _: NodeId, _: &mut Out| {},
    file,
};

/// A description shorter than this explains nothing (typescript-eslint's `ban-ts-comment` asks for as many).
const SHORTEST_REASON: usize = 3;

/// What a mark says.
struct Mark<'a> {
    form: SuppressionForm,
    /// The code it names: `attr-defined`, `TS2322`.
    code: &'a str,
    /// What follows it in the comment.
    rest: &'a str,
}

fn file(cx: &Context<'_>, out: &mut Out) {
    out.count(Kind::Suppression, cx.tree.comments.len() as u32);
    let first_code = cx.tree.kids(cx.tree.root()).next().map_or(u32::MAX, |first| cx.tree.span(first).start);
    for (index, comment) in cx.tree.comments.iter().enumerate() {
        let text = comment.span.text(cx.source);
        let at_top = comment.span.start < first_code;
        let found = match cx.language {
            Language::Python => python(text, at_top && !comment.trailing),
            _ => typescript(text, at_top),
        };
        let Some((offset, mark)) = found else { continue };
        let start = comment.span.start + offset as u32;
        let place = cx.place_of(Span::new(start, comment.span.end));
        let code = mark.code.trim();
        let word = word(&text[offset..]);
        let name = if code.is_empty() { word } else { format!("{word}[{code}]") };
        let reason = explains(mark.rest) || explained_above(cx, index, comment);
        let fact = Suppression { form: mark.form, specific: !code.is_empty(), reason };
        let at = cx.code_before(comment.span.start);
        out.fact_at(cx, at, Context::name_in(cx.scope_at(at), &name), place, fact);
    }
}

/// The mark as written, without code: `type: ignore`, `@ts-ignore`.
fn word(mark: &str) -> String {
    let mut words = mark.split([' ', '\t', '\n', '[', '(', '=']).filter(|word| !word.is_empty());
    let first = words.next().unwrap_or("");
    match words.next() {
        Some(second) if first.ends_with(':') && !first.starts_with('@') => format!("{first} {second}"),
        _ => first.trim_end_matches(':').to_owned(),
    }
}

fn python(text: &str, at_top: bool) -> Option<(usize, Mark<'_>)> {
    let mut offset = 0;
    for part in text.split('#') {
        let start = offset + (part.len() - part.trim_start().len());
        offset += part.len() + 1;
        let part = part.trim();
        let after = text.get(offset..).unwrap_or("");
        if let Some(rest) =
            part.strip_prefix("type:").map(str::trim_start).and_then(|rest| rest.strip_prefix("ignore"))
        {
            let (code, rest) = bracketed(rest);
            // Alone before the first code it silences the whole module.
            let form = if at_top { SuppressionForm::WholeFile } else { SuppressionForm::TypeIgnore };
            return Some((start, Mark { form, code, rest: if explains(rest) { rest } else { after } }));
        }
        if let Some(rest) = part.strip_prefix("pyright:").map(str::trim_start) {
            if let Some(rest) = rest.strip_prefix("ignore") {
                let (code, rest) = bracketed(rest);
                let rest = if explains(rest) { rest } else { after };
                return Some((start, Mark { form: SuppressionForm::PyrightIgnore, code, rest }));
            }
            if let Some((code, "false" | "none")) =
                rest.split_once('=').map(|(code, value)| (code, value.trim()))
            {
                return Some((start, Mark { form: SuppressionForm::WholeFile, code, rest: after }));
            }
        }
        if let Some(rest) = part.strip_prefix("mypy:").map(str::trim_start) {
            if let Some(rest) =
                rest.strip_prefix("ignore-errors").or_else(|| rest.strip_prefix("ignore_errors"))
            {
                let on = !rest.trim_start().starts_with('=') || rest.to_lowercase().contains("true");
                return on
                    .then_some((start, Mark { form: SuppressionForm::WholeFile, code: "", rest: after }));
            }
            if let Some((_, code)) =
                rest.split_once("disable-error-code").and_then(|(_, rest)| rest.split_once('='))
            {
                let code = code.trim().trim_matches('"');
                return Some((start, Mark { form: SuppressionForm::WholeFile, code, rest: after }));
            }
        }
    }
    None
}

/// `[code]` and what follows it.
fn bracketed(rest: &str) -> (&str, &str) {
    match rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((code, rest)) => (code, rest),
        None => ("", rest),
    }
}

/// TypeScript reads these words at the start of a line comment and on the last line of a block comment.
fn typescript(text: &str, at_top: bool) -> Option<(usize, Mark<'_>)> {
    let line_start =
        text.trim_end_matches(['*', '/', ' ', '\t', '\r', '\n']).rfind('\n').map_or(0, |at| at + 1);
    let line = &text[line_start..];
    let word = line.trim_start_matches(['/', '*', ' ', '\t']);
    let offset = line_start + line.len() - word.len();
    let word = word.trim_end_matches(['*', '/']).trim_end();
    let forms = [
        ("@ts-ignore", SuppressionForm::TsIgnore),
        ("@ts-expect-error", SuppressionForm::TsExpectError),
        ("@ts-nocheck", SuppressionForm::WholeFile),
    ];
    let (rest, form) =
        forms.into_iter().find_map(|(prefix, form)| Some((word.strip_prefix(prefix)?, form)))?;
    if form == SuppressionForm::WholeFile && !at_top {
        return None;
    }
    let rest = rest.trim_start_matches([':', '-', ' ', '(']);
    let code = rest.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
    let digits = code.strip_prefix("TS").unwrap_or(code);
    let is_code = digits.len() >= 4 && digits.bytes().all(|b| b.is_ascii_digit());
    let (code, rest) = if is_code { (code, &rest[code.len()..]) } else { ("", rest) };
    Some((offset, Mark { form, code, rest }))
}

fn explains(rest: &str) -> bool {
    let rest = rest.trim_start_matches(['#', ':', '-', '–', '—', ' ', ')', '(', '\t']);
    let own = rest.split('#').next().unwrap_or("");
    let orders =
        ["noqa", "type:", "pylint:", "pragma:", "nosec", "pyright:", "ruff:", "mypy:", "eslint", "@ts-"];
    if orders.iter().any(|order| own.starts_with(order)) {
        return false;
    }
    own.chars().filter(|c| c.is_alphanumeric()).count() >= SHORTEST_REASON
}

/// The comment above says why. Above a line of code it may as well be about the code: there it must speak of types.
fn explained_above(cx: &Context<'_>, index: usize, comment: &Comment) -> bool {
    let Some(above) = index.checked_sub(1).map(|index| &cx.tree.comments[index]) else { return false };
    let line = cx.lines.line(comment.span.start);
    if above.trailing
        || cx.lines.line(above.span.end.saturating_sub(1)) + 1 != line
        || !cx.says_something(above)
    {
        return false;
    }
    !comment.trailing || run_above(cx, index).any(|text| TYPE_WORDS.iter().any(|word| text.contains(word)))
}

/// Lines of one remark that are looked at.
const LONGEST_REMARK: usize = 8;

/// The texts of the comments that stand line above line over a comment, the nearest first, in lower case.
fn run_above<'a>(cx: &'a Context<'_>, index: usize) -> impl Iterator<Item = String> + 'a {
    let comments = &cx.tree.comments;
    let mut line = cx.lines.line(comments[index].span.start);
    comments[..index].iter().rev().take(LONGEST_REMARK).map_while(move |above| {
        line -= 1;
        let adjoins = !above.trailing && cx.lines.line(above.span.end.saturating_sub(1)) == line;
        adjoins.then(|| above.span.text(cx.source).to_lowercase())
    })
}

/// Words by which a remark speaks of a type check.
const TYPE_WORDS: &[&str] = &[
    "type",
    "typing",
    "mypy",
    "pyright",
    "stub",
    "annotation",
    "checker",
    "declare",
    "signature",
    "overload",
];
