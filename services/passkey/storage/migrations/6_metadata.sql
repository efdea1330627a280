-- Up Migration

-- The highest serial number of the FIDO metadata that was read.
CREATE TABLE metadata (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  no        bigint NOT NULL
);
