//! Whether the downgrade takes back what the upgrade did, by the net effect of both.
//!
//! One decision that is not obvious: what counts is what is there in the end, not which calls were made. A column
//! that is added, filled and renamed to the one it replaces is no new column, and an index goes with its table
//! (database.md 0.7: counting calls gave fifteen findings, most of them wrong; net effect gave the three that are
//! right and none that is wrong).

use review_facts::{MigrationStep, Operation};
use std::collections::{BTreeMap, BTreeSet};

/// Stands for a part of a name that is not known.
const HOLE: char = '\u{FFFC}';

/// What can be made and dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Thing {
    Table,
    Column,
    Index,
    Constraint,
    Type,
    View,
    Function,
    Trigger,
    Policy,
    RowSecurity,
    Schema,
    Extension,
    Sequence,
    Other,
}

impl Thing {
    fn noun(self) -> &'static str {
        match self {
            Thing::Table => "table",
            Thing::Column => "column",
            Thing::Index => "index",
            Thing::Constraint => "constraint",
            Thing::Type => "type",
            Thing::View => "view",
            Thing::Function => "function",
            Thing::Trigger => "trigger",
            Thing::Policy => "policy",
            Thing::RowSecurity => "row-level security",
            Thing::Schema => "schema",
            Thing::Extension => "extension",
            Thing::Sequence => "sequence",
            Thing::Other => "object",
        }
    }

    /// It belongs to a table and goes with it.
    fn is_on_table(self) -> bool {
        use Thing as T;
        matches!(self, T::Column | T::Index | T::Constraint | T::Trigger | T::Policy | T::RowSecurity)
    }
}

/// A thing by its table and name, in lower case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    thing: Thing,
    table: String,
    name: String,
}

/// What one direction leaves behind, with the step that did it.
#[derive(Debug, Default)]
struct Net {
    made: BTreeMap<Key, usize>,
    gone: BTreeMap<Key, usize>,
    /// Made and dropped again, or dropped and made again.
    touched: BTreeSet<Key>,
    /// Things of which one was dropped, or made, whose name is not known.
    nameless_gone: BTreeSet<(Thing, String)>,
    nameless_made: BTreeSet<(Thing, String)>,
    /// A step could not be read, so anything may have been done.
    opaque: bool,
}

/// An upgrade's step that the downgrade does not take back, and what would.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Missing {
    /// Position among the upgrade's steps.
    pub step: usize,
    /// `drop index ix_users_email`.
    pub inverse: String,
}

/// The steps of an upgrade that its downgrade does not take back, in their order. Nothing when the downgrade holds
/// what could not be read.
pub(super) fn missing(upgrade: &[&MigrationStep], downgrade: &[&MigrationStep]) -> Vec<Missing> {
    let aliases = aliases(upgrade.iter().chain(downgrade));
    let up = net(upgrade, &aliases);
    let down = net(downgrade, &aliases);
    if down.opaque {
        return Vec::new();
    }
    let made = up.made.iter().filter(|(key, _)| !is_dropped(key, upgrade, &up, &down));
    let gone = up.gone.iter().filter(|(key, _)| !is_made_again(key, &up, &down));
    let mut missing: Vec<Missing> = made
        .map(|(key, step)| Missing { step: *step, inverse: inverse("drop", "disable", key) })
        .chain(gone.map(|(key, step)| Missing { step: *step, inverse: inverse("create", "enable", key) }))
        .collect();
    missing.sort_by_key(|missing| missing.step);
    missing.dedup_by_key(|missing| missing.step);
    missing
}

