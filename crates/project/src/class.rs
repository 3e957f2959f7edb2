//! What a file is for, by its path (frameworks.md 1).
//!
//! The words are conventions of languages and frameworks, compared with whole path segments and with file
//! names, never with parts of words: `contest.py` and `latest/` are ordinary code.

use review_facts::{FileClass, FileFacts, Language};

/// The class of a file, by its path from the project's root and by what it says of itself.
pub fn file_class(path: &str, facts: &FileFacts) -> FileClass {
    class_of(path, facts.language, facts.generated, facts.frontend)
}

/// The class of a file, by its path alone and as long as it does not say that it is something else.
pub(crate) fn class_by_path(path: &str, language: Language) -> FileClass {
    class_of(path, language, false, false)
}

fn class_of(path: &str, language: Language, generated: bool, frontend: bool) -> FileClass {
    let path = path.to_ascii_lowercase();
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", &path));
    let folders: Vec<&str> = folders.split('/').filter(|folder| !folder.is_empty()).collect();
    let file = PathParts { folders, name, language };
    match () {
        () if file.vendored() => FileClass::Vendored,
        () if generated || file.generated() => FileClass::Generated,
        () if file.translation() => FileClass::Translation,
        () if file.test() => FileClass::Test,
        () if file.seed() => FileClass::Seed,
        () if file.example() => FileClass::Example,
        () if file.migration() => FileClass::Migration,
        () if (language == Language::Config && file.development()) || file.of_one_environment() => {
            FileClass::Development
        }
        () if language == Language::Config => FileClass::Config,
        () if file.script() => FileClass::Script,
        () if frontend || file.frontend() => FileClass::Frontend,
        () => FileClass::Code,
    }
}

/// A path taken apart, in lower case.
struct PathParts<'a> {
    folders: Vec<&'a str>,
    name: &'a str,
    language: Language,
}

