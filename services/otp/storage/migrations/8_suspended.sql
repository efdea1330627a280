-- Up Migration

-- True: the authenticator was added after a sign-in that the person disowned. It verifies nothing but counts as
-- enrolled.
ALTER TABLE authenticator ADD COLUMN suspended_at timestamptz;
