//! How an audit call is taken out of a function, and written into one.

use crate::bench::corpus::{Corpus, Input};
use review_facts::{Language, Span};
use review_syntax::{Kind, NodeId, Role, Tree, flag};
use std::collections::{BTreeMap, BTreeSet};

/// Bytes of a text that are replaced.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    start: usize,
    end: usize,
    instead: String,
}

/// A text with all edits done. One inside of another is left out.
pub fn edited(text: &str, edits: BTreeSet<Edit>) -> String {
    let mut result = String::with_capacity(text.len() + 64 * edits.len());
    let mut at = 0;
    let outside = |edit: &&Edit| {
        !edits.iter().any(|other| {
            other != *edit && other.start <= edit.start && edit.end <= other.end && edit.start < other.end
        })
    };
    for edit in edits.iter().filter(outside) {
        result.push_str(&text[at..edit.start]);
        result.push_str(&edit.instead);
        at = edit.end;
    }
    result + &text[at..]
}

/// A name that says that it leaves a record of who did what.
pub fn leaves_record(path: &str) -> bool {
    let mut split = String::new();
    for c in path.chars() {
        if c.is_uppercase() {
            split.push(' ');
        }
        split.extend(c.to_lowercase());
    }
    let words: Vec<&str> =
        split.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let has = |known: &[&str]| words.iter().any(|word| known.contains(word));
    if has(&["get", "find", "list", "render", "download", "search"]) {
        return false;
    }
    words.iter().any(|word| word.starts_with("audit") || word.starts_with("modlog"))
        || has(&["mod"]) && has(&["log"])
        || has(&["activity"])
        || has(&["log", "record"]) && has(&["event", "action", "changes"])
}

/// Each call within a function that leaves a record by its words or sends an event, replaced by nothing.
pub fn without_records(text: &str, language: Language, within: Span, event: Option<&str>) -> Vec<Edit> {
    let tree = review_syntax::parse(text, language);
    let nothing = match language {
        Language::Python => "None",
        Language::Rust => "()",
        _ => "undefined",
    };
    let calls = tree.ids().filter(|id| tree.kind(*id) == Kind::Call && within.contains(tree.span(*id)));
    let records = calls.filter(|call| {
        let path = tree.kid(*call, Role::Callee).map(|callee| path(&tree, callee, text)).unwrap_or_default();
        let stored = || tree.kids_with(*call, Role::Arg).any(|arg| leaves_record(&plain(&tree, arg, text)));
        let sends = event.is_some_and(|event| {
            // Flask-Login and Django send these themselves.
            let by_library = event == "user_logged_in" && matches!(path.as_str(), "login_user" | "login");
            by_library || path.split(['.', ':']).any(|name| name == event)
        });
        sends || leaves_record(&path) || ((stores(&path) || runs_later(&path)) && stored())
    });
    let edit = |call: NodeId| {
        let span = tree.span(whole(&tree, call, text));
        Edit { start: span.start as usize, end: span.end as usize, instead: nothing.to_owned() }
    };
    records.map(edit).collect()
}

/// The call with what takes its result directly: `session.add(AuditLog())`, `insert(log).values(…).execute()`.
fn whole(tree: &Tree, call: NodeId, text: &str) -> NodeId {
    let mut at = call;
    while let Some(parent) = tree.parent(at) {
        let path_of = |call| tree.kid(call, Role::Callee).map(|callee| path(tree, callee, text));
        at = match (tree.kind(parent), tree.role(at)) {
            (Kind::Call, Role::Arg) if path_of(parent).is_some_and(|path| stores(&path)) => parent,
            (Kind::Member, Role::Object) => match tree.parent(parent) {
                Some(outer) if tree.kind(outer) == Kind::Call && tree.role(parent) == Role::Callee => outer,
                _ => break,
            },
            _ => break,
        };
    }
    at
}

fn stores(path: &str) -> bool {
    let last = path.rsplit(['.', ':']).next().unwrap_or_default();
    matches!(
        last,
        "add" | "insert" | "insert_into" | "save" | "create" | "execute" | "push" | "append" | "bulk_create"
    )
}

fn runs_later(path: &str) -> bool {
    let last = path.rsplit(['.', ':']).next().unwrap_or_default();
    matches!(last, "add_task" | "submit" | "spawn" | "run_in_executor" | "enqueue" | "on_commit")
}

