module.exports = {
  async up(db, client) {
    await db.collection("users").updateMany({}, { $set: { knex: false } });
  },

  async down(db, client) {},
};
