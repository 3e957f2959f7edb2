module.exports = {
  up: async (queryInterface, Sequelize) => {
    await queryInterface.dropTable("old");
  },

  down: async (queryInterface, Sequelize) => {
    // Nothing reads the old table any more.
  },
};
