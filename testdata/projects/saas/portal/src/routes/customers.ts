import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { db } from "../db.js";
import { authenticate } from "../plugins/auth.js";

const CustomerIn = z.object({ email: z.string().email(), phone: z.string().max(20).optional() });

export async function customers(app: FastifyInstance): Promise<void> {
  app.addHook("preHandler", authenticate);

  app.get("/customers", async (request) => {
    return db.customer.findMany({ where: { tenantId: request.caller?.tenantId } });
  });

  app.post("/customers", async (request, reply) => { // expect: write-without-audit "Customer"
    const body = CustomerIn.parse(request.body);
    const customer = await db.customer.create({ data: { ...body, tenantId: request.caller!.tenantId } });
    return reply.code(201).send({ id: customer.id });
  });

  app.patch("/customers/:id", async (request) => { // expect: write-without-audit "Customer"
    const { id } = request.params as any; // expect: explicit-any
    const data = request.body as { email?: string };
    return db.customer.update({ where: { id: Number(id) }, data });
  });

  app.delete("/customers/:id", async (request, reply) => { // expect: write-without-audit "Customer"
    const { id } = request.params as { id: string };
    await db.customer.delete({ where: { id: Number(id) } }).catch(() => {}); // expect: error-swallowed "write"
    return reply.code(204).send();
  });
}
