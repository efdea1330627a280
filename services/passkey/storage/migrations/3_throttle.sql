-- Up Migration

-- include throttle
