//! Statements that serve debugging by hand.
//!
//! Prints are no part of this: whether they are left over or meant for a reader is told from where they stand
//! (the kind `log_call`).

use crate::{Context, Out, Recogniser, calls};
use review_facts::{DebugStatement, Kind, Language};
use review_syntax::{Kind as Syntax, NodeId, Role, flag};

pub(super) static RECOGNISER: Recogniser = Recogniser {
    name: "debug_statement",
    finds: &[Kind::DebugStatement],
    languages: &[Language::Python, Language::TypeScript, Language::Tsx, Language::JavaScript, Language::Rust],
    libraries: &[],
    nodes: &[Syntax::Call, Syntax::Other],
    node,
    file: |_: &Context<'_>, _: &mut Out| {},
};

/// Calls that stop for a debugger. Source: the documentation of pdb, ipdb, pudb, wdb, web-pdb, rpdb, remote-pdb,
/// debugpy, ptvsd, celery's rdb, IPython. Servers that wait for a debugger (`debugpy.listen`) are left out: they are
/// set up on purpose.
#[rustfmt::skip]
const BREAKPOINTS: &[&str] = &[
    "breakpoint", "builtins.breakpoint", "pdb.set_trace", "pdb.post_mortem", "ipdb.set_trace",
    "ipdb.sset_trace", "pudb.set_trace", "pudb.set_trace_paused", "wdb.set_trace", "web_pdb.set_trace",
    "rpdb.set_trace", "remote_pdb.set_trace", "debugpy.breakpoint", "ptvsd.break_into_debugger",
    "celery.contrib.rdb.set_trace", "IPython.embed", "IPython.terminal.embed.embed",
];

fn node(cx: &Context<'_>, id: NodeId, out: &mut Out) {
    if cx.tree.kind(id) == Syntax::Other {
        if cx.tree.raw(id) == "debugger_statement" {
            found(cx, id, id, "debugger", out);
        }
        return;
    }
    out.count(Kind::DebugStatement, 1);
    let callee = cx.callee(id);
    let token = cx.tree.kid(id, Role::Callee).unwrap_or(id);
    match cx.language {
        Language::Python => {
            if let Some(form) = breakpoint(cx, callee).filter(|_| !is_asked_for(cx, id)) {
                found(cx, id, token, &form, out);
            }
        }
        Language::Rust if cx.tree.has(id, flag::MACRO) && matches!(callee, "dbg" | "std.dbg") => {
            found(cx, id, token, "dbg!", out);
        }
        _ => {}
    }
}

fn found(cx: &Context<'_>, at: NodeId, token: NodeId, form: &str, out: &mut Out) {
    out.fact(
        cx,
        at,
        Context::name_in(cx.scope(at), form),
        cx.place(token),
        DebugStatement { form: form.to_owned(), ..DebugStatement::default() },
    );
}

/// The breakpoint a Python call is, by the name of its library.
fn breakpoint(cx: &Context<'_>, callee: &str) -> Option<String> {
    let last = callee.rsplit('.').next().unwrap_or("");
    if !stops(last) {
        // An alias (`from pdb import set_trace as stop`) hides the name.
        let import = if last.len() == callee.len() { cx.import(callee) } else { None };
        import.and_then(|import| import.name.as_deref()).filter(|name| stops(name))?;
    }
    let path = cx.imported_path(callee).unwrap_or_else(|| callee.to_owned());
    BREAKPOINTS.contains(&path.as_str()).then_some(path)
}

/// Who starts the program asks for it: `if options.pdb: pdb.post_mortem()`.
fn is_asked_for(cx: &Context<'_>, call: NodeId) -> bool {
    const WORDS: [&str; 5] = ["pdb", "ipdb", "mortem", "debugger", "breakpoint"];
    let mut conditions = cx
        .tree
        .ancestors(call)
        .take(12)
        .take_while(|node| cx.tree.kind(*node) != Syntax::Function)
        .filter(|node| cx.tree.kind(*node) == Syntax::If)
        .filter_map(|node| cx.tree.kid(node, Role::Cond));
    conditions.any(|condition| {
        let mut names = cx.tree.subtree(condition).take(40).filter(|id| cx.tree.kind(*id) == Syntax::Name);
        names.any(|name| calls::parts(cx.text(name)).any(|word| WORDS.contains(&word.as_str())))
    })
}

/// The last names of all breakpoints.
fn stops(name: &str) -> bool {
    matches!(name, "breakpoint" | "post_mortem" | "break_into_debugger" | "embed")
        || name.ends_with("set_trace")
        || name == "set_trace_paused"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_breakpoint_is_told_by_its_last_name() {
        assert!(BREAKPOINTS.iter().all(|path| stops(path.rsplit('.').next().unwrap())));
    }
}
