import { Migration } from "./migration";
import { EntityManager } from "@mikro-orm/core";

export class Move extends Migration {
  constructor(private readonly em: EntityManager) {
    super();
  }

  up() {
    this.addSql("drop table x");
  }

  down() {}
}
