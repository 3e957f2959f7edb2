// A program manager that is no builder.
const pgm = require("./program");

exports.up = (count) => pgm.start(count);
exports.down = false;
