import { eq, sql } from "drizzle-orm";
import { integer, pgTable } from "drizzle-orm/pg-core";
import { z } from "zod";
import { users } from "./tables";

export const body = z.object({ iban: z.string() });
export const total = sql<number>`count(*)`;

export async function list(db: Db) {
  await db.insert(users).values({ iban: integer });
  log("users", { iban: format(users.iban) });
  return db.select({ iban: users.iban, all: total }).from(users).where(eq(users.id, 1));
}
