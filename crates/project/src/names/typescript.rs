//! Modules of TypeScript and JavaScript: what a name that is imported stands for.
//!
//! A specifier is looked up the way TypeScript does it: beside the file, by `paths` and `baseUrl`, among the packages of
//! the project, and else it is a library's. One decision that is not obvious: where a package names what is built
//! (`dist/index.js`), its source of the same place (`src/index.ts`) is taken, if there is one.

use super::tsconfig::Aliases;
use super::{Bound, HOPS, Resolved, below, dotted, folder_of, joined, split_first};
use crate::{Package, Surroundings};
use review_facts::{Import, Language};
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

/// Modules that the names of one barrel are collected from.
const MOST_MODULES: usize = 4096;

/// Steps from a name to its definition, those of all ways together.
const MOST_STEPS: usize = 128;

/// Ends of files that hold modules, in the order in which they are tried; what is only declared comes last.
const ENDS: [&str; 11] =
    [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".d.ts", ".d.mts", ".d.cts"];

/// Folders of what is built, which stand where the source has `src`.
const BUILT: [&str; 7] = ["dist", "build", "lib", "out", "es", "esm", "cjs"];

/// Folders in those, one for each form of what is built.
const FORMATS: [&str; 6] = ["cjs", "esm", "es", "types", "module", "src"];

/// The modules of TypeScript and JavaScript.
pub(super) struct Modules<'a> {
    /// Files by their path without its end, best first.
    by_stem: HashMap<&'a str, Vec<(usize, u32)>>,
    aliases: Aliases<'a>,
    packages: Packages<'a>,
    /// What is offered through `export *`, by file.
    barrels: HashMap<u32, OnceLock<Barrel>>,
}

/// Packages that the project holds.
#[derive(Default)]
pub(super) struct Packages<'a> {
    /// By name, with their folders; none where two have one name.
    by_name: HashMap<&'a str, Option<(&'a str, &'a Package)>>,
    by_folder: HashMap<&'a str, &'a Package>,
}

/// Where a specifier leads.
enum Module {
    File(u32),
    Library,
    Open,
}

/// What a file passes on by `export *`.
#[derive(Default)]
struct Barrel {
    /// The files that offer a name themselves.
    names: HashMap<String, Vec<u32>>,
    libraries: Vec<String>,
    /// Something passed on could not be found.
    open: bool,
}

/// One step on the way of a name.
enum Step {
    /// A name as a file writes it.
    Name(u32, String),
    /// What a module offers: the name, and what follows it.
    Member(u32, String, String),
    End(Resolved),
}

