//! How a type keeps values: opened through the project's own types to those of libraries.

use crate::names::{Names, Resolved};
use crate::vocabulary::words_of;
use crate::{File, Subject};
use review_facts::{Body, Cause, Column, ColumnType, Known, Storage, TypeForm};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Definitions that are opened one inside the other.
const DEPTH: u32 = 6;

const ENCRYPTION: &str = include_str!("../../../rules/vocabulary/encryption.toml");

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    // A broken file would leave every type open; a test reads it.
    toml::from_str(ENCRYPTION).unwrap_or_default()
});

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    types: Vec<LibraryTypes>,
    plain: PlainTypes,
    calls: Calls,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LibraryTypes {
    storage: Kind,
    #[allow(dead_code, reason = "its presence is required: a word without a source is refused")]
    source: String,
    library: String,
    names: Vec<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Encrypted,
    Hashed,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct PlainTypes {
    #[allow(dead_code, reason = "its presence is required: a word without a source is refused")]
    source: String,
    libraries: Vec<String>,
    names: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Calls {
    #[allow(dead_code, reason = "its presence is required: a word without a source is refused")]
    source: String,
    encrypt: Vec<String>,
    hash: Vec<String>,
    harmless: Vec<String>,
}

/// Types whose values are bytes: what is in them their name does not say.
const BYTES: &[&str] = &[
    "LargeBinary",
    "bytes",
    "BinaryField",
    "BlobField",
    "BYTEA",
    "BLOB",
    "BINARY",
    "VARBINARY",
    "LONGBLOB",
    "MEDIUMBLOB",
    "TINYBLOB",
    "Buffer",
    "Uint8Array",
    "RAW",
    "LONG RAW",
    "IMAGE",
];

/// What is known of how values are kept.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Keeping {
    /// Encrypted, and what shows it.
    Encrypted(String),
    /// Hashed, and what shows it.
    Hashed(String),
    /// As they are.
    Plain,
    /// In bytes that could be anything.
    Bytes(String),
    /// Not known, and why.
    Open(Cause),
}

impl Keeping {
    /// The field's value, and the evidence.
    pub(crate) fn known(self) -> (Known<Storage>, String) {
        match self {
            Keeping::Encrypted(evidence) => (Known::Is(Storage::Encrypted), evidence),
            Keeping::Hashed(evidence) => (Known::Is(Storage::Hashed), evidence),
            Keeping::Plain => (Known::Is(Storage::Plain), String::new()),
            Keeping::Bytes(ty) => {
                let why = format!("`{ty}` holds bytes, and nothing shows whether they are encrypted");
                (Known::Unknown(Cause { unresolved: ty, why }), String::new())
            }
            Keeping::Open(cause) => (Known::Unknown(cause), String::new()),
        }
    }
}

/// Where a type leads.
pub(crate) enum Lead<'a> {
    /// To a library: its absolute path.
    Library(String),
    /// To a definition of the project, in this file.
    Project(u32, &'a ColumnType),
}

/// The project's own types, by where they are defined.
pub(crate) struct Kept<'a> {
    files: &'a [File],
    names: &'a Names<'a>,
    types: HashMap<(u32, &'a str), &'a ColumnType>,
    /// Objects of Flask-SQLAlchemy: `db` for `db = SQLAlchemy()`.
    objects: Vec<(u32, &'a str)>,
}

impl<'a> Kept<'a> {
    pub(crate) fn of(files: &'a [File], subjects: &'a [Subject], names: &'a Names<'a>) -> Kept<'a> {
        let mut kept = Kept { files, names, types: HashMap::new(), objects: Vec::new() };
        for subject in subjects {
            match &subject.fact.body {
                Body::ColumnType(of) => {
                    kept.types.insert((subject.file, subject.fact.name.as_str()), of);
                }
                Body::Model(model) if model.root => {
                    kept.objects.extend(model.class.strip_suffix(".Model").map(|name| (subject.file, name)));
                }
                _ => {}
            }
        }
        kept
    }

    /// True when what made the column does make columns.
    pub(crate) fn makes(&self, file: u32, column: &Column) -> bool {
        if column.maker.is_empty() {
            let of_field = column.types.first().filter(|_| column.annotated);
            return !of_field.is_some_and(|path| self.is_no_field(file, path, 0));
        }
        let by_name = matches!(column.maker.rsplit('.').next(), Some("Column" | "mapped_column"));
        match self.names.resolve(file, &column.maker) {
            Resolved::Here { file, name } => {
                let made = |of: &&ColumnType| {
                    // The class of a field makes it.
                    of.form == TypeForm::Maker
                        || (of.form == TypeForm::Class && column.types.first() == Some(&column.maker))
                };
                by_name || self.types.get(&(file, name.as_str())).is_some_and(made)
            }
            // What decorates a field of a table and says that it makes a column makes one.
            Resolved::Library(_) => !by_name && self.is_decorator(file, &column.maker),
            Resolved::Open(_) => by_name || self.is_decorator(file, &column.maker),
        }
    }

    /// A decorator of TypeScript whose name speaks of columns or of encryption.
    fn is_decorator(&self, file: u32, maker: &str) -> bool {
        let facts = self.files[file as usize].facts.as_ref();
        let script = facts.is_ok_and(|facts| facts.language.is_ecmascript());
        script
            && (seems_to_encrypt(last_of(maker))
                || words_of(last_of(maker)).iter().any(|word| word == "column"))
    }

    /// A class of the project that is called a field and comes from none of a library: it puts other columns together.
    fn is_no_field(&self, file: u32, path: &str, depth: u32) -> bool {
        if depth > DEPTH || path.contains(':') {
            return false;
        }
        match self.definition(file, path) {
            Some((file, of)) if of.form == TypeForm::Class && !of.binds => {
                of.bases.iter().all(|base| self.is_no_field(file, base, depth + 1))
            }
            _ => false,
        }
    }

    /// The types of a column, those included that its maker gives it.
    pub(crate) fn types(&self, file: u32, column: &Column) -> Vec<String> {
        let mut types = column.types.clone();
        if let Some((_, maker)) = self.definition(file, &column.maker) {
            types.extend(maker.bases.iter().cloned());
        }
        types
    }

    fn definition(&self, file: u32, path: &str) -> Option<(u32, &'a ColumnType)> {
        if path.is_empty() {
            return None;
        }
        match self.names.resolve(file, path) {
            Resolved::Here { file, name } => self.types.get(&(file, name.as_str())).map(|of| (file, *of)),
            _ => None,
        }
    }

    /// How a column keeps its values, by its types and the setters of its class.
    pub(crate) fn of_column(&self, file: u32, column: &Column) -> Keeping {
        let by = if column.attribute.is_empty() { "it is written" } else { "its class writes it" };
        let through = |words: &[String]| column.written_through.iter().find(|call| speaks(call, words));
        if let Some(call) = through(&WORDS.calls.encrypt) {
            return Keeping::Encrypted(format!("{by} through `{call}`"));
        }
        if let Some(call) = through(&WORDS.calls.hash) {
            return Keeping::Hashed(format!("{by} through `{call}`"));
        }
        let strange = column.written_through.iter().find(|call| column.binds && !is_harmless(call));
        if let Some(call) = strange {
            let why = format!("{by} through `{call}`, of which it is not known whether it encrypts");
            return Keeping::Open(Cause { unresolved: call.clone(), why });
        }
        let converted = self.of_converters(file, &column.converters);
        if converted != Keeping::Plain {
            return converted;
        }
        let mut found = self.of_types(file, &column.types, 0);
        let definition = self.definition(file, &column.maker);
        if definition.is_none() && self.is_decorator(file, &column.maker) {
            let why = format!("the decorator `{}` that makes it could not be opened", column.maker);
            return Keeping::Open(Cause { unresolved: column.maker.clone(), why });
        }
        if let (Keeping::Plain | Keeping::Open(_), Some((at, maker))) = (&found, definition) {
            let made = self.of_definition(at, maker, 1);
            // What the maker gives the column stands before what its annotation says.
            let given = !maker.bases.is_empty() && matches!(made, Keeping::Open(_));
            if matches!(made, Keeping::Encrypted(_) | Keeping::Hashed(_)) || column.types.is_empty() || given
            {
                found = made;
            }
        }
        found
    }

    /// What kinds of values its types have, in lower case: their own names, and those of what they stand for.
    pub(crate) fn shapes(&self, file: u32, column: &Column) -> Vec<String> {
        let mut shapes = Vec::new();
        for path in &column.types {
            shapes.push(last_of(path).to_ascii_lowercase());
            let (mut file, mut path) = (file, path.as_str());
            for _ in 0..DEPTH {
                let Some((at, of)) = self.definition(file, path) else { break };
                let Some(base) = of.bases.first() else { break };
                shapes.push(last_of(base).to_ascii_lowercase());
                (file, path) = (at, base);
            }
        }
        shapes
    }

    /// How values are kept by what converts them, all of which they pass through.
    fn of_converters(&self, file: u32, converters: &[String]) -> Keeping {
        let mut found = Keeping::Plain;
        for path in converters {
            match self.of_type(file, path, 0) {
                Keeping::Open(Cause { unresolved, .. }) => {
                    let why =
                        format!("its values pass `{path}`, of which it is not known whether it encrypts");
                    found = Keeping::Open(Cause { unresolved, why });
                }
                kept @ (Keeping::Encrypted(_) | Keeping::Hashed(_)) => return kept,
                _ => {}
            }
        }
        found
    }

    /// True when the column's own type is one of bytes.
    pub(crate) fn is_bytes(&self, file: u32, column: &Column) -> bool {
        matches!(self.of_types(file, &column.types, 0), Keeping::Bytes(_))
    }

    /// The first type decides; a later one, of the annotation or a decorator, can only add that it encrypts, or seems
    /// to by its name.
    fn of_types(&self, file: u32, types: &[String], depth: u32) -> Keeping {
        let mut first = None;
        for path in types {
            let found = self.of_type(file, path, depth);
            if matches!(found, Keeping::Encrypted(_) | Keeping::Hashed(_)) {
                return found;
            }
            if first.is_some() && matches!(found, Keeping::Open(_)) && seems_to_encrypt(last_of(path)) {
                return found;
            }
            first.get_or_insert(found);
        }
        first.unwrap_or_else(|| {
            let why = "it names no type".to_owned();
            Keeping::Open(Cause { unresolved: "type".to_owned(), why })
        })
    }

    fn of_type(&self, file: u32, path: &str, depth: u32) -> Keeping {
        let open = |why: String| Keeping::Open(Cause { unresolved: path.to_owned(), why });
        if let Some((library, name)) = path.split_once(':') {
            return of_library_named(library, name).unwrap_or_else(|| {
                open(format!(
                    "its type `{name}` comes from `{library}`, of which it is not known how it keeps values"
                ))
            });
        }
        match self.names.resolve(file, path) {
            Resolved::Library(full) => of_library(&full).unwrap_or_else(|| {
                let module = full.rsplit_once('.').map_or(full.as_str(), |(module, _)| module);
                open(format!(
                    "its type `{path}` comes from `{module}`, of which it is not known how it keeps values"
                ))
            }),
            Resolved::Here { file: at, name } => {
                if let Some(of) = self.types.get(&(at, name.as_str())) {
                    return self.of_definition_named(at, &name, of, depth);
                }
                if name == "bytes" {
                    return Keeping::Bytes(name);
                }
                if WORDS.plain.names.contains(&name) {
                    return Keeping::Plain;
                }
                if let Some(found) = self.object_of_library(at, &name).and_then(|full| of_library(&full)) {
                    return found;
                }
                let place = &self.files[at as usize].path;
                open(format!("its type `{path}` is of {place}, where nothing shows how it keeps values"))
            }
            Resolved::Open(_) => open(format!("its type `{path}` could not be found")),
        }
    }

    /// The type of the library that is read off an object of Flask-SQLAlchemy: `db.String`.
    fn object_of_library(&self, file: u32, name: &str) -> Option<String> {
        let (object, ty) = name.split_once('.')?;
        (object == "db" || self.objects.contains(&(file, object))).then(|| format!("sqlalchemy.{ty}"))
    }

    /// The definition that a type leads to, or the library's own path.
    pub(crate) fn lead(&self, file: u32, path: &str) -> Option<Lead<'a>> {
        match self.names.resolve(file, path) {
            Resolved::Library(full) => Some(Lead::Library(full)),
            Resolved::Here { file: at, name } => match self.types.get(&(at, name.as_str())) {
                Some(of) => Some(Lead::Project(at, of)),
                None => self.object_of_library(at, &name).map(Lead::Library),
            },
            Resolved::Open(_) => None,
        }
    }

    fn of_definition_named(&self, file: u32, name: &str, of: &ColumnType, depth: u32) -> Keeping {
        match self.of_definition(file, of, depth) {
            Keeping::Encrypted(how) if of.binds => {
                Keeping::Encrypted(format!("`{name}` ({}) {how}", self.files[file as usize].path))
            }
            // It may take only what is encrypted already.
            Keeping::Plain if of.form == TypeForm::Class && seems_to_encrypt(name) => {
                let why = format!("nothing in its type `{name}` encrypts, and the name says that it does");
                Keeping::Open(Cause { unresolved: name.to_owned(), why })
            }
            found => found,
        }
    }

    /// How a type or helper of the project keeps values.
    pub(crate) fn of_definition(&self, file: u32, of: &ColumnType, depth: u32) -> Keeping {
        let open = |why: String| Keeping::Open(Cause { unresolved: "type".to_owned(), why });
        if depth > DEPTH {
            return open("its type is defined through too many others".to_owned());
        }
        let spoken = |words: &[String]| of.binds_through.iter().find(|call| speaks(call, words));
        if let Some(call) = spoken(&WORDS.calls.encrypt) {
            return Keeping::Encrypted(format!("binds through `{call}`"));
        }
        let above = match of.form {
            TypeForm::Class => self.of_bases(file, of, depth),
            _ => self.of_types(file, &of.bases, depth + 1),
        };
        if matches!(above, Keeping::Encrypted(_)) {
            return above;
        }
        if let Some(call) = spoken(&WORDS.calls.hash) {
            return Keeping::Hashed(format!("binds through `{call}`"));
        }
        let strange = of.binds_through.iter().find(|call| of.binds && !is_harmless(call));
        match strange {
            Some(call) => Keeping::Open(Cause {
                unresolved: call.clone(),
                why: format!(
                    "its type binds values through `{call}`, of which it is not known whether it encrypts"
                ),
            }),
            None => above,
        }
    }

    fn of_bases(&self, file: u32, of: &ColumnType, depth: u32) -> Keeping {
        let (mut plain, mut open, mut bytes) = (false, None, None);
        for base in &of.bases {
            match self.of_type(file, base, depth + 1) {
                found @ (Keeping::Encrypted(_) | Keeping::Hashed(_)) => return found,
                Keeping::Open(cause) => open = Some(cause),
                Keeping::Bytes(ty) => bytes = Some(ty),
                Keeping::Plain => plain = true,
            }
        }
        match open {
            _ if bytes.is_some() => Keeping::Bytes(bytes.unwrap_or_default()),
            // Without hooks of its own a class may have them from a base that is not known.
            Some(cause) if !plain || !of.binds => Keeping::Open(cause),
            _ if of.inner.is_empty() => Keeping::Plain,
            _ => self.of_type(file, &of.inner, depth + 1),
        }
    }
}

