"use strict";

/** @type {import('sequelize-cli').Migration} */
module.exports = {
  async up(queryInterface, Sequelize) {
    await queryInterface.sequelize.transaction(async (transaction) => {
      await queryInterface.createTable(
        "tickets",
        { id: { type: Sequelize.UUID, primaryKey: true } },
        { transaction },
      );
      await queryInterface.addColumn("customers", "phone", { type: Sequelize.STRING }, { transaction });
      await queryInterface.addColumn({ tableName: "orders", schema: "shop" }, "tenantId", Sequelize.UUID);
      await queryInterface.changeColumn("customers", "email", { type: Sequelize.TEXT });
      await queryInterface.renameColumn("customers", "name", "fullName");
      await queryInterface.removeColumn("customers", "fax");
      await queryInterface.addIndex("customers", ["phone", "teamId"], { transaction });
      await queryInterface.addIndex("customers", ["age"], { name: "customers_age", transaction });
      await queryInterface.addIndex("customers", { fields: ["city"], unique: true });
      await queryInterface.addConstraint("customers", { fields: ["email"], type: "unique" });
      await queryInterface.removeConstraint("customers", "customers_old_fk");
      await queryInterface.sequelize.query(`CREATE INDEX CONCURRENTLY "tickets_open" ON "tickets" ("open")`, {
        transaction,
      });
      await queryInterface.bulkInsert("roles", [{ id: 1 }], { transaction });
    });
  },

  async down(queryInterface) {
    const transaction = await queryInterface.sequelize.transaction();
    try {
      await queryInterface.removeIndex("customers", ["phone", "teamId"]);
      await queryInterface.removeIndex("customers", "customers_age");
      await queryInterface.dropTable("tickets");
      await queryInterface.sequelize.query('DROP TYPE "enum_tickets_status"');
      await transaction.commit();
    } catch (error) {
      await transaction.rollback();
      throw error;
    }
  },
};
