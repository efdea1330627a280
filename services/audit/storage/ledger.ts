import type { Clock } from '../../../libs/clock/index.js';
import {
  type Database,
  groupCommit,
  isUniqueViolation,
  type Queryable,
} from '../../../libs/pg/index.js';
import type { Random } from '../../../libs/random/index.js';
import type { Conflict } from '../core/conflict.js';
import { type Deduplicated, deduplicate } from '../core/deduplicate.js';
import type { Ledger } from '../ports.js';
import { assignSequenceNumbers } from './append/assign-sequence-numbers.js';
import { findById, findByNumber } from './append/find-stored.js';
import { insertLeaves, insertRenumbered } from './append/insert-leaves.js';
import { type Line, prepare } from './append/lines.js';
import { addNumbers, findSources, type SourceRow } from './append/sources.js';
import { growTree, holdTree } from './append/tree-row.js';
import { isIn } from './numbers.js';

/** `known-numbers`: ids are assumed to be new, and the unique index reports the ones that are not. */
type LookUp = 'known-numbers' | 'everything';

/** The most events in one transaction, unless a single batch has more. */
const MOST_AT_ONCE = 5000;

/** The ledger in Postgres. Any number of replicas may append at the same time. */
export function createLedger(parts: {
  database: Database;
  clock: Clock;
  random: Random;
  /** Called after a commit that grew the record. Must not throw. */
  onGrown: () => void;
}): Ledger & { close(): Promise<void> } {
  const { database, clock, random, onGrown } = parts;

  async function write(lines: readonly (readonly Line[])[]) {
    const run = (lookUp: LookUp) =>
      database.transaction((tx) => appendTo(tx, { lines, now: new Date(clock.now()), lookUp }));
    const conflicts = await run('known-numbers').catch((error) => {
      // An id that was assumed to be new is not.
      if (isUniqueViolation(error, 'leaf_event_id_key')) return run('everything');
      throw error;
    });
    onGrown();
    return conflicts;
  }

  const commits = groupCommit<readonly Line[], Conflict | undefined>({
    maxBatch: 1000,
    maxDelayMs: 4000,
    maxQueue: 1000,
    // May take several transactions. A repeated batch is recognised by its numbers.
    async write(batches) {
      const conflicts: (Conflict | undefined)[] = [];
      for (const part of partsOf(batches)) conflicts.push(...(await write(part)));
      return conflicts;
    },
  });
  return {
    // Salted and hashed before its turn, because others wait while the tree is held.
    append: async (batch) => commits.submit(prepare(batch, random)),
    close: () => commits.close(),
  };
}

function partsOf(batches: readonly (readonly Line[])[]): (readonly Line[])[][] {
  const parts: (readonly Line[])[][] = [];
  let events = MOST_AT_ONCE;
  for (const batch of batches) {
    events += batch.length;
    if (events > MOST_AT_ONCE) {
      parts.push([]);
      events = batch.length;
    }
    parts.at(-1)?.push(batch);
  }
  return parts;
}

async function appendTo(
  tx: Queryable,
  job: { lines: readonly (readonly Line[])[]; now: Date; lookUp: LookUp },
): Promise<(Conflict | undefined)[]> {
  const { now, lookUp } = job;
  // Held until the commit, so that nobody else appends and each statement below sees all earlier appends.
  const tree = await holdTree(tx);
  const names = new Set(job.lines.flat().map((line) => line.source));
  const sources = await findSources(tx, [...names]);
  const lines = assignSequenceNumbers(job.lines, sources);
  const all = lines.flat();
  const sourceOf = (line: Line) => sources.get(line.source) as SourceRow;
  const known = all
    .filter((line) => isIn(sourceOf(line).runs, line.sequence))
    .map((line) => ({ ...line, sourceId: sourceOf(line).id }));
  const deduplicated = deduplicate(lines, {
    size: tree.size,
    byNumber: await findByNumber(tx, known),
    byId: await findById(tx, lookUp === 'everything' ? all.map((line) => line.id) : []),
  });
  const { fresh } = deduplicated;
  if (fresh.length > 0) {
    const sourceIds = fresh.map((line) => sourceOf(line).id);
    await insertLeaves(tx, { lines: fresh, firstIndex: tree.size, sourceIds, now });
    await growTree(tx, tree, fresh);
  }
  await noteNumbers(tx, deduplicated, { sources, now });
  return [...deduplicated.conflicts];
}

async function noteNumbers(
  tx: Queryable,
  { fresh, renumbered }: Deduplicated<Line>,
  { sources, now }: { sources: ReadonlyMap<string, SourceRow>; now: Date },
): Promise<void> {
  await insertRenumbered(
    tx,
    renumbered.map(({ candidate, index }) => {
      const sourceId = (sources.get(candidate.source) as SourceRow).id;
      return { sourceId, sequence: candidate.sequence, index };
    }),
  );
  const added = [...fresh, ...renumbered.map(({ candidate }) => candidate)];
  for (const [name, source] of sources) {
    const numbers = added.filter((line) => line.source === name).map((line) => line.sequence);
    if (numbers.length > 0) await addNumbers(tx, { source, numbers, now });
  }
}
