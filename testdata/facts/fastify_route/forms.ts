// Routes in every form Fastify takes them.
import Fastify, { FastifyInstance } from "fastify";
import fp from "fastify-plugin";
import { create, remove } from "./users";

const app = Fastify({ logger: true });

app.get("/", async () => ({ ok: true }));
app.post<{ Body: User }>("/users", { schema }, create);
app.route({ method: "PUT", url: "/users/:id", handler: create });
app.route({
  method: ["PATCH", "POST"],
  url: "/many",
  async handler(request) {
    return request.body;
  },
});

export default fp(async (server: FastifyInstance) => {
  server.delete("/users/:id", { preHandler: [guard] }, remove);
});
