//! Package manifests: which libraries a project declares.
//!
//! Only names are taken; versions, markers and extras say nothing about which area a project has. A manifest
//! that cannot be read says so, because its silence would read as "no library".

use crate::Package;
use std::collections::BTreeSet;

/// Largest manifest that is read, in bytes. A `package.json` of a thousand packages has 50 KB.
const LARGEST: usize = 4 << 20;

/// One manifest and the packages it names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// Path from the project's root.
    pub path: String,
    /// Package names as written, lower-cased; Python names with `_` and `.` as `-`. In name order, each once.
    pub packages: Vec<String>,
    /// Files that its scripts run and that end by themselves, as paths from the project's root, in order: `tsx
    /// src/report.ts` of a `package.json`. What starts a server (`start`, `dev`, …) is none.
    pub runs: Vec<String>,
    /// The package that it makes of its folder, if it gives it a name.
    pub package: Option<Package>,
    /// Why its packages are not known, when its text could not be read.
    pub problem: Option<String>,
}

impl Manifest {
    /// True when a file of this path is a manifest: `pyproject.toml`, `requirements*.txt` (also any `.txt` in a folder
    /// `requirements`), `setup.py`, `setup.cfg`, `Pipfile`, `package.json`, `Cargo.toml`, `go.mod`.
    pub fn is_manifest(path: &str) -> bool {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        match name {
            "pyproject.toml" | "setup.py" | "setup.cfg" | "Pipfile" | "package.json" | "Cargo.toml"
            | "go.mod" => true,
            _ => is_requirements(folder, name),
        }
    }

    /// Reads a manifest; none when the path names no manifest.
    pub fn parse(path: &str, text: &str) -> Option<Manifest> {
        if !Manifest::is_manifest(path) {
            return None;
        }
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut package = None;
        let mut runs = Vec::new();
        let packages = match path.rsplit('/').next().unwrap_or(path) {
            _ if text.len() > LARGEST => Err(format!("larger than {} MiB", LARGEST >> 20)),
            "pyproject.toml" => toml_table(text).map(|table| pyproject(&table)),
            "Pipfile" => toml_table(text).map(|table| pipfile(&table)),
            "Cargo.toml" => toml_table(text).map(|table| {
                package = Package::of_cargo(&table);
                cargo(&table)
            }),
            "package.json" => json(text).map(|value| {
                package = Package::of_npm(&value);
                runs = scripts(path, &value);
                package_json(&value)
            }),
            "go.mod" => Ok(go_mod(text)),
            "setup.py" => Ok(setup_py(text)),
            "setup.cfg" => Ok(setup_cfg(text)),
            _ => Ok(requirements(text)),
        };
        let (packages, problem) = match packages {
            Ok(packages) => (packages.into_iter().collect(), None),
            Err(problem) => (Vec::new(), Some(problem)),
        };
        Some(Manifest { path: path.to_owned(), packages, runs, package, problem })
    }
}

type Names = BTreeSet<String>;

/// `requirements.txt`, `requirements-dev.txt`, `dev-requirements.txt`, `requirements/base.txt`; `.in` for pip-tools.
fn is_requirements(folder: &str, name: &str) -> bool {
    let Some(stem) = name.strip_suffix(".txt").or_else(|| name.strip_suffix(".in")) else { return false };
    let stem = stem.to_lowercase();
    stem.starts_with("requirements")
        || stem.ends_with("requirements")
        || folder.rsplit('/').next() == Some("requirements")
}

fn toml_table(text: &str) -> Result<toml::Table, String> {
    text.parse().map_err(|error: toml::de::Error| {
        let line =
            error.span().map_or(1, |span| 1 + text[..span.start.min(text.len())].matches('\n').count());
        format!("line {line}: {}", error.message().lines().next().unwrap_or("this is no TOML"))
    })
}

/// The table below a path of keys.
fn below<'a>(table: &'a toml::Table, path: &[&str]) -> Option<&'a toml::Table> {
    path.iter().try_fold(table, |table, key| table.get(*key)?.as_table())
}

/// PEP 621 and 735, Poetry (with groups and its old `dev-dependencies`), PDM and uv, Hatch environments.
fn pyproject(table: &toml::Table) -> Names {
    let mut names = Names::new();
    let mut lists: Vec<&toml::Value> = Vec::new();
    if let Some(project) = below(table, &["project"]) {
        lists.extend(project.get("dependencies"));
        lists.extend(
            below(project, &["optional-dependencies"]).into_iter().flat_map(|groups| groups.values()),
        );
    }
    for groups in [&["dependency-groups"][..], &["tool", "pdm", "dev-dependencies"]] {
        lists.extend(below(table, groups).into_iter().flat_map(|groups| groups.values()));
    }
    lists.extend(below(table, &["tool", "uv"]).and_then(|uv| uv.get("dev-dependencies")));
    let environments = below(table, &["tool", "hatch", "envs"]).into_iter().flat_map(|envs| envs.values());
    for environment in environments.filter_map(toml::Value::as_table) {
        lists.extend(["dependencies", "extra-dependencies"].iter().filter_map(|key| environment.get(*key)));
    }
    for entry in lists.into_iter().filter_map(toml::Value::as_array).flatten().filter_map(toml::Value::as_str)
    {
        names.extend(requirement(entry));
    }
    if let Some(poetry) = below(table, &["tool", "poetry"]) {
        let mut tables: Vec<&toml::Value> =
            ["dependencies", "dev-dependencies"].iter().filter_map(|key| poetry.get(*key)).collect();
        let groups = below(poetry, &["group"]).into_iter().flat_map(|groups| groups.values());
        tables.extend(groups.filter_map(|group| group.get("dependencies")));
        for table in tables.into_iter().filter_map(toml::Value::as_table) {
            names.extend(table.keys().map(|name| python_name(name)));
        }
    }
    names.remove("python");
    names
}

