//! How a column is written into a model of each system, and how an encryption is taken off one.
//!
//! Hosts are found by their text alone, so that nothing is sown only where the recognisers look.

use review_facts::Language;

/// A system of models.
pub struct Writer {
    pub name: &'static str,
    languages: &'static [Language],
    /// What stands in every file that can be a host.
    sign: &'static str,
    /// Given a line and the text of its file: what is written instead of the line, with `NAME` for the name in lower
    /// case with underscores, `Name` for it in camel case. None where the line opens no model.
    host: fn(&str, &str) -> Option<String>,
}

const SCRIPTS: &[Language] = &[Language::TypeScript, Language::Tsx, Language::JavaScript];

pub const WRITERS: [Writer; 12] = [
    Writer { name: "sqlalchemy", languages: &[Language::Python], sign: "Column", host: sqlalchemy },
    Writer { name: "sqlmodel", languages: &[Language::Python], sign: "table=True", host: sqlmodel },
    Writer { name: "django", languages: &[Language::Python], sign: "django.db", host: django },
    Writer { name: "tortoise", languages: &[Language::Python], sign: "tortoise", host: tortoise },
    Writer { name: "prisma", languages: &[Language::Prisma], sign: "model ", host: prisma },
    Writer { name: "typeorm", languages: SCRIPTS, sign: "'typeorm'", host: typeorm },
    Writer { name: "mikro-orm", languages: SCRIPTS, sign: "@mikro-orm/core", host: mikroorm },
    Writer { name: "drizzle", languages: SCRIPTS, sign: "drizzle-orm/", host: drizzle },
    Writer { name: "diesel", languages: &[Language::Rust], sign: "table! {", host: diesel },
    Writer { name: "sea-orm", languages: &[Language::Rust], sign: "DeriveEntityModel", host: sea_orm },
    Writer { name: "sequelize", languages: SCRIPTS, sign: "equelize", host: sequelize },
    Writer { name: "mongoose", languages: SCRIPTS, sign: "mongoose", host: mongoose },
];

impl Writer {
    /// The texts of the file with a column of that name written into one of its models each.
    pub fn sown(&self, path: &str, language: Language, text: &str, name: &str) -> Vec<String> {
        if !self.languages.contains(&language) || !text.contains(self.sign) || is_aside(path) {
            return Vec::new();
        }
        let mut sown = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            if let Some(instead) = (self.host)(line, text) {
                let instead = instead.replace("NAME", name).replace("Name", &camel(name));
                sown.push(format!("{}{instead}{}", &text[..at], &text[at + line.len()..]));
            }
            at += line.len();
        }
        sown
    }
}

/// Tests, examples and migrations: their columns are none of the project.
fn is_aside(path: &str) -> bool {
    let aside = [
        "test", "spec", "example", "migrat", "version", "alembic", "revision", "fixture", "seed", "e2e", "__",
    ];
    let aside_of_packages = ["docs/", "scripts/", "templates/", "demo", "bench", "playground", "sandbox"];
    let path = path.to_ascii_lowercase();
    aside.iter().chain(&aside_of_packages).any(|word| path.replace("__init__", "").contains(word))
}

fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |camel, word| {
        let mut letters = word.chars();
        letters
            .next()
            .map(|c| format!("{camel}{}{}", c.to_ascii_uppercase(), letters.as_str()))
            .unwrap_or(camel)
    })
}

fn indent(line: &str) -> &str {
    &line[..line.len() - line.trim_start().len()]
}

/// Before any other column.
fn sqlalchemy(line: &str, text: &str) -> Option<String> {
    let (target, value) = line.trim().split_once(" = ")?;
    let (name, callee) = (target.split(':').next()?, value.split_once('(')?.0);
    let maker = callee.rsplit('.').next()?;
    if indent(line) != "    "
        || name.contains([' ', '.', '('])
        || !matches!(maker, "Column" | "mapped_column")
    {
        return None;
    }
    let library = &callee[..callee.len() - maker.len()];
    let imported = [" String,", " String\n"].iter().any(|import| text.contains(import));
    let types = [library, "", "sa.", "db."];
    let holds =
        [!library.is_empty(), imported, text.contains("import sqlalchemy as sa"), text.contains("db.String")];
    let (types, _) = types.iter().zip(holds).find(|(_, holds)| *holds)?;
    Some(format!("    NAME = {callee}({types}String(20))\n{line}"))
}

