//! Functions of every form.

/// Documented.
#[inline]
pub fn documented(a: u32) -> u32 {
    a
}

// A plain comment will do.
pub(crate) async fn plain() {}

struct Walker;

impl Walker {
    pub fn walk(&self, node: Option<&Node>) -> u32 {
        let Some(node) = node else { return 0 };
        if let Some(next) = node.next.as_ref() && node.open {
            self.walk(Some(next))
        } else {
            1
        }
    }

    fn table(kind: Kind) -> &'static str {
        match kind {
            Kind::A => "a",
            Kind::B => "b",
            Kind::C => "c",
        }
    }
}

impl std::fmt::Display for Walker {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let double = |x: u32| x * 2;
        let found = self.rows.iter().filter(|row| row.a && row.b).find(|row| match row.kind {
            Kind::A => true,
            _ => false,
        });
        for row in found {
            while row.open {
                loop {
                    break;
                }
            }
        }
        write!(f, "{}", double(1))
    }
}

trait Shape {
    fn area(&self) -> f64;
    fn name(&self) -> String {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn works() {
        fn inner() {}
        inner();
    }
}

#[cfg(any(test, feature = "fake"))]
fn also_elsewhere() {}
