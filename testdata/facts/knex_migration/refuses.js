/**
 * @param { import("knex").Knex } knex
 * @returns { Promise<void> }
 */
exports.up = function (knex) {
  return knex.schema.dropTable("old");
};

exports.down = () => { throw new Error("Not supported"); };
