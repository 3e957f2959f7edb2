import { DataTypes } from "sequelize";
import type { Migration } from "../umzug";

export const up: Migration = async ({ context }) => {
  await context.createTable("users", { id: { type: DataTypes.INTEGER, primaryKey: true } });
};

export const down: Migration = async ({ context: queryInterface }) => {
  await queryInterface.dropTable("users");
};
