//! What the body of an error handler does with the error: the strongest of all it does.

use crate::Context;
use crate::calls;
use review_facts::{Cause, Known, Reaction};
use review_syntax::{Kind, NodeId, Role, flag};

/// Nodes of a body that are looked at. A longer one runs other code, whatever else it does; handlers nest, so the
/// bound keeps reading linear.
const LONGEST_BODY: usize = 600;

/// Nodes of a returned or assigned value that are looked at.
const LONGEST_VALUE: usize = 200;

/// Words of a key under which `false` is an answer.
const SUCCESS: &[&str] =
    &["success", "ok", "succeeded", "valid", "available", "found", "exists", "healthy", "connected"];

/// What a body does with the error.
pub(crate) struct Handling {
    pub(crate) reaction: Known<Reaction>,
    /// The error is bound to a name and that name is used.
    pub(crate) uses_error: bool,
}

/// What a body does with the error bound to `error`. `gives` is true when the value of the body is the result of the
/// handler: an arm, an arrow function.
pub(crate) fn of(cx: &Context<'_>, body: NodeId, error: Option<&str>, gives: bool) -> Handling {
    let mut reader = Reader {
        cx,
        names: error.into_iter().collect(),
        best: Reaction::Nothing,
        uses_error: false,
        unread: None,
    };
    if gives && let Some(value) = given(cx, body) {
        reader.found(reader.result(Some(value)));
    }
    reader.read(body);
    let uses_error = reader.uses_error;
    match reader.unread {
        // Text that was not read could do anything; what was seen already tells enough when it is not silence.
        Some(unread) if reader.best >= Reaction::Default => {
            let why = format!("the handler holds text that was not read: `{unread}`");
            Handling { reaction: Known::Unknown(Cause { unresolved: unread, why }), uses_error }
        }
        _ => Handling { reaction: Known::Is(reader.best), uses_error },
    }
}

/// The expression that a body evaluates to; none for `{}` and `()`.
fn given(cx: &Context<'_>, body: NodeId) -> Option<NodeId> {
    if cx.tree.kind(body) != Kind::Block {
        let unit = cx.tree.kind(body) == Kind::List
            && cx.tree.kids(body).next().is_none()
            && cx.tree.has(body, flag::TUPLE);
        return (!unit).then_some(body);
    }
    let last = cx.tree.kids(body).last()?;
    if cx.language != review_facts::Language::Rust {
        return None;
    }
    let behind = cx.source.get(cx.tree.span(last).end as usize..cx.tree.span(body).end as usize)?;
    let is_statement = behind.trim_start().starts_with(';');
    let is_value = !matches!(
        cx.tree.kind(last),
        Kind::Assign
            | Kind::Return
            | Kind::Jump
            | Kind::Loop
            | Kind::If
            | Kind::Match
            | Kind::Function
            | Kind::Class
            | Kind::Import
    );
    (is_value && !is_statement).then_some(last)
}

struct Reader<'a, 'c> {
    cx: &'a Context<'c>,
    /// The error's name, and names that were made from it.
    names: Vec<&'c str>,
    best: Reaction,
    uses_error: bool,
    /// The first text that was not read.
    unread: Option<String>,
}

