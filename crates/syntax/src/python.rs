//! The Python front end: what each kind of the grammar becomes.
//!
//! One decision that is not obvious: an annotation is one leaf unless a parenthesis stands in it. Only then
//! can it hold a call (`Annotated[User, Depends(f)]`), and only then is it worth descending into.

use crate::grammar::{Grammar, Rule};
use crate::tree::{Kind, Role, Tree, flag};
use crate::treesitter::{self, At, Frame, Walk};
use review_facts::{Language, Span};
use std::sync::OnceLock;
use tree_sitter::Node;

pub(crate) fn parse(source: &str) -> Tree {
    let tree = treesitter::parse(source, grammar());
    treesitter::read(source, tree, &[], Language::Python, grammar(), raw)
}

fn grammar() -> &'static Grammar {
    static GRAMMAR: OnceLock<Grammar> = OnceLock::new();
    GRAMMAR.get_or_init(|| {
        let mut rules = definitions();
        rules.extend(imports());
        rules.extend(statements());
        rules.extend(patterns());
        rules.extend(expressions());
        rules.extend(literals());
        Grammar::new(tree_sitter_python::LANGUAGE.into(), rules, RESUME)
    })
}

fn raw(kind: u16) -> &'static str {
    grammar().name(kind)
}

/// What is read even inside a syntax error: what the parser could put together.
const RESUME: &[&str] = &[
    "assert_statement",
    "block",
    "break_statement",
    "call",
    "class_definition",
    "continue_statement",
    "decorated_definition",
    "decorator",
    "delete_statement",
    "expression_statement",
    "for_statement",
    "function_definition",
    "future_import_statement",
    "global_statement",
    "if_statement",
    "import_from_statement",
    "import_statement",
    "match_statement",
    "pass_statement",
    "raise_statement",
    "return_statement",
    "try_statement",
    "type_alias_statement",
    "while_statement",
    "with_statement",
];

type Rules = Vec<(&'static [&'static str], Rule)>;

fn definitions() -> Rules {
    vec![
        (&["comment"], Rule::comment()),
        (&["decorator"], Rule::node(Kind::Decorator, 0)),
        (&["decorated_definition"], Rule::hook(decorated).kid(&["function_definition"], function(0))),
        (&["function_definition"], function(0)),
        (&["class_definition"], class()),
        (&["lambda"], function_parts(Rule::node(Kind::Function, flag::CLOSURE))),
        (&["parameters", "lambda_parameters"], parameters()),
        (&["type"], Rule::hook(annotation)),
        (
            &[
                "generic_type",
                "type_parameter",
                "union_type",
                "constrained_type",
                "member_type",
                "splat_type",
            ],
            Rule::splice(),
        ),
        (&["type_alias_statement"], type_alias()),
    ]
}

fn function(flags: u16) -> Rule {
    function_parts(Rule::node(Kind::Function, flags)).token(&["async"], Rule::flag(flag::ASYNC))
}

fn function_parts(rule: Rule) -> Rule {
    rule.fields(&[("name", Role::Name), ("return_type", Role::Returns), ("body", Role::Body)])
        .kid(&["type_parameter"], Rule::leaf(Kind::Type, 0))
}

fn parameters() -> Rule {
    let splat = |flags| Rule::node(Kind::Param, flags).role(Role::Name);
    Rule::splice()
        .role(Role::None)
        .kid(&["identifier", "tuple_pattern"], Rule::wrap(Kind::Param, 0, Role::Name))
        .kid(&["list_splat_pattern"], splat(flag::SPLAT))
        .kid(&["dictionary_splat_pattern"], splat(flag::DOUBLE_SPLAT))
        .kid(
            &["typed_parameter"],
            Rule::node(Kind::Param, 0)
                .role(Role::Name)
                .fields(&[("type", Role::Type)])
                .kid(&["list_splat_pattern"], Rule::splice().marks(flag::SPLAT))
                .kid(&["dictionary_splat_pattern"], Rule::splice().marks(flag::DOUBLE_SPLAT)),
        )
        .kid(
            &["default_parameter", "typed_default_parameter"],
            Rule::node(Kind::Param, 0).fields(&[
                ("name", Role::Name),
                ("type", Role::Type),
                ("value", Role::Value),
            ]),
        )
        .kid(&["keyword_separator", "positional_separator"], Rule::skip())
}

