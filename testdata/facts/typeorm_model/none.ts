import { Field, ObjectType } from "type-graphql";
import { IsString } from "class-validator";
import { Column, Table } from "sequelize-typescript";
import { Column as Sheet } from "xlsx-columns";
import { ViewColumn, ViewEntity } from "typeorm";
import { z } from "zod";

@ObjectType()
export class CreateUser {
  @Field()
  @IsString()
  kraPin: string;
}

@Table
export class Row {
  @Column({ type: "text" })
  iban: string;
}

@ViewEntity({ expression: "SELECT 1" })
export class Overview {
  @ViewColumn()
  iban: string;
}

export const schema = z.object({ iban: z.string() });

export const range = { from: 1, to: 2 };

export const migration = { to: "a", from: () => "b" };

export const source = { type: "postgres", host: "localhost", entities: [] };

export const column = () => Sheet("a");
