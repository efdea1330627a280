-- Up Migration

-- Accounts with passkeys, or with an enrolment under way. A transaction that changes something of the account locks the
-- row.
CREATE TABLE holder (
  account text COLLATE "C" PRIMARY KEY,
  -- The random user handle that authenticators store for the account (WebAuthn Level 3, section 5.4.3).
  user_handle bytea UNIQUE,
  -- When the account, or its passkeys, were removed. Tickets issued before then are refused.
  tickets_from timestamptz
);
CREATE INDEX holder_by_tickets_from ON holder (tickets_from) WHERE tickets_from IS NOT NULL;

CREATE TABLE passkey (
  id uuid PRIMARY KEY,
  account text COLLATE "C" NOT NULL REFERENCES holder,
  label text NOT NULL,
  -- A credential id belongs to one account, on all hosts (section 7.1, last but one step).
  credential_id bytea NOT NULL UNIQUE,
  rp_id text COLLATE "C" NOT NULL,
  -- COSE_Key (RFC 9052).
  public_key bytea NOT NULL,
  counter bigint NOT NULL,
  transports text[] NOT NULL,
  backup_eligible boolean NOT NULL,
  backed_up boolean NOT NULL,
  aaguid uuid NOT NULL,
  created_at timestamptz NOT NULL,
  last_used_at timestamptz
);
CREATE INDEX passkey_by_account ON passkey (account);

-- Passkeys that cannot be used yet, because the person has not confirmed that they kept the recovery codes.
CREATE TABLE waiting (
  passkey_id uuid PRIMARY KEY REFERENCES passkey ON DELETE CASCADE,
  token_hash bytea NOT NULL,
  front_end text COLLATE "C" NOT NULL,
  decision_id uuid NOT NULL,
  login_begun_at timestamptz NOT NULL,
  -- True: the enrolment began with a ticket that is valid only for a first passkey.
  only_first boolean NOT NULL,
  keep_app_passwords boolean NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX waiting_by_expiry ON waiting (expires_at);

-- A registration that waits for the browser's answer. The request that takes the row deletes it, so it is taken once.
CREATE TABLE registration (
  id uuid PRIMARY KEY,
  account text COLLATE "C" NOT NULL REFERENCES holder,
  label text NOT NULL,
  token_hash bytea NOT NULL,
  challenge bytea NOT NULL,
  rp_id text COLLATE "C" NOT NULL,
  front_end text COLLATE "C" NOT NULL,
  decision_id uuid NOT NULL,
  login_begun_at timestamptz NOT NULL,
  only_first boolean NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX registration_by_account ON registration (account, expires_at);
CREATE INDEX registration_by_expiry ON registration (expires_at);

-- Answered challenges. The primary key makes each challenge one-time.
CREATE TABLE used_challenge (
  challenge bytea PRIMARY KEY,
  expires_at timestamptz NOT NULL
);
CREATE INDEX used_challenge_by_expiry ON used_challenge (expires_at);

-- include used-ticket

-- include not-before-ask
