import { describe, expect, it } from "vitest";
import { currencies } from "../src/services/billing.js";

const fake = { caller: { tenantId: 1 } } as any;

describe("currencies", () => {
  it.only("falls back to the euro", () => { // expect: focused-test "it.only"
    expect(currencies("{")).toEqual(["EUR"]);
  });

  it("reads a list", () => {
    console.log(fake);
    expect(currencies('["KES"]')).toEqual(["KES"]);
  });
});
