module.exports = {
  up: async (queryInterface, Sequelize) => {
    await queryInterface.dropTable("old");
  },

  down: async () => {
    // The plain text was encrypted in place.
    throw new Error("irreversible");
  },
};
