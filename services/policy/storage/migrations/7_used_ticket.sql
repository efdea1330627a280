-- Up Migration

-- include used-ticket
