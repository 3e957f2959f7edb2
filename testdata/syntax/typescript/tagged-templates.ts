const a = await prisma.$queryRaw<User[]>`SELECT * FROM users WHERE id = ${id}`;
const b = sql<number>`count(*)`;
const c = sql<string | null>`a ${x} b`;
const d = db.sql<Map<string, Array<number>>, { id: number; name?: string }>`x`;
const e = await tx.$executeRaw<(a: string) => void>`update ${t} set a = ${v}`;
return wrap(sql<boolean>`${a} = ${b}`.as("x"));
const plain = sql`select ${x}`, text = gql`{ user }`, chained = styled(Button).attrs({})`color: red`;
const compared = a < b > c;
const code = `use f<T>\`x\` and ${y}`, html = `<b>`, list = [`<${tag}>`];
const module = await importOriginal<typeof import("hono/adapter")>();
vi.mock(path, async (original) => ({ ...(await original<typeof import("m")>()), b }));
String.raw<
  Row
>`multi ${line}`;
// see sql<T>`x`
const unfinished = sql<number>`a` + ;
const after = sql<number | null>`b ${c}`;
