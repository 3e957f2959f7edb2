//! Routes by builder.
use actix_web::web;
use axum::{routing::{get, post}, Router};

fn router() -> Router {
    Router::new()
        .route("/", get(|| async { "ok" }))
        .route("/users", get(users::list).post(users::create))
        .route("/users/{id}", axum::routing::delete(users::remove).layer(auth()))
        .api_route_with("/described", post_with(create, docs).get_with(list, docs), tag)
        .nest("/v1", inner())
}

fn config(cfg: &mut web::ServiceConfig) {
    cfg.service(
        web::scope("/api")
            .route("/login", web::post().to(login))
            .service(web::resource("/site").route(web::get().to(get_site)).route(web::put().guard(g).to(update_site))),
    );
}
