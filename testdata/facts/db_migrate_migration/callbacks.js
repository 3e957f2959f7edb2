exports.up = function (db, done) {
  return db.renameColumn('features', 'name', 'title', done);
};

exports.down = function (db, done) {
  done();
};
