-- Up Migration

-- include outbox