impl<'a> Modules<'a> {
    pub(super) fn of(bound: &Bound<'a>, surroundings: &'a Surroundings) -> Modules<'a> {
        let mut by_stem: HashMap<&str, Vec<(usize, u32)>> = HashMap::new();
        for (index, file) in (0_u32..).zip(bound.files) {
            let ends = ENDS.iter().enumerate();
            let fitting = ends.filter_map(|(rank, end)| Some((rank, file.path.strip_suffix(end)?)));
            if let Some((rank, stem)) = fitting.min_by_key(|(_, stem)| stem.len()) {
                by_stem.entry(stem).or_default().push((rank, index));
            }
        }
        by_stem.values_mut().for_each(|files| files.sort_unstable());
        let packages = Packages::of(surroundings);
        let aliases = Aliases::of(&surroundings.tsconfigs, &packages);
        let barrels = bound.wildcards.keys().map(|file| (*file, OnceLock::new())).collect();
        Modules { by_stem, aliases, packages, barrels }
    }

    /// What the path stands for in the file.
    pub(super) fn resolve(&self, bound: &Bound<'a>, file: u32, path: &str) -> Resolved {
        self.follow(bound, Step::Name(file, path.to_owned()), &mut { MOST_STEPS })
    }

    /// Goes on until a name is found. `steps` are those of all ways together.
    fn follow(&self, bound: &Bound<'a>, mut step: Step, steps: &mut usize) -> Resolved {
        for _ in 0..2 * HOPS {
            if *steps == 0 {
                break;
            }
            *steps -= 1;
            step = match step {
                Step::Name(file, path) => self.name(bound, file, path),
                Step::Member(module, name, rest) => self.member(bound, module, &name, rest, steps),
                Step::End(found) => return found,
            };
        }
        Resolved::Open(match step {
            Step::Name(_, path) => path,
            Step::Member(_, name, rest) => dotted(&name, &rest),
            Step::End(found) => return found,
        })
    }

    /// A name as a file writes it: imported, or its own.
    fn name(&self, bound: &Bound<'a>, file: u32, path: String) -> Step {
        let (first, rest) = split_first(&path);
        match bound.imports.get(&(file, first)) {
            Some(import) => self.imported(bound, file, import, rest),
            None => Step::End(Resolved::Here { file, name: path }),
        }
    }

    /// What stands behind an import.
    fn imported(&self, bound: &Bound<'a>, file: u32, import: &Import, rest: &str) -> Step {
        let name = import.name.as_deref();
        let module = match self.locate(bound, file, &import.module) {
            Module::File(module) => module,
            Module::Library => {
                let path = dotted(&import.module, &dotted(name.unwrap_or_default(), rest));
                return Step::End(Resolved::Library(path));
            }
            Module::Open => return Step::End(Resolved::Open(dotted(name.unwrap_or(&import.local), rest))),
        };
        match name {
            Some(name) => Step::Member(module, name.to_owned(), rest.to_owned()),
            None => whole(bound, module, rest),
        }
    }

    /// What a module offers under a name.
    fn member(&self, bound: &Bound<'a>, module: u32, name: &str, rest: String, steps: &mut usize) -> Step {
        if let Some(export) = bound.exports.get(&(module, name)) {
            return Step::Name(module, dotted(export.local.as_deref().unwrap_or(name), &rest));
        }
        if let Some(import) = bound.reexports.get(&(module, name)) {
            return self.imported(bound, module, import, &rest);
        }
        // What `module.exports = x` and `export = x` offer are the members of `x`, and `x` itself is the default.
        let member = if name == "default" { rest.clone() } else { dotted(name, &rest) };
        if let Some(export) = bound.exports.get(&(module, "=")) {
            return Step::Name(module, dotted(export.local.as_deref().unwrap_or("default"), &member));
        }
        if let Some(import) = bound.reexports.get(&(module, "=")) {
            return self.imported(bound, module, import, &member);
        }
        if name == "default" {
            return match bound.language(module) {
                Some(Language::JavaScript) => whole(bound, module, &rest),
                _ => Step::End(Resolved::Open(dotted(name, &rest))),
            };
        }
        self.passed_on(bound, module, name, rest, steps)
    }

    /// What a module offers by `export *`.
    fn passed_on(&self, bound: &Bound<'a>, module: u32, name: &str, rest: String, steps: &mut usize) -> Step {
        let open = |rest: &str| Step::End(Resolved::Open(dotted(name, rest)));
        let Some(barrel) = self.barrels.get(&module) else { return open(&rest) };
        let barrel = barrel.get_or_init(|| self.barrel(bound, module));
        match (barrel.names.get(name).map_or(&[][..], Vec::as_slice), barrel.libraries.as_slice()) {
            ([only], _) => Step::Member(*only, name.to_owned(), rest),
            ([], [library]) if !barrel.open => {
                Step::End(Resolved::Library(dotted(library, &dotted(name, &rest))))
            }
            ([first, others @ ..], _) => {
                // Several ways to one definition are no question.
                let member = |file: u32| Step::Member(file, name.to_owned(), rest.clone());
                let found = self.follow(bound, member(*first), steps);
                let agree = others.iter().all(|other| self.follow(bound, member(*other), steps) == found);
                if agree { Step::End(found) } else { open(&rest) }
            }
            _ => open(&rest),
        }
    }

    fn barrel(&self, bound: &Bound<'a>, file: u32) -> Barrel {
        let mut barrel = Barrel::default();
        let mut seen = HashSet::from([file]);
        let mut open = vec![file];
        while let Some(at) = open.pop() {
            for import in bound.wildcards(at).iter().filter(|import| import.reexport) {
                match self.locate(bound, at, &import.module) {
                    Module::File(module) if seen.len() >= MOST_MODULES => barrel.open |= module != file,
                    Module::File(module) if seen.insert(module) => {
                        open.push(module);
                        collect(bound, module, &mut barrel);
                    }
                    Module::File(_) => {}
                    Module::Library if barrel.libraries.contains(&import.module) => {}
                    Module::Library => barrel.libraries.push(import.module.clone()),
                    Module::Open => barrel.open = true,
                }
            }
        }
        barrel
    }

    /// The file that a specifier leads to.
    fn locate(&self, bound: &Bound<'a>, from: u32, specifier: &str) -> Module {
        // `./icon.svg?raw` is the file, taken in another way.
        let specifier = specifier.split_once('?').map_or(specifier, |(file, _)| file);
        let folder = folder_of(bound.path(from));
        let known = |file: Option<u32>| file.map_or(Module::Open, Module::File);
        if matches!(specifier.split('/').next(), Some("." | "..")) {
            return known(below(folder, specifier).and_then(|path| self.file(&path)));
        }
        if specifier.starts_with('/') || specifier.is_empty() {
            return Module::Open;
        }
        let mut ours = false;
        for path in self.aliases.candidates(folder, specifier, &mut ours) {
            if let Some(file) = self.file(&path) {
                return Module::File(file);
            }
        }
        if specifier.starts_with('#') {
            return known(
                self.packages.around(folder).and_then(|(at, package)| self.entry(at, package, specifier)),
            );
        }
        match self.packages.named(specifier) {
            Some(Some((at, package, rest))) => known(self.in_package(at, package, rest)),
            Some(None) => Module::Open,
            None if ours => Module::Open,
            None => Module::Library,
        }
    }

    /// The file of a path that may lack its end, name what a file becomes, or name a folder.
    fn file(&self, path: &str) -> Option<u32> {
        let best = |stem: &str| Some(self.by_stem.get(stem)?.first()?.1);
        if let Some((stem, end)) = ENDS.iter().find_map(|end| Some((path.strip_suffix(end)?, *end)))
            && let Some(files) = self.by_stem.get(stem)
        {
            // `x.js` stands for `x.ts` where there is one, as for itself; `x.ts` for nothing else.
            let written = ENDS.iter().position(|known| *known == end).unwrap_or_default();
            let script = matches!(end, ".js" | ".jsx" | ".mjs" | ".cjs");
            let found = files.iter().find(|(rank, _)| script || *rank == written);
            if let Some((_, file)) = found {
                return Some(*file);
            }
        }
        best(path)
            .or_else(|| best(path.strip_suffix(".d")?))
            .or_else(|| {
                let package = self.packages.by_folder.get(path)?;
                self.entry(path, package, ".")
            })
            .or_else(|| best(&joined(path, &["index"])))
    }

    /// The file of a subpath of a package; empty for the package itself.
    fn in_package(&self, folder: &str, package: &Package, rest: &str) -> Option<u32> {
        let key = if rest.is_empty() { ".".to_owned() } else { format!("./{rest}") };
        if let Some(file) = self.entry(folder, package, &key) {
            return Some(file);
        }
        let plain = |path: &str| self.without_entry(&below(folder, path)?);
        if rest.is_empty() {
            return plain("src/index").or_else(|| plain("index"));
        }
        plain(rest).or_else(|| plain(&format!("src/{rest}"))).or_else(|| self.source(folder, rest))
    }

    fn without_entry(&self, path: &str) -> Option<u32> {
        // The package's own folder was asked already.
        if self.packages.by_folder.contains_key(path) { None } else { self.file(path) }
    }

    /// The file behind what a package lets others import.
    fn entry(&self, folder: &str, package: &Package, key: &str) -> Option<u32> {
        for (pattern, targets) in &package.entries {
            let Some(star) = star_of(pattern, key) else { continue };
            for target in targets {
                let target = target.replace('*', star);
                let path = below(folder, &target)?;
                let file = if path == folder { None } else { self.without_entry(&path) };
                if let Some(file) = file.or_else(|| self.source(folder, &target)) {
                    return Some(file);
                }
            }
        }
        None
    }

    /// The source of what is built: `src/x.ts` for `dist/x.js` and `dist/cjs/x.js`.
    fn source(&self, folder: &str, target: &str) -> Option<u32> {
        let target = target.strip_prefix("./").unwrap_or(target);
        let (first, mut rest) = target.split_once('/')?;
        if !BUILT.contains(&first) {
            return None;
        }
        let source = joined(folder, &["src"]);
        loop {
            if let Some(file) = self.without_entry(&joined(&source, &[rest])) {
                return Some(file);
            }
            match rest.split_once('/') {
                Some((format, below)) if FORMATS.contains(&format) => rest = below,
                _ => return None,
            }
        }
    }
}

