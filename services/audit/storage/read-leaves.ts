import type { Queryable } from '../../../libs/pg/index.js';
import type { RecordedEvent, RecordedLeaves } from '../ports.js';

/**
 * A run of leaves as one row: columns side by side instead of rows one after the other, because
 * taking a thousand rows apart costs more than all the rest.
 */
const READ = `
  select array_agg(index) as indexes, array_agg(name) as sources, array_agg(sequence) as sequences,
    array_agg((extract(epoch from recorded_at) * 1000)::bigint) as times,
    array_agg(octet_length(hash)) as hash_octets,
    array_agg(coalesce(octet_length(salt), 0)) as salt_octets,
    array_agg(coalesce(octet_length(event), 0)) as event_octets,
    string_agg(hash, '') as hashes, string_agg(coalesce(salt, ''), '') as salts,
    string_agg(coalesce(event, ''), '') as events
  from (select leaf.*, source.name from leaf join source on source.id = leaf.source
        where index >= $1 and index < $2 order by index) run`;

interface Run {
  readonly indexes: number[];
  readonly sources: string[];
  readonly sequences: number[];
  readonly times: number[];
  readonly hash_octets: number[];
  readonly salt_octets: number[];
  readonly event_octets: number[];
  readonly hashes: Buffer;
  readonly salts: Buffer;
  readonly events: Buffer;
}

/** Leaves by index, from `from` to before `to`; those that are not there are not in the answer. */
export async function readLeaves(
  database: Queryable,
  range: { from: number; to: number },
): Promise<RecordedLeaves> {
  const { rows } = await database.query<Run | { indexes: null }>(READ, [range.from, range.to]);
  const [run] = rows;
  if (run === undefined || run.indexes === null) return { events: [], hashes: [] };
  const hashes = cut(run.hashes, run.hash_octets);
  const salts = cut(run.salts, run.salt_octets);
  const bodies = cut(run.events, run.event_octets);
  const events = run.indexes.map((index, i): RecordedEvent => {
    return {
      index,
      event: bodies[i] as Buffer,
      salt: salts[i] as Buffer,
      source: run.sources[i] as string,
      sequence: run.sequences[i] as number,
      recordedAt: run.times[i] as number,
    };
  });
  return { events, hashes };
}

/** By the lengths there are, not by those there should be: a verifier is to see what was done. */
function cut(octets: Buffer, lengths: readonly number[]): Buffer[] {
  let at = 0;
  return lengths.map((length) => {
    at += length;
    return octets.subarray(at - length, at);
  });
}
