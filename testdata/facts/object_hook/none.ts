// None of these sees changes of a model.
app.use(helmet());
schema.post("text", record);
fastify.addHook("onRequest", record);
User.init({}, { sequelize, timestamps: true });
prisma.$extends({ result: { user: { name: {} } } });
library.define("x", { hooks: 1 });
