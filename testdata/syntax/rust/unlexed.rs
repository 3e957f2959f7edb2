// A bracket too many: no tokens for the whole file.
use a::b;

fn before() {
    f();
}

/// Documented.
#[inline]
pub fn unbalanced() {
    if x { g(;
}

struct After {
    a: u8,
}

impl After {
    fn method(&self) {}
}
