//! Routes of Rocket.
use rocket::serde::json::Json;

#[get("/users/<id>")]
fn user(id: i32) -> String {
    id.to_string()
}

#[post("/users", data = "<form>")]
async fn create(form: Json<User>) -> Json<User> {
    form
}

#[rocket::delete("/users/<id>", rank = 2)]
fn remove(id: i32) {}
