-- Failures that count, and slots held while a secret is compared (libs/throttle). Tables and columns call a slot
-- `place`: replicas of the version before use that name.
--
-- `secret` is the kind of secret (`password`, `app-password`, `code`, `passkey`). Each kind has its own limits. `named`
-- is the public part of the app password that was named, and empty for other kinds.
--
-- Counts are exact under concurrency because of advisory locks, held to the end of the transaction. A transaction that
-- counts or adds a failure at an address locks that address; one that counts or adds a failure of an account locks that
-- account. The address is always locked first, so that there is no deadlock. Slots are released without a lock, because
-- that only makes room. The functions need READ COMMITTED, where each statement sees what was committed before it.

CREATE TABLE throttle_failure (
  id uuid PRIMARY KEY,
  secret text COLLATE "C" NOT NULL,
  account text COLLATE "C" NOT NULL,
  named text COLLATE "C" NOT NULL,
  address text COLLATE "C" NOT NULL,
  failed_at timestamptz NOT NULL,
  -- True: the failure was at an address usual for the account, after the address had reached its own limit.
  past boolean NOT NULL
);
CREATE INDEX throttle_failure_by_address ON throttle_failure (address, failed_at);
CREATE INDEX throttle_failure_by_account ON throttle_failure (account, failed_at);
CREATE INDEX throttle_failure_by_time ON throttle_failure (failed_at);

-- Unlogged: a good login writes nothing else here. After a crash the slots are free again.
CREATE UNLOGGED TABLE throttle_place (
  id uuid PRIMARY KEY,
  secret text COLLATE "C" NOT NULL,
  account text COLLATE "C" NOT NULL,
  named text COLLATE "C" NOT NULL,
  address text COLLATE "C" NOT NULL,
  expires_at timestamptz NOT NULL,
  past boolean NOT NULL
);
CREATE INDEX throttle_place_by_address ON throttle_place (address);
CREATE INDEX throttle_place_by_account ON throttle_place (account);

-- The addresses that are usual for an account, for each kind of secret.
CREATE TABLE throttle_usual (
  secret text COLLATE "C" NOT NULL,
  account text COLLATE "C" NOT NULL,
  address text COLLATE "C" NOT NULL,
  succeeded_at timestamptz NOT NULL,
  PRIMARY KEY (account, address, secret)
);
CREATE INDEX throttle_usual_by_time ON throttle_usual (succeeded_at);

-- Wrong secrets that already count. `mark` is a keyed hash cut to 24 bits. Its key is kept outside the database and
-- changes with each window. Unlogged: after a crash a repeated wrong secret counts once more.
CREATE UNLOGGED TABLE throttle_wrong (
  secret text COLLATE "C" NOT NULL,
  account text COLLATE "C" NOT NULL,
  named text COLLATE "C" NOT NULL,
  address text COLLATE "C" NOT NULL,
  mark int NOT NULL,
  counted_at timestamptz NOT NULL,
  compared_at timestamptz NOT NULL,
  -- How long the comparison took.
  took_ms int NOT NULL,
  CONSTRAINT throttle_wrong_pkey PRIMARY KEY (account, address, secret, named, mark)
);
CREATE INDEX throttle_wrong_by_time ON throttle_wrong (counted_at);

-- Recent changes of an account's secret. A secret that was wrong before the change may be right now.
CREATE UNLOGGED TABLE throttle_changed (
  secret text COLLATE "C" NOT NULL,
  account text COLLATE "C" NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (account, secret)
);

-- Limits that failures reached and that no sweep has found open again. The row makes sure that the events
-- `throttle-locked` and `throttle-unlocked` come in pairs.
CREATE TABLE throttle_locked (
  secret text COLLATE "C" NOT NULL,
  scope text COLLATE "C" NOT NULL CHECK (scope IN ('account', 'address', 'account+address')),
  account text COLLATE "C" NOT NULL,
  named text COLLATE "C" NOT NULL,
  address text COLLATE "C" NOT NULL,
  locked_at timestamptz NOT NULL,
  PRIMARY KEY (secret, scope, account, named, address)
);

CREATE FUNCTION throttle_hold_address(held text) RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock(1952999794, hashtext(current_schema() || ' ' || held))
$$;

CREATE FUNCTION throttle_hold_account(held text) RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock(1952999795, hashtext(current_schema() || ' ' || held))
$$;

-- include throttle-functions
