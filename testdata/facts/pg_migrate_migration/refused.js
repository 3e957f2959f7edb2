exports.up = async (pgm) => {
  pgm.dropTable("tickets");
};

exports.down = false;
