-- +goose Up
CREATE TABLE users (id bigint);

-- +goose Down
-- rows are kept elsewhere
