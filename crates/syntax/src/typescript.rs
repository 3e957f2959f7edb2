//! The TypeScript, TSX and JavaScript front end: what each kind of the grammar becomes.
//!
//! One decision that is not obvious: the grammar misreads the type arguments of tagged templates and some of
//! calls, so they are blanked before parsing and put back as [`Kind::Type`] leaves (see [`blanked`]).

mod ambiguous;
mod blanked;

use crate::grammar::{Grammar, Rule};
use crate::tree::{Kind, Role, Tree, flag};
use crate::treesitter::{self, At, Frame, Walk};
use review_facts::Language;
use std::sync::OnceLock;
use tree_sitter::Node;

/// How often a file is parsed with type arguments blanked before it is parsed as it is written.
const ROUNDS: u32 = 2;

pub(crate) fn parse(source: &str, language: Language) -> Tree {
    let (grammar, raw): (_, fn(u16) -> &'static str) = match language {
        Language::TypeScript => (typescript(), |kind| typescript().name(kind)),
        // JavaScript without its own grammar: the TSX one reads it all, JSX included.
        _ => (tsx(), |kind| tsx().name(kind)),
    };
    if ambiguous::is_ambiguous(source) {
        return treesitter::read(source, None, &[], language, grammar, raw);
    }
    let mut masks = blanked::find(source);
    let mut round = 0;
    loop {
        let (parsed, blanked) = blanked::parse(source, masks, grammar);
        let tree = treesitter::read(source, parsed, &blanked, language, grammar, raw);
        masks = blanked.iter().copied().filter(|mask| blanked::is_in(&tree, *mask)).collect();
        if masks.len() == blanked.len() {
            return tree;
        }
        // Again without those that stand in a comment, a text or a syntax error. What is left may be lost to
        // another error then; rather read as written than try for long.
        round += 1;
        if round == ROUNDS {
            masks.clear();
        }
    }
}

fn typescript() -> &'static Grammar {
    static GRAMMAR: OnceLock<Grammar> = OnceLock::new();
    GRAMMAR.get_or_init(|| {
        let mut rules = rules();
        rules.push((
            &["type_assertion"],
            Rule::splice().kid(&["type_arguments"], Rule::splice().role(Role::Cast)),
        ));
        Grammar::new(tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(), rules, RESUME)
    })
}

fn tsx() -> &'static Grammar {
    static GRAMMAR: OnceLock<Grammar> = OnceLock::new();
    GRAMMAR.get_or_init(|| {
        let mut rules = rules();
        rules.extend(jsx());
        let resume = [RESUME, &["jsx_element", "jsx_expression", "jsx_self_closing_element"]].concat();
        Grammar::new(tree_sitter_typescript::LANGUAGE_TSX.into(), rules, &resume)
    })
}

/// What is read even inside a syntax error: what the parser could put together.
const RESUME: &[&str] = &[
    "abstract_class_declaration",
    "ambient_declaration",
    "arrow_function",
    "await_expression",
    "call_expression",
    "class_body",
    "class_declaration",
    "enum_declaration",
    "export_statement",
    "expression_statement",
    "for_in_statement",
    "for_statement",
    "function_declaration",
    "generator_function_declaration",
    "if_statement",
    "import_statement",
    "interface_declaration",
    "lexical_declaration",
    "method_definition",
    "new_expression",
    "object",
    "public_field_definition",
    "return_statement",
    "statement_block",
    "switch_statement",
    "throw_statement",
    "try_statement",
    "type_alias_declaration",
    "variable_declaration",
    "while_statement",
];

/// Kinds that are types wherever they stand.
const TYPES: &[&str] = &[
    "array_type",
    "asserts",
    "conditional_type",
    "constructor_type",
    "existential_type",
    "flow_maybe_type",
    "function_type",
    "generic_type",
    "index_type_query",
    "infer_type",
    "intersection_type",
    "literal_type",
    "lookup_type",
    "nested_type_identifier",
    "object_type",
    "optional_type",
    "parenthesized_type",
    "predefined_type",
    "readonly_type",
    "rest_type",
    "template_literal_type",
    "this_type",
    "tuple_type",
    "type_identifier",
    "type_parameters",
    "type_predicate",
    "type_query",
    "union_type",
];

type Rules = Vec<(&'static [&'static str], Rule)>;

fn rules() -> Rules {
    let mut rules = modules();
    rules.extend(functions());
    rules.extend(classes());
    rules.extend(statements());
    rules.extend(expressions());
    rules.extend(literals());
    rules.extend(types());
    rules
}