fn sqlmodel(line: &str, _: &str) -> Option<String> {
    let is_table = line.starts_with("class ") && line.trim_end().ends_with("table=True):");
    is_table.then(|| format!("{line}    NAME: str | None = None\n"))
}

fn django(line: &str, _: &str) -> Option<String> {
    let is_model = line.starts_with("class ") && line.trim_end().ends_with("(models.Model):");
    is_model.then(|| format!("{line}    NAME = models.CharField(max_length=20)\n"))
}

fn tortoise(line: &str, _: &str) -> Option<String> {
    line.starts_with("    id = fields.")
        .then(|| format!("    NAME = fields.CharField(max_length=20)\n{line}"))
}

fn prisma(line: &str, _: &str) -> Option<String> {
    (line.starts_with("model ") && line.trim_end().ends_with('{')).then(|| format!("{line}  NAME String?\n"))
}

fn typeorm(line: &str, text: &str) -> Option<String> {
    let key = line.trim_start().starts_with("@PrimaryGeneratedColumn(") && text.contains(" Column,");
    let indent = indent(line);
    key.then(|| format!("{indent}@Column({{ type: 'varchar' }})\n{indent}Name!: string;\n\n{line}"))
}

/// A class whose key is decorated, and the properties of `defineEntity`.
fn mikroorm(line: &str, text: &str) -> Option<String> {
    let indent = indent(line);
    if line.trim() == "properties: {" && text.contains("defineEntity, p ") {
        return Some(format!("{line}{indent}  Name: p.string(),\n"));
    }
    let key = line.trim_start().starts_with("@PrimaryKey(") && text.contains(" Property,");
    key.then(|| format!("{indent}@Property({{ columnType: \"text\" }})\n{indent}Name!: string\n\n{line}"))
}

fn drizzle(line: &str, text: &str) -> Option<String> {
    let made = ["= pgTable(", "= mysqlTable(", "= sqliteTable("].iter().any(|made| line.contains(made));
    let opens = made && line.trim_end().ends_with('{') && text.contains("text(");
    opens.then(|| format!("{line}\tName: text(\"NAME\"),\n"))
}

fn diesel(line: &str, _: &str) -> Option<String> {
    line.trim_start()
        .starts_with("id -> ")
        .then(|| format!("{}NAME -> Nullable<Text>,\n{line}", indent(line)))
}

fn sea_orm(line: &str, _: &str) -> Option<String> {
    (line == "pub struct Model {\n").then(|| format!("{line}    pub NAME: Option<String>,\n"))
}

/// A model's description, and a class of sequelize-typescript.
fn sequelize(line: &str, text: &str) -> Option<String> {
    let describes =
        line.contains("equelize.define(") && line.trim_end().ends_with('{') && text.contains("DataTypes");
    if describes {
        return Some(format!("{line}    NAME: DataTypes.STRING,\n"));
    }
    let key =
        line.trim() == "@PrimaryKey" && text.contains("sequelize-typescript") && text.contains("  Column,");
    key.then(|| format!("{0}@Column\n{0}Name: string;\n\n{line}", indent(line)))
}

fn mongoose(line: &str, _: &str) -> Option<String> {
    let made = line.contains("new mongoose.Schema(") || line.contains("new Schema(");
    (made && line.trim_end().ends_with("({")).then(|| format!("{line}  NAME: String,\n"))
}

/// A file with one encryption taken off.
pub struct Stripped {
    pub text: String,
    pub of: Of,
}

/// Whose encryption it was.
#[derive(Clone, Copy, PartialEq)]
pub enum Of {
    /// That of a column's type, decorator, mark, converter or plugin.
    Type,
    /// What a setter of its class calls.
    Setter,
    /// What a value passes that is written to it.
    Write,
}

/// The file with each of its encryptions taken off in turn.
pub fn stripped(path: &str, language: Language, text: &str) -> Vec<Stripped> {
    match language {
        // Entities of libraries stand in their tests.
        Language::TypeScript | Language::JavaScript => script(text),
        _ if is_aside(path) => Vec::new(),
        Language::Python if text.contains("django.db") => django_fields(text),
        Language::Python => python(text),
        Language::Prisma => prisma_marks(text),
        _ => Vec::new(),
    }
}

