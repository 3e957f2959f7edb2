import { MigrationInterface, QueryRunner } from "typeorm";

export class X1700000000001 implements MigrationInterface {

    public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.dropTable("old");
    }

    down = async (): Promise<void> => {
        return Promise.reject(new Error("the rows of the old table are gone"));
    }
}
