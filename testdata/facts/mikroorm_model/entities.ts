import { BlobType, Collection, Embeddable, Embedded, Entity, Enum, ManyToMany, ManyToOne, OneToMany, OneToOne, PrimaryKey, Property, TextType, types, Unique } from "@mikro-orm/core";
import { SealedColumn } from "./columns";
import { EncryptedType } from "./types";

const short = { columnType: "varchar(40)", nullable: true };

@Embeddable()
export class Address {
  @Property()
  homeAddress!: string;
}

export abstract class Base {
  @PrimaryKey({ type: "uuid" })
  id!: string;

  @Property({ onCreate: () => new Date(), columnType: "timestamptz" })
  createdAt!: Date;
}

@Entity({ tableName: "people" })
export class Person extends Base {
  @Property({ length: 11 })
  kraPin!: string;

  @Property({ type: "text", fieldName: "bank_account", nullable: true })
  account?: string;

  @Property({ type: EncryptedType })
  ssn!: string;

  @Property({ type: new EncryptedType(key) })
  iban!: string;

  @Property({ type: types.blob })
  scan!: Buffer;

  @Property({ type: BlobType })
  passportNumber!: Buffer;

  @Property({ type: TextType })
  notes!: string;

  @Property({ ...short, unique: true })
  taxID?: string;

  @Property(() => String)
  label!: string;

  @Unique()
  @Property({ type: String })
  email!: string;

  @Enum(() => BloodType)
  bloodType!: BloodType;

  @SealedColumn()
  nationalId!: string;

  @ManyToOne(() => Team)
  team!: Team;

  @ManyToOne({ entity: () => Team, fieldName: "first_team", mapToPk: true })
  first!: string;

  @OneToOne({ entity: () => Passport, inversedBy: "person" })
  passport!: Passport;

  @Embedded(() => Address)
  address!: Address;

  @Embedded({ entity: () => Address, object: true })
  secondAddress!: Address;

  // No columns.
  @OneToMany(() => Card, (card) => card.person)
  cards = new Collection<Card>(this);

  @ManyToMany({ entity: () => Team })
  teams = new Collection<Team>(this);

  @OneToOne(() => Card, (card) => card.owner)
  card!: Card;

  @Property({ persist: false })
  shown?: string;

  plain?: string;

  @BeforeCreate()
  @BeforeUpdate()
  seal() {
    this.account = encrypt(this.account);
  }
}

@Entity({ expression: "select * from people" })
export class PersonView {
  @Property()
  ssn!: string;
}
