#!/usr/bin/env run-cargo-script
//! Items.
#![deny(missing_docs)]

extern crate alloc;
extern crate core as base;

use a::b::{self, c::d, e as f, g::*};
use std::fmt;
pub(crate) use super::{x, y::{z as _, w}};
use ::r#type as kind;
use h;

/// A constant.
pub const LIMIT: usize = 10 * 2;
static mut COUNT: u32 = 0;
pub static NAME: &str = "name";
type Pair<T> = (T, T) where T: Copy;

#[derive(Debug, Clone, serde::Deserialize)]
#[serde(rename_all = "camelCase", crate = "serde")]
pub struct Account<'a, T: Base + 'a = u8, const N: usize = 1>
where
    T: Iterator<Item = Foo>,
{
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub email: Option<String>,
    pub(in crate::models) id: Id<T>,
    data: &'a [u8; N],
}

struct Unit;
struct Wrapper(#[from] pub Inner, Vec<u8>);

#[non_exhaustive]
enum Shape {
    /// Nothing.
    None,
    Circle(f64),
    #[serde(rename = "rect")]
    Rect { width: f64, height: f64 },
    Other = 7,
}

union Bits {
    int: u32,
    float: f32,
}

pub trait Store: Send + Sync + 'static {
    const KIND: &'static str;
    const SIZE: usize = 4;
    type Item<'a>: Clone where Self: 'a;
    fn get(&self, id: &str) -> Option<Self::Item<'_>>;
    async fn put(&mut self, (key, value): (Key, Value), flags: Flags) -> Result<(), Error> {
        self.insert(key, value).await
    }
}

unsafe impl<T: ?Sized> Send for Account<'_, T, 2> {}

impl Account<'static, u8> {
    pub const EMPTY: Self = Self { email: None, ..Self::DEFAULT };

    #[must_use]
    pub const unsafe extern "C" fn raw(self: Box<Self>, mut n: u8, #[allow(unused)] _: ()) -> ! {
        #![allow(unreachable_code)]
        loop {}
    }

    fn opaque<'a>(&'a mut self) -> impl Iterator<Item = &'a str> + use<'a> {
        [].into_iter()
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("shape")
    }
}

impl<A> From<&A> for &dyn Any {}

unsafe extern "C" {
    pub safe fn abs(x: i32) -> i32;
    static errno: i32;
    fn printf(format: *const c_char, args: ...) -> c_int;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn works() {}

    #[tokio::test(flavor = "multi_thread")]
    async fn waits() {}
}

mod elsewhere;

macro_rules! square {
    ($x:expr) => { $x * $x };
}

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}
