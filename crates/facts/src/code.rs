//! The skeleton of a file's code: what is defined, what calls what, and what names hold.
//!
//! It is raw material for the join alone: rules do not see it. One decision that is not obvious: names are
//! kept once per file and referred to by number, and what a call or unit has several of stands in one list for the whole file,
//! because calls are the most frequent thing in code and an allocation costs more than anything else here.

use crate::Span;
use serde::{Deserialize, Serialize};

/// A text of the file's table, by its position in [`Code::names`]; 0 is the empty text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Name(pub u32);

/// Texts by number, in one piece.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Names {
    texts: String,
    /// Where each text behind the first, which is empty, ends.
    ends: Vec<u32>,
}

impl Default for Names {
    fn default() -> Names {
        Names { texts: String::new(), ends: vec![0] }
    }
}

impl Names {
    /// The text of a name; empty for one that is not of this table.
    pub fn text(&self, name: Name) -> &str {
        let number = name.0 as usize;
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(number).copied().unwrap_or(start);
        self.texts.get(start as usize..end as usize).unwrap_or_default()
    }

    /// Adds a text.
    pub fn add(&mut self, text: &str) -> Name {
        self.texts.push_str(text);
        self.ends.push(self.texts.len() as u32);
        Name(self.ends.len() as u32 - 1)
    }

    /// All texts in order, the empty one first.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.ends.len()).map(|number| self.text(Name(number as u32)))
    }

    /// Gives back what was set aside for more.
    pub fn shrink(&mut self) {
        self.texts.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

/// Some of a list that the whole file has in common, by position.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The first.
    pub first: u32,
    /// How many.
    pub count: u16,
}

impl Part {
    /// All behind the first `first` of a list; at most 65,535.
    pub fn since<T>(list: &[T], first: usize) -> Part {
        Part { first: first as u32, count: u16::try_from(list.len() - first).unwrap_or(u16::MAX) }
    }

    fn of<T>(self, list: &[T]) -> &[T] {
        let first = self.first as usize;
        list.get(first..first + usize::from(self.count)).unwrap_or_default()
    }
}

/// The skeleton of one file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Code {
    /// Every text that is referred to, once; the first is empty.
    pub names: Names,
    /// Functions, classes and objects in order of their start; the first is the file itself.
    pub units: Vec<Unit>,
    /// Calls in source order, decorators included.
    pub calls: Vec<Call>,
    /// What names are bound to, in source order.
    pub binds: Vec<Bind>,
    /// Values that go into fields, in source order, as far as what is written could be an object of a model.
    pub sets: Vec<Set>,
    /// Names bound to what a call makes of a function: `const create = asyncHandler(async (req) => …)`. Their values are the
    /// functions.
    pub wrapped: Vec<Bind>,
    /// Arguments of calls.
    pub args: Vec<Arg>,
    /// Parameters of functions.
    pub params: Vec<Param>,
    /// What classes extend.
    pub bases: Vec<Name>,
    /// Names of called functions to which a function gives another meaning of its own that is not known: parts of what
    /// it takes apart, variables of loops. By unit, in source order.
    pub shadowed: Vec<(u32, Name)>,
}

impl Code {
    /// The text of a name.
    pub fn text(&self, name: Name) -> &str {
        self.names.text(name)
    }

    /// The arguments of a call that say something, at most eight.
    pub fn args(&self, call: &Call) -> &[Arg] {
        call.args.of(&self.args)
    }

    /// The parameters of a function, without the receiver.
    pub fn params(&self, unit: &Unit) -> &[Param] {
        unit.params.of(&self.params)
    }

    /// What a class extends and implements, the trait of an `impl`, as paths.
    pub fn bases(&self, unit: &Unit) -> &[Name] {
        unit.bases.of(&self.bases)
    }

    /// The innermost unit around a byte (from 0).
    pub fn unit_at(&self, offset: u32) -> u32 {
        let mut unit = self.units.partition_point(|unit| unit.span.start <= offset).saturating_sub(1) as u32;
        while unit != 0 && self.units[unit as usize].span.end <= offset {
            unit = self.units[unit as usize].parent;
        }
        unit
    }
}

