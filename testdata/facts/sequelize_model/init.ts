import { DataTypes, Model, Sequelize } from "sequelize";
import { protect } from "./crypto";

export class Account extends Model {
  declare iban: string;

  set sortCode(value: string) {
    this.setDataValue("sortCode", protect(value));
  }
}

const attributes = {
  iban: { type: DataTypes.STRING(34), allowNull: true },
  sortCode: { type: new DataTypes.STRING(6) },
  owner: { type: DataTypes.INTEGER, references: { model: User, key: "id" } },
};

export function setUp(sequelize: Sequelize): void {
  Account.init(attributes, { sequelize, modelName: "account" });
}

export class Card extends Model {
  static init(sequelize: Sequelize) {
    super.init({ cvv: DataTypes.CHAR(3) }, { sequelize });
    return this;
  }
}
