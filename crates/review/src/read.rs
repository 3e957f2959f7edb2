//! Files to facts, in parallel: what is read as which language, what is not read and why.
//!
//! Nothing a file holds can end the run: a panic while one is analysed is that file's own, said in the
//! coverage, and everything else goes on.

use crate::cache::{self, Cache};
use crate::exit::shown;
use crate::progress::Progress;
use crate::walk::Found;
use rayon::prelude::*;
use review_engine::Notice;
use review_facts::{FileFacts, Language};
use review_project::{ClassGlobs, Manifest, Source, Surroundings, TsConfig, Unread};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

/// The largest files that are read, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub code: u64,
    pub sql: u64,
    pub config: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { code: 1 << 20, sql: 16 << 20, config: 256 << 10 }
    }
}

impl Limits {
    fn of(&self, language: Language) -> u64 {
        match language {
            Language::Sql => self.sql,
            Language::Config => self.config,
            _ => self.code,
        }
    }
}

/// What was read of a project.
#[derive(Debug, Default)]
pub struct Reading {
    /// Every file of a supported language, in path order.
    pub sources: Vec<Source>,
    /// Manifests, settings of TypeScript and unread languages.
    pub surroundings: Surroundings,
    /// The hash of each file that was read, in path order: a report shows the text of no other.
    pub hashes: Vec<(String, blake3::Hash)>,
    /// Files on which the analysis itself failed.
    pub notices: Vec<Notice>,
}

/// Reads files. Call it on a thread pool whose threads have a stack of [`review_syntax::STACK`] bytes.
pub fn read(
    files: &[Found],
    limits: &Limits,
    classes: &ClassGlobs,
    cache: Cache,
    progress: &Progress,
) -> Reading {
    quiet_panics();
    let pieces: Vec<Piece> = files
        .par_iter()
        .map(|found| {
            let piece = read_one(found, limits, classes, &cache);
            progress.step();
            piece
        })
        .collect();
    let mut reading = Reading::default();
    let mut keys = Vec::new();
    let mut unread: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for (found, piece) in files.iter().zip(pieces) {
        reading.surroundings.manifests.extend(piece.manifest);
        reading.surroundings.tsconfigs.extend(piece.tsconfig);
        reading.notices.extend(piece.notice);
        if let Some(lines) = piece.unread_lines {
            let language = unread_language(&found.path).unwrap_or_default();
            let count = unread.entry(language).or_default();
            *count = (count.0 + 1, count.1.saturating_add(lines));
        }
        let Some(facts) = piece.facts else { continue };
        if let Some(hash) = piece.hash.filter(|_| facts.is_ok()) {
            let key = |facts: &FileFacts| {
                let followed = classes.is_followed(&found.path, facts.language);
                cache::key(&hash, facts.language, followed)
            };
            keys.push(facts.as_ref().ok().map(key));
            reading.hashes.push((found.path.clone(), hash));
        } else {
            keys.push(None);
        }
        reading.sources.push(Source { path: found.path.clone(), facts });
    }
    if !cache.is_off() {
        let known = keys.iter().zip(&reading.sources);
        cache.store(known.filter_map(|(key, source)| Some(((*key)?, source.facts.as_ref().ok()?))));
    }
    reading.surroundings.unread_languages =
        unread.into_iter().map(|(name, (files, lines))| (name.to_owned(), files, lines)).collect();
    reading
}

/// What one file gives.
#[derive(Default)]
struct Piece {
    facts: Option<Result<FileFacts, Unread>>,
    hash: Option<blake3::Hash>,
    manifest: Option<Manifest>,
    tsconfig: Option<TsConfig>,
    unread_lines: Option<u32>,
    notice: Option<Notice>,
}

