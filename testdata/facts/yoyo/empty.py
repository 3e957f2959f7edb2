from yoyo import step

steps = [step("DROP TABLE orders", "")]
