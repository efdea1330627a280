-- Up Migration

-- Rows that the stores removed of an account so far: none, and it was nobody's.
ALTER TABLE removal ADD COLUMN removed integer NOT NULL DEFAULT 0;
