-- Up Migration

-- Nothing is stored before a provider can be set.
SELECT 1;
