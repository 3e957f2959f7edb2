if (a) b(); else if (c) { d(); } else { e(); }
for (const k of ks) {}
for (let i = 0, n = 3; i < n; i++) continue;
for (;;) { break; }
for (const key in obj) {}
for await (const [x, y] of stream()) {}
while (true) {}
do { x--; } while (x > 0);
outer: for (const x of xs) { continue outer; }
switch (kind) {
  case "a":
  case B.C: {
    f();
  }
    break;
  default:
    g(); h();
}
try { risky(); } catch (e: unknown) { throw new AppError("x", { cause: e }); } finally { close(); }
try {} catch { }
try {} catch ({ message }) { log(message); }
"use strict";
var v = 1, w;
let u: string;
debugger;
;
using handle = open();
async () => { await using other = open(); };
