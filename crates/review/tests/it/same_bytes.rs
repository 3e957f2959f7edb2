//! The same project gives the same bytes: with a cold or a warm cache, with one thread or several, however the files
//! lie on the disk.

use crate::temporary::{CLEAN, Project, WARNING};
use std::path::Path;

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

/// Files of the demonstration project, by their path from its root.
fn demonstration() -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/projects/saas");
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
                files.push((name, std::fs::read(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

#[test]
fn facts_and_the_map_of_routes_are_the_same_bytes() {
    let mut files = demonstration();
    let lines = [
        "facts --format json",
        "facts --kind route --format table",
        "facts --kind column --format table",
        "--today 2026-01-01 --format json",
        "--today 2026-01-01 --format sarif --profile full",
    ];
    let mut told: Option<Vec<String>> = None;
    for threads in ["--threads 1 --no-cache", "--threads 4 --no-cache", "--threads 3", "--threads 2"] {
        // Another folder, filled in another order.
        files.reverse();
        let project = Project::new(&[]);
        files.iter().for_each(|(path, text)| project.write(path, text));
        for _ in 0..2 {
            let now = lines.map(|line| project.review(&format!("{line} {threads}")).stdout).to_vec();
            assert!(now.iter().all(|text| text.len() > 500), "{now:?}");
            match &told {
                Some(told) => assert!(*told == now, "{threads}"),
                None => told = Some(now),
            }
        }
    }
}
