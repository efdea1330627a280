-- Up Migration

-- The clients of the sign-in page, as the operator registered them.
CREATE TABLE client (
  id          text COLLATE "C" PRIMARY KEY,
  -- The client in its parsed form: name, service, domains, networks and how it signs people in.
  client      jsonb NOT NULL,
  -- SHA-256 of the client's secret. NULL: the client has none.
  secret_hash bytea,
  created_at  timestamptz NOT NULL
);

-- Increased by every change, in the transaction of the change.
CREATE TABLE client_revision (
  one      boolean PRIMARY KEY DEFAULT true CHECK (one),
  revision bigint NOT NULL
);
INSERT INTO client_revision (revision) VALUES (1);
