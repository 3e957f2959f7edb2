//! Text with parts that are known only at run time.

use super::{outline, step, steps};
use review_facts::Operation;

#[test]
fn a_name_with_a_hole_is_unknown() {
    let dropped = step("DROP TABLE app.\u{FFFC}_users");
    assert!(dropped.table.unwrap().hole);
    let created = step("CREATE INDEX ix_\u{FFFC} ON users (email)");
    assert!(created.object.unwrap().hole);
    assert!(!created.table.unwrap().hole);
    assert!(step("DROP TABLE \"a\u{FFFC}\"").table.unwrap().hole);
}

#[test]
fn a_keyword_that_is_a_hole_makes_a_step_opaque() {
    assert_eq!(outline("\u{FFFC} TABLE a; DROP TABLE b"), ["opaque", "drop-table on b"]);
    assert_eq!(outline("ALTER TABLE a \u{FFFC}, DROP COLUMN b"), ["opaque on a", "drop-column on a b"]);
    assert_eq!(outline("DROP \u{FFFC} a"), ["opaque"]);
}

#[test]
fn spans_are_those_of_the_text_that_was_given() {
    let text = "SELECT \u{FFFC}; ALTER TABLE a DROP COLUMN b";
    let dropped = &steps(text)[1];
    assert_eq!(dropped.operation, Operation::DropColumn);
    assert_eq!(dropped.place.text(text), "b");
}
