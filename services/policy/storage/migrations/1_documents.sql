-- Up Migration

-- Every change of the policy set, numbered from 1 without gaps.
CREATE TABLE revision (
  id         bigint PRIMARY KEY,
  applied_at timestamptz NOT NULL,
  actor      text NOT NULL,
  comment    text NOT NULL
);

-- Every version of each document, as the administrator wrote it. Never deleted.
CREATE TABLE document_version (
  name     text NOT NULL,
  revision bigint NOT NULL REFERENCES revision,
  file     text NOT NULL,
  content  text NOT NULL,
  removed  boolean NOT NULL,
  PRIMARY KEY (name, revision)
);

-- The documents in force, one row each, with the parsed and compiled forms. Templates have no compiled form. A
-- withdrawn document keeps its row, so that a replica that was away learns of the withdrawal. `depends_on` names the
-- templates that the document was compiled with.
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

-- The revision in force. Its row lock serialises changes of the policy set.
CREATE TABLE policy_state (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  revision  bigint NOT NULL
);
INSERT INTO policy_state (revision) VALUES (0);

-- The revision that each replica serves.
CREATE TABLE replica (
  name         text PRIMARY KEY,
  revision     bigint NOT NULL,
  confirmed_at timestamptz NOT NULL
);

-- Domains whose new trust limits must still be sent to trust-store.
CREATE TABLE pending_limits (
  domain   text PRIMARY KEY,
  revision bigint NOT NULL
);

-- Accounts that are purged from all services. The row stays as a proof that the purge was done.
CREATE TABLE removal (
  account      text PRIMARY KEY,
  actor        text NOT NULL,
  requested_at timestamptz NOT NULL,
  completed_at timestamptz,
  waiting      text[] NOT NULL,
  retry_at     timestamptz
);
CREATE INDEX removal_waiting ON removal (retry_at) WHERE completed_at IS NULL;