impl<'a> Packages<'a> {
    fn of(surroundings: &'a Surroundings) -> Packages<'a> {
        let mut packages = Packages::default();
        for manifest in &surroundings.manifests {
            let Some(package) = manifest.package.as_ref().filter(|_| manifest.path.ends_with("package.json"))
            else {
                continue;
            };
            let folder = folder_of(&manifest.path);
            packages.by_folder.insert(folder, package);
            packages
                .by_name
                .entry(package.name.as_str())
                .and_modify(|known| *known = None)
                .or_insert(Some((folder, package)));
        }
        packages
    }

    /// The package that a specifier begins with, its folder, and what is left; an inner none when there are several of
    /// the name.
    #[allow(clippy::option_option, reason = "no package, two of a name, and one are three answers")]
    pub(super) fn named<'s>(&self, specifier: &'s str) -> Option<Option<(&'a str, &'a Package, &'s str)>> {
        let scope = usize::from(specifier.starts_with('@'));
        let end = specifier.match_indices('/').nth(scope).map_or(specifier.len(), |(at, _)| at);
        let found = self.by_name.get(&specifier[..end])?;
        let rest = specifier[end..].trim_start_matches('/');
        Some(found.map(|(folder, package)| (folder, package, rest)))
    }

    /// The package that a folder belongs to.
    fn around(&self, folder: &str) -> Option<(&'a str, &'a Package)> {
        let mut at = folder;
        loop {
            if let Some((folder, package)) = self.by_folder.get_key_value(at) {
                return Some((folder, package));
            }
            if at.is_empty() {
                return None;
            }
            at = folder_of(at);
        }
    }
}

