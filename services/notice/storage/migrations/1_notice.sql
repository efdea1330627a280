-- Up Migration

-- How far the record was read, and since when the service reads it.
CREATE TABLE followed (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  position  bigint,
  since     timestamptz NOT NULL
);

-- Networks and programs that people sign in from, as keyed hashes.
CREATE TABLE seen (
  account    text COLLATE "C" NOT NULL,
  hash       bytea NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (account, hash)
);
CREATE INDEX seen_expiry ON seen (expires_at);

-- Mails that wait. A mail that was sent is kept for a while, so that it is not sent twice.
CREATE TABLE mail (
  -- The id of the event; a digest has an id of its own.
  id            uuid NOT NULL,
  kind          text NOT NULL,
  account       text COLLATE "C" NOT NULL,
  happened_at   timestamptz NOT NULL,
  -- The content of the mail; empty once it was sent.
  facts         jsonb NOT NULL,
  -- waiting: to be sent; held: for the digest; done: sent or given up.
  state         text NOT NULL CHECK (state IN ('waiting', 'held', 'done')),
  made_at       timestamptz NOT NULL,
  due_at        timestamptz NOT NULL,
  attempts      integer NOT NULL DEFAULT 0,
  claimed_until timestamptz,
  PRIMARY KEY (id, kind)
) WITH (fillfactor = 80);
CREATE INDEX mail_due ON mail (due_at) WHERE state = 'waiting';
CREATE INDEX mail_account ON mail (account, kind, made_at DESC);
CREATE INDEX mail_held ON mail (account, made_at) WHERE state = 'held';
CREATE INDEX mail_done ON mail (made_at) WHERE state = 'done';
-- An account has one digest at a time.
CREATE UNIQUE INDEX mail_digest ON mail (account) WHERE kind = 'digest' AND state = 'waiting';
