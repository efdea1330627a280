import { notFound } from '../../../libs/errors/index.js';
import { personOf } from '../../../libs/events/definitions/actor.js';
import { SERVED_MS } from '../core/second-address.js';
import type { Clock, NoticeStore } from '../ports.js';

/**
 * Confirms once that an address may receive notices. The link proves that its user reads mail there. The previous
 * address is notified and keeps receiving notices for a while.
 * @throws GatepostError NOT_FOUND if the link was used or has expired
 */
export async function confirmSecondAddress(
  parts: { readonly store: NoticeStore; readonly clock: Clock },
  request: { readonly id: string; readonly frontEnd: string },
): Promise<{ readonly account: string; readonly address: string }> {
  const { store, clock } = parts;
  const { id, frontEnd } = request;
  const asked = await store.asked(id);
  if (asked === undefined) throw linkIsOver();
  const { account, address } = asked;
  return store.change(account, async (change) => {
    // Checked under the account's lock, so that the second of two simultaneous requests finds it used.
    const now = (await change.list(account)).find((one) => one.id === id);
    if (now?.state !== 'asked') throw linkIsOver();
    await change.demote(account, clock.now() + SERVED_MS);
    await change.promote(id);
    // An address that is set again must not receive notices twice.
    const same = (await change.list(account)).filter((one) => one.address === address);
    await change.remove(same.map((one) => one.id).filter((other) => other !== id));
    const actor = personOf({ frontEnd, decisionId: undefined });
    await change.notify({ account, kind: 'second-address-added', address, actor });
    return { account, address };
  });
}

/** NOT_FOUND: the link is unknown, used or expired. */
export function linkIsOver() {
  return notFound('the link is invalid, was used, or has expired');
}
