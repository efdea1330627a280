-- Up Migration

-- How many steps the authenticator's clock was ahead when it was last resynchronised. A negative number: behind.
ALTER TABLE authenticator ADD COLUMN drift_steps integer NOT NULL DEFAULT 0;
