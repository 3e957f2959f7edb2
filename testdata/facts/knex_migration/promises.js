exports.up = (db) =>
  Promise.all([
    db.schema.table("users", (table) => {
      table.boolean("active").defaultTo(true);
    }),
    db.schema.hasColumn("users", "fax").then((exists) => {
      if (exists) {
        return db.schema.table("users", (table) => table.dropColumn("fax"));
      }
    }),
  ]).then(() => db("users").update({ active: true }));

exports.down = function (db) {
  return db.schema
    .table("users", (table) => {
      table.dropColumn("active");
    })
    .then(() => db.schema.renameTable("users", "people"));
};
