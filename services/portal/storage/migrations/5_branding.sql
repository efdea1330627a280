-- Up Migration

ALTER TABLE branding
  -- An IANA time zone. Empty: the installation's.
  ADD COLUMN time_zone  text  NOT NULL DEFAULT '',
  -- The help text by language, which replaces `help`.
  ADD COLUMN help_texts jsonb NOT NULL DEFAULT '{}';
