import { invalidArgument } from '../../../libs/errors/index.js';
import { domainOfAccount } from '../../../libs/names/account.js';
import type { Requester } from '../core/audit-event.js';
import type { Position } from '../core/page-token.js';
import type { Erasing } from '../ports.js';

const BATCH = 1000;

/**
 * Erases payload and salt of every event of one account that is recorded now, in batches, each with its event in the
 * record. If it is interrupted, the batches done so far stay erased and a repeated call continues.
 * @returns how many events
 * @throws GatepostError INVALID_ARGUMENT for a comment that is missing or names the account
 */
export async function erase(
  { erasing }: { readonly erasing: Erasing },
  request: { readonly account: string; readonly eraser: Requester },
  signal: AbortSignal,
): Promise<number> {
  const { account, eraser } = request;
  if (eraser.comment.trim() === '') throw invalidArgument('actor.comment', 'is missing');
  for (const [field, text] of [
    ['actor.comment', eraser.comment],
    ['actor.on_behalf_of', eraser.onBehalfOf],
  ] as const) {
    // The event of the erasure stays for ever.
    if (text.toLowerCase().includes(account)) throw invalidArgument(field, 'names the account');
  }
  const domain = domainOfAccount(account);
  let erased = 0;
  let behind: Position | undefined;
  for (;;) {
    signal.throwIfAborted();
    const job = { selection: { account }, limit: BATCH, ...(behind && { behind }) };
    const { count, last, done } = await erasing.erase(job, (what) => ({
      kind: 'erased',
      cause: 'account',
      domain,
      eraser,
      ...what,
    }));
    erased += count;
    if (done) return erased;
    behind = last;
  }
}
