import { sql } from 'kysely'

export async function up(db) {
  await db.schema.dropTable('old').execute()
}
