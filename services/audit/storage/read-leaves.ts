import type { Queryable } from '../../../libs/pg/index.js';
import type { RecordedEvent, RecordedLeaves } from '../ports.js';

/**
 * Reads a run of leaves as two values, because parsing a thousand rows costs several times more than everything else.
 * Events are JSON and are sent as text; as bytea they would be sent in hexadecimal. The actual lengths are sent, not
 * the expected ones, so that a verifier sees any manipulation.
 */
const readRun = (name: string, events: string) => ({
  name,
  text: `
    select string_agg(
        int8send(index) || int4send(source) || int8send(sequence)
          || float8send(date_part('epoch', recorded_at)) || int4send(octet_length(hash))
          || int4send(coalesce(octet_length(salt), 0))
          || int4send(coalesce(octet_length(event), 0)) || hash || coalesce(salt, ''), '') as heads,
      string_agg(${events}, '') as events
    from (select * from leaf where index >= $1 and index < $2 order by index) leaf`,
});
const AS_TEXT = readRun('read-leaves', "coalesce(convert_from(event, 'UTF8'), '')");
const AS_OCTETS = readRun('read-leaves-octets', "coalesce(event, '')");

/**
 * The names of all sources by id.
 * @param needed an id that must be among them
 */
export type SourceNames = (needed: number) => Promise<ReadonlyMap<number, string>>;

/** Leaves by index, from `from` up to but not including `to`. Missing leaves are left out. */
export async function readLeaves(
  database: Queryable,
  range: { from: number; to: number },
  namesWith: SourceNames,
): Promise<RecordedLeaves> {
  const { heads, bodies } = await readHalves(database, range);
  const events: RecordedEvent[] = [];
  const hashes: Buffer[] = [];
  let names: ReadonlyMap<number, string> = new Map();
  const head = reader(heads);
  const body = reader(bodies);
  while (!head.done()) {
    const fixed = head.take(40);
    const index = Number(fixed.readBigInt64BE(0));
    const id = fixed.readInt32BE(8);
    if (!names.has(id)) names = await namesWith(id);
    const source = names.get(id) ?? `unknown ${id}`;
    const sequence = Number(fixed.readBigInt64BE(12));
    const recordedAt = Math.round(fixed.readDoubleBE(20) * 1000);
    hashes.push(head.take(fixed.readInt32BE(28)));
    const salt = head.take(fixed.readInt32BE(32));
    const event = body.take(fixed.readInt32BE(36));
    events.push({ index, source, sequence, recordedAt, salt, event });
  }
  return { events, hashes };
}

async function readHalves(database: Queryable, { from, to }: { from: number; to: number }) {
  const read = async (statement: typeof AS_TEXT) => {
    const { rows } = await database.query<{
      heads: Buffer | null;
      events: string | Buffer | null;
    }>(statement, [from, to]);
    const { heads, events } = rows[0] ?? {};
    return { heads: heads ?? Buffer.alloc(0), bodies: Buffer.from(events ?? '') };
  };
  try {
    return await read(AS_TEXT);
  } catch (error) {
    // A payload is not valid text, so this service did not write it. It must still be returned unchanged.
    if (!isNoText(error)) throw error;
    return read(AS_OCTETS);
  }
}

/** SQLSTATE 22021, character_not_in_repertoire */
function isNoText(error: unknown): boolean {
  return ((error as Error).cause as { code?: unknown } | undefined)?.code === '22021';
}

function reader(octets: Buffer) {
  let at = 0;
  return {
    done: () => at >= octets.length,
    take(length: number): Buffer {
      at += length;
      return octets.subarray(at - length, at);
    },
  };
}

/** Names of sources. They never change, so they are read again only when an unknown one is needed. */
export function sourceNames(database: Queryable): SourceNames {
  let known = new Map<number, string>();
  return async (needed) => {
    if (known.has(needed)) return known;
    const { rows } = await database.query<{ id: number; name: string }>(
      'select id, name from source',
    );
    known = new Map(rows.map(({ id, name }) => [id, name]));
    return known;
  };
}
