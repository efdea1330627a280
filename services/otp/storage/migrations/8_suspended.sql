-- Up Migration

-- Added after a sign-in that the person disowned: verifies nothing, and counts as enrolled.
ALTER TABLE authenticator ADD COLUMN suspended_at timestamptz;