/// How the type of a library keeps values; none when that is not known.
fn of_library(full: &str) -> Option<Keeping> {
    of_library_named(full.split('.').next()?, last_of(full))
}

/// The same by the library's name and that of its type.
fn of_library_named(first: &str, last: &str) -> Option<Keeping> {
    for types in WORDS.types.iter().filter(|types| types.library == first) {
        if types.names.iter().any(|name| name == last) {
            let evidence = format!("its type is `{last}` of {}", types.library);
            return Some(match types.storage {
                Kind::Encrypted => Keeping::Encrypted(evidence),
                Kind::Hashed => Keeping::Hashed(evidence),
            });
        }
    }
    if !WORDS.plain.libraries.iter().any(|library| library == first) {
        return None;
    }
    let bytes = BYTES.iter().any(|bytes| bytes.eq_ignore_ascii_case(last));
    Some(if bytes { Keeping::Bytes(last.to_owned()) } else { Keeping::Plain })
}

/// True when a call encrypts, by its name.
pub(crate) fn encrypts(call: &str) -> bool {
    speaks(call, &WORDS.calls.encrypt)
}

/// The last segment of a path.
fn last_of(path: &str) -> &str {
    path.rsplit(['.', ':']).next().unwrap_or_default()
}

/// A call that leaves a value readable.
fn is_harmless(call: &str) -> bool {
    WORDS.calls.harmless.iter().any(|word| word == call)
}

