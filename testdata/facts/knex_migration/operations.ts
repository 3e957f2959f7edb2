import type { Knex } from "knex";

const TENANT_TABLES = ["orders", "invoices"];

export async function up(knex: Knex): Promise<void> {
  await knex.schema
    .createTable("tickets", (t) => {
      t.increments();
      t.string("title").notNullable();
      t.index(["title"]);
    })
    .createTable("ticket_notes", (t) => {
      t.increments();
    });
  await knex.schema.alterTable("customers", (t) => {
    t.string("phone", 20).nullable().index();
    t.integer("age").notNullable().alter();
    t.dropColumn("fax");
    t.dropColumns("iban", "bic");
    t.renameColumn("name", "full_name");
    t.index(["phone", "age"]);
    t.unique(["full_name"], { indexName: "uq_customers_name" });
    t.foreign("owner_id").references("id").inTable("users").onDelete("CASCADE");
    t.timestamps(true, true);
    t.dropUnique(["email"]);
  });
  for (const table of TENANT_TABLES) {
    await knex.schema.table(table, function (t) {
      t.uuid("tenant_id");
    });
  }
  if (!(await knex.schema.hasTable("roles"))) {
    await knex.schema.createTable("roles", (t) => t.increments("id"));
  }
  await knex.transaction(async (trx) => {
    await trx("roles").insert([{ id: 1 }]);
    const rows = await trx.select("id").from("users").where({ active: true });
    await Promise.all(rows.map((row) => trx("users").where("id", row.id).update({ role_id: 1 })));
    await trx("sessions").del();
  });
  await knex.raw(`CREATE INDEX orders_open ON orders (id) WHERE closed_at IS NULL`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTableIfExists("ticket_notes");
  await knex.schema.dropTable("tickets").dropTable("roles");
  return knex.schema.alterTable("customers", (t) => {
    t.dropIndex(["phone", "age"]);
    t.dropForeign("owner_id");
    t.dropTimestamps();
  });
}

export const config = { transaction: false };
