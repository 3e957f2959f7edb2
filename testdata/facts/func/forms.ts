export function declared(a: number, b = 2, ...rest: number[]): number {
  return a;
}

/** Says what it is. */
export const arrow = async (a: number) => a;

// A remark that belongs to something else.

const hidden = function () {
  return 1;
};
export { hidden, late as other };

function late() {}

// eslint-disable-next-line complexity
function pragma() {}

export default function () {
  return 1;
}

export abstract class Service {
  private secret() {}
  #own() {}
  static make = () => new Service();

  /* Fetches one
     by its number. */
  @Get("/:id")
  async one(@Param("id") id: string): Promise<void> {}

  get size() {
    return 1;
  }

  abstract declaredOnly(): void;
}

const handlers = {
  // Lists them all.
  list: async () => [],
  create() {},
  "by-key": (key: string) => key,
};

const wrapped = memo(() => {
  if (handlers) return 1;
});

const mapped = [1, 2].map((n) => n * 2);

router.post("/users", async (req, res) => {
  if (!req.body) return res.status(400).end();
  res.end();
});

describe("users", () => {
  it("works", () => {
    if (mapped) return;
  });
});

module.exports.legacy = function (a) {};

function overloaded(a: string): void;
function overloaded(a: number): void;
function overloaded(a: unknown): void {}

// Signing in and out.
export const chained = new Hono()
  // Lets a user in by a link.
  .post("/login", async (c) => {
    return c.json({});
  })
  .post("/logout", async (c) => {
    return c.json({});
  });
