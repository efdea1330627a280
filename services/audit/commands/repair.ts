import { failedPrecondition, invalidArgument } from '../../../libs/errors/index.js';
import type { Repaired, Requester } from '../core/audit-event.js';
import { isMisindexed } from '../core/compare-index.js';
import type { Checkpoints, Events, LastSigned, Notary, Repairing, SignedTree } from '../ports.js';

export interface RepairParts {
  readonly events: Pick<Events, 'indexed'>;
  readonly checkpoints: Checkpoints;
  readonly lastSigned: LastSigned;
  readonly notary: Notary;
  readonly repairing: Repairing;
}

/** The most that one repair puts right. A record with more damage is restored from a backup. */
const MOST = 10_000;
const INDEX_PAGE = 1000;

/**
 * Computes anew what is derived from the leaves. The leaves themselves must make every tree that was signed last, so
 * that a repair never hides a change of the record.
 * @throws GatepostError FAILED_PRECONDITION if the leaves are not those that were signed, or too much is wrong
 */
export async function* repair(
  parts: RepairParts,
  by: Requester,
  signal: AbortSignal,
): AsyncGenerator<{ readonly next: number; readonly repaired?: Repaired }> {
  if (by.comment.trim() === '') throw invalidArgument('actor.comment', 'is missing');
  const { events, repairing } = parts;
  const signed = await signedTrees(parts);
  const scan = repairing.scan(signed);
  const searched: number[] = [];
  let size = 0;
  for (let last = false; !last; ) {
    signal.throwIfAborted();
    const page = await scan.next();
    if (page.differsFrom !== undefined) throw notSigned(page.differsFrom.size);
    searched.push(...(await differingIn(events, size, page.size)));
    if (page.wrong > MOST || searched.length > MOST) throw tooMuch();
    ({ size, last } = page);
    yield { next: size };
  }
  const largest = Math.max(...signed.map((tree) => tree.size));
  if (size < largest) throw notSigned(largest);
  yield { next: size, repaired: await scan.repair({ searched, by }) };
}

/** What was signed last: by any replica, as Postgres has it, and by this one, as it remembers. */
async function signedTrees({ checkpoints, lastSigned, notary }: RepairParts) {
  const signed: SignedTree[] = [];
  const own = lastSigned.get();
  if (own !== undefined) signed.push(own);
  const newest = await checkpoints.newest();
  if (newest !== undefined) {
    const tree = notary.open(newest.note);
    if (tree === undefined) {
      throw failedPrecondition('the newest checkpoint is not signed by a key in use');
    }
    signed.push(tree);
  }
  if (signed.length > 0) return signed;
  throw failedPrecondition('no checkpoint was signed yet: nothing says which leaves are right');
}

async function differingIn(
  events: RepairParts['events'],
  begin: number,
  end: number,
): Promise<number[]> {
  const found: number[] = [];
  for (let from = begin; from < end; from += INDEX_PAGE) {
    const page = await events.indexed({ from, to: Math.min(end, from + INDEX_PAGE) });
    found.push(...page.filter(isMisindexed).map(({ index }) => index));
  }
  return found;
}

function notSigned(size: number) {
  return failedPrecondition(
    `the leaves are not those of the checkpoint of ${size} events: restore the record, a repair would hide the change`,
  );
}

function tooMuch() {
  return failedPrecondition(`more than ${MOST} parts are wrong: restore the record from a backup`);
}
