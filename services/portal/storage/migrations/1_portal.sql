-- Up Migration

-- Pending sign-ins. A row exists from the first right password to the end of the sign-in, so only a person with a right
-- password creates one. Secrets in the row are sealed under a key that only the browser's cookie completes.
CREATE TABLE sign_in (
  -- SHA-256 of the id in the page's URL.
  id         bytea PRIMARY KEY,
  -- SHA-256 of the browser's cookie.
  browser    bytea NOT NULL,
  account    text COLLATE "C" NOT NULL,
  -- The number of the step that the person is at. Each step is taken once.
  step       integer NOT NULL,
  state      jsonb NOT NULL,
  key_id     text NOT NULL,
  sealed     bytea NOT NULL,
  begun_at   timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX sign_in_account ON sign_in (account, begun_at DESC);
CREATE INDEX sign_in_expiry ON sign_in (expires_at);

-- Signed-in browsers, with a row for each client: a sign-in for one client is no sign-in for another.
CREATE TABLE browser_session (
  -- SHA-256 of the cookie.
  id           bytea NOT NULL,
  -- The client. Empty: the sign-in page itself.
  client       text COLLATE "C" NOT NULL,
  account      text COLLATE "C" NOT NULL,
  service      text NOT NULL,
  decision_id  uuid NOT NULL,
  signed_in_at timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL,
  -- The session's secret, sealed under a key that only the cookie completes. NULL: no session was granted.
  key_id       text,
  sealed       bytea,
  PRIMARY KEY (id, client)
);
CREATE INDEX browser_session_account ON browser_session (account);
CREATE INDEX browser_session_expiry ON browser_session (expires_at);

-- The branding of the sign-in page for a domain.
CREATE TABLE branding (
  domain     text COLLATE "C" PRIMARY KEY,
  name       text NOT NULL,
  logo_png   bytea NOT NULL,
  colour     text NOT NULL,
  help       text NOT NULL,
  languages  text[] NOT NULL,
  changed_at timestamptz NOT NULL
);

-- One-time codes of forward authentication.
CREATE TABLE forward_code (
  -- SHA-256 of the code.
  id         bytea PRIMARY KEY,
  client     text COLLATE "C" NOT NULL,
  origin     text NOT NULL,
  binding    text NOT NULL,
  account    text COLLATE "C" NOT NULL,
  until      timestamptz NOT NULL,
  -- The session's secret, sealed under a key that only the code completes.
  key_id     text NOT NULL,
  sealed     bytea NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX forward_code_expiry ON forward_code (expires_at);

-- Records of OpenID Connect: codes, tokens, grants and its own sessions. A token is stored as its SHA-256 only.
CREATE TABLE openid (
  kind        text NOT NULL,
  -- SHA-256 of the value that is presented.
  id          bytea NOT NULL,
  payload     jsonb NOT NULL,
  grant_id    text,
  uid         text,
  account     text COLLATE "C",
  client      text COLLATE "C",
  -- Of a code: when it was used.
  consumed_at timestamptz,
  -- Of a refresh token that rotates: its predecessor, and whether one of its successors was presented.
  predecessor bytea,
  superseded  boolean NOT NULL DEFAULT false,
  -- The session's secret, sealed under a key that only the presented value completes.
  key_id      text,
  sealed      bytea,
  expires_at  timestamptz NOT NULL,
  PRIMARY KEY (kind, id)
);
CREATE INDEX openid_grant ON openid (grant_id) WHERE grant_id IS NOT NULL;
CREATE UNIQUE INDEX openid_uid ON openid (uid) WHERE uid IS NOT NULL;
CREATE INDEX openid_account ON openid (account) WHERE account IS NOT NULL;
CREATE INDEX openid_client ON openid (client) WHERE client IS NOT NULL;
CREATE INDEX openid_expiry ON openid (expires_at);

-- Keys that sign ID tokens. A new key is published before it signs. An old key is published until its last token
-- expires.
CREATE TABLE signing_key (
  kid         text PRIMARY KEY,
  public_jwk  jsonb NOT NULL,
  key_id      text NOT NULL,
  sealed      bytea NOT NULL,
  signs_from  timestamptz NOT NULL,
  signs_until timestamptz NOT NULL,
  gone_at     timestamptz NOT NULL
);
