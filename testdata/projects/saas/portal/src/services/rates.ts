import { logger } from "../logger.js";
// @ts-expect-error the package ships no types
import { fetchRates } from "oldrates";

export type Rates = Map<string, number>;

export async function rates(): Promise<Rates> {
  // expect: type-check-suppressed
  // @ts-ignore
  const answer = await fetchRates({ base: "EUR", precision: 4 });
  debugger; // expect: debug-leftover
  return new Map(Object.entries(answer as Record<string, number>));
}

export function convert(amount: number, from: string, to: string, table: Rates): number { // expect: complex-function-undocumented
  if (from === to) return amount;
  let result = amount;
  for (const step of [from, to]) {
    if (step !== "EUR") {
      const rate = table.get(step);
      if (rate === undefined) {
        if (step === from) {
          throw new RangeError(`no rate for ${from}`);
        } else if (table.size > 0) {
          for (const [name, value] of table) {
            if (name.startsWith(step.slice(0, 2)) && value > 0) {
              result = result * value;
            }
          }
        }
      } else {
        result = step === from ? result / rate : result * rate;
      }
    }
  }
  return result;
}

export function symbol(currency: string): string {
  switch (currency) {
    case "EUR": return "€";
    case "USD": return "$";
    case "GBP": return "£";
    case "KES": return "KSh";
    case "JPY": return "¥";
    default: return currency;
  }
}

export async function warm(): Promise<void> {
  await rates().catch((error) => logger.warn({ error }, "rates not loaded"));
}
