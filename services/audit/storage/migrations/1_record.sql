-- Up Migration

-- The tree: one row. Whoever appends holds it FOR UPDATE until it commits, so that one writer at a
-- time appends, on however many replicas, and indexes have no gaps.
create table tree (
  only_one boolean primary key default true check (only_one),
  -- Names the log in its checkpoints; set at the first start, never changed.
  origin text,
  size bigint not null default 0,
  -- Roots of the complete subtrees that the leaves fall into, largest first, 32 octets each.
  peaks bytea not null default '',
  -- Octets of the events that were not erased.
  payload_octets bigint not null default 0
);
insert into tree default values;

create table source (
  id smallint generated always as identity primary key,
  name text not null unique,
  -- The numbers that were recorded; what lies between is missing.
  numbers int8multirange not null default '{}',
  last_recorded_at timestamptz
);

-- One row a leaf, for ever. Erasing takes the event, the salt and all that was read from the event.
create table leaf (
  index bigint primary key,
  hash bytea not null check (octet_length(hash) = 32),
  source smallint not null,
  sequence bigint not null,
  event_id text collate "C" not null,
  recorded_at timestamptz not null,
  salt bytea,
  event bytea,
  -- Read from the event when it was recorded.
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

-- Complete subtrees of 256, 65536, ... leaves (levels 8, 16, ...): with these and the leaves, a
-- proof needs at most 256 rows of each level.
create table subtree (
  level smallint,
  index bigint,
  hash bytea not null check (octet_length(hash) = 32),
  primary key (level, index)
);

-- Numbers under which a source sent again what is recorded under another of its numbers.
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

-- Alarms, one row each, so that the event of one is sent once.
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

-- What was erased is a dead row until it is vacuumed: soon, however large the table.
alter table leaf set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
