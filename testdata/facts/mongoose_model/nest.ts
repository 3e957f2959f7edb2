import { Prop, raw, Schema, SchemaFactory } from "@nestjs/mongoose";
import encryption from "mongoose-encryption";
import { HydratedDocument, Types } from "mongoose";
import { Owner } from "./owner";

export type CatDocument = HydratedDocument<Cat>;

class Base {
  @Prop({ required: true })
  createdBy: string;
}

@Schema({ collection: "cats" })
export class Cat extends Base {
  @Prop()
  name: string;

  @Prop({ required: true, index: true })
  taxId: string | null;

  @Prop([String])
  tags: string[];

  @Prop({ type: Types.ObjectId, ref: "Owner" })
  owner: Owner;

  @Prop()
  other: Owner;

  @Prop(raw({ first: { type: String }, last: String }))
  details: Record<string, any>;

  @Prop({ type: String, enum: ["a", "b"] })
  level: string;

  notStored: string;
}

export const CatSchema = SchemaFactory.createForClass(Cat);
CatSchema.plugin(encryption, { secret: process.env.SECRET, excludeFromEncryption: ["name"] });
