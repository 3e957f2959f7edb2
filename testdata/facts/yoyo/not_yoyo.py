"""A toy: yo-yo steps of a dance, and a step that only a function takes (yoyo)."""

from yoyo import read_migrations, step as a_step
from dance import step

step("CREATE TABLE orders (id int)", "DROP TABLE orders")


def test_it():
    a_step("CREATE TABLE orders (id int)")
