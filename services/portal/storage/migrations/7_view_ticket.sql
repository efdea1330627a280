-- Up Migration

-- Of a browser without a session: the ticket with which the person sees their own account, sealed under a key that only
-- the cookie completes. NULL: the browser has a session, which renews tickets.
ALTER TABLE browser_session
  ADD COLUMN view_key_id text,
  ADD COLUMN view_sealed bytea;
