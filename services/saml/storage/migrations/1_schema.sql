-- Up Migration

-- Creates nothing: the first version stored nothing.
SELECT 1;
