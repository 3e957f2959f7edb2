//! The type check: every name exists, every operator fits, both sides of a comparison have one type.
//!
//! `cel` itself checks nothing before it runs; a misspelt word would compare as *not equal* for ever.

use super::ConditionError;
use crate::nearest::{hint, nearest};
use cel::Program;
use cel::common::ast::{CallExpr, ComprehensionExpr, Expr, IdedExpr, LiteralValue, SelectExpr, operators};
use review_facts::{FieldDoc, HEAD_FIELDS, Kind, Language, Type, WordDoc};
use review_project::field_index;
use std::ops::Range;

/// Methods of text.
const METHODS: &[&str] =
    &["startsWith", "endsWith", "contains", "size", "exists", "all", "exists_one", "map", "filter"];

/// Checks that the program is a condition over the fields of `kind`; gives the fields it reads.
pub(super) fn check(text: &str, kind: Kind, program: &Program) -> Result<Vec<usize>, ConditionError> {
    let mut checker = Checker { text, kind, program, bound: Vec::new(), reads: Vec::new() };
    let root = program.expression();
    match checker.type_of(root)? {
        Ty::Bool => Ok(checker.reads),
        other => Err(checker.error(root, format!("a condition is true or false; this is {}", other.word()))),
    }
}

/// The type of an expression.
#[derive(Clone, Debug, PartialEq)]
enum Ty {
    Bool,
    Int,
    Text,
    Word(&'static [WordDoc]),
    List(Box<Ty>),
    /// What an empty list holds.
    Anything,
}

impl Ty {
    fn of(ty: Type) -> Ty {
        match ty {
            Type::Bool => Ty::Bool,
            Type::Int => Ty::Int,
            Type::Text => Ty::Text,
            Type::Word(words) => Ty::Word(words),
            Type::Texts => Ty::List(Box::new(Ty::Text)),
        }
    }

    fn word(&self) -> &'static str {
        match self {
            Ty::Bool => "true or false",
            Ty::Int => "a number",
            Ty::Text => "text",
            Ty::Word(_) => "one of a list of words",
            Ty::List(_) => "a list",
            Ty::Anything => "nothing",
        }
    }

    /// The type of both, when one expression may stand for the other.
    fn join(&self, other: &Ty) -> Option<Ty> {
        match (self, other) {
            (Ty::Anything, ty) | (ty, Ty::Anything) => Some(ty.clone()),
            (Ty::List(a), Ty::List(b)) => Some(Ty::List(Box::new(a.join(b)?))),
            (a, b) if a == b => Some(a.clone()),
            _ => None,
        }
    }
}

struct Checker<'a> {
    text: &'a str,
    kind: Kind,
    program: &'a Program,
    /// Variables of comprehensions, innermost last.
    bound: Vec<(String, Ty)>,
    reads: Vec<usize>,
}

