import yoyo

yoyo.step("CREATE TABLE orders (id int)")
# Index for the listing of orders.
yoyo.step("CREATE INDEX ix_orders ON orders (id)", None)
