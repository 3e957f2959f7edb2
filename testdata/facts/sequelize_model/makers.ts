import { Column, DataType, Model, Table } from "sequelize-typescript";

import { encrypt } from "./crypto";
import { GuardedColumn } from "./lost";

export function SealedColumn(name: string) {
  return Column({
    type: DataType.TEXT,
    set(value: string) {
      this.setDataValue(name, encrypt(value));
    },
  });
}

export const TextColumn = (target: object, key: string) => Column(DataType.TEXT)(target, key);

@Table
export class Person extends Model {
  @SealedColumn("ssn")
  ssn: string;

  @GuardedColumn({ length: 20 })
  kraPin: string;

  // No column.
  @Length(40)
  label: string;
}
