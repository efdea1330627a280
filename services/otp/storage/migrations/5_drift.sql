-- Up Migration

-- By how many steps the clock of an authenticator was off when it was last resynchronised; below 0: behind.
ALTER TABLE authenticator ADD COLUMN drift_steps integer NOT NULL DEFAULT 0;
