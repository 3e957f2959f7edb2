//! Modules are found, imports followed.

use super::*;
use review_facts::{FileClass, FileFacts, Place};

fn of(language: Language, path: &str, imports: Vec<Import>) -> File {
    let facts = FileFacts { imports, ..FileFacts::empty(language, "") };
    File { path: path.to_owned(), class: FileClass::Code, facts: Ok(facts) }
}

fn file(path: &str, imports: &[(&str, Option<&str>, &str)]) -> File {
    let import = |(module, name, local): &(&str, Option<&str>, &str)| Import {
        module: (*module).to_owned(),
        name: name.map(str::to_owned),
        local: (*local).to_owned(),
        reexport: false,
        type_only: false,
        inner: false,
        place: Place::default(),
    };
    of(Language::Python, path, imports.iter().map(import).collect())
}

fn resolved(files: &[File], defined: &[(u32, &str)], file: u32, path: &str) -> Resolved {
    let mut files = files.to_vec();
    for (file, name) in defined {
        let Ok(facts) = &mut files[*file as usize].facts else { continue };
        facts.exports.push(Export { name: (*name).to_owned(), local: None });
    }
    Names::of(&files, &Surroundings::default()).resolve(file, path)
}

fn here(file: u32, name: &str) -> Resolved {
    Resolved::Here { file, name: name.to_owned() }
}

#[test]
fn imports_are_followed_through_packages() {
    let files = [
        file("src/app/__init__.py", &[]),
        file("src/app/models.py", &[("app.types", Some("Enc"), "E"), (".db", Some("Base"), "Base")]),
        file("src/app/db.py", &[]),
        file("src/app/types/__init__.py", &[(".crypto", Some("Encrypted"), "Enc")]),
        file("src/app/types/crypto.py", &[("sqlalchemy", Some("TypeDecorator"), "TypeDecorator")]),
    ];
    assert_eq!(resolved(&files, &[], 1, "E"), here(4, "Encrypted"));
    assert_eq!(resolved(&files, &[], 1, "Base"), here(2, "Base"));
    assert_eq!(resolved(&files, &[], 1, "Own"), here(1, "Own"));
    let library = Resolved::Library("sqlalchemy.TypeDecorator".to_owned());
    assert_eq!(resolved(&files, &[], 4, "TypeDecorator"), library);
}

#[test]
fn a_module_of_the_standard_library_is_not_one_of_ours() {
    let files = [
        file("app/__init__.py", &[]),
        file("app/models.py", &[("types", None, "types"), ("app.gone", Some("X"), "X")]),
        file("app/types.py", &[]),
    ];
    let library = Resolved::Library("types.SimpleNamespace".to_owned());
    assert_eq!(resolved(&files, &[], 1, "types.SimpleNamespace"), library);
    assert_eq!(resolved(&files, &[(1, "X")], 1, "X"), here(0, "gone.X"));
}

#[test]
fn circles_and_wildcards_end() {
    let files = [
        file("a.py", &[("b", Some("X"), "X"), ("c", Some("*"), "")]),
        file("b.py", &[("a", Some("X"), "X")]),
        file("c.py", &[]),
    ];
    assert_eq!(resolved(&files, &[], 0, "X"), Resolved::Open("X".to_owned()));
    assert_eq!(resolved(&files, &[(2, "Y")], 0, "Y"), here(2, "Y"));
    assert_eq!(resolved(&files, &[(0, "Y"), (2, "Y")], 0, "Y"), here(0, "Y"));
}

#[test]
fn of_two_packages_the_one_above_counts() {
    let files = [
        file("x/app/__init__.py", &[]),
        file("x/app/db.py", &[]),
        file("y/app/__init__.py", &[]),
        file("y/app/db.py", &[]),
        file("y/app/models.py", &[("app.db", Some("Base"), "Base")]),
        file("z/run.py", &[("app.db", Some("Base"), "Base")]),
    ];
    assert_eq!(resolved(&files, &[], 4, "Base"), here(3, "Base"));
    assert!(!matches!(resolved(&files, &[], 5, "Base"), Resolved::Here { .. }), "two of the name");
}
