module.exports = {
  up: async (queryInterface, Sequelize) => {
    await queryInterface.dropTable("old");
  },

  async down (queryInterface, Sequelize) {
    /**
     * Add reverting commands here.
     *
     * Example:
     * await queryInterface.dropTable('users');
     */
  }
};
