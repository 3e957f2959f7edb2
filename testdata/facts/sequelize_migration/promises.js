module.exports = {
  up: (queryInterface, Sequelize) => {
    return queryInterface
      .addColumn("users", "phone", { type: Sequelize.STRING })
      .then(() => queryInterface.addColumn("users", "fax", { type: Sequelize.STRING }))
      .then(() => queryInterface.removeConstraint("users", "users_teamId_fkey"))
      .then(() => queryInterface.changeColumn("users", "teamId", { onDelete: "cascade", references: { model: "teams" } }));
  },
  down: (queryInterface) =>
    Promise.all(["phone", "fax"].map((column) => queryInterface.removeColumn("users", column))),
};
