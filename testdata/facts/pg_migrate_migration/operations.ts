import type { MigrationBuilder } from "node-pg-migrate";

export const shorthands = undefined;

export const up = (pgm: MigrationBuilder): void => {
  pgm.createTable({ schema: "shop", name: "tickets" }, { id: "id", title: { type: "text", notNull: true } });
  pgm.addColumns("customers", { phone: { type: "text" }, age: "integer" });
  pgm.addColumn("customers", { city: "text" });
  pgm.renameColumn("customers", "name", "full_name");
  pgm.alterColumn("customers", "email", { notNull: true });
  pgm.createIndex("customers", ["phone", "age"]);
  pgm.createIndex("customers", "city", { unique: true });
  pgm.addConstraint("customers", "customers_owner_fk", { foreignKeys: { columns: "owner", references: "users" } });
  pgm.addTypeValue("state", "archived");
  pgm.sql("CREATE VIEW open_tickets AS SELECT 1");
};

export const down = (pgm: MigrationBuilder): void => {
  pgm.dropIndex("customers", ["phone", "age"]);
  pgm.dropColumns("customers", ["phone", "age"]);
  pgm.dropTable("tickets", { ifExists: true, cascade: true });
};
