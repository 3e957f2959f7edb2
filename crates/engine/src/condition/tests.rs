use super::*;
use review_facts::{
    Body, Breadth, Cause, Exposure, Fact, FileClass, FileFacts, Func, Handler, Hints, Known, Language,
    LogCall, Place, Reaction, Sink,
};
use review_project::File;

fn project(bodies: Vec<Body>) -> Project {
    let facts = FileFacts::empty(Language::Python, "");
    let file = File { path: "app/users.py".to_owned(), class: FileClass::Code, facts: Ok(facts) };
    let subjects = bodies
        .into_iter()
        .enumerate()
        .map(|(n, body)| Subject {
            key: format!("k{n}"),
            file: 0,
            test: n % 2 == 1,
            fact: Fact {
                name: ["create", "Users.create", "é", ""][n % 4].to_owned(),
                place: Place::default(),
                places: Vec::new(),
                scope: String::new(),
                in_test: false,
                body,
            },
        })
        .collect();
    Project { files: vec![file], subjects, ..Project::default() }
}

fn error(text: &str, kind: Kind) -> (String, String) {
    match Condition::compile(text, kind) {
        Ok(_) => panic!("{text} was accepted"),
        Err(error) => (text[error.span].to_owned(), error.message),
    }
}

#[track_caller]
fn refused(text: &str, kind: Kind, at: &str, part: &str) {
    let (span, message) = error(text, kind);
    assert!(message.contains(part), "{text}: {message}");
    assert_eq!(span, at, "{text}: {message}");
}

#[test]
fn what_does_not_exist_is_named_with_the_nearest_that_does() {
    refused("func.hintz == 'none'", Kind::Func, "hintz", "did you mean `hints`?");
    refused("func.hints == 'nome'", Kind::Func, "'nome'", "did you mean \"none\"?");
    refused("func.hints in ['none', 'parcial']", Kind::Func, "'parcial'", "did you mean \"partial\"?");
    refused("fun.lines > 3", Kind::Func, "fun", "did you mean `func`?");
    refused("lines > 3", Kind::Func, "lines", "did you mean `func.lines`?");
    refused("handler.commented", Kind::Func, "handler", "this rule's subject is `func`");
    refused("func.language == 'pyhton'", Kind::Func, "'pyhton'", "did you mean \"python\"?");
    refused("func.file == 'tests'", Kind::Func, "'tests'", "did you mean \"test\"?");
    refused("func.missing.exist(x, x == 'a')", Kind::Func, "(", "did you mean `exists`?");
    refused("func.zzzzzzzzzz", Kind::Func, "zzzzzzzzzz", "its fields: path, language");
}

#[test]
fn types_must_fit() {
    refused("func.lines", Kind::Func, ".", "a condition is true or false; this is a number");
    refused("func.lines == 'a'", Kind::Func, "==", "a number on one side, text on the other");
    refused("func.lines > '3'", Kind::Func, "'3'", "must be a number but is text");
    refused("func.hints.contains('x')", Kind::Func, ".", "compare it with `==` or `in`");
    refused("func.documented && func.lines", Kind::Func, ".", "must be true or false but is a number");
    refused("func.lines in [1, 'a']", Kind::Func, "'a'", "the list holds a number, this is text");
    refused("'a' in func.name", Kind::Func, ".", "`in` asks a list; this is text");
    refused("func.missing.contains('a')", Kind::Func, "(", "a list is asked with `x in list`");
    refused("func.lines > 2.5", Kind::Func, "2.5", "whole numbers");
    refused("func.documented ? 1 : 'a'", Kind::Func, "?", "a number on one side, text on the other");
    refused("func.hints == handler_x", Kind::Func, "handler_x", "not defined");
    refused("func.hints", Kind::Func, ".", "a condition is true or false; this is one of a list of words");
    refused("log_call.sink == log_call.exposes", Kind::LogCall, "==", "one of a list of words on one side");
    refused("func['lines'] > 3", Kind::Func, "[", "nothing is read by");
    refused("func.missing[0] == 'a'", Kind::Func, "[", "nothing is read by");
    refused("has(func.lines)", Kind::Func, "(", "`has` is not needed");
    refused("func == func", Kind::Func, "func", "is the subject, not a value");
    refused("{'a': 1}.a == 1", Kind::Func, "{", "no use for maps");
    refused("func.name.matches('a')", Kind::Func, "(", "there is no method `matches`");
    refused("func.missing.exists(func, func == 'a')", Kind::Func, "(", "names a kind");
    refused("func.name.lower == 'a'", Kind::Func, "lower", "text has no field `lower`");
}

