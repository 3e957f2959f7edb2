import { DataSource, QueryRunner } from "typeorm";

// A service that is given a query runner, a class whose `up` is something else, and a function called `up`.
export class Stock {
  constructor(private readonly queryRunner: QueryRunner) {}

  async up(amount: number) {
    await this.queryRunner.query("UPDATE stock SET amount = amount + 1");
  }

  async down() {}
}

export async function up(dataSource: DataSource) {
  const queryRunner = dataSource.createQueryRunner();
  await queryRunner.dropTable("x");
}