fn class() -> Rule {
    const FIELD: &[(&str, Role)] = &[("left", Role::Name), ("type", Role::Type), ("right", Role::Value)];
    let member = Rule::choose(is_name_first, Rule::node(Kind::Field, 0).fields(FIELD), assignment(0));
    let bases = Rule::splice().role(Role::Base).kid(&["keyword_argument"], keyword().being(Role::Arg));
    let body = Rule::splice()
        .role(Role::None)
        .kid(&["function_definition"], function(flag::METHOD))
        .kid(
            &["decorated_definition"],
            Rule::hook(decorated).kid(&["function_definition"], function(flag::METHOD)),
        )
        .kid(&["expression_statement"], Rule::splice().kid(&["assignment"], member));
    Rule::node(Kind::Class, 0)
        .fields(&[("name", Role::Name)])
        .kid(&["type_parameter"], Rule::leaf(Kind::Type, 0))
        .kid(&["argument_list"], bases)
        .kid(&["block"], body)
}

fn type_alias() -> Rule {
    let name = Rule::splice().kid(
        &["generic_type"],
        Rule::splice().kid(&["type_parameter"], Rule::leaf(Kind::Type, 0).being(Role::None)),
    );
    Rule::node(Kind::Assign, flag::DECL)
        .fields(&[("left", Role::Target), ("right", Role::Value)])
        .kid(&["type"], Rule::choose(is_target, name, Rule::hook(annotation)))
}

fn imports() -> Rules {
    let whole = Rule::node(Kind::Import, 0)
        .fields(&[("name", Role::Source)])
        .kid(&["dotted_name"], Rule::leaf(Kind::Name, 0))
        .kid(&["identifier"], Rule::wrap(Kind::Imported, flag::NAMESPACE, Role::Alias));
    let aliased = Rule::node(Kind::Imported, 0)
        .fields(&[("name", Role::Name), ("alias", Role::Alias)])
        .kid(&["dotted_name"], Rule::leaf(Kind::Name, 0));
    let imported = Rule::hook(imported_name);
    let from = |rule: Rule| rule.token(&["__future__"], Rule::leaf(Kind::Name, 0).being(Role::Source));
    vec![
        (
            &["import_statement"],
            Rule::splice().kid(&["dotted_name"], Rule::hook(whole_module)).kid(&["aliased_import"], whole),
        ),
        (
            &["import_from_statement", "future_import_statement"],
            from(Rule::node(Kind::Import, 0))
                .fields(&[("module_name", Role::Source)])
                .kid(&["relative_import"], Rule::leaf(Kind::Name, 0))
                .kid(&["dotted_name"], Rule::choose(is_source, Rule::leaf(Kind::Name, 0), imported))
                .kid(&["aliased_import"], aliased)
                .kid(&["wildcard_import"], Rule::flag(flag::WILDCARD)),
        ),
    ]
}

