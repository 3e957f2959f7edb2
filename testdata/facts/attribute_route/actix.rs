//! Routes of actix-web.
use actix_web::{post, web};

#[post("/orders")]
async fn create(body: web::Json<Order>) -> String {
    String::new()
}

#[actix_web::get("/orders/{id}")]
async fn order() -> String {
    String::new()
}
