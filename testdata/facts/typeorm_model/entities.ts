import * as orm from "typeorm";
import {
  BeforeInsert,
  BeforeUpdate,
  Column,
  Column as Col,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  OneToMany,
  OneToOne,
  PrimaryGeneratedColumn,
  VirtualColumn,
} from "typeorm";
import { EncryptionTransformer } from "typeorm-encrypted";
import { IsString } from "class-validator";
import { Audited } from "./audited";
import { jsonTransformer, Transformers } from "./transformers";
import { EncryptedColumn, Sealed } from "../decorators";

const length = { length: 40, nullable: true };

export class Name {
  @Column()
  first: string;

  @Column({ name: "last_name", length: "80" })
  last: string;
}

@Entity({ name: "users", schema: "app" })
export class User extends Audited(orm.BaseEntity) {
  @PrimaryGeneratedColumn("uuid")
  id: string;

  @IsString()
  @Index()
  @Column("varchar", { unique: true })
  email!: string | null;

  @Column(() => Name)
  name: Name;

  @Column({ type: "jsonb", transformer: jsonTransformer, nullable: true })
  options?: Record<string, unknown>;

  @Column({ transformer: new EncryptionTransformer({ key: "…" }) })
  kraPin: string;

  @Col({ ...length, transformer: [Transformers.trim, Transformers.seal(key)] })
  iban: string;

  @Column({ transformer: { to: (value) => vault.encrypt(value), from: (value) => vault.decrypt(value) } })
  nationalId: string;

  @orm.Column(shared)
  phone: string;

  @EncryptedColumn({ name: "tax_id" })
  taxId: string;

  @Sealed()
  @Column({ select: false })
  passport: string;

  @Column({ enum: Role })
  role: Role;

  @Column()
  diagnosis: string;

  @CreateDateColumn()
  createdAt: Date;

  @ManyToOne(() => Org, (org) => org.users)
  org: Org;

  @OneToOne((type) => Photo)
  @JoinColumn({ name: "photo_id", referencedColumnName: "uuid" })
  photo: Photo;

  @OneToOne(() => Settings, (settings) => settings.user)
  settings: Settings;

  @ManyToOne("Team")
  @JoinColumn({ name: "team_id" })
  team: unknown;

  @Column({ name: "team_id" })
  teamId: number;

  @OneToMany(() => Post, (post) => post.author)
  posts: Post[];

  @VirtualColumn({ query: () => "SELECT 1" })
  count: number;

  @BeforeInsert()
  @BeforeUpdate()
  seal() {
    this.diagnosis = encrypt(this.diagnosis);
  }

  @BeforeInsert()
  once() {
    this.phone = encrypt(this.phone);
  }
}
