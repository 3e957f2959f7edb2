//! Which prints are meant for the person at a terminal.
//!
//! A program that somebody starts by hand answers on its terminal, and so does a server in its last words before it
//! ends. What says so stands in the file: a `#!`, its arguments being read, an exit behind the print.

use crate::Context;
use review_facts::{Language, Span};
use review_syntax::{Kind, NodeId, Role, flag};

/// Modules that read the arguments of a command line or ask at a terminal (Python, JavaScript, Rust).
#[rustfmt::skip]
const COMMAND_LINES: &[&str] = &[
    "argparse", "optparse", "getopt", "click", "typer", "docopt", "fire", "cyclopts", "rich_click",
    "commander", "yargs", "meow", "cac", "citty", "minimist", "prompts", "inquirer", "enquirer", "ora",
    "clap", "argh", "structopt", "pico_args", "lexopt",
];

/// The same as packages whose modules have longer names.
const COMMAND_LINE_PACKAGES: &[&str] = &["@clack/prompts", "@oclif/core", "@inquirer/prompts", "yargs/yargs"];

/// Bundlers: what imports one is part of a build.
const BUNDLERS: &[&str] = &["vite", "rollup", "webpack", "esbuild", "tsup", "@rspack/core", "parcel"];

/// Errors that end a Python program (`SystemExit` of the language, `Exit` and `Abort` of Click and Typer).
const ENDING_ERRORS: &[&str] = &["SystemExit", "Exit", "Abort", "UsageError", "ClickException"];

/// Nodes around a print that are looked at.
const OUTER: usize = 40;

/// Nodes of a function that are searched for an exit.
const NODES: usize = 800;

/// The call writes for the person at a terminal, or a comment says why it does not go to a log.
pub(crate) fn speaks_to(cx: &Context<'_>, call: NodeId) -> bool {
    *cx.own_program.get_or_init(|| is_program(cx))
        || runs_on_loading(cx, call)
        || is_printer(cx, call)
        || ends_process(cx, call)
        || is_explained(cx, call)
}

/// The function around it is there for printing: `print_banner`, `fn print(&self, text)`.
fn is_printer(cx: &Context<'_>, call: NodeId) -> bool {
    let name = cx.scope(call).name.rsplit('.').next().unwrap_or_default();
    crate::calls::parts(name)
        .any(|word| matches!(word.as_str(), "print" | "println" | "echo" | "banner" | "usage"))
}

/// The call stands in no function: it runs when the file is loaded, before logging is set up.
fn runs_on_loading(cx: &Context<'_>, call: NodeId) -> bool {
    let tree = cx.tree;
    let mut around = tree.ancestors(call).take(OUTER).filter(|id| tree.kind(*id) == Kind::Function);
    match cx.language {
        // A closure in a `static` runs when that is first asked for.
        Language::Rust => around.all(|id| tree.has(id, flag::CLOSURE)),
        _ => around.next().is_none(),
    }
}

/// Words by which a comment says why a line is printed.
#[rustfmt::skip]
const REASONS: &[&str] = &[
    "cannot", "can't", "can not", "not yet", "before", "without", "unable", "in case", "incase", "instead", "raw",
    "by then", "by now", "no longer",
];

/// Comments of a function that are looked at.
const COMMENTS: usize = 20;

/// A comment above the call, in the same function, says why this goes to the console and not through the logger.
fn is_explained(cx: &Context<'_>, call: NodeId) -> bool {
    let at = cx.tree.span(call).start;
    let line = cx.lines.line(at);
    let function = cx.scope(call).node.map_or(0, |function| cx.lines.line(cx.tree.span(function).start));
    let first = function.max(line.saturating_sub(LINES)).max(1);
    let comments = cx.tree.comments_in(Span::new(cx.lines.span(first).start, at));
    comments.iter().rev().take(COMMENTS).any(|comment| {
        let text: String = comment.span.text(cx.source).chars().take(400).collect::<String>().to_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
        says(&["console", "print", "stdout", "stderr", "logger", "logging"]) && says(REASONS)
    }) || is_allowed(cx, line)
}

