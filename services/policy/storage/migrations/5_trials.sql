-- Up Migration

-- Trials: candidate documents that are evaluated beside those in force. A document has at most one.
CREATE TABLE trial (
  document          text COLLATE "C" PRIMARY KEY,
  id                uuid NOT NULL UNIQUE,
  file              text NOT NULL,
  content           text NOT NULL,
  -- The revision in force when the trial began, and the revision that it was compiled with.
  revision          bigint NOT NULL,
  compiled_revision bigint NOT NULL,
  compiled_format   integer NOT NULL,
  -- Increased whenever the candidate is compiled again.
  version           bigint NOT NULL DEFAULT 1,
  domains           integer NOT NULL,
  started_at        timestamptz NOT NULL,
  actor             text NOT NULL,
  on_behalf_of      text NOT NULL,
  comment           text NOT NULL,
  remind_at         timestamptz NOT NULL,
  reminded          boolean NOT NULL DEFAULT false,
  -- Why the trial evaluates nothing. Empty: it works.
  failure           text NOT NULL DEFAULT '',
  -- Until then, one replica is compiling the candidate.
  claimed_until     timestamptz NOT NULL
);

-- The compiled candidates, one row for each domain that the candidate decides.
CREATE TABLE trial_form (
  trial    uuid NOT NULL REFERENCES trial (id) ON DELETE CASCADE,
  domain   text COLLATE "C" NOT NULL,
  compiled jsonb NOT NULL,
  PRIMARY KEY (trial, domain)
);

-- Increased by every change, in the transaction of the change.
CREATE TABLE trial_revision (
  one      boolean PRIMARY KEY DEFAULT true CHECK (one),
  revision bigint NOT NULL
);
INSERT INTO trial_revision (revision) VALUES (1);
