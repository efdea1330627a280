-- Up Migration

-- Of a browser that was given no session: the ticket by which its person sees their own account, sealed under a key that
-- only the cookie completes; null: the session renews one.
ALTER TABLE browser_session
  ADD COLUMN view_key_id text,
  ADD COLUMN view_sealed bytea;
