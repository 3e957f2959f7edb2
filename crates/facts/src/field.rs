//! Field types that a rule can read, and values of them, known or unknown.

use serde::{Deserialize, Serialize};

/// The type of a field as a rule's condition sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Int,
    /// Free text.
    Text,
    /// One of a fixed list of words.
    Word(&'static [WordDoc]),
    /// A list of texts.
    Texts,
}

/// One word of a fixed list, with what it means.
#[derive(Debug, PartialEq, Eq)]
pub struct WordDoc {
    /// The word as rules write it.
    pub word: &'static str,
    /// What it means, one sentence.
    pub doc: &'static str,
}

/// A value of a field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// Of a [`Type::Bool`] field.
    Bool(bool),
    /// Of a [`Type::Int`] field.
    Int(i64),
    /// Of a [`Type::Text`] field.
    Text(&'a str),
    /// Of a [`Type::Word`] field: the index into the type's words, from 0.
    Word(u8),
    /// Of a [`Type::Texts`] field.
    Texts(&'a [String]),
    /// The value could not be determined; the cause says why.
    Unknown(&'a Cause),
}

/// Why a value is not known: in the words of a reader, with the definition that could not be resolved
/// (asks are grouped by it).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Cause {
    /// The name that could not be resolved, by which asks are grouped: `foolog.get_logger`.
    pub unresolved: String,
    /// One sentence fragment: "`log` comes from `foolog`, which is not a known logging library".
    pub why: String,
}

/// A value, or the reason why there is none.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Known<T> {
    /// The value.
    Is(T),
    /// Not determined.
    Unknown(Cause),
}

impl<T: Default> Default for Known<T> {
    fn default() -> Self {
        Known::Is(T::default())
    }
}

/// A type a field can have.
pub trait Field {
    /// What rules see.
    const TYPE: Type;
    /// True when a value may be unknown.
    const UNKNOWABLE: bool = false;
    /// The value as rules see it.
    fn value(&self) -> Value<'_>;
}

impl Field for bool {
    const TYPE: Type = Type::Bool;
    fn value(&self) -> Value<'_> {
        Value::Bool(*self)
    }
}

impl Field for u32 {
    const TYPE: Type = Type::Int;
    fn value(&self) -> Value<'_> {
        Value::Int(i64::from(*self))
    }
}

impl Field for String {
    const TYPE: Type = Type::Text;
    fn value(&self) -> Value<'_> {
        Value::Text(self)
    }
}

impl Field for Vec<String> {
    const TYPE: Type = Type::Texts;
    fn value(&self) -> Value<'_> {
        Value::Texts(self)
    }
}

impl<T: Field> Field for Known<T> {
    const TYPE: Type = T::TYPE;
    const UNKNOWABLE: bool = true;
    fn value(&self) -> Value<'_> {
        match self {
            Known::Is(value) => value.value(),
            Known::Unknown(cause) => Value::Unknown(cause),
        }
    }
}

/// An enumeration whose members rules write as words.
pub trait Word: Copy + 'static {
    /// Every word with its meaning, in declaration order.
    const WORDS: &'static [WordDoc];
    /// Every member, in declaration order.
    const ALL: &'static [Self];
    /// Position in [`Word::WORDS`], from 0.
    fn index(self) -> u8;
    /// The word as rules write it.
    fn word(self) -> &'static str {
        Self::WORDS[usize::from(self.index())].word
    }
}

/// Declares an enumeration of words: `pub enum Name { /** meaning */ Member = "word", … }`. The first
/// member is the default.
macro_rules! words {
    ($(#[doc = $doc:literal])* pub enum $name:ident {
        $(#[doc = $first_doc:literal])+ $first:ident = $first_word:literal,
        $($(#[doc = $member_doc:literal])+ $member:ident = $word:literal,)*
    }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $(#[doc = $first_doc])+ #[default] $first,
            $($(#[doc = $member_doc])+ $member,)*
        }
        impl $crate::field::Word for $name {
            const WORDS: &'static [$crate::field::WordDoc] = &[
                $crate::field::WordDoc { word: $first_word, doc: concat!($($first_doc),+) },
                $($crate::field::WordDoc { word: $word, doc: concat!($($member_doc),+) },)*
            ];
            const ALL: &'static [Self] = &[Self::$first, $(Self::$member,)*];
            fn index(self) -> u8 {
                self as u8
            }
        }
        impl $crate::field::Field for $name {
            const TYPE: $crate::field::Type = $crate::field::Type::Word(<$name as $crate::field::Word>::WORDS);
            fn value(&self) -> $crate::field::Value<'_> {
                $crate::field::Value::Word(*self as u8)
            }
        }
    };
}

pub(crate) use words;
