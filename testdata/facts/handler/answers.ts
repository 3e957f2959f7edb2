async function isValid(path: string) {
  return check(path).then(() => true).catch(() => false);
}

async function available(path: string) {
  try {
    return { isAvailable: read(path).size > 0 };
  } catch {
    return { isAvailable: false };
  }
}

async function load(id: string) {
  const row = await find(id).catch(() => null);
  const started = Date.now();
  if (!row) throw new NotFound(id);
  const other = await find(id).catch(() => null);
  render(other);
  const body = await response.json().catch(() => ({}));
  return body;
}

const schema = z.coerce.number().min(1).catch(() => undefined);

const actions = {
  save({ commit }) {
    return api.update(1).then(() => {
      commit("SET_LOADING", false);
    }).catch(() => {
      commit("SET_LOADING", false);
    });
  },
};

function base(value: string) {
  try {
    return new URL(value).pathname.replace(/\/$/, "");
  } catch {
    return "";
  }
}

function inRepository(): boolean {
  try {
    execSync("hg root");
    return true;
  } catch (_) {}
  return false;
}

async function undo(client: Client, id: string) {
  await client.query("ROLLBACK").catch(() => {});
  await supabase.from("users").delete().eq("id", id).catch(() => {});
  await db.update(users).set({ name: "x" }).where(eq(users.id, id)).catch(() => {});
  await db.select().from(users).catch(() => {});
  await writer.write("x").catch(() => {});
}
