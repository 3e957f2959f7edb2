//! Syntax errors cost as little as can be.
use a::b;

const A: u32 = 1

#[derive(Debug)]
struct S { a }

struct Good { a: u8 }

impl Good {
    fn before(&self) -> u8 { self.a }

    fn with_error(&self) {
        first();
        let x = self.;
        if x { second(); }
        let y = 5 5;
        third()
    }

    fn bad_signature(&self -> u8) { lost(); }

    fn after(&self) {}
}

mod inner {
    fn kept() {}
    fn fn lost() {}
    trait T {
        fn i();
        const;
        fn j() { k() }
    }
}

enum E { A, B B }

fn last() {}
