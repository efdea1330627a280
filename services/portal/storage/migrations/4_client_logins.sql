-- Up Migration

-- The subjects by which clients of OpenID Connect know accounts. A subject is not the account's name: a mailbox that is
-- removed and created again is another subject (OpenID Connect Core 1.0, section 2). Removing the account deletes the
-- row.
CREATE TABLE subject (
  account text COLLATE "C" PRIMARY KEY,
  id      uuid NOT NULL UNIQUE
);

-- Clients that must get a logout token when a session ends. The row is written with the code that opens the session.
-- Once the session ends, `due_at` is the time of the next try. The row is deleted when the client has the token, or
-- after the last try.
CREATE TABLE client_login (
  -- The session's id in trust-store.
  session_id uuid NOT NULL,
  client     text COLLATE "C" NOT NULL,
  -- The session's id for the client (`sid`).
  sid        text NOT NULL,
  subject    uuid NOT NULL,
  -- The sign-in host that signed the person in.
  issuer     text NOT NULL,
  domain     text COLLATE "C" NOT NULL,
  ended_at   timestamptz,
  due_at     timestamptz,
  tries      integer NOT NULL DEFAULT 0,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (session_id, client, sid)
);
CREATE INDEX client_login_due ON client_login (client, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX client_login_sid ON client_login (sid);
CREATE INDEX client_login_subject ON client_login (subject);
CREATE INDEX client_login_expiry ON client_login (expires_at);

-- How far the endings of trust-store's sessions were read.
CREATE TABLE followed (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  position  text NOT NULL
);
INSERT INTO followed (position) VALUES ('');
