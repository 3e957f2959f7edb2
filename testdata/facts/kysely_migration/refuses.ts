import { Kysely } from 'kysely'

export const up = async (db: Kysely<Database>) => {
  await db.schema.dropTable('old').execute()
}

export const down = async () => {
  throw new Error('Not implemented')
}
