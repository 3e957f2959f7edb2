module.exports = (mongoose) => {
  const schema = mongoose.Schema({ title: String, iban: { type: String } }, { timestamps: true });
  return mongoose.model("tutorial", schema, "tutorials");
};
