-- Up Migration

-- What clients of OpenID Connect know an account as. Never an account's name: a mailbox that is removed and made again
-- is another subject (OpenID Connect Core 1.0, section 2). Removing the account deletes the row.
CREATE TABLE subject (
  account text COLLATE "C" PRIMARY KEY,
  id      uuid NOT NULL UNIQUE
);

-- Clients that were told of a session and take logout tokens: written with the code that opens it. Once the session
-- ends, `due_at` says when the client is told next; the row goes when the client has it, or was tried for long enough.
CREATE TABLE client_login (
  -- trust-store's.
  session_id uuid NOT NULL,
  client     text COLLATE "C" NOT NULL,
  -- The session as the client knows it.
  sid        text NOT NULL,
  subject    uuid NOT NULL,
  -- The host that signed the person in.
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

-- How far trust-store's sessions that end were followed.
CREATE TABLE followed (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  position  text NOT NULL
);
INSERT INTO followed (position) VALUES ('');
