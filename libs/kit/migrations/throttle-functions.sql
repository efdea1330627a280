-- Functions of libs/throttle.

-- Counts failures and slots of one kind of secret by limit. Counts for the account only if `with_account`.
CREATE FUNCTION throttle_counted(
  of_secret text, of_account text, of_named text, of_address text, with_account boolean,
  at_time timestamptz, since timestamptz,
  OUT pair_failures bigint, OUT address_failures bigint, OUT account_failures bigint, OUT past_failures bigint,
  OUT pair_places bigint, OUT address_places bigint, OUT account_places bigint, OUT past_places bigint
) LANGUAGE plpgsql AS $$
BEGIN
  SELECT count(*) FILTER (WHERE f.account = of_account AND f.named = of_named), count(*),
      count(*) FILTER (WHERE f.account = of_account AND f.named = of_named AND f.past)
    INTO pair_failures, address_failures, past_failures
    FROM throttle_failure f
    WHERE f.address = of_address AND f.secret = of_secret AND f.failed_at > since;
  SELECT count(*) FILTER (WHERE p.account = of_account AND p.named = of_named), count(*),
      count(*) FILTER (WHERE p.account = of_account AND p.named = of_named AND p.past)
    INTO pair_places, address_places, past_places
    FROM throttle_place p
    WHERE p.address = of_address AND p.secret = of_secret AND p.expires_at > at_time;
  IF with_account THEN
    SELECT count(*) INTO account_failures
      FROM throttle_failure f
      WHERE f.account = of_account AND f.secret = of_secret AND f.named = of_named AND f.failed_at > since;
    SELECT count(*) INTO account_places
      FROM throttle_place p
      WHERE p.account = of_account AND p.secret = of_secret AND p.named = of_named AND p.expires_at > at_time;
  ELSE
    account_failures := 0;
    account_places := 0;
  END IF;
END
$$;

-- Takes a slot if every limit that applies has room.
-- outcome: reserved | limited (by failures) | full (of failures and slots) | known (a wrong secret that was compared
-- less than a minute ago). scope: the limit. past: at a usual address, past the address's own limit. free_at: the time
-- of the failure whose expiry makes room.
CREATE FUNCTION throttle_take(
  new_id uuid, of_secret text, of_account text, of_named text, of_address text,
  at_time timestamptz, since timestamptz, usual_since timestamptz, expires timestamptz,
  pair_limit int, address_limit int, account_limit int, past_limit int,
  mark int, mark_before int, compared_since timestamptz,
  OUT outcome text, OUT scope text, OUT last_success timestamptz, OUT past boolean,
  OUT free_at timestamptz, OUT took_ms int
) LANGUAGE plpgsql AS $$
DECLARE
  n record;
  wrong record;
BEGIN
  past := false;
  SELECT s.succeeded_at INTO last_success FROM throttle_usual s
    WHERE s.account = of_account AND s.address = of_address AND s.secret = of_secret
      AND s.succeeded_at > usual_since;
  PERFORM throttle_hold_address(of_address);
  IF last_success IS NULL THEN
    PERFORM throttle_hold_account(of_account);
  END IF;
  SELECT * INTO n FROM throttle_counted(
    of_secret, of_account, of_named, of_address, last_success IS NULL, at_time, since);

  outcome := 'limited';
  past := n.address_failures >= address_limit;
  IF past THEN
    SELECT f.failed_at INTO free_at FROM throttle_failure f
      WHERE f.address = of_address AND f.secret = of_secret AND f.failed_at > since
      ORDER BY f.failed_at OFFSET n.address_failures - address_limit LIMIT 1;
  END IF;
  IF n.pair_failures >= pair_limit THEN
    scope := 'account+address';
    SELECT greatest(free_at, f.failed_at) INTO free_at FROM throttle_failure f
      WHERE f.address = of_address AND f.secret = of_secret AND f.failed_at > since
        AND f.account = of_account AND f.named = of_named
      ORDER BY f.failed_at OFFSET n.pair_failures - pair_limit LIMIT 1;
    RETURN;
  ELSIF past AND (last_success IS NULL OR n.past_failures >= past_limit) THEN
    scope := 'address';
    RETURN;
  ELSIF n.account_failures >= account_limit THEN
    scope := 'account';
    SELECT f.failed_at INTO free_at FROM throttle_failure f
      WHERE f.account = of_account AND f.secret = of_secret AND f.named = of_named AND f.failed_at > since
      ORDER BY f.failed_at OFFSET n.account_failures - account_limit LIMIT 1;
    RETURN;
  END IF;

  IF mark IS NOT NULL THEN
    SELECT * INTO wrong FROM throttle_wrong w
      WHERE w.secret = of_secret AND w.account = of_account AND w.named = of_named AND w.address = of_address
        AND w.mark IN (throttle_take.mark, mark_before) AND w.counted_at > since
      ORDER BY w.compared_at DESC LIMIT 1;
    IF wrong.mark IS NOT NULL AND wrong.compared_at > compared_since AND NOT EXISTS (
        SELECT FROM throttle_changed c
        WHERE c.account = of_account AND c.secret = of_secret AND c.changed_at >= wrong.compared_at) THEN
      outcome := 'known';
      took_ms := wrong.took_ms;
      RETURN;
    ELSIF wrong.mark IS NOT NULL THEN
      -- It is compared again, by this attempt alone.
      UPDATE throttle_wrong w SET compared_at = at_time
        WHERE w.secret = of_secret AND w.account = of_account AND w.named = of_named AND w.address = of_address
          AND w.mark = wrong.mark;
    END IF;
  END IF;

  outcome := 'full';
  IF n.pair_failures + n.pair_places >= pair_limit OR past AND n.past_failures + n.past_places >= past_limit THEN
    scope := 'account+address';
  ELSIF last_success IS NULL AND n.address_failures + n.address_places >= address_limit THEN
    scope := 'address';
  ELSIF n.account_failures + n.account_places >= account_limit THEN
    scope := 'account';
  ELSE
    outcome := 'reserved';
    INSERT INTO throttle_place (id, secret, account, named, address, expires_at, past)
      VALUES (new_id, of_secret, of_account, of_named, of_address, expires, throttle_take.past);
  END IF;
