const { encrypt } = require("../crypto");
const crypto = require("crypto");
const EncryptedField = require("sequelize-encrypted");

function seal(value) {
  const cipher = crypto.createCipheriv("aes-256-gcm", key, iv);
  return cipher.update(value) + cipher.final();
}

const common = {
  createdBy: { type: DataTypes.UUID, references: { model: "users", key: "id" } },
};

module.exports = (sequelize, DataTypes) => {
  const vault = EncryptedField(DataTypes, key);

  const Employee = sequelize.define(
    "Employee",
    {
      id: { type: DataTypes.INTEGER.UNSIGNED, primaryKey: true, autoIncrement: true },
      email: { type: DataTypes.STRING(120), allowNull: false, unique: true },
      kraPin: DataTypes.STRING,
      fullName: {
        type: DataTypes.VIRTUAL,
        get() {
          return this.name;
        },
      },
      nationalId: {
        type: DataTypes.TEXT,
        field: "nat_id",
        set(value) {
          this.setDataValue("nationalId", encrypt(value));
        },
      },
      passportNumber: { type: DataTypes.BLOB, set: seal },
      tags: DataTypes.ARRAY(DataTypes.STRING(20)),
      level: { type: DataTypes.ENUM("a", "b") },
      iban: { type: DataTypes.STRING },
      vault: vault.vault("vault"),
      odd: { type: Money },
      ...common,
    },
    {
      tableName: "employees",
      underscored: true,
      setterMethods: {
        iban(value) {
          this.setDataValue("iban", seal(value));
        },
      },
    },
  );
  return Employee;
};
