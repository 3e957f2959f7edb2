//! Source text for reports: the one place where a file is read a second time.

use review_engine::Sources;
use std::fs;
use std::path::PathBuf;

/// The files that were read, with the hash of the bytes that were judged.
#[derive(Debug)]
pub struct Hashed {
    root: PathBuf,
    /// In path order.
    hashes: Vec<(String, blake3::Hash)>,
}

impl Hashed {
    /// Files below a root; `hashes` in path order.
    pub fn new(root: PathBuf, hashes: Vec<(String, blake3::Hash)>) -> Hashed {
        Hashed { root, hashes }
    }
}

impl Sources for Hashed {
    fn text(&self, path: &str) -> Option<String> {
        let index = self.hashes.binary_search_by(|(known, _)| known.as_str().cmp(path)).ok()?;
        let file = self.root.join(path);
        // A file may have become a link or a pipe since: neither is opened.
        fs::symlink_metadata(&file).ok().filter(|at| at.is_file())?;
        let bytes = fs::read(file).ok()?;
        if blake3::hash(&bytes) != self.hashes[index].1 {
            return None;
        }
        String::from_utf8(bytes).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_changed_gives_no_text() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.py"), "x = 1\n").unwrap();
        let hashes = vec![("a.py".to_owned(), blake3::hash(b"x = 1\n"))];
        let sources = Hashed::new(folder.path().to_owned(), hashes);
        assert_eq!(sources.text("a.py").as_deref(), Some("x = 1\n"));
        assert_eq!(sources.text("b.py"), None);
        fs::write(folder.path().join("a.py"), "x = 2\n").unwrap();
        assert_eq!(sources.text("a.py"), None);
    }
}
