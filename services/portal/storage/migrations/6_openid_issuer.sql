-- Up Migration

-- Which of the hosts a row is of: what one issued is good at no other. Rows of the version before are of none.
ALTER TABLE openid ADD COLUMN issuer text COLLATE "C" NOT NULL DEFAULT '';

-- Of what anybody can begin: the network it was begun from; null once a person is signed in by it.
ALTER TABLE openid ADD COLUMN begun_by text COLLATE "C";
CREATE INDEX openid_begun_by ON openid (begun_by, expires_at) WHERE begun_by IS NOT NULL;
CREATE INDEX openid_begun ON openid (expires_at) WHERE begun_by IS NOT NULL;
