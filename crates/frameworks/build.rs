//! Finds the recognisers: every file of `src/recognisers/` is one, and nothing lists them.

use std::fmt::Write as _;
use std::{env, fs, io, path::Path};

fn main() -> io::Result<()> {
    let folder = Path::new(&env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("src/recognisers");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "rs")
            && let Some(name) = path.file_stem().and_then(|name| name.to_str())
        {
            names.push(name.to_owned());
        }
    }
    names.sort();
    let mut code = String::new();
    for name in &names {
        let path = folder.join(format!("{name}.rs"));
        let _ = writeln!(code, "#[path = {:?}]\nmod {name};", path.display().to_string());
    }
    let _ = writeln!(code, "/// Every recogniser, by file name.\npub static ALL: &[&crate::Recogniser] = &[");
    for name in &names {
        let _ = writeln!(code, "    &{name}::RECOGNISER,");
    }
    let _ = writeln!(code, "];");
    fs::write(Path::new(&env::var_os("OUT_DIR").unwrap_or_default()).join("recognisers.rs"), code)
}
