import { MongoClient } from "mongodb";
import { collections } from "./database";

class Users {
  private users = client.db("app").collection<User>("users");

  async save(user: User): Promise<void> {
    await this.users.replaceOne({ _id: user.id }, { taxId: user.taxId });
    await collections.games?.insertOne({ title: user.title });
  }
}
