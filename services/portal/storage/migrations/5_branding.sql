-- Up Migration

ALTER TABLE branding
  -- IANA; empty: the installation's.
  ADD COLUMN time_zone  text  NOT NULL DEFAULT '',
  -- By language, in place of `help`.
  ADD COLUMN help_texts jsonb NOT NULL DEFAULT '{}';
