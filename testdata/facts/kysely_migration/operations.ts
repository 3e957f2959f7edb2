import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("ticket")
    .ifNotExists()
    .addColumn("id", "serial", (col) => col.primaryKey())
    .addColumn("title", "varchar", (col) => col.notNull().defaultTo(sql`''`))
    .execute();
  await db.schema
    .alterTable("customer")
    .addColumn("phone", "varchar")
    .addColumn("age", "integer")
    .dropColumn("fax")
    .renameColumn("name", "fullName")
    .alterColumn("email", (col) => col.setNotNull())
    .addForeignKeyConstraint("customer_owner_fkey", ["owner"], "user", ["id"])
    .execute();
  await db.schema.alterTable("people").renameTo("person").execute();
  await db.schema.createIndex("ticket_title_idx").on("ticket").columns(["title", "id"]).execute();
  await db.schema.createType("state").asEnum(["open", "closed"]).execute();
  await sql`create extension if not exists pg_trgm`.execute(db);
  await sql.raw("alter table ticket add column note text").execute(db);
  await db.transaction().execute(async (trx) => {
    await trx.insertInto("role").values({ id: 1 }).execute();
    const rows = await trx.selectFrom("user").selectAll().execute();
    for (const row of rows) {
      await trx.updateTable("user").set({ role: 1 }).where("id", "=", row.id).execute();
    }
  });
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex("ticket_title_idx").execute();
  await db.schema.dropTable("ticket").ifExists().execute();
  await db.schema.dropType("state").execute();
}
