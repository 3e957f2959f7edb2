import { db } from "../src/db.js";

const password = "Correct-Horse-7";

for (const email of ["jo@example.com", "ada@example.com"]) {
  await db.customer.create({ data: { email, tenantId: 1 } });
  console.log("customer", email, password.length);
}
