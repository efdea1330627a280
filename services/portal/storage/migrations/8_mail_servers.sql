-- Up Migration

-- Where a domain's mail programs connect, by protocol.
ALTER TABLE branding ADD COLUMN mail jsonb NOT NULL DEFAULT '{}';
