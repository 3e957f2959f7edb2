// What runs around handlers, and what is hung into what.
use axum::{Router, middleware, routing::post};
use tower::ServiceBuilder;

fn app(state: State) -> Router {
    let users = Router::new().route("/users", post(create)).layer(middleware::from_fn(audit));
    let all = Router::new()
        .nest("/users", users)
        .merge(orders::router())
        .route_layer(middleware::from_fn_with_state(state, audit))
        .layer(ServiceBuilder::new().layer(TraceLayer::new()).layer(AuditLayer { sink }));
    let app = all.layer(AuditLayer::new(sink));
    app
}

fn rocket() {
    rocket::build().attach(AuditFairing);
}

fn actix() {
    App::new().wrap(AuditMiddleware::default()).service(users::scope()).configure(orders::configure);
}
