const { up, down } = require("../migrations/001_users");
const knex = require("knex");

test("users can be taken back", async () => {
  await up(knex);
  await down(knex);
  expect(await knex.schema.hasTable("users")).toBe(false);
});
