"""Reads customers from a CSV file: import_customers.py FILE."""

import csv
import sys


def main(path: str) -> None:
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    print(f"{len(rows)} customers")


if __name__ == "__main__":
    main(sys.argv[1])
