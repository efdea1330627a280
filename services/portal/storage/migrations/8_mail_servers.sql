-- Up Migration

-- The mail servers that a domain's mail programs connect to, by protocol.
ALTER TABLE branding ADD COLUMN mail jsonb NOT NULL DEFAULT '{}';
