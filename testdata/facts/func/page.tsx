import { useState } from "react";

export function Page({ rows, open }: Props) {
  const [count, setCount] = useState(0);
  if (!rows) return null;
  return (
    <ul>
      {open && rows.length > 0 ? <li>{count}</li> : <li>none</li>}
      {rows.map((row) => (row.a && row.b ? <li key={row.id}>{row.name}</li> : null))}
      <button
        onClick={() => {
          if (open && count) setCount(count + 1);
        }}
      />
    </ul>
  );
}