/// `EncryptedCharField(…)` becomes `models.TextField(…)`.
fn django_fields(text: &str) -> Vec<Stripped> {
    let mut stripped = Vec::new();
    for (at, _) in text.match_indices("Field(") {
        let end = at + "Field".len();
        let start = text[..at].rfind(|c: char| !is_path(c)).map_or(0, |start| start + 1);
        if text[..start].ends_with(" = ") && text[start..end].contains("Encrypted") {
            let text = format!("{}models.TextField{}", &text[..start], &text[end..]);
            stripped.push(Stripped { text, of: Of::Type });
        }
    }
    stripped
}

/// Decorators, transformers and plugins that encrypt, and calls that a setter or a write passes a value through.
fn script(text: &str) -> Vec<Stripped> {
    let mut stripped = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let (start, end) = (at, at + line.len());
        at = end;
        let bare = line.trim();
        let mut without = |instead: &str, from: usize, to: usize, of: Of| {
            stripped.push(Stripped { text: format!("{}{instead}{}", &text[..from], &text[to..]), of });
        };
        if bare.starts_with("@Encrypted") && bare.len() < 30 {
            without("", start, end, Of::Type);
        } else if let Some(key) = line.find("transformer:").filter(|_| text.contains("typeorm")) {
            without("was", start + key, start + key + "transformer".len(), Of::Type);
        } else if line.contains(".plugin(")
            && line.contains("ncrypt")
            && let Some(closed) = line.find(".plugin(").and_then(|open| closing(text, start + open + 7))
        {
            without("", start, closed, Of::Type);
        } else if let Some(call) = line.find("ncrypt(") {
            let name = line[..call].rfind(|c: char| !is_path(c)).map_or(0, |name| name + 1);
            let open = call + line[call..].find('(').unwrap_or_default();
            let before = line[..name].trim_end();
            let before = before.strip_suffix("await").unwrap_or(before).trim_end();
            let decrypts = line[name..open].to_ascii_lowercase().contains("decrypt");
            if before.contains("setDataValue(") && !decrypts {
                without("String", start + name, start + open, Of::Setter);
            } else if before.ends_with(':') && !decrypts {
                without("String", start + name, start + open, Of::Write);
            }
        }
    }
    stripped
}

fn is_path(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.')
}

/// `Column(StringEncryptedType(…))` becomes `Column(Text)`, `self.data = encrypt_fernet(…)` becomes `= str(…)`.
fn python(text: &str) -> Vec<Stripped> {
    let mut stripped = Vec::new();
    for (at, _) in text.match_indices("Encrypted") {
        let start =
            text[..at].rfind(|c: char| !c.is_alphanumeric() && c != '_' && c != '.').map_or(0, |i| i + 1);
        let end = at + text[at..].find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len() - at);
        let before = text[..start].trim_end();
        let given = ["Column(", "mapped_column(", "as_mutable("].iter().any(|call| before.ends_with(call))
            || {
                let line = before.rsplit('\n').next().unwrap_or_default();
                before.ends_with(',') && line.contains("Column(\"")
            };
        let closed = match text[end..].starts_with('(') {
            true => closing(text, end),
            false => Some(end),
        };
        if let Some(closed) = closed.filter(|_| given) {
            let plain = if text.contains("db.Column") { "db.Text" } else { "Text" };
            let text = format!("{}{plain}{}", &text[..start], &text[closed..]);
            stripped.push(Stripped { text, of: Of::Type });
        }
    }
    for sign in [" = encrypt", " = await encrypt"] {
        for (at, _) in text.match_indices(sign) {
            let line = text[..at].rsplit('\n').next().unwrap_or_default();
            let name = &text[at + sign.len()..];
            let end = name.find('(').unwrap_or(0);
            if line.trim_start().starts_with("self.") && end < 40 {
                let text = format!("{} = str{}", &text[..at], &name[end..]);
                stripped.push(Stripped { text, of: Of::Setter });
            }
        }
    }
    stripped
}

/// Behind the parenthesis that closes the one at `open`.
fn closing(text: &str, open: usize) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text[open..].char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(open + at + 1);
        }
    }
    None
}

fn prisma_marks(text: &str) -> Vec<Stripped> {
    let marks = text.match_indices("/// @encrypted");
    let without = |at: usize, mark: &str| format!("{}//{}", &text[..at], &text[at + mark.len()..]);
    marks.map(|(at, mark)| Stripped { text: without(at, mark), of: Of::Type }).collect()
}
