import type { AllowanceLimits } from '../../../../libs/allowance/index.js';
import type { Finding } from '../../core/checks/facts.js';
import { MAX_MESSAGE_OCTETS } from '../../core/checks/size.js';
import type { ConsumeParts, Examination } from './examination.js';

/**
 * Octets of unproven responses, of each domain and address: enough for a person who tries again, and for an office
 * whose provider is set up wrongly.
 */
export const RESPONSES: AllowanceLimits = {
  atOnce: 4 * 1024 * 1024,
  perSecond: 16 * 1024,
  clients: 10_000,
};

/** What looking at it costs is taken from whoever posted it, before it is spent. */
export function checkAllowance(examination: Examination, { allowance }: ConsumeParts): Finding {
  const { address, posted } = examination.request;
  // What is longer is refused unseen.
  const cost = Math.min(posted.length, MAX_MESSAGE_OCTETS);
  if (allowance.take(payerOf(examination), cost)) {
    examination.taken = cost;
    return undefined;
  }
  examination.limited = true;
  return `too much that nobody signed came from ${address || 'this front-end'}`;
}

/** A provider of the domain has signed it: it cost nothing that was not owed. */
export function giveBackAllowance(
  examination: Examination,
  { allowance }: ConsumeParts,
): undefined {
  allowance.giveBack(payerOf(examination), examination.taken);
  examination.taken = 0;
  return undefined;
}

function payerOf({ request: { domain, address } }: Examination): string {
  return `${domain} ${address}`;
}
