import { createHmac, timingSafeEqual } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { config } from "../config.js";
import { apply } from "../services/billing.js";

export async function webhooks(app: FastifyInstance): Promise<void> {
  app.post("/webhooks/payments", async (request, reply) => {
    const given = Buffer.from(String(request.headers["x-signature"] ?? ""), "hex");
    const text = JSON.stringify(request.body);
    const wanted = createHmac("sha256", config.WEBHOOK_SECRET).update(text).digest();
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
      return reply.code(401).send({ error: { code: "bad_signature" } });
    }
    try {
      await apply(request.body);
    } catch (error) { // expect: error-swallowed
    }
    return reply.code(200).send({});
  });
}
