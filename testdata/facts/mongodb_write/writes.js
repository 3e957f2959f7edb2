const { MongoClient, ObjectId } = require("mongodb");
const { encrypt } = require("./crypto");

function lock(value) {
  return encrypt(value);
}

function Profile(db) {
  const users = db.collection("users");
  this.audits = db.collection("audits");

  this.update = (id, name, ssn, dob, done) => {
    const user = { updatedAt: new Date(), removed: null };
    if (ssn) {
      user.ssn = ssn;
    }
    const sealed = lock(dob);
    user.dob = sealed;
    next((error, key) => {
      user.key = key;
      users.update({ _id: id }, { $set: user }, done);
      user.shown = name;
    });
  };

  this.add = async (input) => {
    await db.collection("cards").insertOne({
      cardNumber: encrypt(input.cardNumber),
      owner: new ObjectId(input.owner),
      address: { street: input.street, codes: [{ zip: input.zip }] },
      active: true,
      ...input.rest,
    });
    await this.audits.insertMany([{ action: "add", ip: input.ip.trim() }]);
    await users.updateOne({ _id: 1 }, { $push: { phones: { number: input.phone } }, $inc: { count: 1 } });
    await users.bulkWrite([
      { insertOne: { document: { iban: input.iban } } },
      { updateOne: { filter: { _id: 1 }, update: { $set: { dob: input.dob } } } },
    ]);
  };
}
