import type { FastifyReply, FastifyRequest } from "fastify";
import { db } from "../db.js";
import { logger } from "../logger.js";

export type Caller = { id: number; tenantId: number };

declare module "fastify" {
  interface FastifyRequest {
    caller?: Caller;
  }
}

export async function authenticate(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const sessionToken = request.headers["x-session"];
  if (typeof sessionToken !== "string") {
    await reply.code(401).send({ error: { code: "unauthenticated" } });
    return;
  }
  const session = await db.session.findUnique({ where: { id: sessionToken }, include: { customer: true } });
  if (!session || session.expiresAt < new Date()) {
    logger.warn({ sessionToken }, "session refused"); // expect: sensitive-value-logged "sessionToken"
    await reply.code(401).send({ error: { code: "unauthenticated" } });
    return;
  }
  logger.debug({ hasToken: !!sessionToken, customer: session.customerId }, "session accepted");
  request.caller = { id: session.customerId, tenantId: session.customer.tenantId };
}