fn pipfile(table: &toml::Table) -> Names {
    // Every table but these is a category of packages.
    let categories =
        table.iter().filter(|(key, _)| !matches!(key.as_str(), "source" | "requires" | "scripts" | "pipenv"));
    let tables = categories.filter_map(|(_, value)| value.as_table());
    tables.flat_map(|table| table.keys()).map(|name| python_name(name)).collect()
}

/// Dependencies of the package, its targets and its workspace. A dependency that is renamed counts under the
/// name of its package.
fn cargo(table: &toml::Table) -> Names {
    let mut names = Names::new();
    let targets = below(table, &["target"]).into_iter().flat_map(|targets| targets.values());
    let holders = [Some(table), below(table, &["workspace"])].into_iter().flatten();
    for holder in holders.chain(targets.filter_map(toml::Value::as_table)) {
        for key in [
            "dependencies",
            "dev-dependencies",
            "build-dependencies",
            "dev_dependencies",
            "build_dependencies",
        ] {
            for (name, value) in below(holder, &[key]).into_iter().flatten() {
                let package = value.get("package").and_then(toml::Value::as_str).unwrap_or(name);
                names.insert(package.to_lowercase());
            }
        }
    }
    names
}

fn json(text: &str) -> Result<serde_json::Value, String> {
    serde_json::from_str(text).map_err(|error| format!("line {}: {error}", error.line()).replace('\n', " "))
}

/// Every table of dependencies, those of a workspace's catalogs included.
fn package_json(value: &serde_json::Value) -> Names {
    let mut names = Names::new();
    let tables = ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies", "catalog"];
    let workspaces = value.get("workspaces");
    for holder in [Some(value), workspaces].into_iter().flatten() {
        for table in tables.iter().filter_map(|key| holder.get(*key)?.as_object()) {
            for (name, version) in table {
                // `"db": "npm:pg@8"` is the package behind the name.
                let aliased = version.as_str().and_then(|version| version.strip_prefix("npm:"));
                let package = aliased.map_or(name.as_str(), |package| match package.rfind('@') {
                    Some(at) if at > 0 => &package[..at],
                    _ => package,
                });
                names.insert(package.to_lowercase());
            }
        }
    }
    for list in
        ["bundledDependencies", "bundleDependencies"].iter().filter_map(|key| value.get(*key)?.as_array())
    {
        names.extend(list.iter().filter_map(serde_json::Value::as_str).map(str::to_lowercase));
    }
    names
}

/// First words of scripts that start what goes on running (npm's own `start`, and the habits of bundlers and servers).
#[rustfmt::skip]
const SERVING: &[&str] =
    &["start", "dev", "develop", "development", "serve", "server", "watch", "preview", "prod", "production", "worker"];

/// The source files that the scripts of a `package.json` run.
fn scripts(path: &str, value: &serde_json::Value) -> Vec<String> {
    let folder = path.strip_suffix("package.json").unwrap_or_default();
    let mut runs = BTreeSet::new();
    let all = value.get("scripts").and_then(|scripts| scripts.as_object()).into_iter().flatten();
    let ending = all.filter(|(name, _)| !name.split([':', '-', '.']).any(|word| SERVING.contains(&word)));
    for word in ending.filter_map(|(_, command)| command.as_str()).flat_map(str::split_whitespace) {
        let file = word.trim_matches(['"', '\'']);
        let file = file.strip_prefix("./").unwrap_or(file);
        let is_source = [".ts", ".mts", ".cts", ".js", ".mjs", ".cjs"].iter().any(|end| file.ends_with(end));
        if is_source && !file.starts_with(['.', '/', '-']) && !file.contains(['*', '=', '$']) {
            runs.insert(format!("{folder}{file}"));
        }
    }
    runs.into_iter().collect()
}

/// `require` lines, alone and in a block. What is only required by others (`// indirect`) is not the project's.
fn go_mod(text: &str) -> Names {
    let mut names = Names::new();
    let mut block = false;
    for line in text.lines() {
        let (line, comment) = line.split_once("//").unwrap_or((line, ""));
        let line = line.trim();
        let module = match line.strip_prefix("require") {
            Some(rest) if rest.trim_start().starts_with('(') => {
                block = true;
                continue;
            }
            Some(rest) if rest.starts_with(char::is_whitespace) => rest.trim_start(),
            _ if line == ")" => {
                block = false;
                continue;
            }
            _ if block => line,
            _ => continue,
        };
        if comment.trim() != "indirect" {
            names.extend(
                module.split_whitespace().next().map(|module| module.trim_matches('"').to_lowercase()),
            );
        }
    }
    names
}

