//! What comments say: their text without markers, and whether it is meant for a reader.

/// Words with which a comment addresses a tool; `expect:` is that of this project's own examples. Sources: the documentation of flake8, ruff, mypy, pyright, pylint,
/// bandit, coverage.py, black, isort, ESLint, Biome, TypeScript, Prettier, istanbul, c8, webpack, Sonar, semgrep.
#[rustfmt::skip]
const PRAGMAS: &[&str] = &[
    "noqa", "type:", "pyright:", "mypy:", "pylint:", "ruff:", "flake8:", "pragma:", "nosec", "nosemgrep",
    "fmt:", "isort:", "yapf:", "eslint", "@ts-", "biome-ignore", "oxlint-", "prettier-ignore", "istanbul",
    "c8 ", "v8 ", "webpack", "NOSONAR", "noinspection", "tslint:", "@vite-ignore", "#region", "#endregion",
    "region", "endregion", "deno-lint-ignore", "spell-checker:", "cspell:", "rustfmt", "clippy::", "review:",
    "expect:", "expect-ask:", "coding:", "-*-", "!",
];

/// The lines of a comment without its markers and the decoration of block comments.
pub(crate) fn lines(comment: &str) -> impl Iterator<Item = &str> {
    let block = comment.starts_with("/*");
    let inner = comment.strip_prefix("/*").unwrap_or(comment);
    let inner = if block { inner.strip_suffix("*/").unwrap_or(inner) } else { inner };
    inner.lines().map(move |line| {
        let line = line.trim();
        let markers: &[char] = if block { &['*', '!'] } else { &['#', '/', '!'] };
        let line = line.trim_start_matches(markers);
        if block { line } else { line.strip_prefix("--").unwrap_or(line) }.trim()
    })
}

/// The comment speaks to a reader: at least two words, neither an order to a tool nor code that was commented out.
pub(crate) fn says_something(comment: &str) -> bool {
    let mut words = 0;
    for line in lines(comment) {
        if is_pragma(line) || looks_like_code(line) {
            continue;
        }
        words += line.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).take(2).count();
        if words >= 2 {
            return true;
        }
    }
    false
}

fn is_pragma(line: &str) -> bool {
    PRAGMAS.iter().any(|pragma| {
        line.len() >= pragma.len()
            && line.is_char_boundary(pragma.len())
            && line[..pragma.len()].eq_ignore_ascii_case(pragma)
    })
}

/// Rough on purpose: prose seldom ends like a statement, and hardly ever starts with a call or an assignment.
fn looks_like_code(line: &str) -> bool {
    let end = line.trim_end();
    if end.ends_with([';', '{', '}']) || end.ends_with("):") || end.ends_with("=>") {
        return true;
    }
    let first = line.split_whitespace().next().unwrap_or("");
    let second = line.split_whitespace().nth(1).unwrap_or("");
    let keyword = matches!(
        first,
        "return" | "raise" | "throw" | "await" | "import" | "from" | "const" | "let" | "var" | "def" | "if"
    );
    let call = end.ends_with(')') && end.split('(').next().is_some_and(is_path_like);
    call || matches!(second, "=" | "+=" | ":=")
        || (keyword && line.contains(['(', '=', '.']) && line.split_whitespace().count() < 5)
}

fn is_path_like(text: &str) -> bool {
    let text = text.strip_prefix("await ").unwrap_or(text);
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '$' | ':' | '!'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_speaks_and_pragmas_and_old_code_do_not() {
        for comment in [
            "# the cache is only an optimisation",
            "// Best effort.",
            "/* nothing to do */",
            "/**\n * Ignored: the row may be gone.\n */",
            "# noqa: BLE001\n# expected when (re)starting",
        ] {
            assert!(says_something(comment), "{comment}");
        }
        for comment in [
            "# noqa: BLE001 - blind except",
            "// eslint-disable-next-line no-empty",
            "# type: ignore",
            "# pragma: no cover",
            "// console.error(error);",
            "# logger.exception(error)",
            "// const x = 1",
            "# ---------------------",
            "# TODO",
            "# expect: error-swallowed",
            "//",
        ] {
            assert!(!says_something(comment), "{comment}");
        }
    }
}