/// The last names of what is called, arguments left out.
fn path(tree: &Tree, callee: NodeId, text: &str) -> String {
    let mut names = Vec::new();
    let mut at = Some(callee);
    while let Some(id) = at.filter(|_| names.len() < 3) {
        at = match tree.kind(id) {
            Kind::Member => {
                names.extend(tree.kid(id, Role::Property).map(|name| tree.text(name, text)));
                tree.kid(id, Role::Object)
            }
            Kind::Call => tree.kid(id, Role::Callee),
            Kind::Name => {
                names.push(tree.text(id, text));
                None
            }
            _ => None,
        };
    }
    names.reverse();
    names.join(".")
}

fn plain(tree: &Tree, arg: NodeId, text: &str) -> String {
    let is_path = matches!(tree.kind(arg), Kind::Name | Kind::Member);
    if is_path { path(tree, arg, text) } else { String::new() }
}

/// A statement written before one of those of a function; none where the function has no block of its own.
pub fn statement(
    text: &str,
    language: Language,
    function: Span,
    (place, form): (usize, usize),
    call: fn(Language, bool, &str, usize) -> String,
) -> Option<Edit> {
    let tree = review_syntax::parse(text, language);
    let node = tree.ids().find(|id| tree.kind(*id) == Kind::Function && tree.span(*id) == function)?;
    let body = tree.kid(node, Role::Body).filter(|body| tree.kind(*body) == Kind::Block)?;
    let line_of = |at: usize| text[..at].rfind('\n').map_or(0, |end| end + 1);
    let begins = |kid: &NodeId| {
        let at = tree.span(*kid).start as usize;
        text[line_of(at)..at].chars().all(char::is_whitespace) && tree.kind(*kid) != Kind::Str
    };
    let statements: Vec<NodeId> = tree.kids(body).filter(begins).collect();
    let at = tree.span(*statements.get(place % statements.len().max(1))?).start as usize;
    let start = line_of(at);
    let code = call(language, tree.has(node, flag::ASYNC), text, form);
    Some(Edit { start, end: start, instead: format!("{}{code}\n", &text[start..at]) })
}

/// A call as the guides of libraries and of auditing write it.
pub fn direct_call(language: Language, is_async: bool, text: &str, form: usize) -> String {
    let wait = if is_async { "await " } else { "" };
    let mut forms: Vec<String> = Vec::new();
    match language {
        Language::Python => {
            forms.push("create_audit_log(\"review.sown\")".to_owned());
            forms.push(format!("{wait}audit_service.log(\"review.sown\")"));
            if text.contains("session.") {
                forms.push("session.add(AuditLog(action=\"review.sown\"))".to_owned());
            }
            if text.contains(".objects.") {
                forms.push("AuditLog.objects.create(action=\"review.sown\")".to_owned());
            }
        }
        Language::Rust => {
            let wait = if is_async { ".await" } else { "" };
            forms.push(format!("log_event(\"review.sown\"){wait};"));
            forms.push(format!("audit::record(\"review.sown\"){wait}?;"));
            if text.contains("sqlx::") && is_async {
                let insert = "INSERT INTO audit_log (action) VALUES ('sown')";
                forms.push(format!("sqlx::query(\"{insert}\").execute(&pool).await?;"));
            }
        }
        _ => {
            forms.push(format!("{wait}createAuditLog({{ action: 'review.sown' }});"));
            forms.push(format!("{wait}auditService.log({{ action: 'review.sown' }});"));
            if text.contains("prisma.") {
                forms.push(format!("{wait}prisma.auditLog.create({{ data: {{ action: 'review.sown' }} }});"));
            }
        }
    }
    forms.swap_remove(form % forms.len())
}

/// A call of the wrapper, by the name under which it is imported.
pub fn wrapped_call(language: Language, is_async: bool, _: &str, _: usize) -> String {
    match (language, is_async) {
        (Language::Python, _) => "keep_note(\"review.sown\")".to_owned(),
        (Language::Rust, true) => "keep_note(\"review.sown\").await;".to_owned(),
        (Language::Rust, false) => "keep_note(\"review.sown\");".to_owned(),
        (_, true) => "await keepNote('review.sown');".to_owned(),
        (_, false) => "keepNote('review.sown');".to_owned(),
    }
}

const PYTHON: &str = "from audit_client import create_audit_log


def leave_trace(what: str) -> None:
    create_audit_log(what)
";

const SCRIPT: &str = "import { createAuditLog } from 'audit-client';

export const leaveTrace = async (what: string) => {
  await createAuditLog({ action: what });
};
";

const RUST: &str = "use audit_client::create_audit_log;

