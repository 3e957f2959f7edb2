//! `paths` and `baseUrl`: which files an import without dots can mean.
//!
//! The settings of the nearest folder that has any hold, with what they extend. One decision that is not obvious:
//! `tsconfig.app.json` counts beside `tsconfig.json`, which in many projects only points at it.

use super::typescript::{Packages, star_of};
use super::{below, folder_of};
use crate::TsConfig;
use std::collections::{BTreeMap, HashMap};

/// Settings that extend one another.
const MOST_EXTENDED: usize = 8;

/// The aliases of every folder that has settings.
pub(super) struct Aliases<'a> {
    by_folder: HashMap<&'a str, Vec<Scope<'a>>>,
}

/// What one file of settings comes to.
#[derive(Default)]
struct Scope<'a> {
    base: Option<String>,
    /// Patterns, and the paths from the root that each stands for.
    paths: Vec<(&'a str, Vec<String>)>,
}

impl<'a> Aliases<'a> {
    pub(super) fn of(configs: &'a [TsConfig], packages: &Packages<'a>) -> Aliases<'a> {
        let by_path: BTreeMap<&str, &TsConfig> =
            configs.iter().map(|config| (config.path.as_str(), config)).collect();
        let mut by_folder: HashMap<&str, Vec<Scope<'_>>> = HashMap::new();
        for config in configs {
            let name = config.path.rsplit('/').next().unwrap_or_default();
            if !name.starts_with("tsconfig") && !name.starts_with("jsconfig") {
                continue;
            }
            let scope = scope(config, &by_path, packages);
            let scopes = by_folder.entry(folder_of(&config.path)).or_default();
            let first = matches!(name, "tsconfig.json" | "jsconfig.json");
            scopes.insert(if first { 0 } else { scopes.len() }, scope);
        }
        Aliases { by_folder }
    }

    /// The paths a specifier can mean in a folder, best first. `ours` is set when a pattern speaks of it, so that it is
    /// no library's.
    pub(super) fn candidates(&self, folder: &str, specifier: &str, ours: &mut bool) -> Vec<String> {
        let mut at = folder;
        let scopes = loop {
            if let Some(scopes) = self.by_folder.get(at) {
                break scopes;
            }
            if at.is_empty() {
                return Vec::new();
            }
            at = folder_of(at);
        };
        let mut found = Vec::new();
        for scope in scopes {
            // The pattern with the longest start decides, as in TypeScript.
            let fitting = scope
                .paths
                .iter()
                .filter_map(|(pattern, targets)| Some((pattern, targets, star_of(pattern, specifier)?)));
            let start = |pattern: &str| pattern.find('*').map_or((true, pattern.len()), |at| (false, at));
            if let Some((pattern, targets, star)) = fitting.max_by_key(|(pattern, ..)| start(pattern)) {
                *ours |= *pattern != "*" && !targets.iter().any(|target| target.contains("node_modules/"));
                found.extend(targets.iter().map(|target| target.replace('*', star)));
            }
            found.extend(scope.base.as_ref().and_then(|base| below(base, specifier)));
        }
        found
    }
}

/// One file of settings with those that it extends.
fn scope<'a>(
    config: &'a TsConfig,
    by_path: &BTreeMap<&'a str, &'a TsConfig>,
    packages: &Packages<'_>,
) -> Scope<'a> {
    // From the file itself to what lies deepest; of several that it extends the last goes before.
    let mut chain: Vec<&TsConfig> = vec![config];
    let mut open: Vec<(&TsConfig, &str)> =
        config.extends.iter().map(|name| (config, name.as_str())).collect();
    while let Some((from, name)) = open.pop()
        && chain.len() < MOST_EXTENDED
    {
        if let Some(next) = extended(from, name, by_path, packages)
            && !chain.iter().any(|known| known.path == next.path)
        {
            chain.push(next);
            open.extend(next.extends.iter().map(|name| (next, name.as_str())));
        }
    }
    let base = chain.iter().find_map(|config| below(folder_of(&config.path), config.base_url.as_deref()?));
    let mut scope = Scope { base, paths: Vec::new() };
    if let Some((holder, paths)) = chain.iter().find_map(|config| Some((config, config.paths.as_ref()?))) {
        let folder = scope.base.as_deref().unwrap_or(folder_of(&holder.path));
        scope.paths = paths
            .iter()
            .map(|(pattern, targets)| {
                (pattern.as_str(), targets.iter().filter_map(|target| below(folder, target)).collect())
            })
            .collect();
    }
    scope
}

/// The settings that others name: beside them, or in a package of the project.
fn extended<'a>(
    from: &TsConfig,
    name: &str,
    by_path: &BTreeMap<&'a str, &'a TsConfig>,
    packages: &Packages<'_>,
) -> Option<&'a TsConfig> {
    let path = if name.starts_with('.') {
        below(folder_of(&from.path), name)?
    } else {
        let (folder, _, rest) = packages.named(name)??;
        below(folder, if rest.is_empty() { "tsconfig.json" } else { rest })?
    };
    let forms = [path.clone(), format!("{path}.json"), format!("{path}/tsconfig.json")];
    forms.iter().find_map(|path| by_path.get(path.as_str()).copied())
}
