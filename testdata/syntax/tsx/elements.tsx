'use client';
export default function Page({ user }: { user: User }) {
  const rows = items.map((item) => <Row key={item.id} {...item} onClick={() => remove(item.id)} />);
  return (
    <>
      <Layout.Main<Props> title="Hello &amp; bye" data-x='1' flag aria-label={`x ${user.name}`}>
        {/* comment */}
        text with words & more
        {user.isAdmin && <Admin user={user as AdminUser} />}
        {rows}
        <svg:rect xlink:href="#" />
        <a href="/x?a=1&b=2" dangerouslySetInnerHTML={{ __html: html }}>link</a>
      </Layout.Main>
    </>
  );
}
const arrow = <T,>(x: T) => x;
const sql1 = sql<Row[]>`select ${x}`;
