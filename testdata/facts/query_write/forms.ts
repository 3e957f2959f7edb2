// Writes through query builders.
import { db } from "./db";
import { users, schema } from "./schema";

export async function work(trx: Transaction) {
  await db.insert(users).values({});
  await db.update(schema.orders).set({}).where(eq(1, 1));
  await trx.delete(users).where(eq(1, 1));
  await db.insertInto("person").values({}).execute();
  await trx.updateTable("pet").set({}).execute();
  await db.deleteFrom("toy").execute();
  await knex("accounts").where({ id: 1 }).update({});
  await db.table("notes").insert({});
  await trx(TableName.Users).where({ id: 1 }).del();
  await executor.insert(users).values({});
  await where.update(users).set({});
}
await supabase.from("users").upsert({ id: 1 });
