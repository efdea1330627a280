-- Up Migration

-- Accounts of the embedded back end.
CREATE TABLE account (
  name text COLLATE "C" PRIMARY KEY,
  domain text COLLATE "C" NOT NULL,
  -- NULL: no password opens it.
  password_hash text COLLATE "C",
  password_set_at timestamptz,
  created_at timestamptz NOT NULL,
  CHECK ((password_hash IS NULL) = (password_set_at IS NULL))
);
CREATE INDEX account_by_domain ON account (domain, name);
CREATE INDEX account_with_password ON account (domain, name) WHERE password_hash IS NOT NULL;

CREATE TABLE app_password (
  id uuid PRIMARY KEY,
  account text COLLATE "C" NOT NULL,
  domain text COLLATE "C" NOT NULL,
  label text NOT NULL,
  services text[] COLLATE "C" NOT NULL CHECK (cardinality(services) > 0),
  -- By what it is found: a login need not try each of the account's.
  public_part text COLLATE "C" NOT NULL UNIQUE,
  -- Keyed (libs/seal), of the whole app password.
  key_id text COLLATE "C" NOT NULL,
  hash bytea NOT NULL,
  created_at timestamptz NOT NULL,
  last_used_at timestamptz,
  last_used_ip text,
  expires_at timestamptz,
  -- When it was last told that it is used from many networks.
  alarmed_at timestamptz,
  enabled boolean NOT NULL DEFAULT true
);
CREATE INDEX app_password_by_account ON app_password (account, created_at);
CREATE INDEX app_password_by_domain ON app_password (domain, account);
CREATE INDEX app_password_by_expiry ON app_password (expires_at) WHERE expires_at IS NOT NULL;

-- From where app passwords were used of late.
CREATE TABLE app_password_network (
  app_password_id uuid NOT NULL REFERENCES app_password ON DELETE CASCADE,
  network text COLLATE "C" NOT NULL,
  used_at timestamptz NOT NULL,
  PRIMARY KEY (app_password_id, network)
);
CREATE INDEX app_password_network_by_time ON app_password_network (used_at);

-- Where main passwords are verified, by domain; `*`: wherever nothing else is set.
CREATE TABLE backend (
  domain text COLLATE "C" PRIMARY KEY,
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('embedded', 'ldap', 'none')),
  ldap jsonb CHECK ((kind = 'ldap') = (ldap IS NOT NULL)),
  revokes_app_passwords boolean NOT NULL,
  set_at timestamptz NOT NULL
);

-- Accounts that were forgotten: a ticket of before says nothing of whoever has the name now.
CREATE TABLE purged_account (
  account text COLLATE "C" PRIMARY KEY,
  purged_at timestamptz NOT NULL
);
CREATE INDEX purged_account_by_time ON purged_account (purged_at);

-- Tickets that were used. To be copied into a migration of each service that takes tickets
-- (libs/ticket); the unique constraint is what makes a ticket one-time.
CREATE TABLE used_ticket (
  jti uuid PRIMARY KEY,
  expires_at timestamptz NOT NULL
);
CREATE INDEX used_ticket_by_expiry ON used_ticket (expires_at);

-- Failures that are counted, and places held while a secret is compared (libs/throttle). To be copied
-- into a migration of each service that compares secrets.
--
-- Exactness under concurrency rests on advisory locks held to the end of the transaction: whoever
-- counts or adds a failure at an address holds that address; whoever counts or adds one of an account
-- holds that account; the address is always taken first, so that nobody waits in a circle. Places are
-- given back without a lock: that only makes room. The functions need READ COMMITTED, where each of
-- their statements sees what was committed before it.

CREATE TABLE throttle_failure (
  id uuid PRIMARY KEY,
  account text COLLATE "C" NOT NULL,
  address text COLLATE "C" NOT NULL,
  failed_at timestamptz NOT NULL
);
CREATE INDEX throttle_failure_by_address ON throttle_failure (address, failed_at);
CREATE INDEX throttle_failure_by_account ON throttle_failure (account, failed_at);
CREATE INDEX throttle_failure_by_time ON throttle_failure (failed_at);

