-- Up Migration

-- People who were told that their passkeys of a sign-in host work only until a date.
CREATE TABLE told_of_move (
  account text COLLATE "C" NOT NULL REFERENCES holder ON DELETE CASCADE,
  -- The host that the domain moves away from.
  rp_id   text COLLATE "C" NOT NULL,
  until   timestamptz NOT NULL,
  PRIMARY KEY (account, rp_id)
);
CREATE INDEX told_of_move_by_until ON told_of_move (until);
CREATE INDEX passkey_by_host ON passkey (rp_id, account);
