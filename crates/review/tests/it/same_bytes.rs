//! The same project gives the same bytes: with a cold or a warm cache, with one thread or several, however the files
//! lie on the disk.

use crate::temporary::{CLEAN, Project, WARNING};

const FORMATS: [&str; 5] = ["full", "concise", "json", "sarif", "markdown"];

/// A project of some files, created in the order given.
fn project(reverse: bool) -> Project {
    let mut files: Vec<(String, &str)> = (0..40)
        .map(|number| {
            (format!("d{}/f{number}.py", number % 7), if number % 3 == 0 { WARNING } else { CLEAN })
        })
        .collect();
    files.push(("w/x.ts".to_owned(), "export function f(a: any) { debugger; return a }\n"));
    files.push(("w/y.rs".to_owned(), "pub fn f(a: u8) -> u8 {\n    dbg!(a)\n}\n"));
    if reverse {
        files.reverse();
    }
    let project = Project::new(&[]);
    files.iter().for_each(|(path, text)| project.write(path, text));
    project
}

fn bytes(project: &Project, flags: &str) -> Vec<String> {
    FORMATS
        .iter()
        .map(|format| project.review(&format!("--today 2026-01-01 --format {format} {flags}")).stdout)
        .collect()
}

#[test]
fn a_warm_cache_gives_the_bytes_of_a_cold_one() {
    let project = project(false);
    let without = bytes(&project, "--no-cache");
    assert!(without.iter().all(|report| report.contains("debug-leftover") || report.contains("debug")));
    assert!(project.cache_file().is_none(), "`--no-cache` writes none");
    assert_eq!(bytes(&project, ""), without, "cold");
    let stored = std::fs::read(project.cache_file().unwrap()).unwrap();
    assert_eq!(bytes(&project, ""), without, "warm");
    assert_eq!(
        std::fs::read(project.cache_file().unwrap()).unwrap(),
        stored,
        "nothing changed, nothing is written"
    );
    std::fs::write(project.cache_file().unwrap(), &stored[..stored.len() / 2]).unwrap();
    assert_eq!(bytes(&project, ""), without, "damaged");
    assert_eq!(std::fs::read(project.cache_file().unwrap()).unwrap(), stored, "mended");
}

#[test]
fn a_changed_file_is_read_anew() {
    let project = Project::new(&[("a.py", CLEAN)]);
    project.review("--rule debug-leftover").expect(0);
    project.write("a.py", WARNING);
    project.review("--rule debug-leftover").expect(1);
    project.write("a.py", CLEAN);
    project.review("--rule debug-leftover").expect(0);
}

#[test]
fn threads_and_the_order_of_files_change_nothing() {
    let one = bytes(&project(false), "--no-cache --threads 1");
    assert_eq!(bytes(&project(false), "--no-cache --threads 4"), one);
    assert_eq!(bytes(&project(true), "--no-cache --threads 4"), one);
}
