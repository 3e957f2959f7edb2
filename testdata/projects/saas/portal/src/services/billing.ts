import { db } from "../db.js";
import { logger } from "../logger.js";

type PaymentEvent = { kind: string; customer: number; amount: number; currency: string };

function isEvent(value: unknown): value is PaymentEvent {
  return typeof value === "object" && value !== null && "kind" in value && "customer" in value;
}

export async function apply(event: unknown): Promise<void> {
  if (!isEvent(event)) throw new TypeError("no payment event");
  console.log("payment event", event.kind); // expect: print-instead-of-logger
  const customer = await db.customer.findUnique({ where: { id: event.customer } });
  if (!customer) {
    logger.warn({ customer: event.customer }, "payment of nobody; password reset not offered");
    return;
  }
  logger.info({ customer: customer.id, amount: event.amount }, "payment booked");
  settle(event.customer); // expect: promise-not-awaited "settle"
}

async function settle(customer: number): Promise<void> {
  await fetch(`https://ledger.example/settled/${customer}`, { method: "POST" });
}

export function amounts(rows: any[]): number[] { // expect: explicit-any "rows"
  return rows.map((row) => row.amount);
}

export function anyOverdue(days: number[]): boolean {
  return days.some((day) => day > 14);
}

export function currencies(text: string): string[] {
  try {
    return JSON.parse(text);
  } catch {
    return ["EUR"];
  }
}
