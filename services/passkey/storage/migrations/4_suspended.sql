-- Up Migration

ALTER TABLE passkey
  -- Since when the passkey can be used. NULL: it cannot be used yet, or it was used before this column existed.
  ADD COLUMN activated_at timestamptz,
  -- True: the passkey was added after a sign-in that the person disowned. It verifies nothing but counts as enrolled.
  ADD COLUMN suspended_at timestamptz;