fn inverse(verb: &str, security: &str, key: &Key) -> String {
    let verb = match (key.thing, verb) {
        (Thing::RowSecurity, _) => security,
        (Thing::Column | Thing::Constraint, "create") => "add",
        _ => verb,
    };
    let on = |name: &str| format!("{verb} {} {name}", key.thing.noun()).trim_end().to_owned();
    match (key.thing, key.table.is_empty(), key.name.is_empty()) {
        (Thing::Column, false, _) => on(&format!("{}.{}", key.table, key.name)),
        (Thing::RowSecurity, ..) => format!("{verb} row-level security on {}", key.table),
        (thing, false, true) if thing.is_on_table() => format!("{verb} {} on {}", thing.noun(), key.table),
        (thing, false, false) if thing.is_on_table() => format!("{} on {}", on(&key.name), key.table),
        _ => on(&key.name),
    }
}

/// What the upgrade made is no longer there after the downgrade.
fn is_dropped(key: &Key, upgrade: &[&MigrationStep], up: &Net, down: &Net) -> bool {
    let nameless = key.name.is_empty() || key.name.contains(HOLE) || key.table.contains(HOLE);
    if down.gone.contains_key(key) || down.touched.contains(key) || nameless_matches(&down.nameless_gone, key)
    {
        return true;
    }
    // Replaced by what was there before: `CREATE OR REPLACE`.
    if matches!(key.thing, Thing::Function | Thing::View | Thing::Trigger | Thing::Policy)
        && down.made.contains_key(key)
    {
        return true;
    }
    if key.thing.is_on_table() {
        let table = |net: &BTreeMap<Key, usize>| net.contains_key(&table_key(&key.table));
        if table(&down.gone) || table(&up.made) || down.touched.contains(&table_key(&key.table)) {
            return true;
        }
        // The table is not known: by the name of an index alone it may be any.
        if key.table.is_empty() && down.gone.keys().any(|gone| gone.thing == Thing::Table) {
            return true;
        }
    }
    let on_same = |thing: Thing| {
        down.gone.keys().chain(&down.touched).any(move |gone| gone.thing == thing && gone.table == key.table)
    };
    match key.thing {
        // They go with a column they are made of.
        Thing::Index | Thing::Constraint if on_same(Thing::Column) => true,
        Thing::Constraint if nameless => on_same(Thing::Constraint) || on_same(Thing::Index),
        // A unique constraint may be dropped as the index it is.
        Thing::Constraint | Thing::Index => {
            down.gone.keys().any(|gone| {
                matches!(gone.thing, Thing::Index | Thing::Constraint) && gone.name == key.name && !nameless
            }) || nameless
        }
        Thing::Column | Thing::Table if nameless => true,
        Thing::Table | Thing::View | Thing::Function | Thing::Type | Thing::Sequence => {
            down.gone.keys().any(|gone| gone.thing == Thing::Schema)
                // A sequence goes with the table or column that owns it.
                || (key.thing == Thing::Sequence
                    && down.gone.keys().any(|gone| matches!(gone.thing, Thing::Table | Thing::Column)))
        }
        // Others may use them too, and a second `IF NOT EXISTS` finds them there.
        Thing::Extension | Thing::Schema => up.made.get(key).is_some_and(|step| upgrade[*step].conditional),
        Thing::Trigger => down.gone.keys().any(|gone| gone.thing == Thing::Function),
        _ => nameless,
    }
}

/// What the upgrade dropped is there again after the downgrade.
fn is_made_again(key: &Key, up: &Net, down: &Net) -> bool {
    let nameless = key.name.is_empty() || key.name.contains(HOLE) || key.table.contains(HOLE);
    if nameless
        || down.made.contains_key(key)
        || down.touched.contains(key)
        || nameless_matches(&down.nameless_made, key)
    {
        return true;
    }
    if key.thing.is_on_table() {
        let table = table_key(&key.table);
        let goes = up.made.contains_key(&table) || up.gone.contains_key(&table);
        if goes || down.made.contains_key(&table) || down.touched.contains(&table) {
            return true;
        }
    }
    let made = |wanted: fn(Thing) -> bool| {
        down.made.keys().any(|made| wanted(made.thing) && (key.table.is_empty() || made.table == key.table))
    };
    match key.thing {
        // It comes back under another name, or with its column or table.
        Thing::Constraint => made(|thing| matches!(thing, Thing::Constraint | Thing::Column | Thing::Index)),
        Thing::Index => {
            made(|thing| matches!(thing, Thing::Column | Thing::Constraint))
                || (key.table.is_empty() && made(|thing| thing == Thing::Table))
                || down.made.keys().any(|made| made.thing == Thing::Index && made.name == key.name)
        }
        // A type that a column or table names is made with it by several tools.
        Thing::Type | Thing::Sequence => made(|thing| matches!(thing, Thing::Table | Thing::Column)),
        _ => false,
    }
}

