export function show(rows: string[]): void {
  console.log(rows.length);
}

show(process.argv.slice(2));