fn statements() -> Rules {
    let else_clause = || Rule::splice().role(Role::Else).fields(&[("body", Role::Else)]);
    vec![
        (&["block"], Rule::node(Kind::Block, 0)),
        (&["expression_statement", "parenthesized_expression"], Rule::splice()),
        (&["else_clause"], else_clause()),
        (&["finally_clause"], Rule::splice().role(Role::Finally)),
        (&["return_statement"], Rule::node(Kind::Return, 0).role(Role::Value)),
        (
            &["raise_statement"],
            Rule::node(Kind::Raise, 0).role(Role::Value).fields(&[("cause", Role::Source)]),
        ),
        (
            &["delete_statement"],
            Rule::node(Kind::Unary, flag::DELETE).role(Role::Value).kid(&["expression_list"], Rule::splice()),
        ),
        (&["break_statement"], Rule::leaf(Kind::Jump, flag::BREAK)),
        (&["continue_statement"], Rule::leaf(Kind::Jump, flag::CONTINUE)),
        (
            &["if_statement"],
            Rule::node(Kind::If, 0).fields(&[("condition", Role::Cond), ("consequence", Role::Body)]).kid(
                &["elif_clause"],
                Rule::hook(elif).fields(&[("condition", Role::Cond), ("consequence", Role::Body)]),
            ),
        ),
        (
            &["for_statement"],
            Rule::node(Kind::Loop, flag::FOR)
                .fields(&[("left", Role::Target), ("right", Role::Iter), ("body", Role::Body)])
                .token(&["async"], Rule::flag(flag::ASYNC)),
        ),
        (
            &["while_statement"],
            Rule::node(Kind::Loop, flag::WHILE)
                .fields(&[("condition", Role::Cond), ("body", Role::Body)])
                .kid(&["true"], Rule::leaf(Kind::Constant, flag::TRUE).marks(flag::INFINITE)),
        ),
        (&["try_statement"], Rule::node(Kind::Try, 0).fields(&[("body", Role::Body)])),
        (&["except_clause"], except()),
        (
            &["with_statement"],
            Rule::node(Kind::With, 0)
                .fields(&[("body", Role::Body)])
                .token(&["async"], Rule::flag(flag::ASYNC)),
        ),
        (&["with_clause"], Rule::splice().role(Role::Value)),
        (&["with_item"], Rule::splice().role(Role::Value).kid(&["as_pattern"], bound())),
        (&["as_pattern"], Rule::node(Kind::Assign, 0).role(Role::Value).fields(&[("alias", Role::Target)])),
        (&["as_pattern_target"], Rule::splice()),
    ]
}

/// `x as y` whose parts belong to the statement around it.
fn bound() -> Rule {
    Rule::splice().fields(&[("alias", Role::Alias)])
}

fn except() -> Rule {
    let types = || Rule::splice().role(Role::Type);
    let aliased = types().fields(&[("alias", Role::Name)]).kid(&["tuple"], types());
    Rule::node(Kind::Catch, 0)
        .role(Role::Body)
        .fields(&[("value", Role::Type), ("alias", Role::Name)])
        .token(&["*"], Rule::flag(flag::GROUP))
        .kid(&["tuple"], types())
        .kid(&["parenthesized_expression"], types().kid(&["tuple"], types()))
        .kid(&["as_pattern"], aliased)
}

fn patterns() -> Rules {
    let named = || Rule::node(Kind::Assign, 0).role(Role::Value).token(&["as"], Rule::turn(Role::Target));
    let case = Rule::splice()
        .role(Role::Target)
        .token(&["_"], Rule::flag(flag::DEFAULT))
        .kid(&["as_pattern"], named());
    vec![
        (
            &["match_statement"],
            Rule::node(Kind::Match, 0)
                .fields(&[("subject", Role::Cond)])
                .kid(&["block"], Rule::splice().role(Role::None)),
        ),
        (
            &["case_clause"],
            Rule::node(Kind::Arm, 0)
                .fields(&[("guard", Role::Cond), ("consequence", Role::Body)])
                .kid(&["case_pattern"], case),
        ),
        (&["case_pattern"], Rule::splice().kid(&["as_pattern"], named())),
        (&["if_clause"], Rule::splice()),
        (&["dict_pattern"], Rule::other().fields(&[("key", Role::Key), ("value", Role::Value)])),
        (
            &["class_pattern"],
            Rule::node(Kind::Call, 0)
                .role(Role::Arg)
                .kid(&["dotted_name"], Rule::hook(dotted).being(Role::Callee)),
        ),
        (
            &["keyword_pattern"],
            Rule::node(Kind::Pair, flag::KEYWORD).role(Role::Key).token(&["="], Rule::turn(Role::Value)),
        ),
        (&["splat_pattern"], Rule::node(Kind::Spread, 0).role(Role::Value)),
        (&["complex_pattern"], Rule::leaf(Kind::Number, 0)),
        (&["dotted_name"], Rule::hook(dotted)),
        (&["list_pattern"], Rule::node(Kind::List, 0)),
        (&["tuple_pattern", "pattern_list"], Rule::node(Kind::List, flag::TUPLE)),
    ]
}

