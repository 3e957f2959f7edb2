//! The common subset of conditions as plain predicates.

use super::View;
use super::check::literal;
use super::plain::Plain;
use cel::common::ast::{CallExpr, Expr, IdedExpr, LiteralValue, operators};
use review_facts::{FieldDoc, Kind, Type, Value};
use review_project::field_index;

/// Whether a condition holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Truth {
    No,
    Yes,
    /// It depends on a value that is not known.
    Open,
    /// It could not be evaluated: a division by zero, an overflow.
    Failed(String),
}

impl Truth {
    fn of(value: bool) -> Truth {
        if value { Truth::Yes } else { Truth::No }
    }

    fn not(self) -> Truth {
        match self {
            Truth::No => Truth::Yes,
            Truth::Yes => Truth::No,
            other => other,
        }
    }
}

/// A checked condition, ready to run.
#[derive(Clone, Debug)]
pub(super) enum Predicate {
    Constant(bool),
    And(Vec<Predicate>),
    Or(Vec<Predicate>),
    Not(Box<Predicate>),
    /// A field of truth values.
    Field(usize),
    /// A field of words is one of a set: bit `n` for word `n`.
    Word(usize, u64),
    Number(Number, Order, Number),
    Same(Text, Text),
    /// The text is one of a written list.
    OneOf(Text, Vec<String>),
    /// The text is in a field of texts.
    In(Text, usize),
    StartsWith(Text, Text),
    EndsWith(Text, Text),
    Contains(Text, Text),
    /// Everything else, by `cel`.
    Plain(Plain),
}

#[derive(Clone, Debug)]
pub(super) enum Number {
    Written(i64),
    Field(usize),
    /// Characters of a text, entries of a list.
    Size(usize),
}

#[derive(Clone, Debug)]
pub(super) enum Text {
    Written(String),
    Field(usize),
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Order {
    Equal,
    Less,
    LessOrEqual,
}

impl Predicate {
    /// Translates a checked expression.
    pub(super) fn compile(node: &IdedExpr, kind: Kind) -> Predicate {
        let translated = match &node.expr {
            Expr::Literal(LiteralValue::Boolean(value)) => Some(Predicate::Constant(*value.inner())),
            Expr::Select(_) => field(node, kind).map(|(index, _)| Predicate::Field(index)),
            Expr::Call(call) => compile_call(call, kind),
            _ => None,
        };
        translated.unwrap_or_else(|| Predicate::Plain(Plain::new(node, kind)))
    }

    /// Whether it holds. `And` and `Or` give the answer that decides, whatever stands beside it.
    pub(super) fn holds(&self, view: &View<'_>) -> Truth {
        match self {
            Predicate::Constant(value) => Truth::of(*value),
            Predicate::And(parts) => all(parts, view, &Truth::No),
            Predicate::Or(parts) => all(parts, view, &Truth::Yes),
            Predicate::Not(inner) => inner.holds(view).not(),
            Predicate::Field(field) => match view.value(*field) {
                Value::Bool(value) => Truth::of(value),
                _ => Truth::Open,
            },
            Predicate::Word(field, set) => match view.value(*field) {
                Value::Word(word) => Truth::of(word < 64 && set & (1 << word) != 0),
                _ => Truth::Open,
            },
            Predicate::Number(left, order, right) => match (left.value(view), right.value(view)) {
                (Some(left), Some(right)) => Truth::of(match order {
                    Order::Equal => left == right,
                    Order::Less => left < right,
                    Order::LessOrEqual => left <= right,
                }),
                _ => Truth::Open,
            },
            Predicate::Same(left, right) => both(left, right, view, |left, right| left == right),
            Predicate::StartsWith(left, right) => both(left, right, view, |l, r| l.starts_with(r)),
            Predicate::EndsWith(left, right) => both(left, right, view, |l, r| l.ends_with(r)),
            Predicate::Contains(left, right) => both(left, right, view, |l, r| l.contains(r)),
            Predicate::OneOf(text, list) => match text.value(view) {
                Some(text) => Truth::of(list.iter().any(|entry| entry == text)),
                None => Truth::Open,
            },
            Predicate::In(text, field) => match (text.value(view), view.value(*field)) {
                (Some(text), Value::Texts(list)) => Truth::of(list.iter().any(|entry| entry == text)),
                _ => Truth::Open,
            },
            Predicate::Plain(plain) => plain.holds(view),
        }
    }
}

/// `And` (`decides` is no) or `Or` (yes): a deciding part wins over a failed one, a failed one over an open one.
fn all(parts: &[Predicate], view: &View<'_>, decides: &Truth) -> Truth {
    let mut result = decides.clone().not();
    for part in parts {
        let truth = part.holds(view);
        if truth == *decides {
            return truth;
        }
        match truth {
            Truth::Failed(_) => result = truth,
            Truth::Open if !matches!(result, Truth::Failed(_)) => result = truth,
            _ => {}
        }
    }
    result
}

fn both(left: &Text, right: &Text, view: &View<'_>, test: fn(&str, &str) -> bool) -> Truth {
    match (left.value(view), right.value(view)) {
        (Some(left), Some(right)) => Truth::of(test(left, right)),
        _ => Truth::Open,
    }
}

impl Number {
    fn value(&self, view: &View<'_>) -> Option<i64> {
        match self {
            Number::Written(value) => Some(*value),
            Number::Field(field) => match view.value(*field) {
                Value::Int(value) => Some(value),
                _ => None,
            },
            Number::Size(field) => match view.value(*field) {
                Value::Text(text) => Some(text.chars().count() as i64),
                Value::Texts(list) => Some(list.len() as i64),
                _ => None,
            },
        }
    }

