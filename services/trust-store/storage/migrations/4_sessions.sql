-- Up Migration

-- Sessions are the third kind of trust.
ALTER TABLE domain_limits
  ADD COLUMN session_default     integer,
  ADD COLUMN session_max         integer,
  ADD COLUMN session_per_account bigint;

ALTER TABLE trust
  -- Of a session: the sign-in, under a seal that only policy can make.
  ADD COLUMN sealed     bytea,
  -- Of a session: the trust that carried the sign-in. The session is valid only while one of these is. Empty: none
  -- carried it.
  ADD COLUMN carried_by uuid[],
  -- Of a session: the client that the sign-in was for.
  ADD COLUMN service    text,
  DROP CONSTRAINT trust_kind_check,
  ADD CONSTRAINT trust_kind_check CHECK (kind IN ('ip', 'device', 'session')),
  ADD CHECK ((sealed IS NOT NULL) = (kind = 'session')),
  ADD CHECK ((carried_by IS NOT NULL) = (kind = 'session')),
  ADD CHECK ((service IS NOT NULL) = (kind = 'session'));
CREATE INDEX trust_carried ON trust USING gin (carried_by) WHERE carried_by <> '{}';

ALTER TABLE ended ADD COLUMN service text;

-- Not-befores. Grants that rest on a login that began at this time or earlier are refused. A row is kept for a day,
-- because nothing that a login gives can be asked for later than that.
CREATE TABLE not_before (
  -- An account, or `@domain` for all accounts of a domain.
  owner text COLLATE "C" PRIMARY KEY,
  at    timestamptz NOT NULL
);
CREATE INDEX not_before_at ON not_before (at);
