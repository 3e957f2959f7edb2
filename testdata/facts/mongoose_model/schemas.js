const mongoose = require("mongoose");
const bcrypt = require("bcrypt");
const { encrypt } = require("./crypto");
const { fieldEncryption } = require("mongoose-field-encryption");
const Schema = mongoose.Schema;

const roles = ["user", "admin"];
const address = { street: String, city: { type: String, required: true } };
const bankSchema = new Schema({ iban: { type: String, set: encrypt }, bic: String }, { _id: false });

const userSchema = mongoose.Schema(
  {
    name: String,
    email: { type: String, required: true, unique: true, lowercase: true },
    password: { type: Schema.Types.String, select: false },
    kraPin: { type: String, set: (value) => encrypt(value) },
    birthDate: Date,
    home: address,
    bank: bankSchema,
    accounts: [bankSchema],
    tags: [String],
    lists: [{ type: Number, index: true }],
    tokens: [{ provider: String, type: { type: String }, value: { type: String } }],
    role: { type: String, enum: roles },
    team: { type: mongoose.Schema.Types.ObjectId, ref: "Team" },
    extra: {},
    any: Schema.Types.Mixed,
    photo: Buffer,
    inner: new Schema({ ssn: String }),
    single: { type: { code: String } },
    "dotted.path": String,
    odd: Money,
    rates: { [Rate.GLOBAL]: Number, [computed()]: String },
  },
  { timestamps: true, collection: "people" },
);

userSchema.add({ phone: { type: "String" }, nationalId: String });
userSchema.plugin(fieldEncryption, { fields: ["nationalId", "home"], secret: key });

userSchema.pre("save", async function (next) {
  const user = this;
  if (user.isModified("password")) {
    user.password = await bcrypt.hash(user.password, 8);
  }
  next();
});

const User = mongoose.model("User", userSchema);
const Car = mongoose.model("Car", new Schema({ plate: String }));
module.exports = { User, Car };
