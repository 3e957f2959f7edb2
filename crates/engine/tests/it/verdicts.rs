//! Verdicts of items: the first of six words that applies, and that none of them lies.

use crate::judging::{rules, team_rule};
use crate::project::{options, project, project_with};
use review_engine::{Baseline, Checklist, Item, Options, RuleSet, TeamDocument, Verdict, judge};
use review_facts::{FileFacts, Kind, Language, Span, Uncovered};
use review_frameworks::{Context, Out, Recogniser};
use review_project::{Config, Project, Source, Surroundings};
use std::collections::BTreeMap;

const UNTYPED: &str = "subject = \"func\"\nwhere = 'func.hints != \"exempt\"'\nfail = 'func.hints == \"none\"'\nmessage = \"x\"\nlanguages = [\"python\", \"rust\"]";
const SWALLOWED: &str = "subject = \"handler\"\nfail = 'handler.reaction == \"nothing\"'\nmessage = \"x\"\nlanguages = [\"python\", \"typescript\"]";
const MARKERS: &str = "subject = \"merge_marker\"\nfail = 'merge_marker.marker != \"\"'\nmessage = \"x\"";

fn planned(id: &str) -> TeamDocument {
    let text = "```toml\nstatus = \"planned\"\nseverity = \"warning\"\n```\n# T\n\nF.\n".to_owned();
    TeamDocument { path: format!(".review/rules/{id}.md"), text }
}

fn team() -> RuleSet {
    rules(&[
        team_rule("untyped", UNTYPED),
        team_rule("swallowed", SWALLOWED),
        team_rule("markers", MARKERS),
        team_rule("with-database", &format!("{UNTYPED}\nneeds = [\"database\"]")),
        planned("later-one"),
        planned("later-two"),
        planned("later-three"),
    ])
}

fn items(list: &str, project: &Project, options: &Options) -> Vec<Item> {
    let rules = team();
    let list = Checklist::parse("LIST.md", list, &rules);
    judge(project, &rules, &list, options).items
}

/// Verdict and reason of one item.
fn item(bound: &str, project: &Project, options: &Options) -> (Verdict, String) {
    let item = items(&format!("- [ ] A {bound}\n"), project, options).remove(0);
    (item.verdict, item.because)
}

#[track_caller]
fn says(bound: &str, files: &[(&str, &str)], verdict: Verdict, because: &str) {
    assert_eq!(item(bound, &project(files), &options()), (verdict, because.to_owned()));
}

const TYPED: (&str, &str) =
    ("app/a.py", "def f(a: int) -> int:\n    return a\n\n\ndef g() -> None:\n    pass\n");
const BARE: (&str, &str) = ("app/b.py", "def h(a):\n    pass\n");
const CAUGHT: (&str, &str) = ("app/c.py", "try:\n    x()\nexcept Exception:\n    pass\n");

#[test]
fn the_first_word_that_applies() {
    says("", &[TYPED], Verdict::ByHand, "");
    says("`untyped`", &[TYPED], Verdict::Pass, "2 functions, none fails");
    says("`untyped`", &[TYPED, BARE], Verdict::Fail, "3 functions, 1 fails");
    says("`untyped` `later-one`", &[TYPED, BARE], Verdict::Fail, "3 functions, 1 fails");
    says(
        "`untyped` `later-one`",
        &[TYPED],
        Verdict::NotChecked,
        "later-one is planned; 2 functions, none fails",
    );
    let all = "`later-one` `later-two` `later-three`";
    says(all, &[TYPED], Verdict::NotChecked, "later-one, later-two and 1 more are planned");
    says("`swallowed`", &[TYPED], Verdict::NotApplicable, "no error handler in 1 file");
    says("`untyped` `swallowed`", &[TYPED], Verdict::Pass, "2 functions, none fails");
    says(
        "`untyped` `swallowed`",
        &[TYPED, CAUGHT],
        Verdict::Fail,
        "1 error handler, 1 fails; 2 functions, none fails",
    );
}

#[test]
fn kinds_of_which_only_the_remarkable_are_facts_pass_with_what_was_read() {
    says("`markers`", &[("app/m.py", "x = 1\ny = 2")], Verdict::Pass, "2 lines read, none fails");
    says("`markers`", &[("app/m.py", "<<<<<<< x\ny = 1\n>>>>>>> z")], Verdict::Fail, "3 lines read, 2 fail");
}

