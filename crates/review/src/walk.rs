//! Which files a project has: found in parallel, listed in path order.
//!
//! Git's ignore files hold here as they do for Git, the user's own among them: what they hide is not in the
//! repository, so a review on a desk sees what one in CI sees. Links are never followed and nothing but
//! regular files is listed; `.git` is never entered.

use crate::exit::shown;
use crate::root::Root;
use globset::GlobSet;
use ignore::{WalkBuilder, WalkState};
use review_engine::Notice;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

/// A file of the project.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// Path from the root, with `/`. When the name is not UTF-8 the bad bytes are replaced, and [`Found::file`] has
    /// the real one.
    pub path: String,
    /// Where it is.
    pub file: PathBuf,
    /// Its name cannot be written as text.
    pub odd_name: bool,
}

/// What the walk found.
#[derive(Debug, Default)]
pub struct Walk {
    /// In path order.
    pub files: Vec<Found>,
    /// Folders and files that could not be looked at.
    pub notices: Vec<Notice>,
}

/// What is read of a project.
#[derive(Debug, Default)]
pub struct Filter {
    /// Only these files, when there is any glob.
    pub include: Globs,
    /// None of these.
    pub exclude: Globs,
}

impl Filter {
    fn admits(&self, path: &str) -> bool {
        (self.include.is_empty() || self.include.is_match(path)) && !self.exclude.is_match(path)
    }
}

/// Lists the regular files below the root that the filter admits.
pub fn walk(root: &Root, filter: &Filter, threads: usize) -> Walk {
    let found = Mutex::new(Walk::default());
    let walker = WalkBuilder::new(&root.folder)
        .hidden(false)
        .ignore(false)
        .require_git(false)
        // Ignore files above the root are those of the repository it lies in, and of nothing else.
        .parents(root.in_git)
        .follow_links(false)
        .threads(threads)
        .filter_entry(|entry| entry.file_name() != ".git")
        .build_parallel();
    walker.run(|| {
        Box::new(|entry| {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    push_notice(&found, &error);
                    return WalkState::Continue;
                }
            };
            if entry.file_type().is_some_and(|kind| kind.is_file())
                && let Some(file) = place(&root.folder, entry.into_path())
                && filter.admits(&file.path)
                && let Ok(mut found) = found.lock()
            {
                found.files.push(file);
            }
            WalkState::Continue
        })
    });
    let mut found = found.into_inner().unwrap_or_default();
    found.files.sort();
    found.notices.sort_by(|a, b| a.message.cmp(&b.message));
    found
}

fn place(root: &Path, file: PathBuf) -> Option<Found> {
    let below = file.strip_prefix(root).ok()?;
    let odd_name = below.to_str().is_none();
    let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    Some(Found { path: parts.join("/"), odd_name, file })
}

/// A folder that cannot be opened is said and not fatal: databases of a development set-up often lie in a
/// project, owned by somebody else.
fn push_notice(found: &Mutex<Walk>, error: &ignore::Error) {
    let notice =
        Notice { fatal: false, message: format!("not looked at: {}", shown(&error.to_string())), at: None };
    if let Ok(mut found) = found.lock() {
        found.notices.push(notice);
    }
}

/// Globs as the command line and `review.toml` write them: from the root, `*` stays within a folder, a glob
/// without `/` matches at any depth, as in Git's ignore files, and one that names a folder means all below it.
#[derive(Debug, Default)]
pub struct Globs {
    set: GlobSet,
    /// By position: this glob matched something.
    matched: Vec<AtomicBool>,
}

impl Globs {
    /// Compiles globs.
    ///
    /// # Errors
    /// When one is malformed; the message quotes it.
    pub fn compile(globs: &[String]) -> Result<Globs, globset::Error> {
        let mut set = GlobSet::builder();
        for glob in globs {
            for form in forms(glob) {
                set.add(globset::GlobBuilder::new(&form).literal_separator(true).build()?);
            }
        }
        let matched = globs.iter().map(|_| AtomicBool::new(false)).collect();
        Ok(Globs { set: set.build()?, matched })
    }

    /// True when there is no glob.
    pub fn is_empty(&self) -> bool {
        self.matched.is_empty()
    }

    /// True when any glob matches a path, and notes which.
    pub fn is_match(&self, path: &str) -> bool {
        let forms = self.set.matches(path);
        for form in &forms {
            self.matched[form / FORMS].store(true, Ordering::Relaxed);
        }
        !forms.is_empty()
    }

    /// The positions of globs that matched nothing so far.
    pub fn unmatched(&self) -> impl Iterator<Item = usize> {
        let all = self.matched.iter().enumerate();
        all.filter(|(_, matched)| !matched.load(Ordering::Relaxed)).map(|(index, _)| index)
    }
}

/// How many forms a glob has.
const FORMS: usize = 2;

/// A glob as [`Globs`] compiles it: what it names, and all below that.
pub fn forms(glob: &str) -> [String; FORMS] {
    let anchored = glob.strip_prefix('/').or_else(|| glob.strip_prefix("./")).unwrap_or(glob);
    let named = anchored.strip_suffix('/').unwrap_or(anchored);
    let named =
        if named.contains('/') || anchored != glob { named.to_owned() } else { format!("**/{named}") };
    [format!("{named}/**"), named]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(glob: &str, path: &str) -> bool {
        Globs::compile(&[glob.to_owned()]).unwrap().is_match(path)
    }

    #[test]
    fn globs_mean_what_git_means() {
        assert!(matches("docs", "docs/a/b.py") && matches("docs/", "x/docs/b.py"));
        assert!(matches("*.py", "a/b.py") && !matches("/*.py", "a/b.py"));
        assert!(matches("src/*.py", "src/b.py") && !matches("src/*.py", "src/a/b.py"));
        assert!(matches("src/**", "src/a/b.py") && !matches("src/**", "lib/src/b.py"));
    }

    #[test]
    fn a_glob_that_matched_nothing_is_known() {
        let globs = Globs::compile(&["docs".to_owned(), "src".to_owned()]).unwrap();
        assert!(globs.is_match("a/src/b.py") && !globs.is_match("b.py"));
        assert_eq!(globs.unmatched().collect::<Vec<_>>(), [0]);
    }

    #[test]
    fn what_git_ignores_is_not_found_and_hidden_files_are() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write(".gitignore", "build/\n");
        for path in ["build/a.py", ".env", ".github/ci.yml", ".git/config", "src/a.py", "b.py"] {
            write(path, "");
        }
        let root = Root { folder: folder.path().to_owned(), view: Vec::new(), in_git: false };
        let found = walk(&root, &Filter::default(), 2);
        let paths: Vec<_> = found.files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, [".env", ".github/ci.yml", ".gitignore", "b.py", "src/a.py"]);
    }
}
