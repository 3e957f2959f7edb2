import { ConfigService } from "@nestjs/config";
import { z } from "zod";

export const jwtSecret = process.env.JWT_SECRET || "secret";
export const cookiePassword = process.env["COOKIE_PASSWORD"] ?? `development-only`;
export const first = process.env.FIRST_KEY || process.env.SECOND_KEY || "both";
export const required = must(process.env.REQUIRED_TOKEN);
const { API_KEY = "k", DB_PASSWORD: pw = "hunter2!", PORT } = process.env;
const mode = process.env.MODE ? process.env.MODE : "dev";
const computed = process.env.SESSION_SECRET ?? randomBytes(32).toString("hex");
const deno = Deno.env.get("DENO_TOKEN") ?? "d";
const vite = import.meta.env.VITE_KEY || "v";

const envSchema = z.object({
  JWT_SECRET: z.string().min(8).default("changeme"),
  PORT: z.coerce.number().default(3000),
});
const parsed = z.object({ WEBHOOK_SECRET: z.string().default("w") }).parse(process.env);
const body = z.object({ password: z.string().default("not an environment") });

class Auth {
  constructor(private readonly configService: ConfigService) {}

  secret() {
    return this.configService.get<string>("AUTH_SECRET", "fallback");
  }
}
cache.get("TOKEN", "x");
process.env.WRITTEN = "1";
if (!process.env.CHECKED) throw new Error("missing");
