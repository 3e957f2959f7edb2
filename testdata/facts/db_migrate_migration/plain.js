exports.up = function (db, cb) {
  db.runSql(
    `
      ALTER TABLE features ADD COLUMN phone text;
      CREATE INDEX features_phone ON features (phone);
    `,
    cb,
  );
};

exports.down = function (db, cb) {
  db.runSql('ALTER TABLE features DROP COLUMN phone;', cb);
};
