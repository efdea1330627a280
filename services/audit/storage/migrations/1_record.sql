-- Up Migration

-- The tree, as one row. A transaction that appends locks the row FOR UPDATE until it commits. So one writer at a time
-- appends over all replicas, and indexes have no gaps.
create table tree (
  only_one boolean primary key default true check (only_one),
  -- The name of the log in its checkpoints. Set at the first start and never changed.
  origin text,
  size bigint not null default 0,
  -- Roots of the complete subtrees that cover the leaves, largest first, 32 octets each.
  peaks bytea not null default '',
  -- The total size of the events that were not erased, in octets.
  payload_octets bigint not null default 0
);
insert into tree default values;

create table source (
  id smallint generated always as identity primary key,
  name text not null unique,
  -- The numbers that were recorded. Numbers between them are missing.
  numbers int8multirange not null default '{}',
  last_recorded_at timestamptz
);

-- One row for each leaf, never deleted. Erasing an event removes the event, its salt and all columns read from it.
create table leaf (
  index bigint primary key,
  hash bytea not null check (octet_length(hash) = 32),
  source smallint not null,
  sequence bigint not null,
  event_id text collate "C" not null,
  recorded_at timestamptz not null,
  salt bytea,
  event bytea,
  -- These columns were read from the event when it was recorded.
  time timestamptz,
  type text collate "C",
  domain text collate "C",
  account text collate "C",
  client_ip inet,
  service text collate "C",
  decision text collate "C",
  reason text collate "C",
  rule text collate "C",
  check ((event is null) = (salt is null)),
  unique (source, sequence),
  unique (event_id)
);
create index leaf_time on leaf (time, index) where event is not null;
create index leaf_type on leaf (type, time, index) where event is not null;
create index leaf_domain on leaf (domain, time, index) where event is not null;
create index leaf_account on leaf (account, time, index) where event is not null and account is not null;
create index leaf_client_ip on leaf (client_ip, time, index) where event is not null and client_ip is not null;
create index leaf_reason on leaf (reason, time, index) where event is not null and reason is not null;
create index leaf_rule on leaf (rule, time, index) where event is not null and rule is not null;
create index leaf_service on leaf (service, time, index) where event is not null and service is not null;
create index leaf_decision on leaf (decision, time, index) where event is not null and decision is not null;

-- Complete subtrees of 256, 65536, ... leaves (levels 8, 16, ...). With them, a proof reads at most 256 rows of each
-- level.
create table subtree (
  level smallint,
  index bigint,
  hash bytea not null check (octet_length(hash) = 32),
  primary key (level, index)
);

-- Numbers under which a source sent an event that is already recorded under another of its numbers.
create table renumbered (
  source smallint,
  sequence bigint,
  index bigint not null,
  primary key (source, sequence)
);

create table checkpoint (
  size bigint primary key,
  root bytea not null check (octet_length(root) = 32),
  note text not null,
  published_at timestamptz not null
);

-- Alarms, one row each, so that each alarm's event is sent once.
create table refused_event (
  source text,
  sequence bigint,
  event_id text,
  primary key (source, sequence, event_id)
);
create table changed_tree (
  size bigint primary key
);
create table missing_numbers (
  source text,
  first bigint,
  last bigint,
  noticed_at timestamptz not null,
  told boolean not null default false,
  primary key (source, first, last)
);

-- An erased event remains in a dead row until the table is vacuumed. So autovacuum starts after few dead rows, however
-- large the table is.
alter table leaf set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
