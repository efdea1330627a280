-- Up Migration

-- Accounts of the embedded back end.
CREATE TABLE account (
  name text COLLATE "C" PRIMARY KEY,
  domain text COLLATE "C" NOT NULL,
  -- NULL: the account has no password.
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
  -- The public part, by which a login finds the row: not each app password of the account has to be tried.
  public_part text COLLATE "C" NOT NULL UNIQUE,
  -- Keyed hash (libs/seal) of the whole app password.
  key_id text COLLATE "C" NOT NULL,
  hash bytea NOT NULL,
  created_at timestamptz NOT NULL,
  last_used_at timestamptz,
  last_used_ip text,
  expires_at timestamptz,
  -- When an event last said that the app password is used from many networks.
  alarmed_at timestamptz,
  enabled boolean NOT NULL DEFAULT true
);
CREATE INDEX app_password_by_account ON app_password (account, created_at);
CREATE INDEX app_password_by_domain ON app_password (domain, account);
CREATE INDEX app_password_by_expiry ON app_password (expires_at) WHERE expires_at IS NOT NULL;

-- The networks from which app passwords were used recently.
CREATE TABLE app_password_network (
  app_password_id uuid NOT NULL REFERENCES app_password ON DELETE CASCADE,
  network text COLLATE "C" NOT NULL,
  used_at timestamptz NOT NULL,
  PRIMARY KEY (app_password_id, network)
);
CREATE INDEX app_password_network_by_time ON app_password_network (used_at);

-- Where main passwords are verified, by domain. `*` is for domains without a row.
CREATE TABLE backend (
  domain text COLLATE "C" PRIMARY KEY,
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('embedded', 'ldap', 'none')),
  ldap jsonb CHECK ((kind = 'ldap') = (ldap IS NOT NULL)),
  revokes_app_passwords boolean NOT NULL,
  set_at timestamptz NOT NULL
);

-- Purged accounts. A ticket issued before the purge is not valid for a new account of the same name.
CREATE TABLE purged_account (
  account text COLLATE "C" PRIMARY KEY,
  purged_at timestamptz NOT NULL
);
CREATE INDEX purged_account_by_time ON purged_account (purged_at);

-- include used-ticket

-- include throttle-1

-- include outbox
