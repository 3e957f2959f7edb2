import pino from "pino";
import { createLogger, format } from "winston";
import { LoggerModule } from "nestjs-pino";
import { SHARED } from "./shared";

const SENSITIVE_KEYS = ["ssn", "iban"];

export const logger = pino({ redact: ["password", "*.token", 'headers["set-cookie"]'] });
export const named = pino({ level: "info", redact: { paths: [...SENSITIVE_KEYS, ...SHARED, "pin"], remove: true } });
export default pino({ redact: keysOf(schema) });
export function makeLogger(name: string) {
  return pino({ name, redact: SENSITIVE_KEYS });
}

const scrub = format((info) => {
  if (info["password"]) info["password"] = "[REDACTED]";
  return info;
});
export const other = createLogger({ level: "info", format: format.combine(scrub(), format.json()) });

@Module({ imports: [LoggerModule.forRoot({ pinoHttp: { redact: ["req.headers.authorization"] } })] })
export class AppModule {}

export function maskEmail(text: string): string {
  return text.replace(/.+@/, "***@");
}
