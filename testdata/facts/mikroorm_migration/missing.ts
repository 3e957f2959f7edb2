import { Migration as Base } from "@medusajs/framework/mikro-orm/migrations"

export default class Migration20240101000001 extends Base {
  override async up(): Promise<void> {
    this.addSql(`drop table "old";`)
  }
}
