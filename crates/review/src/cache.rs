//! Facts of files that were read before: one file per project in the user's cache folder.
//!
//! It is not kept in the project: whoever may change the project could then write facts that say nothing
//! is wrong. An entry is found by content and language; the whole file belongs to one build of `review`, so a new build starts
//! empty. Damage of any kind reads as an empty cache.

use crate::output::write_whole;
use review_facts::{FileFacts, Language};
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::Read;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// What an entry is found by: the content's hash, mixed with how it was read.
pub type Key = [u8; 32];

const HEAD: &[u8] = b"review facts 1\n";

/// A cache larger than this in bytes is not read: at 30 bytes a line it would be 15 million lines.
const LARGEST: u64 = 512 << 20;

/// The stored facts of one project.
#[derive(Debug, Default)]
pub struct Cache {
    file: Option<PathBuf>,
    build: Key,
    bytes: Vec<u8>,
    entries: HashMap<Key, Range<usize>>,
}

impl Cache {
    /// No cache: nothing is found and nothing is stored.
    pub fn none() -> Cache {
        Cache::default()
    }

    /// The cache of the project at `root`; none when the system names no cache folder.
    pub fn open(root: &Path) -> Cache {
        let Some((folder, build)) = folder().zip(build()) else { return Cache::none() };
        let name = blake3::hash(root.as_os_str().as_encoded_bytes()).to_hex();
        Cache::at(folder.join(format!("{}.facts", &name[..32])), build)
    }

    fn at(file: PathBuf, build: Key) -> Cache {
        let bytes = read(&file).unwrap_or_default();
        let entries = entries(&bytes, &build).unwrap_or_default();
        Cache { file: Some(file), build, bytes, entries }
    }

    /// True when there is no use in asking.
    pub fn is_off(&self) -> bool {
        self.file.is_none()
    }

    /// Facts read before from the same bytes as the same language.
    pub fn get(&self, key: &Key) -> Option<FileFacts> {
        FileFacts::from_bytes(self.bytes.get(self.entries.get(key)?.clone())?).ok()
    }

    /// Stores the facts of this run in place of those of the last, unless they are the same. A cache that cannot be
    /// written is no reason to fail: the next run is as slow as this one.
    pub fn store<'a>(self, facts: impl Iterator<Item = (Key, &'a FileFacts)>) {
        let Some(file) = &self.file else { return };
        let mut facts: Vec<(Key, &FileFacts)> = facts.collect();
        facts.sort_by_key(|(key, _)| *key);
        facts.dedup_by_key(|(key, _)| *key);
        if facts.len() == self.entries.len() && facts.iter().all(|(key, _)| self.entries.contains_key(key)) {
            return;
        }
        let Some(folder) = file.parent() else { return };
        if fs::create_dir_all(folder).is_err() {
            return;
        }
        let _ = write_whole(file, |out| {
            let mut hasher = blake3::Hasher::new();
            let mut put = |bytes: &[u8]| {
                hasher.update(bytes);
                out.write_all(bytes)
            };
            put(HEAD)?;
            put(&self.build)?;
            for (key, facts) in facts {
                let body = facts.to_bytes();
                put(&key)?;
                put(&(body.len() as u32).to_le_bytes())?;
                put(&body)?;
            }
            out.write_all(hasher.finalize().as_bytes())?;
            Ok(())
        });
    }
}

/// The key of a file's facts: those of a language, with the skeleton (`followed`) or without.
pub fn key(content: &blake3::Hash, language: Language, followed: bool) -> Key {
    let mut hasher = blake3::Hasher::new();
    hasher.update(content.as_bytes());
    let language = Language::ALL.iter().position(|known| *known == language).unwrap_or(usize::MAX) as u8;
    hasher.update(&[language, u8::from(followed)]);
    *hasher.finalize().as_bytes()
}