impl PathParts<'_> {
    fn below(&self, words: &[&str]) -> bool {
        self.folders.iter().any(|folder| words.contains(folder))
    }

    fn below_starting(&self, starts: &[&str]) -> bool {
        self.folders.iter().any(|folder| starts.iter().any(|start| folder.starts_with(start)))
    }

    /// The name without its last extension: `users.test` for `users.test.ts`.
    fn stem(&self) -> &str {
        self.name.rsplit_once('.').map_or(self.name, |(stem, _)| stem)
    }

    fn ends(&self, ends: &[&str]) -> bool {
        ends.iter().any(|end| self.name.ends_with(end))
    }

    fn vendored(&self) -> bool {
        self.below(&[
            "node_modules",
            "vendor",
            "vendored",
            "_vendor",
            "third_party",
            "third-party",
            "site-packages",
            ".venv",
            "venv",
            "bower_components",
        ]) || (self.language.is_ecmascript() && self.hashed())
    }

    /// The name carries a hash of its content, as only bundlers write it: `workbox-9f2f79cf.js`. A word of letters
    /// alone or a number alone (a date) is no hash.
    fn hashed(&self) -> bool {
        let hash = self.stem().rsplit(['-', '.']).next().unwrap_or_default();
        hash.len() >= 8
            && hash.len() < self.stem().len()
            && hash.bytes().all(|b| b.is_ascii_hexdigit())
            && hash.bytes().any(|b| b.is_ascii_digit())
            && hash.bytes().any(|b| b.is_ascii_alphabetic())
    }

    fn generated(&self) -> bool {
        const LOCK: [&str; 4] =
            ["package-lock.json", "pnpm-lock.yaml", "npm-shrinkwrap.json", "composer.lock"];
        self.below(&["generated", "__generated__", "dist", ".next", ".nuxt"])
            || self.ends(&[
                "_pb2.py",
                "_pb2_grpc.py",
                ".gen.ts",
                ".gen.rs",
                ".generated.ts",
                ".d.ts",
                ".min.js",
                ".bundle.js",
                ".lock",
            ])
            || LOCK.contains(&self.name)
    }

    fn translation(&self) -> bool {
        self.below(&["locales", "locale", "i18n", "translations", "l10n", "lang", "langs"])
            || (self.below(&["messages"]) && self.language == Language::Config)
    }

    fn test(&self) -> bool {
        let stem = self.stem();
        self.below(&[
            "tests",
            "test",
            "__tests__",
            "__test__",
            "testing",
            "e2e",
            "cypress",
            "playwright",
            "spec",
            "specs",
            "__mocks__",
            "mocks",
            "testdata",
            "test_data",
            "benches",
            "benchmarks",
            "bench",
        ]) || self.below_starting(&["test_", "tests_", "test-", "tests-", "e2e-"])
            || self.folders.iter().any(|folder| {
                folder.ends_with("-tests")
                    || folder.ends_with("_tests")
                    || folder.ends_with("-e2e")
                    || folder.ends_with("-msw")
            })
            || stem.ends_with(".test")
            || stem.ends_with(".spec")
            || stem.ends_with(".e2e")
            || stem.ends_with(".e2e-spec")
            || stem.ends_with(".bench")
            || stem.ends_with(".mock")
            || (self.language == Language::Python
                && (stem.starts_with("test_")
                    || stem.ends_with("_test")
                    || matches!(stem, "conftest" | "tests" | "test")))
            || (self.language == Language::Rust
                && (stem.starts_with("test_")
                    || stem.ends_with("_test")
                    || stem.ends_with("_tests")
                    || matches!(stem, "tests" | "test")))
            || (self.language.is_ecmascript()
                && matches!(stem, "global-setup" | "global-teardown" | "globalsetup" | "globalteardown"))
            || (self.name.starts_with(".env") && self.name.contains("test"))
    }

    fn seed(&self) -> bool {
        self.below(&["fixtures", "fixture", "__fixtures__", "seeds", "seed", "seeders", "factories"])
            || matches!(self.stem(), "seed" | "seeds" | "seeder" | "fixtures" | "factories")
            || self.stem().ends_with(".seed")
            || self.stem().starts_with("seed-")
            || self.stem().starts_with("seed_")
    }

    fn example(&self) -> bool {
        self.below(&[
            "examples",
            "example",
            "docs",
            "doc",
            "demo",
            "demos",
            "samples",
            "sample",
            "tutorials",
            "tutorial",
            "storybook",
            ".storybook",
            "stories",
        ]) || matches!(self.stem(), "example" | "examples")
            || self.stem().ends_with(".stories")
            || self.stem().ends_with(".story")
            || (self.name.contains("env")
                && self.ends(&[".example", ".sample", ".template", ".dist", ".tpl"]))
    }

    fn migration(&self) -> bool {
        self.below(&["migrations", "_migrations", "migration", "migrate"])
            || (self.below(&["versions"]) && self.below(&["alembic", "revisions"]))
            || (self.name == "env.py" && self.below(&["alembic", "revisions"]))
    }

    /// Settings that only a developer's machine or a build reads.
    fn development(&self) -> bool {
        const WORDS: [&str; 8] =
            ["dev", "devel", "development", "local", "ci", "cypress", "playwright", "devcontainer"];
        let words = |text: &str| text.split(['.', '-', '_']).any(|word| WORDS.contains(&word));
        self.below(&[".github", ".circleci", ".gitlab", ".devcontainer", ".vscode", ".husky"])
            || self.folders.iter().any(|folder| words(folder))
            || words(self.name)
            || self.name.split(['.', '-', '_']).any(|word| matches!(word, "test" | "testing"))
    }

    /// The settings that a framework's convention reads in one environment alone: `config/env/development.js`,
    /// `config/environments/test.ts`, `settings/local.py` (Express, Rails' heirs, Django); and what starts a whole
    /// environment on a developer's machine: `packages/dev-env/`, `devmode.rs`.
    fn of_one_environment(&self) -> bool {
        let folder = self.folders.last().copied().unwrap_or_default();
        let settings =
            matches!(folder, "env" | "envs" | "environments" | "environment" | "settings" | "config");
        let stem = self.stem();
        let name = stem.rsplit('.').next().unwrap_or(stem);
        let settings = settings && matches!(name, "development" | "dev" | "local" | "test" | "testing");
        settings
            || self.below(&["dev-env", "dev_env", "devenv", "dev-environment", "local-dev"])
            || matches!(stem, "devmode" | "dev_mode" | "dev-mode")
            || self.starts_development()
    }

    /// The entry of a program for a developer's machine: `server-dev.ts`, `main.dev.ts`.
    fn starts_development(&self) -> bool {
        let Some((entry, environment)) = self.stem().rsplit_once(['-', '.', '_']) else { return false };
        matches!(entry, "server" | "app" | "main" | "index") && matches!(environment, "dev" | "development")
    }

    fn script(&self) -> bool {
        const NAMES: [&str; 8] = [
            "manage.py",
            "setup.py",
            "noxfile.py",
            "fabfile.py",
            "tasks.py",
            "build.rs",
            "gulpfile.js",
            "gruntfile.js",
        ];
        self.below(&["scripts", "script", "bin", "tools", "cli", "xtask", ".github", "hack", "devtools"])
            || self.folders.iter().any(|folder| folder.ends_with("-cli") || folder.ends_with("_cli"))
            || (self.below(&["management"]) && self.below(&["commands"]))
            || NAMES.contains(&self.name)
            || matches!(self.stem(), "cli" | "__main__")
            || (self.language.is_ecmascript()
                && (self.stem().ends_with(".config")
                    || self.stem().ends_with(".setup")
                    || self.name.starts_with('.')))
    }

    fn frontend(&self) -> bool {
        self.language == Language::Tsx
            || self.name.ends_with(".jsx")
            || (self.language.is_ecmascript() && self.stem().ends_with(".client"))
            || (self.language.is_ecmascript() && self.below_starting(&["ui-"]))
            || (self.language.is_ecmascript()
                && self.below(&[
                    "frontend",
                    "client",
                    "components",
                    "hooks",
                    "static",
                    "public",
                    "assets",
                    "www",
                    "webapp",
                    "web-ui",
                    "ui",
                    "composables",
                    "stores",
                    "store",
                    "browser",
                ]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(path: &str) -> FileClass {
        let name = path.rsplit('/').next().unwrap();
        file_class(path, &FileFacts::empty(Language::of_name(name).unwrap(), ""))
    }

    #[test]
    fn conventions_are_whole_segments_and_names() {
        let cases = [
            ("app/users.py", FileClass::Code),
            ("app/contest.py", FileClass::Code),
            ("app/latest/views.py", FileClass::Code),
            ("app/protest/attest.py", FileClass::Code),
            ("src/inspection.ts", FileClass::Code),
            ("tests/users.py", FileClass::Test),
            ("app/test_users.py", FileClass::Test),
            ("app/conftest.py", FileClass::Test),
            ("src/users.spec.ts", FileClass::Test),
            ("apps/api/integration/global-setup.ts", FileClass::Test),
            ("src/users_test.rs", FileClass::Test),
            ("apps/api-e2e/users.ts", FileClass::Test),
            ("packages/api-msw/handlers/users.ts", FileClass::Test),
            ("prisma/seed.ts", FileClass::Seed),
            ("app/fixtures/users.json", FileClass::Seed),
            ("alembic/versions/0001_users.py", FileClass::Migration),
            ("app/versions/current.py", FileClass::Code),
            ("plane/db/migrations/0001_initial.py", FileClass::Migration),
            ("alembic/env.py", FileClass::Migration),
            ("database/revisions/core/versions/2021_users.py", FileClass::Migration),
            ("scripts/deploy.py", FileClass::Script),
            ("svix-cli/src/cmds/listen.rs", FileClass::Script),
            ("src/core/test_keys.rs", FileClass::Test),
            ("app/management/commands/sync.py", FileClass::Script),
            ("vite.config.ts", FileClass::Script),
            ("docs/example.py", FileClass::Example),
            ("src/Button.stories.tsx", FileClass::Example),
            ("api/users_pb2.py", FileClass::Generated),
            ("src/types.d.ts", FileClass::Generated),
            ("package-lock.json", FileClass::Generated),
            ("node_modules/x/index.js", FileClass::Vendored),
            ("src/locales/en.json", FileClass::Translation),
            ("src/App.tsx", FileClass::Frontend),
            ("src/files/preview.client.ts", FileClass::Frontend),
            ("public/push-9f2f79cf.js", FileClass::Vendored),
            ("src/report-20240131.js", FileClass::Code),
            ("src/jobs/facade-decade.js", FileClass::Code),
            ("app/_migrations/versions/0001_users.py", FileClass::Migration),
            ("db/seed-database.ts", FileClass::Seed),
            ("src/seedling.ts", FileClass::Code),
            ("ui-v2/src/graphs/worker.ts", FileClass::Frontend),
            ("python/example.py", FileClass::Example),
            ("src/app/_vendor/croniter.py", FileClass::Vendored),
            ("src/client/api.ts", FileClass::Frontend),
            ("src/app/client/orchestration.py", FileClass::Code),
            ("config/settings.yaml", FileClass::Config),
            (".env", FileClass::Config),
            ("config/env/development.js", FileClass::Development),
            ("config/env/all.js", FileClass::Code),
            ("src/environments/environment.dev.ts", FileClass::Development),
            ("app/settings/local.py", FileClass::Development),
            ("app/dev/local.py", FileClass::Code),
            ("docker-compose.dev.yml", FileClass::Development),
            (".ci/compose.cypress.yaml", FileClass::Development),
            (".github/workflows/tests.yml", FileClass::Development),
            ("deploy/device-service.yaml", FileClass::Config),
            ("config/locale-names.yaml", FileClass::Config),
            (".env.example", FileClass::Example),
            (".env.test", FileClass::Test),
        ];
        for (path, expected) in cases {
            assert_eq!(class(path), expected, "{path}");
        }
    }

    #[test]
    fn a_file_that_says_it_is_generated_is() {
        let mut facts = FileFacts::empty(Language::Python, "");
        facts.generated = true;
        assert_eq!(file_class("app/users.py", &facts), FileClass::Generated);
    }
}
