//! Finds the recognisers: every file of `src/recognisers/` is one, and nothing lists them. Collects the anchor
//! words of all areas.

use std::fmt::Write as _;
use std::{env, fs, io, path::Path};

fn main() -> io::Result<()> {
    let root = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let out = env::var_os("OUT_DIR").unwrap_or_default();
    let recognisers = recognisers(&Path::new(&root).join("src/recognisers"))?;
    fs::write(Path::new(&out).join("recognisers.rs"), recognisers)?;
    let anchors = anchors(&Path::new(&root).join("../../rules/vocabulary/areas.toml"))?;
    fs::write(Path::new(&out).join("anchors.rs"), format!("&{anchors:?}"))
}

fn recognisers(folder: &Path) -> io::Result<String> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
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
    Ok(code)
}

/// Every word of every `anchors = [ … ]` in the vocabulary of areas, sorted, each once.
fn anchors(vocabulary: &Path) -> io::Result<Vec<String>> {
    println!("cargo::rerun-if-changed={}", vocabulary.display());
    let table: toml::Table = fs::read_to_string(vocabulary)?.parse().map_err(io::Error::other)?;
    let mut words = Vec::new();
    collect(&toml::Value::Table(table), false, &mut words);
    words.sort();
    words.dedup();
    Ok(words)
}

fn collect(value: &toml::Value, wanted: bool, words: &mut Vec<String>) {
    match value {
        toml::Value::String(word) if wanted => words.push(word.clone()),
        toml::Value::Array(list) => list.iter().for_each(|value| collect(value, wanted, words)),
        toml::Value::Table(table) => {
            for (key, value) in table {
                collect(value, key == "anchors", words);
            }
        }
        _ => {}
    }
}
