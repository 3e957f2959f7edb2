// Nothing here takes a request.
import { FastifyInstance } from "fastify";

export async function work(app: FastifyInstance, store: Map<string, string>) {
  store.get("a");
  store.delete("b");
  app.get("/only-a-path");
  await app.inject({ method: "GET", url: "/users" });
  app.route({ method: "GET" });
}
