'use strict';

var async = require('async');
var dbm;

exports.setup = function (options, seedLink) {
  dbm = options.dbmigrate;
};

exports.up = function (db, callback) {
  async.series(
    [
      db.addColumn.bind(db, 'features', 'created_by', { type: 'int' }),
      db.createTable.bind(db, 'pets', { id: 'int' }),
      function (cb) {
        db.addIndex('features', 'features_created_by', ['created_by'], cb);
      },
    ],
    callback,
  );
};

exports.down = function (db, callback) {
  db.removeColumn('features', 'created_by', function (err) {
    if (err) return callback(err);
    db.dropTable('pets', callback);
  });
};

exports._meta = { version: 1 };