fn expressions() -> Rules {
    const LEFT_RIGHT: &[(&str, Role)] = &[("left", Role::Left), ("right", Role::Right)];
    let comprehension = || {
        Rule::node(Kind::Loop, flag::FOR | flag::COMPREHENSION)
            .fields(&[("body", Role::Body)])
            .kid(
                &["for_in_clause"],
                Rule::hook(for_in)
                    .fields(&[("left", Role::Target), ("right", Role::Iter)])
                    .token(&["async"], Rule::flag(flag::ASYNC)),
            )
            .kid(&["if_clause"], Rule::splice().role(Role::Cond))
    };
    vec![
        (&["identifier"], Rule::leaf(Kind::Name, 0)),
        (
            &["call"],
            Rule::node(Kind::Call, 0).fields(&[("function", Role::Callee), ("arguments", Role::Arg)]),
        ),
        (&["argument_list"], Rule::splice()),
        (&["keyword_argument"], keyword()),
        (
            &["attribute"],
            Rule::node(Kind::Member, 0).fields(&[("object", Role::Object), ("attribute", Role::Property)]),
        ),
        (
            &["subscript"],
            Rule::node(Kind::Index, 0).fields(&[("value", Role::Object), ("subscript", Role::Key)]),
        ),
        (&["slice"], Rule::splice().marks(flag::SLICE)),
        (&["assignment"], assignment(0)),
        (&["augmented_assignment"], assignment(flag::AUGMENTED)),
        (
            &["named_expression"],
            Rule::node(Kind::Assign, 0).fields(&[("name", Role::Target), ("value", Role::Value)]),
        ),
        (&["await"], Rule::node(Kind::Unary, flag::AWAIT).role(Role::Value)),
        (&["yield"], Rule::hook(yielded).role(Role::Value)),
        (&["not_operator"], Rule::node(Kind::Unary, flag::NOT).fields(&[("argument", Role::Value)])),
        (
            &["unary_operator"],
            Rule::node(Kind::Unary, 0)
                .fields(&[("argument", Role::Value)])
                .token(&["-"], Rule::flag(flag::NEG)),
        ),
        (
            &["boolean_operator"],
            Rule::node(Kind::Binary, 0)
                .fields(LEFT_RIGHT)
                .token(&["and"], Rule::flag(flag::AND))
                .token(&["or"], Rule::flag(flag::OR)),
        ),
        (
            &["binary_operator"],
            Rule::node(Kind::Binary, 0)
                .fields(LEFT_RIGHT)
                .token(&["+"], Rule::flag(flag::ADD))
                .token(&["%"], Rule::flag(flag::MOD)),
        ),
        (
            &["comparison_operator"],
            Rule::hook(comparison)
                .role(Role::Left)
                .token(&["<", "<=", "==", "!=", ">=", ">", "<>"], Rule::hook(compare))
                .token(&["in", "not in"], Rule::hook(compare_in))
                .token(&["is", "is not"], Rule::hook(compare_is)),
        ),
        (
            &["conditional_expression"],
            Rule::node(Kind::If, flag::TERNARY)
                .role(Role::Body)
                .token(&["if"], Rule::turn(Role::Cond))
                .token(&["else"], Rule::turn(Role::Else)),
        ),
        (
            &["list_comprehension", "set_comprehension", "dictionary_comprehension", "generator_expression"],
            comprehension(),
        ),
        (
            &["list_splat", "list_splat_pattern", "dictionary_splat", "dictionary_splat_pattern"],
            Rule::node(Kind::Spread, 0).role(Role::Value),
        ),
        (&["parenthesized_list_splat"], Rule::splice()),
        (&["line_continuation"], Rule::skip()),
    ]
}

