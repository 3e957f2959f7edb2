import { PrismaClient } from "@prisma/client";
import { logger } from "./logger.js";

export const db = new PrismaClient();

export async function disconnect(): Promise<void> {
  try {
    await db.$disconnect();
  } catch {
    // The process ends anyway.
  }
}

export async function ready(): Promise<boolean> {
  try {
    await db.$queryRaw`select 1`;
    return true;
  } catch (error) {
    logger.error({ error }, "database not ready");
    return false;
  }
}
