//! What a package of the project is called, and where importers enter it.

use serde_json::Value;

/// A package that the project itself holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Package {
    /// The name by which others import it: `@acme/db`; of Rust the crate's, `acme_db`.
    pub name: String,
    /// What others may import and the files behind it, from the package's folder: `.` and
    /// `./src/index.ts`, `./*` and `./src/*.ts`; also what only its own files may, `#db`. Of Rust `.` alone.
    pub entries: Vec<(String, Vec<String>)>,
}

/// Values inside values that are looked through: conditions of `exports` nest two or three deep.
const DEEPEST: u32 = 8;

impl Package {
    /// Of a `package.json`; none when it has no name.
    pub(crate) fn of_npm(value: &Value) -> Option<Package> {
        let name = value.get("name")?.as_str().filter(|name| !name.is_empty())?.to_owned();
        let mut entries = Vec::new();
        for table in [value.get("exports"), value.get("imports")].into_iter().flatten() {
            let keyed = table.as_object().filter(|table| table.keys().any(|key| key.starts_with(['.', '#'])));
            let mut add = |key: &str, value: &Value| {
                let mut targets = Vec::new();
                collect(value, &mut targets, 0);
                // What is only declared may lie in a folder of its own.
                targets.sort_by_key(|target| target.contains(".d."));
                entries.push((key.to_owned(), targets));
            };
            match keyed {
                Some(table) => table.iter().for_each(|(key, value)| add(key, value)),
                None => add(".", table),
            }
        }
        let fields = ["source", "module", "main", "types", "typings"];
        let main = fields.iter().filter_map(|field| value.get(*field)?.as_str()).map(str::to_owned).collect();
        entries.push((".".to_owned(), main));
        Some(Package { name, entries })
    }

    /// Of a `Cargo.toml`; none when it is only a workspace's.
    pub(crate) fn of_cargo(table: &toml::Table) -> Option<Package> {
        let text = |name: &str, key: &str| table.get(name)?.get(key)?.as_str().map(str::to_owned);
        let name = text("lib", "name").or_else(|| text("package", "name"))?.replace('-', "_");
        let lib = text("lib", "path").unwrap_or_else(|| "src/lib.rs".to_owned());
        Some(Package { name, entries: vec![(".".to_owned(), vec![lib])] })
    }
}

/// Every file that a value of `exports` names, whatever the condition.
fn collect(value: &Value, targets: &mut Vec<String>, depth: u32) {
    match value {
        Value::String(text) => targets.push(text.clone()),
        Value::Array(all) if depth < DEEPEST => all.iter().for_each(|one| collect(one, targets, depth + 1)),
        Value::Object(all) if depth < DEEPEST => {
            all.values().for_each(|one| collect(one, targets, depth + 1))
        }
        _ => {}
    }
}