END
$$;

-- Turns a slot into a failure, unless the same wrong secret already counts. Returns each limit that this failure
-- reached.
CREATE FUNCTION throttle_miss(
  place_id uuid, of_secret text, of_account text, of_named text, of_address text, is_past boolean,
  at_time timestamptz, since timestamptz, pair_limit int, address_limit int, account_limit int,
  of_mark int, mark_before int, began_at timestamptz, of_took_ms int
) RETURNS TABLE (scope text, account text, named text, address text)
LANGUAGE plpgsql AS $$
DECLARE
  n record;
BEGIN
  PERFORM throttle_hold_address(of_address);
  PERFORM throttle_hold_account(of_account);
  DELETE FROM throttle_place p WHERE p.id = place_id;
  IF of_mark IS NOT NULL THEN
    UPDATE throttle_wrong w SET compared_at = greatest(w.compared_at, began_at), took_ms = of_took_ms
      WHERE w.secret = of_secret AND w.account = of_account AND w.named = of_named AND w.address = of_address
        AND w.mark IN (of_mark, mark_before) AND w.counted_at > since;
    IF found THEN
      RETURN;
    END IF;
    INSERT INTO throttle_wrong AS w (secret, account, named, address, mark, counted_at, compared_at, took_ms)
      VALUES (of_secret, of_account, of_named, of_address, of_mark, at_time, began_at, of_took_ms)
      ON CONFLICT ON CONSTRAINT throttle_wrong_pkey DO UPDATE
        SET counted_at = excluded.counted_at, compared_at = excluded.compared_at, took_ms = excluded.took_ms;
  END IF;
  INSERT INTO throttle_failure (id, secret, account, named, address, failed_at, past)
    VALUES (place_id, of_secret, of_account, of_named, of_address, at_time, is_past);
  SELECT * INTO n FROM throttle_counted(of_secret, of_account, of_named, of_address, true, at_time, since);
  RETURN QUERY
    INSERT INTO throttle_locked AS l (secret, scope, account, named, address, locked_at)
    SELECT of_secret, b.scope, b.account, b.named, b.address, at_time
      FROM (VALUES
        ('account+address', of_account, of_named, of_address, n.pair_failures, pair_limit),
        ('address', '', '', of_address, n.address_failures, address_limit),
        ('account', of_account, of_named, '', n.account_failures, account_limit)
      ) AS b (scope, account, named, address, failures, at_most)
      WHERE b.failures >= b.at_most
    ON CONFLICT DO NOTHING
    RETURNING l.scope, l.account, l.named, l.address;
END
$$;

-- Marks a limit as open again if it has room. Returns true if the limit was locked before.
CREATE FUNCTION throttle_open_again(
  of_secret text, of_scope text, of_account text, of_named text, of_address text, since timestamptz, at_most int
) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  IF of_scope = 'account' THEN
    PERFORM throttle_hold_account(of_account);
  ELSE
    PERFORM throttle_hold_address(of_address);
  END IF;
  DELETE FROM throttle_locked l
    WHERE l.secret = of_secret AND l.scope = of_scope AND l.account = of_account AND l.named = of_named
      AND l.address = of_address
      AND at_most > (
        SELECT count(*) FROM throttle_failure f
        WHERE f.failed_at > since AND f.secret = of_secret
          AND (of_scope = 'address' OR f.account = of_account AND f.named = of_named)
          AND (of_scope = 'account' OR f.address = of_address));
  RETURN found;
END
$$;