fn read(file: &Path) -> Option<Vec<u8>> {
    let file = File::open(file).ok()?;
    let length = file.metadata().ok().filter(|at| at.is_file() && at.len() <= LARGEST)?.len();
    let mut bytes = Vec::with_capacity(length as usize);
    file.take(LARGEST).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// Where the entries lie; none when the bytes are cut, damaged or of another build.
fn entries(bytes: &[u8], build: &Key) -> Option<HashMap<Key, Range<usize>>> {
    let (body, sum) = bytes.split_last_chunk::<32>()?;
    let rest = body.strip_prefix(HEAD)?.strip_prefix(build)?;
    if blake3::hash(body) != *sum {
        return None;
    }
    let mut entries = HashMap::new();
    let mut at = body.len() - rest.len();
    while at < body.len() {
        let (key, rest) = body[at..].split_first_chunk::<32>()?;
        let (length, rest) = rest.split_first_chunk::<4>()?;
        let length = u32::from_le_bytes(*length) as usize;
        let start = body.len() - rest.len();
        rest.get(..length)?;
        entries.insert(*key, start..start + length);
        at = start + length;
    }
    Some(entries)
}

/// Which build this is: the hash of the running program, so that no edit of a recogniser can be forgotten.
fn build() -> Option<Key> {
    let program = std::env::current_exe().ok()?;
    let mut program = File::open(program).ok()?;
    let mut hasher = blake3::Hasher::new();
    let mut chunk = vec![0; 1 << 20];
    loop {
        match program.read(&mut chunk).ok()? {
            0 => return Some(*hasher.finalize().as_bytes()),
            read => hasher.update(&chunk[..read]),
        };
    }
}

/// The user's cache folder for this program.
fn folder() -> Option<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let base = if cfg!(windows) {
        variable("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        variable("HOME").map(|home| home.join("Library/Caches"))
    } else {
        variable("XDG_CACHE_HOME").or_else(|| variable("HOME").map(|home| home.join(".cache")))
    };
    base.map(|base| base.join("review"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(folder: &Path, build: u8, text: &str) -> (Cache, Key, FileFacts) {
        let facts = FileFacts::empty(Language::Python, text);
        let key = key(&blake3::hash(text.as_bytes()), Language::Python, true);
        let at = folder.join("x.facts");
        Cache::at(at.clone(), [build; 32]).store([(key, &facts)].into_iter());
        (Cache::at(at, [build; 32]), key, facts)
    }

    #[test]
    fn what_was_stored_is_found_by_the_same_build_only() {
        let folder = tempfile::tempdir().unwrap();
        let (cache, key, facts) = stored(folder.path(), 1, "x = 1\n");
        assert_eq!(cache.get(&key), Some(facts));
        assert_eq!(Cache::at(folder.path().join("x.facts"), [2; 32]).get(&key), None);
    }

    #[test]
    fn damage_anywhere_reads_as_empty_and_is_mended() {
        let folder = tempfile::tempdir().unwrap();
        let (_, key, facts) = stored(folder.path(), 1, "x = 1\n");
        let at = folder.path().join("x.facts");
        let whole = fs::read(&at).unwrap();
        for index in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[index] ^= 0x20;
            fs::write(&at, &damaged).unwrap();
            assert_eq!(Cache::at(at.clone(), [1; 32]).get(&key), None, "byte {index}");
            fs::write(&at, &whole[..index]).unwrap();
            assert_eq!(Cache::at(at.clone(), [1; 32]).get(&key), None, "cut at {index}");
        }
        let (mended, ..) = stored(folder.path(), 1, "x = 1\n");
        assert_eq!(mended.get(&key), Some(facts));
    }

    #[test]
    fn how_it_was_read_is_part_of_the_key() {
        let content = blake3::hash(b"");
        let followed = key(&content, Language::TypeScript, true);
        assert_ne!(followed, key(&content, Language::Tsx, true));
        assert_ne!(followed, key(&content, Language::TypeScript, false));
    }
}