    fn compile(node: &IdedExpr, kind: Kind) -> Option<Number> {
        match &node.expr {
            Expr::Literal(LiteralValue::Int(value)) => Some(Number::Written(*value.inner())),
            Expr::Select(_) => field(node, kind)
                .filter(|(_, doc)| doc.ty == Type::Int)
                .map(|(index, _)| Number::Field(index)),
            Expr::Call(call) if call.func_name == "size" => {
                let of = call.target.as_deref().or(call.args.first())?;
                field(of, kind).map(|(index, _)| Number::Size(index))
            }
            _ => None,
        }
    }
}

impl Text {
    fn value<'a>(&'a self, view: &View<'a>) -> Option<&'a str> {
        match self {
            Text::Written(text) => Some(text),
            Text::Field(field) => match view.value(*field) {
                Value::Text(text) => Some(text),
                _ => None,
            },
        }
    }

    fn compile(node: &IdedExpr, kind: Kind) -> Option<Text> {
        if let Some(text) = literal(node) {
            return Some(Text::Written(text.to_owned()));
        }
        field(node, kind).filter(|(_, doc)| doc.ty == Type::Text).map(|(index, _)| Text::Field(index))
    }
}

/// The field of the subject that an expression reads, when it is nothing but that. A comprehension's
/// variable cannot be taken for the subject: the check keeps it from bearing a kind's name.
pub(super) fn field(node: &IdedExpr, kind: Kind) -> Option<(usize, &'static FieldDoc)> {
    let Expr::Select(select) = &node.expr else { return None };
    match &select.operand.expr {
        Expr::Ident(name) if name == kind.name() && !select.test => field_index(kind, &select.field),
        _ => None,
    }
}

fn compile_call(call: &CallExpr, kind: Kind) -> Option<Predicate> {
    let not = |predicate| Predicate::Not(Box::new(predicate));
    match (call.func_name.as_str(), &call.target, call.args.as_slice()) {
        (operators::LOGICAL_AND, None, _) => Some(Predicate::And(parts(call, kind))),
        (operators::LOGICAL_OR, None, _) => Some(Predicate::Or(parts(call, kind))),
        (operators::LOGICAL_NOT, None, [inner]) => Some(not(Predicate::compile(inner, kind))),
        (operators::EQUALS, None, [a, b]) => equals(a, b, kind),
        (operators::NOT_EQUALS, None, [a, b]) => equals(a, b, kind).map(not),
        (operators::LESS, None, [a, b]) => number(a, Order::Less, b, kind),
        (operators::LESS_EQUALS, None, [a, b]) => number(a, Order::LessOrEqual, b, kind),
        (operators::GREATER, None, [a, b]) => number(b, Order::Less, a, kind),
        (operators::GREATER_EQUALS, None, [a, b]) => number(b, Order::LessOrEqual, a, kind),
        (operators::IN, None, [item, list]) => contained(item, list, kind),
        (method @ ("startsWith" | "endsWith" | "contains"), Some(target), [a]) => {
            let (left, right) = (Text::compile(target, kind)?, Text::compile(a, kind)?);
            Some(match method {
                "startsWith" => Predicate::StartsWith(left, right),
                "endsWith" => Predicate::EndsWith(left, right),
                _ => Predicate::Contains(left, right),
            })
        }
        _ => None,
    }
}

/// The parts of a chain of the same operator, flat.
fn parts(call: &CallExpr, kind: Kind) -> Vec<Predicate> {
    let mut flat = Vec::new();
    for part in &call.args {
        match &part.expr {
            Expr::Call(inner) if inner.func_name == call.func_name && inner.target.is_none() => {
                flat.extend(parts(inner, kind));
            }
            _ => flat.push(Predicate::compile(part, kind)),
        }
    }
    flat
}

fn equals(a: &IdedExpr, b: &IdedExpr, kind: Kind) -> Option<Predicate> {
    for (one, other) in [(a, b), (b, a)] {
        let Some((index, doc)) = field(one, kind) else { continue };
        if let (Type::Word(words), Some(word)) = (doc.ty, literal(other)) {
            let position = words.iter().position(|doc| doc.word == word)?;
            return (position < 64).then(|| Predicate::Word(index, 1 << position));
        }
        if let (Type::Bool, Expr::Literal(LiteralValue::Boolean(value))) = (doc.ty, &other.expr) {
            let field = Predicate::Field(index);
            return Some(if *value.inner() { field } else { Predicate::Not(Box::new(field)) });
        }
    }
    if let (Some(left), Some(right)) = (Text::compile(a, kind), Text::compile(b, kind)) {
        return Some(Predicate::Same(left, right));
    }
    number(a, Order::Equal, b, kind)
}

fn number(a: &IdedExpr, order: Order, b: &IdedExpr, kind: Kind) -> Option<Predicate> {
    Some(Predicate::Number(Number::compile(a, kind)?, order, Number::compile(b, kind)?))
}

fn contained(item: &IdedExpr, list: &IdedExpr, kind: Kind) -> Option<Predicate> {
    if let Some((index, doc)) = field(list, kind) {
        return (doc.ty == Type::Texts)
            .then_some(())
            .and_then(|()| Text::compile(item, kind))
            .map(|text| Predicate::In(text, index));
    }
    let Expr::List(written) = &list.expr else { return None };
    let words: Vec<&str> = written.elements.iter().map(literal).collect::<Option<_>>()?;
    if let Some((index, FieldDoc { ty: Type::Word(all), .. })) = field(item, kind) {
        let mut set = 0;
        for word in words {
            let position = all.iter().position(|doc| doc.word == word).filter(|position| *position < 64)?;
            set |= 1 << position;
        }
        return Some(Predicate::Word(index, set));
    }
    let text = Text::compile(item, kind)?;
    Some(Predicate::OneOf(text, words.into_iter().map(str::to_owned).collect()))
}
