// Routes in every form Hono takes them.
import { Hono } from "hono";
import { OpenAPIHono, createRoute } from "@hono/zod-openapi";
import { create } from "./users";

const app = new Hono().basePath("/v1");
const api = new OpenAPIHono();
const route = createRoute({ method: "post", path: "/described", responses: {} });

app.get("/", (c) => c.text("ok"));
app.post("/users", guard, create).delete("/users/:id", async (c) => c.json({}));
api.openapi(route, async (c) => c.json({}));
api.openapi(createRoute({ method: "get", path: "/inline" }), create);
export const chained = new Hono().get("/chained", create);
