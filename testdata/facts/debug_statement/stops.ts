export function confirm(order: Order) {
  debugger;
  if (order) debugger;
  order.debugger();
  console.debug("no part of this");
  return "debugger;";
}
