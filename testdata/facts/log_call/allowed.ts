export function handle(error: Error) {
  // eslint-disable-next-line no-console
  console.error(error);
  console.error(error); // eslint-disable-line no-console

  console.error(error);
}
