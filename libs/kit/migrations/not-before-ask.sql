-- Not-befores that trust-store must still be told, in the schema of each service that keeps factors
-- (libs/not-before). A row is inserted in the transaction of the change, and deleted when trust-store has confirmed it.
CREATE TABLE not_before_ask (
  id          uuid PRIMARY KEY,
  -- Canonical `local@domain`, or a domain, for all its accounts.
  owner       text COLLATE "C" NOT NULL,
  reason      text NOT NULL,
  -- SPIFFE URI of the caller that made the change.
  actor       text NOT NULL,
  next_try_at timestamptz NOT NULL
);
CREATE INDEX not_before_ask_by_time ON not_before_ask (next_try_at);
