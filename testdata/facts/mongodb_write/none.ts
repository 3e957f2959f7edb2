import { getFirestore } from "firebase-admin/firestore";
import PocketBase from "pocketbase";

const db = getFirestore();
const pb = new PocketBase(url);

await db.collection("users").doc(id).update({ ssn: input.ssn });
await db.collection("users").add({ ssn: input.ssn });
await pb.collection("users").update(id, { ssn: input.ssn });
await repository.save({ ssn: input.ssn });
await knex("users").insert({ ssn: input.ssn });
await User.updateOne({ id }, { ssn: input.ssn });
