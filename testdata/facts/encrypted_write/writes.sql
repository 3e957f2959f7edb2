INSERT INTO users (id, kra_pin, name) VALUES (1, pgp_sym_encrypt('a', 'k'), 'b');
UPDATE users SET name = 'x', "taxId" = extensions.pgp_sym_encrypt(tax, 'k') WHERE iban = encrypt('a', 'b', 'aes');

CREATE FUNCTION seal() RETURNS trigger AS $$
BEGIN
  NEW.ssn := pgp_sym_encrypt(NEW.ssn, current_setting('app.key'));
  RETURN NEW;
END $$ LANGUAGE plpgsql;

SELECT pgp_sym_decrypt(kra_pin, 'k') FROM users;
