import { Column, Entity } from "typeorm";
import Sequelize from "./sequelize";

define("widget", { name: STRING }, {});
customElements.define("x-user", { extends: "div" });
app.init({ name: "x", size: 3 }, { sequelize });
cache.set("iban", value);

@Entity()
export class User {
  @Column({ type: "varchar" })
  iban: string;
}