fn modules() -> Rules {
    let specifier = |flags| {
        Rule::node(Kind::Imported, flags)
            .fields(&[("name", Role::Name), ("alias", Role::Alias)])
            .token(&["type", "typeof"], Rule::flag(flag::TYPE_ONLY))
    };
    let whole = || Rule::node(Kind::Imported, flag::NAMESPACE).role(Role::Alias);
    let import = |flags| {
        Rule::node(Kind::Import, flags)
            .fields(&[("source", Role::Source)])
            .token(&["type", "typeof"], Rule::flag(flag::TYPE_ONLY))
    };
    let clause = Rule::splice().kid(&["identifier"], Rule::wrap(Kind::Imported, flag::DEFAULT, Role::Alias));
    let require = Rule::splice()
        .fields(&[("source", Role::Source)])
        .kid(&["identifier"], Rule::wrap(Kind::Imported, flag::NAMESPACE, Role::Alias));
    let export = |flags| {
        Rule::node(Kind::Export, flags)
            .token(&["export"], Rule::kid_flags(flag::EXPORTED))
            .token(&["type"], Rule::flag(flag::TYPE_ONLY))
            .kid(&["decorator"], decorator())
    };
    let declaration =
        Rule::splice().token(&["export"], Rule::kid_flags(flag::EXPORTED)).kid(&["decorator"], decorator());
    vec![
        (&["hash_bang_line"], Rule::skip()),
        (&["comment", "html_comment"], Rule::comment()),
        (&["import_statement"], import(0)),
        (&["import_clause"], clause),
        (&["import_require_clause"], require),
        (&["named_imports", "export_clause"], Rule::splice()),
        (&["import_specifier", "export_specifier"], specifier(0)),
        (&["namespace_import", "namespace_export"], whole()),
        (
            &["export_statement"],
            Rule::choose(
                is_reexport,
                import(flag::EXPORTED).token(&["*"], Rule::flag(flag::WILDCARD)),
                Rule::choose(
                    is_default_export,
                    export(flag::DEFAULT),
                    Rule::choose(is_declaration_export, declaration, export(0)),
                ),
            ),
        ),
        (&["ambient_declaration"], Rule::splice()),
        (
            &["import_alias"],
            Rule::node(Kind::Assign, flag::DECL).role(Role::Target).token(&["="], Rule::turn(Role::Value)),
        ),
        (
            &["internal_module", "module"],
            Rule::node(Kind::Class, flag::CLASS_MOD)
                .fields(&[("name", Role::Name)])
                .kid(&["nested_identifier"], Rule::leaf(Kind::Name, 0))
                .kid(&["statement_block"], Rule::splice().role(Role::None)),
        ),
    ]
}

/// A decorator that stands before its declaration: a node is opened for the declaration.
fn decorator() -> Rule {
    Rule::hook(decorated)
}

fn functions() -> Rules {
    let closure = |flags| Rule::choose(has_name, function(flags), function(flags | flag::CLOSURE));
    let parameter = |flags| {
        Rule::node(Kind::Param, flags)
            .fields(&[("pattern", Role::Name), ("type", Role::Type), ("value", Role::Value)])
            .token(&["readonly"], Rule::flag(flag::READONLY | flag::PROPERTY))
            .kid(
                &["accessibility_modifier"],
                Rule::splice().marks(flag::PROPERTY).token(&["private"], Rule::flag(flag::PRIVATE)),
            )
            .kid(&["override_modifier"], Rule::flag(flag::OVERRIDE | flag::PROPERTY))
            .kid(&["rest_pattern"], Rule::splice().marks(flag::SPLAT))
    };
    let arrow = function(flag::CLOSURE).fields(&[
        ("parameter", Role::Target),
        ("return_type", Role::Returns),
        ("body", Role::Body),
    ]);
    let lone = Rule::wrap(Kind::Param, 0, Role::Name).being(Role::None);
    vec![
        (&["function_declaration", "function_signature"], function(0)),
        (&["generator_function_declaration"], function(flag::GENERATOR)),
        (&["function_expression"], closure(0)),
        (&["generator_function"], closure(flag::GENERATOR)),
        (
            &["arrow_function"],
            arrow.kid(&["identifier"], Rule::choose(is_target, lone, Rule::leaf(Kind::Name, 0))),
        ),
        (&["formal_parameters"], Rule::splice().role(Role::None)),
        (&["required_parameter"], parameter(0)),
        (&["optional_parameter"], parameter(flag::OPTIONAL)),
        (&["method_definition", "method_signature", "abstract_method_signature"], method()),
    ]
}

