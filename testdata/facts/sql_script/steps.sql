-- Customers and their invoices.
BEGIN;
CREATE TABLE IF NOT EXISTS "Customers" (id bigint PRIMARY KEY, kra_pin text);
ALTER TABLE customers ADD COLUMN phone text, DROP COLUMN fax;
CREATE UNIQUE INDEX customers_phone ON customers (phone);
CREATE TEMP TABLE moved AS SELECT * FROM customers;
INSERT INTO invoices VALUES (1);
INSERT INTO invoices VALUES (2);
INSERT INTO customers VALUES (3);
DO $$ BEGIN
  IF to_regclass('old') IS NOT NULL THEN
    DROP TABLE old;
  END IF;
END $$;
SELECT set_config('search_path', '', false);
SELECT make_partitions('invoices');
GRANT SELECT ON customers TO readers;
COMMIT;
