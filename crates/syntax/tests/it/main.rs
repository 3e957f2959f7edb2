//! Tests of the front ends: fixtures, and what holds for every tree.

mod imports;
mod nesting;
mod properties;
mod robust;
mod rust;
mod texts;

use review_facts::Language;
use review_testkit::fixtures;
use std::path::Path;

/// Dumps a fixture after checking what must hold for every tree.
fn dump(path: &Path, source: &str) -> String {
    let name = path.to_string_lossy();
    let language = Language::of_name(&name).unwrap_or_else(|| panic!("{name} is in no language"));
    let tree = review_syntax::parse(source, language);
    if let Err(wrong) = properties::check(&tree, source) {
        panic!("{name}: {wrong}");
    }
    tree.dump(source)
}

#[test]
fn python() {
    fixtures("syntax/python", "tree", dump);
}

#[test]
fn typescript() {
    fixtures("syntax/typescript", "tree", dump);
}

#[test]
fn tsx() {
    fixtures("syntax/tsx", "tree", dump);
}

#[test]
fn javascript() {
    fixtures("syntax/javascript", "tree", dump);
}

#[test]
fn rust_files() {
    rust::deep(|| fixtures("syntax/rust", "tree", dump));
}
