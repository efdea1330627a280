import { unavailable } from '../../../libs/errors/index.js';
import {
  EMPTY_FRONTIER,
  type Frontier,
  hashEvent,
  packHashes,
  SALT_SIZE,
} from '../../../libs/merkle/index.js';
import type { Database, Queryable } from '../../../libs/pg/index.js';
import type { Repaired, Requester } from '../core/audit-event.js';
import { factsIn } from '../core/compare-index.js';
import type { EventFacts } from '../core/facts.js';
import type { Repairing } from '../ports.js';
import { holdTree } from './append/tree-row.js';
import type { AppendEvent } from './erasing.js';
import { formatMultirange, type Run, withNumbers } from './numbers.js';
import { PAGE, type ScannedPage, type StoredNode, scanPage } from './scan-tree.js';

/** How often the write is tried. Each time, more than a page of leaves arrived since the last one was read. */
const MOST_TRIES = 10;

/** Computes anew, in Postgres, what is derived from the leaves. */
export function createRepairing(parts: {
  database: Database;
  appendEvent: AppendEvent;
  /** The most leaves that are read at once. Default: `PAGE`. */
  page?: number;
}): Repairing {
  const { database, appendEvent, page = PAGE } = parts;

  /** @returns undefined if more than a page of leaves has arrived since `scanned`, and nothing was written */
  async function write(
    scanned: Scanned,
    found: { searched: readonly number[]; by: Requester },
  ): Promise<Repaired | undefined> {
    const { searched: indexes, by } = found;
    const job = async (tx: Queryable) => {
      // First the leaves and then the tree, as when payloads are erased.
      let searched = 0;
      for (const index of indexes) searched += await readAgain(tx, index);
      const held = await holdAnyTree(tx);
      const rest = await scanPage(tx, { frontier: scanned.frontier, signed: [], page });
      if (!rest.last) throw new Behind();
      const whole = extended(scanned, rest);
      const surplus = await writeNodes(tx, whole.wrong, whole.frontier.size);
      const tree = await writeTree(tx, held, whole);
      const sources = await writeNumbers(tx, whole.numbers);
      const repaired = { subtrees: whole.wrong.length + surplus, tree, sources, searched };
      await appendEvent(tx, { kind: 'repaired', by, ...repaired });
      return repaired;
    };
    return database.transaction(job).catch((error: unknown) => {
      if (error instanceof Behind) return undefined;
      throw error;
    });
  }

  return {
    scan(signed) {
      let scanned: Scanned | undefined;
      const readOn = async (trees: typeof signed) => {
        const before = scanned ?? (await beginning(database));
        const read = await scanPage(database, { frontier: before.frontier, signed: trees, page });
        scanned = extended(before, read);
        return { read, scanned };
      };
      return {
        async next() {
          const { read, scanned: now } = await readOn(signed);
          const { differsFrom, last } = read;
          return { differsFrom, last, size: now.frontier.size, wrong: now.wrong.length };
        },
        async repair(found) {
          for (let tries = 0; tries < MOST_TRIES; tries++) {
            let near = await readOn([]);
            while (!near.read.last) near = await readOn([]);
            const repaired = await write(near.scanned, found);
            if (repaired !== undefined) return repaired;
          }
          throw unavailable('events arrive faster than they can be read: repair again later');
        },
      };
    },
  };
}

/** Leaves arrived, more than may be read while the tree is held. */
class Behind extends Error {}

/** What the leaves read so far make. */
interface Scanned {
  readonly frontier: Frontier;
  readonly wrong: readonly StoredNode[];
  /** By the id of the source. */
  readonly numbers: ReadonlyMap<number, readonly Run[]>;
  /** How many leaves there were at the beginning, and what the stored sum of payloads was. */
  readonly before: { readonly leaves: number; readonly octets: number };
  /** Payloads of those leaves. */
  readonly octets: number;
}

async function beginning(database: Queryable): Promise<Scanned> {
  const { rows } = await database.query<{ leaves: number; octets: number }>(
    `select payload_octets as octets, (select coalesce(max(index) + 1, 0) from leaf) as leaves
     from tree`,
  );
  const before = rows[0] ?? { leaves: 0, octets: 0 };
  return { frontier: EMPTY_FRONTIER, wrong: [], numbers: new Map(), before, octets: 0 };
}

