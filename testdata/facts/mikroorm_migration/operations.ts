import { Migration } from "@mikro-orm/migrations";

export class Migration20240101000000 extends Migration {
  async up(): Promise<void> {
    this.addSql('create table "ticket" ("id" serial primary key, "title" varchar(255) not null);');
    this.addSql('alter table "customer" add column "phone" varchar(255) null;');
    this.createIndex("customer", "phone");
    this.addSql(`update "customer" set "phone" = '';`);
    await this.execute("select 1");
    this.addSql(this.getKnex().table("role").insert({ id: 1 }).toQuery());
  }

  async down(): Promise<void> {
    this.addSql('alter table "customer" drop column "phone";');
    this.addSql('drop table if exists "ticket" cascade;');
  }

  private createIndex(table: string, column: string) {
    this.addSql(`create index "${table}_${column}_index" on "${table}" ("${column}");`);
  }
}
