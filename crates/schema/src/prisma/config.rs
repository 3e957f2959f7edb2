//! Where the data lies and what is generated for it.

use super::schema::Name;
use super::value::{Node, Value, Values};
use review_facts::Span;

/// `datasource db { … }`
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Datasource {
    /// Its name, which native types begin with: `db` in `@db.Text`.
    pub name: Name,
    /// From the keyword to the closing brace.
    pub span: Span,
    /// Its settings, in order.
    pub settings: Vec<Setting>,
}

/// `generator client { … }`
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Generator {
    /// Its name.
    pub name: Name,
    /// From the keyword to the closing brace.
    pub span: Span,
    /// Its settings, in order.
    pub settings: Vec<Setting>,
}

/// `provider = "postgresql"`
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Setting {
    /// What stands before the equals sign.
    pub key: Name,
    pub(super) nodes: Vec<Node>,
}

impl Setting {
    /// What stands behind the equals sign; none when nothing readable does.
    pub fn value(&self) -> Option<Value<'_>> {
        Values::of(&self.nodes).next()
    }
}

impl Datasource {
    /// The value of a setting.
    pub fn setting(&self, key: &str) -> Option<Value<'_>> {
        setting(&self.settings, key)
    }

    /// The kind of database: `postgresql`.
    pub fn provider(&self) -> Option<&str> {
        self.setting("provider")?.string()
    }

    /// The address of the database as written, a string or a call: `env("DATABASE_URL")`.
    pub fn url(&self) -> Option<Value<'_>> {
        self.setting("url")
    }

    /// Who keeps relations whole, `foreignKeys` or `prisma`. Its name was `referentialIntegrity` up to 4.5.
    pub fn relation_mode(&self) -> Option<&str> {
        self.setting("relationMode").or_else(|| self.setting("referentialIntegrity"))?.string()
    }

    /// The schemas of the database that models lie in.
    pub fn schemas(&self) -> Vec<&str> {
        listed(self.setting("schemas"))
    }

    /// The extensions of PostgreSQL, as Prisma names them: `uuidOssp(map: "uuid-ossp")` is `uuidOssp`.
    pub fn extensions(&self) -> Vec<&str> {
        listed(self.setting("extensions"))
    }
}

impl Generator {
    /// The value of a setting.
    pub fn setting(&self, key: &str) -> Option<Value<'_>> {
        setting(&self.settings, key)
    }

    /// What generates: `prisma-client-js`.
    pub fn provider(&self) -> Option<&str> {
        self.setting("provider")?.string()
    }

    /// The folder that is generated, as written.
    pub fn output(&self) -> Option<&str> {
        self.setting("output")?.string()
    }

    /// The preview features that are on.
    pub fn preview_features(&self) -> Vec<&str> {
        listed(self.setting("previewFeatures"))
    }
}

fn setting<'a>(settings: &'a [Setting], key: &str) -> Option<Value<'a>> {
    settings.iter().find(|setting| setting.key.text == key)?.value()
}

fn listed(value: Option<Value<'_>>) -> Vec<&str> {
    value.map(|value| value.items().map(Value::text).collect()).unwrap_or_default()
}
