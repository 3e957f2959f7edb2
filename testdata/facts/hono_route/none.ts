// Nothing here takes a request.
import { Hono } from "hono";

const app = new Hono();
const headers = new Headers();

headers.get("x-id");
app.use("*", async (c, next) => next());
app.get("/no-handler");
fetch.get("/users", create);
