module.exports = {
  up: async (queryInterface, Sequelize) => {
    await queryInterface.dropTable("old");
  },

  down: () => { throw new Error("Irreversible migration"); },
};
