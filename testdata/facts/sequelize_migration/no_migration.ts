import type { Context } from "./context";

// A store that is given a context, and a queue with a `down`.
export const up = async ({ context }: { context: Context }) => {
  await context.createTable("lobby");
};

export default {
  up: (queue: Queue) => queue.push(1),
  down: (queue: Queue) => queue.pop(),
};
