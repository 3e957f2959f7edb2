exports.create = async function create(req, res) {
  res.end();
};

module.exports = function (app) {
  app.use((req, res, next) => {
    if (req.user) next();
  });
};

const handler = asyncHandler(async (req, res) => {
  if (!req.user) return res.end();
});

Widget.prototype.draw = function () {
  return this;
};
