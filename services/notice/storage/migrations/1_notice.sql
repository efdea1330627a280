-- Up Migration

-- How far the record was read, and since when.
CREATE TABLE followed (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  position  bigint,
  since     timestamptz NOT NULL
);

-- Networks and programs of people, as keyed hashes.
CREATE TABLE seen (
  account    text COLLATE "C" NOT NULL,
  hash       bytea NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (account, hash)
);
CREATE INDEX seen_expiry ON seen (expires_at);

-- Mails: those that wait, and for a while those that went, so that none goes twice.
CREATE TABLE mail (
  -- The event's id; of a digest, one of its own.
  id            uuid NOT NULL,
  kind          text NOT NULL,
  account       text COLLATE "C" NOT NULL,
  happened_at   timestamptz NOT NULL,
  -- What the mail says; empty once it went.
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
-- One digest at a time.
CREATE UNIQUE INDEX mail_digest ON mail (account) WHERE kind = 'digest' AND state = 'waiting';