function extended(scanned: Scanned, { frontier, leaves, wrong }: ScannedPage): Scanned {
  const numbers = new Map(scanned.numbers);
  for (const source of new Set(leaves.map((leaf) => leaf.source))) {
    const ofSource = leaves.filter((leaf) => leaf.source === source);
    const added = ofSource.map(({ sequence }) => sequence);
    numbers.set(source, withNumbers(numbers.get(source) ?? [], added));
  }
  const early = leaves.slice(0, Math.max(0, scanned.before.leaves - scanned.frontier.size));
  const octets = early.reduce((sum, leaf) => sum + leaf.octets, scanned.octets);
  return { ...scanned, frontier, wrong: [...scanned.wrong, ...wrong], numbers, octets };
}

/** Holds the tree as `holdTree` does, also if its edge is none. */
async function holdAnyTree(tx: Queryable): Promise<Frontier | undefined> {
  await tx.query('select from tree for update');
  return holdTree(tx).catch(() => undefined);
}

/** @returns how many subtrees were stored that are none */
async function writeNodes(
  tx: Queryable,
  nodes: readonly StoredNode[],
  size: number,
): Promise<number> {
  await tx.query(
    `insert into subtree (level, index, hash)
     select * from unnest($1::smallint[], $2::bigint[], $3::bytea[])
     on conflict (level, index) do update set hash = excluded.hash`,
    [
      nodes.map(({ level }) => level),
      nodes.map(({ index }) => index),
      nodes.map(({ hash }) => hash),
    ],
  );
  const { count } = await tx.query(
    `delete from subtree
     where level <= 0 or level % 8 <> 0 or index < 0 or (index + 1) * power(2, level) > $1`,
    [size],
  );
  return count;
}

/**
 * The stored sum of payloads becomes what the leaves of the beginning hold, with what it has changed by since. Where a
 * payload was erased after the beginning and before its leaf was read, it is taken off twice: retention by size then
 * keeps that much more.
 */
async function writeTree(
  tx: Queryable,
  held: Frontier | undefined,
  { frontier, octets, before }: Scanned,
): Promise<boolean> {
  const peaks = packHashes(frontier.peaks);
  if (held?.size === frontier.size && packHashes(held.peaks).equals(peaks)) return false;
  await tx.query(
    'update tree set size = $1, peaks = $2, payload_octets = payload_octets + $3::bigint',
    [frontier.size, peaks, octets - before.octets],
  );
  return true;
}

/** @returns names of the sources whose numbers were others */
async function writeNumbers(
  tx: Queryable,
  numbers: ReadonlyMap<number, readonly Run[]>,
): Promise<string[]> {
  const { rows } = await tx.query<{ name: string }>(WRITE_NUMBERS, [
    [...numbers.keys()],
    [...numbers.values()].map(formatMultirange),
  ]);
  return rows.map(({ name }) => name).toSorted();
}

/** The numbers of the leaves, and those under which events were sent again. */
const WRITE_NUMBERS = `
  update source set numbers = due.numbers from (
    select source.id, coalesce(counted.runs, '{}')::int8multirange + coalesce((
        select range_agg(int8range(sequence, sequence, '[]')) from renumbered
        where renumbered.source = source.id), '{}') as numbers
    from source left join unnest($1::smallint[], $2::text[]) as counted (id, runs)
      on counted.id = source.id
  ) due
  where due.id = source.id and due.numbers <> source.numbers
  returning name`;

const COLUMNS = ['type', 'domain', 'account', 'service', 'decision', 'reason', 'rule'] as const;

/** Reads the search columns of an event from its text anew, if that is the one under its leaf hash. */
async function readAgain(tx: Queryable, index: number): Promise<number> {
  const { rows } = await tx.query<{ event: Buffer | null; salt: Buffer | null; hash: Buffer }>(
    'select event, salt, hash from leaf where index = $1 for update',
    [index],
  );
  const [row] = rows;
  if (row === undefined) return 0;
  const { event, salt, hash } = row;
  let facts: EventFacts | undefined;
  if (event !== null) {
    const genuine = salt?.length === SALT_SIZE && hashEvent(salt, event).equals(hash);
    facts = genuine ? factsIn(event) : undefined;
    if (facts === undefined) return 0;
  }
  const { count } = await tx.query(
    `update leaf set time = $2, client_ip = $3::inet, ${COLUMNS.map((name, n) => `${name} = $${n + 4}`)}
     where index = $1`,
    [
      index,
      facts === undefined ? null : new Date(facts.time),
      facts?.clientIp ?? null,
      ...COLUMNS.map((name) => facts?.[name] ?? null),
    ],
  );
  return count;
}
