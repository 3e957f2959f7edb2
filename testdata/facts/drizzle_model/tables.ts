import { relations, sql } from "drizzle-orm";
import * as pg from "drizzle-orm/pg-core";
import {
  customType,
  index,
  integer,
  pgEnum,
  pgSchema,
  pgTable,
  pgTableCreator,
  pgView,
  serial,
  text,
  timestamp,
  uuid as id,
  varchar,
} from "drizzle-orm/pg-core";
import { encrypted, money } from "./types";
import { owned } from "./columns";

export const role = pgEnum("role", ["admin", "user"]);
export const app = pgSchema("app");
export const createTable = pgTableCreator((name) => `app_${name}`);

export const timestamps = {
  createdAt: timestamp("created_at").defaultNow().notNull(),
  updatedAt: timestamp("updated_at").$onUpdate(() => new Date()),
};

export const key = id("id").primaryKey().defaultRandom();
export const label = (name: string) => varchar(name, { length: 40 }).notNull();
export function stamped() {
  return { seenAt: timestamp("seen_at") };
}

export const users = pgTable(
  "users",
  {
    id: key,
    number: serial("number").primaryKey(),
    email: varchar("email", { length: 320 }).notNull().unique(),
    role: role("role").$type<Role>().default("user"),
    kind: text("kind", { enum: ["a", "b"] }),
    active: integer("active", { mode: "boolean" }),
    orgId: id("org_id").references(() => orgs.id, { onDelete: "cascade" }),
    title: label("title"),
    kraPin: encrypted("kra_pin").notNull(),
    iban: text(),
    health: pg.json("health_check").$type<import("./health").Health>(),
    ...timestamps,
    ...stamped(),
    ...owned,
  },
  (t) => [index("i").on(t.email)],
);

export const orgs = app.table("orgs", { id: id().primaryKey(), name: pg.text("name").array() });
export const posts = createTable("post", (d) => ({ id: d.integer().primaryKey(), body: d.text("body") }));
export const teams = createTable(TEAMS, { "full-name": money("name") });

export const secret = customType<{ data: string; driverData: string }>({
  dataType() {
    return "text";
  },
  toDriver(value: string) {
    return sql`pgp_sym_encrypt(${value}, ${sql.raw(passphrase)})`;
  },
});

export const bytes = pg.customType<{ data: Uint8Array }>({ dataType: () => "bytea" });

export function vector(name: string, size: number) {
  return customType<{ data: number[] }>({
    dataType: () => `vector(${size})`,
    toDriver: (value) => JSON.stringify(value),
  })(name);
}

export const totals = pgView("totals", { iban: text("iban") }).as(sql`select 1`);
export const usersRelations = relations(users, ({ many }) => ({ posts: many(posts) }));
