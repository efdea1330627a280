-- Up Migration

-- Each kind of secret has its own limits, and a repeated wrong secret counts once (libs/throttle). The earlier
-- functions stay for replicas of the version before. Their failures count as failures of the account's code.

ALTER TABLE throttle_failure
  ADD COLUMN secret text COLLATE "C" NOT NULL DEFAULT 'code',
  ADD COLUMN named text COLLATE "C" NOT NULL DEFAULT '',
  ADD COLUMN past boolean NOT NULL DEFAULT false;
ALTER TABLE throttle_place
  ADD COLUMN secret text COLLATE "C" NOT NULL DEFAULT 'code',
  ADD COLUMN named text COLLATE "C" NOT NULL DEFAULT '',
  ADD COLUMN past boolean NOT NULL DEFAULT false;
ALTER TABLE throttle_locked
  ADD COLUMN secret text COLLATE "C" NOT NULL DEFAULT 'code',
  ADD COLUMN named text COLLATE "C" NOT NULL DEFAULT '',
  DROP CONSTRAINT throttle_locked_pkey,
  ADD PRIMARY KEY (secret, scope, account, named, address);

-- Replaces throttle_success, which replicas of the version before still write.
CREATE TABLE throttle_usual (
  secret text COLLATE "C" NOT NULL,
  account text COLLATE "C" NOT NULL,
  address text COLLATE "C" NOT NULL,
  succeeded_at timestamptz NOT NULL,
  PRIMARY KEY (account, address, secret)
);
CREATE INDEX throttle_usual_by_time ON throttle_usual (succeeded_at);
INSERT INTO throttle_usual (secret, account, address, succeeded_at)
  SELECT kind, account, address, succeeded_at FROM throttle_success, (VALUES ('code')) AS kinds (kind);

CREATE UNLOGGED TABLE throttle_wrong (
  secret text COLLATE "C" NOT NULL,
  account text COLLATE "C" NOT NULL,
  named text COLLATE "C" NOT NULL,
  address text COLLATE "C" NOT NULL,
  mark int NOT NULL,
  counted_at timestamptz NOT NULL,
  compared_at timestamptz NOT NULL,
  took_ms int NOT NULL,
  CONSTRAINT throttle_wrong_pkey PRIMARY KEY (account, address, secret, named, mark)
);
CREATE INDEX throttle_wrong_by_time ON throttle_wrong (counted_at);

CREATE UNLOGGED TABLE throttle_changed (
  secret text COLLATE "C" NOT NULL,
  account text COLLATE "C" NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (account, secret)
);

-- include throttle-functions
