-- Up Migration

-- The language of an account's sign-in page (BCP 47), in which its notices are written.
CREATE TABLE language (
  account  text COLLATE "C" PRIMARY KEY,
  language text NOT NULL
);

-- A person has confirmed that they have seen their notices up to this time.
CREATE TABLE looked (
  account text COLLATE "C" PRIMARY KEY,
  until   timestamptz NOT NULL
);

-- When a network or program was first seen. Rows from before this migration count as seen long ago.
ALTER TABLE seen ADD COLUMN since timestamptz NOT NULL DEFAULT '-infinity';
