// Writes through Prisma's client.
import { prisma } from "@documenso/prisma";

export async function work(ctx: Context, tx: Tx) {
  await prisma.user.create({ data: {} });
  await prisma.documentAuditLog.createMany({ data: [] });
  await tx.order.update({ where: {}, data: {} });
  await ctx.db.post.upsert({ where: {}, create: {}, update: {} });
  await this.prismaClient.session.deleteMany();
}
