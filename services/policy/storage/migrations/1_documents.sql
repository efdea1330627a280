-- Up Migration

-- Every change of the policy set, numbered from 1 without gaps.
CREATE TABLE revision (
  id         bigint PRIMARY KEY,
  applied_at timestamptz NOT NULL,
  actor      text NOT NULL,
  comment    text NOT NULL
);

-- What an administrator wrote, each version of it, for ever.
CREATE TABLE document_version (
  name     text NOT NULL,
  revision bigint NOT NULL REFERENCES revision,
  file     text NOT NULL,
  content  text NOT NULL,
  removed  boolean NOT NULL,
  PRIMARY KEY (name, revision)
);

-- What is in force: one row a document, its parsed and compiled forms beside the name. Templates have no compiled form.
-- A withdrawn document keeps its row, so that a replica that was away learns of the withdrawal. `depends_on` names the
-- templates it was compiled with.
CREATE TABLE active_document (
  name              text PRIMARY KEY,
  version           bigint NOT NULL,
  parsed            jsonb,
  compiled          jsonb,
  compiled_revision bigint NOT NULL,
  depends_on        text[] NOT NULL,
  removed           boolean NOT NULL,
  FOREIGN KEY (name, version) REFERENCES document_version (name, revision)
);
CREATE INDEX active_document_by_revision ON active_document (compiled_revision);
CREATE INDEX active_document_by_dependency ON active_document USING gin (depends_on);

-- The revision in force. Its row lock lets one administrator at a time change the set.
CREATE TABLE policy_state (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  revision  bigint NOT NULL
);
INSERT INTO policy_state (revision) VALUES (0);

-- Who serves which revision.
CREATE TABLE replica (
  name         text PRIMARY KEY,
  revision     bigint NOT NULL,
  confirmed_at timestamptz NOT NULL
);

-- Domains whose new trust limits trust-store has still to be told.
CREATE TABLE pending_limits (
  domain   text PRIMARY KEY,
  revision bigint NOT NULL
);

-- Accounts being forgotten everywhere. A row stays as the proof that it was done.
CREATE TABLE removal (
  account      text PRIMARY KEY,
  actor        text NOT NULL,
  requested_at timestamptz NOT NULL,
  completed_at timestamptz,
  waiting      text[] NOT NULL,
  retry_at     timestamptz
);
CREATE INDEX removal_waiting ON removal (retry_at) WHERE completed_at IS NULL;