fn function(flags: u16) -> Rule {
    Rule::node(Kind::Function, flags)
        .fields(&[("name", Role::Name), ("return_type", Role::Returns), ("body", Role::Body)])
        .token(&["async"], Rule::flag(flag::ASYNC))
}

fn method() -> Rule {
    member(function(flag::METHOD))
        .token(&["get", "set"], Rule::flag(flag::ACCESSOR))
        .token(&["*"], Rule::flag(flag::GENERATOR))
}

/// The words in front of a member of a class.
fn member(rule: Rule) -> Rule {
    rule.token(&["static"], Rule::flag(flag::STATIC))
        .token(&["abstract"], Rule::flag(flag::ABSTRACT))
        .token(&["readonly"], Rule::flag(flag::READONLY))
        .token(&["?"], Rule::flag(flag::OPTIONAL))
        .kid(&["override_modifier"], Rule::flag(flag::OVERRIDE))
        .kid(&["accessibility_modifier"], Rule::splice().token(&["private"], Rule::flag(flag::PRIVATE)))
        .kid(&["private_property_identifier"], Rule::leaf(Kind::Name, 0).marks(flag::PRIVATE))
}

fn classes() -> Rules {
    let class = |flags| {
        Rule::node(Kind::Class, flags)
            .fields(&[("name", Role::Name)])
            .kid(&["type_identifier"], Rule::leaf(Kind::Name, 0))
    };
    let field = || {
        member(Rule::node(Kind::Field, 0)).fields(&[
            ("name", Role::Name),
            ("type", Role::Type),
            ("value", Role::Value),
        ])
    };
    let signatures: &[&str] = &["call_signature", "construct_signature", "index_signature"];
    vec![
        (&["class_declaration", "class"], class(0)),
        (&["abstract_class_declaration"], class(flag::ABSTRACT)),
        (&["class_heritage"], Rule::splice()),
        (&["extends_clause"], Rule::splice().role(Role::Type).fields(&[("value", Role::Base)])),
        (&["implements_clause", "extends_type_clause"], Rule::splice().role(Role::Base)),
        (&["class_body"], Rule::splice().role(Role::None).kid(&["decorator"], decorator())),
        (&["class_static_block"], Rule::splice()),
        (&["public_field_definition", "property_signature"], field()),
        (signatures, Rule::leaf(Kind::Type, 0).being(Role::None)),
        (&["decorator"], Rule::node(Kind::Decorator, 0).being(Role::None)),
        (&["interface_declaration"], class(flag::CLASS_INTERFACE)),
        (&["interface_body"], Rule::splice().role(Role::None)),
        (&["enum_declaration"], class(flag::CLASS_ENUM)),
        (
            &["enum_body"],
            Rule::splice().role(Role::None).kid(
                &["property_identifier", "string", "number", "computed_property_name"],
                Rule::wrap(Kind::Field, 0, Role::Name),
            ),
        ),
        (&["enum_assignment"], field()),
    ]
}

