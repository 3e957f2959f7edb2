//! Names that only sound sensitive stay silent, in every system of models; beside each stands one that is.

use crate::project::{options, project};
use review_engine::{Checklist, Options, RuleSet, judge};

#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Of {
    Text,
    Truth,
    Time,
    Count,
}

/// From frameworks.md 5.6: states and times, counts, ids and labels of others, words that contain one.
const NAMES: [(&str, Of); 24] = [
    ("phone_verified", Of::Truth),
    ("has_bank_account", Of::Truth),
    ("hide_phone", Of::Truth),
    ("tax_id_required", Of::Truth),
    ("diagnosis", Of::Truth),
    ("date_of_birth_confirmed_at", Of::Time),
    ("passport_number", Of::Time),
    ("kra_pin_updated_at", Of::Time),
    ("salary_count", Of::Count),
    ("allergies", Of::Count),
    ("phone_number_id", Of::Text),
    ("bank_account_type", Of::Text),
    ("passport_number_status", Of::Text),
    ("iban_hash", Of::Text),
    ("card_number_last4", Of::Text),
    ("national_id_encrypted", Of::Text),
    ("masked_card_number", Of::Text),
    ("participant_id", Of::Text),
    ("race_condition", Of::Text),
    ("company_panel", Of::Text),
    ("business_tips", Of::Text),
    ("pinned", Of::Text),
    ("megaphone", Of::Text),
    ("public_key", Of::Text),
];

/// A system of models: the file, what stands around the columns, and its words for the types.
struct System {
    path: &'static str,
    before: &'static str,
    after: &'static str,
    column: fn(&str, Of) -> String,
}

const SYSTEMS: [System; 5] = [
    System {
        path: "app/models.py",
        before: "from sqlalchemy import Boolean, Column, DateTime, Integer, String\nfrom sqlalchemy.orm import declarative_base\n\nBase = declarative_base()\n\n\nclass Person(Base):\n    __tablename__ = \"people\"\n    id = Column(Integer, primary_key=True)\n",
        after: "",
        column: |name, of| {
            let ty = ["String(40)", "Boolean", "DateTime", "Integer"][of as usize];
            format!("    {name} = Column({ty})\n")
        },
    },
    System {
        path: "app/accounts.py",
        before: "from datetime import datetime\nfrom sqlmodel import Field, SQLModel\n\n\nclass Person(SQLModel, table=True):\n    id: int | None = Field(default=None, primary_key=True)\n",
        after: "",
        column: |name, of| {
            format!("    {name}: {} | None = None\n", ["str", "bool", "datetime", "int"][of as usize])
        },
    },
    System {
        path: "prisma/schema.prisma",
        before: "model Person {\n  id Int @id\n",
        after: "}\n",
        column: |name, of| format!("  {name} {}?\n", ["String", "Boolean", "DateTime", "Int"][of as usize]),
    },
    System {
        path: "models/person.js",
        before: "module.exports = (sequelize, DataTypes) =>\n  sequelize.define('Person', {\n",
        after: "  });\n",
        column: |name, of| {
            format!("    {name}: DataTypes.{},\n", ["STRING", "BOOLEAN", "DATE", "INTEGER"][of as usize])
        },
    },
    System {
        path: "models/person.model.js",
        before: "const mongoose = require('mongoose');\n\nconst person = new mongoose.Schema({\n",
        after: "});\nmodule.exports = mongoose.model('Person', person);\n",
        column: |name, of| format!("  {name}: {},\n", ["String", "Boolean", "Date", "Number"][of as usize]),
    },
];

#[test]
fn names_that_only_sound_sensitive_stay_silent() {
    let rules = RuleSet::builtin().unwrap();
    let options = Options { rules: vec!["sensitive-column-unencrypted".to_owned()], ..options() };
    for system in &SYSTEMS {
        let columns: String = NAMES.iter().map(|(name, of)| (system.column)(name, *of)).collect();
        let text = |more: &str| format!("{}{columns}{more}{}", system.before, system.after);
        let told = |text: &str| {
            let outcome = judge(&project(&[(system.path, text)]), &rules, &Checklist::default(), &options);
            let findings = outcome.findings.into_iter().map(|finding| finding.message);
            findings.chain(outcome.asks.into_iter().map(|ask| ask.question)).collect::<Vec<_>>()
        };
        assert_eq!(told(&text("")), Vec::<String>::new(), "{}", system.path);
        let one = told(&text(&(system.column)("national_id", Of::Text)));
        assert!(matches!(one.as_slice(), [one] if one.contains("national_id")), "{}: {one:?}", system.path);
    }
}
