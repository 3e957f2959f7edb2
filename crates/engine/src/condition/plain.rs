//! Evaluation by `cel` itself, for what the common subset leaves over.

use super::{Truth, View};
use cel::common::ast::{Expr, IdedExpr};
use cel::common::types::{CelBool, CelInt, CelList, CelString};
use cel::common::value::{CowVal, Val};
use cel::context::VariableResolver;
use cel::{Context, Env, Value as CelValue};
use review_facts::{Kind, Type, Value};
use review_project::field_index;
use std::sync::{Arc, LazyLock};

/// Built once: it holds every function of the language (calibration.md 3: 58 µs).
static ENV: LazyLock<Arc<Env>> = LazyLock::new(|| Arc::new(Env::stdlib()));

/// An expression that `cel` evaluates, with the fields it reads.
#[derive(Clone, Debug)]
pub(super) struct Plain {
    expression: Arc<IdedExpr>,
    kind: Kind,
    reads: Vec<usize>,
}

impl Plain {
    pub(super) fn new(expression: &IdedExpr, kind: Kind) -> Plain {
        let mut reads = Vec::new();
        gather(expression, kind, &mut reads);
        Plain { expression: Arc::new(expression.clone()), kind, reads }
    }

    pub(super) fn holds(&self, view: &View<'_>) -> Truth {
        if self.reads.iter().any(|field| matches!(view.value(*field), Value::Unknown(_))) {
            return Truth::Open;
        }
        let fields = Fields { view, kind: self.kind };
        let mut context = Context::with_env(Arc::clone(&ENV));
        context.set_variable_resolver(&fields);
        match CelValue::resolve_val(&self.expression, &context) {
            Ok(value) => match value.downcast_ref::<CelBool>() {
                Some(value) if *value.inner() => Truth::Yes,
                Some(_) => Truth::No,
                None => Truth::Failed("the condition gave no truth value".to_owned()),
            },
            Err(error) => Truth::Failed(error.to_string()),
        }
    }
}

/// Answers the qualified names that `cel` asks for: `func.complexity`.
struct Fields<'a> {
    view: &'a View<'a>,
    kind: Kind,
}

impl VariableResolver for Fields<'_> {
    fn resolve<'b>(&'b self, variable: &str) -> Option<CowVal<'b, 'b>> {
        let name = variable.strip_prefix(self.kind.name())?.strip_prefix('.')?;
        let (index, doc) = field_index(self.kind, name)?;
        Some(match self.view.value(index) {
            Value::Bool(value) => CowVal::owned(CelBool::from(value)),
            Value::Int(value) => CowVal::owned(CelInt::from(value)),
            Value::Text(text) => CowVal::owned(CelString::from(text)),
            Value::Word(word) => match doc.ty {
                Type::Word(words) => CowVal::owned(CelString::from(words.get(usize::from(word))?.word)),
                _ => return None,
            },
            Value::Texts(list) => {
                let list: Vec<Box<dyn Val + 'b>> = list
                    .iter()
                    .map(|text| Box::new(CelString::from(text.as_str())) as Box<dyn Val>)
                    .collect();
                CowVal::owned(CelList::from(list))
            }
            Value::Unknown(_) => return None,
        })
    }
}

/// The fields an expression reads.
fn gather(node: &IdedExpr, kind: Kind, reads: &mut Vec<usize>) {
    if let Some((index, _)) = super::predicate::field(node, kind) {
        if !reads.contains(&index) {
            reads.push(index);
        }
        return;
    }
    match &node.expr {
        Expr::Call(call) => {
            for part in call.target.as_deref().into_iter().chain(&call.args) {
                gather(part, kind, reads);
            }
        }
        Expr::Select(select) => gather(&select.operand, kind, reads),
        Expr::List(list) => list.elements.iter().for_each(|part| gather(part, kind, reads)),
        Expr::Comprehension(c) => {
            for part in [&c.iter_range, &c.accu_init, &c.loop_cond, &c.loop_step, &c.result] {
                gather(part, kind, reads);
            }
        }
        _ => {}
    }
}