fn statements() -> Rules {
    vec![
        (&["statement_block"], Rule::node(Kind::Block, 0)),
        (&["expression_statement", "parenthesized_expression", "finally_clause"], Rule::splice()),
        (&["empty_statement"], Rule::skip()),
        (&["lexical_declaration"], Rule::splice().token(&["const"], Rule::kid_flags(flag::CONST))),
        (&["variable_declaration"], Rule::splice()),
        (
            &["variable_declarator"],
            Rule::node(Kind::Assign, flag::DECL).fields(&[
                ("name", Role::Target),
                ("type", Role::Type),
                ("value", Role::Value),
            ]),
        ),
        (&["if_statement"], condition(0)),
        (&["else_clause"], Rule::splice().kid(&["if_statement"], condition(flag::ELIF))),
        (&["switch_statement"], Rule::node(Kind::Match, 0).fields(&[("value", Role::Cond)])),
        (&["switch_body"], Rule::splice().role(Role::None)),
        (&["switch_case"], Rule::node(Kind::Arm, 0).fields(&[("value", Role::Target), ("body", Role::Body)])),
        (&["switch_default"], Rule::node(Kind::Arm, flag::DEFAULT).fields(&[("body", Role::Body)])),
        (
            &["for_statement"],
            Rule::node(Kind::Loop, flag::FOR).fields(&[("condition", Role::Cond), ("body", Role::Body)]).kid(
                &["empty_statement"],
                Rule::choose(is_condition, Rule::flag(flag::INFINITE), Rule::skip()),
            ),
        ),
        (
            &["for_in_statement"],
            Rule::node(Kind::Loop, flag::FOR)
                .fields(&[("left", Role::Target), ("right", Role::Iter), ("body", Role::Body)])
                .token(&["await"], Rule::flag(flag::ASYNC)),
        ),
        (
            &["while_statement", "do_statement"],
            Rule::node(Kind::Loop, flag::WHILE)
                .fields(&[("condition", Role::Cond), ("body", Role::Body)])
                .kid(
                    &["parenthesized_expression"],
                    Rule::splice()
                        .kid(&["true"], Rule::leaf(Kind::Constant, flag::TRUE).marks(flag::INFINITE)),
                ),
        ),
        (
            &["try_statement"],
            Rule::node(Kind::Try, 0).fields(&[("body", Role::Body), ("finalizer", Role::Finally)]),
        ),
        (
            &["catch_clause"],
            Rule::node(Kind::Catch, 0).fields(&[
                ("parameter", Role::Name),
                ("type", Role::Cast),
                ("body", Role::Body),
            ]),
        ),
        (
            &["with_statement"],
            Rule::node(Kind::With, 0).fields(&[("object", Role::Value), ("body", Role::Body)]),
        ),
        (&["break_statement"], Rule::node(Kind::Jump, flag::BREAK)),
        (&["continue_statement"], Rule::node(Kind::Jump, flag::CONTINUE)),
        (&["statement_identifier"], Rule::leaf(Kind::Name, 0)),
        (&["return_statement"], Rule::node(Kind::Return, 0).role(Role::Value)),
        (&["throw_statement"], Rule::node(Kind::Raise, 0).role(Role::Value)),
    ]
}

fn condition(flags: u16) -> Rule {
    Rule::node(Kind::If, flags).fields(&[
        ("condition", Role::Cond),
        ("consequence", Role::Body),
        ("alternative", Role::Else),
    ])
}

fn expressions() -> Rules {
    let call = |flags| {
        Rule::node(Kind::Call, flags)
            .fields(&[("function", Role::Callee), ("constructor", Role::Callee), ("arguments", Role::Arg)])
            .token(&["?."], Rule::flag(flag::OPTIONAL))
            .kid(&["template_string"], Rule::choose(is_argument, template(true), template(false)))
            .kid(&["arguments"], Rule::hook(arguments))
    };
    let optional = || Rule::flag(flag::OPTIONAL);
    let unary = |flags| Rule::node(Kind::Unary, flags).role(Role::Value);
    const ASSIGN: &[(&str, Role)] = &[("left", Role::Target), ("right", Role::Value)];
    let names: &[&str] = &[
        "identifier",
        "import",
        "meta_property",
        "private_property_identifier",
        "property_identifier",
        "shorthand_property_identifier",
        "shorthand_property_identifier_pattern",
        "super",
        "this",
    ];
    vec![
        (names, Rule::leaf(Kind::Name, 0)),
        (&["call_expression"], call(0)),
        (&["new_expression"], call(flag::NEW)),
        (&["arguments"], Rule::splice()),
        (
            &["member_expression", "nested_identifier"],
            Rule::node(Kind::Member, 0)
                .fields(&[("object", Role::Object), ("property", Role::Property)])
                .kid(&["optional_chain"], optional()),
        ),
        (
            &["subscript_expression"],
            Rule::node(Kind::Index, 0)
                .fields(&[("object", Role::Object), ("index", Role::Key)])
                .kid(&["optional_chain"], optional()),
        ),
        (
            &["as_expression", "satisfies_expression"],
            Rule::splice().token(&["as", "satisfies"], Rule::turn(Role::Cast)),
        ),
        (&["non_null_expression"], Rule::splice()),
        (&["instantiation_expression"], Rule::splice().fields(&[("type_arguments", Role::None)])),
        (
            &["assignment_expression", "assignment_pattern"],
            Rule::node(Kind::Assign, 0)
                .fields(ASSIGN)
                .token(&["using"], Rule::flag(flag::DECL | flag::CONST)),
        ),
        (&["augmented_assignment_expression"], Rule::node(Kind::Assign, flag::AUGMENTED).fields(ASSIGN)),
        (&["await_expression"], unary(flag::AWAIT)),
        (&["yield_expression"], unary(flag::YIELD)),
        (&["update_expression"], unary(flag::UPDATE)),
        (
            &["unary_expression"],
            unary(0)
                .token(&["!"], Rule::flag(flag::NOT))
                .token(&["-"], Rule::flag(flag::NEG))
                .token(&["typeof"], Rule::flag(flag::TYPEOF))
                .token(&["void"], Rule::flag(flag::VOID))
                .token(&["delete"], Rule::flag(flag::DELETE)),
        ),
        (
            &["binary_expression"],
            Rule::node(Kind::Binary, 0)
                .fields(&[("left", Role::Left), ("right", Role::Right)])
                .token(&["&&"], Rule::flag(flag::AND))
                .token(&["||"], Rule::flag(flag::OR))
                .token(&["??"], Rule::flag(flag::NULLISH))
                .token(&["+"], Rule::flag(flag::ADD))
                .token(&["%"], Rule::flag(flag::MOD))
                .token(&["<", "<=", "==", "===", "!=", "!==", ">=", ">"], Rule::flag(flag::COMPARE))
                .token(&["in"], Rule::flag(flag::IN))
                .token(&["instanceof"], Rule::flag(flag::IS)),
        ),
        (
            &["ternary_expression"],
            Rule::node(Kind::If, flag::TERNARY).fields(&[
                ("condition", Role::Cond),
                ("consequence", Role::Body),
                ("alternative", Role::Else),
            ]),
        ),
        (&["spread_element", "rest_pattern"], Rule::node(Kind::Spread, 0).role(Role::Value)),
    ]
}

