//! One project, opened: its root, its configuration, its rules and checklist, and its facts.
//!
//! What the command line says goes before what `review.toml` says; globs of both hold.

use crate::args;
use crate::cache::Cache;
use crate::changed::{self, Added};
use crate::config::{self, Config, Entry};
use crate::exit::{Mistake, nearest, shown};
use crate::progress::Progress;
use crate::read::{self, Reading};
use crate::root::{self, Root};
use crate::walk::{self, Filter, Globs};
use anyhow::{Context, Result, anyhow};
use ignore::WalkBuilder;
use rayon::{ThreadPool, ThreadPoolBuilder};
use review_engine::{Baseline, Checklist, Date, DocumentError, Notice, Options, RuleSet, TeamDocument};
use review_facts::{FileClass, Language};
use review_project::{Delicacy, Project, Vocabulary};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// Where a team's rules lie, from the root.
const RULES: &str = ".review/rules";
/// Where the known findings are kept, from the root.
pub const BASELINE: &str = ".review/baseline.toml";
/// The checklist when nobody names one.
const DEFAULT_CHECKLIST: &str = "backend";
/// Largest document (a rule, a checklist, a baseline of fifty thousand findings) in bytes.
const LARGEST_DOCUMENT: u64 = 8 << 20;

/// A project that is being reviewed.
pub struct Session {
    pub root: Root,
    pub config: Config,
    read: args::Read,
    pool: ThreadPool,
}

/// A project whose files were read.
pub struct Facts {
    pub project: Project,
    pub hashes: Vec<(String, blake3::Hash)>,
    /// What the user should know about the reading.
    pub notices: Vec<Notice>,
    /// A file of a language that is analysed was read; settings alone are not a project.
    pub any: bool,
}

impl Session {
    /// Finds and configures the project of some paths.
    ///
    /// # Errors
    /// When a path or the configuration is wrong, or threads cannot be started.
    pub fn open(paths: &[PathBuf], read: &args::Read) -> Result<Session> {
        let root = root::find(paths, read.config.as_deref())?;
        let config = config::load(&root.folder, read.config.as_deref())?;
        let threads = match read.threads {
            Some(0) => {
                return Err(Mistake::error(
                    "`--threads 0` leaves nobody to work",
                    "leave it out to use every processor",
                ));
            }
            Some(threads) => threads,
            None => std::thread::available_parallelism().map_or(1, usize::from),
        };
        let pool = ThreadPoolBuilder::new()
            .num_threads(threads)
            .stack_size(review_syntax::STACK)
            .build()
            .context("cannot start threads")?;
        Ok(Session { root, config, read: read.clone(), pool })
    }

    /// The built-in rules and the team's.
    ///
    /// # Errors
    /// When a document is wrong: everything that is wrong with any.
    pub fn rules(&self) -> Result<RuleSet> {
        let team = team_documents(&self.root.folder)?;
        RuleSet::load(&team).map_err(|errors| documents_are_wrong(&errors))
    }

    /// The checklist by the command line, else by `review.toml`, else the default one.
    ///
    /// # Errors
    /// When there is none of that name.
    pub fn checklist(&self, named: Option<&str>, rules: &RuleSet) -> Result<Checklist> {
        if let Some(name) = named {
            return match Checklist::builtin(name, rules) {
                Some(checklist) => Ok(checklist),
                None => self.checklist_file(Path::new(name), name, "", rules),
            };
        }
        let Some(entry) = &self.config.checklist else {
            return Checklist::builtin(DEFAULT_CHECKLIST, rules)
                .ok_or_else(|| anyhow!("this build has no checklist `{DEFAULT_CHECKLIST}`"));
        };
        let at = format!("{}:{}: ", shown(&self.config.path), entry.line);
        match Checklist::builtin(&entry.text, rules) {
            Some(checklist) => Ok(checklist),
            // The file names it, not the user: it must not lead out of the project.
            None if leads_out(&self.root.folder, &entry.text) => Err(Mistake::error(
                format!("{at}the checklist `{}` lies outside the project", shown(&entry.text)),
                "give a path from the project's root",
            )),
            None => {
                let file = self.root.folder.join(&entry.text);
                self.checklist_file(&file, &entry.text, &at, rules)
            }
        }
    }

    /// `named` is the word that names the file, `at` where it stands.
    fn checklist_file(&self, file: &Path, named: &str, at: &str, rules: &RuleSet) -> Result<Checklist> {
        if !file.is_file() {
            let names = Checklist::builtin_names();
            let near = nearest(named, names.iter().copied());
            let help = match near {
                Some(name) => format!("did you mean `{name}`?"),
                None => format!("built-in: {}; or the path of a Markdown file", names.join(", ")),
            };
            return Err(Mistake::error(format!("{at}there is no checklist `{}`", shown(named)), help));
        }
        let text = document(file)?;
        let path = file.canonicalize().ok().and_then(|file| root::below(&self.root.folder, &file));
        Ok(Checklist::parse(&path.unwrap_or_else(|| file.to_string_lossy().into_owned()), &text, rules))
    }

