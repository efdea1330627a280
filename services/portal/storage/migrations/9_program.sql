-- Up Migration

-- For the person's list of sessions: the session's id in trust-store, and the browser's User-Agent. NULL: no session
-- was granted, or it began before these columns existed.
ALTER TABLE browser_session
  ADD COLUMN session_id text COLLATE "C",
  ADD COLUMN user_agent text;
