'use strict';
const { Migration } = require('@mikro-orm/migrations');

class Migration20240101000002 extends Migration {

  async up() {
    this.addSql('drop table "old";');
  }

  async down() {
  }

}
exports.Migration20240101000002 = Migration20240101000002;
