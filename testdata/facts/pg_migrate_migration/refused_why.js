exports.up = async (pgm) => {
  pgm.dropTable("tickets");
};

// The tickets were moved to another service.
exports.down = false;
