exports.up = (pgm) => {
  pgm.createTable("tickets", { id: "id" });
  pgm.createIndex("tickets", "id");
};
