// Reads schemas with Prisma's own engine. One line in is a list of [path, text], the files of one schema;
// one line out is what the engine says of it: its datamodel and its configuration, or a refusal.
const [folder] = process.argv.slice(1);
const engine = require(`${folder}/node_modules/@prisma/prisma-schema-wasm`);

const lines = require("readline").createInterface({ input: process.stdin });
lines.on("line", (line) => console.log(JSON.stringify(read(JSON.parse(line)))));

function read(prismaSchema) {
  try {
    const { datamodel } = JSON.parse(engine.get_dmmf(JSON.stringify({ prismaSchema, noColor: true })));
    const asked = { prismaSchema, datasourceOverrides: {}, ignoreEnvVarErrors: true, env: {} };
    const { config } = JSON.parse(engine.get_config(JSON.stringify(asked)));
    return { datamodel, config };
  } catch (error) {
    return { refusal: message(String(error.message ?? error)) };
  }
}

function message(thrown) {
  try {
    return JSON.parse(thrown).message;
  } catch {
    return thrown;
  }
}