fn nameless_matches(nameless: &BTreeSet<(Thing, String)>, key: &Key) -> bool {
    nameless.iter().any(|(thing, table)| {
        *thing == key.thing && (table.is_empty() || table.contains(HOLE) || *table == key.table)
    })
}

fn table_key(table: &str) -> Key {
    Key { thing: Thing::Table, table: String::new(), name: table.to_owned() }
}

/// One name for each table, whatever it is renamed to.
fn aliases<'s>(steps: impl Iterator<Item = &'s &'s MigrationStep>) -> BTreeMap<String, String> {
    let mut aliases: BTreeMap<String, String> = BTreeMap::new();
    for step in steps.filter(|step| step.operation == Operation::RenameTable) {
        let (old, new) = (step.table.to_lowercase(), step.new_name.to_lowercase());
        let one = aliases.get(&old).or_else(|| aliases.get(&new)).cloned().unwrap_or_else(|| old.clone());
        aliases.insert(old, one.clone());
        aliases.insert(new, one);
    }
    aliases
}

/// What is there in the end.
fn net(steps: &[&MigrationStep], aliases: &BTreeMap<String, String>) -> Net {
    let mut net = Net::default();
    for (position, step) in steps.iter().enumerate() {
        let Some((making, thing)) = change(step.operation) else {
            net.opaque |= super::effect::of(step).is_none();
            continue;
        };
        let key = key(step, thing, aliases);
        match making {
            Change::Make => net.make(key, position),
            Change::Drop => net.drop(key, position),
            Change::Rename => {
                let new = step.new_name.to_lowercase();
                let renamed = Key { name: new, ..key.clone() };
                net.drop(key, position);
                net.make(renamed, position);
            }
        }
    }
    net
}

impl Net {
    fn make(&mut self, key: Key, step: usize) {
        if key.name.contains(HOLE) || (key.name.is_empty() && key.thing.is_on_table()) {
            self.nameless_made.insert((key.thing, key.table.clone()));
        }
        if self.gone.remove(&key).is_some() {
            self.touched.insert(key);
        } else {
            self.made.entry(key).or_insert(step);
        }
    }

    fn drop(&mut self, key: Key, step: usize) {
        if key.name.contains(HOLE) || (key.name.is_empty() && key.thing.is_on_table()) {
            self.nameless_gone.insert((key.thing, key.table.clone()));
        }
        if key.thing == Thing::Table {
            self.made.retain(|made, _| !made.thing.is_on_table() || made.table != key.name);
        }
        if self.made.remove(&key).is_some() {
            self.touched.insert(key);
        } else {
            self.gone.entry(key).or_insert(step);
        }
    }
}

enum Change {
    Make,
    Drop,
    Rename,
}

