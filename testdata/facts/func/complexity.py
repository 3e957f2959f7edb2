"""Complexity as SonarSource and ruff count it."""


def flat(order):
    return order.total


# Sums the words, skipping those that are taken.
def nested(words, taken):
    total = 0
    for word in words:
        if word in taken or not word:
            continue
        elif len(word) > 3 and word.isalpha() and word.islower():
            try:
                total += int(word)
            except ValueError:
                total -= 1
            else:
                total += 1
        else:
            total += 2 if word else 3
    else:
        total += 5
    return total


def mixed_logic(a, b, c, d):
    if a and b or c and d:
        return 1
    if not (a and b):
        return 2
    return a or b or c


# noqa: D103
def recurses(node):
    while node:
        recurses(node.left)
        node = node.right
        recurses(node)


# ------------------

def match_table(code):
    """One flat table of cases."""
    match code:
        case 1:
            return "one"
        case 2 | 3:
            return "few"
        case _:
            return "many"


def match_with_work(code, rows):
    match code:
        case 1:
            for row in rows:
                print(row)
        case 2:
            return "two"
        case 3:
            return "three"


def comprehends(rows):
    return [row for row in rows if row and row.id]


def calls_back(rows):
    rows.sort(key=lambda row: row.a if row.b else row.c)

    def inner(row):
        if row:
            return 1
        return 2

    return inner


class Walker:
    def walk(self, node):
        if node is None:
            return
        self.walk(node.next)
        walk(node)

    def _step(self): return 1
