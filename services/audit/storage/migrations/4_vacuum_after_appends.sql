-- Up Migration

-- Appended rows are frozen a million at a time, however large the table is. By default, a fifth of the table had to be
-- appended first, and one vacuum then read all of that.
alter table leaf set (autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 1000000);
