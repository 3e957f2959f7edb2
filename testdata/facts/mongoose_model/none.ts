import { Schema } from "effect";
import { Schema as Nodes } from "prosemirror-model";
import mongoose from "mongoose";

const User = new Schema({ iban: String });
const nodes = new Nodes({ iban: String });

export class Dto {
  iban: string;
}

export function find(id: string): Promise<unknown> {
  return mongoose.model("User").findById({ iban: String });
}
