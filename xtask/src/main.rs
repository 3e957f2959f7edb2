//! Chores of this repository: `cargo xtask bench`.

fn main() {}
