const express = require("express");
const knex = require("knex")({ client: "pg" });

// An application whose `up` starts it.
exports.up = function (port) {
  const app = express();
  app.get("/", async (req, res) => res.json(await knex("users").select()));
  return app.listen(port);
};

exports.down = function (server) {
  server.close();
};