impl<'c> Reader<'_, 'c> {
    fn found(&mut self, reaction: Reaction) {
        self.best = self.best.min(reaction);
    }

    fn read(&mut self, body: NodeId) {
        let tree = self.cx.tree;
        let end = tree.node(body).next;
        let mut at = body.0;
        let mut closure_end = 0;
        let mut left = LONGEST_BODY;
        while at < end {
            if left == 0 {
                self.found(Reaction::Act);
                return;
            }
            left -= 1;
            let id = NodeId(at);
            at += 1;
            match tree.kind(id) {
                Kind::Function if !tree.has(id, flag::CLOSURE) => at = tree.node(id).next,
                Kind::Function => closure_end = closure_end.max(tree.node(id).next),
                Kind::Raise if id.0 >= closure_end => self.found(Reaction::Rethrow),
                Kind::Return if id.0 >= closure_end => self.found(self.result(tree.kid(id, Role::Value))),
                Kind::Jump => self.found(Reaction::Default),
                Kind::Assign => self.assignment(id),
                Kind::Call => {
                    self.uses_error |= calls::takes_current_error(self.cx, id);
                    if let Some(reaction) = calls::reaction(self.cx, id) {
                        self.found(reaction);
                    }
                }
                Kind::Unary if tree.has(id, flag::DELETE | flag::UPDATE | flag::YIELD) => {
                    self.found(Reaction::Act)
                }
                Kind::Name if self.is_error(id) => self.uses_error = true,
                Kind::Uncovered if self.unread.is_none() => self.unread = Some(self.unread_name(id)),
                _ => {}
            }
        }
    }

    /// By what asks are grouped: the macro, or the text's first line.
    fn unread_name(&self, id: NodeId) -> String {
        let parent = self.cx.tree.parent(id).filter(|parent| self.cx.tree.kind(*parent) == Kind::Call);
        match parent.map(|call| self.cx.callee(call)) {
            Some(callee) if !callee.is_empty() => format!("{callee}!"),
            _ => crate::path::shortened(self.cx.text(id)).to_owned(),
        }
    }

    fn is_error(&self, name: NodeId) -> bool {
        let tree = self.cx.tree;
        let is_label = match tree.role(name) {
            Role::Property => true,
            Role::Key => {
                tree.parent(name).is_some_and(|pair| !tree.has(pair, flag::SHORTHAND | flag::COMPUTED))
            }
            _ => false,
        };
        !is_label && self.names.contains(&self.cx.text(name))
    }

    /// The value is made from the error.
    fn mentions_error(&self, value: NodeId) -> bool {
        let names = self.cx.tree.subtree(value).take(LONGEST_VALUE);
        names.filter(|id| self.cx.tree.kind(*id) == Kind::Name).any(|id| self.is_error(id))
            || self.cx.tree.kind(value) == Kind::Template
                && self.names.iter().any(|name| self.captures(value, name))
    }

    /// `"{e}"`: an inline capture that the tree may hold as text.
    fn captures(&self, template: NodeId, name: &str) -> bool {
        let text = self.cx.text(template);
        text.len() < 400 && text.match_indices(name).any(|(at, _)| text[..at].ends_with('{'))
    }

    fn assignment(&mut self, id: NodeId) {
        let tree = self.cx.tree;
        let Some(value) = tree.kid(id, Role::Value) else { return };
        let local = tree.has(id, flag::DECL);
        if self.mentions_error(value) {
            if !local {
                self.found(Reaction::Convert);
            } else if let Some(target) = tree.kid(id, Role::Target)
                && tree.kind(target) == Kind::Name
            {
                self.names.push(self.cx.text(target));
            }
        } else if !local {
            self.found(self.state(id, value));
        }
    }

    /// What setting a value says: `failed = True` and `problem = "no connection"` keep the news.
    fn state(&self, assign: NodeId, value: NodeId) -> Reaction {
        let tree = self.cx.tree;
        let cleared = tree.kind(value) == Kind::Constant && !tree.has(value, flag::TRUE);
        let target = tree.kid(assign, Role::Target);
        if !cleared && target.is_some_and(|target| self.answers(target)) || self.answers(value) {
            return Reaction::Convert;
        }
        if self.is_fixed(value) { Reaction::Default } else { Reaction::Act }
    }

    /// What giving back a value says.
    fn result(&self, value: Option<NodeId>) -> Reaction {
        let Some(value) = value else { return Reaction::Default };
        let inner = calls::unwrapped(self.cx, value);
        if self.cx.tree.kind(inner) == Kind::Call && calls::logs(self.cx, inner) {
            return Reaction::Log;
        }
        if self.mentions_error(value) || self.answers(value) {
            return Reaction::Convert;
        }
        match self.cx.tree.kind(inner) {
            Kind::Call if self.cx.tree.kids(inner).any(|kid| self.cx.tree.kind(kid) == Kind::Uncovered) => {
                Reaction::Nothing
            }
            Kind::Call => calls::reaction(self.cx, inner).unwrap_or(Reaction::Act),
            Kind::Block
            | Kind::Raise
            | Kind::Return
            | Kind::Jump
            | Kind::Uncovered
            | Kind::If
            | Kind::Match => Reaction::Nothing,
            Kind::Assign => Reaction::Nothing,
            Kind::Member if self.is_variant(inner) => Reaction::Convert,
            _ if self.is_fixed(inner) => Reaction::Default,
            _ => Reaction::Act,
        }
    }

    /// `Analysis::BudgetExceeded`: a variant of its own tells the error apart from every success.
    fn is_variant(&self, path: NodeId) -> bool {
        let name = self.cx.tree.kid(path, Role::Property).map_or("", |name| self.cx.text(name));
        self.cx.tree.has(path, flag::PATH)
            && name.starts_with(char::is_uppercase)
            && name.contains(char::is_lowercase)
            && !matches!(name, "None" | "Default" | "Empty")
    }

    /// A value that is the same whatever happened: literals, names, empty containers.
    fn is_fixed(&self, value: NodeId) -> bool {
        let tree = self.cx.tree;
        tree.subtree(value).take(LONGEST_VALUE).all(|id| match tree.kind(id) {
            Kind::Call => calls::is_fixed(self.cx, id),
            Kind::Function | Kind::Uncovered | Kind::Loop => false,
            Kind::Unary => !tree.has(id, flag::AWAIT | flag::YIELD),
            _ => true,
        })
    }

    /// A value that speaks of an error by itself: `{"error": "not found"}, 404`, `Response(status=500)`,
    /// `Status::Failed`, a sentence.
    fn answers(&self, value: NodeId) -> bool {
        let tree = self.cx.tree;
        tree.subtree(value).take(LONGEST_VALUE).any(|id| match tree.kind(id) {
            Kind::Number => {
                let text = self.cx.text(id);
                text.len() == 3 && text.parse().is_ok_and(|code: u32| (400..600).contains(&code))
            }
            Kind::Name => {
                calls::parts(self.cx.text(id)).any(|word| speaks_of_error(&word)) && !self.is_null_pair(id)
            }
            Kind::Str => {
                let text = crate::path::unquoted(self.cx.text(id));
                if tree.role(id) == Role::Key {
                    return calls::parts(text).any(|word| speaks_of_error(&word)) && !self.is_null_pair(id);
                }
                text.len() < 400
                    && (text.split_whitespace().count() >= 3
                        || calls::parts(text).any(|word| speaks_of_error(&word)))
            }
            Kind::Pair => denies_success(self.cx, id),
            _ => false,
        })
    }

    /// `error: null`.
    fn is_null_pair(&self, key: NodeId) -> bool {
        let tree = self.cx.tree;
        let Some(pair) = tree.parent(key).filter(|pair| tree.kind(*pair) == Kind::Pair) else { return false };
        tree.role(key) == Role::Key
            && tree
                .kid(pair, Role::Value)
                .is_some_and(|value| tree.kind(value) == Kind::Constant || self.cx.text(value).len() <= 2)
    }
}

/// `success: false`, `isAvailable: false`.
pub(crate) fn denies_success(cx: &Context<'_>, pair: NodeId) -> bool {
    let tree = cx.tree;
    let (Some(key), Some(value)) = (tree.kid(pair, Role::Key), tree.kid(pair, Role::Value)) else {
        return false;
    };
    tree.kind(value) == Kind::Constant
        && tree.has(value, flag::FALSE)
        && calls::parts(crate::path::unquoted(cx.text(key))).any(|word| SUCCESS.contains(&word.as_str()))
}

fn speaks_of_error(word: &str) -> bool {
    matches!(
        word,
        "error"
            | "errors"
            | "err"
            | "fail"
            | "failed"
            | "failure"
            | "exception"
            | "problem"
            | "invalid"
            | "bad"
            | "unauthorized"
            | "forbidden"
            | "unavailable"
            | "timeout"
            | "unhealthy"
            | "degraded"
            | "denied"
    )
}
