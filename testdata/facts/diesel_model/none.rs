//! Names that only sound like it: `table!`, `Queryable`, `table_name`.

use comfy_table::table;

#[derive(Queryable)]
struct Row {
    kra_pin: String,
}

struct Plain {
    table_name: String,
}

fn show() {
    table!("a", "b");
    html::table! { <tr></tr> }
}

impl ToString for Plain {
    fn to_string(&self) -> String {
        self.table_name.clone()
    }
}
