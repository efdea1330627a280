-- Up Migration

-- Settings of a domain. The row is locked by whoever changes something of the domain; it stays when the provider is
-- removed, so that versions only grow.
CREATE TABLE domain (
  domain   text COLLATE "C" PRIMARY KEY,
  version  bigint NOT NULL,
  settings jsonb NOT NULL
);

-- What the settings were.
CREATE TABLE settings_version (
  domain   text COLLATE "C" NOT NULL REFERENCES domain,
  version  bigint NOT NULL,
  settings jsonb NOT NULL,
  since    timestamptz NOT NULL,
  PRIMARY KEY (domain, version)
);

-- Key pairs of a domain's service provider.
CREATE TABLE sp_key (
  id          uuid PRIMARY KEY,
  domain      text COLLATE "C" NOT NULL REFERENCES domain,
  certificate text NOT NULL,
  -- The private key, sealed under that key for this domain and id (libs/seal); NULL: retired.
  key_id      text COLLATE "C",
  sealed      bytea,
  created_at  timestamptz NOT NULL,
  retired_at  timestamptz,
  CHECK ((retired_at IS NULL) = (sealed IS NOT NULL)),
  CHECK ((key_id IS NULL) = (sealed IS NULL))
);
CREATE INDEX sp_key_by_domain ON sp_key (domain, created_at) WHERE retired_at IS NULL;

-- What was used up. The two constraints are what makes a response, and a request, good once.
CREATE TABLE consumed (
  domain       text COLLATE "C" NOT NULL,
  provider     text COLLATE "C" NOT NULL,
  assertion_id text COLLATE "C" NOT NULL,
  -- NULL: it answered no request of ours.
  request_id   text COLLATE "C" UNIQUE,
  expires_at   timestamptz NOT NULL,
  PRIMARY KEY (domain, provider, assertion_id)
);
CREATE INDEX consumed_by_expiry ON consumed (expires_at);

-- Logins that were accepted, for single logout.
CREATE TABLE session (
  account       text COLLATE "C" NOT NULL,
  decision_id   uuid NOT NULL,
  domain        text COLLATE "C" NOT NULL,
  name_id       text COLLATE "C" NOT NULL,
  name_format   text,
  name_qualifier    text,
  sp_name_qualifier text,
  session_index text COLLATE "C",
  expires_at    timestamptz NOT NULL,
  PRIMARY KEY (account, decision_id)
);
CREATE INDEX session_by_name ON session (domain, name_id);
CREATE INDEX session_by_expiry ON session (expires_at);
