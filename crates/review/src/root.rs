//! Where a project begins, and which of its paths were asked for.
//!
//! The root is the nearest ancestor with `review.toml`, else the Git root, else the argument itself. Links
//! are resolved here, once, so that no later step can be led out of the project by one.

use crate::exit::{Mistake, nearest, shown};
use anyhow::{Context, Result};
use std::path::{Component, Path, PathBuf};

/// The name of the configuration file.
pub const CONFIG: &str = "review.toml";

/// A project on disk.
#[derive(Debug)]
pub struct Root {
    /// Its folder, absolute and without links.
    pub folder: PathBuf,
    /// What is reported: paths below the root with `/`, without a trailing one; empty for everything.
    pub view: Vec<String>,
    /// It lies in a Git repository, whose ignore files above the root hold for it too.
    pub in_git: bool,
}

/// Finds the root of the paths on the command line; of the current folder when there are none. A `config` given by name
/// makes its folder the root.
///
/// # Errors
/// When a path does not exist, cannot be read, or lies in another project than the first.
pub fn find(paths: &[PathBuf], config: Option<&Path>) -> Result<Root> {
    let asked: Vec<PathBuf> = paths.iter().map(|path| resolve(path)).collect::<Result<_>>()?;
    let current = PathBuf::from(".");
    let start = match asked.first() {
        Some(first) => first.clone(),
        None => resolve(&current)?,
    };
    let start = if start.is_dir() { start } else { start.parent().unwrap_or(&start).to_owned() };
    let git = start.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned);
    let folder = match config {
        Some(config) => resolve(config)?.parent().unwrap_or(&start).to_owned(),
        None => start
            .ancestors()
            .find(|folder| folder.join(CONFIG).is_file())
            .map(Path::to_owned)
            .or_else(|| git.clone())
            .unwrap_or_else(|| start.clone()),
    };
    let mut view = Vec::new();
    for (path, given) in asked.iter().zip(paths) {
        let Some(below) = below(&folder, path) else {
            return Err(Mistake::error(
                format!(
                    "`{}` lies outside the project `{}`",
                    shown(&given.to_string_lossy()),
                    shown(&folder.to_string_lossy())
                ),
                "review one project at a time; its root is the nearest folder with review.toml, else the Git root",
            ));
        };
        view.push(below);
    }
    if view.iter().any(String::is_empty) {
        view.clear();
    }
    Ok(Root { folder, view, in_git: git.is_some() })
}

/// A path below a folder, written with `/`; empty for the folder itself, none when it lies elsewhere.
pub fn below(folder: &Path, path: &Path) -> Option<String> {
    let rest = path.strip_prefix(folder).ok()?;
    let parts: Option<Vec<&str>> = rest
        .components()
        .map(|part| match part {
            Component::Normal(name) => name.to_str(),
            _ => None,
        })
        .collect();
    Some(parts?.join("/"))
}

fn resolve(path: &Path) -> Result<PathBuf> {
    match path.canonicalize() {
        Ok(path) => Ok(path),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let name = path.to_string_lossy();
            let help = match nearest(&name, crate::args::command_names().iter().map(String::as_str)) {
                Some(command) => format!("did you mean the command `review {command}`?"),
                None => "paths are relative to the current folder".to_owned(),
            };
            Err(Mistake::error(format!("there is no file or folder `{}`", shown(&name)), help))
        }
        Err(error) => Err(error).with_context(|| format!("cannot open `{}`", shown(&path.to_string_lossy()))),
    }
}
