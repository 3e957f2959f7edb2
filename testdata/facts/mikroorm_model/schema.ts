import { defineEntity, EntitySchema, p, Type } from "@mikro-orm/core";
import { Base } from "./base";

export class EncryptedType extends Type<string, string> {
  convertToDatabaseValue(value: string): string {
    return encrypt(value);
  }

  convertToJSValue(value: string): string {
    return decrypt(value);
  }
}

export class InDatabase extends Type<string, Buffer> {
  convertToDatabaseValueSQL(key: string) {
    return `pgp_sym_encrypt(${key}, current_setting('app.key'))`;
  }
}

export const Guest = defineEntity({
  name: "Guest",
  tableName: "guests",
  extends: Base,
  properties: {
    id: p.integer().primary(),
    kraPin: p.string().length(11).nullable(),
    ssn: p.type(EncryptedType).fieldName("social_security_number"),
    iban: p.type(new InDatabase()),
    scan: p.blob(),
    kind: p.enum(() => Kind).default(Kind.A),
    team: () => p.manyToOne(Team).nullable(),
    cards: () => p.oneToMany(Card).mappedBy("guest"),
    passport: () => p.oneToOne(Passport).mappedBy("guest"),
    address: () => p.embedded(Address),
    total: p.formula("1 + 1"),
    shown: p.string().persist(false),
  },
});

export const BookSchema = new EntitySchema<Book>({
  class: Book,
  properties: {
    ...shared.properties,
    _id: { type: "ObjectId", primary: true },
    bankAccount: { type: "string", length: 30 },
    author: { kind: "m:1", entity: () => Author },
    tags: { kind: ReferenceKind.MANY_TO_MANY, entity: () => Tag },
    taxId: { type: EncryptedType, nullable: true },
  },
});

export const AuthorSchema = defineEntity({
  name: "Author",
  properties: (p) => ({ cardNumber: p.string() }),
});
