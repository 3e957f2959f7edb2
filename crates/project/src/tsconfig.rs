//! TypeScript's settings, as far as they say what an import stands for.
//!
//! They are plain data beside the sources, so that facts of single files never depend on them.

use serde_json::Value;

/// Largest file that is read, in bytes. Real ones have a few KB.
const LARGEST: usize = 1 << 20;

/// What a `tsconfig.json` says about imports, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TsConfig {
    /// Path from the project's root.
    pub path: String,
    /// The files it extends, later ones go before: `../tsconfig.base.json`, `@acme/tsconfig/base`.
    pub extends: Vec<String>,
    /// The folder from which bare imports are looked up, from the file's own.
    pub base_url: Option<String>,
    /// Patterns of imports and where to look for each: `@/*` and `./src/*`. None when it says nothing, and an
    /// extended file may.
    pub paths: Option<Vec<(String, Vec<String>)>>,
}

impl TsConfig {
    /// True when a file of this path can hold such settings: `tsconfig*.json`, `jsconfig.json`, any JSON file in a folder
    /// of shared ones (`packages/tsconfig/base.json`).
    pub fn is_config(path: &str) -> bool {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let Some(stem) = name.strip_suffix(".json") else { return false };
        let shared = ["tsconfig", "typescript-config", "ts-config"];
        stem.starts_with("tsconfig")
            || stem == "jsconfig"
            || (stem != "package" && folder.rsplit('/').next().is_some_and(|last| shared.contains(&last)))
    }

    /// Reads settings; none when the path or the text are none.
    pub fn parse(path: &str, text: &str) -> Option<TsConfig> {
        if !TsConfig::is_config(path) || text.len() > LARGEST {
            return None;
        }
        let value: Value =
            serde_json::from_str(&without_comments(text.trim_start_matches('\u{feff}'))).ok()?;
        let texts = |value: &Value| match value {
            Value::String(text) => vec![text.clone()],
            Value::Array(all) => all.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            _ => Vec::new(),
        };
        let options = value.get("compilerOptions");
        let option = |name: &str| options.and_then(|options| options.get(name));
        let paths = option("paths").and_then(Value::as_object);
        Some(TsConfig {
            path: path.to_owned(),
            extends: value.get("extends").map(texts).unwrap_or_default(),
            base_url: option("baseUrl").and_then(Value::as_str).map(str::to_owned),
            paths: paths.map(|paths| paths.iter().map(|(from, to)| (from.clone(), texts(to))).collect()),
        })
    }
}

/// JSON as TypeScript writes it, made plain: comments and commas behind the last entry become spaces.
fn without_comments(text: &str) -> String {
    let mut plain = text.as_bytes().to_vec();
    let mut comma = None;
    let mut at = 0;
    while at < plain.len() {
        let end = match (plain[at], plain.get(at + 1)) {
            (b'"', _) => {
                comma = None;
                at = end_of_text(&plain, at);
                continue;
            }
            (b'/', Some(b'/')) => {
                plain[at..].iter().position(|byte| *byte == b'\n').map(|length| at + length)
            }
            (b'/', Some(b'*')) => {
                plain[at + 2..].windows(2).position(|two| two == b"*/").map(|length| at + 2 + length + 2)
            }
            (b',', _) => {
                comma = Some(at);
                at += 1;
                continue;
            }
            (byte, _) => {
                if let (b']' | b'}', Some(comma)) = (byte, comma) {
                    plain[comma] = b' ';
                }
                if !byte.is_ascii_whitespace() {
                    comma = None;
                }
                at += 1;
                continue;
            }
        };
        let end = end.unwrap_or(plain.len());
        plain[at..end].fill(b' ');
        at = end;
    }
    // Only whole comments and commas were replaced.
    String::from_utf8(plain).unwrap_or_default()
}

/// The position behind a text that starts with a quote.
fn end_of_text(text: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < text.len() {
        match text[at] {
            b'\\' => at += 1,
            b'"' => return at + 1,
            _ => {}
        }
        at += 1;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_last_commas_are_no_part_of_it() {
        let text = "\u{feff}{ // the base\n \"extends\": [\"./a.json\", \"b/*\",], /* , } */\n\
            \"compilerOptions\": {\"baseUrl\": \".\", \"paths\": {\"@/*\": [\"./src/*\", \"//x\\\"\",\n], /**/ },\n},}";
        let config = TsConfig::parse("apps/web/tsconfig.json", text).unwrap();
        assert_eq!(config.extends, ["./a.json", "b/*"]);
        assert_eq!(config.base_url.as_deref(), Some("."));
        let targets = vec!["./src/*".to_owned(), "//x\"".to_owned()];
        assert_eq!(config.paths, Some(vec![("@/*".to_owned(), targets)]));
        for cut in 0..text.len() {
            if let Some(cut) = text.get(..cut) {
                TsConfig::parse("tsconfig.json", cut);
            }
        }
    }

    #[test]
    fn settings_are_told_by_their_names() {
        for path in ["tsconfig.json", "a/tsconfig.base.json", "jsconfig.json", "packages/tsconfig/next.json"]
        {
            assert!(TsConfig::is_config(path), "{path}");
        }
        for path in ["package.json", "packages/tsconfig/package.json", "src/config.json", "tsconfig.ts"] {
            assert!(!TsConfig::is_config(path), "{path}");
        }
    }
}
