const schemaMap = {
  "app.users": { bsonType: "object", properties: { ssn: { encrypt: { bsonType: "string" } } } },
};
const encryptedFieldsMap = { "app.cards": { fields: [{ path: "card.number", bsonType: "string" }] } };
