//! Nothing here is stored.
use std::collections::HashMap;

fn work(map: &mut HashMap<String, String>, hasher: &mut Sha256) {
    map.insert("a".into(), "b".into());
    hasher.update(b"x");
    update(map);
    delete("file");
    std::fs::remove_file("x");
}
