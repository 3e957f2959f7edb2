//! Files made to do harm: the run goes on, says what it did not read, and never leaves the project.

use crate::temporary::{CLEAN, Project, WARNING};
use std::time::{Duration, Instant};

#[test]
fn bytes_that_are_no_source_are_said_and_do_no_harm() {
    let project = Project::new(&[("a.py", CLEAN)]);
    project.write("binary.py", [0xff, 0xfe, 0, 1, 2, 3]);
    project.write("nul.py", b"x = 1\0\0\0\n");
    project.write("latin.ts", b"const a = 'caf\xe9'\n");
    project.write("empty.rs", b"");
    project.write("large.js", vec![b'x'; (1 << 20) + 1]);
    let run = project.review("--rule debug-leftover");
    run.expect(0);
    for line in ["binary.py", "latin.ts", "not UTF-8", "large.js", "larger than 1 MiB"] {
        assert!(run.stdout.contains(line), "{line}: {}", run.stdout);
    }
    assert!(!run.stdout.contains("nul.py") || run.stdout.contains("syntax"), "{}", run.stdout);
}

#[test]
fn a_line_of_fifty_megabytes_is_passed_over() {
    let project = Project::new(&[("a.py", CLEAN)]);
    project.write("line.ts", vec![b'('; 50 << 20]);
    project.write("line.sql", vec![b'('; 50 << 20]);
    let start = Instant::now();
    let run = project.review("--rule debug-leftover");
    run.expect(0);
    assert!(run.stdout.contains("larger than 1 MiB") && run.stdout.contains("larger than 16 MiB"));
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

#[test]
fn deep_nesting_within_the_limit_ends() {
    let project = Project::new(&[("a.py", CLEAN)]);
    for (name, open) in
        [("a.rs", "fn f() { ("), ("b.ts", "["), ("c.py", "("), ("d.tsx", "<a>"), ("e.sql", "(")]
    {
        project.write(name, open.repeat(100_000 / open.len()));
    }
    project.review("").expect(0);
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    #[test]
    fn links_are_not_followed() {
        let outside = Project::new(&[("secret.py", WARNING), ("rules/long.md", "no rule at all")]);
        let project = Project::new(&[("a.py", CLEAN)]);
        symlink(outside.path("secret.py"), project.path("link.py")).unwrap();
        symlink(outside.root(), project.path("folder")).unwrap();
        symlink(project.root(), project.path("loop")).unwrap();
        std::fs::create_dir(project.path(".review")).unwrap();
        symlink(outside.path("rules"), project.path(".review/rules")).unwrap();
        let run = project.review("--rule debug-leftover");
        run.expect(0);
        assert!(run.stdout.contains("python: 1 file,"), "{}", run.stdout);
    }

    #[test]
    fn nothing_is_written_through_a_link() {
        let outside = Project::new(&[]);
        let project = Project::new(&[("a.py", WARNING)]);
        symlink(outside.root(), project.path(".review")).unwrap();
        project.review("baseline").expect(2);
        assert_eq!(std::fs::read_dir(outside.root()).unwrap().count(), 0);
    }

    #[test]
    fn a_pipe_is_not_opened() {
        let project = Project::new(&[("a.py", CLEAN)]);
        let made = std::process::Command::new("mkfifo").arg(project.path("pipe.py")).status().unwrap();
        assert!(made.success());
        project.review("--rule debug-leftover").expect(0);
    }

    #[test]
    fn names_cannot_speak_to_the_terminal() {
        let names: [&[u8]; 4] =
            [b"new\nline.py", b"esc\x1b[31m.py", b"::error::x.py", "bidi\u{202e}.py".as_bytes()];
        let project = Project::new(&[]);
        for name in names {
            std::fs::write(project.root().join(std::ffi::OsStr::from_bytes(name)), WARNING).unwrap();
        }
        for format in ["full", "concise", "json", "sarif", "markdown"] {
            let run = project.review(&format!("--rule debug-leftover --format {format}"));
            run.expect(1);
            for text in [&run.stdout, &run.stderr] {
                assert!(!text.contains(['\u{1b}', '\u{202e}']), "{format}: {text}");
                assert!(!text.lines().any(|line| line.starts_with("::")), "{format}: {text}");
            }
        }
        let lines = project.review("--rule debug-leftover --format concise").stdout;
        assert_eq!(lines.lines().filter(|line| line.contains("[debug-leftover]")).count(), 4, "{lines}");
    }

    /// Only on Linux: other systems refuse such names.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_name_that_is_no_text_is_said() {
        let project = Project::new(&[("a.py", CLEAN)]);
        std::fs::write(project.root().join(std::ffi::OsStr::from_bytes(b"\xff.py")), WARNING).unwrap();
        let run = project.review("--rule debug-leftover");
        run.expect(0);
        assert!(run.stdout.contains("its name is not UTF-8"), "{}", run.stdout);
    }

    #[test]
    fn a_file_that_may_not_be_read_is_said() {
        use std::os::unix::fs::PermissionsExt;
        let project = Project::new(&[("a.py", CLEAN), ("b.py", CLEAN)]);
        std::fs::set_permissions(project.path("b.py"), std::fs::Permissions::from_mode(0o000)).unwrap();
        if std::fs::read(project.path("b.py")).is_ok() {
            // The superuser reads everything; there is nothing to show then.
            return;
        }
        let run = project.review("--rule debug-leftover");
        run.expect(0);
        assert!(run.stdout.contains("cannot be opened"), "{}", run.stdout);
    }
}

/// What Git would run for a diff is the repository's word, and must not be.
#[cfg(unix)]
#[test]
fn no_program_of_the_project_is_run() {
    let project = Project::new(&[("a.py", CLEAN), (".gitattributes", "*.py diff=evil\n")]);
    project.commit();
    let mark = project.path("ran").display().to_string();
    for key in ["diff.evil.command", "diff.evil.textconv", "core.fsmonitor", "diff.external", "core.pager"] {
        project.git_config(key, &format!("touch {mark};"));
    }
    project.write("a.py", WARNING);
    project.review("--rule debug-leftover --changed HEAD").expect(1);
    assert!(!project.path("ran").exists());
}