impl Checker<'_> {
    fn type_of(&mut self, node: &IdedExpr) -> Result<Ty, ConditionError> {
        match &node.expr {
            Expr::Literal(LiteralValue::Boolean(_)) => Ok(Ty::Bool),
            Expr::Literal(LiteralValue::Int(_)) => Ok(Ty::Int),
            Expr::Literal(LiteralValue::String(_)) => Ok(Ty::Text),
            Expr::Literal(_) => {
                Err(self.error(node, "only text, whole numbers, true and false can be written here"))
            }
            Expr::Ident(name) => self.name(node, name),
            Expr::Select(select) => self.select(node, select),
            Expr::Call(call) => self.call(node, call),
            Expr::List(list) => {
                let mut element = Ty::Anything;
                for item in &list.elements {
                    let ty = self.type_of(item)?;
                    element = element.join(&ty).ok_or_else(|| {
                        self.error(item, format!("the list holds {}, this is {}", element.word(), ty.word()))
                    })?;
                }
                Ok(Ty::List(Box::new(element)))
            }
            Expr::Comprehension(comprehension) => self.comprehension(node, comprehension),
            Expr::Map(_) | Expr::Struct(_) | Expr::Unspecified => {
                Err(self.error(node, "a condition has no use for maps and structures"))
            }
        }
    }

    fn name(&mut self, node: &IdedExpr, name: &str) -> Result<Ty, ConditionError> {
        if let Some((_, ty)) = self.bound.iter().rev().find(|(bound, _)| bound == name) {
            return Ok(ty.clone());
        }
        let subject = self.kind.name();
        let message = if name == subject {
            format!("`{subject}` is the subject, not a value; write one of its fields: `{subject}.name`")
        } else if Kind::named(name).is_some() {
            format!("`{name}` is another kind; this rule's subject is `{subject}`")
        } else if field_index(self.kind, name).is_some() {
            format!("`{name}` is not defined; did you mean `{subject}.{name}`?")
        } else {
            format!("`{name}` is not defined{}", hint(name, [subject]))
        };
        Err(self.error(node, message))
    }

    fn select(&mut self, node: &IdedExpr, select: &SelectExpr) -> Result<Ty, ConditionError> {
        if select.test {
            return Err(self.error(node, "`has` is not needed: every subject has every field of its kind"));
        }
        let subject = match &select.operand.expr {
            Expr::Ident(name) if self.bound.iter().all(|(bound, _)| bound != name) => name,
            _ => {
                let ty = self.type_of(&select.operand)?;
                let at = self.field_span(node, &select.field);
                return Err(self.error_at(at, format!("{} has no field `{}`", ty.word(), select.field)));
            }
        };
        if subject != self.kind.name() {
            return self.name(&select.operand, subject);
        }
        let Some((index, field)) = field_index(self.kind, &select.field) else {
            let names = HEAD_FIELDS.iter().chain(self.kind.doc().fields).map(|field| field.name);
            let near = hint(&select.field, names.clone());
            let near = if near.is_empty() {
                format!("; its fields: {}", names.collect::<Vec<_>>().join(", "))
            } else {
                near
            };
            let at = self.field_span(node, &select.field);
            return Err(self.error_at(at, format!("`{subject}` has no field `{}`{near}", select.field)));
        };
        if !self.reads.contains(&index) {
            self.reads.push(index);
        }
        Ok(Ty::of(field.ty))
    }

    fn call(&mut self, node: &IdedExpr, call: &CallExpr) -> Result<Ty, ConditionError> {
        let args = &call.args;
        match (call.func_name.as_str(), &call.target, args.as_slice()) {
            (operators::LOGICAL_AND | operators::LOGICAL_OR, None, [a, b]) => {
                self.expect(a, Ty::Bool)?;
                self.expect(b, Ty::Bool)
            }
            (operators::LOGICAL_NOT | operators::NOT_STRICTLY_FALSE, None, [a]) => self.expect(a, Ty::Bool),
            (operators::NEGATE, None, [a]) => self.expect(a, Ty::Int),
            (operators::ADD, None, [a, b]) => {
                let (left, right) = (self.type_of(a)?, self.type_of(b)?);
                match left.join(&right) {
                    Some(ty @ (Ty::Int | Ty::Text | Ty::List(_))) => Ok(ty),
                    _ => Err(self.mixed(node, &left, &right)),
                }
            }
            (
                operators::SUBSTRACT | operators::MULTIPLY | operators::DIVIDE | operators::MODULO,
                None,
                [a, b],
            ) => {
                self.expect(a, Ty::Int)?;
                self.expect(b, Ty::Int)
            }
            (
                operators::LESS | operators::LESS_EQUALS | operators::GREATER | operators::GREATER_EQUALS,
                None,
                [a, b],
            ) => {
                self.expect(a, Ty::Int)?;
                self.expect(b, Ty::Int)?;
                Ok(Ty::Bool)
            }
            (operators::EQUALS | operators::NOT_EQUALS, None, [a, b]) => self.compare(node, a, b),
            (operators::IN, None, [a, b]) => self.contained(a, b),
            (operators::CONDITIONAL, None, [condition, a, b]) => {
                self.expect(condition, Ty::Bool)?;
                let (left, right) = (self.type_of(a)?, self.type_of(b)?);
                left.join(&right).ok_or_else(|| self.mixed(node, &left, &right))
            }
            ("size", None, [a]) => self.sized(a),
            ("size", Some(target), []) => self.sized(target),
            ("startsWith" | "endsWith" | "contains", Some(target), [a]) => {
                if let Ty::List(_) = self.type_of(target)? {
                    return Err(self.error(node, "a list is asked with `x in list`"));
                }
                self.expect(target, Ty::Text)?;
                self.expect(a, Ty::Text)?;
                Ok(Ty::Bool)
            }
            (operators::INDEX, None, _) => Err(self.error(
                node,
                "nothing is read by `[…]`: a subject's field is `subject.field`, a list is asked with `in`, \
                 `exists`, `all` and `size()`",
            )),
            (name, target, _) => {
                let known = METHODS.contains(&name);
                let message = if known {
                    format!("`{name}` is used as `{}`", usage(name))
                } else if target.is_some() {
                    format!("there is no method `{name}`{}", hint(name, METHODS.iter().copied()))
                } else {
                    format!(
                        "there is no function or operator `{name}`{}",
                        hint(name, METHODS.iter().copied())
                    )
                };
                Err(self.error(node, message))
            }
        }
    }

    fn sized(&mut self, of: &IdedExpr) -> Result<Ty, ConditionError> {
        match self.type_of(of)? {
            Ty::Text | Ty::List(_) => Ok(Ty::Int),
            other => Err(self.error(of, format!("`size` counts text and lists; this is {}", other.word()))),
        }
    }

    fn compare(&mut self, node: &IdedExpr, a: &IdedExpr, b: &IdedExpr) -> Result<Ty, ConditionError> {
        let (left, right) = (self.type_of(a)?, self.type_of(b)?);
        for (one, other, ty) in [(a, b, &left), (b, a, &right)] {
            self.words_fit(one, ty, other)?;
        }
        let worded = |ty: &Ty, other: &IdedExpr| matches!(ty, Ty::Word(_)) && literal(other).is_some();
        if left.join(&right).is_some() || worded(&left, b) || worded(&right, a) {
            return Ok(Ty::Bool);
        }
        Err(self.mixed(node, &left, &right))
    }

    fn contained(&mut self, item: &IdedExpr, list: &IdedExpr) -> Result<Ty, ConditionError> {
        let (left, right) = (self.type_of(item)?, self.type_of(list)?);
        let Ty::List(element) = right else {
            return Err(self.error(list, format!("`in` asks a list; this is {}", right.word())));
        };
        let written: &[IdedExpr] = match &list.expr {
            Expr::List(written) => &written.elements,
            _ => &[],
        };
        for entry in written {
            self.words_fit(item, &left, entry)?;
        }
        self.words_fit(list, &element, item)?;
        let all_words = !written.is_empty() && written.iter().all(|entry| literal(entry).is_some());
        if left.join(&element).is_some() || (matches!(left, Ty::Word(_)) && all_words) {
            return Ok(Ty::Bool);
        }
        Err(self.mixed(list, &left, &element))
    }

    /// A literal that is compared with a field must be a word the field can be.
    fn words_fit(&self, of: &IdedExpr, ty: &Ty, other: &IdedExpr) -> Result<(), ConditionError> {
        let Some(word) = literal(other) else { return Ok(()) };
        let field = self.field(of);
        if word == "unknown" && field.is_some() {
            return Err(self.error(
                other,
                "nothing is compared with \"unknown\": when a value is not known the engine tries every \
                 value it can have, and asks when they differ",
            ));
        }
        let words: Vec<&str> = match (ty, field) {
            (Ty::Word(words), _) => words.iter().map(|doc| doc.word).collect(),
            (Ty::Text, Some(field)) if field.name == "language" => {
                Language::ALL.iter().map(|language| language.word()).collect()
            }
            _ => return Ok(()),
        };
        if words.contains(&word) {
            return Ok(());
        }
        let name = field.map_or(String::new(), |field| format!(" of `{}.{}`", self.kind.name(), field.name));
        let near = match nearest(word, words.iter().copied()) {
            Some(near) => format!("; did you mean \"{near}\"?"),
            None => format!("; its words: {}", words.join(", ")),
        };
        Err(self.error(other, format!("\"{word}\" is no word{name}{near}")))
    }

    /// The field an expression reads, when it is nothing but that.
    fn field(&self, node: &IdedExpr) -> Option<&'static FieldDoc> {
        let Expr::Select(select) = &node.expr else { return None };
        match &select.operand.expr {
            Expr::Ident(name) if name == self.kind.name() => {
                field_index(self.kind, &select.field).map(|(_, field)| field)
            }
            _ => None,
        }
    }

    /// `list.exists(x, …)` and its like, as the parser spells them out.
    fn comprehension(&mut self, node: &IdedExpr, c: &ComprehensionExpr) -> Result<Ty, ConditionError> {
        let element = match self.type_of(&c.iter_range)? {
            Ty::List(element) => *element,
            other => {
                return Err(self.error(&c.iter_range, format!("this is no list but {}", other.word())));
            }
        };
        if Kind::named(&c.iter_var).is_some() || c.iter_var2.is_some() {
            return Err(
                self.error(node, format!("`{}` names a kind; call the element something else", c.iter_var))
            );
        }
        let mut gathered = self.type_of(&c.accu_init)?;
        let depth = self.bound.len();
        self.bound.push((c.iter_var.clone(), element));
        self.bound.push((c.accu_var.clone(), gathered.clone()));
        self.type_of(&c.loop_cond)?;
        let step = self.type_of(&c.loop_step)?;
        gathered = gathered.join(&step).ok_or_else(|| self.mixed(node, &gathered, &step))?;
        self.bound[depth + 1].1 = gathered;
        let result = self.type_of(&c.result);
        self.bound.truncate(depth);
        result
    }

    fn expect(&mut self, node: &IdedExpr, wanted: Ty) -> Result<Ty, ConditionError> {
        let ty = self.type_of(node)?;
        if ty == wanted {
            return Ok(ty);
        }
        let hint = match (&ty, &wanted) {
            (Ty::Word(_), Ty::Text) => ": compare it with `==` or `in`",
            _ => "",
        };
        Err(self.error(node, format!("this must be {} but is {}{hint}", wanted.word(), ty.word())))
    }

    fn mixed(&self, node: &IdedExpr, left: &Ty, right: &Ty) -> ConditionError {
        self.error(node, format!("{} on one side, {} on the other", left.word(), right.word()))
    }

    fn error(&self, node: &IdedExpr, message: impl Into<String>) -> ConditionError {
        // `[…]` and selections are located by their bracket or dot; point at the whole operand then.
        let (start, stop) = match self.program.source_info().offset_for(node.id) {
            Some((start, stop)) => (start as usize, stop as usize + 1),
            None => (0, self.text.len()),
        };
        self.error_at(start..stop, message.into())
    }

    fn error_at(&self, span: Range<usize>, message: String) -> ConditionError {
        let start = floor(self.text, span.start);
        ConditionError { span: start..floor(self.text, span.end).max(start), message }
    }

    /// Where the field name of a selection stands: its node is located by the dot.
    fn field_span(&self, node: &IdedExpr, field: &str) -> Range<usize> {
        let dot = self.program.source_info().offset_for(node.id).map_or(0, |(start, _)| start as usize);
        let from = floor(self.text, dot);
        match self.text[from..].find(field) {
            Some(at) => from + at..from + at + field.len(),
            None => from..from + 1,
        }
    }
}

/// The text of a text literal.
pub(super) fn literal(node: &IdedExpr) -> Option<&str> {
    match &node.expr {
        Expr::Literal(LiteralValue::String(text)) => Some(text.inner()),
        _ => None,
    }
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn usage(method: &str) -> &'static str {
    match method {
        "size" => "text.size()` or `list.size()",
        "startsWith" => "text.startsWith(\"…\")",
        "endsWith" => "text.endsWith(\"…\")",
        "contains" => "text.contains(\"…\")",
        "exists" => "list.exists(x, condition)",
        "all" => "list.all(x, condition)",
        "exists_one" => "list.exists_one(x, condition)",
        "map" => "list.map(x, value)",
        _ => "list.filter(x, condition)",
    }
}
