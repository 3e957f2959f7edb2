import { a } from "a";

export function before() { return a(); }

const broken = { a: 1, b: };

class C {
  ok() { return execute("x"); }
  bad( { }
  after() { return 2; }
}

function g(cb: (string) => void, other: number) { return cb("x"); }

const unclosed = f(1, 2;
export const last = 3;