-- Unlogged: a good login writes nothing else here. After a crash the places are free again.
CREATE UNLOGGED TABLE throttle_place (
  id uuid PRIMARY KEY,
  account text COLLATE "C" NOT NULL,
  address text COLLATE "C" NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX throttle_place_by_address ON throttle_place (address);
CREATE INDEX throttle_place_by_account ON throttle_place (account);

-- Where an account succeeds usually.
CREATE TABLE throttle_success (
  account text COLLATE "C" NOT NULL,
  address text COLLATE "C" NOT NULL,
  succeeded_at timestamptz NOT NULL,
  PRIMARY KEY (account, address)
);
CREATE INDEX throttle_success_by_time ON throttle_success (succeeded_at);

-- What was found full of failures and has not been found open again: the events come in pairs.
CREATE TABLE throttle_locked (
  scope text COLLATE "C" NOT NULL CHECK (scope IN ('account', 'address', 'account+address')),
  account text COLLATE "C" NOT NULL,
  address text COLLATE "C" NOT NULL,
  locked_at timestamptz NOT NULL,
  PRIMARY KEY (scope, account, address)
);

CREATE FUNCTION throttle_hold_address(held text) RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock(1952999794, hashtext(current_schema() || ' ' || held))
$$;

CREATE FUNCTION throttle_hold_account(held text) RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock(1952999795, hashtext(current_schema() || ' ' || held))
$$;

-- Failures and places, by limit. Of an account only where `with_account`.
CREATE FUNCTION throttle_count(
  of_account text, of_address text, with_account boolean, at_time timestamptz, since timestamptz,
  OUT pair_failures bigint, OUT address_failures bigint, OUT account_failures bigint,
  OUT pair_places bigint, OUT address_places bigint, OUT account_places bigint
) LANGUAGE plpgsql AS $$
BEGIN
  SELECT count(*) FILTER (WHERE f.account = of_account), count(*)
    INTO pair_failures, address_failures
    FROM throttle_failure f WHERE f.address = of_address AND f.failed_at > since;
  SELECT count(*) FILTER (WHERE p.account = of_account), count(*)
    INTO pair_places, address_places
    FROM throttle_place p WHERE p.address = of_address AND p.expires_at > at_time;
  IF with_account THEN
    SELECT count(*) INTO account_failures
      FROM throttle_failure f WHERE f.account = of_account AND f.failed_at > since;
    SELECT count(*) INTO account_places
      FROM throttle_place p WHERE p.account = of_account AND p.expires_at > at_time;
  ELSE
    account_failures := 0;
    account_places := 0;
  END IF;
END
$$;

-- Takes a place, if there is a free one under every limit that binds.
-- outcome: reserved | limited (by failures) | full (of failures and places); scope: by which limit.
CREATE FUNCTION throttle_reserve(
  new_id uuid, of_account text, of_address text,
  at_time timestamptz, since timestamptz, usual_since timestamptz, expires timestamptz,
  pair_limit int, address_limit int, account_limit int,
  OUT outcome text, OUT scope text, OUT last_success timestamptz
) LANGUAGE plpgsql AS $$
DECLARE
  n record;
BEGIN
  SELECT s.succeeded_at INTO last_success FROM throttle_success s
    WHERE s.account = of_account AND s.address = of_address AND s.succeeded_at > usual_since;
  PERFORM throttle_hold_address(of_address);
  IF last_success IS NULL THEN
    PERFORM throttle_hold_account(of_account);
  END IF;
  SELECT * INTO n
    FROM throttle_count(of_account, of_address, last_success IS NULL, at_time, since);
  outcome := 'limited';
  IF n.pair_failures >= pair_limit THEN
    scope := 'account+address';
  ELSIF n.address_failures >= address_limit THEN
    scope := 'address';
  ELSIF n.account_failures >= account_limit THEN
    scope := 'account';
  ELSE
    outcome := 'full';
    IF n.pair_failures + n.pair_places >= pair_limit THEN
      scope := 'account+address';
    ELSIF n.address_failures + n.address_places >= address_limit THEN
      scope := 'address';
    ELSIF n.account_failures + n.account_places >= account_limit THEN
      scope := 'account';
    ELSE
      outcome := 'reserved';
      INSERT INTO throttle_place (id, account, address, expires_at)
        VALUES (new_id, of_account, of_address, expires);
    END IF;
  END IF;
END
$$;

-- Turns a place into a failure; gives each limit that is full of failures by it and was not before.
CREATE FUNCTION throttle_fail(
  place_id uuid, of_account text, of_address text, at_time timestamptz, since timestamptz,
  pair_limit int, address_limit int, account_limit int
) RETURNS TABLE (scope text, account text, address text, failures bigint)
LANGUAGE plpgsql AS $$
DECLARE
  n record;
BEGIN
  PERFORM throttle_hold_address(of_address);
  PERFORM throttle_hold_account(of_account);
  DELETE FROM throttle_place p WHERE p.id = place_id;
  INSERT INTO throttle_failure (id, account, address, failed_at)
    VALUES (place_id, of_account, of_address, at_time);
  SELECT * INTO n FROM throttle_count(of_account, of_address, true, at_time, since);
  RETURN QUERY
    WITH locked AS (
      INSERT INTO throttle_locked AS l (scope, account, address, locked_at)
      SELECT b.scope, b.account, b.address, at_time
        FROM (VALUES
          ('account+address', of_account, of_address, n.pair_failures, pair_limit),
          ('address', '', of_address, n.address_failures, address_limit),
          ('account', of_account, '', n.account_failures, account_limit)
        ) AS b (scope, account, address, failures, at_most)
        WHERE b.failures >= b.at_most
      ON CONFLICT DO NOTHING
      RETURNING l.scope, l.account, l.address)
    SELECT k.scope, k.account, k.address,
        CASE k.scope WHEN 'account' THEN n.account_failures
          WHEN 'address' THEN n.address_failures ELSE n.pair_failures END
      FROM locked k;
END
$$;

-- Marks as open again what has room; true if it does now and did not before.
CREATE FUNCTION throttle_reopen(
  of_scope text, of_account text, of_address text, since timestamptz, at_most int
) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  IF of_scope = 'account' THEN
    PERFORM throttle_hold_account(of_account);
  ELSE
    PERFORM throttle_hold_address(of_address);
  END IF;
  DELETE FROM throttle_locked l
    WHERE l.scope = of_scope AND l.account = of_account AND l.address = of_address
      AND at_most > (
        SELECT count(*) FROM throttle_failure f
        WHERE f.failed_at > since
          AND (of_scope = 'address' OR f.account = of_account)
          AND (of_scope = 'account' OR f.address = of_address));
  RETURN found;
END
$$;

-- The outbox of a service: copied into its own migrations.

-- Events that were decided on and are on their way out. An event is inserted in the transaction that it speaks of; the
-- relay numbers it once that is committed, and deletes it when every sink has it.
CREATE TABLE outbox (
  id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  event_id uuid NOT NULL,
  subject  text NOT NULL,
  event    bytea NOT NULL,
  sequence bigint UNIQUE
);
CREATE INDEX outbox_unnumbered ON outbox (id) WHERE sequence IS NULL;

-- The highest number given.
CREATE TABLE outbox_numbered (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  sequence  bigint NOT NULL
);
INSERT INTO outbox_numbered (sequence) VALUES (0);

-- Up to where each sink has the events.
CREATE TABLE outbox_position (
  sink     text PRIMARY KEY,
  sequence bigint NOT NULL
);

-- Which replica works for all; see libs/pg/lead.ts.
CREATE TABLE leader (
  name  text PRIMARY KEY,
  epoch bigint NOT NULL
);
