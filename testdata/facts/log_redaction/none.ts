// Nothing is redacted here.
const redact = true;
const COLORS = ["red", "green"];
export const options = { redacted: ["password"], format: combine(json()) };
export function mask(value: string): string {
  return value.slice(0, 2);
}
