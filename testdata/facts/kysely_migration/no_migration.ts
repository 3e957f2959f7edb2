import { Kysely } from 'kysely'

export class Users {
  constructor(private readonly db: Kysely<Database>) {}

  async up(id: string) {
    await this.db.updateTable('user').set({ up: true }).where('id', '=', id).execute()
  }
}

export function up(service: Service) {
  service.up()
}
