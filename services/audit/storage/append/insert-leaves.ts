import type { Queryable } from '../../../../libs/pg/index.js';
import type { EventFacts } from '../../core/facts.js';
import type { Line } from './lines.js';

/**
 * One statement for all leaves. Salts, hashes and events are each sent as a single bytea value and split in Postgres.
 * An array would be sent as text, which is twice as long.
 */
const INSERT = `
  insert into leaf (index, hash, source, sequence, event_id, recorded_at, salt, event,
    time, type, domain, account, client_ip, service, decision, reason, rule)
  select $1::bigint + n - 1, substring($2::bytea from (32 * (n - 1) + 1)::int for 32),
    source, sequence, event_id, $3::timestamptz,
    substring($4::bytea from (16 * (n - 1) + 1)::int for 16),
    substring($5::bytea from begins for octets),
    time, type, domain, account, client_ip, service, decision, reason, rule
  from unnest($6::int[], $7::int[], $8::smallint[], $9::bigint[], $10::text[], $11::timestamptz[],
      $12::text[], $13::text[], $14::text[], $15::inet[], $16::text[], $17::text[], $18::text[],
      $19::text[])
    with ordinality as line (begins, octets, source, sequence, event_id, time,
      type, domain, account, client_ip, service, decision, reason, rule, n)`;

/** Adds leaves in order, starting at `firstIndex`. */
export async function insertLeaves(
  tx: Queryable,
  leaves: {
    lines: readonly Line[];
    firstIndex: number;
    sourceIds: readonly number[];
    now: Date;
  },
): Promise<void> {
  const { lines, firstIndex, sourceIds, now } = leaves;
  const begins: number[] = [];
  let end = 1;
  for (const { bytes } of lines) {
    begins.push(end);
    end += bytes.length;
  }
  const facts = (read: (of: EventFacts) => unknown) =>
    lines.map((line) => read(line.facts) ?? null);
  await tx.query(INSERT, [
    firstIndex,
    Buffer.concat(lines.map((line) => line.hash)),
    now,
    Buffer.concat(lines.map((line) => line.salt)),
    Buffer.concat(lines.map((line) => line.bytes)),
    begins,
    lines.map((line) => line.bytes.length),
    sourceIds,
    lines.map((line) => line.sequence),
    lines.map((line) => line.id),
    facts((of) => new Date(of.time).toISOString()),
    facts((of) => of.type),
    facts((of) => of.domain),
    facts((of) => of.account),
    facts((of) => of.clientIp),
    facts((of) => of.service),
    facts((of) => of.decision),
    facts((of) => of.reason),
    facts((of) => of.rule),
  ]);
}

/** Stores the numbers of events that are recorded under another number. */
export async function insertRenumbered(
  tx: Queryable,
  rows: readonly { sourceId: number; sequence: number; index: number }[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `insert into renumbered (source, sequence, index)
     select * from unnest($1::smallint[], $2::bigint[], $3::bigint[])`,
    [
      rows.map((row) => row.sourceId),
      rows.map((row) => row.sequence),
      rows.map((row) => row.index),
    ],
  );
}
