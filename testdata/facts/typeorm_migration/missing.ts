import { MigrationInterface, QueryRunner } from "typeorm";

export class X1700000000001 implements MigrationInterface {

    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropTable("old");
    }


}
