const db = require('./db');

// Handlers called `up` and `down`.
exports.up = function (req, res) {
  db.insert('votes', { up: true }, () => res.json({}));
};

exports.down = function (req, res) {
  db.runSql('DELETE FROM votes', () => res.json({}));
};