#[test]
fn a_pass_comes_with_limits_and_exceptions() {
    let text =
        "def f(a):  # review: allow(untyped) called by a library\n    pass\n\n\ndef g() -> None:\n    pass";
    let items = items("- [ ] A `untyped` `markers`\n", &project(&[("app/a.py", text)]), &options());
    assert_eq!(items[0].verdict, Verdict::Pass);
    assert_eq!(items[0].because, "2 functions, none fails, 1 allowed; 6 lines read, none fails");
    assert_eq!(items[0].limits, ["Limits of untyped.", "Limits of markers."]);
}

#[test]
fn known_findings_still_fail_and_those_out_of_view_do_not() {
    let project = project(&[TYPED, BARE]);
    let rules = team();
    let list = Checklist::parse("LIST.md", "- [ ] A `untyped`\n", &rules);
    let baseline = Baseline::after(None, &judge(&project, &rules, &list, &options()), false);
    let known = Options { baseline: Some(baseline), ..options() };
    assert_eq!(item("`untyped`", &project, &known), (Verdict::Fail, "1 known, 0 new".to_owned()));
    let narrowed = Options { changed: Some(BTreeMap::new()), ..options() };
    let because = "3 functions, none fails, 1 outside what is reported";
    assert_eq!(item("`untyped`", &project, &narrowed), (Verdict::Pass, because.to_owned()));
}

#[test]
fn with_any_recogniser_removed_nothing_passes_that_needed_it() {
    let files = [TYPED, CAUGHT, ("src/a.ts", "try { a() } catch (e) { log(e) }\n")];
    let bound = [(Kind::Func, "`untyped`"), (Kind::Handler, "`swallowed`"), (Kind::MergeMarker, "`markers`")];
    for removed in review_frameworks::ALL {
        let rest: Vec<&'static Recogniser> =
            review_frameworks::ALL.iter().copied().filter(|r| r.name != removed.name).collect();
        let project = project_with(&files, &rest, Surroundings::default());
        let options = Options { recognisers: rest, ..options() };
        for (kind, bound) in bound {
            let (verdict, because) = item(bound, &project, &options);
            if removed.finds.contains(&kind) {
                assert_eq!(verdict, Verdict::NotChecked, "{bound} without {}: {because}", removed.name);
                assert!(because.contains("are not read in python"), "{because}");
            } else {
                assert!(!because.contains("not read"), "{bound} without {}: {because}", removed.name);
            }
        }
    }
}

#[test]
fn every_active_rule_of_every_built_in_list_says_when_its_facts_are_missing() {
    let rules = RuleSet::builtin().unwrap();
    let project = project_with(
        &[
            ("app/a.py", "def f(a):\n    pass\n"),
            ("src/a.ts", "let a: any = 1;\n"),
            ("src/a.rs", "fn f() {}\n"),
        ],
        &[],
        Surroundings::default(),
    );
    let options = Options { recognisers: Vec::new(), ..options() };
    for name in Checklist::builtin_names() {
        let list = Checklist::builtin(name, &rules).unwrap();
        for item in judge(&project, &rules, &list, &options).items {
            let about_comments = item.rules.is_empty() || item.because.contains("suppression");
            let honest = matches!(item.verdict, Verdict::NotChecked | Verdict::ByHand);
            assert!(
                honest || about_comments,
                "{name} {}: {} {}",
                item.number,
                item.verdict.word(),
                item.because
            );
        }
    }
}

/// Finds functions where one library is used; nothing runs it, it only says what it understands.
static OF_A_LIBRARY: Recogniser = Recogniser {
    name: "of_a_library",
    finds: &[Kind::Func],
    languages: &[Language::Python],
    libraries: &["SQLAlchemy"],
    nodes: &[],
    node: |_: &Context<'_>, _, _: &mut Out| {},
    file: |_: &Context<'_>, _: &mut Out| {},
};

#[test]
fn a_library_that_is_not_read_keeps_an_item_from_passing() {
    let mut recognisers = review_frameworks::ALL.to_vec();
    recognisers.push(&OF_A_LIBRARY);
    let options = Options { recognisers, ..options() };
    let with = |manifest: (&str, &str)| item("`with-database`", &project(&[TYPED, manifest]), &options);
    let pass = (Verdict::Pass, "2 functions, none fails".to_owned());
    assert_eq!(with(("requirements.txt", "sqlalchemy==2\nrequests\n")), pass);
    let (verdict, because) = with(("api/requirements.txt", "peewee\nsqlalchemy\nPonyORM\n"));
    assert_eq!(verdict, Verdict::NotChecked);
    assert_eq!(
        because,
        "peewee is declared in api/requirements.txt and is not read yet, nor is ponyorm; 2 functions, none fails"
    );
    // A rule that needs no database does not mind.
    let peewee = project(&[TYPED, ("requirements.txt", "peewee\n")]);
    assert_eq!(item("`untyped`", &peewee, &options), pass);
    // Without the recogniser of a library that was read before.
    let (verdict, because) = {
        let mut rest = review_frameworks::ALL.to_vec();
        rest.retain(|recogniser| !recogniser.finds.contains(&Kind::Func));
        let options = Options { recognisers: rest, ..crate::project::options() };
        item("`with-database`", &project(&[TYPED, ("requirements.txt", "sqlalchemy\n")]), &options)
    };
    assert_eq!(verdict, Verdict::NotChecked);
    assert!(
        because.starts_with("sqlalchemy is declared in requirements.txt and is not read yet"),
        "{because}"
    );
}