    /// Walks and reads the project, and joins what was read.
    ///
    /// # Errors
    /// When a glob is malformed.
    pub fn facts(&self) -> Result<Facts> {
        self.facts_since(None)
    }

    /// The same, told what was added since a revision.
    ///
    /// # Errors
    /// When a glob is malformed.
    pub fn facts_since(&self, added: Option<&Added>) -> Result<Facts> {
        let include = self.globs("--include", &self.read.include, &self.config.include)?;
        let exclude = self.globs("--exclude", &self.read.exclude, &self.config.exclude)?;
        let filter = Filter { include: Globs::compile(&include)?, exclude: Globs::compile(&exclude)? };
        let walk = walk::walk(&self.root, &filter, self.pool.current_num_threads());
        let cache = if self.read.no_cache { Cache::none() } else { Cache::open(&self.root.folder) };
        let progress = Progress::of(walk.files.len());
        let classes = self.project_config().class_globs();
        let mut reading =
            self.pool.install(|| read::read(&walk.files, &self.config.limits, &classes, cache, &progress));
        drop(progress);
        reading.surroundings.new_files = added.map(changed::new_files).unwrap_or_default();
        let mut notices = self.stale(&filter, &walk.files);
        notices.extend(walk.notices);
        Ok(self.join(notices, reading))
    }

    fn join(&self, mut notices: Vec<Notice>, reading: Reading) -> Facts {
        notices.extend(reading.notices);
        let any = reading
            .sources
            .iter()
            .any(|source| source.facts.as_ref().is_ok_and(|facts| facts.language != Language::Config));
        let config = self.project_config();
        let project =
            self.pool.install(|| review_project::build(reading.sources, reading.surroundings, &config));
        Facts { project, hashes: reading.hashes, notices, any }
    }

    /// What `review.toml` says, as the join takes it.
    fn project_config(&self) -> review_project::Config {
        let mut vocabulary = Vocabulary::default();
        let words = &self.config.words;
        for (delicacy, entries) in [
            (Delicacy::Contact, &words.contact),
            (Delicacy::Sensitive, &words.sensitive),
            (Delicacy::Credential, &words.credential),
        ] {
            entries.iter().for_each(|entry| vocabulary.add_name(&entry.text, delicacy));
        }
        words.not_sensitive.iter().for_each(|entry| vocabulary.add_harmless(&entry.text));
        words.maskers.iter().for_each(|entry| vocabulary.add_masker(&entry.text));
        words.loggers.iter().for_each(|entry| vocabulary.add_logger(&entry.text));
        self.config.sensitive_classes.iter().for_each(|class| vocabulary.choose(class));
        let all = self.config.classes.iter();
        let mut globs: Vec<(FileClass, &Entry)> =
            all.flat_map(|(class, entries)| entries.iter().map(|entry| (*class, entry))).collect();
        // Of two globs that match a file the upper one of review.toml decides.
        globs.sort_by_key(|(_, entry)| entry.line);
        let classes = globs.into_iter().map(|(class, entry)| (class, walk::forms(&entry.text).to_vec()));
        review_project::Config { vocabulary, classes: classes.collect() }
    }

    fn globs(&self, flag: &str, typed: &[String], configured: &[Entry]) -> Result<Vec<String>> {
        for glob in typed {
            if let Err(error) = Globs::compile(std::slice::from_ref(glob)) {
                let message = format!("`{flag} {}` is no glob: {}", shown(glob), error.kind());
                return Err(Mistake::error(message, "quote it, so that the shell does not expand it"));
            }
        }
        Ok(typed.iter().cloned().chain(config::texts(configured)).collect())
    }

    /// Globs that match no file: a folder was renamed, or the entry never did anything. Words are not looked at: that
    /// a delicate name is nowhere logged is as it should be.
    fn stale(&self, filter: &Filter, files: &[walk::Found]) -> Vec<Notice> {
        let configured = |entry: &Entry| (entry.text.clone(), Some((self.config.path.clone(), entry.line)));
        let mut stale = Vec::new();
        for (globs, typed, entries) in [
            (&filter.include, &self.read.include, &self.config.include),
            (&filter.exclude, &self.read.exclude, &self.config.exclude),
        ] {
            stale.extend(globs.unmatched().map(|index| match typed.get(index) {
                Some(glob) => (glob.clone(), None),
                None => configured(&entries[index - typed.len()]),
            }));
        }
        for entry in self.config.classes.iter().flat_map(|(_, entries)| entries) {
            let glob = Globs::compile(std::slice::from_ref(&entry.text)).unwrap_or_default();
            if !files.iter().any(|file| glob.is_match(&file.path)) {
                stale.push(configured(entry));
            }
        }
        let notice = |(glob, at): (String, _)| Notice {
            fatal: false,
            message: format!("the glob `{}` matches no file", shown(&glob)),
            at,
        };
        stale.into_iter().map(notice).collect()
    }

