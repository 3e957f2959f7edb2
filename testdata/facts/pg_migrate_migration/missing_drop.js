exports.up = (pgm) => {
  pgm.dropColumns("tickets", ["title"]);
};