#[test]
fn what_does_not_apply_says_which_signs_were_looked_for() {
    let manifest = ("package.json", "{}");
    let because = |files: &[(&str, &str)]| item("`with-database`", &project(files), &options());
    let (verdict, text) = because(&[manifest, ("requirements.txt", "")]);
    assert_eq!(verdict, Verdict::NotApplicable);
    assert_eq!(text, "no database library in 2 manifests, no .sql, no .prisma");
    let (_, text) = because(&[]);
    assert_eq!(text, "no manifest, no import of a database library, no .sql, no .prisma");
    let (verdict, text) = because(&[("requirements.txt", "sqlalchemy\n")]);
    assert_eq!((verdict, text.as_str()), (Verdict::NotApplicable, "no python or rust file"));
    let (verdict, text) = because(&[("db/a.sql", "SELECT 1;\n")]);
    assert_eq!((verdict, text.as_str()), (Verdict::NotApplicable, "no python or rust file"));
}

#[test]
fn projects_in_other_languages_get_honest_checklists() {
    let go =
        Surroundings { unread_languages: vec![("Go".to_owned(), 120, 30_000)], ..Surroundings::default() };
    let nothing = project_with(&[], review_frameworks::ALL, go);
    let (verdict, because) = item("`untyped`", &nothing, &options());
    assert_eq!((verdict, because.as_str()), (Verdict::NotChecked, "Go is not read: 30,000 of 30,000 lines"));
    // Below a tenth it is printed in the coverage and no more.
    let few = Surroundings { unread_languages: vec![("Go".to_owned(), 2, 300)], ..Surroundings::default() };
    let lines = "x = 1\n".repeat(3_000);
    let mostly = project_with(&[("app/x.py", &lines), TYPED], review_frameworks::ALL, few);
    assert_eq!(item("`untyped`", &mostly, &options()).0, Verdict::Pass);

    // A rule about one language does not wait for another one.
    let rules = RuleSet::builtin().unwrap();
    let list = Checklist::parse("LIST.md", "- [ ] A `explicit-any`\n- [ ] B `error-swallowed`\n", &rules);
    let go = Surroundings { unread_languages: vec![("Go".to_owned(), 1, 9_000)], ..Surroundings::default() };
    let typescript = project_with(&[("src/a.ts", "let a: number = 1;\n")], review_frameworks::ALL, go);
    let items = judge(&typescript, &rules, &list, &options()).items;
    assert_eq!(items[0].verdict, Verdict::Pass, "{}", items[0].because);
    assert_eq!(items[1].verdict, Verdict::NotChecked, "{}", items[1].because);

    let empty = project(&[]);
    for name in Checklist::builtin_names() {
        let list = Checklist::builtin(name, &rules).unwrap();
        for item in judge(&empty, &rules, &list, &options()).items {
            assert!(
                !matches!(item.verdict, Verdict::Pass | Verdict::Fail | Verdict::Ask),
                "{name}: {}",
                item.because
            );
        }
    }
}

#[test]
fn files_that_could_not_be_read_keep_an_item_from_passing() {
    let (verdict, because) =
        item("`untyped`", &project(&[TYPED, ("app/big.py", "UNREAD:larger than 1 MiB")]), &options());
    assert_eq!(verdict, Verdict::NotChecked);
    assert!(because.starts_with("app/big.py (larger than 1 MiB) could not be read"), "{because}");
    // One of a language that the rule does not speak of does not matter.
    let other = project(&[TYPED, ("src/big.ts", "UNREAD:larger than 1 MiB")]);
    assert_eq!(item("`untyped`", &other, &options()).0, Verdict::Pass);
}

