-- Up Migration

-- What counts against the day's number: what is held for a digest is not looked through for it.
CREATE INDEX mail_counted ON mail (account, made_at) WHERE state <> 'held';
