-- Up Migration

-- Finds the mails that count towards the day's limit without reading those held for a digest.
CREATE INDEX mail_counted ON mail (account, made_at) WHERE state <> 'held';
