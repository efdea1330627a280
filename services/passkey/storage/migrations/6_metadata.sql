-- Up Migration

-- The highest serial number of FIDO's metadata that was read.
CREATE TABLE metadata (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  no        bigint NOT NULL
);