fn assignment(flags: u16) -> Rule {
    Rule::node(Kind::Assign, flags).fields(&[
        ("left", Role::Target),
        ("type", Role::Type),
        ("right", Role::Value),
    ])
}

fn keyword() -> Rule {
    Rule::node(Kind::Pair, flag::KEYWORD).fields(&[("name", Role::Key), ("value", Role::Value)])
}

fn literals() -> Rules {
    let pair = |flags| Rule::node(Kind::Pair, flags).fields(&[("key", Role::Key), ("value", Role::Value)]);
    vec![
        (
            &["string"],
            Rule::choose(
                has_parts,
                Rule::hook(text_with_parts)
                    .role(Role::Part)
                    .kid(&["interpolation"], Rule::hook(interpolation).role(Role::Part))
                    .kid(&["string_start", "string_content"], Rule::skip())
                    .kid(&["string_end"], Rule::hook(text_end)),
                Rule::hook(text),
            ),
        ),
        (&["concatenated_string"], Rule::node(Kind::Template, flag::CONCAT).role(Role::Part)),
        (&["format_specifier", "format_expression"], Rule::splice()),
        (&["type_conversion"], Rule::skip()),
        (&["integer", "float"], Rule::leaf(Kind::Number, 0)),
        (&["true"], Rule::leaf(Kind::Constant, flag::TRUE)),
        (&["false"], Rule::leaf(Kind::Constant, flag::FALSE)),
        (&["none"], Rule::leaf(Kind::Constant, flag::NULL)),
        (&["ellipsis"], Rule::leaf(Kind::Constant, 0)),
        (&["list"], Rule::node(Kind::List, 0)),
        (&["set"], Rule::node(Kind::List, flag::SET)),
        (&["tuple", "expression_list"], Rule::node(Kind::List, flag::TUPLE)),
        (&["dictionary"], Rule::node(Kind::Object, 0)),
        (&["pair"], Rule::choose(is_literal_first, pair(0), pair(flag::COMPUTED))),
    ]
}

fn is_name_first(_: &Walk<'_>, node: Node<'_>, _: Role) -> bool {
    node.child(0).is_some_and(|left| left.kind_id() == ids().identifier)
}

fn is_literal_first(_: &Walk<'_>, node: Node<'_>, _: Role) -> bool {
    node.child(0).is_some_and(|key| ids().literals.contains(&key.kind_id()))
}

fn is_target(_: &Walk<'_>, _: Node<'_>, role: Role) -> bool {
    role == Role::Target
}

fn is_source(_: &Walk<'_>, _: Node<'_>, role: Role) -> bool {
    role == Role::Source
}

/// An f-string or t-string with something between braces. Its three parts may be start, text and end.
fn has_parts(walk: &Walk<'_>, node: Node<'_>, _: Role) -> bool {
    let prefix = prefix(walk, node);
    if !prefix.iter().any(|byte| matches!(byte, b'f' | b'F' | b't' | b'T')) {
        return false;
    }
    match node.named_child_count() {
        0..=2 => false,
        3 => node.named_child(1).is_none_or(|content| content.kind_id() != ids().string_content),
        _ => true,
    }
}

/// Numbers of kinds that are compared with.
struct Ids {
    identifier: u16,
    string_content: u16,
    string_type: [u16; 2],
    literals: Vec<u16>,
    compound_types: Vec<u16>,
}

