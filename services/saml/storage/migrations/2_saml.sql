-- Up Migration

-- The settings of a domain. A transaction that changes something of the domain locks the row. The row stays when the
-- provider is removed, so that the version never decreases.
CREATE TABLE domain (
  domain   text COLLATE "C" PRIMARY KEY,
  version  bigint NOT NULL,
  settings jsonb NOT NULL
);

-- Earlier settings.
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
  -- The private key, sealed under the key `key_id` for this domain and id (libs/seal). NULL: the key pair is retired.
  key_id      text COLLATE "C",
  sealed      bytea,
  created_at  timestamptz NOT NULL,
  retired_at  timestamptz,
  CHECK ((retired_at IS NULL) = (sealed IS NOT NULL)),
  CHECK ((key_id IS NULL) = (sealed IS NULL))
);
CREATE INDEX sp_key_by_domain ON sp_key (domain, created_at) WHERE retired_at IS NULL;

-- Used responses and requests. The two constraints make each response, and each request, one-time.
CREATE TABLE consumed (
  domain       text COLLATE "C" NOT NULL,
  provider     text COLLATE "C" NOT NULL,
  assertion_id text COLLATE "C" NOT NULL,
  -- NULL: the response answered no request of ours.
  request_id   text COLLATE "C" UNIQUE,
  expires_at   timestamptz NOT NULL,
  PRIMARY KEY (domain, provider, assertion_id)
);
CREATE INDEX consumed_by_expiry ON consumed (expires_at);

-- Accepted logins, for single logout.
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
