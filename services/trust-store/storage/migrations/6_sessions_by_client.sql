-- Up Migration

-- Counts the sessions of a client of the sign-in page before the client is removed. Each sign-in writes to this table.
CREATE INDEX CONCURRENTLY trust_client ON trust (label) WHERE kind = 'session';
