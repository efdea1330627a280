-- Up Migration

-- include not-before-ask

-- What waits in trust_revocation is asked for here, too. The table stays for replicas of the version before, which
-- write to it and work it off; the version after this one drops it.
INSERT INTO not_before_ask (id, owner, reason, actor, next_try_at)
  SELECT id, account, 'otp-reset', actor, next_try_at FROM trust_revocation;
