//! Rules are embedded by folder. The macro sees the files that are there; this makes it look again when one comes or goes.

fn main() {
    println!("cargo::rerun-if-changed=../../rules");
}
