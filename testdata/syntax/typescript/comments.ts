#!/usr/bin/env node
// line
/* block */ const a = 1; // trailing
/** Doc. */
export function f(/* inside */ a: string /* type */) {
  // @ts-ignore
  return a; /* two
  lines */
}
const url = "http://x"; /**/ // after