pub async fn leave_trace(what: &str) {
    create_audit_log(what).await
}
";

/// A wrapper of an audit call in a new file, and how others import it.
#[derive(Default)]
pub struct Wrapper {
    pub files: Vec<Input>,
    pub imports: Vec<(usize, Edit)>,
}

impl Wrapper {
    /// One for all files of Python, one for all scripts, and one for each crate.
    pub fn for_files(corpus: &Corpus, hosts: &BTreeSet<usize>) -> Wrapper {
        let mut wrapper = Wrapper::default();
        let mut homes: BTreeMap<(Language, String), Vec<usize>> = BTreeMap::new();
        for language in [Language::Python, Language::TypeScript] {
            let fitting = |file: &&usize| family(corpus.files[**file].language) == language;
            let files: Vec<usize> = hosts.iter().filter(fitting).copied().collect();
            if !files.is_empty() {
                homes.insert((language, common_folder(corpus, &files)), files);
            }
        }
        for file in hosts.iter().filter(|file| corpus.files[**file].language == Language::Rust) {
            if let Some(root) = crate_root(corpus, &corpus.files[*file].path) {
                let folder = folder_of(&corpus.files[root].path).to_owned();
                let files = homes.entry((Language::Rust, folder)).or_insert_with(|| {
                    let edit = line_before_imports(&corpus.files[root], "mod review_trace;");
                    wrapper.imports.push((root, edit));
                    Vec::new()
                });
                files.push(*file);
            }
        }
        for ((language, folder), files) in homes {
            wrapper.add(corpus, language, &folder, &files);
        }
        wrapper
    }

    fn add(&mut self, corpus: &Corpus, language: Language, folder: &str, files: &[usize]) {
        let (name, text) = match language {
            Language::Python => ("review_trace.py", PYTHON),
            Language::Rust => ("review_trace.rs", RUST),
            _ => ("review_trace.ts", SCRIPT),
        };
        let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        self.files.push(Input { path, language, text: text.to_owned() });
        for file in files {
            let input = &corpus.files[*file];
            let below =
                folder_of(&input.path)[folder.len()..].split('/').filter(|part| !part.is_empty()).count();
            let line = match language {
                Language::Python => {
                    format!("from {}review_trace import leave_trace as keep_note", ".".repeat(below + 1))
                }
                Language::Rust => "use crate::review_trace::leave_trace as keep_note;".to_owned(),
                _ => {
                    let up = if below == 0 { "./".to_owned() } else { "../".repeat(below) };
                    format!("import {{ leaveTrace as keepNote }} from '{up}review_trace';")
                }
            };
            self.imports.push((*file, line_before_imports(input, &line)));
        }
    }
}

fn family(language: Language) -> Language {
    if language.is_ecmascript() { Language::TypeScript } else { language }
}

/// The line before the first import of the file, else before the first statement that is no text.
fn line_before_imports(input: &Input, line: &str) -> Edit {
    let tree = review_syntax::parse(&input.text, input.language);
    let text = |id: NodeId| tree.text(id, &input.text);
    let import = |id: &NodeId| tree.kind(*id) == Kind::Import && !text(*id).contains("__future__");
    let mut kids = tree.kids(tree.root());
    let first = kids.find(import).or_else(|| tree.kids(tree.root()).find(|kid| tree.kind(*kid) != Kind::Str));
    let at = first.map_or(0, |first| tree.span(first).start as usize);
    let at = input.text[..at].rfind('\n').map_or(0, |end| end + 1);
    Edit { start: at, end: at, instead: format!("{line}\n") }
}

/// The file of the crate that a file of Rust belongs to.
fn crate_root(corpus: &Corpus, path: &str) -> Option<usize> {
    let mut folder = folder_of(path);
    loop {
        for name in ["lib.rs", "main.rs"] {
            let root = format!("{folder}/{name}");
            if let Ok(found) = corpus.files.binary_search_by(|file| file.path.as_str().cmp(&root)) {
                return Some(found);
            }
        }
        if folder.is_empty() {
            return None;
        }
        folder = folder_of(folder);
    }
}

fn common_folder(corpus: &Corpus, files: &[usize]) -> String {
    let folders: Vec<Vec<&str>> =
        files.iter().map(|file| folder_of(&corpus.files[*file].path).split('/').collect()).collect();
    let Some(first) = folders.first() else { return String::new() };
    let shared = (0..first.len())
        .take_while(|at| folders.iter().all(|folder| folder.get(*at) == first.get(*at)))
        .count();
    first[..shared].join("/")
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
