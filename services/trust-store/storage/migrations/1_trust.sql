-- Up Migration

-- One row for each domain that has trust or whose limits policy has sent, and one for `*`, whose document binds all
-- other domains.
CREATE TABLE domain_limits (
  domain             text COLLATE "C" PRIMARY KEY,
  -- The revision of the domain's own document or of its removal. NULL: policy has sent none.
  revision           bigint,
  -- The revision since which the domain has its own document. NULL: it has none, and `*` binds it.
  own_since          bigint,
  -- All NULL: this kind of trust is not offered.
  ip_default         integer,
  ip_max             integer,
  ip_per_account     bigint,
  ipv6_prefix        smallint,
  device_default     integer,
  device_max         integer,
  device_per_account bigint
);

-- Granted trust that has not ended. Trust that has ended is in `ended` only.
CREATE TABLE trust (
  id           uuid PRIMARY KEY,
  domain       text COLLATE "C" NOT NULL,
  account      text COLLATE "C" NOT NULL,
  kind         text NOT NULL CHECK (kind IN ('ip', 'device')),
  prefix       cidr CHECK ((prefix IS NOT NULL) = (kind = 'ip')),
  label        text NOT NULL,
  granted_at   timestamptz NOT NULL,
  -- When the trust ends. It is only set earlier, unless the trust is granted again.
  expires_at   timestamptz NOT NULL,
  -- True: a change of limits ended the trust.
  cut          boolean NOT NULL DEFAULT false,
  -- The document that offered the trust, and the revision whose limits were applied.
  document     text NOT NULL,
  revision     bigint NOT NULL,
  decision_id  uuid NOT NULL,
  -- Of a device: the highest number of its tokens that was presented.
  token_seq    integer CHECK ((token_seq IS NOT NULL) = (kind = 'device')),
  last_used_at timestamptz,
  last_ip      text NOT NULL
) WITH (fillfactor = 85);
CREATE UNIQUE INDEX trust_prefix ON trust (account, prefix) WHERE kind = 'ip';
CREATE INDEX trust_owner ON trust (domain, account, id);
CREATE INDEX trust_expiry ON trust (expires_at);

-- The tokens of a device: the current token, its successor, and superseded tokens, by which theft is detected.
CREATE TABLE device_token (
  hash         bytea PRIMARY KEY,
  trust_id     uuid NOT NULL REFERENCES trust ON DELETE CASCADE,
  seq          integer NOT NULL,
  -- The successor is a keyed hash of this token under this salt.
  salt         bytea NOT NULL,
  -- When the token was first presented.
  presented_at timestamptz,
  UNIQUE (trust_id, seq)
);

-- Changes of limits that have not been applied to every row yet. Meanwhile the function `ending` applies them.
CREATE TABLE tightening (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  domain      text COLLATE "C" NOT NULL,
  kind        text NOT NULL,
  -- The change applies to trust that was granted under an earlier revision.
  revision    bigint NOT NULL,
  max_seconds integer NOT NULL,
  ipv6_prefix smallint,
  changed_at  timestamptz NOT NULL,
  -- The last row that the change was applied to, in the order of trust_owner.
  done_domain  text COLLATE "C" NOT NULL DEFAULT '',
  done_account text COLLATE "C" NOT NULL DEFAULT '',
  done_id      uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'
);
CREATE INDEX tightening_domain ON tightening (domain, kind);

-- When a trust ends under all limits that were in force since it was granted, and whether one of them ended it. The
-- function is plain SQL, so that every query can inline it.
CREATE FUNCTION ending(t trust) RETURNS TABLE (ends_at timestamptz, is_cut boolean)
LANGUAGE sql STABLE ROWS 1
BEGIN ATOMIC
  SELECT every.at, every.is_cut
  FROM (
    SELECT t.expires_at AS at, t.cut AS is_cut
    UNION ALL
    SELECT greatest(left_over.until, c.changed_at), left_over.until <= c.changed_at
    FROM tightening c
    CROSS JOIN LATERAL (
      SELECT CASE
        WHEN c.max_seconds = 0 THEN '-infinity'
        WHEN family(t.prefix) = 6 AND masklen(t.prefix) < c.ipv6_prefix THEN '-infinity'
        ELSE t.granted_at + make_interval(secs => c.max_seconds)
      END AS until
    ) left_over
    WHERE c.domain IN (t.domain, '*') AND c.kind = t.kind AND (
      t.revision < c.revision
      -- Granted under `*` by a replica that had not heard of the domain's own document yet.
      OR t.revision = c.revision AND t.document = '*' AND c.domain <> '*'
    )
      AND (c.domain <> '*' OR NOT EXISTS (
        SELECT FROM domain_limits d WHERE d.domain = t.domain AND d.own_since <= c.revision
      ))
  ) every
  ORDER BY every.at, every.is_cut
  LIMIT 1;
END;

-- Trust that has ended, for Watch. `position` is assigned after the row was committed, so that no row appears behind a
-- reader.
CREATE TABLE ended (
  entry        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  position     bigint UNIQUE,
  why          text NOT NULL,
  ended_at     timestamptz NOT NULL,
  trust_id     uuid NOT NULL,
  domain       text COLLATE "C" NOT NULL,
  account      text COLLATE "C" NOT NULL,
  kind         text NOT NULL,
  prefix       cidr,
  label        text NOT NULL,
  granted_at   timestamptz NOT NULL,
  until        timestamptz NOT NULL,
  last_used_at timestamptz,
  last_ip      text NOT NULL,
  -- When the row is deleted. `early`: because its account was removed, and not because all readers have read it.
  forget_at    timestamptz NOT NULL,
  early        boolean NOT NULL DEFAULT false
);
CREATE INDEX ended_unnumbered ON ended (entry) WHERE position IS NULL;
CREATE INDEX ended_account ON ended (account);
CREATE INDEX ended_forget ON ended (forget_at);

CREATE TABLE watch_position (
  one    boolean PRIMARY KEY DEFAULT true CHECK (one),
  -- The highest position that was assigned.
  last   bigint NOT NULL DEFAULT 0,
  -- Rows at or below this position may have been deleted.
  pruned bigint NOT NULL DEFAULT 0
);
INSERT INTO watch_position DEFAULT VALUES;

-- A replica that holds a row may sweep, so at most as many replicas sweep at once as there are rows.
CREATE TABLE sweep_turn (turn integer PRIMARY KEY);
INSERT INTO sweep_turn VALUES (1), (2);