/// Requirements, one a line; options and included files are no packages, an included file is a manifest itself.
fn requirements(text: &str) -> Names {
    let mut names = Names::new();
    let mut continued = false;
    for line in text.lines() {
        if !std::mem::replace(&mut continued, line.trim_end().ends_with('\\')) {
            names.extend(requirement(line));
        }
    }
    names
}

/// The lists `install_requires`, `extras_require`, `tests_require` and `setup_requires`: the texts in their brackets. The
/// file is a program; what it computes is not seen.
fn setup_py(text: &str) -> Names {
    let mut names = Names::new();
    for key in ["install_requires", "extras_require", "tests_require", "setup_requires"] {
        // Where the last list ended: what stands inside of one is not read again.
        let mut done = 0;
        for (at, _) in text.match_indices(key) {
            if at < done {
                continue;
            }
            let rest = text[at + key.len()..].trim_start().trim_start_matches(['"', '\'']).trim_start();
            let Some(rest) = rest.strip_prefix(['=', ':']) else { continue };
            let rest = rest.trim_start();
            let (entries, length) = bracketed(rest);
            done = text.len() - rest.len() + length;
            names.extend(entries.into_iter().filter_map(requirement));
        }
    }
    names
}

/// The text literals inside the bracket a text starts with, and its length. Keys of a dictionary are extras, not packages.
fn bracketed(text: &str) -> (Vec<&str>, usize) {
    let mut found = Vec::new();
    let mut depth = 0;
    let mut at = 0;
    let bytes = text.as_bytes();
    // No list of requirements is longer; a bracket that never closes ends here.
    while at < bytes.len().min(64 << 10) {
        match bytes[at] {
            b'[' | b'{' | b'(' => depth += 1,
            b']' | b'}' | b')' => depth -= 1,
            b'#' => {
                at += text.as_bytes()[at..].iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len() - at)
            }
            quote @ (b'"' | b'\'') => {
                let Some(length) = bytes[at + 1..].iter().position(|byte| *byte == quote) else { break };
                let inside = &text[at + 1..at + 1 + length];
                at += length + 1;
                if !text[at + 1..].trim_start().starts_with(':') {
                    found.push(inside);
                }
            }
            _ => {}
        }
        if depth <= 0 {
            break;
        }
        at += 1;
    }
    (found, at)
}

/// `install_requires` below `[options]` and every line of `[options.extras_require]`.
fn setup_cfg(text: &str) -> Names {
    let mut names = Names::new();
    let (mut section, mut key) = (String::new(), String::new());
    for line in text.lines().filter(|line| !line.trim_start().starts_with(['#', ';'])) {
        if let Some(name) = line.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            (section, key) = (name.trim().to_owned(), String::new());
            continue;
        }
        let mut value = line;
        if !line.starts_with([' ', '\t'])
            && let Some((name, rest)) = line.split_once('=')
        {
            key = name.trim().to_owned();
            value = rest;
        }
        let wanted = match section.as_str() {
            "options" => matches!(key.as_str(), "install_requires" | "tests_require" | "setup_requires"),
            "options.extras_require" => true,
            _ => false,
        };
        if wanted {
            names.extend(value.split(';').next().and_then(requirement));
        }
    }
    names
}

/// The package of a requirement: `Flask-SQLAlchemy[async]>=3 ; python_version > "3.8"`, `-e git+…#egg=name`.
fn requirement(text: &str) -> Option<String> {
    let text = text.trim();
    if let Some((_, egg)) = text.split_once("#egg=") {
        return name_at_start(egg);
    }
    if text.starts_with(['-', '#', '.', '/']) || text.contains("://") && !text.contains('@') {
        return None;
    }
    name_at_start(text)
}

fn name_at_start(text: &str) -> Option<String> {
    let end = text
        .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | '.'))
        .unwrap_or(text.len());
    let name = text[..end].trim_matches(['-', '_', '.']);
    // What stands behind a name says which one; anything else is no requirement.
    let rest = text[end..].trim_start();
    let goes_on = rest.is_empty()
        || rest.starts_with(['[', '<', '>', '=', '!', '~', ';', '@', '(', '#', ',', '&', '\\']);
    (!name.is_empty() && name.len() <= 214 && goes_on).then(|| python_name(name))
}

/// PEP 503: lower case, runs of `-`, `_` and `.` as one `-`.
fn python_name(name: &str) -> String {
    let mut normal = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '-' | '_' | '.' if normal.ends_with('-') => {}
            '-' | '_' | '.' => normal.push('-'),
            c => normal.extend(c.to_lowercase()),
        }
    }
    normal
}

#[cfg(test)]
mod tests;
