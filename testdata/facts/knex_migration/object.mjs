const up = async (knex) => {
  await knex.schema.dropTable("old");
};

async function down(knex) {
  await knex.schema.createTable("old", (t) => t.increments());
}

export { up, down };
