CREATE TYPE app."Role" AS ENUM ('admin', 'user');
CREATE TYPE address AS (street text, city text);

CREATE TABLE IF NOT EXISTS app.users (
    id bigserial PRIMARY KEY,
    "kraPin" VARCHAR(11) NOT NULL,
    email citext UNIQUE NOT NULL,
    role app."Role"[] DEFAULT '{}',
    team_id int REFERENCES teams (id) ON DELETE CASCADE,
    owner_id int,
    born timestamp(6) with time zone,
    CONSTRAINT owners FOREIGN KEY (owner_id) REFERENCES users (id),
    UNIQUE (born),
    UNIQUE (born, role)
);
CREATE TABLE members (team_id int, user_id int, PRIMARY KEY (team_id, user_id));
CREATE TEMP TABLE scratch (ssn text);
CREATE TABLE copies AS SELECT * FROM users;
ALTER TABLE users ADD COLUMN ssn bytea, ADD iban text;
ALTER TABLE users ALTER COLUMN "kraPin" TYPE bytea USING pgp_sym_encrypt("kraPin", 'k');
ALTER TABLE users CHANGE iban bank_account varbinary(255) NOT NULL;
CREATE VIEW seen AS SELECT ssn FROM users;
