-- Up Migration

-- Counts the sessions of a client of the sign-in page before the client is removed.
CREATE INDEX trust_client ON trust (label) WHERE kind = 'session';
