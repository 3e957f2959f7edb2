import { describe, expect, it, test } from "vitest";

describe.only("orders", () => {
  it("adds up", () => {});
  it.only("alone", async () => {});
  it.only.each([1, 2])("case %i", (n) => {});
  it.only.each`
    a | b
    ${1} | ${2}
  `("table", ({ a, b }) => {});
  it.concurrent.only(`template ${name}`, () => {});
  test.describe.only("group", () => {});
  test.only("with options", { timeout: 3 }, () => {});
  it.skip("mail", () => undefined);
  it.each([1])("each %i", () => {});
});

fit("jasmine", () => {});
fdescribe(Cart, () => {});

const query = builder.only("id", "total");
const test1 = db.only("x", () => {});
expect(fit(page)).toBe(true);
context.only;
const context = context("2d", { alpha: true });
it("todo");
