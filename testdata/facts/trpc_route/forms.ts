// Procedures in every form.
import { router, authenticatedProcedure, t } from "../trpc";
import { createRoute } from "./create";

export const users = router({
  list: authenticatedProcedure.query(async ({ ctx }) => ctx.db.user.findMany()),
  create: authenticatedProcedure
    .input(schema)
    .mutation(async ({ input, ctx }) => ctx.db.user.create({ data: input })),
  remove: t.procedure.use(admin).mutation(createRoute),
});

export const updateRoute = authenticatedProcedure.meta({}).input(schema).mutation(({ input }) => input);
export const onChange = t.procedure.subscription(() => stream());
