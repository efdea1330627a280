-- Up Migration

-- Not-befores that trust-store has still to be told: copied into a migration of each service that keeps factors
-- (libs/not-before). A row is inserted in the transaction of the change, and goes when trust-store has confirmed.
CREATE TABLE not_before_ask (
  id          uuid PRIMARY KEY,
  -- Canonical `local@domain`, or a domain: all its accounts.
  owner       text COLLATE "C" NOT NULL,
  reason      text NOT NULL,
  -- SPIFFE URI of who made the change.
  actor       text NOT NULL,
  next_try_at timestamptz NOT NULL
);
CREATE INDEX not_before_ask_by_time ON not_before_ask (next_try_at);

-- What waits in trust_revocation is asked for here, too. The table stays for replicas of the version before, which
-- write to it and work it off; the version after this one drops it.
INSERT INTO not_before_ask (id, owner, reason, actor, next_try_at)
  SELECT id, account, 'otp-reset', actor, next_try_at FROM trust_revocation;
