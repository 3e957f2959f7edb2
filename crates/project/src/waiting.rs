//! Calls of the project's own asynchronous functions whose value is dropped.
//!
//! One decision that is not obvious: a call counts only when its name means one function for certain and that function
//! is what its definition says. Decorators, names with two meanings and variables that are set twice leave it out,
//! because a call that need not be waited for is no finding.

use crate::graph::{Index, Node, Resolver};
use crate::{File, Subject};
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};
use review_facts::code::{Call, Code, UnitForm, Value, call};
use review_facts::{AsyncCall, Fact, FileClass, Kind, Language, Place, Span};
use std::cell::LazyCell;

/// Adds the calls whose value is dropped; gives how many there are of all, by file.
pub(crate) fn join<'a>(
    files: &'a [File],
    subjects: &mut Vec<Subject>,
    index: &Index<'a>,
    resolver: &Resolver<'a>,
) -> Vec<u32> {
    let waiting = Waiting::of(files, index);
    let mut read = vec![0; files.len()];
    for (file, code) in index.codes() {
        if !is_read(&files[file as usize]) {
            continue;
        }
        // Few files have a call that asks for it.
        let repeated = LazyCell::new(|| repeated(code));
        for call in &code.calls {
            let Some(to) = waiting.target(index, resolver, file, call, &repeated) else { continue };
            read[file as usize] += 1;
            if call.flags & call::STATEMENT != 0 {
                subjects.push(subject(files, index, file, call, to));
            }
        }
    }
    // Stable: what the files said stays in its order.
    subjects.sort_by_key(|subject| subject.file);
    read
}

/// There is something to look for.
pub(crate) fn is_asked(files: &[File]) -> bool {
    files.iter().any(is_read)
}

fn is_read(file: &File) -> bool {
    file.facts.as_ref().is_ok_and(|facts| waits(facts.language))
}

/// They were looked for wherever functions were.
pub(crate) fn count(files: &mut [File], read: Vec<u32>) {
    for (file, count) in files.iter_mut().zip(read) {
        if let Ok(facts) = &mut file.facts
            && waits(facts.language)
            && facts.read(Kind::Func).is_some()
        {
            facts.read.push((Kind::AsyncCall, count));
        }
    }
}

/// Languages in which a call that is not waited for compiles without a word.
fn waits(language: Language) -> bool {
    language == Language::Python || language.is_ecmascript()
}

/// Decorators that leave a function what it is (the languages' own).
const PLAIN_DECORATORS: &[&str] = &["staticmethod", "classmethod", "abstractmethod", "override", "final"];

/// What is known of functions beyond their names.
struct Waiting<'a> {
    /// Last names of asynchronous functions.
    names: HashSet<&'a str>,
    /// Functions that a decorator may have made into something else.
    decorated: HashSet<Node>,
    /// Names that also stand for a function that is not asynchronous, by what is around them.
    plain: HashSet<(Node, &'a str)>,
}

impl<'a> Waiting<'a> {
    fn of(files: &[File], index: &Index<'a>) -> Waiting<'a> {
        let mut waiting = Waiting { names: HashSet::new(), decorated: HashSet::new(), plain: HashSet::new() };
        for (file, code) in index.codes() {
            if !is_read(&files[file as usize]) {
                continue;
            }
            for (number, unit) in (0_u32..).zip(&code.units).skip(1) {
                let node = index.node(file, number);
                let name = code.text(unit.name);
                if unit.form != UnitForm::Function || name.is_empty() {
                    continue;
                }
                if is_async(index, node) {
                    waiting.names.insert(name);
                } else {
                    waiting.plain.insert((index.parent(node), name));
                }
            }
            for call in code.calls.iter().filter(|call| call.flags & call::DECORATOR != 0) {
                let last = code.text(call.callee).rsplit('.').next().unwrap_or_default();
                if !PLAIN_DECORATORS.contains(&last) {
                    waiting.decorated.insert(index.node(file, call.unit));
                }
            }
        }
        waiting
    }

    /// The asynchronous function that a call runs for certain.
    fn target(
        &self,
        index: &Index<'a>,
        resolver: &Resolver<'a>,
        file: u32,
        call: &Call,
        repeated: &LazyCell<HashSet<&'a str>, impl FnOnce() -> HashSet<&'a str>>,
    ) -> Option<Node> {
        let path = index.code(index.node(file, 0)).text(call.callee);
        let last = path.rsplit('.').next().unwrap_or_default();
        let off = call::NEW | call::MACRO | call::DECORATOR | call::COMPUTED;
        if call.flags & off != 0 || !self.names.contains(last) {
            return None;
        }
        let from = index.node(file, call.unit);
        let first = path.split('.').next().unwrap_or_default();
        let holders = path.split('.').filter(|part| !matches!(*part, "self" | "this" | "cls"));
        if holders.clone().any(|part| repeated.contains(part)) || is_shadowed(index, from, first) {
            return None;
        }
        let to = resolver.function(from, path)?;
        let fits = index.name(to) == last
            && is_async(index, to)
            && !self.decorated.contains(&to)
            && !self.plain.contains(&(index.parent(to), last));
        fits.then_some(to)
    }
}

/// It gives back something that must be waited for.
fn is_async(index: &Index<'_>, node: Node) -> bool {
    let unit = index.unit(node);
    unit.is_async || index.code(node).text(unit.returns).starts_with("Promise<")
}

/// A function around the call gives the name a meaning of its own.
fn is_shadowed(index: &Index<'_>, from: Node, name: &str) -> bool {
    let code = index.code(from);
    if code.shadowed.is_empty() {
        return false;
    }
    let mut at = from;
    for _ in 0..24 {
        let unit = at.0 - index.node(index.file(from), 0).0;
        if code.shadowed.iter().any(|(of, shadowed)| *of == unit && code.text(*shadowed) == name) {
            return true;
        }
        if unit == 0 {
            break;
        }
        at = index.parent(at);
    }
    false
}

/// Names that one unit sets to different things.
fn repeated(code: &Code) -> HashSet<&str> {
    let mut first: HashMap<(u32, u32), (u32, Value)> = HashMap::new();
    let mut found = HashSet::new();
    for bind in &code.binds {
        let said = (bind.ty.0, bind.value);
        if *first.entry((bind.unit, bind.name.0)).or_insert(said) != said {
            found.insert(code.text(bind.name));
        }
    }
    found
}

fn subject(files: &[File], index: &Index<'_>, file: u32, call: &Call, to: Node) -> Subject {
    let unit = index.unit(to);
    let from = index.node(file, call.unit);
    let callee = index.code(index.node(file, 0)).text(call.callee).to_owned();
    let path = &files[file as usize].path;
    let scope = index.full_name(from);
    let name = if scope.is_empty() { callee.clone() } else { format!("{scope} {callee}") };
    let function = format!("{} ({}:{})", index.full_name(to), files[index.file(to) as usize].path, unit.line);
    Subject {
        key: format!("async_call:{path}:{name}"),
        file,
        test: index.is_test(from) || files[file as usize].class == FileClass::Test,
        fact: Fact {
            name,
            place: Place { span: Span::new(call.at, call.at + 1), line: call.line },
            places: Vec::new(),
            scope,
            in_test: index.unit(from).in_test,
            body: AsyncCall {
                callee,
                function,
                catches: unit.catches,
                at_top: index.unit(index.function_around(from)).form == UnitForm::File,
                commented: call.flags & call::COMMENTED != 0,
                nothing: false,
            }
            .into(),
        },
    }
}