fn literals() -> Rules {
    let pair = || {
        Rule::node(Kind::Pair, 0)
            .fields(&[("key", Role::Key), ("value", Role::Value)])
            .kid(&["computed_property_name"], Rule::splice().marks(flag::COMPUTED))
    };
    let shorthand = || Rule::wrap(Kind::Pair, flag::SHORTHAND, Role::Key);
    let with_default =
        Rule::node(Kind::Pair, flag::SHORTHAND).fields(&[("left", Role::Key), ("right", Role::Value)]);
    vec![
        (&["string"], Rule::leaf(Kind::Str, 0)),
        (&["template_string"], template(false)),
        (&["number"], Rule::leaf(Kind::Number, 0)),
        (&["true"], Rule::leaf(Kind::Constant, flag::TRUE)),
        (&["false"], Rule::leaf(Kind::Constant, flag::FALSE)),
        (&["null", "undefined"], Rule::leaf(Kind::Constant, flag::NULL)),
        (&["regex"], Rule::other_leaf()),
        (&["array", "array_pattern"], Rule::node(Kind::List, 0)),
        (
            &["object", "object_pattern"],
            Rule::node(Kind::Object, 0).kid(
                &["shorthand_property_identifier", "shorthand_property_identifier_pattern"],
                shorthand(),
            ),
        ),
        (&["pair", "pair_pattern"], pair()),
        (&["object_assignment_pattern"], with_default),
        (&["computed_property_name"], Rule::splice()),
    ]
}

/// A template literal; a tagged one flags the call around it.
fn template(is_tagged: bool) -> Rule {
    let marks = if is_tagged { flag::TAGGED } else { 0 };
    let parts = Rule::hook(template_with_parts)
        .marks(marks)
        .role(Role::Part)
        .kid(&["template_substitution"], Rule::hook(substitution).role(Role::Part))
        .kid(&["string_fragment", "escape_sequence"], Rule::skip())
        .token(&["`"], Rule::hook(template_end));
    Rule::choose(has_parts, parts, Rule::hook(plain_template).marks(marks))
}

fn types() -> Rules {
    vec![
        (TYPES, Rule::leaf(Kind::Type, 0)),
        (
            &[
                "type_annotation",
                "asserts_annotation",
                "type_predicate_annotation",
                "omitting_type_annotation",
                "adding_type_annotation",
                "opting_type_annotation",
                "type_arguments",
            ],
            // `import("x").T`, and a type that the grammar reads as an expression.
            Rule::splice().kid(&["member_expression", "call_expression"], Rule::leaf(Kind::Type, 0)),
        ),
        (
            &["type_alias_declaration"],
            Rule::node(Kind::Assign, flag::DECL)
                .fields(&[("name", Role::Target), ("value", Role::Value)])
                .kid(
                    &["type_identifier"],
                    Rule::choose(is_target, Rule::leaf(Kind::Name, 0), Rule::leaf(Kind::Type, 0)),
                ),
        ),
    ]
}

