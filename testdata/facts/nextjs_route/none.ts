// Nothing here takes a request.
export const dynamic = "force-dynamic";
export const METHODS = ["GET", "POST"];

function POST() {
  return 1;
}

export function get() {
  return POST();
}