/// All that a module is.
fn whole(bound: &Bound<'_>, module: u32, rest: &str) -> Step {
    if !rest.is_empty() {
        let (member, rest) = split_first(rest);
        return Step::Member(module, member.to_owned(), rest.to_owned());
    }
    match bound.exports.get(&(module, "=")) {
        Some(export) => Step::Name(module, export.local.clone().unwrap_or_else(|| "default".to_owned())),
        None => Step::End(Resolved::Here { file: module, name: String::new() }),
    }
}

/// Adds what a file offers itself to what passes it on.
fn collect(bound: &Bound<'_>, file: u32, barrel: &mut Barrel) {
    let Ok(facts) = &bound.files[file as usize].facts else { return };
    let own = facts.exports.iter().map(|export| export.name.as_str());
    let passed = facts.imports.iter().filter(|import| import.reexport && import.name.as_deref() != Some("*"));
    for name in own.chain(passed.map(|import| import.local.as_str())) {
        // Its default is a module's own.
        if name == "default" || name == "=" {
            continue;
        }
        match barrel.names.get_mut(name) {
            Some(files) if files.last() == Some(&file) => {}
            Some(files) => files.push(file),
            None => {
                barrel.names.insert(name.to_owned(), vec![file]);
            }
        }
    }
}

/// What `*` of a pattern stands for in a text; nothing where the pattern has none.
pub(super) fn star_of<'t>(pattern: &str, text: &'t str) -> Option<&'t str> {
    match pattern.split_once('*') {
        None => (pattern == text).then_some(""),
        Some((before, after)) => {
            let star = text.strip_prefix(before)?;
            star.strip_suffix(after).filter(|star| !star.is_empty())
        }
    }
}
