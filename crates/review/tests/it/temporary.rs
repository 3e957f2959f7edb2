//! A project in a temporary folder, and runs of the program in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// A project that goes away with the test. Its cache folder is its own.
pub struct Project {
    folder: TempDir,
    cache: TempDir,
}

/// What a run gave.
pub struct Run {
    pub status: i32,
    pub stdout: String,
    pub stderr: String,
}

/// A finding of `debug-leftover`, a warning.
pub const WARNING: &str = "def total(prices: list[int]) -> int:\n    breakpoint()\n    return sum(prices)\n";
/// Code without a finding.
pub const CLEAN: &str = "def total(prices: list[int]) -> int:\n    return sum(prices)\n";

impl Project {
    /// Files by path and text.
    pub fn new(files: &[(&str, &str)]) -> Project {
        let project = Project { folder: TempDir::new().unwrap(), cache: TempDir::new().unwrap() };
        for (path, text) in files {
            project.write(path, text);
        }
        project
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// The one file of the cache, when there is one.
    pub fn cache_file(&self) -> Option<PathBuf> {
        let all = fs::read_dir(self.cache.path().join("review")).ok()?;
        let mut files = all.map(|entry| entry.unwrap().path());
        let first = files.next();
        assert_eq!(files.next(), None, "one file per project, and nothing left over");
        first
    }

    /// The program, ready to run in the project's root.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_review"));
        command.args(arguments).current_dir(self.root());
        for variable in ["XDG_CACHE_HOME", "HOME", "LOCALAPPDATA"] {
            command.env(variable, self.cache.path());
        }
        command.env_remove("CLICOLOR_FORCE");
        command
    }

    /// Runs the program in the project's root.
    pub fn run(&self, arguments: &[&str]) -> Run {
        let run = Run::of(self.command(arguments).output().unwrap());
        assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
        run
    }

    /// Runs the program and takes its words apart at spaces.
    pub fn review(&self, line: &str) -> Run {
        self.run(&line.split_whitespace().collect::<Vec<_>>())
    }

    /// Runs git in the project's root, as nobody in particular.
    pub fn git(&self, line: &str) -> Run {
        let output = Command::new("git")
            .args(["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"])
            .args(line.split_whitespace())
            .current_dir(self.root())
            .output()
            .unwrap();
        let run = Run::of(output);
        assert_eq!(run.status, 0, "git {line}: {}", run.stderr);
        run
    }

    /// Sets a value in the repository's own configuration.
    #[cfg(unix)]
    pub fn git_config(&self, key: &str, value: &str) {
        let set = Command::new("git").args(["config", key, value]).current_dir(self.root()).status().unwrap();
        assert!(set.success());
    }

    /// Puts everything under Git and commits it.
    pub fn commit(&self) {
        if !self.path(".git").exists() {
            self.git("init -q");
        }
        self.git("add -A");
        self.git("commit -q --allow-empty -m change");
    }
}

impl Run {
    fn of(output: Output) -> Run {
        Run {
            status: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// The status, with everything that was said in the failure.
    #[track_caller]
    pub fn expect(&self, status: i32) -> &Run {
        assert_eq!(self.status, status, "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }
}
