module.exports = {
  up: (queryInterface, Sequelize) => {
    return queryInterface
      .addColumn("users", "phone", { type: Sequelize.STRING })
      .then(() => queryInterface.addColumn("users", "fax", { type: Sequelize.STRING }));
  },
  down: (queryInterface) =>
    Promise.all(["phone", "fax"].map((column) => queryInterface.removeColumn("users", column))),
};
