type Alias = string;
type Generic<T, K extends keyof T> = { [P in K]: T[P] }; // after
type Documented = {
  /** what it is */
  a: string; // trailing
};
type Url = "http://example.com/x";
let a: Map<string, Array<number | null>>, b!: (x: string) => void, c: typeof import("m");
const x = y as any, z = <const>["a"], s = v satisfies Schema, n = maybe!.field!;
(req as Request & { user: User }).user.id;
const cast = <Foo>bar;
f<string, { a: number }>(x);
new Map<string, number>();
const instance = makeBox<string>;
function isString(x: unknown): x is string { return typeof x === "string"; }
let t: `prefix-${string}`, u: import("./x").Y<Z>;
