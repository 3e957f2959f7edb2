//! What routes reach, over files as they are written.

use crate::{Config, Project, Source, Surroundings, build};
use review_facts::{Body, Known, Language, Route};

fn project(files: &[(&str, &str)]) -> Project {
    let source = |(path, text): &(&str, &str)| {
        let language = Language::of_name(path.rsplit('/').next().unwrap()).unwrap();
        Source { path: (*path).to_owned(), facts: Ok(review_frameworks::read(text, language)) }
    };
    build(files.iter().map(source).collect(), Surroundings::default(), &Config::default())
}

fn route<'a>(project: &'a Project, name: &str) -> &'a Route {
    let found = project.subjects.iter().find_map(|subject| match &subject.fact.body {
        Body::Route(route) if subject.fact.name == name => Some(&**route),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("no route {name}"))
}

#[test]
fn a_commit_beside_a_record_is_that_of_the_change() {
    let api = "
from fastapi import APIRouter
from app.trail import record_event
router = APIRouter()

@router.post('/disable')
def disable(db, user):
    user.disable()
    db.session.add(AuditLog(action='disabled'))
    db.session.commit()

@router.post('/search')
def search(db, query):
    record_event(db, 'search')
";
    let trail = "
def record_event(db, what):
    db.session.add(AuditLog(action=what))
    db.session.commit()
";
    let project = project(&[("app/api.py", api), ("app/trail.py", trail), ("app/__init__.py", "")]);
    let disable = route(&project, "POST /disable");
    assert_eq!((&disable.writes, &disable.audited), (&Known::Is(true), &Known::Is(true)));
    let search = route(&project, "POST /search");
    assert_eq!((&search.writes, &search.audited), (&Known::Is(false), &Known::Is(true)));
}

#[test]
fn handlers_are_run_by_their_framework_alone() {
    let api = "
from django.views import View
from somewhere import keys

class Users(View):
    def delete(self, request):
        log_event('users.delete')
        User.objects.filter(id=1).delete()

class Store:
    def purge(self):
        log_event('purge')

class Shelf:
    def purge(self):
        pass

class Keys(View):
    def post(self, request):
        client = keys(request).client[0]
        client.delete('x')

class Rest(View):
    def post(self, request):
        client = keys(request).client[0]
        client.purge('x')
";
    let project = project(&[("app/views.py", api)]);
    assert_eq!(route(&project, "DELETE Users").audited, Known::Is(true));
    assert_eq!(route(&project, "POST Keys").audited, Known::Is(false));
    assert!(matches!(route(&project, "POST Rest").audited, Known::Unknown(_)));
}
