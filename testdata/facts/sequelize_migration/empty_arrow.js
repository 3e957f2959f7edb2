module.exports = {
  up: async (queryInterface, Sequelize) => {
    await queryInterface.dropTable("old");
  },

  down: async () => {},
};
