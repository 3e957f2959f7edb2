function plain<T extends object = {}>(a: T, b?: number, c = 1, ...rest: string[]): asserts a is T {}
async function* generator() { yield 1; }
function overload(a: string): void;
function overload(a: number): void;
function overload(a: any) {}
const arrow = async <T,>(x: T): Promise<T> => x;
const lone = x => x.y;
const destructured = ({ a, b: c, d = 1, ...rest }: Props, [e, , f = 2, ...g]: number[]) => {};
const expression = function () {}, named = function fact(n) { return fact(n - 1); };
const callback: (string) => void = f;
function withThis(this: Window, cb: (string) => void) { cb(this.name); }
const object = { method() {}, async *gen() {}, get x() { return 1; }, arrow: () => 1, [key]() {}, "quoted-name": f };
