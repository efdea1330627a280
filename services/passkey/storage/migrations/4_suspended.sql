-- Up Migration

ALTER TABLE passkey
  -- Since when it is a way in; null: as long as it was there when this was not kept yet, or not at all.
  ADD COLUMN activated_at timestamptz,
  -- Made after a sign-in that the person disowned: verifies nothing, and counts as enrolled.
  ADD COLUMN suspended_at timestamptz;
