import { type Actor, personOf } from '../../../libs/events/definitions/actor.js';
import { isAdministrator, SERVED_MS } from '../core/second-address.js';
import type { Clock, NoticeStore, Ticket } from '../ports.js';

/**
 * Removes what an account has besides its mailbox, and what was asked for. A person's is told and served
 * for a while more, as a thief may have removed it; an administrator's ends at once, as it may be a stranger's
 * who wants no mail.
 * @returns addresses removed
 */
export async function removeSecondAddress(
  parts: { readonly store: NoticeStore; readonly clock: Clock },
  request: { readonly account: string; readonly actor: Actor; readonly ticket?: Ticket },
): Promise<number> {
  const { store, clock } = parts;
  const { account, actor, ticket } = request;
  return store.change(account, async (change) => {
    if (ticket !== undefined) await change.use(ticket);
    const all = await change.list(account);
    const isOver = isAdministrator(actor);
    const confirmed = all.find(({ state }) => state === 'confirmed');
    if (confirmed !== undefined) {
      const { address } = confirmed;
      await change.tell({ account, kind: 'second-address-removed', address, actor });
      await change.demote(account, isOver ? undefined : clock.now() + SERVED_MS);
    }
    const others = all.filter(({ state }) => state === 'asked' || (isOver && state === 'former'));
    await change.remove(others.map(({ id }) => id));
    return others.length + (confirmed === undefined ? 0 : 1);
  });
}

/**
 * “This was not me”: the address that was set since the event is former from now on, and told so; the one
 * that it replaced is back. It is served for a while more: a thief who reads the mailbox silences nobody. Once: asked again, it changes nothing.
 * @param request.since ms since the epoch
 * @returns addresses removed
 */
export async function disownSecondAddress(
  { store, clock }: { readonly store: NoticeStore; readonly clock: Clock },
  request: { readonly ticket: Ticket; readonly since: number },
): Promise<number> {
  const { ticket, since } = request;
  const { account } = ticket;
  return store.change(account, async (change) => {
    if (!(await change.useOnce(ticket))) return 0;
    const recent = (await change.list(account)).filter((one) => one.since >= since);
    const confirmed = recent.find(({ state }) => state === 'confirmed');
    const actor = personOf(ticket);
    if (confirmed !== undefined) {
      const { address } = confirmed;
      await change.tell({ account, kind: 'second-address-removed', address, actor });
      await change.demote(account, clock.now() + SERVED_MS);
    }
    const asked = recent.filter(({ state }) => state === 'asked');
    await change.remove(asked.map(({ id }) => id));
    // The first that was given up since is the owner's.
    const before = recent.find(({ state }) => state === 'former');
    const isFree = confirmed !== undefined || !(await hasConfirmed(change.list(account)));
    if (before !== undefined && isFree) await change.promote(before.id);
    return asked.length + (confirmed === undefined ? 0 : 1);
  });
}

async function hasConfirmed(list: Promise<readonly { readonly state: string }[]>) {
  return (await list).some(({ state }) => state === 'confirmed');
}
