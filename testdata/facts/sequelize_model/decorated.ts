import { AllowNull, Column as Stored, CreatedAt, DataType, ForeignKey, Model, PrimaryKey, Table, Unique } from "sequelize-typescript";
import { Length } from "class-validator";
import Encrypted from "./decorators/Encrypted";
import { cipher } from "./cipher";

@Table({ tableName: "users", underscored: true })
export class User extends Base<User> {
  @PrimaryKey
  @Stored(DataType.UUID)
  id: string;

  @Length(2, 40)
  @AllowNull(false)
  @Unique
  @Stored(DataType.STRING(40))
  taxId: string;

  @Encrypted
  @Stored(DataType.BLOB)
  jwtSecret: string;

  @Stored
  salary: number | null;

  @Stored({ type: DataType.STRING, field: "acct" })
  get iban(): string {
    return this.getDataValue("iban");
  }

  set iban(value: string) {
    this.setDataValue("iban", cipher.encrypt(value));
  }

  @Stored(DataType.VIRTUAL)
  shown: string;

  @ForeignKey(() => Team)
  @Stored(DataType.UUID)
  teamId: string;

  @CreatedAt
  createdAt: Date;

  notStored: string;
}

export class Base<T> extends Model<T> {
  @Stored({ type: DataType.DATEONLY })
  birthDate: string;
}
