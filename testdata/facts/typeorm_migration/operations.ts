import { MigrationInterface, QueryRunner, Table, TableColumn, TableForeignKey, TableIndex } from 'typeorm';
import { seedRoles } from '../seeds/roles';

const phone = new TableColumn({ name: 'phone', type: 'varchar', isNullable: true });
const TABLES = ['orders', 'invoices'];

export class AddTickets1700000000000 implements MigrationInterface {
  name = 'AddTickets1700000000000';
  private readonly table = 'tickets';

  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({ name: this.table, columns: [{ name: 'id', type: 'int', isPrimary: true }] }),
      true,
    );
    await queryRunner.addColumn('customers', phone);
    await queryRunner.addColumns('customers', [
      new TableColumn({ name: 'fax', type: 'varchar' }),
      new TableColumn({ name: 'iban', type: 'varchar' }),
    ]);
    await queryRunner.createIndex('customers', new TableIndex({ name: 'IDX_PHONE', columnNames: ['phone'] }));
    await queryRunner.createForeignKey(
      'tickets',
      new TableForeignKey({ columnNames: ['customer_id'], referencedTableName: 'customers' }),
    );
    await queryRunner.renameColumn('customers', 'name', 'full_name');
    await queryRunner.changeColumn('customers', 'email', new TableColumn({ name: 'email', type: 'text' }));
    for (const table of TABLES) {
      await this.addTenant(queryRunner, table);
    }
    await queryRunner.query(`CREATE INDEX "IDX_TICKET" ON "${this.table}" ("status")`);
    await queryRunner.query('UPDATE "customers" SET "phone" = $1', ['none']);
    const users = await queryRunner.query(`SELECT id FROM users`);
    await Promise.all(
      users.map(async (user) => {
        await queryRunner.manager.update(User, user.id, { tenant: 1 });
      }),
    );
    await queryRunner.manager.createQueryBuilder().insert().into('roles').values([{ id: 1 }]).execute();
    await seedRoles(queryRunner);
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    const table = await queryRunner.getTable('tickets');
    const key = table.foreignKeys.find((fk) => fk.columnNames.indexOf('customer_id') !== -1);
    await queryRunner.dropForeignKey(table, key);
    await queryRunner.dropTable('tickets');
    await queryRunner.dropColumns('customers', ['phone', 'fax', 'iban']);
    await queryRunner.renameColumn('customers', 'full_name', 'name');
    if (await queryRunner.hasColumn('orders', 'tenant_id')) {
      await queryRunner.dropColumn('orders', 'tenant_id');
    }
  }

  private async addTenant(queryRunner: QueryRunner, table: string) {
    await queryRunner.addColumn(table, new TableColumn({ name: 'tenant_id', type: 'int' }));
  }
}
