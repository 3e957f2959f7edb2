//! The source files of a report, each read when it is first needed.
//!
//! Findings come in path order but point at related places elsewhere, so the last few files are kept and no
//! more: a report over a large project must not hold its source.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use review_engine::Sources;
use review_facts::Place;

use crate::columns::{Region, Text};
use crate::line_hash::LineHashes;

const KEPT_FILES: usize = 8;
const KEPT_BYTES: usize = 32 << 20;

/// Source files by path.
pub(crate) struct Files<'a> {
    sources: &'a dyn Sources,
    /// Most recently used last.
    kept: RefCell<Vec<Rc<File>>>,
}

/// One source file, or that it is gone.
pub(crate) struct File {
    path: String,
    text: Option<Text>,
    hashes: OnceCell<LineHashes>,
}

impl<'a> Files<'a> {
    pub(crate) fn new(sources: &'a dyn Sources) -> Files<'a> {
        Files { sources, kept: RefCell::new(Vec::new()) }
    }

    /// The file of a path.
    pub(crate) fn get(&self, path: &str) -> Rc<File> {
        let mut kept = self.kept.borrow_mut();
        if let Some(index) = kept.iter().position(|file| file.path == path) {
            let file = kept.remove(index);
            kept.push(Rc::clone(&file));
            return file;
        }
        let text = self.sources.text(path).map(Text::new);
        let file = Rc::new(File { path: path.to_owned(), text, hashes: OnceCell::new() });
        kept.push(Rc::clone(&file));
        while kept.len() > 1
            && (kept.len() > KEPT_FILES || kept.iter().map(|file| file.bytes()).sum::<usize>() > KEPT_BYTES)
        {
            kept.remove(0);
        }
        file
    }
}

impl File {
    /// Where a place stands; none when the file is gone or has changed.
    pub(crate) fn region(&self, place: Place) -> Option<Region<'_>> {
        self.text.as_ref()?.region(place)
    }

    /// A line, from 1, without its end.
    pub(crate) fn line(&self, line: u32) -> Option<&str> {
        self.text.as_ref()?.line(line)
    }

    /// GitHub's hash of a line, from 1.
    pub(crate) fn line_hash(&self, line: u32) -> Option<String> {
        let text = self.text.as_ref()?;
        self.hashes.get_or_init(|| LineHashes::new(text.as_str())).get(line)
    }

    fn bytes(&self) -> usize {
        self.text.as_ref().map_or(0, |text| text.as_str().len())
    }
}
