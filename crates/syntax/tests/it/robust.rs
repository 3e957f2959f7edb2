//! Any input is read: cut, shuffled, random, and with odd encodings of lines.

use crate::properties::{check, structure};
use review_facts::Language;
use review_syntax::{Kind, Tree};
use std::path::Path;

const LANGUAGES: [Language; 5] =
    [Language::Python, Language::TypeScript, Language::Tsx, Language::JavaScript, Language::Rust];

#[test]
fn fixtures_cut_anywhere() {
    for (language, source) in fixtures() {
        for end in (0..source.len()).step_by(29).filter(|end| source.is_char_boundary(*end)) {
            read(&source[..end], language);
        }
        for start in (0..source.len()).step_by(97).filter(|start| source.is_char_boundary(*start)) {
            read(&source[start..], language);
        }
    }
}

#[test]
fn pieces_of_fixtures_in_any_order() {
    let mut random = Random(1);
    let fixtures = fixtures();
    for language in LANGUAGES {
        let texts: Vec<&str> =
            fixtures.iter().filter(|(other, _)| *other == language).map(|(_, text)| text.as_str()).collect();
        for _ in 0..100 {
            let mut source = String::new();
            for _ in 0..30 {
                let text = texts[random.below(texts.len())];
                let words: Vec<&str> = text.split_inclusive([' ', '(', ')', '\n', '`', '"']).collect();
                let from = random.below(words.len());
                source.extend(words[from..words.len().min(from + 4)].iter().copied());
            }
            read(&source, language);
        }
    }
}

#[test]
fn random_bytes() {
    let mut random = Random(7);
    for language in LANGUAGES {
        for _ in 0..100 {
            let bytes: Vec<u8> = (0..random.below(200)).map(|_| random.below(256) as u8).collect();
            read(&String::from_utf8_lossy(&bytes), language);
        }
    }
}

#[test]
fn odd_encodings_keep_offsets() {
    let python = "x = 1 # note\ndef é_ñ(日本):\n    return f'ü{日本}'\n";
    let script = "#!/usr/bin/env node\nconst é = 1; // note\nfunction 日本(ü) { return `ä${ü}`; }\n";
    for (language, source) in
        [(Language::Python, python), (Language::TypeScript, script), (Language::JavaScript, script)]
    {
        let plain = names(source, language);
        assert!(plain.contains(&"日本".to_owned()), "{plain:?}");
        // A lone CR ends no comment for the grammars, so the code behind the comment may be lost to them.
        for odd in [
            "\u{feff}".to_owned() + source,
            source.replace('\n', "\r\n"),
            source.replace('\n', "\r\n") + "\0",
        ] {
            assert_eq!(names(&odd, language), plain, "{odd:?}");
        }
        read(&source.replace('\n', "\r"), language);
        read(&source.replace(' ', "\0"), language);
    }
    for language in Language::ALL {
        for source in ["", "\0", "\u{feff}", "\r", "#", "#!", "`", "'", "@", "<", "\\"] {
            read(source, language);
        }
    }
}

/// What is no code can keep the parser busy for minutes, or fill the memory: it is given up and said so.
#[test]
fn garbage_is_given_up() {
    for (language, piece, times) in [(Language::TypeScript, "+ }? ", 4_000), (Language::Tsx, "a<b,", 250_000)]
    {
        let source = piece.repeat(times);
        let tree = read(&source, language);
        assert_eq!(tree.uncovered.len(), 1, "{piece}");
        assert_eq!(tree.uncovered[0].span.len() as usize, source.len());
        assert_eq!(tree.uncovered[0].why, "too hard to parse");
    }
}

/// The text of every name of a file.
fn names(source: &str, language: Language) -> Vec<String> {
    let tree = read(source, language);
    let names = tree.ids().filter(|id| tree.kind(*id) == Kind::Name);
    names.map(|id| tree.text(id, source).to_owned()).collect()
}

fn read(source: &str, language: Language) -> Tree {
    let tree = match language {
        Language::Rust => crate::rust::deep(|| review_syntax::parse(source, language)),
        _ => review_syntax::parse(source, language),
    };
    let checked = if source.len() < 10_000 { check(&tree, source) } else { structure(&tree, source) };
    if let Err(wrong) = checked {
        panic!(
            "{language:?}: {wrong}
{:?}",
            &source[..source.len().min(1_000)]
        );
    }
    tree
}

fn fixtures() -> Vec<(Language, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/syntax");
    let mut found = Vec::new();
    for folder in ["python", "typescript", "tsx", "javascript", "rust"] {
        for entry in std::fs::read_dir(root.join(folder)).expect("the folder is there") {
            let path = entry.expect("the folder can be read").path();
            if let Some(language) = Language::of_name(&path.to_string_lossy()) {
                found.push((language, std::fs::read_to_string(path).expect("fixtures are text")));
            }
        }
    }
    found.sort_by(|a, b| a.1.cmp(&b.1));
    found
}

/// A small generator of numbers, the same in every run (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }
}
