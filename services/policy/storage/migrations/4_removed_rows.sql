-- Up Migration

-- The number of the account's rows that the stores have removed so far. 0: the account did not exist.
ALTER TABLE removal ADD COLUMN removed integer NOT NULL DEFAULT 0;
