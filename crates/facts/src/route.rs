//! Words of routes and writes.

use crate::field::words;

words! {
    /// The library that takes requests.
    pub enum RouteSystem {
        /// FastAPI.
        FastApi = "fastapi",
        /// Flask, Flask-RESTful.
        Flask = "flask",
        /// Django and Django REST framework.
        Django = "django",
        /// Express.
        Express = "express",
        /// Fastify.
        Fastify = "fastify",
        /// tRPC.
        Trpc = "trpc",
        /// Hono.
        Hono = "hono",
        /// NestJS.
        NestJs = "nestjs",
        /// Handlers of Next.js.
        NextJs = "nextjs",
        /// actix-web.
        Actix = "actix-web",
        /// axum.
        Axum = "axum",
        /// Rocket.
        Rocket = "rocket",
    }
}

words! {
    /// What a write does.
    pub enum WriteKind {
        /// It adds.
        Insert = "insert",
        /// It changes.
        Update = "update",
        /// It removes.
        Delete = "delete",
        /// It makes lasting what was changed before, or does any of these.
        Save = "save",
    }
}

words! {
    /// What a table is for, by its name and columns.
    pub enum TableUse {
        /// Data of the domain.
        Domain = "domain",
        /// Sessions and tokens of a visit.
        Session = "session",
        /// A cache.
        Cache = "cache",
        /// Telemetry, statistics, jobs, deliveries.
        Operation = "operation",
        /// Records of who did what.
        Audit = "audit",
    }
}

words! {
    /// What something hooks into that runs without being called.
    pub enum HookForm {
        /// The object mapper: changes of a model.
        Model = "model",
        /// Handlers of requests.
        Middleware = "middleware",
        /// The database: changes of a table.
        Trigger = "trigger",
        /// Events of the project.
        Listener = "listener",
    }
}
