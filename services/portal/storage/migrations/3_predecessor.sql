-- Up Migration

-- Of several refresh tokens that came after one, the first that is presented ends the others.
CREATE INDEX openid_predecessor ON openid (predecessor) WHERE predecessor IS NOT NULL;
