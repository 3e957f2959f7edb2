//! The order in which files are found changes nothing: neither facts nor findings.

use crate::demonstration;
use crate::project::options;
use review_engine::{Checklist, Options, RuleSet, Status, judge};
use review_facts::Language;
use review_project::{Config, Manifest, Source, Surroundings, build};

/// Orders of the files that are tried.
const ORDERS: u64 = 6;

#[test]
fn the_order_of_files_changes_nothing_in_the_demonstration() {
    let (files, ..) = demonstration::demonstration();
    let told = same_in_every_order(&files);
    assert!(told.contains("write-without-audit") && told.contains("sensitive-column-unencrypted"));
}

#[test]
fn the_order_of_files_changes_nothing_where_names_are_shared() {
    let told = same_in_every_order(&generated());
    assert!(told.contains("write-without-audit"), "{told}");
    assert!(told.contains("is not known"), "something must be open: {told}");
}

/// All that is read from the files and said of them, which is the same in several orders.
fn same_in_every_order(files: &[(String, String)]) -> String {
    let mut manifests: Vec<Manifest> =
        files.iter().filter_map(|(path, text)| Manifest::parse(path, text)).collect();
    manifests.sort_by(|a, b| a.path.cmp(&b.path));
    let surroundings = Surroundings { manifests, ..Surroundings::default() };
    let source = |(path, text): &(String, String)| {
        let language = Language::of_name(path.rsplit('/').next().unwrap_or_default())?;
        Some(Source { path: path.clone(), facts: Ok(review_frameworks::read(text, language)) })
    };
    let sources: Vec<Source> = files.iter().filter_map(source).collect();
    let rules = RuleSet::builtin().unwrap();
    let active = rules.all().iter().filter(|rule| rule.status == Status::Active);
    let options = Options { rules: active.map(|rule| rule.id.clone()).collect(), ..options() };
    let told = |sources: Vec<Source>| {
        let project = build(sources, surroundings.clone(), &Config::default());
        let outcome = judge(&project, &rules, &Checklist::default(), &options);
        let ids: Vec<&str> = outcome.rules.iter().map(|rule| rule.id.as_str()).collect();
        let ruled = |rule: usize| ids[rule];
        let mut told = format!("{:#?}\n", project.subjects);
        for finding in &outcome.findings {
            told.push_str(&format!("{} {finding:?}\n", ruled(finding.rule)));
        }
        for ask in &outcome.asks {
            told.push_str(&format!("{}? {ask:?}\n", ruled(ask.rule)));
        }
        told
    };
    let expected = told(sources.clone());
    for seed in 1..=ORDERS {
        let mut shuffled = sources.clone();
        shuffle(&mut shuffled, seed);
        let now = told(shuffled);
        let differ = expected.lines().zip(now.lines()).find(|(a, b)| a != b);
        assert!(differ.is_none() && expected.len() == now.len(), "order {seed}: {differ:?}");
    }
    expected
}

fn shuffle<T>(list: &mut [T], seed: u64) {
    let mut state = seed;
    for index in (1..list.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        list.swap(index, (state >> 33) as usize % (index + 1));
    }
}

/// Services, models and routes of three languages whose names are shared, so that calls have several candidates.
fn generated() -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = vec![
        ("app/__init__.py".to_owned(), String::new()),
        ("package.json".to_owned(), r#"{"name": "generated", "dependencies": {"express": "5"}}"#.to_owned()),
        ("src/lib.rs".to_owned(), (0..6).map(|at| format!("mod m{at};\n")).collect()),
    ];
    for at in 0..12 {
        let (records, next) = (at % 3 == 0, (at + 1) % 12);
        let leave = if records { "log_event('x')" } else { "pass" };
        files.push((
            format!("app/s{at}.py"),
            format!(
                "from app.s{next} import Store as Next\nfrom sqlalchemy import Column, String\n\n\nclass Thing{at}(Base):\n    \
                 __tablename__ = 'things{}'\n    iban = Column(String)\n\n\nclass Store(Next):\n    def keep(self):\n        {leave}\n\n    \
                 def pass_on(self):\n        self.keep()\n\n\ndef note():\n    {leave}\n",
                at % 4
            ),
        ));
        files.push((
            format!("app/r{at}.py"),
            format!(
                "from fastapi import APIRouter, Depends\nfrom app.s{at} import Store, note as mark\n\nrouter = APIRouter()\n\n\n\
                 @router.post('/a{at}')\ndef create(db, thing, store=Depends(Store)):\n    db.session.add(thing)\n    db.session.commit()\n    \
                 thing.keep()\n\n\n@router.put('/b{at}')\ndef change(db, thing):\n    db.session.commit()\n    mark()\n"
            ),
        ));
        let audit = if records { "await auditService.log('x');" } else { "" };
        files.push((
            format!("web/c{at}.ts"),
            format!(
                "import express from 'express';\nexport class Things {{ async keep() {{ {audit} }} }}\nconst app = express();\n\
                 app.post('/c{at}', async (req, res) => {{ await prisma.thing.create({{ data: req.body }}); await req.things.keep(); }});\n\
                 export async function later() {{ await prisma.thing.update({{ data: 1 }}); }}\n"
            ),
        ));
        if at < 6 {
            let log = if records { "log_event();" } else { "" };
            files.push((
                format!("src/m{at}.rs"),
                format!(
                    "use axum::{{Router, routing::post}};\npub trait Keep {{ fn keep(&self); }}\npub struct Things;\n\
                     impl Keep for Things {{ fn keep(&self) {{ {log} }} }}\n\
                     async fn create(thing: Unknown) {{ sqlx::query(\"INSERT INTO things (id) VALUES (1)\").execute(&pool).await?; thing.keep(); }}\n\
                     pub fn routes() -> Router {{ Router::new().route(\"/m{at}\", post(create)) }}\n"
                ),
            ));
        }
    }
    files
}