#[test]
fn nothing_is_compared_with_unknown() {
    for text in [
        "log_call.sink == 'unknown'",
        "log_call.sink in ['print', \"unknown\"]",
        "log_call.level != 'unknown'",
    ] {
        let (span, message) = error(text, Kind::LogCall);
        assert!(message.contains("nothing is compared with"), "{text}: {message}");
        assert_eq!(&span[1..span.len() - 1], "unknown", "{text}");
    }
}

#[test]
fn syntax_errors_point_at_the_place() {
    refused("function.lines > 3", Kind::Func, "function", "reserved word of CEL");
    let (span, message) = error("func.lines > && func.documented", Kind::Func);
    assert_eq!(span, "&", "{message}");
    let (_, message) = error("", Kind::Func);
    assert_eq!(message, "the condition is empty");
    let (span, _) = error("func.name == 'é' && func.", Kind::Func);
    assert_eq!(span, "");
    for text in ["'", "\u{0}", "((((", "func.lines >", "🦀", "a ? b", "func.name == 'x\n'"] {
        assert!(Condition::compile(text, Kind::Func).is_err(), "{text}");
    }
}

#[test]
fn hostile_conditions_are_refused() {
    for (open, close) in
        [("(", ")"), ("[", "]"), ("!", ""), ("-", ""), ("1+", "1"), ("true==", "true"), ("{", "}")]
    {
        for n in [100, 450, 900, 100_000] {
            let text = format!("{}func.test{}", open.repeat(n), close.repeat(n));
            let _ = Condition::compile(&text, Kind::Func);
        }
    }
    let text = "func.documented && !func.public || func.hints in ['none', 'partial'] && func.missing.exists(x, x == 'a')";
    for cut in 0..text.len() {
        let _ = Condition::compile(&text[..cut], Kind::Func);
    }
}

#[test]
fn every_accepted_form_is_accepted() {
    for text in [
        "true",
        "func.test || func.path.startsWith('app/')",
        "func.hints in ['none', 'partial'] && func.file == 'code'",
        "func.hints != \"exempt\"",
        "'return' in func.missing",
        "func.missing.size() > 2 && size(func.name) < 10",
        "func.missing.all(m, m.startsWith('a') || m == 'b')",
        "func.decorators.exists_one(d, d in func.missing)",
        "func.decorators.filter(d, d.contains('.')).size() > 1",
        "func.decorators.map(d, d + 'x') == ['ax']",
        "func.lines / 2 > func.nesting * 3 - 1",
        "(func.documented ? 1 : func.lines) > 3",
        "func.language in ['python', 'rust']",
        "func.name in []",
        "func.documented == func.public",
        "func.documented == false",
        "func.name + func.scope != ''",
        "-1 < func.lines",
    ] {
        if let Err(error) = Condition::compile(text, Kind::Func) {
            panic!("{text}: {error:?}");
        }
    }
}

/// A small generator of numbers; its seed is in the test.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

fn some_texts(numbers: &mut Numbers) -> Vec<String> {
    let n = numbers.next(4);
    (0..n).map(|_| ["a", "return", "router.get", "é", ""][numbers.next(5) as usize].to_owned()).collect()
}

fn some_func(numbers: &mut Numbers) -> Body {
    Func {
        hints: [Hints::Complete, Hints::Partial, Hints::None, Hints::Exempt][numbers.next(4) as usize],
        missing: some_texts(numbers),
        cognitive: numbers.next(5) as u32,
        lines: numbers.next(4) as u32,
        nesting: numbers.next(4) as u32,
        documented: numbers.next(2) == 0,
        public: numbers.next(2) == 0,
        decorators: some_texts(numbers),
        ..Func::default()
    }
    .into()
}