fn ids() -> &'static Ids {
    static IDS: OnceLock<Ids> = OnceLock::new();
    IDS.get_or_init(|| {
        let language = &grammar().language;
        let id = |name| language.id_for_node_kind(name, true);
        Ids {
            identifier: id("identifier"),
            string_content: id("string_content"),
            string_type: [id("string"), id("concatenated_string")],
            literals: ["string", "concatenated_string", "integer", "float", "true", "false", "none"]
                .map(id)
                .to_vec(),
            compound_types: ["generic_type", "union_type", "constrained_type", "member_type", "splat_type"]
                .map(id)
                .to_vec(),
        }
    })
}

/// The decorators come first, and belong to the definition behind them.
fn decorated(walk: &mut Walk<'_>, at: &At<'_>) -> Option<Frame> {
    let id = walk.out.open(Kind::Other, at.role, at.node.kind_id(), at.span());
    let mut frame = walk.frame(at);
    frame.pending = id.0;
    Some(frame)
}

fn annotation(walk: &mut Walk<'_>, at: &At<'_>) -> Option<Frame> {
    let span = at.span();
    let inner = at.node.child(0).map_or(0, |inner| inner.kind_id());
    if walk.next(b'(', span.start) >= span.end || ids().string_type.contains(&inner) {
        return walk.leaf(at.node, Kind::Type, at.role, 0);
    }
    if at.role == Role::None && !ids().compound_types.contains(&inner) {
        // An expression among the arguments of a type.
        return Some(walk.frame(at));
    }
    Some(walk.open(at, Kind::Type, 0))
}

fn whole_module(walk: &mut Walk<'_>, at: &At<'_>) -> Option<Frame> {
    let span = at.span();
    walk.out.open(Kind::Import, at.role, 0, span);
    walk.out.leaf(Kind::Name, Role::Source, 0, span);
    walk.out.leaf(Kind::Imported, Role::None, flag::NAMESPACE, Span::new(span.end, span.end));
    walk.out.close();
    None
}

fn imported_name(walk: &mut Walk<'_>, at: &At<'_>) -> Option<Frame> {
    walk.out.open(Kind::Imported, Role::None, 0, at.span());
    walk.out.leaf(Kind::Name, Role::Name, 0, at.span());
    walk.out.close();
    None
}

/// `a.b.c` in a pattern: a chain like that of expressions, though the grammar lists the names.
fn dotted(walk: &mut Walk<'_>, at: &At<'_>) -> Option<Frame> {
    let span = at.span();
    let mut cursor = at.node.walk();
    let names: Vec<Span> = at
        .node
        .named_children(&mut cursor)
        .filter(|n| n.kind_id() == ids().identifier)
        .map(|name| Span::new(name.start_byte() as u32, name.end_byte() as u32))
        .collect();
    let mut role = at.role;
    for name in names.iter().skip(1).rev() {
        walk.out.open(Kind::Member, role, 0, Span::new(span.start, name.end));
        role = Role::Object;
    }
    for (index, name) in names.iter().enumerate() {
        walk.out.leaf(Kind::Name, if index == 0 { role } else { Role::Property }, 0, *name);
        if index > 0 {
            walk.out.close();
        }
    }
    None
}

/// `elif` stands beside its `if` in the grammar and inside it in the tree.
fn elif(walk: &mut Walk<'_>, at: &At<'_>) -> Option<Frame> {
    let parent = walk.parent();
    parent.closes += 1;
    let span = Span::new(at.span().start, parent.end);
    walk.out.open(Kind::If, Role::Else, flag::ELIF, span);
    let mut frame = walk.frame(at);
    frame.role = Role::None;
    Some(frame)
}

/// The first clause is the loop itself; each further one is a loop inside it.
fn for_in(walk: &mut Walk<'_>, at: &At<'_>) -> Option<Frame> {
    let parent = walk.parent();
    parent.count += 1;
    if parent.count > 1 {
        parent.closes += 1;
        // Without the closing bracket.
        let span = Span::new(at.span().start, parent.end - 1);
        walk.out.open(Kind::Loop, Role::None, flag::FOR | flag::COMPREHENSION, span);
    }
    Some(walk.frame(at))
}