fn read_one(found: &Found, limits: &Limits, classes: &ClassGlobs, cache: &Cache) -> Piece {
    let name = found.path.rsplit('/').next().unwrap_or_default();
    let manifest = Manifest::is_manifest(&found.path);
    let Some(language) = Language::of_name(name) else {
        let lines = unread_language(&found.path).map(|_| lines_of(found, limits.code));
        let manifest = manifest
            .then(|| bytes_of(found, limits.config).ok())
            .flatten()
            .and_then(|bytes| Manifest::parse(&found.path, &String::from_utf8_lossy(&bytes)));
        return Piece { unread_lines: lines, manifest, ..Piece::default() };
    };
    let unread = |why: String, bytes: u64| Some(Err(Unread { why, language, bytes }));
    if found.odd_name {
        return Piece { facts: unread("its name is not UTF-8".to_owned(), 0), ..Piece::default() };
    }
    let bytes = match bytes_of(found, limits.of(language)) {
        Ok(bytes) => bytes,
        Err((why, bytes)) => return Piece { facts: unread(why, bytes), ..Piece::default() },
    };
    let hash = blake3::hash(&bytes);
    let size = bytes.len() as u64;
    let Ok(text) = String::from_utf8(bytes) else {
        return Piece { facts: unread("not UTF-8".to_owned(), size), ..Piece::default() };
    };
    let manifest = manifest.then(|| Manifest::parse(&found.path, &text)).flatten();
    let tsconfig = TsConfig::parse(&found.path, &text);
    let followed = classes.is_followed(&found.path, language);
    let read = if followed { review_frameworks::read } else { review_frameworks::read_alone };
    let (facts, notice) = match cached(&hash, language, followed, cache) {
        Some(facts) => (Ok(facts), None),
        None => match guarded(|| read(&text, language)) {
            Ok(facts) => (Ok(facts), None),
            Err(why) => {
                let message = format!("the analysis of this file failed, please report it: {}", shown(&why));
                let notice = Notice { fatal: true, message, at: Some((found.path.clone(), 1)) };
                (Err(Unread { why: "analysis failed".to_owned(), language, bytes: size }), Some(notice))
            }
        },
    };
    Piece { facts: Some(facts), hash: Some(hash), manifest, tsconfig, notice, unread_lines: None }
}

fn cached(hash: &blake3::Hash, language: Language, followed: bool, cache: &Cache) -> Option<FileFacts> {
    if cache.is_off() {
        return None;
    }
    cache.get(&cache::key(hash, language, followed)).filter(|facts| facts.language == language)
}

/// The bytes of a file, or why not and its size. Never reads much past the limit, however large the file grows meanwhile.
fn bytes_of(found: &Found, limit: u64) -> Result<Vec<u8>, (String, u64)> {
    let failed = |error: std::io::Error| (format!("cannot be opened: {}", error.kind()), 0);
    let file = File::open(&found.file).map_err(failed)?;
    let at = file.metadata().map_err(failed)?;
    if !at.is_file() {
        return Err(("not a regular file".to_owned(), 0));
    }
    let too_large = |size: u64| (format!("larger than {}", size_word(limit)), size);
    if at.len() > limit {
        return Err(too_large(at.len()));
    }
    let mut bytes = Vec::with_capacity(at.len() as usize);
    file.take(limit + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > limit {
        return Err(too_large(bytes.len() as u64));
    }
    Ok(bytes)
}

fn lines_of(found: &Found, limit: u64) -> u32 {
    let bytes = bytes_of(found, limit).unwrap_or_default();
    bytes.iter().filter(|byte| **byte == b'\n').count() as u32
}

fn size_word(bytes: u64) -> String {
    if bytes >= 1 << 20 && bytes.is_multiple_of(1 << 20) {
        format!("{} MiB", bytes >> 20)
    } else {
        format!("{} KiB", bytes >> 10)
    }
}

thread_local! {
    static ANALYSING: Cell<bool> = const { Cell::new(false) };
}

/// What some work gives, or the message of its panic.
fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    ANALYSING.set(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    ANALYSING.set(false);
    result.map_err(|payload| {
        let message = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
        message.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "panic".to_owned())
    })
}

/// A panic in the analysis of a file is reported as a notice; only others reach the default hook.
fn quiet_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let default = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !ANALYSING.get() {
                default(info);
            }
        }));
    });
}