/// What an operation makes or drops; none when it does neither.
fn change(operation: Operation) -> Option<(Change, Thing)> {
    use Change::{Drop, Make, Rename};
    use Operation as Op;
    Some(match operation {
        Op::CreateTable => (Make, Thing::Table),
        Op::DropTable => (Drop, Thing::Table),
        Op::RenameTable => (Rename, Thing::Table),
        Op::AddColumn => (Make, Thing::Column),
        Op::DropColumn => (Drop, Thing::Column),
        Op::RenameColumn => (Rename, Thing::Column),
        Op::CreateIndex => (Make, Thing::Index),
        Op::DropIndex => (Drop, Thing::Index),
        Op::RenameIndex => (Rename, Thing::Index),
        Op::AddConstraint => (Make, Thing::Constraint),
        Op::DropConstraint => (Drop, Thing::Constraint),
        Op::RenameConstraint => (Rename, Thing::Constraint),
        Op::CreateType => (Make, Thing::Type),
        Op::DropType => (Drop, Thing::Type),
        Op::RenameType => (Rename, Thing::Type),
        Op::CreateView => (Make, Thing::View),
        Op::DropView => (Drop, Thing::View),
        Op::CreateFunction => (Make, Thing::Function),
        Op::DropFunction => (Drop, Thing::Function),
        Op::CreateTrigger => (Make, Thing::Trigger),
        Op::DropTrigger => (Drop, Thing::Trigger),
        Op::CreatePolicy => (Make, Thing::Policy),
        Op::DropPolicy => (Drop, Thing::Policy),
        Op::EnableRls => (Make, Thing::RowSecurity),
        Op::DisableRls => (Drop, Thing::RowSecurity),
        Op::CreateSchema => (Make, Thing::Schema),
        Op::DropSchema => (Drop, Thing::Schema),
        Op::CreateExtension => (Make, Thing::Extension),
        Op::DropExtension => (Drop, Thing::Extension),
        Op::CreateSequence => (Make, Thing::Sequence),
        Op::DropSequence => (Drop, Thing::Sequence),
        Op::CreateOther => (Make, Thing::Other),
        Op::DropOther => (Drop, Thing::Other),
        _ => return None,
    })
}

fn key(step: &MigrationStep, thing: Thing, aliases: &BTreeMap<String, String>) -> Key {
    let lower = |text: &str| text.to_lowercase();
    if thing == Thing::Table {
        return Key { thing, table: String::new(), name: lower(&step.table) };
    }
    let table = lower(&step.table);
    let table = aliases.get(&table).cloned().unwrap_or(table);
    let name = match thing {
        Thing::RowSecurity => table.clone(),
        // PostgreSQL's own name of an index without one.
        Thing::Index if step.object.is_empty() && !step.columns.is_empty() => {
            format!("{table}_{}_idx", lower(&step.columns.join("_")))
        }
        _ => lower(&step.object),
    };
    let table = if thing.is_on_table() { table } else { String::new() };
    Key { thing, table, name }
}

#[cfg(test)]
mod tests {
    use super::*;
    use review_facts::Word;

    /// Steps written as `add-column users.phone`, `rename-table a > b`, `add-constraint orders.`.
    fn steps(texts: &[&str]) -> Vec<MigrationStep> {
        texts
            .iter()
            .map(|text| {
                let (operation, of) = text.split_once(' ').unwrap_or((text, ""));
                let operation =
                    Operation::ALL.iter().copied().find(|known| known.word() == operation).unwrap();
                let (of, new_name) = of.split_once(" > ").unwrap_or((of, ""));
                let (table, object) = match of.split_once('.') {
                    Some((table, object)) => (table, object),
                    None if change(operation).is_some_and(|(_, thing)| thing == Thing::Table) => (of, ""),
                    None => ("", of),
                };
                let (table, object, new_name) = (table.to_owned(), object.to_owned(), new_name.to_owned());
                MigrationStep { operation, table, object, new_name, ..MigrationStep::default() }
            })
            .collect()
    }

    fn lacks(upgrade: &[&str], downgrade: &[&str]) -> Vec<String> {
        let (upgrade, downgrade) = (steps(upgrade), steps(downgrade));
        let missing = missing(&upgrade.iter().collect::<Vec<_>>(), &downgrade.iter().collect::<Vec<_>>());
        missing.into_iter().map(|missing| missing.inverse).collect()
    }

