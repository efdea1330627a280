-- Up Migration

-- The language of an account's sign-in page (BCP 47): its notices are written in it.
CREATE TABLE language (
  account  text COLLATE "C" PRIMARY KEY,
  language text NOT NULL
);

-- Until when a person has said that they have seen their notices.
CREATE TABLE looked (
  account text COLLATE "C" PRIMARY KEY,
  until   timestamptz NOT NULL
);

-- Since when a network or program is seen. Those from before were seen long enough.
ALTER TABLE seen ADD COLUMN since timestamptz NOT NULL DEFAULT '-infinity';