    /// Options of a review without flags of its own.
    ///
    /// # Errors
    /// When the day or the baseline cannot be read.
    pub fn options(&self, today: Option<&str>) -> Result<Options> {
        let mut options = Options::new(day(today)?);
        options.baseline = self.baseline()?;
        options.paths = self.root.view.clone();
        let only = self.read.include.iter().cloned().chain(config::texts(&self.config.include));
        let without = self.read.exclude.iter().cloned().chain(config::texts(&self.config.exclude));
        options.limited_by = only
            .map(|glob| format!("only {glob}"))
            .chain(without.map(|glob| format!("not {glob}")))
            .collect();
        Ok(options)
    }

    /// The known findings.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn baseline(&self) -> Result<Option<Baseline>> {
        if !is_inside(&self.root.folder, BASELINE) {
            return Ok(None);
        }
        let text = document(&self.root.folder.join(BASELINE))?;
        let baseline = Baseline::parse(&text).map_err(|error| {
            Mistake::error(
                format!("{BASELINE}:{}: {}", error.line, error.message),
                "take it from the repository again, or delete it and run `review baseline`",
            )
        })?;
        Ok(Some(baseline))
    }

    /// Lines added since a revision.
    ///
    /// # Errors
    /// When Git cannot say.
    pub fn added_since(&self, revision: &str) -> Result<Added> {
        changed::added_since(&self.root.folder, revision)
    }

    /// Runs work on the project's threads, which have the stack that parsers need.
    pub fn on_threads<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        self.pool.install(work)
    }
}

/// A rule by its id.
///
/// # Errors
/// When there is none; the nearest one is offered.
pub fn rule<'a>(rules: &'a RuleSet, id: &str) -> Result<&'a review_engine::Rule> {
    rules.get(id).ok_or_else(|| {
        let help = match rules.nearest(id) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`review rules` lists them".to_owned(),
        };
        Mistake::error(format!("there is no rule `{}`", shown(id)), help)
    })
}

/// The rule documents of a team, in path order. Links are not followed.
fn team_documents(root: &Path) -> Result<Vec<TeamDocument>> {
    if leads_out(root, RULES) || !root.join(RULES).is_dir() {
        return Ok(Vec::new());
    }
    let mut documents = Vec::new();
    for entry in WalkBuilder::new(root.join(RULES)).standard_filters(false).follow_links(false).build() {
        let entry = entry.with_context(|| format!("cannot read `{RULES}`"))?;
        let is_document = entry.file_type().is_some_and(|kind| kind.is_file())
            && entry.path().extension().is_some_and(|extension| extension == "md");
        if is_document && let Some(path) = root::below(root, entry.path()) {
            documents.push(TeamDocument { text: document(entry.path())?, path });
        }
    }
    documents.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(documents)
}

fn documents_are_wrong(errors: &[DocumentError]) -> anyhow::Error {
    let all: Vec<String> = errors.iter().map(ToString::to_string).collect();
    Mistake::error(all.join("\nerror: "), "`review rules test` runs the examples once the documents load")
}

/// The text of a document that people write.
fn document(file: &Path) -> Result<String> {
    let name = || shown(&file.to_string_lossy());
    if fs::metadata(file).with_context(|| format!("cannot open `{}`", name()))?.len() > LARGEST_DOCUMENT {
        return Err(Mistake::error(format!("`{}` is larger than 8 MiB", name()), "is it the right file?"));
    }
    fs::read_to_string(file).with_context(|| format!("cannot read `{}`", name()))
}

/// True when a path below the root, as a file of the project names it, passes a link or `..`.
pub fn leads_out(root: &Path, path: &str) -> bool {
    let mut at = root.to_owned();
    Path::new(path).components().any(|part| {
        at.push(part);
        !matches!(part, std::path::Component::Normal(_) | std::path::Component::CurDir)
            || fs::symlink_metadata(&at).is_ok_and(|at| at.is_symlink())
    })
}

fn is_inside(root: &Path, path: &str) -> bool {
    !leads_out(root, path) && root.join(path).is_file()
}

/// The day given, else today (UTC).
fn day(given: Option<&str>) -> Result<Date> {
    match given {
        Some(text) => Date::parse(text).ok_or_else(|| {
            Mistake::error(format!("`--today {}` is no day", shown(text)), "write it as 2026-12-31")
        }),
        None => {
            let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            Ok(Date::of_unix_seconds(since.as_secs()))
        }
    }
}
