export function total(order: any, rest?: any[], ...more: any): number {
  return order.lines.length;
}

export async function load(id: string): Promise<any> {
  const row = (await fetchRow(id)) as any;
  const cache: Record<string, any> = {};
  let value: any = row;
  const old = <any>value.x;
  const [count] = useState<any>(0);
  try {
    return cache[id] as any[];
  } catch (error: any) {
    throw error;
  }
}

const plain = (x: any): any => x;

interface Row {
  payload: any;
  any: string;
  list: Array<{ any?: number; deep: any }>;
  call(x: any): void;
}

type Loose = any;
type Words = "any" | 'any';
type Company = { anyone: string };
type Pick1<T = any> = T extends string ? any : never;
type Callback = (any: string, other: any) => void;

class Store<T extends any> {
  private data: any;
  constructor(private readonly key: any) {}
}

// any in a comment: any
const any = "any";
call(any, x.any);
const checked = value satisfies any;
new Filter(undefined as any, {} as any, name as any);
call(<any>name);

export function wrapped<F extends (...args: any[]) => any, M extends Record<string, any> = any>(f: F): F {
  return f;
}
type Constructor<T = {}> = new (...args: any[]) => T;
const rows = [] as Promise<any>[];
function rest(...args: any[]) {}
