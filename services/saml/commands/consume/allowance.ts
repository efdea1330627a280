import type { Finding } from '../../core/checks/facts.js';
import { MAX_MESSAGE_OCTETS } from '../../core/checks/size.js';
import type { Attempt, ConsumeParts } from './attempt.js';

/** What looking at it costs is taken from whoever posted it, before it is spent. */
export function checkAllowance(attempt: Attempt, { allowance }: ConsumeParts): Finding {
  const { domain, address, posted } = attempt.request;
  // What is longer is refused unseen.
  const cost = Math.min(posted.length, MAX_MESSAGE_OCTETS);
  if (allowance.take({ domain, address }, cost)) {
    attempt.taken = cost;
    return undefined;
  }
  attempt.limited = true;
  return `too much that nobody signed came from ${address || 'this front-end'}`;
}

/** A provider of the domain has signed it: it cost nothing that was not owed. */
export function giveBackAllowance(attempt: Attempt, { allowance }: ConsumeParts): undefined {
  const { domain, address } = attempt.request;
  allowance.giveBack({ domain, address }, attempt.taken);
  attempt.taken = 0;
  return undefined;
}
