import { type Allowed, namesPasskeys } from './decision.js';
import type { Flow, Outcome } from './sign-in.js';
import { type NextStep, passwordOf, type SoFar, stateOf, ticketFor } from './step-state.js';

/**
 * Decides what follows the fresh proof of a person who is signed in. If the proof earned the ticket that their act
 * needs,
 * the act goes on. Else a second factor is asked for, even if the rule does not need one here.
 */
export function afterProof(
  allowed: Allowed,
  sofar: SoFar & { readonly flow: Extract<Flow, { kind: 'self' }> },
  outcome: Outcome,
): NextStep {
  const { tickets, granted, passkey } = allowed;
  const { act } = sofar.flow;
  const managing = tickets.filter(({ purpose }) => purpose === 'manage');
  const full = managing.filter(({ isOneFactor }) => !isOneFactor).map(({ token }) => token);
  const isFree =
    ticketFor(tickets, 'enrol', 'otp') !== undefined ||
    ticketFor(tickets, 'enrol', 'passkey') !== undefined;
  switch (act) {
    case 'authenticator':
    case 'passkey': {
      const store = act === 'authenticator' ? 'otp' : 'passkey';
      const [manage, ...left] = full;
      const ticket = manage ?? ticketFor(tickets, 'enrol', store);
      if (ticket === undefined) break;
      const state = stateOf(sofar, { page: 'set-up', canSetUp: [store], isFirst: isFree });
      const held = store === 'otp' ? { ticket } : { passkeyTicket: ticket };
      // The remaining tickets show the list afterwards. After a first second factor, the person signs in again.
      const after =
        manage === undefined
          ? { outcome, ...passwordOf(sofar) }
          : { outcome: { ...outcome, manage: left } };
      return { kind: 'ask', state, secrets: { ...held, ...after } };
    }
    case 'trust-ip':
      if (full.length > 0 || granted.some(({ until }) => until !== undefined)) {
        return { kind: 'done', outcome };
      }
      break;
    case 'app-password': {
      const tokens = full.length > 0 ? full : managing.map(({ token }) => token);
      if (tokens.length > 0) return { kind: 'done', outcome: { ...outcome, manage: tokens } };
      break;
    }
    default:
      if (full.length > 0) return { kind: 'done', outcome: { ...outcome, manage: full } };
  }
  if (isFree) return { kind: 'needs-second-factor' };
  const hasPasskey = namesPasskeys(passkey);
  const state = stateOf(sofar, { page: 'code', hasPasskey });
  const secrets = { ...passwordOf(sofar), ...(hasPasskey && { passkey }) };
  return { kind: 'ask', state, secrets };
}
