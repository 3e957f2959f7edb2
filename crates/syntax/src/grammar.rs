//! Tables that say what becomes of each kind of a tree-sitter grammar.
//!
//! A front end writes [`Rule`]s by name; they are compiled once into tables by kind and field number, because
//! comparing names per node costs six points of parsing (calibration.md 1).
//!
//! One decision that is not obvious: most of what a node means depends on what stands directly around it (an
//! `identifier` among parameters is a `Param`), so a rule may carry rules for its kids. Nested rules are
//! contexts; no front end asks upwards.

use crate::tree::{Kind, Role};
use crate::treesitter::{At, Frame, Walk};
use std::collections::HashMap;
use tree_sitter::{Language, Node};

/// Number of the rule by which tokens are passed over.
const SKIP: u16 = 1;
/// Number of the rule for named kinds that nobody mentioned.
const OTHER: u16 = 2;
/// Number of the rule for what stands below a leaf.
const QUIET: u16 = 3;
/// Number of the rule for what is read even inside a syntax error.
const RESUME: u16 = 4;
/// Number of the rule for comments.
const COMMENT: u16 = 5;

/// Table below leaves: comments and errors are seen, nothing else.
pub(crate) const QUIET_TABLE: u16 = 1;
/// Table below syntax errors: comments are seen, and what is read even there.
pub(crate) const ERROR_TABLE: u16 = 2;

/// What becomes of a node.
#[derive(Clone, Copy)]
pub(crate) enum Act {
    /// Nothing, and its kids are not looked at.
    Skip,
    /// Its kids appear in its place, with its role when the rule gives none.
    Splice,
    /// A leaf; below it only comments and errors are looked for.
    Leaf(Kind, u16),
    /// A [`Kind::Other`] without kids.
    OtherLeaf,
    /// A node with its kids.
    Node(Kind, u16),
    /// A [`Kind::Other`] with its kids.
    Other,
    /// A node around what the node is by itself, which gets the role.
    Wrap(Kind, u16, Role),
    /// A comment.
    Comment,
    /// Further kids of the parent have this role, unless their field says otherwise.
    Turn(Role),
    /// Declarations among further kids of the parent carry the flags.
    KidFlags(u16),
    /// One of two rules, by a test.
    Choose(Test, u16, u16),
    /// The front end's own doing. It may open nodes and gives the frame for the kids, or none to pass over them.
    Hook(Hook),
    /// The general rule, after the unread text before it inside a syntax error was noted.
    Resume,
}

pub(crate) type Test = fn(&Walk<'_>, Node<'_>, Role) -> bool;
pub(crate) type Hook = for<'w, 't> fn(&mut Walk<'w>, &At<'t>) -> Option<Frame>;

/// A rule as a front end writes it.
pub(crate) struct Rule {
    act: RuleAct,
    being: Option<Role>,
    role: Option<Role>,
    marks: u16,
    fields: &'static [(&'static str, Role)],
    kids: Vec<(&'static [&'static str], Rule)>,
    tokens: Vec<(&'static [&'static str], Rule)>,
}

enum RuleAct {
    Plain(Act),
    Choose(Test, Box<(Rule, Rule)>),
}

impl Rule {
    fn new(act: Act) -> Rule {
        Rule {
            act: RuleAct::Plain(act),
            being: None,
            role: None,
            marks: 0,
            fields: &[],
            kids: Vec::new(),
            tokens: Vec::new(),
        }
    }

    pub(crate) fn skip() -> Rule {
        Rule::new(Act::Skip)
    }

    pub(crate) fn splice() -> Rule {
        Rule::new(Act::Splice)
    }

    pub(crate) fn leaf(kind: Kind, flags: u16) -> Rule {
        Rule::new(Act::Leaf(kind, flags))
    }

    pub(crate) fn other_leaf() -> Rule {
        Rule::new(Act::OtherLeaf)
    }

    pub(crate) fn node(kind: Kind, flags: u16) -> Rule {
        Rule::new(Act::Node(kind, flags))
    }

    pub(crate) fn other() -> Rule {
        Rule::new(Act::Other)
    }

