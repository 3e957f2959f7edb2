exports.up = (pgm) => {
  pgm.createTable("tickets", { id: "id" });
  pgm.sql("ALTER TABLE tickets ADD COLUMN title text");
};
