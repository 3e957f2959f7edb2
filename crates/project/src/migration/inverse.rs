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
        }
    }

    /// It belongs to a table and goes with it.
    fn is_on_table(self) -> bool {
        use Thing as T;
        matches!(self, T::Column | T::Index | T::Constraint | T::Trigger | T::Policy | T::RowSecurity)
    }
}

/// A thing by its table and name, in lower case. What has a name of its own in its schema (an index, a type) is
/// told apart by that alone: the statement that drops it names no table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    thing: Thing,
    table: String,
    name: String,
}

/// A step that made or dropped a thing, and the table of the thing, where it is known.
#[derive(Clone, Debug)]
struct By {
    step: usize,
    table: String,
}

/// What one direction leaves behind.
#[derive(Debug, Default)]
struct Net {
    made: BTreeMap<Key, By>,
    gone: BTreeMap<Key, By>,
    /// Made and dropped again, or dropped and made again.
    touched: BTreeMap<Key, By>,
    /// Things of which one was dropped, or made, whose name is not known.
    nameless_gone: BTreeSet<(Thing, String)>,
    nameless_made: BTreeSet<(Thing, String)>,
    /// Something was dropped together with what depends on it.
    cascades: bool,
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

/// The steps of an upgrade that its downgrade does not take back, in their order. None when the downgrade holds what
/// could not be read, so that nothing can be said of any.
pub(super) fn missing(upgrade: &[&MigrationStep], downgrade: &[&MigrationStep]) -> Option<Vec<Missing>> {
    let aliases = aliases(upgrade.iter().chain(downgrade));
    let up = net(upgrade, &aliases);
    let down = net(downgrade, &aliases);
    if down.opaque {
        return None;
    }
    let conditional = |by: &By| upgrade[by.step].conditional;
    let made = up.made.iter().filter(|(key, by)| !is_dropped(key, by, conditional(by), &up, &down));
    let gone = up.gone.iter().filter(|(key, by)| !is_made_again(key, by, conditional(by), &up, &down));
    let mut missing: Vec<Missing> = made
        .map(|(key, by)| Missing { step: by.step, inverse: inverse("drop", "disable", key, by) })
        .chain(gone.map(|(key, by)| Missing { step: by.step, inverse: inverse("create", "enable", key, by) }))
        .collect();
    missing.sort_by_key(|missing| missing.step);
    missing.dedup_by_key(|missing| missing.step);
    Some(missing)
}

/// It can be told of a step whether it is taken back: it makes, drops or renames something that has a name. What is
/// dropped only if it is there may never have been.
pub(super) fn is_comparable(step: &MigrationStep) -> bool {
    let Some((change, thing)) = change(step.operation) else { return false };
    let perhaps =
        step.conditional && matches!(change, Change::Drop) && !matches!(thing, Thing::Table | Thing::Column);
    !perhaps && !step.temporary && !step.table.contains(HOLE) && !step.object.contains(HOLE)
}

fn inverse(verb: &str, security: &str, key: &Key, by: &By) -> String {
    let verb = match (key.thing, verb) {
        (Thing::RowSecurity, _) => security,
        (Thing::Column | Thing::Constraint, "create") => "add",
        _ => verb,
    };
    let on = |name: &str| format!("{verb} {} {name}", key.thing.noun()).trim_end().to_owned();
    match (key.thing, by.table.is_empty(), key.name.is_empty()) {
        (Thing::Column, false, _) => on(&format!("{}.{}", by.table, key.name)),
        (Thing::RowSecurity, ..) => format!("{verb} row-level security on {}", by.table),
        (thing, false, true) if thing.is_on_table() => format!("{verb} {} on {}", thing.noun(), by.table),
        (thing, false, false) if thing.is_on_table() => format!("{} on {}", on(&key.name), by.table),
        _ => on(&key.name),
    }
}

/// What the upgrade made is no longer there after the downgrade.
fn is_dropped(key: &Key, by: &By, conditional: bool, up: &Net, down: &Net) -> bool {
    if down.gone.contains_key(key)
        || down.touched.contains_key(key)
        || is_nameless(key, by)
        || is_among(&down.nameless_gone, key, by)
    {
        return true;
    }
    // Replaced by what was there before: `CREATE OR REPLACE`. An index that can be made again went with its view.
    let replaced =
        [Thing::Function, Thing::View, Thing::Trigger, Thing::Policy, Thing::Index].contains(&key.thing);
    if replaced && down.made.contains_key(key) {
        return true;
    }
    if down.cascades && !matches!(key.thing, Thing::Table | Thing::Column) {
        return true;
    }
    if key.thing.is_on_table() && (down.drops_relation(&by.table) || up.makes_relation(&by.table)) {
        return true;
    }
    match key.thing {
        // They go with a column they are made of; a unique constraint may be dropped as the index it is.
        Thing::Index | Thing::Constraint => {
            let any_on_table = |thing: &Thing| down.drops_on(&by.table, *thing);
            down.drops_on(&by.table, Thing::Column)
                || (key.name.is_empty() && [Thing::Constraint, Thing::Index].iter().any(any_on_table))
                || down.gone.keys().any(|gone| {
                    matches!(gone.thing, Thing::Index | Thing::Constraint) && gone.name == key.name
                })
        }
        Thing::Table | Thing::View | Thing::Function | Thing::Type => {
            down.gone.keys().any(|gone| gone.thing == Thing::Schema)
        }
        // A sequence goes with the table or column that owns it.
        Thing::Sequence => {
            down.gone.keys().any(|gone| matches!(gone.thing, Thing::Table | Thing::Column | Thing::Schema))
        }
        // Others may use them too, and a second `IF NOT EXISTS` finds them there.
        Thing::Extension | Thing::Schema => conditional,
        Thing::Trigger => down.gone.keys().any(|gone| gone.thing == Thing::Function),
        _ => false,
    }
}

/// What the upgrade dropped is there again after the downgrade.
fn is_made_again(key: &Key, by: &By, conditional: bool, up: &Net, down: &Net) -> bool {
    if down.made.contains_key(key)
        || down.touched.contains_key(key)
        || is_nameless(key, by)
        || is_among(&down.nameless_made, key, by)
    {
        return true;
    }
    // What is dropped only if it is there may never have been.
    if conditional && !matches!(key.thing, Thing::Table | Thing::Column) {
        return true;
    }
    // What stood on a table that the upgrade itself makes or drops is a matter of that table.
    if key.thing.is_on_table()
        && (down.makes_relation(&by.table)
            || up.makes_relation(&by.table)
            || up.drops_relation(&by.table)
            || down.touches_relation(&by.table))
    {
        return true;
    }
    match key.thing {
        // It comes back under another name, or with its column or table.
        Thing::Constraint => [Thing::Constraint, Thing::Column, Thing::Index]
            .iter()
            .any(|thing| down.makes_on(&by.table, *thing)),
        Thing::Index => {
            [Thing::Column, Thing::Constraint].iter().any(|thing| down.makes_on(&by.table, *thing))
        }
        // A type that a column or table names is made with it by several tools.
        Thing::Type | Thing::Sequence => {
            down.made.keys().any(|made| matches!(made.thing, Thing::Table | Thing::Column))
        }
        _ => false,
    }
}

fn is_nameless(key: &Key, by: &By) -> bool {
    let unknown = |text: &str| text.contains(HOLE);
    let nameless = unknown(&key.name) || unknown(&by.table);
    nameless || (key.name.is_empty() && key.thing != Thing::Constraint)
}

fn is_among(nameless: &BTreeSet<(Thing, String)>, key: &Key, by: &By) -> bool {
    nameless.iter().any(|(thing, table)| {
        *thing == key.thing && (table.is_empty() || table.contains(HOLE) || *table == by.table)
    })
}

impl Net {
    /// A table or view of that name is dropped. One whose name is not known may be any.
    fn drops_relation(&self, table: &str) -> bool {
        self.gone.iter().chain(&self.touched).any(|(key, by)| is_relation(key, by, table))
            || (table.is_empty() && self.gone.keys().any(|key| key.thing == Thing::Table))
    }