    pub(crate) fn wrap(kind: Kind, flags: u16, inner: Role) -> Rule {
        Rule::new(Act::Wrap(kind, flags, inner))
    }

    pub(crate) fn comment() -> Rule {
        Rule::new(Act::Comment)
    }

    /// A token that flags the node around it.
    pub(crate) fn flag(flags: u16) -> Rule {
        Rule::skip().marks(flags)
    }

    pub(crate) fn turn(role: Role) -> Rule {
        Rule::new(Act::Turn(role))
    }

    pub(crate) fn kid_flags(flags: u16) -> Rule {
        Rule::new(Act::KidFlags(flags))
    }

    pub(crate) fn hook(hook: Hook) -> Rule {
        Rule::new(Act::Hook(hook))
    }

    pub(crate) fn choose(test: Test, yes: Rule, no: Rule) -> Rule {
        Rule { act: RuleAct::Choose(test, Box::new((yes, no))), ..Rule::skip() }
    }

    /// The node has this role, whatever its place says.
    pub(crate) fn being(mut self, role: Role) -> Rule {
        self.being = Some(role);
        self
    }

    /// Kids without a field have this role.
    pub(crate) fn role(mut self, role: Role) -> Rule {
        self.role = Some(role);
        self
    }

    /// Flags for the node around this one.
    pub(crate) fn marks(mut self, flags: u16) -> Rule {
        self.marks = flags;
        self
    }

    /// Roles of kids by field.
    pub(crate) fn fields(mut self, fields: &'static [(&'static str, Role)]) -> Rule {
        self.fields = fields;
        self
    }

    /// A rule for named kids of some kinds, in place of the general one.
    pub(crate) fn kid(mut self, names: &'static [&'static str], rule: Rule) -> Rule {
        self.kids.push((names, rule));
        self
    }

    /// A rule for tokens (anonymous kids).
    pub(crate) fn token(mut self, names: &'static [&'static str], rule: Rule) -> Rule {
        self.tokens.push((names, rule));
        self
    }
}

/// A compiled rule.
#[derive(Clone, Copy)]
pub(crate) struct Compiled {
    pub(crate) act: Act,
    pub(crate) being: Option<Role>,
    pub(crate) role: Option<Role>,
    pub(crate) marks: u16,
    /// Table of rules for the kids.
    pub(crate) kids: u16,
    /// Table of roles by field; 0 when no field matters.
    pub(crate) roles: u16,
}

/// A language with its tables.
pub(crate) struct Grammar {
    pub(crate) language: Language,
    rules: Vec<Compiled>,
    /// Rules by kind number; the first table is the general one.
    tables: Vec<Vec<u16>>,
    /// Roles by field number.
    roles: Vec<Vec<Option<Role>>>,
    /// Names that the grammar does not have.
    unknown: Vec<String>,
}

impl Grammar {
    /// Compiles the rules of a language. `resume` names the kinds that are read even inside a syntax error.
    pub(crate) fn new(
        language: Language,
        rules: Vec<(&'static [&'static str], Rule)>,
        resume: &[&str],
    ) -> Grammar {
        let kinds = language.node_kind_count() as u16;
        let mut ids: HashMap<(String, bool), Vec<u16>> = HashMap::new();
        for id in 0..kinds {
            let name = language.node_kind_for_id(id).unwrap_or("").to_owned();
            ids.entry((name, language.node_kind_is_named(id))).or_default().push(id);
        }
        let fields = language.field_count() + 1;
        let mut compiler = Compiler {
            grammar: Grammar {
                language,
                rules: Vec::new(),
                tables: vec![vec![0; usize::from(kinds)]; 3],
                roles: vec![vec![None; fields]],
                unknown: Vec::new(),
            },
            ids,
        };
        compiler.numbered_rules();
        for name in resume {
            compiler.set(ERROR_TABLE, name, true, RESUME);
        }
        for (names, rule) in rules {
            let comment = matches!(rule.act, RuleAct::Plain(Act::Comment));
            let compiled = if comment { COMMENT } else { compiler.compile(rule) };
            for name in names {
                compiler.set(0, name, true, compiled);
                if comment {
                    compiler.set(QUIET_TABLE, name, true, COMMENT);
                    compiler.set(ERROR_TABLE, name, true, COMMENT);
                }
            }
        }
        compiler.grammar
    }

    /// The rule for a kind below a table; none for the error kind, which lies outside all tables.
    pub(crate) fn rule(&self, table: u16, kind: u16) -> Option<Compiled> {
        let mut rule = *self.tables[table as usize].get(kind as usize)?;
        if rule == 0 {
            rule = self.tables[0][kind as usize];
        }
        Some(self.rules[rule as usize])
    }

    /// A compiled rule by its number.
    pub(crate) fn numbered(&self, rule: u16) -> Compiled {
        self.rules[rule as usize]
    }

    /// The role that a field gives.
    pub(crate) fn role(&self, roles: u16, field: u16) -> Option<Role> {
        *self.roles[roles as usize].get(field as usize)?
    }

    /// The name of a kind.
    pub(crate) fn name(&self, kind: u16) -> &str {
        self.language.node_kind_for_id(kind).unwrap_or("")
    }

    /// Names in the rules that the grammar does not have: mistakes, or a newer grammar.
    #[cfg(test)]
    pub(crate) fn unknown(&self) -> &[String] {
        &self.unknown
    }
}

