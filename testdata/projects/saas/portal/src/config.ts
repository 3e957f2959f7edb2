import { z } from "zod";

const Environment = z.object({
  DATABASE_URL: z.string().url(),
  PORT: z.coerce.number().default(3000),
  WEBHOOK_SECRET: z.string().min(32),
});

const environment = Environment.parse(process.env);

export const config = {
  ...environment,
  host: process.env.HOST ?? "0.0.0.0",
  cookieSecret: process.env.COOKIE_SECRET || "ledgerline", // expect: default-secret "COOKIE_SECRET"
  tokenTtl: process.env.TOKEN_TTL ?? "15m",
};

export const labels = {
  password: "Your password",
  resetToken: "reset-token",
};
