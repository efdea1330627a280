import type { AllowanceLimits } from '../../../../libs/allowance/index.js';
import type { Finding } from '../../core/checks/facts.js';
import { MAX_MESSAGE_OCTETS } from '../../core/checks/size.js';
import type { Allowances } from '../../ports.js';
import type { ConsumeParts, Examination } from './examination.js';

const MIB = 1024 * 1024;

/** Enough for a person who tries again, and for an office whose provider is misconfigured. */
export const RESPONSES: Readonly<Record<keyof Allowances, AllowanceLimits>> = {
  atDomain: { atOnce: 4 * MIB, perSecond: 16 * 1024, clients: 10_000 },
  everywhere: { atOnce: 16 * MIB, perSecond: 64 * 1024, clients: 10_000 },
};

/** Charges the cost of examining the message to the client that posted it, in advance. */
export function checkAllowance(examination: Examination, { allowances }: ConsumeParts): Finding {
  const { domain, address, posted } = examination.request;
  // A longer message is refused without being examined.
  const cost = Math.min(posted.length, MAX_MESSAGE_OCTETS);
  if (allowances.atDomain.take(`${domain} ${address}`, cost)) {
    // Otherwise clients without a known address would share one allowance with everyone else of the front-end.
    if (address === '' || allowances.everywhere.take(address, cost)) {
      examination.taken = cost;
      return undefined;
    }
    allowances.atDomain.giveBack(`${domain} ${address}`, cost);
  }
  examination.limited = true;
  return `too many responses without a valid signature came from ${address || 'this front-end'}`;
}

/** Refunds the cost, because a provider of the domain has signed the message. */
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