fn jsx() -> Rules {
    vec![
        (&["jsx_element", "jsx_self_closing_element"], Rule::other()),
        (&["jsx_opening_element", "jsx_closing_element", "jsx_expression"], Rule::splice().role(Role::None)),
        (
            &["jsx_attribute"],
            Rule::node(Kind::Pair, flag::KEYWORD)
                .role(Role::Key)
                .token(&["="], Rule::turn(Role::Value))
                .kid(&["jsx_expression"], Rule::splice()),
        ),
        (&["jsx_namespace_name"], Rule::leaf(Kind::Name, 0)),
        (&["jsx_text", "html_character_reference"], Rule::skip()),
    ]
}

fn is_target(_: &Walk<'_>, _: Node<'_>, role: Role) -> bool {
    role == Role::Target
}

fn is_condition(_: &Walk<'_>, _: Node<'_>, role: Role) -> bool {
    role == Role::Cond
}

fn is_argument(_: &Walk<'_>, _: Node<'_>, role: Role) -> bool {
    role == Role::Arg
}

fn has_name(_: &Walk<'_>, node: Node<'_>, _: Role) -> bool {
    node.child_by_field_name("name").is_some()
}

fn is_reexport(_: &Walk<'_>, node: Node<'_>, _: Role) -> bool {
    node.child_by_field_name("source").is_some()
}

fn is_declaration_export(_: &Walk<'_>, node: Node<'_>, _: Role) -> bool {
    node.child_by_field_name("declaration").is_some()
}

fn is_default_export(walk: &Walk<'_>, node: Node<'_>, _: Role) -> bool {
    has_kid(walk, node, false, "default")
}

fn has_parts(walk: &Walk<'_>, node: Node<'_>, _: Role) -> bool {
    let text = walk.source.get(node.byte_range()).unwrap_or("");
    text.contains("${") && has_kid(walk, node, true, "${")
}

fn has_kid(walk: &Walk<'_>, node: Node<'_>, named: bool, start: &str) -> bool {
    let mut cursor = node.walk();
    node.children(&mut cursor).any(|kid| {
        kid.is_named() == named
            && walk.source.get(kid.start_byte()..).is_some_and(|text| text.starts_with(start))
    })
}

fn decorated(walk: &mut Walk<'_>, at: &At<'_>) -> Option<Frame> {
    if walk.parent().pending == 0 {
        let id = walk.out.open(Kind::Other, Role::None, at.node.kind_id(), at.span());
        walk.parent().pending = id.0;
    }
    Some(walk.open(at, Kind::Decorator, 0))
}

/// Type arguments that were blanked for the parser end where the template or the arguments begin.
fn put_back_types(walk: &mut Walk<'_>, at: &At<'_>) {
    if walk.masks.is_empty() {
        return;
    }
    let start = at.span().start;
    if let Ok(index) = walk.masks.binary_search_by_key(&start, |mask| mask.end) {
        for span in blanked::types(walk.masks[index], walk.source) {
            walk.out.leaf(Kind::Type, Role::None, 0, span);
        }
    }
}

fn arguments(walk: &mut Walk<'_>, at: &At<'_>) -> Option<Frame> {
    put_back_types(walk, at);
    Some(walk.frame(at))
}

fn plain_template(walk: &mut Walk<'_>, at: &At<'_>) -> Option<Frame> {
    put_back_types(walk, at);
    walk.leaf(at.node, Kind::Str, at.role, 0)
}

fn template_with_parts(walk: &mut Walk<'_>, at: &At<'_>) -> Option<Frame> {
    put_back_types(walk, at);
    let mut frame = walk.open(at, Kind::Template, 0);
    frame.position = frame.start + 1;
    Some(frame)
}

fn substitution(walk: &mut Walk<'_>, at: &At<'_>) -> Option<Frame> {
    walk.text_part(at.span().start);
    walk.parent().position = at.span().end;
    Some(walk.frame(at))
}

fn template_end(walk: &mut Walk<'_>, at: &At<'_>) -> Option<Frame> {
    if at.span().start > walk.parent().start {
        walk.text_part(at.span().start);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grammars_have_every_name_of_the_rules() {
        assert_eq!(typescript().unknown(), [""; 0]);
        assert_eq!(tsx().unknown(), [""; 0]);
    }
}
