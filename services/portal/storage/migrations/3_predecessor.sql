-- Up Migration

-- Finds the successors of a refresh token: the first of them that is presented ends the others.
CREATE INDEX openid_predecessor ON openid (predecessor) WHERE predecessor IS NOT NULL;
