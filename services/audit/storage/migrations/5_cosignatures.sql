-- Up Migration

-- What witnesses signed about a checkpoint, one signature line each.
create table cosignature (
  size bigint not null,
  witness text not null,
  line text not null,
  cosigned_at timestamptz not null,
  primary key (witness, size)
);
create index cosignature_size on cosignature (size);
