-- Up Migration

-- include not-before-ask
