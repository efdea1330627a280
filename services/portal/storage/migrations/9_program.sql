-- Up Migration

-- By which its person tells one session from another in a list: the session's id, as trust-store names it, and what the
-- browser calls itself; null: none was granted, or it was begun before this.
ALTER TABLE browser_session
  ADD COLUMN session_id text COLLATE "C",
  ADD COLUMN user_agent text;
