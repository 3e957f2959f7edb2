//! Package manifests: which libraries a project declares.

/// One manifest and the packages it names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// Path from the project's root.
    pub path: String,
    /// Package names as written, lower-cased; Python names with `_` and `.` as `-`.
    pub packages: Vec<String>,
}
