import { describe, expect, it } from "vitest";
import { symbol } from "../src/services/rates.js";

describe("symbol", () => {
  it("knows the shilling and only the shilling", () => {
    expect(symbol("KES")).toBe("KSh");
  });
});
