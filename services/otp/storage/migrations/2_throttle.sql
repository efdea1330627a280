-- Up Migration

-- include throttle-1
