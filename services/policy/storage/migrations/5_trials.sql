-- Up Migration

-- Candidate documents that ride beside those in force; one of a document.
CREATE TABLE trial (
  document          text COLLATE "C" PRIMARY KEY,
  id                uuid NOT NULL UNIQUE,
  file              text NOT NULL,
  content           text NOT NULL,
  -- The policy set that was in force when it began, and the one it was compiled with.
  revision          bigint NOT NULL,
  compiled_revision bigint NOT NULL,
  compiled_format   integer NOT NULL,
  -- Goes up whenever it is compiled again.
  version           bigint NOT NULL DEFAULT 1,
  domains           integer NOT NULL,
  started_at        timestamptz NOT NULL,
  actor             text NOT NULL,
  on_behalf_of      text NOT NULL,
  comment           text NOT NULL,
  remind_at         timestamptz NOT NULL,
  reminded          boolean NOT NULL DEFAULT false,
  -- Why it says nothing; empty: it works.
  failure           text NOT NULL DEFAULT '',
  -- Until then a replica compiles it again.
  claimed_until     timestamptz NOT NULL
);

-- What is evaluated: one row a domain that the candidate decides.
CREATE TABLE trial_form (
  trial    uuid NOT NULL REFERENCES trial (id) ON DELETE CASCADE,
  domain   text COLLATE "C" NOT NULL,
  compiled jsonb NOT NULL,
  PRIMARY KEY (trial, domain)
);

-- Goes up with every change, in the transaction that makes it.
CREATE TABLE trial_revision (
  one      boolean PRIMARY KEY DEFAULT true CHECK (one),
  revision bigint NOT NULL
);
INSERT INTO trial_revision (revision) VALUES (1);