#[test]
fn uncovered_code_that_speaks_of_the_area_keeps_an_item_from_passing() {
    let of = |path: &str, anchor: &str| {
        let mut project = project(&[(path, TYPED.1)]);
        let region = Uncovered {
            span: Span::new(0, 9),
            line: 7,
            why: "syntax error".to_owned(),
            anchors: vec![anchor.to_owned()],
        };
        project.files[0].facts.as_mut().unwrap().uncovered.push(region);
        item("`with-database`", &project, &options())
    };
    let (verdict, because) = of("app/a.py", "execute");
    assert_eq!(verdict, Verdict::NotChecked);
    assert!(because.starts_with("app/a.py:7 could not be read and holds `execute`"), "{because}");
    assert_eq!(of("app/a.py", "@Controller").0, Verdict::Pass);
    assert_eq!(of("tests/test_a.py", "execute").0, Verdict::Pass);
}

#[test]
fn coverage_is_told_by_language() {
    let rules = team();
    let surroundings = Surroundings {
        unread_languages: vec![("Go".to_owned(), 2, 10), ("Kotlin".to_owned(), 1, 99)],
        ..Surroundings::default()
    };
    let files = [TYPED, ("src/a.tsx", "x;\n"), ("src/b.ts", "y;\n"), ("src/c.ts", "UNREAD:not UTF-8")];
    let project = project_with(&files, review_frameworks::ALL, surroundings);
    let options = Options { limited_by: vec!["src/**".to_owned()], ..options() };
    let coverage = judge(&project, &rules, &Checklist::default(), &options).coverage;
    let languages: Vec<_> =
        coverage.languages.iter().map(|l| (l.language.as_str(), l.files, l.lines)).collect();
    assert_eq!(languages, [("python", 1, 6), ("typescript", 2, 2)]);
    assert_eq!(coverage.unread, [("src/c.ts".to_owned(), "not UTF-8".to_owned())]);
    assert_eq!(coverage.unread_languages[0].0, "Kotlin");
    assert_eq!(coverage.limited_by, ["src/**"]);
}

/// The facts of a file as the cache gives them back.
fn from_cache(path: &str, text: &str) -> Source {
    let language = Language::of_name(path.rsplit('/').next().unwrap()).unwrap();
    let read = || review_frameworks::read(text, language).to_bytes();
    let bytes = std::thread::scope(|scope| {
        let builder = std::thread::Builder::new().stack_size(64 << 20);
        builder.spawn_scoped(scope, read).unwrap().join().unwrap()
    });
    Source { path: path.to_owned(), facts: Ok(FileFacts::from_bytes(&bytes).unwrap()) }
}

#[test]
fn a_definition_that_changes_changes_the_verdict_of_files_that_stay_as_they_are() {
    let rules = RuleSet::builtin().unwrap();
    let list = Checklist::parse("LIST.md", "- [ ] A `sensitive-column-unencrypted`\n", &rules);
    let verdict = |definition: Source, user: &Source| {
        let sources = vec![definition, user.clone()];
        let project = review_project::build(sources, Surroundings::default(), &Config::default());
        judge(&project, &rules, &list, &options()).items[0].verdict
    };
    let python = |bound: &str| {
        format!(
            "from sqlalchemy import String, TypeDecorator\n\n\nclass Kept(TypeDecorator):\n    impl = String\n\n    \
             def process_bind_param(self, value, dialect):\n        return {bound}\n"
        )
    };
    let typescript = |bound: &str| {
        format!(
            "import {{ ValueTransformer }} from 'typeorm';\n\n\
             export const kept: ValueTransformer = {{ to: (value) => {bound}, from: (value) => value }};\n"
        )
    };
    let cases = [
        (
            ("app/types.py", python("encrypt(value)"), python("value")),
            (
                "app/models.py",
                "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\n\nfrom .types import Kept\n\n\n\
                 class Base(DeclarativeBase):\n    pass\n\n\nclass User(Base):\n    __tablename__ = 'users'\n    \
                 passport_number: Mapped[str] = mapped_column(Kept)\n",
            ),
        ),
        (
            ("src/kept.ts", typescript("encrypt(value)"), typescript("value")),
            (
                "src/user.entity.ts",
                "import { Column, Entity } from 'typeorm';\nimport { kept } from './kept';\n\n@Entity()\n\
                 export class User {\n  @Column({ type: 'varchar', transformer: kept })\n  passportNumber: string;\n}\n",
            ),
        ),
    ];
    for ((path, encrypting, plain), (user, text)) in cases {
        let user = from_cache(user, text);
        let before = user.facts.as_ref().unwrap().to_bytes();
        assert_eq!(verdict(from_cache(path, &encrypting), &user), Verdict::Pass, "{path}");
        assert_eq!(verdict(from_cache(path, &plain), &user), Verdict::Fail, "{path}");
        assert_eq!(user.facts.unwrap().to_bytes(), before);
    }
}
