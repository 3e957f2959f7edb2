// Nothing here is stored.
export async function work(cache: Cache, map: Map<string, string>) {
  map.delete("a");
  cache.update("b");
  hash.update(data);
  await db.select().from(users);
  await knex("accounts").where({ id: 1 }).first();
  db.insert(users);
  await queue.delete(job).now();
  set.delete(users).where(eq(1, 1));
  list.insert("a").values();
}