    fn makes_relation(&self, table: &str) -> bool {
        self.made.iter().any(|(key, by)| is_relation(key, by, table))
    }

    fn touches_relation(&self, table: &str) -> bool {
        self.touched.iter().any(|(key, by)| is_relation(key, by, table))
    }

    fn drops_on(&self, table: &str, thing: Thing) -> bool {
        let mut all = self.gone.iter().chain(&self.touched);
        all.any(|(key, by)| key.thing == thing && (table.is_empty() || by.table == table))
    }

    fn makes_on(&self, table: &str, thing: Thing) -> bool {
        let mut all = self.made.iter().chain(&self.touched);
        all.any(|(key, by)| key.thing == thing && (table.is_empty() || by.table == table))
    }

    fn make(&mut self, key: Key, by: By) {
        if is_any(&key) {
            self.nameless_made.insert((key.thing, by.table.clone()));
        }
        if self.gone.remove(&key).is_some() {
            self.touched.insert(key, by);
        } else {
            self.made.entry(key).or_insert(by);
        }
    }

    fn drop(&mut self, key: Key, by: By) {
        if is_any(&key) {
            self.nameless_gone.insert((key.thing, by.table.clone()));
        }
        if self.made.remove(&key).is_some() {
            self.touched.insert(key, by);
        } else {
            self.gone.entry(key).or_insert(by);
        }
    }
}

fn is_relation(key: &Key, by: &By, table: &str) -> bool {
    matches!(key.thing, Thing::Table | Thing::View) && by.table == table
}

/// Its name is not known, or it has none: it stands for any of its sort.
fn is_any(key: &Key) -> bool {
    key.name.contains(HOLE) || (key.name.is_empty() && key.thing.is_on_table())
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
        let Some((making, thing)) = change(step.operation).or_else(|| view_renamed(step, &net)) else {
            // What is done to a table nobody can name may be anything.
            let nameless = step.operation == Operation::AlterTable && step.table.contains(HOLE);
            net.opaque |= nameless || super::effect::of(step).is_none();
            continue;
        };
        net.cascades |= step.cascade;
        let alias = |table: &str| aliases.get(table).cloned().unwrap_or_else(|| table.to_owned());
        let (key, table) = key(step, thing, &alias);
        let by = |table: String| By { step: position, table };
        match making {
            Change::Make => net.make(key, by(table)),
            Change::Drop => {
                // What lies on it goes with it; under another name it stays.
                if matches!(thing, Thing::Table | Thing::View) {
                    net.made.retain(|made, on| !made.thing.is_on_table() || on.table != table);
                }
                net.drop(key, by(table));
            }
            Change::Rename => {
                let new = step.new_name.to_lowercase();
                let renamed = Key { name: new, ..key.clone() };
                net.drop(key, by(table.clone()));
                net.make(renamed, by(table));
            }
        }
    }
    // What ends with the session needs no step back, nor does what lies on it.
    let temporary: BTreeSet<String> = net
        .made
        .iter()
        .filter(|(key, by)| key.thing == Thing::Table && steps[by.step].temporary)
        .map(|(key, _)| key.name.clone())
        .collect();
    let is_lasting = |key: &Key, by: &By| {
        let on_temporary = key.thing.is_on_table() && temporary.contains(&by.table);
        !on_temporary && !steps[by.step].temporary
    };
    net.made.retain(|key, by| is_lasting(key, by));
    net
}

