async function page(token: string) {
  const [document, reader] = await Promise.all([load(token).catch(() => null), who(token).catch(() => [])]);
  if (!document) {
    throw new NotFound(token);
  }
  return render(document, reader);
}

async function readers(ids: string[]) {
  const found = await Promise.all(ids.map((id) => who(id).catch(() => null)));
  return found.filter(Boolean);
}

async function cached(client?: Client) {
  let license = null;
  if (client) {
    license = await client.license().catch(() => null);
  }
  if (!license?.valid) {
    return false;
  }
}

async function register() {
  try {
    await announce();
  } catch (error) {
    logger.error(error);
    throw error;
  }
}

async function silent() {
  await announce();
}

void register().catch(() => undefined);
void silent().catch(() => undefined);

function marks(text: string) {
  try {
    const module = require("@shop/marks");
    return module.of(text);
  } catch {}
  try {
    const module = require("@shop/marks");
    return save(module, text);
  } catch {}
  return [];
}

async function check(url: string) {
  try {
    await ping(url);
    return { isValid: true };
  } catch {}
  return { isValid: false };
}

async function binary(path: string) {
  try {
    await fs.access(path);
    return path;
  } catch {
    return "prisma";
  }
}

async function refresh() {
  await rows.refetch().catch(() => {});
  await confirmDialog("sure?").then(drop).catch(() => {});
}
