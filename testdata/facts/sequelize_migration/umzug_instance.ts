import type { MigrationFn } from "umzug";
import type { Sequelize } from "sequelize";

export const up: MigrationFn<Sequelize> = async (params) => {
  await params.context.getQueryInterface().addColumn("users", "phone", { type: "TEXT" });
};