/// The linter is told on this line or the one above that here is printed on purpose (ESLint `no-console`, Biome
/// `noConsole`, Ruff and flake8-print `T201`).
fn is_allowed(cx: &Context<'_>, line: u32) -> bool {
    let start = cx.lines.span(line.saturating_sub(1).max(1)).start;
    let comments = cx.tree.comments_in(Span::new(start, cx.lines.span(line).end));
    comments.iter().take(COMMENTS).any(|comment| {
        let text = comment.span.text(cx.source);
        text.len() < 400 && ["no-console", "noConsole", "T201"].iter().any(|rule| text.contains(rule))
    })
}

/// Lines above a call in which its comment may stand.
const LINES: u32 = 8;

/// The file is that of a program or of a build.
fn is_program(cx: &Context<'_>) -> bool {
    if cx.source.starts_with("#!") && !cx.source.starts_with("#![") {
        return true;
    }
    let known = |module: &str| {
        let root = module.split(['.', ':']).next().unwrap_or_default();
        COMMAND_LINES.contains(&root)
            || COMMAND_LINE_PACKAGES.contains(&module)
            || (cx.language.is_ecmascript() && BUNDLERS.contains(&module))
    };
    if cx.imports.iter().any(|import| known(&import.module)) {
        return true;
    }
    let tree = cx.tree;
    if cx.language == Language::Rust {
        let named_main = |id: NodeId| tree.kid(id, Role::Name).is_some_and(|name| cx.text(name) == "main");
        return tree.kids(tree.root()).any(|id| tree.kind(id) == Kind::Function && named_main(id));
    }
    let arguments = if cx.language == Language::Python { "sys.argv" } else { "process.argv" };
    cx.source.contains(arguments)
        && tree.ids().any(|id| {
            tree.kind(id) == Kind::Member
                && cx.text(id) == arguments
                && (cx.language != Language::Python || cx.scope(id).name.is_empty())
        })
}

/// The function around the call ends the process: what it prints are last words.
fn ends_process(cx: &Context<'_>, call: NodeId) -> bool {
    let tree = cx.tree;
    let around = tree.ancestors(call).take(OUTER).find(|id| tree.kind(*id) == Kind::Function);
    around.is_some_and(|function| tree.subtree(function).take(NODES).any(|id| ends(cx, id)))
}

fn ends(cx: &Context<'_>, id: NodeId) -> bool {
    match cx.tree.kind(id) {
        Kind::Call => {
            let callee = cx.callee(id);
            matches!(
                callee,
                "exit" | "quit" | "sys.exit" | "os._exit" | "process.exit" | "process.abort" | "Deno.exit"
            ) || (cx.language == Language::Rust && callee.ends_with("process.exit"))
        }
        Kind::Raise => {
            let raised = cx.tree.kid(id, Role::Value).map(|value| cx.path(value)).unwrap_or_default();
            ENDING_ERRORS.contains(&raised.rsplit('.').next().unwrap_or_default())
        }
        _ => false,
    }
}

/// The call hands on what another process or stream said: `sys.stdout.write(chunk)`, `print(line, file=sys.stderr)`.
pub(crate) fn hands_on(cx: &Context<'_>, call: NodeId) -> bool {
    let tree = cx.tree;
    let is_named = |arg: &NodeId| tree.kind(*arg) == Kind::Pair && tree.has(*arg, flag::KEYWORD);
    let mut values = tree.kids_with(call, Role::Arg).filter(|arg| !is_named(arg));
    let (Some(value), None) = (values.next(), values.next()) else { return false };
    if cx.callee(call).ends_with(".write") {
        return !matches!(tree.kind(value), Kind::Str | Kind::Template | Kind::Binary);
    }
    let path = match tree.kind(value) {
        Kind::Name | Kind::Member | Kind::Call => cx.path(value),
        _ => return false,
    };
    crate::calls::parts(path.split('.').next().unwrap_or_default())
        .any(|word| matches!(word.as_str(), "line" | "lines" | "chunk" | "stdout" | "stderr" | "log"))
}
