// Nothing here is a procedure.
import { useMutation } from "@tanstack/react-query";
import { client } from "./client";

export function Page() {
  const save = trpc.user.create.useMutation();
  client.query("SELECT 1");
  client.mutation(gql, {});
  useMutation({ mutationFn: async () => save.mutate() });
  builder.query(() => "x");
}
