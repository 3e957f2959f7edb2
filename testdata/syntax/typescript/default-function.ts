export default async function handler(req: Request) {
  return new Response();
}
