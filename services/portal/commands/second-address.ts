import { parseAccount } from '../../../libs/names/account.js';
import type { ChangeParts } from './begin-change.js';
import { type Changed, type ChangeRequest, change } from './change.js';

/** Sends a confirmation link to an address that is to get notices as well. */
export async function askSecondAddress(
  parts: ChangeParts,
  request: ChangeRequest & { readonly address: string },
): Promise<Changed> {
  const text = request.address.trim();
  if (text === '') return { kind: 'again', problem: 'address-missing' };
  const address = parseAccount(text);
  if (!address.ok) return { kind: 'again', problem: 'address-malformed' };
  const of = { act: 'second-address', store: 'notice' } as const;
  return change(parts, request, of, async (_, ticket) => {
    const { ownNotices } = parts;
    if (ownNotices === undefined) return { kind: 'out-of-date' };
    const outcome = await ownNotices.askSecondAddress(ticket, address.value.name);
    if (outcome !== 'asked') return { kind: 'again', problem: outcome };
    return { kind: 'done', what: 'second-address-asked' };
  });
}

/** Removes the second address, and any unconfirmed one. */
export function removeSecondAddress(parts: ChangeParts, request: ChangeRequest): Promise<Changed> {
  const of = { act: 'remove-second-address', store: 'notice' } as const;
  return change(parts, request, of, async (_, ticket) => {
    const { ownNotices } = parts;
    if (ownNotices === undefined) return { kind: 'out-of-date' };
    await ownNotices.removeSecondAddress(ticket);
    return { kind: 'done', what: 'second-address-removed' };
  });
}