/// A view under a new name: SQL that renames other objects does not say of what kind they are, but here it was made or
/// dropped before.
fn view_renamed(step: &MigrationStep, net: &Net) -> Option<(Change, Thing)> {
    let of = |name: &str| Key { thing: Thing::View, table: String::new(), name: name.to_lowercase() };
    let known = |key: Key| net.made.contains_key(&key) || net.gone.contains_key(&key);
    let renames = step.operation == Operation::AlterOther && !step.new_name.is_empty();
    (renames && (known(of(&step.object)) || known(of(&step.new_name))))
        .then_some((Change::Rename, Thing::View))
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
        _ => return None,
    })
}

/// The key of what a step makes or drops, and the table it belongs to; of a table or view, itself.
fn key(step: &MigrationStep, thing: Thing, alias: &impl Fn(&str) -> String) -> (Key, String) {
    let written = step.table.to_lowercase();
    let object = step.object.to_lowercase();
    let table = alias(&written);
    match thing {
        Thing::Table => (Key { thing, table: String::new(), name: written }, table),
        Thing::View => {
            let name = if object.is_empty() { written } else { object };
            (Key { thing, table: String::new(), name: name.clone() }, name)
        }
        // PostgreSQL's own name of an index without one.
        Thing::Index if object.is_empty() && !step.columns.is_empty() => {
            let name = format!("{table}_{}_idx", step.columns.join("_").to_lowercase());
            (Key { thing, table: String::new(), name }, table)
        }
        Thing::RowSecurity => (Key { thing, table: table.clone(), name: table.clone() }, table),
        Thing::Column | Thing::Constraint | Thing::Trigger | Thing::Policy => {
            (Key { thing, table: table.clone(), name: object }, table)
        }
        _ => (Key { thing, table: String::new(), name: object }, table),
    }
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
        missing.unwrap_or_default().into_iter().map(|missing| missing.inverse).collect()
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
    fn a_view_that_is_rebuilt_under_another_name_is_the_same() {
        let swapped = ["create-view v_new", "drop-view v", "alter-other v_new > v"];
        assert_eq!(lacks(&swapped, &swapped), [""; 0]);
        let indexed = [&swapped[..], &["rename-index i_new > i"]].concat();
        let indexed = [&["create-index v_new.i_new"], &indexed[..]].concat();
        assert_eq!(lacks(&indexed, &indexed), [""; 0]);
        assert_eq!(
            lacks(&["create-view v_new", "alter-other v_new > v"], &["drop-table a"]),
            ["drop view v"]
        );
    }

    #[test]
    fn what_lies_on_a_temporary_table_goes_with_the_session() {
        let mut upgrade = steps(&["create-table t", "create-index t.i"]);
        let downgrade = steps(&["drop-table a"]);
        let lacks = |upgrade: &[MigrationStep]| {
            missing(&upgrade.iter().collect::<Vec<_>>(), &downgrade.iter().collect::<Vec<_>>()).unwrap().len()
        };
        assert_eq!(lacks(&upgrade), 1);
        upgrade[0].temporary = true;
        assert_eq!(lacks(&upgrade), 0);
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
