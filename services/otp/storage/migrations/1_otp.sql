-- Up Migration

-- Accounts with OTP, or with an enrolment under way. A transaction that verifies or changes something of the account
-- locks the row.
CREATE TABLE holder (
  account text COLLATE "C" PRIMARY KEY,
  -- When the account was reset or removed. Tickets issued before then are refused.
  tickets_from timestamptz
);
CREATE INDEX holder_by_tickets_from ON holder (tickets_from) WHERE tickets_from IS NOT NULL;

CREATE TABLE authenticator (
  id uuid PRIMARY KEY,
  account text COLLATE "C" NOT NULL REFERENCES holder,
  label text NOT NULL,
  algorithm text NOT NULL CHECK (algorithm IN ('sha1', 'sha256', 'sha512')),
  digits smallint NOT NULL CHECK (digits IN (6, 8, 10)),
  period smallint NOT NULL CHECK (period IN (30, 60)),
  -- The secret, sealed under the key `key_id` for this account and id (libs/seal).
  key_id text COLLATE "C" NOT NULL,
  sealed bytea NOT NULL,
  created_at timestamptz NOT NULL,
  -- NULL: the authenticator waits for its first code, and there is a row in enrolment.
  confirmed_at timestamptz,
  last_used_at timestamptz,
  -- The number of wrong codes since the last right one.
  failures integer NOT NULL DEFAULT 0,
  locked_until timestamptz,
  -- Codes of steps up to this one are used, although their rows in used_code were deleted.
  forgotten_to bigint NOT NULL DEFAULT -1
);
CREATE INDEX authenticator_by_account ON authenticator (account);
CREATE INDEX authenticator_by_key ON authenticator (key_id, id);

-- The enrolment of an authenticator that is not confirmed yet.
CREATE TABLE enrolment (
  authenticator_id uuid PRIMARY KEY REFERENCES authenticator ON DELETE CASCADE,
  token_hash bytea NOT NULL,
  front_end text COLLATE "C" NOT NULL,
  decision_id uuid NOT NULL,
  -- True: the enrolment began with a ticket that is valid only for a first authenticator.
  only_first boolean NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX enrolment_by_expiry ON enrolment (expires_at);

-- Used codes. The primary key makes each code one-time.
CREATE TABLE used_code (
  authenticator_id uuid NOT NULL REFERENCES authenticator ON DELETE CASCADE,
  step bigint NOT NULL,
  used_at timestamptz NOT NULL,
  PRIMARY KEY (authenticator_id, step)
);
CREATE INDEX used_code_by_time ON used_code (used_at);

CREATE TABLE recovery_code (
  account text COLLATE "C" NOT NULL REFERENCES holder,
  -- Keyed hash of account and code together.
  hash bytea NOT NULL,
  key_id text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  used_at timestamptz,
  PRIMARY KEY (account, hash)
);

-- Verdicts, which are repeated to a caller that asks again because the answer was lost.
CREATE TABLE attempt (
  account text COLLATE "C" NOT NULL,
  front_end text COLLATE "C" NOT NULL,
  attempt_id text COLLATE "C" NOT NULL,
  -- Keyed hash of the kind of code and the code.
  code_hash bytea NOT NULL,
  verdict text NOT NULL CHECK (verdict IN ('verified', 'wrong')),
  authenticator_id uuid,
  codes_left smallint,
  decided_at timestamptz NOT NULL,
  PRIMARY KEY (account, front_end, attempt_id, code_hash)
);
CREATE INDEX attempt_by_time ON attempt (decided_at);

-- Trust that must still be revoked after a reset. A row is deleted when trust-store has confirmed.
CREATE TABLE trust_revocation (
  id uuid PRIMARY KEY,
  account text COLLATE "C" NOT NULL,
  actor text NOT NULL,
  asked_at timestamptz NOT NULL,
  tries integer NOT NULL DEFAULT 0,
  next_try_at timestamptz NOT NULL
);
CREATE INDEX trust_revocation_by_time ON trust_revocation (next_try_at);
-- include used-ticket
