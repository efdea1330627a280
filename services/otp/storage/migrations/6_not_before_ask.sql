-- Up Migration

-- include not-before-ask

-- Copies the rows that wait in trust_revocation. That table stays for replicas of the version before, which write to it
-- and process it. The version after this one drops it.
INSERT INTO not_before_ask (id, owner, reason, actor, next_try_at)
  SELECT id, account, 'otp-reset', actor, next_try_at FROM trust_revocation;