/// Both ways of evaluation give the same answer over generated values, errors included.
#[test]
fn predicates_agree_with_cel() {
    let conditions = [
        "func.documented",
        "!func.documented && func.public",
        "func.documented == true || func.public != false",
        "func.hints == 'none'",
        "'none' != func.hints",
        "func.hints in ['partial', 'none']",
        "func.hints in []",
        "!(func.hints in ['partial'])",
        "func.cognitive >= 3",
        "func.lines < func.nesting || func.lines == func.cognitive",
        "3 > func.lines && func.lines <= 2 || func.nesting != 1",
        "'return' in func.missing",
        "func.name in func.missing",
        "func.name in ['create', 'é']",
        "func.name == 'é' || func.name != func.scope",
        "func.name.startsWith('Us') || func.name.endsWith('create') || func.name.contains('.')",
        "func.path.contains(func.name)",
        "func.missing.size() == func.decorators.size()",
        "size(func.name) > 1 && func.name.size() < 8",
        "func.language == 'python' && func.file == 'code' && func.test",
        "func.public && (func.documented || func.missing.exists(m, m == 'a'))",
        "1 / func.lines == 1 || func.documented",
        "!(10 % func.lines > 0) && func.public",
        "func.documented == func.public",
    ];
    let mut numbers = Numbers(7);
    let project = project((0..300).map(|_| some_func(&mut numbers)).collect());
    for text in conditions {
        let program = parse::parse(text).unwrap();
        check::check(text, Kind::Func, &program).unwrap();
        let compiled = Predicate::compile(program.expression(), Kind::Func);
        let plain = plain::Plain::new(program.expression(), Kind::Func);
        let (mut yes, mut no) = (0, 0);
        for subject in &project.subjects {
            let view = View { project: &project, subject, assumed: &[] };
            let (ours, theirs) = (compiled.holds(&view), plain.holds(&view));
            match (&ours, &theirs) {
                (Truth::Failed(_), Truth::Failed(_)) => {}
                _ => assert_eq!(ours, theirs, "{text} of {:?}", subject.fact),
            }
            yes += u32::from(ours == Truth::Yes);
            no += u32::from(ours == Truth::No);
        }
        assert!(no > 0, "{text} holds for every subject");
        assert!(yes > 0 || text.ends_with("in []"), "{text} holds for no subject");
    }
}

#[test]
fn the_common_subset_needs_no_cel() {
    fn plain(predicate: &Predicate) -> bool {
        match predicate {
            Predicate::And(parts) | Predicate::Or(parts) => parts.iter().any(plain),
            Predicate::Not(inner) => plain(inner),
            Predicate::Plain(_) => true,
            _ => false,
        }
    }
    let common = "!func.test && func.hints in ['none', 'partial'] && func.lines > 3 && 'a' in func.missing \
                  && func.missing.size() >= 1 && func.name.startsWith('x') && func.public == true";
    assert!(!plain(&Condition::compile(common, Kind::Func).unwrap().predicate));
    let rest = "func.missing.exists(m, m == 'a')";
    assert!(plain(&Condition::compile(rest, Kind::Func).unwrap().predicate));
}

#[test]
fn what_is_not_known_is_open_unless_the_rest_decides() {
    let cause = Cause { unresolved: "foolog".to_owned(), why: "unknown".to_owned() };
    let call = LogCall {
        sink: Known::Unknown(cause.clone()),
        level: "info".to_owned(),
        exposes: Known::Is(Exposure::Credential),
        ..LogCall::default()
    };
    let handler = Handler { reaction: Known::Unknown(cause), breadth: Breadth::Broad, ..Handler::default() };
    let project = project(vec![call.into(), handler.into()]);
    let holds = |text: &str, subject: usize, assumed: &[(usize, Value<'static>)]| {
        let subject = &project.subjects[subject];
        let condition = Condition::compile(text, subject.fact.body.kind()).unwrap();
        condition.holds(&View { project: &project, subject, assumed })
    };
    assert_eq!(holds("log_call.sink == 'print'", 0, &[]), Truth::Open);
    assert_eq!(holds("log_call.sink == 'print' && log_call.level == 'debug'", 0, &[]), Truth::No);
    assert_eq!(holds("log_call.sink == 'print' || log_call.exposes == 'credential'", 0, &[]), Truth::Yes);
    assert_eq!(holds("[log_call.sink == 'print'].exists(x, x)", 0, &[]), Truth::Open);
    let sink = review_project::field_index(Kind::LogCall, "sink").unwrap().0;
    let print = [(sink, Value::Word(Sink::Print as u8))];
    assert_eq!(holds("log_call.sink == 'print'", 0, &print), Truth::Yes);
    assert_eq!(holds("[log_call.sink == 'print'].exists(x, x)", 0, &print), Truth::Yes);
    let reaction = review_project::field_index(Kind::Handler, "reaction").unwrap().0;
    let nothing = [(reaction, Value::Word(Reaction::Nothing as u8))];
    assert_eq!(holds("handler.reaction in ['nothing', 'default']", 1, &nothing), Truth::Yes);
    assert_eq!(holds("!handler.commented || handler.reaction == 'log'", 1, &[]), Truth::Yes);
}

#[test]
fn an_error_while_running_is_no_answer() {
    let project = project(vec![Func::default().into()]);
    let view = View { project: &project, subject: &project.subjects[0], assumed: &[] };
    let holds = |text: &str| Condition::compile(text, Kind::Func).unwrap().holds(&view);
    assert!(matches!(holds("1 / func.lines > 2"), Truth::Failed(_)));
    assert_eq!(holds("1 / func.lines > 2 && func.documented"), Truth::No);
    assert!(matches!(holds("1 / func.lines > 2 || func.documented"), Truth::Failed(_)));
}
