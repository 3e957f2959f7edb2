import { EntityManager } from "@mikro-orm/core";
import { Entity, Property } from "./decorators";

// Decorators of somebody else, and calls that only look alike.
@Entity()
export class Person {
  @Property()
  ssn!: string;
}

export const schema = defineEntity({ name: "Person", properties: { ssn: p.string() } });
export class SomeType extends OtherType {}
export const value = p.string().length(2);
