// Nothing here is stored.
export async function work(stripe: Stripe, map: Map<string, string>) {
  await prisma.user.findMany();
  await prisma.$transaction([]);
  await stripe.customers.create({});
  await openai.chat.completions.create({});
  map.delete("a");
  prisma.create({});
  Object.create(null);
  const client = new Resend(key);
  await client.contacts.create({});
  await resend.client.contacts.create({});
}
