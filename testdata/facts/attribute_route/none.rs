//! Nothing here takes a request.
#[derive(Debug)]
struct Route;

#[test]
fn get() {}

#[serde(rename = "post")]
fn post() {}

#[get]
fn bare() {}

fn call() {
    get();
}
