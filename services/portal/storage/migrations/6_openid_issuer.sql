-- Up Migration

-- The sign-in host that issued the row. Other hosts refuse it. Rows of the version before have none.
ALTER TABLE openid ADD COLUMN issuer text COLLATE "C" NOT NULL DEFAULT '';

-- Of a row that anybody can create: the network of the request. NULL once a person has signed in with it.
ALTER TABLE openid ADD COLUMN begun_by text COLLATE "C";
CREATE INDEX openid_begun_by ON openid (begun_by, expires_at) WHERE begun_by IS NOT NULL;
CREATE INDEX openid_begun ON openid (expires_at) WHERE begun_by IS NOT NULL;