/// Something that has a body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unit {
    /// What it is.
    pub form: UnitForm,
    /// Its own name, or that of the variable or key it is bound to; empty for a closure. An `impl` has that of its
    /// type.
    pub name: Name,
    /// The unit around it, by its position; the file is its own.
    pub parent: u32,
    /// Its bytes, from 0, decorators included.
    pub span: Span,
    /// The line of its name, from 1; of its start when it has none.
    pub line: u32,
    /// See [`Code::bases`].
    pub bases: Part,
    /// See [`Code::params`].
    pub params: Part,
    /// The type of a function's result as written; empty when it is not given.
    pub returns: Name,
    /// It is declared `async` and yields nothing.
    pub is_async: bool,
    /// It is asynchronous, and what it waits for or throws is caught in it.
    pub catches: bool,
    /// It is what the file exports by default.
    pub default_export: bool,
    /// It is a member of an object that is handed to a call: `tap({ next: () => … })`.
    pub handed: bool,
    /// It stands in test code within its file.
    pub in_test: bool,
}

/// What a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum UnitForm {
    /// The file.
    File,
    /// A function, method or closure.
    Function,
    /// A class or struct.
    Class,
    /// What others implement: an interface or trait.
    Interface,
    /// An `impl`.
    Impl,
    /// A namespace or inline module.
    Module,
    /// An object that is bound to a name: `const users = { create() {} }`.
    Object,
}

/// A parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Param {
    /// Its name; empty for a pattern.
    pub name: Name,
    /// Its type as written, white space left out but between words; empty when it has none.
    pub ty: Name,
    /// It takes the rest: `*args`, `**options`, `...rest`.
    pub rest: bool,
}

/// A call, or a decorator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// The unit it stands in; for a decorator the one it decorates.
    pub unit: u32,
    /// The path of the callee: `a.b` also for `a().b`.
    pub callee: Name,
    /// Its first byte, from 0.
    pub at: u32,
    /// The line of the callee's last name, from 1.
    pub line: u32,
    /// How it is written: a sum of the constants of [`call`].
    pub flags: u8,
    /// See [`Code::args`].
    pub args: Part,
}

/// Flags of a [`Call`].
pub mod call {
    /// It is awaited.
    pub const AWAITED: u8 = 1;
    /// `new X()`.
    pub const NEW: u8 = 4;
    /// It is a macro.
    pub const MACRO: u8 = 8;
    /// It decorates its unit.
    pub const DECORATOR: u8 = 16;
    /// Its callee is the result of another call, or has something else inside that is no name: `a().b()`.
    pub const COMPUTED: u8 = 32;
    /// It is a statement by itself: its value is dropped.
    pub const STATEMENT: u8 = 64;
    /// It is a statement, and a comment on its line or directly above says something.
    pub const COMMENTED: u8 = 128;
}

/// An argument of a call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Arg {
    /// The keyword, or the key inside an object; empty for one by position.
    pub key: Name,
    /// What stands there.
    pub value: Value,
}

/// What stands as an argument or is bound to a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Value {
    /// Something else.
    Other,
    /// A value of the language itself: a number, a text with parts, a list, a dictionary.
    Literal,
    /// A text without parts, at most 80 bytes.
    Text(Name),
    /// A name or path.
    Path(Name),
    /// The result of a call of this path; `await` and `new` are passed over.
    Call(Name),
    /// A function written there.
    Unit(u32),
}

/// A name and what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bind {
    /// The unit it belongs to: a function, the file, or the class or object whose member it is.
    pub unit: u32,
    /// The name alone; for a member without `self` and `this`. `default` for what the file exports by default.
    pub name: Name,
    /// The type it is given, as written, white space left out but between words; empty when none is.
    pub ty: Name,
    /// What it is set to.
    pub value: Value,
    /// It holds a part of the value: what a loop goes over.
    pub part: bool,
    /// It holds in a part of its unit only: a loop, a branch.
    pub loose: bool,
}

/// A value that goes into a field of something: `user.pin = x`, `User(pin=x)`, `users.create({ data: { pin } })`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Set {
    /// The unit it stands in.
    pub unit: u32,
    /// What has the field: a path of a value, or of what is called with the fields.
    pub owner: Name,
    /// The owner is called, by its own name or by a method that writes: a class, a table, a repository.
    pub called: bool,
    /// The field; `*` where fields are written that are not named there.
    pub name: Name,
    /// The value's path, or that of the call it comes from; empty for something else.
    pub value: Name,
    /// The first byte of the field with its value, from 0.
    pub at: u32,
    /// Its line, from 1.
    pub line: u32,
}