/// Languages that are not read, by extension: they are counted, so that a project written in them does not
/// look clean. Names as GitHub's language list has them.
const UNREAD_LANGUAGES: &[(&str, &[&str])] = &[
    ("C", &["c", "h"]),
    ("C#", &["cs", "csx", "cshtml", "razor"]),
    ("C++", &["cc", "cpp", "cxx", "hpp", "hh", "hxx"]),
    ("Clojure", &["clj", "cljs", "cljc"]),
    ("Dart", &["dart"]),
    ("Elixir", &["ex", "exs"]),
    ("Erlang", &["erl", "hrl"]),
    ("F#", &["fs", "fsx"]),
    ("Go", &["go"]),
    ("Groovy", &["groovy", "gradle"]),
    ("Haskell", &["hs"]),
    ("Java", &["java"]),
    ("Julia", &["jl"]),
    ("Kotlin", &["kt", "kts"]),
    ("Lua", &["lua"]),
    ("Objective-C", &["m", "mm"]),
    ("OCaml", &["ml", "mli"]),
    ("PHP", &["php"]),
    ("Perl", &["pl", "pm"]),
    ("R", &["r"]),
    ("Ruby", &["rb", "erb", "rake"]),
    ("Scala", &["scala"]),
    ("Shell", &["sh", "bash", "zsh"]),
    ("Svelte", &["svelte"]),
    ("Swift", &["swift"]),
    ("Vue", &["vue"]),
    ("Zig", &["zig"]),
];

fn unread_language(path: &str) -> Option<&'static str> {
    let name = path.rsplit('/').next()?;
    let (_, extension) = name.rsplit_once('.')?;
    let extension = extension.to_ascii_lowercase();
    let (language, _) = UNREAD_LANGUAGES.iter().find(|(_, all)| all.contains(&extension.as_str()))?;
    Some(language)
}

#[cfg(test)]
mod tests {
    use super::*;
    use review_project::Config;

    fn found(folder: &std::path::Path, name: &str, bytes: &[u8]) -> Found {
        let file = folder.join(name);
        std::fs::write(&file, bytes).unwrap();
        Found { path: name.to_owned(), file, odd_name: false }
    }

    fn why(source: &Source) -> &str {
        source.facts.as_ref().err().map_or("", |unread| &unread.why)
    }

    #[test]
    fn what_is_not_read_says_why() {
        let folder = tempfile::tempdir().unwrap();
        let limits = Limits { code: 10, sql: 10, config: 10 };
        let files = [
            found(folder.path(), "a.py", b"x = 1\n"),
            found(folder.path(), "b.py", b"x = 1234567\n"),
            found(folder.path(), "c.py", b"\xff\xfe\0\0"),
            found(folder.path(), "d.go", b"go\nd\n"),
        ];
        let classes = Config::default().class_globs();
        let reading = read(&files, &limits, &classes, Cache::none(), &Progress::none());
        assert_eq!(
            reading.sources.iter().map(why).collect::<Vec<_>>(),
            ["", "larger than 0 KiB", "not UTF-8"]
        );
        assert_eq!(reading.surroundings.unread_languages, [("Go".to_owned(), 1, 2)]);
        assert_eq!(reading.hashes.len(), 1);
    }

    #[test]
    fn a_panic_is_that_files_own() {
        quiet_panics();
        let number = 7;
        assert_eq!(guarded(|| number), Ok(7));
        assert_eq!(guarded(|| panic!("line {number}")), Err::<(), _>("line 7".to_owned()));
        assert_eq!(guarded(|| panic!("plain")), Err::<(), _>("plain".to_owned()));
    }

    #[test]
    fn no_extension_is_both_read_and_unread_and_none_stands_twice() {
        let mut all: Vec<&str> = UNREAD_LANGUAGES.iter().flat_map(|(_, all)| all.iter().copied()).collect();
        for extension in &all {
            assert_eq!(Language::of_name(&format!("x.{extension}")), None, "{extension}");
        }
        all.sort_unstable();
        let count = all.len();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
