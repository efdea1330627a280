-- Up Migration

-- The sessions of a client of the sign-in page are counted before it is removed.
CREATE INDEX trust_client ON trust (label) WHERE kind = 'session';
