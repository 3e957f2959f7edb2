// What runs around handlers, and what is hung into what.
import express, { Router } from "express";
import { Hono } from "hono";
import fp from "fastify-plugin";
import { APP_INTERCEPTOR } from "@nestjs/core";
import { t } from "./trpc";
import { audit, auditLog } from "./audit";
import { AuditInterceptor, AuditMiddleware } from "./audit.nest";
import { users } from "./users";

const app = express();
const router = Router();
app.use(audit);
app.use(auditLog("orders"), (req, res, next) => next());
app.use("/users", audit, users);
app.use("*", audit);
if (process.env.AUDIT) app.use(audit);
router.use(users);
users(app);

export const hono = new Hono().use(audit).route("/users", users);

export const audited = t.procedure.use(audit);
const admin = audited.use(auditLog("admin")).use(audit);

export default fp(async (fastify) => {
  fastify.addHook("onResponse", audit);
  fastify.register(users, { prefix: "/users" });
});

nest.useGlobalInterceptors(new AuditInterceptor());
const module = { providers: [{ provide: APP_INTERCEPTOR, useClass: AuditInterceptor }] };
consumer.apply(AuditMiddleware).forRoutes("*");
consumer.apply(AuditMiddleware).exclude("health").forRoutes("*");
consumer.apply(AuditMiddleware).forRoutes(UsersController);