fn yielded(walk: &mut Walk<'_>, at: &At<'_>) -> Option<Frame> {
    walk.flag_function(flag::GENERATOR);
    Some(walk.open(at, Kind::Unary, flag::YIELD))
}

/// `a < b < c` is one flat node of the grammar: as many comparisons are opened as there are operators.
fn comparison(walk: &mut Walk<'_>, at: &At<'_>) -> Option<Frame> {
    let mut operators = 1;
    if at.node.child_count() > 3 {
        let mut cursor = at.node.walk();
        operators = at.node.children(&mut cursor).filter(|kid| !kid.is_named()).count().max(1) as u32;
    }
    let mut role = at.role;
    for _ in 0..operators {
        walk.out.open(Kind::Binary, role, 0, at.span());
        role = Role::Left;
    }
    let mut frame = walk.frame(at);
    frame.closes = operators;
    Some(frame)
}

fn operator(walk: &mut Walk<'_>, at: &At<'_>, flags: u16) {
    let parent = walk.parent();
    parent.role = Role::Right;
    parent.count += 1;
    if parent.count > 1 {
        parent.closes -= 1;
        let before = walk.source.get(..at.node.start_byte()).unwrap_or("").trim_end().len();
        walk.out.close_at(before as u32);
    }
    walk.out.flag(flags);
}

fn compare(walk: &mut Walk<'_>, at: &At<'_>) -> Option<Frame> {
    operator(walk, at, flag::COMPARE);
    None
}

fn compare_in(walk: &mut Walk<'_>, at: &At<'_>) -> Option<Frame> {
    operator(walk, at, flag::IN);
    None
}

fn compare_is(walk: &mut Walk<'_>, at: &At<'_>) -> Option<Frame> {
    operator(walk, at, flag::IS);
    None
}

fn prefix<'w>(walk: &Walk<'w>, node: Node<'_>) -> &'w [u8] {
    let bytes = walk.source.as_bytes().get(node.byte_range()).unwrap_or(b"");
    let letters = bytes.iter().take(3).take_while(|byte| byte.is_ascii_alphabetic()).count();
    &bytes[..letters]
}

fn text_flags(walk: &Walk<'_>, node: Node<'_>) -> u16 {
    let prefix = prefix(walk, node);
    let mut flags = 0;
    for letter in prefix {
        flags |= match letter {
            b'b' | b'B' => flag::BYTES,
            b'r' | b'R' => flag::RAW,
            _ => 0,
        };
    }
    let quotes = walk.source.as_bytes().get(node.start_byte() + prefix.len()..).unwrap_or(b"");
    if quotes.starts_with(b"\"\"\"") || quotes.starts_with(b"'''") {
        flags |= flag::TRIPLE;
    }
    flags
}

fn text(walk: &mut Walk<'_>, at: &At<'_>) -> Option<Frame> {
    let flags = text_flags(walk, at.node);
    walk.leaf(at.node, Kind::Str, at.role, flags)
}

fn text_with_parts(walk: &mut Walk<'_>, at: &At<'_>) -> Option<Frame> {
    let flags = text_flags(walk, at.node);
    let mut frame = walk.open(at, Kind::Template, flags);
    frame.position = at.node.child(0).map_or(frame.start, |start| start.end_byte() as u32);
    Some(frame)
}

fn interpolation(walk: &mut Walk<'_>, at: &At<'_>) -> Option<Frame> {
    walk.text_part(at.span().start);
    walk.parent().position = at.span().end;
    Some(walk.frame(at))
}

fn text_end(walk: &mut Walk<'_>, at: &At<'_>) -> Option<Frame> {
    walk.text_part(at.span().start);
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grammar_has_every_name_of_the_rules() {
        assert_eq!(grammar().unknown(), [""; 0]);
    }
}