    #[test]
    fn what_was_made_is_dropped_and_what_was_dropped_is_made() {
        assert_eq!(lacks(&["create-table a"], &["drop-table b"]), ["drop table a"]);
        assert_eq!(lacks(&["add-column a.x", "add-column a.y"], &["drop-column a.y"]), ["drop column a.x"]);
        assert_eq!(lacks(&["drop-column a.x"], &["alter-column a.y"]), ["add column a.x"]);
        assert_eq!(lacks(&["drop-table a"], &["create-index b.i"]), ["create table a"]);
        assert_eq!(lacks(&["create-type t"], &["drop-table a"]), ["drop type t"]);
        assert_eq!(lacks(&["enable-rls a."], &["drop-policy a.p"]), ["disable row-level security on a"]);
        assert_eq!(lacks(&["create-policy a.p"], &["disable-rls a."]), ["drop policy p on a"]);
        assert_eq!(lacks(&["rename-table a > b"], &["drop-index a.i"]), ["drop table b"]);
        assert_eq!(lacks(&["create-table a"], &["drop-table A"]), [""; 0]);
    }

    #[test]
    fn names_and_tables_change_on_the_way() {
        let renamed = ["rename-table a > b", "create-index b.i", "rename-column b.x > y"];
        assert_eq!(
            lacks(&renamed, &["rename-column b.y > x", "drop-index b.i", "rename-table b > a"]),
            [""; 0]
        );
        assert_eq!(
            lacks(&renamed, &["rename-table b > a", "rename-column a.y > x", "drop-index a.i"]),
            [""; 0]
        );
        let replaced = ["add-column a.new", "drop-column a.x", "rename-column a.new > x"];
        assert_eq!(lacks(&replaced, &["alter-column a.x"]), [""; 0]);
    }

    #[test]
    fn what_goes_with_its_table_or_column_needs_no_step() {
        let upgrade = ["create-table a", "create-index a.i", "add-constraint a.c", "create-trigger a.t"];
        assert_eq!(lacks(&upgrade, &["drop-table a"]), [""; 0]);
        assert_eq!(lacks(&["add-column a.x", "create-index a.i"], &["drop-column a.x"]), [""; 0]);
        assert_eq!(lacks(&["drop-index a.i", "drop-table a"], &["create-table a"]), [""; 0]);
    }

    #[test]
    fn nameless_constraints_are_any() {
        assert_eq!(lacks(&["add-constraint a."], &["drop-constraint a.a_x_fkey"]), [""; 0]);
        assert_eq!(lacks(&["add-constraint a.c"], &["drop-constraint a."]), [""; 0]);
        assert_eq!(
            lacks(
                &["drop-constraint a.c", "add-constraint a."],
                &["drop-constraint a.", "add-constraint a."]
            ),
            [""; 0]
        );
        assert_eq!(lacks(&["drop-constraint a.c"], &["drop-index b.i"]), ["add constraint c on a"]);
    }

    #[test]
    fn what_could_not_be_read_keeps_silent() {
        assert_eq!(lacks(&["create-table a"], &["opaque"]), [""; 0]);
        assert_eq!(lacks(&["create-table a"], &["drop-table \u{FFFC}", "drop-table b"]), [""; 0]);
        assert_eq!(lacks(&["create-table \u{FFFC}"], &["drop-table b"]), [""; 0]);
        assert_eq!(lacks(&["opaque", "create-table a"], &["drop-table b"]), ["drop table a"]);
    }

    #[test]
    fn both_made_and_dropped_is_neither() {
        assert_eq!(lacks(&["create-table tmp", "insert tmp", "drop-table tmp"], &["update a"]), [""; 0]);
        assert_eq!(lacks(&["drop-index a.i", "create-index a.i"], &["update a"]), [""; 0]);
    }
}
