from yoyo import step

# No rollback: the rows were moved to the archive.
steps = [step("DROP TABLE orders")]
