import {
  EMPTY_FRONTIER,
  type Frontier,
  hashEvent,
  packHashes,
  SALT_SIZE,
} from '../../../libs/merkle/index.js';
import type { Database, Queryable } from '../../../libs/pg/index.js';
import { factsIn } from '../core/compare-index.js';
import type { EventFacts } from '../core/facts.js';
import type { Repairing } from '../ports.js';
import { holdTree } from './append/tree-row.js';
import type { AppendEvent } from './erasing.js';
import { COUNTED_NUMBERS } from './read-index.js';
import { type StoredNode, scanPage } from './scan-tree.js';

/** Computes anew, in Postgres, what is derived from the leaves. */
export function createRepairing(parts: {
  database: Database;
  appendEvent: AppendEvent;
}): Repairing {
  const { database, appendEvent } = parts;
  return {
    scan(signed) {
      const wrong: StoredNode[] = [];
      let scanned = EMPTY_FRONTIER;
      return {
        async next() {
          const { frontier, ...page } = await scanPage(database, scanned, signed);
          scanned = frontier;
          wrong.push(...page.wrong);
          return { ...page, size: frontier.size, wrong: wrong.length };
        },
        repair: ({ searched, sources, by }) =>
          database.transaction(async (tx) => {
            const held = await holdAnyTree(tx);
            const rest = await scanRest(tx, scanned);
            const nodes = [...wrong, ...rest.wrong];
            const surplus = await writeNodes(tx, nodes, rest.frontier.size);
            const tree = await writeTree(tx, held, rest.frontier);
            const counted = await countAgain(tx, sources);
            let found = 0;
            for (const index of searched) found += await readAgain(tx, index);
            const subtrees = nodes.length + surplus;
            const repaired = { subtrees, tree, sources: counted, searched: found };
            await appendEvent(tx, { kind: 'repaired', by, ...repaired });
            return repaired;
          }),
      };
    },
  };
}

/** Holds the tree as `holdTree` does, also if its edge is none. */
async function holdAnyTree(tx: Queryable): Promise<Frontier | undefined> {
  await tx.query('select from tree for update');
  return holdTree(tx).catch(() => undefined);
}

/** What was appended since the leaves were read. */
async function scanRest(tx: Queryable, scanned: Frontier) {
  const wrong: StoredNode[] = [];
  let frontier = scanned;
  for (let last = false; !last; ) {
    const page = await scanPage(tx, frontier, []);
    wrong.push(...page.wrong);
    ({ frontier, last } = page);
  }
  return { frontier, wrong };
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

async function writeTree(
  tx: Queryable,
  held: Frontier | undefined,
  frontier: Frontier,
): Promise<boolean> {
  const peaks = packHashes(frontier.peaks);
  if (held?.size === frontier.size && packHashes(held.peaks).equals(peaks)) return false;
  await tx.query(
    `update tree set size = $1, peaks = $2,
       payload_octets = (select coalesce(sum(octet_length(event)), 0) from leaf)`,
    [frontier.size, peaks],
  );
  return true;
}

async function countAgain(tx: Queryable, sources: readonly string[]): Promise<string[]> {
  if (sources.length === 0) return [];
  const { rows } = await tx.query<{ name: string }>(
    `update source set numbers = ${COUNTED_NUMBERS} where name = any($1) returning name`,
    [sources],
  );
  return rows.map(({ name }) => name).toSorted();
}

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
