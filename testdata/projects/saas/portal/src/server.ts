import Fastify from "fastify";
import { config } from "./config.js";
import { disconnect } from "./db.js";
import { logger } from "./logger.js";
import { customers } from "./routes/customers.js";
import { webhooks } from "./routes/webhooks.js";
import { warm } from "./services/rates.js";

const app = Fastify({ loggerInstance: logger });

app.setErrorHandler(async (error, request, reply) => {
  request.log.error({ error }, "request failed");
  return reply.code(500).send({ error: { code: "internal" } });
});
app.get("/health", async () => ({ status: "ok" }));
await app.register(customers, { prefix: "/v1" });
await app.register(webhooks);
await warm();
await app.listen({ port: config.PORT, host: config.host });

process.once("SIGTERM", () => {
  void app.close().then(disconnect);
});
