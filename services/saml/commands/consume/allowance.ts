import type { AllowanceLimits } from '../../../../libs/allowance/index.js';
import type { Finding } from '../../core/checks/facts.js';
import { MAX_MESSAGE_OCTETS } from '../../core/checks/size.js';
import type { Allowances } from '../../ports.js';
import type { ConsumeParts, Examination } from './examination.js';

const MIB = 1024 * 1024;

/** Enough for a person who tries again, and for an office whose provider is set up wrongly. */
export const RESPONSES: Readonly<Record<keyof Allowances, AllowanceLimits>> = {
  atDomain: { atOnce: 4 * MIB, perSecond: 16 * 1024, clients: 10_000 },
  everywhere: { atOnce: 16 * MIB, perSecond: 64 * 1024, clients: 10_000 },
};

/** What looking at it costs is taken from whoever posted it, before it is spent. */
export function checkAllowance(examination: Examination, { allowances }: ConsumeParts): Finding {
  const { domain, address, posted } = examination.request;
  // What is longer is refused unseen.
  const cost = Math.min(posted.length, MAX_MESSAGE_OCTETS);
  if (allowances.atDomain.take(`${domain} ${address}`, cost)) {
    // Who is not known by an address would otherwise share one with everybody of the front-end.
    if (address === '' || allowances.everywhere.take(address, cost)) {
      examination.taken = cost;
      return undefined;
    }
    allowances.atDomain.giveBack(`${domain} ${address}`, cost);
  }
  examination.limited = true;
  return `too much that nobody signed came from ${address || 'this front-end'}`;
}

/** A provider of the domain has signed it: it cost nothing that was not owed. */
export function giveBackAllowance(
  examination: Examination,
  { allowances }: ConsumeParts,
): undefined {
  const { domain, address } = examination.request;
  allowances.atDomain.giveBack(`${domain} ${address}`, examination.taken);
  if (address !== '') allowances.everywhere.giveBack(address, examination.taken);
  examination.taken = 0;
  return undefined;
}
