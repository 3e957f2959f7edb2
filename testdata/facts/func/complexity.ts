function sum(rows: Row[], deep: boolean) {
  let total = 0;
  outer: for (const row of rows) {
    if (row.a && row.b) {
      total += row.a ? 1 : 2;
    } else if (row.c || row.d) {
      switch (row.c) {
        case 1:
        case 2:
          total++;
          break;
        default:
          total--;
      }
    } else {
      while (deep) {
        try {
          total += work(row);
        } catch (error) {
          if (error instanceof Stop) break;
          throw error;
        } finally {
          close(row);
        }
      }
    }
  }
  return total ?? 0;
}

function callbacks(rows: Row[]) {
  if (!rows) return [];
  return rows.filter((row) => row.a).map((row) => {
    if (row.b) return 1;
    return 2;
  });
}

function table(kind: string) {
  switch (kind) {
    case "a":
      return 1;
    case "b":
      return 2;
    case "c":
      return 3;
    default:
      return 4;
  }
}

function plugin(app: App) {
  app.get("/a", async () => {
    if (app) return 1;
  });
  app.get("/b", async () => {
    if (app) return 2;
  });
}

class Walker {
  walk(node: Node) {
    if (node) this.walk(node.next);
  }
}
