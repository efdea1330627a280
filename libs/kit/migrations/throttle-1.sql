-- The first version of the throttle, which later migrations change; throttle.sql is the current one.

-- Failures that count, and slots held while a secret is compared (libs/throttle). Tables and columns call a slot
-- `place`: replicas of the version before use that name.
--
-- Counts are exact under concurrency because of advisory locks, held to the end of the transaction. A transaction that
-- counts or adds a failure at an address locks that address; one that counts or adds a failure of an account locks that
-- account. The address is always locked first, so that there is no deadlock. Slots are released without a lock, because
-- that only makes room. The functions need READ COMMITTED, where each statement sees what was committed before it.

CREATE TABLE throttle_failure (
  id uuid PRIMARY KEY,
  account text COLLATE "C" NOT NULL,
  address text COLLATE "C" NOT NULL,
  failed_at timestamptz NOT NULL
);
CREATE INDEX throttle_failure_by_address ON throttle_failure (address, failed_at);
CREATE INDEX throttle_failure_by_account ON throttle_failure (account, failed_at);
CREATE INDEX throttle_failure_by_time ON throttle_failure (failed_at);

-- Unlogged: a good login writes nothing else here. After a crash the slots are free again.
CREATE UNLOGGED TABLE throttle_place (
  id uuid PRIMARY KEY,
  account text COLLATE "C" NOT NULL,
  address text COLLATE "C" NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX throttle_place_by_address ON throttle_place (address);
CREATE INDEX throttle_place_by_account ON throttle_place (account);

-- The addresses that are usual for an account.
CREATE TABLE throttle_success (
  account text COLLATE "C" NOT NULL,
  address text COLLATE "C" NOT NULL,
  succeeded_at timestamptz NOT NULL,
  PRIMARY KEY (account, address)
);
CREATE INDEX throttle_success_by_time ON throttle_success (succeeded_at);

-- Limits that failures reached and that no sweep has found open again. The row makes sure that the events
-- `throttle-locked` and `throttle-unlocked` come in pairs.
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

-- Counts failures and slots by limit. Counts for the account only if `with_account`.
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

-- Takes a slot if every limit that binds has room.
-- outcome: reserved | limited (by failures) | full (of failures and slots); scope: the limit.
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

-- Turns a slot into a failure. Returns each limit that this failure reached.
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

-- Marks a limit as open again if it has room. Returns true if the limit was locked before.
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
