// Hooks of object mappers.
import { AfterInsert, EventSubscriber } from "typeorm";
import { AfterCreate } from "sequelize-typescript";
import { record } from "./audit";

@EventSubscriber()
export class UserSubscriber {
  listenTo() {
    return User;
  }
  afterInsert(event) {}
  afterRemove(event) {}
}

@EventSubscriber()
export class AllSubscriber {
  afterUpdate(event) {
    if (event.metadata.tableName === "users") record(event);
  }
}

export class Account {
  @AfterInsert()
  inserted() {}

  @AfterCreate
  static created() {}
}

userSchema.post("save", record);
userSchema.pre("remove", function () {});
User.addHook("afterUpdate", "name", record);
sequelize.addHook("afterDestroy", record);
User.afterCreate(record);
sequelize.define("Order", {}, { hooks: { afterSave: record, beforeDestroy(row) {} } });
Order.init({}, { sequelize, hooks: { afterUpdate: (row) => record(row) } });
prisma.$use(async (params, next) => next(params));
prisma.$use(async (params, next) => (params.model === "User" ? record(params) : next(params)));
const client = prisma.$extends({
  query: {
    $allModels: { async $allOperations({ args, query }) {} },
    user: { update: async ({ args, query }) => {}, async findMany() {} },
  },
});