/// A name that speaks of encryption, whatever it is the name of: `Encrypted`, `cipherField`.
fn seems_to_encrypt(name: &str) -> bool {
    let said = words_of(name);
    said.iter().any(|word| ["encrypt", "encrypted", "encryption", "cipher", "crypt"].contains(&word.as_str()))
}

/// True when the name of a call says one of the words: `encrypt_fernet` says `encrypt`, `decrypt` does not.
fn speaks(call: &str, words: &[String]) -> bool {
    /// A question about it, not the act.
    const ABOUT: &[&str] = &["is", "has", "should", "can", "needs", "un", "de", "no", "not"];
    let said = words_of(call);
    said.iter().any(|word| words.contains(word))
        && !said.first().is_some_and(|first| ABOUT.contains(&first.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_file_is_read() {
        let words: Words = toml::from_str(ENCRYPTION).unwrap();
        assert!(!words.plain.source.is_empty() && !words.calls.source.is_empty());
        assert!(words.types.iter().all(|types| !types.source.is_empty()));
    }

    #[test]
    fn a_call_says_by_whole_words_that_it_encrypts() {
        let encrypts = |call: &str| speaks(call, &WORDS.calls.encrypt);
        for call in
            ["encrypt", "encrypt_fernet", "encryptField", "pgp_sym_encrypt", "AES_ENCRYPT", "crypto_box_seal"]
        {
            assert!(encrypts(call), "{call}");
        }
        for call in ["decrypt", "is_encrypted", "should_encrypt", "unseal", "encryption_key", "dumps"] {
            assert!(!encrypts(call), "{call}");
        }
    }
}