struct Compiler {
    grammar: Grammar,
    /// Every number that a name has, named or not: one name can have several.
    ids: HashMap<(String, bool), Vec<u16>>,
}

impl Compiler {
    /// The rules that have fixed numbers, and the three tables made of them.
    fn numbered_rules(&mut self) {
        // Number 0 stands for "as in the general table".
        for act in [Act::Skip, Act::Skip, Act::Other, Act::Splice, Act::Resume, Act::Comment] {
            let kids = if matches!(act, Act::Splice) { QUIET_TABLE } else { 0 };
            self.grammar.rules.push(Compiled { act, being: None, role: None, marks: 0, kids, roles: 0 });
        }
        let Grammar { language, tables, .. } = &mut self.grammar;
        for (id, rule) in tables[0].iter_mut().enumerate() {
            *rule = if language.node_kind_is_named(id as u16) { OTHER } else { SKIP };
        }
        tables[usize::from(QUIET_TABLE)].fill(QUIET);
        tables[usize::from(ERROR_TABLE)].fill(SKIP);
    }

    fn set(&mut self, table: u16, name: &str, named: bool, rule: u16) {
        let Some(ids) = self.ids.get(&(name.to_owned(), named)) else {
            self.grammar.unknown.push(name.to_owned());
            return;
        };
        for id in ids {
            self.grammar.tables[usize::from(table)][usize::from(*id)] = rule;
        }
    }

    fn compile(&mut self, rule: Rule) -> u16 {
        let act = match rule.act {
            RuleAct::Plain(act) => act,
            RuleAct::Choose(test, rules) => {
                let (yes, no) = *rules;
                let yes = self.compile(yes);
                Act::Choose(test, yes, self.compile(no))
            }
        };
        let mut kids = 0;
        if !rule.kids.is_empty() || !rule.tokens.is_empty() {
            kids = self.grammar.tables.len() as u16;
            self.grammar.tables.push(vec![0; self.grammar.tables[0].len()]);
        }
        for (contexts, named) in [(rule.kids, true), (rule.tokens, false)] {
            for (names, context) in contexts {
                let compiled = self.compile(context);
                for name in names {
                    self.set(kids, name, named, compiled);
                }
            }
        }
        let roles = self.roles(rule.fields);
        let (being, role, marks) = (rule.being, rule.role, rule.marks);
        self.grammar.rules.push(Compiled { act, being, role, marks, kids, roles });
        (self.grammar.rules.len() - 1) as u16
    }

    fn roles(&mut self, fields: &[(&'static str, Role)]) -> u16 {
        if fields.is_empty() {
            return 0;
        }
        let mut roles = vec![None; self.grammar.roles[0].len()];
        for (name, role) in fields {
            match self.grammar.language.field_id_for_name(name) {
                Some(id) => roles[usize::from(id.get())] = Some(*role),
                None => self.grammar.unknown.push((*name).to_owned()),
            }
        }
        self.grammar.roles.push(roles);
        (self.grammar.roles.len() - 1) as u16
    }
}
